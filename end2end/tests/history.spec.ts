import type { Page } from '@playwright/test';
import { seriousFaults } from '../support/axe.ts';
import { queueOf, ready } from '../support/simulator.ts';
import { expect, Stage, test as base } from '../support/test.ts';

interface Past {
  url: string;
  /** Who took the first call, by name, and that call. */
  agent: string;
  taken: string;
  /** A caller who gave up. */
  lost: string;
}

const test = base.extend<object, { past: Past }>({
  past: [
    async ({ supervisor }, use) => {
      const stage = new Stage(supervisor.folder);
      const simulator = await stage.simulator({ 'history-delay': 1 });
      const server = await stage.callboard(simulator);
      const { control } = simulator;
      const state = await control.state();
      const agent = ready(state)[0]!;
      const queue = queueOf(agent, state);
      const taken = await control.call(queue);
      await control.answer(taken, agent);
      await new Promise((soon) => setTimeout(soon, 3_000));
      await control.hangUp(taken);
      const lost = await control.call(queue);
      await new Promise((soon) => setTimeout(soon, 2_000));
      await control.abandon(lost);
      const both = async (): Promise<number> => {
        const answer = await fetch(`${server.url}/api/v1/calls?window=today`, { headers: supervisor.headers() });
        const { rows } = (await answer.json()) as { rows?: { result: string }[] };
        return rows?.filter(({ result }) => result !== 'live').length ?? 0;
      };
      await expect.poll(both, { timeout: 60_000, message: 'both calls are over' }).toBe(2);
      await use({ url: server.url, agent: agent.name, taken, lost });
      await stage.end();
    },
    { scope: 'worker', timeout: 150_000 },
  ],
});

const row = (page: Page, call: string) => page.locator(`tr[data-call="${call}"]`);
const rows = (page: Page) => page.locator('tr[data-call]');

test('filters are the address, followed without a reload, and the way back leads back', async ({ past, open, page }) => {
  await open(past.url, '/calls');
  await expect(rows(page)).toHaveCount(2);
  await page.evaluate(() => ((globalThis as { same?: boolean }).same = true));
  await page.getByRole('combobox', { name: 'Result' }).selectOption('abandoned');
  await expect(page).toHaveURL(/\/calls\?result=abandoned$/);
  await expect(rows(page)).toHaveCount(1);
  await expect(row(page, past.lost)).toBeVisible();
  await page.goBack();
  await expect(rows(page)).toHaveCount(2);
  await expect(page.getByRole('combobox', { name: 'Result' })).toHaveValue('');
  expect(await page.evaluate(() => (globalThis as { same?: boolean }).same), 'the page was never loaded again').toBe(true);
});

test('a name without its marks and a number with its country code find their calls', async ({ past, open, page }) => {
  const board = await open(past.url, '/calls');
  const number = (await row(page, past.taken).getByRole('rowheader').innerText()).replaceAll(' ', '');
  const find = board.page.getByRole('searchbox', { name: 'Find calls' });
  const plain = past.agent.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase();
  for (const typed of [plain, past.agent, past.taken]) {
    await page.keyboard.press('/');
    await expect(find).toBeFocused();
    await find.fill(typed);
    await find.press('Enter');
    await expect(rows(page)).toHaveCount(1);
    await expect(row(page, past.taken)).toBeVisible();
    await page.goto(`${past.url}/calls`);
    await board.isLive();
  }
  await find.fill('+84 900 000 000');
  await find.press('Enter');
  await expect(rows(page), 'nobody has it').toHaveCount(0);
  // Both calls are of one caller.
  await find.fill(`+84${number.slice(1)}`);
  await find.press('Enter');
  await expect(rows(page)).toHaveCount(2);
  await expect(row(page, past.taken)).toBeVisible();
});

test('a call is opened, told and shut by the keyboard', async ({ past, open, page }) => {
  await open(past.url, '/calls');
  const opener = row(page, past.taken).getByRole('link', { name: /^Open call/ });
  await opener.focus();
  await page.keyboard.press('Enter');
  const opened = page.locator('[data-opened]');
  await expect(opened).toContainText('picks up, talks for');
  await expect(page).toHaveURL(/[?&]call=/);
  await expect(opener, 'the focus stays').toBeFocused();
  await page.keyboard.press('Escape');
  await expect(opened).toHaveCount(0);
  await page.keyboard.press('k');
  await expect(row(page, past.lost).locator('.opener')).toBeFocused();
  await page.keyboard.press('j');
  await expect(opener).toBeFocused();
});

test('a column sorts, the list is a file, and a filter is kept until it is removed', async ({ past, open, page }) => {
  await open(past.url, '/calls');
  await page.getByRole('link', { name: 'Talk', exact: true }).click();
  await expect(page).toHaveURL(/sort=-talked/);
  await expect(page.getByRole('columnheader', { name: 'Talk' })).toHaveAttribute('aria-sort', 'descending');
  await expect(rows(page).first()).toHaveAttribute('data-call', past.taken);
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'CSV' }).click()]);
  expect(file.suggestedFilename()).toBe('calls.csv');

  await page.getByText('Saved filters').click();
  await page.getByLabel('Save these filters as').fill('Longest talks');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('The filter is saved.')).toBeVisible();
  await page.goto(`${past.url}/calls`);
  await page.getByText('Saved filters').click();
  await page.getByRole('link', { name: 'Longest talks', exact: true }).click();
  await expect(page).toHaveURL(/sort=-talked/);
  await page.getByText('Saved filters').click();
  await page.getByRole('link', { name: 'Remove filter Longest talks' }).click();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(page.getByText('The filter is removed.')).toBeVisible();
});

test('totals lead to the rows that make them, and back', async ({ past, open, page }) => {
  await open(past.url, '/calls');
  await page.getByRole('link', { name: /abandoned$/ }).click();
  await expect(page.locator('.drill-rows tbody tr')).toHaveCount(1);
  await page.getByRole('link', { name: 'Back to the list' }).click();
  await expect(rows(page)).toHaveCount(2);
});

for (const lang of ['vi', 'en']) {
  for (const theme of ['dark', 'light']) {
    for (const viewport of [{ width: 1440, height: 900 }, { width: 390, height: 844 }]) {
      test(`axe finds nothing on an open call: ${lang}, ${theme}, ${viewport.width} wide`, async ({ past, page }) => {
        await page.setViewportSize(viewport);
        const back = encodeURIComponent(`/calls?call=${encodeURIComponent(past.taken)}`);
        await page.goto(`${past.url}/preferences?lang=${lang}&theme=${theme}&back=${back}`);
        await expect(page.locator('[data-opened]')).toBeVisible();
        expect(await seriousFaults(page)).toEqual([]);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(wide, 'nothing hangs over the edge').toBeLessThanOrEqual(0);
      });
    }
  }
}

test.describe('with scripts off', () => {
  test.use({ javaScriptEnabled: false });

  test('the filters are a form, and a call opens', async ({ past, page }) => {
    await page.goto(`${past.url}/calls`);
    await page.locator('#pick-result').selectOption('abandoned');
    await page.locator('#look').click();
    await expect(rows(page)).toHaveCount(1);
    await page.locator('.opener').click();
    await expect(page.locator('[data-opened]')).toBeVisible();
  });
});
