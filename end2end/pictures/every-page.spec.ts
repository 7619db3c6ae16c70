import type { Page } from '@playwright/test';
import type { Callboard, Simulator } from '../support/callboard.ts';
import { expect, test } from '../support/test.ts';

// Every page × state × theme × language × size: shots/page-state-theme-lang-size.png.

const PAGES = {
  console: '/',
  waiting: '/?drill=waiting',
  service: '/?drill=service-level&window=day',
  compare: '/?compare=yesterday',
  replay: '/?at=REPLAYED&speed=0&drill=service-level',
  wall: '/wall',
  calls: '/calls',
  dial: '/dial',
};
const SIZES = {
  '1440x900': { width: 1440, height: 900 },
  '1920x1080': { width: 1920, height: 1080 },
  '390x844': { width: 390, height: 844 },
};
const sizesOf = (name: string): (keyof typeof SIZES)[] => (name === 'wall' ? ['1920x1080'] : ['1440x900', '390x844']);

type State = 'empty' | 'busy' | 'stale';

/** The replayed moment: the board has lived for longer than this when pictures are taken. */
const REPLAYED_MS_AGO = 10_000;

/** Sources older than five times their period are stale: the events' and the dashboard's, polled each second here. */
const STALE_AFTER_MS = 40_000;

for (const state of ['empty', 'busy', 'stale'] satisfies State[]) {
  test(state, async ({ stage, browser }) => {
    const simulator = await stage.simulator(state === 'empty' ? {} : { load: 'demo' });
    const server = await stage.callboard(simulator);
    if (state === 'busy') await new Promise((resolve) => setTimeout(resolve, 2 * REPLAYED_MS_AGO));
    await settle(state, simulator, server, browser.newPage());
    const replayed = `${Date.now() - REPLAYED_MS_AGO}`;
    for (const [name, address] of Object.entries(PAGES)) {
      const path = address.replace('REPLAYED', replayed);
      for (const size of sizesOf(name)) {
        const context = await browser.newContext({ viewport: SIZES[size] });
        const page = await context.newPage();
        for (const theme of ['dark', 'light']) {
          for (const lang of ['vi', 'en']) {
            await page.goto(`${server.url}/preferences?lang=${lang}&theme=${theme}&back=${encodeURIComponent(path)}`);
            await expect(page.locator('html')).toHaveAttribute('data-hydrated');
            await page.evaluate(() => document.fonts.ready);
            await page.screenshot({ path: `shots/${name}-${state}-${theme}-${lang}-${size}.png` });
          }
        }
        await context.close();
      }
    }
  });
}

async function settle(state: State, simulator: Simulator, server: Callboard, opened: Promise<Page>): Promise<void> {
  const page = await opened;
  await page.goto(server.url);
  if (state !== 'empty') await expect(page.locator('[data-agent][data-state="on-call"]').first()).toBeAttached({ timeout: 60_000 });
  if (state === 'stale') {
    await simulator.stop();
    await page.waitForTimeout(STALE_AFTER_MS);
  }
  await page.close();
}
