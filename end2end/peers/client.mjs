// client.mjs <4|2|0.9> <url> --account <id>: the official client of that version at an event socket. It subscribes to
// the three channel events, then says all it hears.
//
// The token comes as the first line of standard input. Standard output, one JSON object a line:
//   {"connected": "<version of the client>"}   and it has asked for its subscriptions
//   {"name", "payload"}                        an event
//   {"beat": n}                                a heartbeat of the server's
//   {"lost": "<why>"}                          the connection ended, or none was made
// It ends when standard input does.
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { connect } from './socketio.mjs';

const CHANNEL_EVENTS = ['CHANNEL_CREATE', 'CHANNEL_ANSWER', 'CHANNEL_DESTROY'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { account: { type: 'string' } },
});
const [version, url] = positionals;

const lines = createInterface({ input: process.stdin });
lines.once('line', (token) => {
  let beats = 0;
  const client = connect(version, url, [...CHANNEL_EVENTS, 'auth_failure', 'error'], {
    opened: () => {
      for (const name of CHANNEL_EVENTS) {
        client.emit('subscribe', {
          account_id: values.account,
          auth_token: token,
          binding: `call.${name}.*`,
        });
      }
      say({ connected: client.version });
    },
    hear: (name, payload) => say({ name, payload }),
    beat: () => say({ beat: (beats += 1) }),
    lost: (why) => say({ lost: why }),
  });
});
lines.on('close', () => process.exit(0));

function say(what) {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}
