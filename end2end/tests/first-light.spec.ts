import { expectRunning, partOf, secondsOn } from '../support/board.ts';
import { queueOf, ready } from '../support/simulator.ts';
import { expect, test } from '../support/test.ts';

/** So many fit on the wall at once: it does not turn pages. */
const ONE_PAGE = { agents: 15, queues: 4 };

for (const dialect of ['socketio09', 'socketio4'] as const) {
  test.describe(`over ${dialect}`, () => {
    test('a call goes waiting, ringing, talking, ended on the console and on the wall', async ({ stage, open, context }) => {
      const simulator = await stage.simulator({ dialect, ...ONE_PAGE, 'wrapup-seconds': 6 });
      const server = await stage.callboard(simulator);
      const state = await simulator.control.state();
      const agent = ready(state)[0]!;
      const queue = queueOf(agent, state);
      const console_ = await open(server.url, '/');
      const wall = await open(server.url, '/wall', await context.newPage());

      const call = await simulator.control.call(queue);
      await console_.show('Calls');
      await expect(console_.call(call)).toBeVisible();
      await expect(console_.call(call)).toHaveAttribute('data-state', 'waiting');
      await expect(console_.call(call)).toContainText(queue.name);
      for (const board of [console_, wall]) {
        await expect(board.queue(queue.id)).toContainText(queue.name);
        await expectRunning(board.queue(queue.id), 1);
      }
      const waited = (await secondsOn(console_.call(call))) ?? Number.NaN;
      expect(waited, 'the caller waits since the call came').toBeLessThan(20);

      await simulator.control.ring(call, agent);
      for (const board of [console_, wall]) {
        await expect(board.agent(agent.id)).toHaveAttribute('data-state', 'ringing');
      }
      await expect(console_.call(call)).toHaveAttribute('data-state', 'ringing');
      await expect(console_.call(call)).toContainText('Ringing');
      await expect(console_.call(call)).toContainText(shortName(agent.name));

      await simulator.control.answer(call);
      for (const board of [console_, wall]) {
        await expect(board.agent(agent.id)).toHaveAttribute('data-state', 'on-call');
      }
      await expect(console_.call(call)).toHaveAttribute('data-state', 'talking');
      await expect(console_.call(call)).toContainText(shortName(agent.name));
      await console_.show('Agents');
      await expect(console_.agent(agent.id)).toBeVisible();
      await expect(console_.agent(agent.id)).toContainText('On call');
      await expectRunning(console_.agent(agent.id));
      expect(await secondsOn(console_.agent(agent.id)), 'the talk has just begun').toBeLessThan(20);

      await simulator.control.hangUp(call);
      await expect(console_.call(call).and(console_.page.locator(':not([data-state="ended"])'))).toHaveCount(0);
      for (const board of [console_, wall]) {
        await expect(board.agent(agent.id)).toHaveAttribute('data-state', 'wrap-up');
      }
      for (const board of [console_, wall]) {
        await expect(board.agent(agent.id)).toHaveAttribute('data-state', 'available', { timeout: 15_000 });
      }
    });

    test('a caller who leaves the queue counts as abandoned', async ({ stage, open, context }) => {
      const simulator = await stage.simulator({ dialect, ...ONE_PAGE });
      const server = await stage.callboard(simulator);
      const { queues } = await simulator.control.state();
      const queue = queues[0]!;
      const boards = [await open(server.url, '/'), await open(server.url, '/wall', await context.newPage())];
      for (const board of boards) {
        await expect.poll(() => partOf(board.figure(/Abandoned/)), { message: 'the day begins' }).toBe(0);
      }

      const call = await simulator.control.call(queue);
      await expect(boards[0]!.call(call)).toHaveAttribute('data-state', 'waiting');
      // Who leaves within five seconds is left out of the rate.
      await boards[0]!.page.waitForTimeout(6_000);
      await simulator.control.abandon(call);

      for (const board of boards) {
        await expect
          .poll(() => partOf(board.figure(/Abandoned/)), { message: 'the abandoned of today', timeout: 15_000 })
          .toBe(1);
      }
      await expect(boards[0]!.call(call).and(boards[0]!.page.locator(':not([data-state="ended"])'))).toHaveCount(0);
    });
  });
}

/** The last two words, as the boards show Vietnamese names. */
function shortName(name: string): string {
  return name.split(' ').slice(-2).join(' ');
}
