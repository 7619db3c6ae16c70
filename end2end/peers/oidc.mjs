// oidc.mjs --redirect <url> --back <url> [--port <n>]: a real provider of OpenID Connect (npm's oidc-provider) with one
// client, `callboard`, and people who are in the groups that whoever started it says. Any password is right.
//
// Standard input, one JSON object a line:
//   {"groups": {"ann": ["leads"]}}   who is in which groups from now on
// Standard output:
//   {"issuer", "client_id", "client_secret"}   it listens, on 127.0.0.1
// It ends when standard input does, so that nobody's crash leaves it behind.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import Provider from 'oidc-provider';

const { values } = parseArgs({
  options: { redirect: { type: 'string' }, back: { type: 'string' }, port: { type: 'string', default: '0' } },
});
const client = { client_id: 'callboard', client_secret: 'a-secret-of-this-test' };
let groups = {};

const web = createServer();
web.listen(Number(values.port), '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${web.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      { ...client, redirect_uris: [values.redirect], post_logout_redirect_uris: [values.back], response_types: ['code'] },
    ],
    claims: { openid: ['sub'], profile: ['name'], groups: ['groups'] },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, name: `${id} of ${new URL(issuer).hostname}`, groups: groups[id] ?? [] }),
    }),
    // Nobody is asked whether Callboard may know their name: it is their own company's.
    loadExistingGrant: async (context) => {
      const grant = new context.oidc.provider.Grant({
        clientId: context.oidc.client.clientId,
        accountId: context.oidc.session.accountId,
      });
      grant.addOIDCScope('openid profile groups');
      await grant.save();
      return grant;
    },
    pkce: { required: () => true },
    cookies: { keys: ['a key of this test'] },
  });
  web.on('request', provider.callback());
  say({ issuer, ...client });
});

createInterface({ input: process.stdin })
  .on('line', (line) => {
    groups = JSON.parse(line).groups ?? groups;
  })
  .on('close', () => process.exit(0));

/** @param {object} line */
function say(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
