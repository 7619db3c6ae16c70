import { queueOf, ready, type Control } from '../support/simulator.ts';
import { expect, test } from '../support/test.ts';

test('a recording of the last day plays and seeks, and its presigned address stays on the server', async ({ stage, page }) => {
  test.setTimeout(200_000);
  const simulator = await stage.simulator({ 'history-delay': 1 });
  const server = await stage.callboard(simulator);
  await oneCall(simulator.control);

  const asked: string[] = [];
  const heard: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('response', async (response) => {
    const kind = response.headers()['content-type'] ?? '';
    if (/html|json|javascript/.test(kind)) heard.push(await response.text().catch(() => ''));
  });

  const listen = page.getByRole('link', { name: 'Listen to' });
  await page.goto(`${server.url}/preferences?lang=en&theme=dark&back=/calls`);
  // AntRing's history, which names the recording, is read once a minute.
  await expect(async () => {
    await page.goto(`${server.url}/calls`);
    await expect(listen.first()).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 100_000 });
  const source = (await listen.first().getAttribute('href'))!;
  expect(source).toMatch(/^\/recordings\/[^?]+$/);
  await page.evaluate((src) => document.body.append(Object.assign(new Audio(src), { controls: true })), source);
  const audio = page.locator('audio');
  await audio.evaluate((it: HTMLAudioElement) => it.play());
  await expect
    .poll(() => audio.evaluate((it: HTMLAudioElement) => it.currentTime), { message: 'it plays' })
    .toBeGreaterThan(0.3);
  expect(await audio.evaluate((it: HTMLAudioElement) => it.duration), 'its length is known').toBeGreaterThan(3);
  const landed = await audio.evaluate(async (it: HTMLAudioElement) => {
    it.pause();
    const target = it.duration * 0.75;
    const seeked = new Promise((resolve) => it.addEventListener('seeked', resolve, { once: true }));
    it.currentTime = target;
    await seeked;
    return { target, at: it.currentTime, error: it.error?.message };
  });
  expect(landed.error).toBeUndefined();
  expect(Math.abs(landed.at - landed.target), 'it seeks').toBeLessThan(0.5);

  const hosts = new Set(asked.filter((url) => url.startsWith('http')).map((url) => new URL(url).host));
  expect([...hosts], 'the browser spoke to nobody but Callboard').toEqual([new URL(server.url).host]);
  const upstream = new URL(simulator.account.rest_url).host;
  for (const text of [await page.content(), ...heard, ...asked]) {
    expect(text).not.toMatch(/X-Amz-|AWSAccessKeyId|[?&]Signature=/);
    expect(text.includes(upstream), 'no address of upstream').toBe(false);
  }
});

test('a part of a recording is 206, a part beyond its end 416', async ({ stage, request }) => {
  test.setTimeout(60_000);
  const simulator = await stage.simulator({ 'history-delay': 1 });
  const server = await stage.callboard(simulator);
  const call = await oneCall(simulator.control);
  const recording = `${server.url}/recordings/${encodeURIComponent(call)}`;
  await expect
    .poll(async () => (await request.head(recording)).status(), { timeout: 40_000, message: 'the recording is there' })
    .toBe(200);

  const whole = await request.get(recording);
  expect(whole.status()).toBe(200);
  expect(whole.headers()['accept-ranges']).toBe('bytes');
  expect(whole.headers()['content-type']).toMatch(/^audio\//);
  const bytes = await whole.body();

  const part = await request.get(recording, { headers: { range: 'bytes=100-199' } });
  expect(part.status()).toBe(206);
  expect(part.headers()['content-range']).toBe(`bytes 100-199/${bytes.length}`);
  expect((await part.body()).equals(bytes.subarray(100, 200))).toBe(true);

  const end = await request.get(recording, { headers: { range: 'bytes=-50' } });
  expect(end.status()).toBe(206);
  expect((await end.body()).equals(bytes.subarray(bytes.length - 50))).toBe(true);

  const beyond = await request.get(recording, { headers: { range: `bytes=${bytes.length}-` } });
  expect(beyond.status()).toBe(416);
  expect(beyond.headers()['content-range']).toBe(`bytes */${bytes.length}`);

  const head = await request.head(recording);
  expect(head.status()).toBe(200);
  expect(head.headers()['content-length']).toBe(`${bytes.length}`);

  expect((await request.get(`${server.url}/recordings/no-such-call`)).status()).toBe(404);
});

/** Answered, spoken for a few seconds, and ended: recorded, and soon in the history. Answers its Call-ID. */
async function oneCall(control: Control): Promise<string> {
  const state = await control.state();
  const agent = ready(state)[0]!;
  const call = await control.call(queueOf(agent, state));
  await control.answer(call, agent);
  await expect.poll(() => secondsTalked(control, call), { timeout: 20_000 }).toBeGreaterThan(6);
  await control.hangUp(call);
  return call;
}

async function secondsTalked(control: Control, call: string): Promise<number> {
  const { now, calls } = await control.state();
  const began = calls.find(({ call_id }) => call_id === call)?.talk_began;
  return began == null ? 0 : (Date.parse(now) - Date.parse(began)) / 1000;
}
