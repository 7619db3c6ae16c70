/** From the first start to people who have signed in: the pages of accounts, as a new user meets them. */
import { seriousFaults } from '../support/axe.ts';
import { ADMIN, addUser, setUp, setupLink, signIn } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

// They begin with nobody, as a first start does.
test.use({ signIn: false });

test('the first start makes an admin once, and the link is good no more', async ({ stage, page }) => {
  const server = await stage.callboard(await stage.simulator());
  const link = await setupLink(server);
  await page.goto(`${server.url}/preferences?lang=en&theme=dark&back=/login`);
  await page.goto(link);
  await page.getByLabel('User name').fill(ADMIN.name);
  await page.getByLabel('Password', { exact: true }).fill('short');
  await page.getByLabel('Repeat the new password').fill('short');
  await page.getByRole('button', { name: 'Make and sign in' }).click();
  await expect(page.getByText('Too short: it takes at least 12 characters.')).toBeVisible();
  await expect(page.getByLabel('User name'), 'what was typed stays').toHaveValue(ADMIN.name);
  await setUp(page, server);
  await page.goto(link);
  await expect(page.getByRole('heading', { name: 'This link is no longer valid' })).toBeVisible();
});

test('a new user changes the first password, sees only what the role opens, and is put out at once', async ({ stage, page, browser }) => {
  const server = await stage.callboard(await stage.simulator());
  await setUp(page, server);
  const first = await addUser(page, server, 'minh.chau', 'Supervisor');

  const theirs = await (await browser.newContext()).newPage();
  await signIn(theirs, server, 'minh.chau', 'not this one at all');
  await expect(theirs.getByText('Name or password is wrong.')).toBeVisible();
  await signIn(theirs, server, 'minh.chau', first);
  await expect(theirs.getByText('Somebody else set this password.')).toBeVisible();
  await theirs.goto(`${server.url}/calls`);
  await expect(theirs, 'nothing else opens before it is changed').toHaveURL(`${server.url}/account`);
  await theirs.getByLabel('Present password').fill(first);
  await theirs.getByLabel('New password', { exact: true }).fill('seven quiet rivers meet');
  await theirs.getByLabel('Repeat the new password').fill('seven quiet rivers meat');
  await theirs.getByRole('button', { name: 'Change password' }).click();
  await expect(theirs.getByText('The two are not the same.')).toBeVisible();
  await theirs.getByLabel('Present password').fill(first);
  await theirs.getByLabel('New password', { exact: true }).fill('seven quiet rivers meet');
  await theirs.getByLabel('Repeat the new password').fill('seven quiet rivers meet');
  await theirs.getByRole('button', { name: 'Change password' }).click();
  await expect(theirs.getByText('Password changed.')).toBeVisible();
  await expect(theirs.getByRole('navigation', { name: 'Settings' }).getByRole('link')).toHaveText(['Account', 'Screens']);
  expect((await theirs.goto(`${server.url}/settings/users`))?.status()).toBe(403);
  await expect(theirs.getByRole('heading', { name: 'This page is not for you' })).toBeVisible();

  await theirs.goto(server.url);
  await expect(theirs.locator('html')).toHaveAttribute('data-link', 'live');
  await expect(theirs.getByRole('link', { name: 'minh.chau' })).toHaveAttribute('href', '/account');

  await page.goto(`${server.url}/settings/users`);
  await page.getByRole('link', { name: 'Edit: minh.chau' }).click();
  await page.getByText('Remove the user').last().click();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(page.getByText('minh.chau removed, and signed out at once.')).toBeVisible();
  await expect(theirs.locator('html'), 'the open board hears of it').not.toHaveAttribute('data-link', 'live', { timeout: 2_000 });
  await theirs.goto(server.url);
  await expect(theirs).toHaveURL(/\/login/);

  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('minh.chau can sign in again.')).toBeVisible();
  await signIn(theirs, server, 'minh.chau', 'seven quiet rivers meet');
  await expect(theirs.locator('html')).toHaveAttribute('data-link', 'live');
  await theirs.goto(`${server.url}/account`);
  await theirs.getByRole('button', { name: 'Sign out everywhere' }).click();
  await expect(theirs.getByText('You are signed out on every device.')).toBeVisible();
});

test('a key is shown once, opens the API, and opens nothing after it was revoked; the log tells of it all', async ({ stage, page, request }) => {
  const server = await stage.callboard(await stage.simulator());
  await setUp(page, server);
  await page.goto(`${server.url}/settings/tokens`);
  await page.getByLabel('Name of the key').fill('Weekly report');
  await page.getByRole('button', { name: 'Make a key' }).click();
  const key = (await page.locator('#secret').innerText()).trim();
  const asked = async () => (await request.get(`${server.url}/api/v1/kpis`, { headers: { authorization: `Bearer ${key}` } })).status();
  expect(await asked()).toBe(200);
  await page.goto(`${server.url}/settings/tokens`);
  await expect(page.getByText(key), 'never again').toHaveCount(0);
  await page.getByText('Revoke').first().click();
  await page.getByRole('button', { name: 'Revoke the key' }).click();
  await expect(page.getByText('The key Weekly report opens nothing any more.')).toBeVisible();
  expect(await asked()).toBe(401);

  await page.goto(`${server.url}/settings/audit`);
  await page.getByLabel('Did').selectOption({ label: 'Made an API key' });
  await page.getByRole('button', { name: 'Filter' }).click();
  const rows = page.getByRole('table').locator('tbody tr');
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText('Weekly report');
  const file = await page.request.get(`${server.url}/settings/audit.csv?did=token-revoked`);
  expect(file.headers()['content-type']).toContain('text/csv');
  const text = await file.text();
  expect(text).toContain('token-revoked,Weekly report');
  expect(text).not.toContain('token-created');
  expect(text, 'no secret is in the log').not.toContain(key);
});

const ROOMS = ['/login', '/account', '/pair', '/settings/displays', '/settings/users', '/settings/users/1', '/settings/tokens', '/settings/audit', '/wall'];

test('every room in both languages and themes: no complaint, no serious fault, and it fits a telephone', async ({ stage, page, browser }) => {
  test.setTimeout(240_000);
  const server = await stage.callboard(await stage.simulator());
  await setUp(page, server);
  await addUser(page, server, 'van.an', 'Agent');
  const stranger = await (await browser.newContext()).newPage();
  const complaints: string[] = [];
  for (const eye of [page, stranger]) {
    eye.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(`${eye.url()}: ${message.text()}`);
    });
    eye.on('pageerror', (error) => complaints.push(`${eye.url()}: ${error.message}`));
  }
  const faults: string[] = [];
  for (const path of ROOMS) {
    const eye = path === '/login' || path === '/wall' ? stranger : page;
    for (const [language, theme] of [['vi', 'dark'], ['vi', 'light'], ['en', 'dark'], ['en', 'light']]) {
      await eye.goto(`${server.url}/preferences?lang=${language}&theme=${theme}&back=${path}`);
      await expect(eye).toHaveURL(`${server.url}${path}`);
      await expect(eye.locator('html')).toHaveAttribute('lang', language!);
      await expect(eye.locator('html')).toHaveAttribute('data-theme', theme!);
      faults.push(...(await seriousFaults(eye)).map((fault) => `${path} ${language} ${theme}: ${fault}`));
    }
    await eye.setViewportSize({ width: 390, height: 844 });
    await eye.reload();
    const over = await eye.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(over, `${path}: nothing to scroll sideways`).toBeLessThanOrEqual(0);
    faults.push(...(await seriousFaults(eye)).map((fault) => `${path} on a telephone: ${fault}`));
    await eye.setViewportSize({ width: 1440, height: 900 });
  }
  expect(faults).toEqual([]);
  expect(complaints).toEqual([]);
});

test.describe('with scripts off', () => {
  test.use({ javaScriptEnabled: false });

  test('accounts work by forms alone', async ({ stage, page }) => {
    const server = await stage.callboard(await stage.simulator());
    await setUp(page, server);
    expect(await addUser(page, server, 'van.an', 'Agent')).toMatch(/^[a-z-]{20,}$/);
    await page.goto(`${server.url}/account`);
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await expect(page.getByText('You are signed out.')).toBeVisible();
    await signIn(page, server, ADMIN.name, ADMIN.password);
    await expect(page.getByRole('link', { name: ADMIN.name })).toBeVisible();
  });
});
