// Tests that a lesson in Russian or French shows no English text.
import type { Page } from '@playwright/test';
import { visitWholeLesson } from '../../support/whole-lesson';
import { expect, test } from '../../support/fixtures';
import { englishOnly, TEXTS } from '../../support/texts';

/** All texts of a page, including those that only screen readers announce. */
async function allTexts(page: Page): Promise<string[]> {
  const said = await page.evaluate(() => {
    const heard = [...document.querySelectorAll('[aria-label], [title], [placeholder], [alt]')].flatMap((element) =>
      ['aria-label', 'title', 'placeholder', 'alt'].map((name) => element.getAttribute(name) ?? ''),
    );
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const seen: string[] = [document.title];
    while (texts.nextNode()) {
      if (texts.currentNode.parentElement?.closest('script, style, [lang]:not(html)')) continue;
      seen.push(texts.currentNode.textContent ?? '');
    }
    return [...seen, ...heard];
  });
  return said.map((text) => text.replace(/\s+/g, ' ').trim());
}

for (const [locale, language] of [
  ['ru', 'Russian'],
  ['fr', 'French'],
] as const) {
  test(`a whole lesson in ${language} contains no English text`, async ({ newUser }) => {
    const [teacher, student] = [await newUser.teacher({ locale }), await newUser.student({ locale })];
    const english = new Set(englishOnly(TEXTS[locale]));
    const places: string[] = [];

    await visitWholeLesson(teacher, student, async (place, who) => {
      places.push(place);
      await expect(who.page.locator('html')).toHaveAttribute('lang', locale);
      const foreign = (await allTexts(who.page)).filter((text) => english.has(text));
      expect.soft(foreign, place).toEqual([]);
    });

    const { heading } = student;
    await expect(heading).toHaveText(TEXTS[locale].exercises.hello);
    expect(places.length).toBeGreaterThan(20);
  });
}
