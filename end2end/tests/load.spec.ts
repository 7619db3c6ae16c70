import type { Control } from '../support/simulator.ts';
import { expect, test } from '../support/test.ts';

const AGENTS = 500;
const QUEUES = 50;
const SECONDS = 30;
/** More than is asserted: the simulator counts on seven events a call, and many have fewer. */
const EVENTS_PER_SECOND = 32;

test(`${AGENTS} agents, ${QUEUES} queues, 20 events a second`, async ({ stage, page, open }) => {
  test.setTimeout(180_000);
  const simulator = await stage.simulator({ agents: AGENTS, queues: QUEUES });
  const server = await stage.callboard(simulator);
  const sockets = { opened: 0, closed: 0, frames: 0 };
  page.on('websocket', (socket) => {
    if (!socket.url().includes('/live')) return;
    sockets.opened += 1;
    socket.on('close', () => (sockets.closed += 1));
    socket.on('framereceived', () => (sockets.frames += 1));
  });
  await simulator.control.load(EVENTS_PER_SECOND);
  const board = await open(server.url, '/');
  // Calls take a while from their first event to their last.
  await expect.poll(() => rate(simulator.control), { timeout: 60_000 }).toBeGreaterThanOrEqual(20);
  await page.evaluate(() => {
    const tasks: number[] = [];
    Object.assign(window, { tasks });
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
  });
  const before = { opened: sockets.opened, frames: sockets.frames, events: (await simulator.control.state()).events_emitted };

  // The load itself is what is waited for.
  await page.waitForTimeout(SECONDS * 1000);

  const events = (await simulator.control.state()).events_emitted - before.events;
  const frames = sockets.frames - before.frames;
  const tasks = await page.evaluate(() => (window as unknown as { tasks: number[] }).tasks);
  const longest = Math.max(0, ...tasks);
  const { readable, waited } = await page.evaluate(async () => {
    const start = performance.now();
    await new Promise((resolve) => setTimeout(resolve));
    return { readable: document.querySelectorAll('[data-queue]').length, waited: performance.now() - start };
  });
  console.log(
    `under load: ${(events / SECONDS).toFixed(1)} events/s, ${(frames / SECONDS).toFixed(1)} frames/s, ` +
      `longest main-thread task ${longest === 0 ? 'under 50' : Math.round(longest)} ms (${tasks.length} over 50 ms), ` +
      `a timer ran ${waited.toFixed(1)} ms late`,
  );
  expect(events / SECONDS, 'events a second').toBeGreaterThanOrEqual(20);
  expect(readable).toBe(QUEUES);
  expect(sockets.opened, 'the viewer was never dropped').toBe(before.opened);
  expect(sockets.closed).toBe(0);
  expect(longest, 'the page stays responsive').toBeLessThan(500);
  await board.isLive();
});

/** Events a second, over two seconds. */
async function rate(control: Control): Promise<number> {
  const before = (await control.state()).events_emitted;
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  return ((await control.state()).events_emitted - before) / 2;
}
