import { Callboard } from '../support/callboard.ts';
import { expect, test } from '../support/test.ts';

test('it is healthy, ready, and stops in good order', async ({ stage, request }) => {
  const simulator = await stage.simulator();
  const server = await stage.callboard(simulator);

  expect((await request.get(`${server.url}/healthz`)).status()).toBe(200);
  await expect.poll(async () => (await request.get(`${server.url}/readyz`)).status(), { timeout: 15_000 }).toBe(200);
  expect(await server.stop(), 'the exit code').toBe(0);
});

test('what a browser keeps is named by its content and comes compressed', async ({ centre, request }) => {
  const html = await (await request.get(`${centre.server.url}/`)).text();
  const files = [...new Set(html.match(/\/pkg\/callboard\.[0-9a-f]{16}\.(?:js|css|wasm)/g))];
  expect(files.map((file) => file.split('.').at(-1)).sort()).toEqual(expect.arrayContaining(['css', 'js', 'wasm']));
  for (const file of files) {
    const answer = await request.get(`${centre.server.url}${file}`, { headers: { 'accept-encoding': 'br' } });
    expect(answer.status(), file).toBe(200);
    expect(answer.headers()['content-encoding'], file).toBe('br');
    expect(answer.headers()['cache-control'], file).toContain('immutable');
  }
  const wasm = files.find((file) => file.endsWith('.wasm'))!;
  expect((await request.get(`${centre.server.url}${wasm}`)).headers()['content-type']).toBe('application/wasm');
});

test('a setting that is missing is named, and plain text beyond this machine is warned of', async ({ stage }) => {
  const simulator = await stage.simulator();
  const without = { CALLBOARD_ANTRING__APP_SECRET: '', CALLBOARD_ANTRING__DOMAIN: '' };
  await expect(Callboard.start(simulator, without)).rejects.toThrow(
    /^(?=[^]*ended with [1-9])(?=[^]*app_secret)(?=[^]*domain)/i,
  );
  const open = { CALLBOARD_SERVER__LISTEN: '0.0.0.0:0' };
  const beyond = await stage.callboard(simulator, open);
  const warning = /listening beyond this machine without an https server\.public_url/;
  await expect.poll(() => beyond.said()).toMatch(warning);
});
