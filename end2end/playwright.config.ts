import { defineConfig, type ReporterDescription } from '@playwright/test';

const json = process.env.STEPWISE_E2E_JSON;
const reporter: ReporterDescription[] = [['list']];
if (json) reporter.push(['json', { outputFile: json }]);

/** Every spec runs twice, with WebAssembly and as plain pages, unless its tag says that it can only run in one way. */
export default defineConfig({
  testDir: 'specs',
  reporter,
  workers: 2,
  fullyParallel: true,
  retries: 0,
  forbidOnly: !!process.env.CI,
  timeout: 60_000,
  expect: { timeout: 5_000 },
  use: {
    baseURL: process.env.STEPWISE_URL ?? 'http://127.0.0.1:3000',
    viewport: { width: 1280, height: 900 },
    locale: 'en',
    actionTimeout: 10_000,
    navigationTimeout: 15_000,
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.STEPWISE_CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-quic',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
  projects: [
    { name: 'hydrated', grepInvert: /@plain/, use: { javaScriptEnabled: true } },
    { name: 'without-scripts', grepInvert: /@scripts/, use: { javaScriptEnabled: false } },
  ],
});
