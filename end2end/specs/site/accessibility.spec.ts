// Tests with axe that all pages of a lesson are accessible, on wide screens and phones, in both themes.
import type { AxeBuilder } from '@axe-core/playwright';
import { accessibilityFaults } from '../../support/measure-layout';
import { visitWholeLesson } from '../../support/whole-lesson';
import { expect, test } from '../../support/fixtures';

/** The themes. Only their colours differ, so the dark theme is checked fully and the light theme for contrast. */
const TIMES = [
  ['night', 'dark', undefined],
  ['day', 'light', (axe: AxeBuilder) => axe.withRules(['color-contrast', 'link-in-text-block'])],
] as const;

for (const [size, viewport] of [
  ['a wide screen', { width: 1280, height: 900 }],
  ['a phone', { width: 360, height: 740 }],
] as const) {
  for (const [time, colorScheme, rules] of TIMES) {
    test(`all pages of a lesson are accessible on ${size}, by ${time}`, async ({ newUser }) => {
      test.slow();
      const options = { viewport, colorScheme, reducedMotion: 'reduce' } as const;
      const [teacher, student] = [await newUser.teacher(options), await newUser.student(options)];

      await visitWholeLesson(teacher, student, async (place, { page }) => {
        expect.soft(await accessibilityFaults(page, rules), place).toEqual([]);
      });
    });
  }
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
