import { seriousFaults } from '../support/axe.ts';
import { expect, test } from '../support/test.ts';

const PAGES = ['/', '/wall', '/calls', '/dial'];
const LANGUAGES = ['vi', 'en'];
const THEMES = ['dark', 'light'];

for (const path of PAGES) {
  for (const language of LANGUAGES) {
    for (const theme of THEMES) {
      test(`${path} in ${language}, ${theme}: no console error, no serious fault of accessibility`, async ({ centre, page }) => {
        const complaints: string[] = [];
        page.on('console', (message) => {
          if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
        });
        page.on('pageerror', (error) => complaints.push(error.message));
        page.on('requestfailed', (request) => complaints.push(`${request.url()} ${request.failure()?.errorText ?? ''}`));
        page.on('response', (response) => {
          if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
        });

        await page.goto(`${centre.server.url}/preferences?lang=${language}&theme=${theme}&back=${encodeURIComponent(path)}`);
        await expect(page).toHaveURL(`${centre.server.url}${path}`);
        const html = page.locator('html');
        await expect(html).toHaveAttribute('data-hydrated');
        await expect(html).toHaveAttribute('data-link', 'live');
        await expect(html).toHaveAttribute('lang', language);
        await expect(html).toHaveAttribute('data-theme', theme);
        await expect(page.getByRole('main')).toBeVisible();

        expect(await seriousFaults(page)).toEqual([]);
        expect(complaints).toEqual([]);
      });
    }
  }

  if (path !== '/wall') {
    test(`${path} fits a telephone`, async ({ centre, page }) => {
      await page.setViewportSize({ width: 390, height: 844 });
      await page.goto(`${centre.server.url}${path}`);
      await expect(page.locator('html')).toHaveAttribute('data-hydrated');
      const { content, window: width } = await page.evaluate(() => ({
        content: document.documentElement.scrollWidth,
        window: window.innerWidth,
      }));
      expect(content, 'nothing to scroll sideways').toBeLessThanOrEqual(width);
    });
  }
}

test('going from page to page keeps the connection', async ({ centre, open, page }) => {
  const sockets: string[] = [];
  page.on('websocket', (socket) => {
    if (socket.url().includes('/live')) sockets.push(socket.url());
  });
  const board = await open(centre.server.url, '/');
  await board.mark();
  for (const name of ['History', 'Dial', 'Board']) {
    await page.getByRole('navigation').getByRole('link', { name, exact: true }).first().click();
    await expect(page.getByRole('navigation').getByRole('link', { name, exact: true }).first()).toHaveAttribute('aria-current', 'page');
    await expect(page.locator('html')).toHaveAttribute('data-link', 'live');
  }
  await board.wasNotReloaded();
  expect(sockets.length).toBe(1);
});
