// Tests of the page that documents the API.
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '../support/test';
import { TEXTS } from '../support/texts';

for (const locale of ['en', 'ru', 'fr'] as const) {
  test(`a developer reads about the API in "${locale}", on a screen and on a phone`, async ({ another }) => {
    const { page } = await another.visitor({ locale });
    const texts = TEXTS[locale].api;
    await page.goto('/api/docs');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(texts.title);
    await expect(page.getByRole('link', { name: texts.file })).toHaveAttribute('href', '/api/openapi.json');
    await page.goto('/api/docs#sign_in_failed');
    await expect(page.getByRole('row', { name: /^sign_in_failed 401 / })).toBeInViewport();
    for (const width of [800, 320]) {
      await page.setViewportSize({ width, height: 740 });
      expect(await page.evaluate(() => document.scrollingElement!.scrollWidth)).toBeLessThanOrEqual(width);
    }
  });
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`nothing keeps anybody out of the ${colorScheme} page about the API`, { tag: '@scripts' }, async ({ another }) => {
    const { page } = await another.visitor({ colorScheme, reducedMotion: 'reduce' });
    await page.goto('/api/docs');
    const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.target.join(' ')).join(', ')}`);
    expect(found).toEqual([]);
  });
}
