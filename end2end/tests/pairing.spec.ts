/** A television: paired by its code, ordered about by the fleet's page, and not to be lost. */
import type { BrowserContext } from '@playwright/test';
import { codeOf, pair, setUp } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

// They begin with nobody, as a first start does.
test.use({ signIn: false });

const ENGLISH = (url: string) => ({ name: 'callboard_lang', value: 'en', url });

/** A browser of its own, as a television has. */
async function television(context: BrowserContext, url: string) {
  await context.addCookies([ENGLISH(url)]);
  const tv = await context.newPage();
  await tv.setViewportSize({ width: 1920, height: 1080 });
  await tv.goto(`${url}/wall`);
  return tv;
}

test('a screen is paired, named, ordered, kept through a wipe and a restart, and revoked', async ({ stage, page, browser }) => {
  test.setTimeout(150_000);
  let server = await stage.callboard(await stage.simulator());
  await setUp(page, server);
  const context = await browser.newContext();
  const tv = await television(context, server.url);
  const code = await codeOf(tv);
  expect(code).toMatch(/^[B-DF-HJ-NP-TV-XZ]{4}-[B-DF-HJ-NP-TV-XZ]{4}$/);
  await tv.reload();
  expect(await codeOf(tv), 'a reload keeps its code').toBe(code);

  await page.goto(`${server.url}/pair?code=BBBB-BBBB`);
  await expect(page.getByText('No screen shows this code now.')).toBeVisible();
  await pair(page, server, code, 'Window', code.toLowerCase().replace('-', ''));
  const live = () => expect(tv.locator('html')).toHaveAttribute('data-link', 'live', { timeout: 20_000 });
  await live();
  await page.goto(`${server.url}/pair?code=${code}`);
  await expect(page.getByText('No screen shows this code now.'), 'a code is good once').toBeVisible();

  // The fleet.
  await page.goto(`${server.url}/settings/displays`);
  const row = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Window' }) });
  await expect(row.getByText('Online', { exact: true })).toBeVisible({ timeout: 10_000 });
  await expect(row.getByText('1920 × 1080')).toBeVisible();
  await expect(row, 'its frames come').not.toContainText('never', { timeout: 8_000 });
  await row.getByRole('button', { name: 'Show its name: Window' }).click();
  await expect(tv.locator('.identify')).toHaveText('Window', { timeout: 2_000 });
  await tv.evaluate(() => Object.assign(window, { notReloaded: true }));
  await row.getByRole('button', { name: 'Reload: Window' }).click();
  await expect.poll(() => tv.evaluate(() => 'notReloaded' in window).catch(() => true), { timeout: 4_000 }).toBe(false);
  await live();
  await row.locator('summary', { hasText: 'Edit' }).click();
  await row.getByLabel('Name of the screen').fill('Window, 3rd floor');
  await row.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Window, 3rd floor saved.')).toBeVisible();
  await live();

  // It keeps its secret twice.
  await context.clearCookies();
  await context.addCookies([ENGLISH(server.url)]);
  await tv.goto(`${server.url}/wall`);
  await live();
  await tv.evaluate(() => localStorage.clear());
  await tv.reload();
  await live();
  await expect.poll(() => tv.evaluate(() => localStorage.getItem('callboard_display')), { timeout: 25_000 }).toMatch(/^cbd_/);

  // It outlives the server.
  server = stage.keep(await server.restart(), (it) => it.stop());
  await live();
  await tv.reload();
  await live();

  // And is put out at once.
  await page.goto(`${server.url}/settings/displays`);
  const renamed = page.getByRole('listitem').filter({ hasText: 'Window, 3rd floor' });
  await renamed.locator('summary', { hasText: 'Revoke' }).click();
  const before = Date.now();
  await renamed.getByRole('button', { name: 'Revoke the screen' }).click();
  await expect(page.getByText('Window, 3rd floor revoked.')).toBeVisible();
  await expect(tv.getByRole('heading', { name: 'Pair this screen' })).toBeVisible({ timeout: 5_000 });
  console.log(`a revoked screen showed a new code after ${Date.now() - before} ms`);
  expect(await codeOf(tv)).not.toBe(code);
  // The code is drawn by the server; the page's script forgets the secret a moment later.
  await expect.poll(() => tv.evaluate(() => localStorage.getItem('callboard_display'))).toBeNull();
});

test('a guesser of codes has to wait', async ({ stage, page }) => {
  const server = await stage.callboard(await stage.simulator());
  await setUp(page, server);
  for (let guess = 0; guess < 12; guess++) await page.goto(`${server.url}/pair?code=BCDFGH${'JKLMNPQRSTVW'[guess]}Z`);
  await expect(page.getByText('Too many wrong tries.')).toBeVisible();
});

test.describe('a screen without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('asks again by itself, and shows its board once it was paired', async ({ stage, page, browser }) => {
    const server = await stage.callboard(await stage.simulator());
    await setUp(page, server);
    const context = await browser.newContext({ javaScriptEnabled: false });
    const tv = await television(context, server.url);
    const code = await codeOf(tv);
    await pair(page, server, code, 'Old one');
    await expect(tv.locator('.tv-agents, .tv-mid').first()).toBeVisible({ timeout: 25_000 });
  });
});
