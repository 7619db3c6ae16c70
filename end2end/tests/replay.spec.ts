import { seriousFaults } from '../support/axe.ts';
import { queueOf, ready } from '../support/simulator.ts';
import { expect, test } from '../support/test.ts';

test('a moment that has passed is shown again, and cannot pass for now', async ({ stage, open, page, context }) => {
  test.setTimeout(180_000);
  const simulator = await stage.simulator({ agents: 15, queues: 4 });
  const server = await stage.callboard(simulator);
  const state = await simulator.control.state();
  const agent = ready(state)[0]!;
  const call = await simulator.control.call(queueOf(agent, state));
  const board = await open(server.url, '/?tab=calls');
  await expect(board.call(call)).toHaveAttribute('data-state', 'waiting');
  // What is asked for lies well between two changes.
  await page.waitForTimeout(3_000);
  const then = Date.now();
  await page.waitForTimeout(3_000);
  await simulator.control.answer(call, agent);
  await expect(board.call(call)).toHaveAttribute('data-state', 'talking');
  await board.mark();

  // Without the address bar: the button goes back, and the handle to the very moment.
  await page.getByRole('button', { name: 'Replay from 5 minutes ago' }).click();
  const banner = page.locator('.banner.replay');
  await expect(banner).toContainText('not live');
  await page.goto(`${server.url}/?tab=calls&at=${then}&speed=0`);
  await expect(banner).toContainText(/Replaying \d\d:\d\d – not live/);
  await expect(board.call(call)).toHaveAttribute('data-state', 'waiting');
  await expect(page).toHaveTitle(/Replay \d\d:\d\d/);
  await expect(page.locator('link[rel=icon]')).toHaveAttribute('href', '/favicon-replay.svg');
  await expect(page.locator('.topbar')).toContainText('numbers of');
  const still = await board.call(call).innerText();
  await page.waitForTimeout(2_500);
  expect(await board.call(call).innerText(), 'it stands still').toBe(still);
  expect(await seriousFaults(page)).toEqual([]);

  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(page).toHaveURL(/speed=1/);
  await expect(board.call(call)).toHaveAttribute('data-state', 'talking', { timeout: 15_000 });
  await page.getByRole('button', { name: 'Stop at this moment' }).click();
  await expect(page).toHaveURL(/speed=0/);

  const handle = page.getByRole('slider', { name: 'Moment to replay' });
  const before = Number(await handle.inputValue());
  await handle.focus();
  await page.keyboard.press('ArrowLeft');
  await expect(page).not.toHaveURL(new RegExp(`at=${before}`));

  // The wall never shows anything but now.
  const wall = await open(server.url, `/wall?at=${then}&speed=0`, await context.newPage());
  await expect(wall.agent(agent.id)).toHaveAttribute('data-state', 'on-call');

  await banner.getByRole('link', { name: 'Back to live' }).click();
  await expect(banner).toBeHidden();
  await expect(board.call(call)).toHaveAttribute('data-state', 'talking');
  await expect(page.locator('link[rel=icon]')).toHaveAttribute('href', '/favicon.svg');
  await simulator.control.hangUp(call);
  await expect(board.call(call).and(page.locator(':not([data-state="ended"])'))).toHaveCount(0);
});

test('a moment before all recording says so', async ({ centre, page }) => {
  await page.goto(`${centre.server.url}/preferences?lang=en&theme=dark&back=${encodeURIComponent('/?at=1000000000000&speed=0')}`);
  await expect(page.locator('.banner.replay')).toContainText(/recording began at|not recording/);
  await page.getByRole('link', { name: 'Back to live' }).click();
  await expect(page.locator('.banner.replay')).toBeHidden();
  await expect(page.locator('[data-agent]').first()).toBeAttached();
});
