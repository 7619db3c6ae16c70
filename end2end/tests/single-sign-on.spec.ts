/** The company's sign-in in a browser: what its groups give, what a change of them takes, and signing out of both. */
import type { Browser, Page } from '@playwright/test';
import { Provider, freePort } from '../support/provider.ts';
import { type Stage, expect, test } from '../support/test.ts';

test.use({ signIn: false });

/** A server at an address that its provider knows. */
async function company(stage: Stage): Promise<{ provider: Provider; url: string }> {
  const port = await freePort();
  const provider = stage.keep(await Provider.for(`http://127.0.0.1:${port}`), (it) => it.stop());
  const settings = { ...provider.settings(), CALLBOARD_SERVER__LISTEN: `127.0.0.1:${port}` };
  const { url } = await stage.callboard(await stage.simulator(), settings);
  return { provider, url };
}

/** As a person does: the button, then name and password at the provider. */
async function signIn(page: Page, url: string, name: string, path = '/account'): Promise<void> {
  await page.goto(`${url}${path}`);
  await page.getByRole('link', { name: /Acme/ }).click();
  await page.getByPlaceholder('Enter any login').fill(name);
  await page.getByPlaceholder('and password').fill('any');
  await page.getByRole('button', { name: 'Sign-in' }).click();
}

async function anotherBrowser(browser: Browser, stage: Stage): Promise<Page> {
  const context = stage.keep(await browser.newContext({ locale: 'en-GB' }), (it) => it.close());
  return context.newPage();
}

test('a group opens what its role opens, and another group takes it at the next sign-in', async ({ page, browser, stage }) => {
  const { provider, url } = await company(stage);
  provider.groups({ ann: ['leads'] });
  await signIn(page, url, 'ann', '/settings/displays');
  await expect(page).toHaveURL(`${url}/settings/displays`);

  provider.groups({ ann: ['staff'] });
  const elsewhere = await anotherBrowser(browser, stage);
  await signIn(elsewhere, url, 'ann');
  await expect(elsewhere).toHaveURL(`${url}/account`);
  const answer = await page.goto(`${url}/settings/displays`);
  expect(answer?.status()).toBe(403);
});

test('who is in no group stays outside and is told so', async ({ page, stage }) => {
  const { provider, url } = await company(stage);
  provider.groups({ eve: ['visitors'] });
  await signIn(page, url, 'eve');
  await expect(page).toHaveURL(`${url}/login?sso=no-role`);
  await page.goto(`${url}/account`);
  await expect(page).toHaveURL(/\/login\?next=/);
});

test('signing out leaves the provider too: the next at this machine is asked who they are', async ({ page, stage }) => {
  const { provider, url } = await company(stage);
  provider.groups({ ann: ['leads'] });
  await signIn(page, url, 'ann');
  await expect(page).toHaveURL(`${url}/account`);
  await page.locator('form[action="/logout"] button').first().click();
  await page.getByRole('button', { name: /yes|sign me out/i }).click();
  await expect(page).toHaveURL(new RegExp(`^${url}/login`));
  await page.goto(`${url}/account`);
  await page.getByRole('link', { name: /Acme/ }).click();
  await expect(page.getByPlaceholder('Enter any login')).toBeVisible();
});
