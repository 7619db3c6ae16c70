import { seriousFaults } from '../support/axe.ts';
import { queueOf, ready } from '../support/simulator.ts';
import { expect, test } from '../support/test.ts';

test('calls of the day stand in the chart, for a pointer, for the keyboard and as a table', async ({ stage, open, page }) => {
  test.setTimeout(120_000);
  const simulator = await stage.simulator({ agents: 15, queues: 4 });
  const server = await stage.callboard(simulator);
  const state = await simulator.control.state();
  const agent = ready(state)[0]!;
  const call = await simulator.control.call(queueOf(agent, state));
  await open(server.url, '/');
  await simulator.control.answer(call, agent);

  const trend = page.locator('.trend');
  // It is drawn again each minute; a new page has it at once.
  await expect(async () => {
    await page.reload();
    await expect(trend.locator('.slot').last()).toHaveAttribute('aria-label', /1 offered · 1 answered · 0 abandoned/, { timeout: 2_000 });
  }).toPass({ timeout: 60_000 });

  const last = trend.locator('.slot').last();
  await last.focus();
  await expect(last.locator('.tip')).toBeVisible();
  const places = await trend.locator('.slot').count();
  if (places > 1) {
    await page.keyboard.press('ArrowLeft');
    await expect(trend.locator('.slot').nth(places - 2)).toBeFocused();
    await page.keyboard.press('ArrowRight');
    await expect(last).toBeFocused();
  }
  await trend.getByText('Table', { exact: true }).click();
  await expect(trend.getByRole('table')).toBeVisible();
  await expect(trend.getByRole('row').last()).toContainText('1');
  await trend.getByText('Table', { exact: true }).click();

  await trend.getByRole('link', { name: 'yesterday' }).click();
  await expect(page).toHaveURL(/compare=yesterday/);
  await expect(trend.locator('[aria-current="true"]')).toHaveText('yesterday');
  await expect(trend.locator('.line.other').first()).toBeAttached();

  for (const [width, height] of [
    [1440, 900],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height });
    for (const theme of ['dark', 'light']) {
      await page.goto(`${server.url}/preferences?lang=vi&theme=${theme}&back=/`);
      await expect(page.locator('.trend .chart').first()).toBeVisible();
      expect(await seriousFaults(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    }
  }
});
