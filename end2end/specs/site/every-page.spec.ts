// Tests that every page of a lesson fits small phones and tablets, also with longer words, and shows only its own language.
import type { Page } from '@playwright/test';
import { expect, test } from '../../support/fixtures';
import { overflowsWithLongerWords, resizeTo } from '../../support/measure-layout';
import { englishOnly, TEXTS } from '../../support/texts';
import { visitWholeLesson } from '../../support/whole-lesson';

for (const locale of ['en', 'ru', 'fr'] as const) {
  test(`every page of a lesson in "${locale}" fits phones and tablets and shows no text of another language`, async ({ newUser }) => {
    test.slow();
    const options = { locale, reducedMotion: 'reduce' } as const;
    const [teacher, student] = [await newUser.teacher(options), await newUser.student(options)];
    const english = new Set(locale === 'en' ? [] : englishOnly(TEXTS[locale]));
    const places: string[] = [];

    await visitWholeLesson(teacher, student, async (place, { page }) => {
      places.push(place);
      for (const width of [1280, 800, 320]) {
        await resizeTo(page, width);
        const needed = await page.evaluate(() => document.scrollingElement!.scrollWidth);
        expect.soft(needed, `${place}: ${await widestElement(page)}`).toBeLessThanOrEqual(width);
        // The layout of the three languages is the same, so one of them stands for a language with longer words.
        if (locale === 'en') expect.soft(await overflowsWithLongerWords(page), `${place}, longer words at ${width}`).toEqual([]);
      }
      await expect(page.locator('html')).toHaveAttribute('lang', locale);
      const foreign = (await allTexts(page)).filter((text) => english.has(text));
      expect.soft(foreign, place).toEqual([]);
    });

    await expect(student.heading).toHaveText(TEXTS[locale].exercises.hello);
    expect(places.length).toBeGreaterThan(20);
  });
}

test('on a small phone a login stays on one line, beside its password', async ({ newUser }) => {
  const teacher = await newUser.teacher({ viewport: { width: 320, height: 640 } });
  await teacher.hasClass();
  await teacher.seat(1).showsPassword();

  const lines = await teacher.seat(1).row.getByRole('rowheader').evaluate((cell) => {
    const range = document.createRange();
    range.selectNodeContents(cell);
    return new Set([...range.getClientRects()].map((rect) => Math.round(rect.top))).size;
  });
  expect(lines).toBe(1);
});

/** The element that extends furthest to the right, for the failure message. */
function widestElement(page: Page): Promise<string> {
  return page.evaluate(() => {
    let furthest = document.body;
    for (const element of document.body.querySelectorAll<HTMLElement>('*')) {
      if (element.getBoundingClientRect().right > furthest.getBoundingClientRect().right + 0.5) furthest = element;
    }
    return `${furthest.tagName.toLowerCase()}.${furthest.getAttribute('class') ?? ''} "${furthest.textContent?.slice(0, 40)}"`;
  });
}

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
