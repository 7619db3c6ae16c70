import { defineConfig } from '@playwright/test';
import tests from './playwright.config.ts';

/** `cargo xtask shots`: pictures to look at, in `shots/`. */
export default defineConfig({ ...tests, testDir: 'pictures', timeout: 300_000 });
