// Tests of icons and manifest, the component page, the offline notice, and the displayed join address.
import { basename, dirname } from 'node:path';
import { PNG } from 'pngjs';
import { expect, test } from '../../support/fixtures';
import { accessibilityFaults } from '../../support/measure-layout';

/** The build in `target/ready` that is tested. */
const PROFILE = basename(dirname(process.env.STEPWISE_BINARY ?? ''));
/** Servers that are not optimised have the page of all components. */
const HAS_COMPONENTS = ['dev', 'test'].includes(PROFILE);
/** Only the site of `make dev` has all islands of that page. */
const HAS_THEIR_ISLANDS = PROFILE === 'dev';

test('every picture that the manifest and the preview tags name exists', async ({ request, newUser }) => {
  for (const locale of ['en', 'ru', 'fr'] as const) {
    const visitor = await newUser.visitor({ locale });
    await visitor.opens('/');
    const manifest = await request.get((await visitor.page.locator('link[rel=manifest]').getAttribute('href'))!);
    const { lang, icons } = await manifest.json();
    expect(lang).toBe(locale);
    const card = new URL((await visitor.page.locator('meta[property="og:image"]').getAttribute('content'))!);
    const pictures = [card.pathname, (await visitor.page.locator('link[rel=apple-touch-icon]').getAttribute('href'))!];
    for (const [path, size] of [...pictures.map((path) => [path, '']), ...icons.map((icon: { src: string; sizes: string }) => [icon.src, icon.sizes])]) {
      const answer = await request.get(path);
      expect(answer.status(), path).toBe(200);
      expect(answer.headers()['cache-control'], path).toContain('max-age=3600');
      if (!path.endsWith('.png')) continue;
      const { width, height } = PNG.sync.read(await answer.body());
      if (size) expect(`${width}x${height}`, path).toBe(size);
      if (path === card.pathname) expect([width, height]).toEqual([1200, 630]);
    }
  }
});

test('only a server that is not optimised has the page of all components', async ({ newUser }) => {
  const visitor = await newUser.visitor();
  const answer = await visitor.page.goto('/components');
  expect(answer?.status()).toBe(HAS_COMPONENTS ? 200 : 404);
});

for (const colorScheme of HAS_THEIR_ISLANDS ? (['light', 'dark'] as const) : []) {
  test(`the page of all components is accessible in the ${colorScheme} theme`, async ({ newUser }) => {
    const visitor = await newUser.visitor({ colorScheme, reducedMotion: 'reduce' });
    await visitor.page.goto('/components');
    expect(await accessibilityFaults(visitor.page)).toEqual([]);
  });
}

test('a teacher sees that the network is lost, and that it is back', async ({ teacher }) => {
  const { offline } = teacher.texts;
  await teacher.hasClass();
  await teacher.page.evaluate(() => dispatchEvent(new Event('offline')));
  await expect(teacher.page.getByText(offline.title)).toBeVisible();
  await teacher.page.evaluate(() => dispatchEvent(new Event('online')));
  await expect(teacher.page.getByText(offline.title)).toBeHidden();
  await expect(teacher.page.getByText(offline.back, { exact: true })).toBeVisible();
  await expect(teacher.page.getByText(offline.back, { exact: true })).toBeHidden({ timeout: 10_000 });
});

test('the join address can break between its parts, and is one word when copied', async ({ teacher }) => {
  await teacher.hasClass();
  const address = teacher.page.locator('.join-bar dd').first();
  await expect(address).toHaveText(`${new URL(teacher.page.url()).host}/join`);
  // A line break is possible after each dot, the colon and the slash of `127.0.0.1:port/join`.
  await expect(address.locator('wbr')).toHaveCount(5);
});
