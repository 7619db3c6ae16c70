import type { Page, Request } from '@playwright/test';
import { seriousFaults } from '../support/axe.ts';
import type { Board } from '../support/board.ts';
import type { Callboard, Simulator } from '../support/callboard.ts';
import { queueOf, ready, type Control } from '../support/simulator.ts';
import { expect, Stage, test as base } from '../support/test.ts';

/** A centre with recordings to hear, and the dock in which they play. */
interface Heard {
  simulator: Simulator;
  server: Callboard;
  /** Calls with a recording, the first as the list has them. */
  calls: string[];
}

const test = base.extend<{ player: Player }, { heard: Heard }>({
  heard: [
    async ({ supervisor }, use) => {
      const stage = new Stage(supervisor.folder);
      const simulator = await stage.simulator({ 'history-delay': 1 });
      const server = await stage.callboard(simulator);
      const calls = await someCalls(simulator.control);
      // AntRing's history, which names the recordings, is read once a minute.
      const recorded = async (): Promise<number> => {
        const answer = await fetch(`${server.url}/api/v1/calls`, { headers: supervisor.headers() });
        const { rows } = (await answer.json()) as { rows?: { has_recording: boolean }[] };
        return rows?.filter(({ has_recording }) => has_recording).length ?? 0;
      };
      await expect.poll(recorded, { timeout: 150_000, message: 'calls with recordings' }).toBe(calls.length);
      await use({ simulator, server, calls });
      await stage.end();
    },
    { scope: 'worker', timeout: 200_000 },
  ],
  player: async ({ page }, use) => use(new Player(page)),
});

class Player {
  readonly page: Page;
  /** What was asked of the server for recordings, with the range that was wanted. */
  readonly asked: { url: string; range: string | undefined }[] = [];

  constructor(page: Page) {
    this.page = page;
    page.on('request', (request: Request) => {
      const { pathname } = new URL(request.url());
      if (pathname.startsWith('/recordings/')) this.asked.push({ url: request.url(), range: request.headers().range });
    });
  }

  dock = () => this.page.getByRole('complementary', { name: 'Recording' });
  button = (name: string) => this.dock().getByRole('button', { name, exact: true });
  bar = () => this.dock().getByRole('slider', { name: 'Position in the recording' });
  links = () => this.page.locator('a[data-play]');
  at = () => this.#audio((it) => it.currentTime);
  speed = () => this.#audio((it) => it.playbackRate);
  isPaused = () => this.#audio((it) => it.paused);
  length = () => this.#audio((it) => it.duration);

  #audio<T>(read: (it: HTMLAudioElement) => T): Promise<T> {
    return this.page.locator('#player audio').evaluate(read as (it: SVGElement | HTMLElement) => T);
  }

  /** Plays the first of the list, and waits until its time runs. */
  async play(): Promise<void> {
    await this.links().first().click();
    await expect(this.dock()).toBeVisible();
    await this.runs();
  }

  async runs(): Promise<void> {
    const from = await this.at();
    await expect.poll(this.at, { message: 'its time runs' }).toBeGreaterThan(from + 0.3);
  }

  /** By a click on the bar, at this part of the whole. */
  async seek(part: number): Promise<void> {
    const { x, y, width, height } = (await this.bar().boundingBox())!;
    await this.page.mouse.click(x + width * part, y + height / 2);
  }

  /** Pauses near the beginning, so that a short recording does not end under a test. */
  async hold(): Promise<void> {
    await this.page.locator('#player audio').evaluate((it) => {
      (it as HTMLAudioElement).pause();
      (it as HTMLAudioElement).currentTime = 1;
    });
    await expect.poll(this.at).toBeCloseTo(1, 1);
  }
}

test('a recording plays on while the board lives and the page changes, and its presigned address stays on the server', async ({
  heard: { simulator, server },
  open,
  page,
  player,
}) => {
  const addresses: string[] = [];
  const texts: string[] = [];
  page.on('request', (request) => addresses.push(request.url()));
  page.on('response', async (response) => {
    const kind = response.headers()['content-type'] ?? '';
    if (/html|json|javascript/.test(kind)) texts.push(await response.text().catch(() => ''));
  });
  const board = await open(server.url, '/calls');
  await board.mark();
  await player.play();
  expect(await player.length(), 'its length is known').toBeGreaterThan(15);
  await expect(player.dock().locator('.title')).toHaveText(/^\d\d:\d\d · /);

  await goTo(board, 'Board');
  const { control } = simulator;
  const state = await control.state();
  const agent = ready(state)[0]!;
  await control.status(agent, 'paused', 'lunch');
  await expect(board.agent(agent.id), 'the board is live').toHaveAttribute('data-state', 'paused');
  await player.runs();
  await control.status(agent, 'ready');
  await expect(board.agent(agent.id)).toHaveAttribute('data-state', 'available');
  await goTo(board, 'History');
  await player.runs();
  await expect(player.links().first()).toHaveAttribute('data-playing');
  await board.wasNotReloaded();

  const hosts = new Set(addresses.filter((url) => url.startsWith('http')).map((url) => new URL(url).host));
  expect([...hosts], 'the browser spoke to nobody but Callboard').toEqual([new URL(server.url).host]);
  const upstream = new URL(simulator.account.rest_url).host;
  for (const text of [await page.content(), ...texts, ...addresses]) {
    expect(text).not.toMatch(/X-Amz-|AWSAccessKeyId|[?&]Signature=/);
    expect(text.includes(upstream), 'no address of upstream').toBe(false);
  }
});

test('by the mouse: pause, seek, skip, speed, which the next page remembers, and shut', async ({ heard: { server }, open, page, player }) => {
  await open(server.url, '/calls');
  await player.play();
  await player.button('Pause').click();
  expect(await player.isPaused()).toBe(true);

  await player.seek(0.5);
  const half = (await player.length()) / 2;
  await expect.poll(player.at, { message: 'it seeks' }).toBeGreaterThan(half - 1);
  expect(await player.at()).toBeLessThan(half + 1);
  await expect(player.bar()).toHaveAttribute('aria-valuetext', /^0:\d\d of 0:\d\d$/);

  await player.hold();
  await player.button('On 10 seconds').click();
  await expect.poll(player.at).toBeCloseTo(11, 1);
  await player.button('Back 10 seconds').click();
  await expect.poll(player.at).toBeCloseTo(1, 1);
  await player.button('Back 10 seconds').click();
  await expect.poll(player.at, { message: 'not before the beginning' }).toBe(0);

  await player.button('2×').click();
  expect(await player.speed()).toBe(2);
  await player.button('Play').click();
  await player.runs();
  await page.reload();
  await player.links().first().click();
  await expect(player.button('2×')).toHaveAttribute('aria-pressed', 'true');
  await player.runs();
  expect(await player.speed(), 'another page, the same speed').toBe(2);

  await player.links().first().click();
  expect(await player.isPaused(), 'its link pauses it').toBe(true);
  await player.button('Close').click();
  await expect(player.dock()).toBeHidden();
});

test.describe('a long recording that comes slowly', () => {
  /** A quarter of an hour, at four times the speed at which it is heard. */
  const LONG = { bytes: 2_700_000, bytes_per_second: 12_000 };

  test.beforeEach(({ heard }) => heard.simulator.control.media(LONG));
  test.afterEach(({ heard }) => heard.simulator.control.media({}));

  test('seeks to what has not come yet by asking for that part', async ({ heard: { simulator, server }, open, player }) => {
    await open(server.url, '/calls');
    await player.play();
    expect(await player.length()).toBeCloseTo(900, -1);
    const before = (await simulator.control.mediaRequests()).length;
    await player.seek(0.75);
    await player.runs();
    expect(await player.at()).toBeGreaterThan(670);
    const asked = (await simulator.control.mediaRequests()).slice(before);
    const starts = asked.map(({ range, status }) => (status === 206 ? Number(/^bytes=(\d+)-/.exec(range ?? '')?.[1]) : 0));
    expect(Math.max(...starts), `the storage was asked for the part: ${JSON.stringify(asked)}`).toBeGreaterThan(1_900_000);
  });

  test('goes on when its link expires in the middle', async ({ heard: { simulator, server }, open, player }) => {
    await open(server.url, '/calls');
    await player.play();
    const before = (await simulator.control.mediaRequests()).length;
    await simulator.control.media({ ...LONG, expire: true });
    await player.seek(0.5);
    await player.runs();
    expect(await player.at()).toBeGreaterThan(440);
    const statuses = (await simulator.control.mediaRequests()).slice(before).map(({ status }) => status);
    expect(statuses, 'the old link was refused, a new one was not').toEqual([403, 206]);
    await expect(player.dock()).not.toHaveAttribute('data-trouble');
  });

  test('that breaks off is taken up where it was, once, and then says so', async ({ heard: { simulator, server }, open, player }) => {
    const { control } = simulator;
    await open(server.url, '/calls');
    await player.play();
    await control.media({ ...LONG, status: 500, times: 1 });
    await player.seek(0.5);
    await player.runs();
    expect(await player.at()).toBeGreaterThan(440);
    expect((await control.mediaRequests()).some(({ status }) => status === 500), 'it had broken off').toBe(true);
    await expect(player.dock()).not.toHaveAttribute('data-trouble');

    await control.media({ ...LONG, status: 500 });
    await player.seek(0.9);
    await expect(player.dock().getByRole('status')).toHaveText('The recording could not be loaded from the phone system.');
    await control.media(LONG);
    await player.button('Try again').click();
    await player.runs();
    expect(await player.at(), 'where it was wanted').toBeGreaterThan(800);
  });
});

test('by the keyboard alone', async ({ heard: { server }, open, page, player }) => {
  const { keyboard } = page;
  await open(server.url, '/calls');
  await player.links().first().focus();
  await keyboard.press('Enter');
  await expect(player.button('Pause'), 'what the keyboard began, it holds').toBeFocused();
  await player.runs();
  await keyboard.press('Space');
  await expect(player.button('Play')).toBeFocused();
  expect(await player.isPaused()).toBe(true);
  await player.hold();
  await keyboard.press('ArrowRight');
  await expect.poll(player.at).toBeCloseTo(11, 1);
  await keyboard.press('ArrowLeft');
  await expect.poll(player.at).toBeCloseTo(1, 1);
  await player.bar().focus();
  await keyboard.press('ArrowRight');
  await expect.poll(player.at, { message: 'on the bar, by seconds' }).toBeCloseTo(2, 1);
  await keyboard.press('End');
  await expect.poll(player.at).toBeCloseTo(await player.length(), 0);
  await keyboard.press('>');
  expect(await player.speed()).toBe(1.25);
  for (const _ of ['1', '0.75', 'no slower']) await keyboard.press('<');
  expect(await player.speed()).toBe(0.75);

  await keyboard.press('Escape');
  await expect(player.dock()).toBeHidden();
  await expect(player.links().first(), 'back where it began').toBeFocused();

  // From a link of the page, too; but a field's and a tab's keys are their own.
  await keyboard.press('Enter');
  await player.runs();
  await page.getByRole('navigation').getByRole('link', { name: 'Board', exact: true }).first().focus();
  await keyboard.press('Space');
  expect(await player.isPaused()).toBe(true);
  await keyboard.press('Enter');
  await expect(page).toHaveURL(`${server.url}/`);
  await player.hold();
  await page.getByRole('tab', { name: 'Agents' }).focus();
  await keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Calls' })).toBeFocused();
  expect(await player.at(), 'the tabs moved, the recording did not').toBeCloseTo(1, 1);
  await goToDial(page);
  await page.getByRole('main').getByRole('textbox').first().focus();
  await keyboard.type('09 01<>');
  await keyboard.press('ArrowLeft');
  expect(await player.isPaused(), 'a space in a field is a space').toBe(true);
  expect(await player.at()).toBeCloseTo(1, 1);
  expect(await player.speed()).toBe(0.75);
});

test('Escape shuts what is open in front of the player first', async ({ heard: { server }, open, page, player }) => {
  const board = await open(server.url, '/calls');
  await player.play();
  await player.hold();
  await goTo(board, 'Board');
  await page.locator('.kpi-open').first().click();
  await expect(page.locator('#drill')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator('#drill')).toBeHidden();
  await expect(player.dock()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(player.dock()).toBeHidden();
});

test('a wall plays nothing', async ({ heard: { server }, open, page, player }) => {
  await open(server.url, '/calls');
  await player.play();
  await page.getByRole('navigation').getByRole('link', { name: 'Wall' }).first().click();
  await expect(page).toHaveURL(`${server.url}/wall`);
  await expect(player.dock()).toBeHidden();
  expect(await player.isPaused()).toBe(true);
});

test.describe('why nothing is heard', () => {
  test('no connection, and again when it is back', async ({ heard: { server }, open, page, player }) => {
    await open(server.url, '/calls');
    await page.context().setOffline(true);
    await player.links().first().click();
    await expect(player.dock().getByRole('status')).toHaveText('No connection to Callboard. Check the network and try again.');
    await page.context().setOffline(false);
    await player.button('Try again').click();
    await player.runs();
    await expect(player.button('Try again')).toBeHidden();
  });

  const WORDS = {
    recording_not_ready: ['Chưa có ghi âm. Thường có sau khi kết thúc cuộc gọi khoảng một phút.', 'No recording yet. It usually comes about a minute after the call.'],
    no_recording: ['Cuộc này không có ghi âm.', 'This call was not recorded.'],
    recording_expired: ['Ghi âm đã hết hạn lưu trên AntRing.', 'This recording has expired at AntRing.'],
    not_allowed: ['Bạn không có quyền nghe ghi âm này.', 'You may not listen to this recording.'],
    recording_busy: ['Đang có quá nhiều ghi âm được nghe cùng lúc. Thử lại sau ít giây.', 'Too many recordings are being played at once. Try again in some seconds.'],
    upstream_timed_out: ['AntRing chưa trả lời. Thử lại sau ít giây.', 'AntRing has not answered. Try again in some seconds.'],
    a_word_of_next_year: ['Không tải được ghi âm từ tổng đài.', 'The recording could not be loaded from the phone system.'],
  };
  for (const [place, lang] of ['vi', 'en'].entries()) {
    test(`each code of the server has its words, ${lang}`, async ({ heard: { server }, page, player }) => {
      let code = '';
      // What the server answers is proved by its own tests; here is what people read of it.
      await page.route('**/recordings/*', (route) => route.fulfill({ status: 404, json: { error: code, message: '' } }));
      await page.goto(`${server.url}/preferences?lang=${lang}&theme=light&back=/calls`);
      for (const [error, words] of Object.entries(WORDS)) {
        code = error;
        await player.links().first().click();
        const status = page.locator('#player').getByRole('status');
        await expect(status).toHaveText(words[place]!);
        const again = page.locator('#player .again');
        await expect(again).toBeVisible({ visible: !['no_recording', 'recording_expired', 'not_allowed'].includes(error) });
      }
      expect(await seriousFaults(page)).toEqual([]);
    });
  }
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('the link opens the recording itself', async ({ heard: { server }, page, request, player }) => {
    await page.goto(`${server.url}/calls`);
    await expect(page.locator('#player')).toBeHidden();
    const href = await player.links().first().getAttribute('href');
    const answer = await request.get(`${server.url}${href}`);
    expect(answer.headers()['content-type']).toMatch(/^audio\//);
  });
});

for (const [lang, theme, size] of [
  ['vi', 'dark', { width: 1440, height: 900 }],
  ['en', 'light', { width: 1440, height: 900 }],
  ['vi', 'light', { width: 390, height: 844 }],
  ['en', 'dark', { width: 390, height: 844 }],
  ['vi', 'dark', { width: 740, height: 900 }],
] as const) {
  test(`the dock in ${lang}, ${theme}, ${size.width} wide: no fault of accessibility, nothing covered`, async ({
    heard: { server },
    page,
    player,
  }) => {
    await page.setViewportSize(size);
    await page.goto(`${server.url}/preferences?lang=${lang}&theme=${theme}&back=/calls`);
    await player.links().first().click();
    await player.runs();
    expect(await seriousFaults(page)).toEqual([]);
    const box = (what: string) => page.locator(what).evaluate((it) => it.getBoundingClientRect().toJSON() as DOMRect);
    const dock = await box('#player');
    expect(dock.width).toBe(size.width);
    if (size.width < 721) expect(dock.bottom, 'the pages stay in reach').toBeLessThanOrEqual((await box('.phone-bar')).top + 1);
    else expect(dock.bottom).toBe(size.height);
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    expect((await box('main')).bottom, 'what is last on the page is above the dock').toBeLessThanOrEqual(dock.top);
    for (const control of await page.locator('#player :is(button, a, input):visible').all()) {
      const { left, right, top, bottom, height } = await control.evaluate((it) => it.getBoundingClientRect().toJSON() as DOMRect);
      expect(left >= 0 && right <= size.width && top >= dock.top && bottom <= dock.bottom, `${await control.getAttribute('class')} is within`).toBe(true);
      if (size.width < 721) expect(height).toBeGreaterThanOrEqual(44);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth), 'nothing to scroll sideways').toBe(size.width);
  });
}

test('on a telephone, one button goes round the speeds', async ({ heard: { server }, open, page, player }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(server.url, '/calls');
  await player.play();
  for (const speed of ['1.25', '1.5', '2', '0.75', '1']) {
    await page.locator('#player .choice:visible').click();
    await expect(page.locator('#player .choice:visible')).toHaveText(`${speed}×`);
    expect(await player.speed()).toBe(Number(speed));
  }
});

test('a part of a recording is 206, a part beyond its end 416', async ({ heard: { server, calls }, request }) => {
  const recording = `${server.url}/recordings/${encodeURIComponent(calls[0]!)}`;
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

async function goTo({ page }: Board, name: 'Board' | 'History'): Promise<void> {
  const link = page.getByRole('navigation').getByRole('link', { name, exact: true }).first();
  await link.click();
  await expect(link).toHaveAttribute('aria-current', 'page');
}

async function goToDial(page: Page): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: 'Dial', exact: true }).first().click();
  await expect(page.getByRole('main').getByRole('textbox').first()).toBeVisible();
}

/** Two at once, answered, spoken for a while and ended: recorded, and soon in the history. Answers their Call-IDs. */
async function someCalls(control: Control): Promise<string[]> {
  const state = await control.state();
  const agents = ready(state).slice(0, 2);
  const calls = await Promise.all(agents.map((agent) => control.call(queueOf(agent, state))));
  for (const [place, call] of calls.entries()) await control.answer(call, agents[place]);
  for (const call of calls) {
    await expect.poll(() => secondsTalked(control, call), { timeout: 40_000 }).toBeGreaterThan(24);
    await control.hangUp(call);
  }
  return calls;
}

async function secondsTalked(control: Control, call: string): Promise<number> {
  const { now, calls } = await control.state();
  const began = calls.find(({ call_id }) => call_id === call)?.talk_began;
  return began == null ? 0 : (Date.parse(now) - Date.parse(began)) / 1000;
}
