// Tests with axe that all pages of a lesson are accessible, on wide screens and phones, in both themes, and that touch
// targets are large enough.
import type { AxeBuilder } from '@axe-core/playwright';
import { accessibilityFaults, smallTouchTargets } from '../../support/measure-layout';
import { visitWholeLesson } from '../../support/whole-lesson';
import { expect, test } from '../../support/fixtures';

/** The themes. Only their colours differ, so the dark theme is checked fully and the light theme for contrast. */
const THEMES = [
  ['dark', undefined],
  ['light', (axe: AxeBuilder) => axe.withRules(['color-contrast', 'link-in-text-block'])],
] as const;

for (const [size, options] of [
  ['a wide screen', { viewport: { width: 1280, height: 900 } }],
  ['a phone', { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }],
] as const) {
  test(`all pages of a lesson are accessible on ${size}, in both themes`, async ({ newUser }) => {
    // Axe runs about ninety times.
    test.setTimeout(300_000);
    const reduced = { ...options, reducedMotion: 'reduce' } as const;
    const [teacher, student] = [await newUser.teacher(reduced), await newUser.student(reduced)];

    await visitWholeLesson(teacher, student, async (place, { page }) => {
      for (const [colorScheme, rules] of THEMES) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        expect.soft(await accessibilityFaults(page, rules), `${place}, ${colorScheme}`).toEqual([]);
      }
      if ('isMobile' in options) expect.soft(await smallTouchTargets(page), `${place}: small touch targets`).toEqual([]);
    });
  });
}

test('a student reaches the lesson from the first page with the keyboard', async ({ teacher, student }) => {
  await teacher.hasClass();
  const card = await teacher.cardOf(1);
  const { keyboard } = student.page;
  await student.opens('/');
  await keyboard.press('Tab');
  await expect(student.page.getByRole('link', { name: student.texts.site.skip })).toBeFocused();
  await expect(student.page.getByRole('link', { name: student.texts.site.skip })).toBeInViewport();
  await student.opens('/sign-in');
  await student.page.getByLabel(student.texts.sign_in.username).focus();
  await keyboard.type(card.login);
  await keyboard.press('Tab');
  await keyboard.type(card.password);
  await keyboard.press('Enter');
  await student.isAt('/lesson');
});
