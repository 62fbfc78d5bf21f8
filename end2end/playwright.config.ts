import { existsSync } from 'node:fs';
import { defineConfig, type ReporterDescription } from '@playwright/test';

/** Debian's Chromium without windows and toolbars takes half the time, where there is one. */
const chromium = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find((path) => existsSync(path));
const json = process.env.STEPWISE_E2E_JSON;
const reporter: ReporterDescription[] = [['list']];
if (json) reporter.push(['json', { outputFile: json }]);

/** Every spec runs twice, with WebAssembly and as plain pages, unless its tag says that it can only run in one way. */
export default defineConfig({
  testDir: 'specs',
  globalSetup: './support/gateway.ts',
  reporter,
  workers: 4,
  fullyParallel: true,
  // A busy machine may starve a browser for seconds; tools/test.sh names every test that needed its second try.
  retries: process.env.CI ? 1 : 0,
  forbidOnly: !!process.env.CI,
  timeout: 60_000,
  expect: { timeout: 5_000 },
  use: {
    baseURL: process.env.STEPWISE_URL ?? 'http://127.0.0.1:3000',
    viewport: { width: 1280, height: 900 },
    locale: 'en',
    serviceWorkers: 'block',
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
        // A school's network without https: browsers trust it with less than they trust this machine.
        '--host-resolver-rules=MAP school.test 127.0.0.1',
      ],
    },
  },
  projects: [
    { name: 'hydrated', grepInvert: /@plain/, use: { javaScriptEnabled: true } },
    { name: 'without-scripts', grepInvert: /@scripts/, use: { javaScriptEnabled: false } },
  ],
});
