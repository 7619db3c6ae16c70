import { seriousFaults } from '../support/axe.ts';
import { expect, test } from '../support/test.ts';

const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];

test('a tile opens the callers who wait, and Escape brings the focus back', async ({ stage, open, page }) => {
  const simulator = await stage.simulator({ agents: 15, queues: 4 });
  const server = await stage.callboard(simulator);
  const { queues } = await simulator.control.state();
  const board = await open(server.url, '/');
  const call = await simulator.control.call(queues[0]!);
  await expect(board.figure('Waiting')).toContainText('1');

  const tile = page.getByRole('link', { name: 'Waiting', exact: true });
  await expect(tile).toHaveAttribute('aria-expanded', 'false');
  await tile.focus();
  await page.keyboard.press('Enter');
  const panel = page.getByRole('complementary', { name: 'Calls behind the number' });
  await expect(panel).toBeVisible();
  await expect(panel).toBeFocused();
  await expect(tile).toHaveAttribute('aria-expanded', 'true');
  await expect(panel.locator(`[data-drilled="${call}"]`)).toContainText(queues[0]!.name);
  await expect(panel.locator('[data-value]')).toHaveText('1');
  await expect(panel).toContainText('recounted, equals the tile');
  await expect(page).toHaveURL(/drill=waiting/);

  // A second caller is in the list by itself.
  const second = await simulator.control.call(queues[1]!);
  await expect(panel.locator(`[data-drilled="${second}"]`)).toBeVisible({ timeout: 15_000 });
  await expect(panel.locator('[data-value]')).toHaveText('2');

  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await expect(tile).toBeFocused();
  await expect(page).not.toHaveURL(/drill/);
});

test('the list of those available is the tile, and the choice of a list keeps it open', async ({ centre, open, page }) => {
  const board = await open(centre.server.url, '/?drill=available');
  const { agents } = await centre.simulator.control.state();
  const panel = page.locator('#drill');
  const free = agents.filter(({ status }) => status === 'ready').length;
  await expect(board.figure('Available')).toContainText(`${free}`);
  await expect(panel.locator('[data-value]')).toHaveText(`${free}`);
  await expect(panel.locator('[data-role="counted"]')).toHaveCount(free);
  await board.show('Calls');
  await expect(panel).toBeVisible();
  await panel.getByRole('link', { name: 'Close' }).click();
  await expect(panel).toBeHidden();
});

test('a tile says what it means to a pointer and to the keyboard', async ({ centre, open, page }) => {
  await open(centre.server.url, '/');
  const tile = page.getByRole('link', { name: 'Longest wait' });
  const text = page.locator('#definition-longest-wait');
  await expect(text).toBeHidden();
  await tile.focus();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Tab');
  await expect(tile).toBeFocused();
  await expect(text).toBeVisible();
  await expect(tile).toHaveAccessibleDescription(/queue entry/);
  await tile.blur();
  await tile.hover();
  await expect(text).toBeVisible();
});

test.describe('with scripts off', () => {
  test.use({ javaScriptEnabled: false });

  test('an address opens its list', async ({ centre, page }) => {
    await page.goto(`${centre.server.url}/?drill=available`);
    await expect(page.locator('#drill .drill-rows tbody tr').first()).toBeVisible();
  });
});

for (const size of SIZES) {
  for (const language of ['vi', 'en']) {
    for (const theme of ['dark', 'light']) {
      test(`a list at ${size.width} in ${language}, ${theme}: no serious fault, nothing to scroll sideways`, async ({ centre, page }) => {
        await page.setViewportSize(size);
        const back = encodeURIComponent('/?drill=available');
        await page.goto(`${centre.server.url}/preferences?lang=${language}&theme=${theme}&back=${back}`);
        await expect(page.locator('html')).toHaveAttribute('data-link', 'live');
        await expect(page.locator('#drill .drill-rows')).toBeVisible();
        expect(await seriousFaults(page)).toEqual([]);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(wide).toBeLessThanOrEqual(0);
      });
    }
  }
}
