// Tests of the service worker, which shows a page when the server cannot be reached.
import type { Page } from '@playwright/test';
import { expect, test } from '../../support/fixtures';

// All other specs block service workers, because a worker could answer a request that a test delays on purpose.
test.use({ serviceWorkers: 'allow' });

async function waitForWorker(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready);
}

/** The paths of all responses in the cache of the service worker. */
async function cachedPaths(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
    const requests = (await Promise.all(caches_.map((cache) => cache.keys()))).flat();
    return requests.map(({ url }) => new URL(url).pathname);
  });
}

test.describe('without a network', () => {
  for (const [locale, theme] of [
    ['en', 'light'],
    ['ru', 'dark'],
    ['fr', 'light'],
  ] as const) {
    test(`a page that cannot be loaded shows the site's offline page, ${locale} ${theme}`, async ({ newUser }) => {
      const visitor = await newUser.visitor({ locale, colorScheme: theme });
      const { page, texts } = visitor;
      await visitor.opens('/');
      await waitForWorker(page);
      const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);

      await page.context().setOffline(true);
      await page.goto('/sign-in');
      await expect(visitor.heading).toHaveText(texts.offline.page_title);
      await expect(page.getByText(texts.offline.page_text)).toBeVisible();
      await expect(page.locator('html')).toHaveAttribute('lang', locale);
      expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(paper);

      await page.context().setOffline(false);
      await visitor.follows(texts.offline.page_again);
      await visitor.isAt('/sign-in');
      await expect(visitor.heading).toHaveText(texts.sign_in.title);
    });
  }

  test('the browser stores no personal data', async ({ teacher, student }) => {
    await teacher.hasClass();
    await student.signsIn(await teacher.cardOf(1));
    await student.opensSetUp();
    for (const { page } of [teacher, student]) {
      await waitForWorker(page);
      // After the reload the service worker handles the requests of the page.
      await page.reload();
      const [first, second, ...others] = (await cachedPaths(page)).sort();
      expect(first).toBe('/offline');
      expect(second).toMatch(/^\/pkg\/.*\.css$/);
      expect(others).toEqual([]);
    }
  });
});
