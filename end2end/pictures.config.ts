import { defineConfig } from '@playwright/test';
import tests from './playwright.config';

/** The pictures of the README (tools/screenshots.sh). Two people's browsers at a time are enough for any machine. */
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
      // A school's address instead of this machine's, and as good as one with a certificate.
      args: [
        ...(tests.use?.launchOptions?.args ?? []),
        `--host-resolver-rules=MAP stepwise.example:80 ${new URL(process.env.STEPWISE_DIRECT!).host}`,
        `--unsafely-treat-insecure-origin-as-secure=${process.env.STEPWISE_URL}`,
      ],
    },
  },
});
