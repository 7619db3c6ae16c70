/** One page as a test reads it: rows by their ids, numbers by their words. */
import { expect, type Locator, type Page } from '@playwright/test';

export class Board {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Opens a page in English and waits until it is live. */
  static async open(page: Page, url: string, path: string): Promise<Board> {
    await page.goto(`${url}/preferences?lang=en&theme=dark&back=${encodeURIComponent(path)}`);
    const board = new Board(page);
    await board.isLive();
    return board;
  }

  /** Hydrated, and the stream is open. */
  async isLive(timeout = 20_000): Promise<void> {
    const html = this.page.locator('html');
    await expect(html).toHaveAttribute('data-hydrated', { timeout });
    await expect(html).toHaveAttribute('data-link', 'live', { timeout });
  }

  agent(id: string): Locator {
    return this.page.locator(`[data-agent="${id}"]`);
  }

  queue(id: string): Locator {
    return this.page.locator(`[data-queue="${id}"]`);
  }

  call(id: string): Locator {
    return this.page.locator(`[data-call="${id}"]`);
  }

  /** A headline number by its label, such as "Abandoned". */
  figure(label: string | RegExp): Locator {
    return this.page.getByRole('group', { name: label });
  }

  /** One of "dashboard", "events", "directory" in the console's list of sources. */
  source(name: string): Locator {
    return this.page.getByRole('region', { name: 'Sources' }).locator(`[data-source="${name}"]`);
  }

  /** Opens one of the console's three lists. */
  async show(tab: 'Queues' | 'Agents' | 'Calls'): Promise<void> {
    const opener = this.page.getByRole('tab', { name: tab });
    await opener.click();
    await expect(opener).toHaveAttribute('aria-selected', 'true');
  }

  /** Makes a reload visible: the marker goes with the page. */
  async mark(): Promise<void> {
    await this.page.evaluate(() => Object.assign(window, { notReloaded: true }));
  }

  async wasNotReloaded(): Promise<void> {
    expect(await this.page.evaluate(() => 'notReloaded' in window), 'the page was not reloaded').toBe(true);
  }

  /** What the page shows, whichever tab is open, with what only the passing of time changes made equal. */
  async picture(): Promise<string> {
    return this.page.evaluate(() => {
      const still = (text: string): string =>
        text
          .replace(/\d+:\d\d(:\d\d)?/g, '<time>')
          .replace(/\d+([.,]\d+)?\s?(s|min|h|″|′)(?!\p{L})/gu, '<age>')
          .replace(/\s+/g, ' ')
          .trim();
      const rows = [...document.querySelectorAll<HTMLElement>('[data-agent],[data-queue],[data-call]')].map((row) => {
        const { agent, queue, call, state } = row.dataset;
        const kind = agent !== undefined ? 'agent' : queue !== undefined ? 'queue' : 'call';
        const cells = [...row.children].map((cell) => still(cell.textContent ?? '')).join(' | ');
        return `${kind} ${agent ?? queue ?? call} ${state ?? ''}: ${cells}`;
      });
      const main = document.querySelector('main') ?? document.body;
      // The day's chart is drawn again once a minute, so two pages may differ in it for so long.
      const chart = main.querySelector<HTMLElement>('.trend')?.innerText ?? '';
      const words = main.innerText.replace(chart, '').split('\n').map(still);
      return [...rows, ...words.filter((line) => line !== '')].join('\n');
    });
  }
}

/** Seconds on the first running time ("4:05", "1:02:03") that an element shows; undefined when it shows none. */
export async function secondsOn(locator: Locator): Promise<number | undefined> {
  const time = /(?:(\d+):)?(\d+):(\d\d)/.exec(await locator.innerText());
  if (!time) return undefined;
  return Number(time[1] ?? 0) * 3600 + Number(time[2]) * 60 + Number(time[3]);
}

/** Its timer ticks: it shows more than it does now within a few seconds. */
export async function expectRunning(locator: Locator, atLeast = 0): Promise<void> {
  await expect.poll(() => secondsOn(locator), { message: 'it shows a time' }).toBeGreaterThanOrEqual(atLeast);
  const now = (await secondsOn(locator)) ?? 0;
  await expect.poll(() => secondsOn(locator), { message: 'its time runs' }).toBeGreaterThan(now);
}

/** In "13/310 today", 13; before the first call of the day, 0; undefined while the number is not known. */
export async function partOf(locator: Locator): Promise<number | undefined> {
  const text = await locator.innerText();
  const share = /(\d+)\s*\/\s*\d+/.exec(text);
  if (share) return Number(share[1]);
  return text.includes('–') ? 0 : undefined;
}
