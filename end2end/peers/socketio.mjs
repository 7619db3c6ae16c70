// The three generations of Socket.IO, as their makers published them, behind one function for each side.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** The version that npm installed, by its package: what 0.9.19 says of itself is 0.9.16. */
const published = (name) => require(`${name}/package.json`).version;

/** Serves `version` on an HTTP server; `welcome` gets each socket. Answers the version installed. */
export function serve(version, web, welcome) {
  switch (version) {
    case '4': {
      const { Server } = require('socket.io-4');
      new Server(web).on('connection', welcome);
      return published('socket.io-4');
    }
    case '2': {
      require('socket.io-2')(web, { serveClient: false }).on('connection', welcome);
      return published('socket.io-2');
    }
    case '0.9': {
      const manager = require('socket.io-09').listen(web, { 'log level': 0, 'browser client': false });
      manager.sockets.on('connection', welcome);
      return published('socket.io-09');
    }
    default:
      throw new Error(`no Socket.IO ${version} here: 4, 2 or 0.9`);
  }
}

/**
 * Connects to `url` with the official client of `version`, which then does whatever it does by itself.
 * `hear(name, payload)` gets each event of `names`; `beat()` is called at each sign of life of the server.
 */
export function connect(version, url, names, { opened, hear, beat, lost }) {
  switch (version) {
    case '4': {
      const socket = require('socket.io-client-4').io(url, { reconnection: false });
      listen(socket, names, { opened, hear, lost });
      socket.io.on('ping', beat);
      return { emit: socket.emit.bind(socket), version: published('socket.io-client-4') };
    }
    case '2': {
      const socket = require('socket.io-client-2')(url, { reconnection: false });
      listen(socket, names, { opened, hear, lost });
      socket.on('pong', beat);
      return { emit: socket.emit.bind(socket), version: published('socket.io-client-2') };
    }
    case '0.9': {
      const socket = require('socket.io-client-09').connect(url, { reconnect: false, 'force new connection': true });
      listen(socket, names, { opened, hear, lost });
      beats09(socket, beat);
      return { emit: socket.emit.bind(socket), version: published('socket.io-client-09') };
    }
    default:
      throw new Error(`no Socket.IO client ${version} here: 4, 2 or 0.9`);
  }
}

function listen(socket, names, { opened, hear, lost }) {
  socket.on('connect', opened);
  socket.on('disconnect', (reason) => lost(String(reason)));
  for (const failure of ['connect_error', 'connect_failed', 'connect_timeout']) {
    socket.on(failure, (why) => lost(`${failure}: ${String(why?.message ?? why)}`));
  }
  for (const name of names) socket.on(name, (payload) => hear(name, payload));
}

/** 0.9 tells nobody of its heartbeats; its transport answers them in this one place. */
function beats09(socket, beat) {
  socket.socket.on('connecting', () => {
    const { transport } = socket.socket;
    const answer = transport.onHeartbeat;
    transport.onHeartbeat = function onHeartbeat() {
      beat();
      return answer.call(this);
    };
  });
}
