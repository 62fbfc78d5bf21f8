// Tests that pages have room for longer words, and that touch targets are large enough.
import { visitWholeLesson } from '../../support/whole-lesson';
import { overflowsWithLongerWords, smallTouchTargets } from '../../support/measure-layout';
import { expect, test } from '../../support/fixtures';

test('words that are a third longer break no page, on the smallest phone and on a laptop', async ({ newUser }) => {
  test.slow();
  const options = { reducedMotion: 'reduce' as const };
  const [teacher, student] = [await newUser.teacher(options), await newUser.student(options)];
  await visitWholeLesson(teacher, student, async (place, who) => {
    for (const width of [320, 1280]) {
      await who.page.setViewportSize({ width, height: 800 });
      expect.soft(await overflowsWithLongerWords(who.page), `${place} at ${width}`).toEqual([]);
    }
  });
});

test('all touch targets are large enough', async ({ newUser }) => {
  test.slow();
  const options = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, reducedMotion: 'reduce' as const };
  const [teacher, student] = [await newUser.teacher(options), await newUser.student(options)];
  await visitWholeLesson(teacher, student, async (place, who) => {
    expect.soft(await smallTouchTargets(who.page), place).toEqual([]);
  });
});
