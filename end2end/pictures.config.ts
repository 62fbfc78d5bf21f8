// Configuration of the run that takes the pictures of the README (tools/pictures/screenshots.sh).
import { defineConfig } from '@playwright/test';
import tests from './playwright.config';

/** The configuration of the tests, but without the SMS gateway and with one project only. */
export default defineConfig({
  ...tests,
  testDir: 'pictures',
  globalSetup: undefined,
  reporter: [['list']],
  timeout: 180_000,
  projects: [{ name: 'pictures' }],
  use: {
    ...tests.use,
    launchOptions: {
      ...tests.use?.launchOptions,
      // The pictures show the address of a school. The browser treats it as secure although it has no certificate.
      args: [
        ...(tests.use?.launchOptions?.args ?? []),
        `--host-resolver-rules=MAP stepwise.example:80 ${new URL(process.env.STEPWISE_DIRECT!).host}`,
        `--unsafely-treat-insecure-origin-as-secure=${process.env.STEPWISE_URL}`,
      ],
    },
  },
});
