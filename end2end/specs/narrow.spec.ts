import type { Page } from '@playwright/test';
import { journey } from '../support/journey';
import { expect, test } from '../support/test';

for (const locale of ['en', 'ru', 'fr'] as const) {
  test(`no page in "${locale}" scrolls sideways on the smallest phone`, async ({ another }) => {
    const viewport = { width: 320, height: 640 };
    const [teacher, student] = [await another.teacher({ locale, viewport }), await another.student({ locale, viewport })];

    await journey(teacher, student, async (place, who) => {
      const width = await who.page.evaluate(() => document.scrollingElement!.scrollWidth);
      expect.soft(width, `${place}: ${await widest(who.page)}`).toBeLessThanOrEqual(320);
    });
  });
}

test('no page scrolls sideways on a tablet', async ({ teacher, student }) => {
  for (const who of [teacher, student]) await who.page.setViewportSize({ width: 800, height: 1100 });
  await journey(teacher, student, async (place, who) => {
    const width = await who.page.evaluate(() => document.scrollingElement!.scrollWidth);
    expect.soft(width, `${place}: ${await widest(who.page)}`).toBeLessThanOrEqual(800);
  });
});

/** Which element reaches out furthest, for the message. */
function widest(page: Page): Promise<string> {
  return page.evaluate(() => {
    let furthest = document.body;
    for (const element of document.body.querySelectorAll<HTMLElement>('*')) {
      if (element.getBoundingClientRect().right > furthest.getBoundingClientRect().right + 0.5) furthest = element;
    }
    return `${furthest.tagName.toLowerCase()}.${furthest.getAttribute('class') ?? ''} "${furthest.textContent?.slice(0, 40)}"`;
  });
}
