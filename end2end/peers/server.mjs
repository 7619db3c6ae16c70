// server.mjs <4|2|0.9> --account <id> [--port <n>]: a real Socket.IO server of that version in the place of AntRing's
// event socket. It knows nothing of calls: whoever started it says what happens, and it says what it hears.
//
// Standard input, one JSON object a line:
//   {"name", "call_id", "payload"}   an event, for every socket that subscribed to it
//   {"tokens": ["…"] | "any"}        the tokens that are good from now on; at first none is
// Standard output:
//   {"port", "version"}              it listens, on 127.0.0.1
//   {"opened"} {"closed"}            a socket; the number of sockets now
//   {"subscribed": "<binding>"}      with a good token, to this account
//   {"refused": "auth_failure" | "account" | "binding"}
// It ends when standard input does, so that nobody's crash leaves it behind.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { serve } from './socketio.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { account: { type: 'string' }, port: { type: 'string', default: '0' } },
});
const [version] = positionals;

let goodTokens = [];
const sockets = new Set();

const web = createServer((_, response) => {
  response.writeHead(404).end('not here');
});
const installed = serve(version, web, (socket) => {
  const bindings = [];
  const entry = { socket, bindings };
  sockets.add(entry);
  say({ opened: sockets.size });
  socket.on('subscribe', (request) => subscribe(socket, bindings, request ?? {}));
  socket.on('disconnect', () => {
    sockets.delete(entry);
    say({ closed: sockets.size });
  });
});
web.listen(Number(values.port), '127.0.0.1', () => say({ port: web.address().port, version: installed }));

/** As KAZOO 3.22 does it: success is silent, a foreign account too (protocols.md §2.3). */
function subscribe(socket, bindings, { account_id: account, auth_token: token, binding }) {
  if (goodTokens !== 'any' && !goodTokens.includes(token)) {
    socket.emit('auth_failure', { message: 'invalid auth token', cause: token });
    say({ refused: 'auth_failure' });
  } else if (account !== values.account) {
    say({ refused: 'account' });
  } else if (typeof binding !== 'string' || !binding.startsWith('call.')) {
    // KAZOO sends an `error` here; Socket.IO 2 keeps that name for itself.
    say({ refused: 'binding' });
  } else {
    bindings.push(binding);
    say({ subscribed: binding });
  }
}

/** `call.<event>.<call id>`, where `*` stands for any. A call id may hold dots. */
function covers(binding, { name, call_id: callId }) {
  const [, event, call] = /^call\.([^.]*)\.?(.*)$/s.exec(binding) ?? [];
  return (event === '*' || event === name) && (call === '*' || call === '' || call === callId);
}

const orders = createInterface({ input: process.stdin });
orders.on('line', (line) => {
  const order = JSON.parse(line);
  if (order.tokens !== undefined) {
    goodTokens = order.tokens;
    return;
  }
  for (const { socket, bindings } of sockets) {
    // Subscribed twice is told twice, as upstream does.
    for (const binding of bindings) {
      if (covers(binding, order)) socket.emit(order.name, order.payload);
    }
  }
});
orders.on('close', () => process.exit(0));

function say(what) {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}
