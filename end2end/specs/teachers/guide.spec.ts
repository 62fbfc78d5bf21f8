// Tests of the teacher's guide: way to it, contents, answers, print, small screens.
import type { Page } from '@playwright/test';
import { expect, test } from '../../support/fixtures';
import { TEXTS } from '../../support/texts';

const { guide, facts, site } = TEXTS.en;

/** The number of pages of A4 on which the page would be printed. */
async function printedPages(page: Page): Promise<number> {
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  return pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
}

test('a new teacher finds the guide on the first page and a chapter in its contents', { tag: '@both' }, async ({ teacher }) => {
  await teacher.opens('/');
  await teacher.follows(facts.guide);
  await teacher.isAt('/guide');
  const contents = teacher.page.getByRole('navigation', { name: guide.contents });
  const links = contents.getByRole('link');
  const sections = teacher.page.getByRole('region').getByRole('heading', { level: 2 });
  await expect(links).toHaveCount(await sections.count());
  expect(await links.allInnerTexts()).toEqual(await sections.allInnerTexts());

  await links.nth(4).click();
  await expect(sections.nth(4)).toBeInViewport();
  await teacher.opens('/join');
  await teacher.page.getByRole('contentinfo').getByRole('link', { name: guide.link }).click();
  await teacher.isAt('/guide');
});

test('the answers are neither shown nor printed until the teacher opens them', { tag: '@both' }, async ({ teacher, scripts }) => {
  const { page } = teacher;
  await teacher.opens('/guide');
  const answers = page.locator('#answers-message');
  const notPrinted = page.getByText(guide.answers_not_printed);
  await expect(answers).toBeHidden();
  await expect(notPrinted).toBeHidden();

  await page.emulateMedia({ media: 'print' });
  await expect(answers).toBeHidden();
  await expect(notPrinted).toBeVisible();
  for (const role of ['banner', 'contentinfo'] as const) await expect(page.getByRole(role)).toBeHidden();
  await expect(page.getByText(site.skip)).toBeHidden();
  const without = scripts ? await printedPages(page) : 0;

  await page.emulateMedia({ media: 'screen' });
  await page.getByText(guide.show_answers).click();
  await expect(answers).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  await expect(answers).toBeVisible();
  await expect(notPrinted).toBeHidden();
  await expect(page.locator('.closed')).toHaveCSS('break-before', 'page');
  if (scripts) {
    expect(without).toBeGreaterThan(4);
    const withAnswers = await printedPages(page);
    expect(withAnswers).toBeGreaterThan(without);
    expect(withAnswers).toBeLessThanOrEqual(10);
  }
});

for (const locale of ['en', 'ru', 'fr'] as const) {
  test(`the guide in "${locale}" fits on the smallest phone, in both themes`, async ({ newUser }) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const teacher = await newUser.teacher({ locale, colorScheme, viewport: { width: 320, height: 740 } });
      await teacher.opens('/guide');
      await teacher.page.getByText(teacher.texts.guide.show_answers).click();
      expect(await teacher.page.evaluate(() => document.scrollingElement!.scrollWidth)).toBeLessThanOrEqual(320);
    }
  });
}

test('the button of a page without islands prints it', async ({ teacher }) => {
  await teacher.page.addInitScript(() => {
    window.print = () => document.documentElement.setAttribute('data-printed', '');
  });
  await teacher.opens('/guide');
  await teacher.presses(teacher.texts.recovery.print);
  await expect(teacher.page.locator('html[data-printed]')).toHaveCount(1);
});
