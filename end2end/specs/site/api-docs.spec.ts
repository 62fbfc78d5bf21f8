// Tests of the page that documents the API.
import { accessibilityFaults } from '../../support/measure-layout';
import { expect, test } from '../../support/fixtures';
import { TEXTS } from '../../support/texts';

for (const locale of ['en', 'ru', 'fr'] as const) {
  test(`a developer reads about the API in "${locale}", on a screen and on a phone`, async ({ newUser }) => {
    const { page } = await newUser.visitor({ locale });
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
  test(`the API page is accessible in the ${colorScheme} theme`, async ({ newUser }) => {
    const { page } = await newUser.visitor({ colorScheme, reducedMotion: 'reduce' });
    await page.goto('/api/docs');
    expect(await accessibilityFaults(page)).toEqual([]);
  });
}
