// Configuration of the browser tests.
import { existsSync } from 'node:fs';
import { defineConfig, type ReporterDescription } from '@playwright/test';
import { SERVER, SERVERS } from './support/server';

/** Debian's headless Chromium if it is installed. The tests take half as long with it as with Playwright's Chromium. */
const chromium = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find((path) => existsSync(path));
const json = process.env.STEPWISE_E2E_JSON;
const reporter: ReporterDescription[] = [['list']];
if (json) reporter.push(['json', { outputFile: json }]);

/**
 * A test runs once, with scripts. The tag @both runs it a second time without scripts: where a page has islands, or where
 * a form or a dialog behaves differently. The tag @plain runs it only without scripts.
 */
export default defineConfig({
  testDir: 'specs',
  globalSetup: './support/sms-gateway.ts',
  reporter,
  workers: SERVERS.length || 4,
  fullyParallel: true,
  forbidOnly: !!process.env.CI,
  timeout: 60_000,
  expect: { timeout: 5_000 },
  use: {
    baseURL: SERVER.url,
    viewport: { width: 1280, height: 900 },
    locale: 'en',
    serviceWorkers: 'block',
    // Pictures of pages that fade into each other cost a fifth of the processor time of all tests. Tests of what pages do while
    // something moves use `withMotion`.
    contextOptions: { reducedMotion: 'reduce' },
    actionTimeout: 10_000,
    navigationTimeout: 15_000,
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.STEPWISE_CHROMIUM ?? chromium,
      args: [
        '--no-sandbox',
        '--disable-quic',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
        // A host of a school network without https. Browsers allow its pages less than those of localhost: for example,
        // they have no access to the clipboard.
        '--host-resolver-rules=MAP school.test 127.0.0.1',
      ],
    },
  },
  projects: [
    { name: 'with-scripts', grepInvert: /@plain/, use: { javaScriptEnabled: true } },
    { name: 'without-scripts', grep: /@both|@plain/, use: { javaScriptEnabled: false } },
  ],
});
