/** The agent page: a number, a click, and what becomes of it, as the agent sees it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { seriousFaults } from '../support/axe.ts';
import { Desk } from '../support/agent.ts';
import { Board, secondsOn } from '../support/board.ts';
import { chromium } from '../support/browser.ts';
import { expect, test } from '../support/test.ts';

// Each test has an agent of its own, who is signed in.
test.use({ signIn: false });
test.describe.configure({ timeout: 90_000 });

const field = (page: Page) => page.getByLabel('Number to call');
const callButton = (page: Page) => page.locator('.dialer').getByRole('button', { name: 'Call', exact: true });
const own = (page: Page) => page.locator('.current .lead');
const question = (page: Page) => page.getByRole('dialog');

/** Requests that ask for a call. */
function clicks(page: Page): string[] {
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST') sent.push(request.url());
  });
  return sent;
}

test('a call is followed from the own phone to its end, and is then in the list with a way to call back', async ({ stage, browser }) => {
  const desk = await Desk.of(stage, browser);
  const page = await desk.open();
  const sent = clicks(page);
  await expect(page.locator('.my-line')).toContainText('Available');
  await expect(page.locator('.topbar').getByRole('link', { name: 'History' }), 'no page that is not open to them').toHaveCount(0);
  await expect(own(page)).toHaveAttribute('data-call-state', 'idle');

  await field(page).fill('0901234567');
  await expect(field(page), 'in groups, as people write it').toHaveValue('0901 234 567');
  // As impatient people do.
  await callButton(page).dblclick();

  await expect(own(page)).toHaveAttribute('data-call-state', 'own-phone-rings');
  await expect(own(page)).toContainText('Your phone is ringing');
  await expect(own(page)).toHaveAttribute('data-call-state', 'their-phone-rings');
  const calls = (await desk.simulator.control.state()).calls.filter(({ kind }) => kind === 'outbound');
  expect(calls.length, 'a double click is one call').toBe(1);
  expect(sent).toEqual([`${desk.server.url}/api/v1/calls`]);
  await desk.simulator.control.answer(calls[0]!.call_id);
  await expect(own(page)).toHaveAttribute('data-call-state', 'talking');
  await expect(own(page)).toContainText('0901 234 567');
  await expect(page.locator('.my-line')).toContainText('On call');
  await expect.poll(() => secondsOn(own(page).locator('.t')), { message: 'the talk runs' }).toBeGreaterThan(1);
  await expect(page.locator('.earlier')).toContainText('No other call within the last 7 days');

  await desk.simulator.control.hangUp(calls[0]!.call_id, 'agent');
  await expect(own(page)).toHaveAttribute('data-call-state', 'ended');
  await expect(own(page)).toContainText('The call has ended');
  const row = page.locator('[data-recent]').filter({ hasText: '0901 234 567' });
  await expect(row).toContainText('Answered', { timeout: 40_000 });
  await expect(page.locator('[data-mine=calls] b')).toHaveText('1', { timeout: 40_000 });

  await row.getByRole('link', { name: 'Call back 0901 234 567' }).click();
  await expect(own(page)).toHaveAttribute('data-call-state', 'own-phone-rings');
  await expect.poll(() => sent.length, { message: 'one click, one call' }).toBe(2);
});

test('an offline phone is told in words, with what to do, and rings when it is back', async ({ stage, browser }) => {
  const desk = await Desk.of(stage, browser);
  const { control, account } = desk.simulator;
  await control.phone(account.sip_user, false);
  const page = await desk.open();
  await field(page).fill('0901 234 567');
  await field(page).press('Enter');
  await expect(page.getByText('Your phone is not connected. Open the phone app and try again.')).toBeVisible();
  await expect(field(page)).toHaveAttribute('aria-invalid', 'true');
  await expect(own(page)).toHaveAttribute('data-call-state', 'idle');
  expect(await desk.outbound()).toBe(0);

  await control.phone(account.sip_user, true);
  await expect(async () => {
    await field(page).press('Enter');
    await expect(own(page)).toHaveAttribute('data-call-state', 'own-phone-rings', { timeout: 1_000 });
  }).toPass();
});

test('a phone system that does not answer is rung once, and again only by an explicit click', async ({ stage, browser }) => {
  const desk = await Desk.of(stage, browser);
  const { control, account } = desk.simulator;
  await control.hang(account.sip_user, true);
  const page = await desk.open();
  const sent = clicks(page);
  await field(page).fill('0901234567');
  await field(page).press('Enter');
  await expect(page.getByText('Your phone may ring all the same: look at it first.')).toBeVisible({ timeout: 25_000 });
  const again = page.getByRole('button', { name: 'Call again' });
  await expect(again, 'not at once').toBeHidden();
  expect(sent.length, 'nothing was tried again by itself').toBe(1);
  await expect(again).toBeVisible();
  await control.hang(account.sip_user, false);
  expect(await desk.outbound(), 'it rang once').toBeLessThanOrEqual(1);
  await again.click();
  await expect(page.getByText('Your phone may ring all the same')).toBeHidden();
  expect(sent.length).toBe(2);
});

test('a link fills in the number and asks; a dear, short or urgent number is asked about with the reason', async ({ stage, browser }) => {
  const desk = await Desk.of(stage, browser);
  const page = await desk.open('/dial?number=tel%3A%2B84901234567%3Bext%3D12');
  const sent = clicks(page);
  await expect(question(page)).toContainText('Call 0901 234 567?');
  await expect(page.getByRole('button', { name: 'Do not call' }), 'Enter alone calls nobody').toBeFocused();
  expect(await seriousFaults(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(question(page)).toBeHidden();
  await expect(field(page)).toHaveValue('0901 234 567');
  await expect(field(page)).toBeFocused();
  expect(sent).toEqual([]);

  for (const [number, reason] of [['113', 'emergency number'], ['+12025550199', 'abroad'], ['19001234', 'premium'], ['12345678901234', 'longer than usual']] as const) {
    await field(page).fill(number);
    await field(page).press('Enter');
    await expect(question(page)).toContainText(reason);
    await page.keyboard.press('Enter');
    await expect(question(page)).toBeHidden();
  }
  expect(await desk.outbound(), 'nobody was called').toBe(0);

  await page.goto(`${desk.server.url}/dial?number=0901234567`);
  await question(page).getByRole('button', { name: 'Call', exact: true }).click();
  await expect(own(page)).toHaveAttribute('data-call-state', 'own-phone-rings');
  expect(await desk.outbound()).toBe(1);
});

test('with the keyboard alone: typed, cleared, called, and never under the cursor', async ({ stage, browser }) => {
  const desk = await Desk.of(stage, browser);
  const page = await desk.open();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  for (let presses = 0; presses < 12 && !(await field(page).evaluate((it) => it === document.activeElement)); presses += 1) {
    await page.keyboard.press('Tab');
  }
  await expect(field(page)).toBeFocused();
  await page.keyboard.type('0912345678');
  await expect(field(page)).toHaveValue('0912 345 678');
  for (let presses = 0; presses < 4; presses += 1) await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Backspace');
  await page.keyboard.type('9');
  await expect(field(page), 'the cursor stays where it is').toHaveValue('0912 349 678');
  await page.keyboard.press('Escape');
  await expect(field(page)).toHaveValue('');
  await page.keyboard.type('0901234567');
  await page.keyboard.press('Enter');
  await expect(own(page)).toHaveAttribute('data-call-state', 'own-phone-rings');
});

test('the browser opens tel: links with Callboard', async ({ stage, browser, playwright }) => {
  const desk = await Desk.of(stage, browser);
  // A window that forgets everything, as a test's own is, keeps no handlers either.
  const profile = mkdtempSync(join(tmpdir(), 'callboard-profile-'));
  const context = await playwright.chromium.launchPersistentContext(profile, chromium);
  stage.keep(context, async (it) => {
    await it.close();
    rmSync(profile, { recursive: true, force: true });
  });
  await context.addCookies(desk.cookies());
  const { page } = await Board.open(await context.newPage(), desk.server.url, '/dial');
  const devtools = await context.newCDPSession(page);
  await devtools.send('Page.enable');
  await devtools.send('Page.setRPHRegistrationMode', { mode: 'autoAccept' });
  await page.getByText('Open tel: links with Callboard').click();
  await page.getByRole('button', { name: 'Use Callboard for tel: links' }).click();
  await expect(page.getByText('The browser has just asked you')).toBeVisible();

  // A page of another site, as a CRM is.
  const crm = await context.newPage();
  await crm.route('http://crm.example/', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<a href="tel:+84-90-123-4567">Lan</a>' }),
  );
  await crm.goto('http://crm.example/');
  await crm.getByText('Lan').click();
  await expect(crm).toHaveURL(/\/dial\?number=tel(%3A|:)(%2B|\+)84-90-123-4567$/);
  await expect(question(crm)).toContainText('Call 0901 234 567?');
  expect(await desk.outbound(), 'it asks, and calls nobody').toBe(0);
});

for (const language of ['vi', 'en']) {
  for (const theme of ['dark', 'light']) {
    test(`in ${language}, ${theme}, on a desk and on a telephone: axe finds nothing, and nothing scrolls sideways`, async ({ stage, browser }) => {
      const desk = await Desk.of(stage, browser);
      for (const size of [{ width: 1440, height: 900 }, { width: 390, height: 844 }]) {
        const page = await desk.open('/dial', size);
        await page.goto(`${desk.server.url}/preferences?lang=${language}&theme=${theme}&back=/dial`);
        await expect(page.locator('html')).toHaveAttribute('data-link', 'live');
        await expect(page.locator('html')).toHaveAttribute('lang', language);
        await page.locator('.tel summary').click();
        expect(await seriousFaults(page)).toEqual([]);
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(width, 'nothing to scroll sideways').toBeLessThanOrEqual(size.width);
      }
    });
  }
}
