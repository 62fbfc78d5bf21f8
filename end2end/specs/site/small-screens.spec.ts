// Tests that no page scrolls sideways on small phones and tablets.
import type { Page } from '@playwright/test';
import { visitWholeLesson } from '../../support/whole-lesson';
import { expect, test } from '../../support/fixtures';

for (const locale of ['en', 'ru', 'fr'] as const) {
  test(`no page in "${locale}" scrolls sideways on the smallest phone or on a tablet`, async ({ newUser }) => {
    const [teacher, student] = [await newUser.teacher({ locale }), await newUser.student({ locale })];

    await visitWholeLesson(teacher, student, async (place, who) => {
      for (const width of [800, 320]) {
        await who.page.setViewportSize({ width, height: 740 });
        const needed = await who.page.evaluate(() => document.scrollingElement!.scrollWidth);
        expect.soft(needed, `${place}: ${await widestElement(who.page)}`).toBeLessThanOrEqual(width);
      }
    });
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
