import { Board } from '../support/board.ts';
import type { Callboard, Simulator } from '../support/callboard.ts';
import { queueOf, ready, type Control } from '../support/simulator.ts';
import { expect, test, type Stage } from '../support/test.ts';

// Whatever was cut, and whatever happened meanwhile: afterwards a page that stayed open shows what a page opened now shows.

test('the browser is cut off for ten seconds', async ({ stage, open, browser }) => {
  test.setTimeout(120_000);
  const { simulator, server } = await centre(stage);
  const line = await stage.line(server.url);
  const calls = await someCalls(simulator.control);
  const board = await open(line.url, '/');
  await board.mark();

  line.cut();
  await expect(board.page.locator('html')).toHaveAttribute('data-link', 'lost', { timeout: 20_000 });
  const until = Date.now() + 10_000;
  await goOn(simulator.control, calls);
  await expect.poll(() => Date.now(), { timeout: 20_000, intervals: [250] }).toBeGreaterThan(until);
  line.mend();

  await board.isLive(40_000);
  await board.wasNotReloaded();
  await showsWhatAFreshPageShows(board, server, await browser.newContext().then((context) => context.newPage()));
});

test('the server is restarted', async ({ stage, open, browser }) => {
  test.setTimeout(120_000);
  const { simulator, server } = await centre(stage);
  const calls = await someCalls(simulator.control);
  const board = await open(server.url, '/');
  await board.mark();

  const again = stage.keep(await server.restart(() => goOn(simulator.control, calls)), (it) => it.stop());

  await board.isLive(60_000);
  await board.wasNotReloaded();
  await showsWhatAFreshPageShows(board, again, await browser.newContext().then((context) => context.newPage()));
});

test('AntRing is restarted', async ({ stage, open, browser }) => {
  test.setTimeout(120_000);
  const { simulator, server } = await centre(stage);
  await someCalls(simulator.control);
  const board = await open(server.url, '/');
  await board.mark();

  const again = stage.keep(await simulator.restart(), (it) => it.stop());
  const calls = await someCalls(again.control);
  await expect(board.call(calls.waiting)).toHaveAttribute('data-state', 'waiting', { timeout: 60_000 });

  await board.wasNotReloaded();
  await showsWhatAFreshPageShows(board, server, await browser.newContext().then((context) => context.newPage()));
});

async function centre(stage: Stage): Promise<{ simulator: Simulator; server: Callboard }> {
  const simulator = await stage.simulator({ dialect: 'socketio09' });
  return { simulator, server: await stage.callboard(simulator) };
}

interface Calls {
  waiting: string;
  ringing: string;
  talking: string;
  leaving: string;
}

async function someCalls(control: Control): Promise<Calls> {
  const state = await control.state();
  const [first, second] = [ready(state)[0]!, ready(state)[1]!];
  const calls = {
    waiting: await control.call(queueOf(first, state)),
    ringing: await control.call(queueOf(first, state)),
    talking: await control.call(queueOf(second, state)),
    leaving: await control.call(queueOf(second, state)),
  };
  await control.ring(calls.ringing, first);
  await control.answer(calls.talking, second);
  return calls;
}

/** One of everything: answered, ended, abandoned, begun, begun and ended unseen, paused. */
async function goOn(control: Control, calls: Calls): Promise<void> {
  const state = await control.state();
  const third = ready(state)[0]!;
  await control.answer(calls.ringing);
  await control.hangUp(calls.talking);
  await control.abandon(calls.leaving);
  await control.call(queueOf(third, state));
  const unseen = await control.call(queueOf(third, state));
  await control.abandon(unseen);
  await control.status(third, 'paused', 'Nghỉ trưa');
}

async function showsWhatAFreshPageShows(board: Board, server: Callboard, page: Board['page']): Promise<void> {
  const fresh = await Board.open(page, server.url, '/');
  await expect
    .poll(async () => ((await board.picture()) === (await fresh.picture()) ? 'the same' : difference(await board.picture(), await fresh.picture())), {
      timeout: 30_000,
      intervals: [500],
    })
    .toBe('the same');
  await page.context().close();
}

/** The lines that only one of the two has. */
function difference(stayed: string, fresh: string): string {
  const only = (of: string, not: string): string[] => {
    const others = new Set(not.split('\n'));
    return of.split('\n').filter((line) => !others.has(line));
  };
  return [...only(stayed, fresh).map((line) => `stayed: ${line}`), ...only(fresh, stayed).map((line) => `fresh: ${line}`)].join('\n') || 'another order';
}
