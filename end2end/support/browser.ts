/**
 * Debian's Chromium: one that is on the machine, never a download. The switches keep it from looking for the
 * network of its maker, which a closed machine refuses many times at every start.
 */
import type { LaunchOptions } from '@playwright/test';

export const chromium: LaunchOptions = {
  executablePath: process.env.CHROMIUM_BIN ?? '/usr/bin/chromium',
  args: [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--disable-gpu',
    '--disable-quic',
    '--disable-dev-shm-usage',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
    // A wall is never in the background; timers of a page under test must not be slowed down either.
    '--disable-background-timer-throttling',
    '--disable-backgrounding-occluded-windows',
    '--disable-renderer-backgrounding',
    '--autoplay-policy=no-user-gesture-required',
  ],
};
