/** People at the pages of accounts and screens: by the words that they read, in English. */
import { expect, type Page } from '@playwright/test';
import type { Callboard } from './callboard.ts';

export const ADMIN = { name: 'lan.pham', password: 'nine yellow buses wait' };

/** The one-time link that the first start prints. */
export async function setupLink(server: Callboard): Promise<string> {
  const link = () => /http:\S+\/setup\?key=\S+/.exec(server.said())?.[0] ?? '';
  await expect.poll(link, { message: 'a link for the first admin is printed' }).not.toBe('');
  return link();
}

/** Makes the first admin, who is signed in then. */
export async function setUp(page: Page, server: Callboard): Promise<void> {
  await page.goto(`${server.url}/preferences?lang=en&theme=dark&back=/login`);
  await page.goto(await setupLink(server));
  await page.getByLabel('User name').fill(ADMIN.name);
  await page.getByLabel('Password', { exact: true }).fill(ADMIN.password);
  await page.getByLabel('Repeat the new password').fill(ADMIN.password);
  await page.getByRole('button', { name: 'Make and sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Screens' })).toBeVisible();
}

export async function signIn(page: Page, server: Callboard, name: string, password: string): Promise<void> {
  await page.goto(`${server.url}/preferences?lang=en&theme=dark&back=/login`);
  await page.getByLabel('User name').fill(name);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Adds a user at `/settings/users`; answers the first password that is shown. */
export async function addUser(page: Page, server: Callboard, name: string, role: string): Promise<string> {
  await page.goto(`${server.url}/settings/users`);
  await page.getByLabel('User name').fill(name);
  await page.getByRole('radio', { name: role }).check();
  await page.getByRole('button', { name: 'Add a user' }).click();
  await expect(page.getByRole('heading', { name: `First password of ${name}` })).toBeVisible();
  return (await page.locator('#secret').innerText()).trim();
}

/** The code that a screen shows. */
export async function codeOf(tv: Page): Promise<string> {
  await expect(tv.getByRole('heading', { name: 'Pair this screen' })).toBeVisible();
  const code = await tv.locator('main').getAttribute('data-code');
  if (!code) throw new Error('the screen shows no code');
  return code;
}

/** Types a code, in whatever way, and names the screen. */
export async function pair(page: Page, server: Callboard, code: string, name: string, typed = code): Promise<void> {
  await page.goto(`${server.url}/pair`);
  await page.getByLabel('Code on the screen').fill(typed);
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page.getByText(code, { exact: true })).toBeVisible();
  await page.getByLabel('Name of the screen').fill(name);
  await page.getByRole('button', { name: 'Pair the screen' }).click();
  await expect(page.getByText(`${name} is paired`)).toBeVisible();
}
