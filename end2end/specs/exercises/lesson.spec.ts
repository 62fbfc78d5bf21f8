// Tests of the lesson after the four stages: presets, gates, what the student sees, and the badges on the board.
import { hasFinishedStages, setsGates } from '../../support/exercises';
import { expect, test } from '../../support/fixtures';
import { accessibilityFaults } from '../../support/measure-layout';
import { TEXTS, textPattern } from '../../support/texts';

const { exercises, lesson } = TEXTS.en;

test('a teacher chooses a lesson when the class is opened', { tag: '@both' }, async ({ teacher }) => {
  await teacher.opens('/');
  await teacher.page.getByLabel(exercises.preset_own).check();
  await teacher.page.getByLabel(exercises.recovery, { exact: true }).check();
  await teacher.presses(teacher.texts.home.open);
  await teacher.isAt(/^\/classes\/[\w-]+$/);
  const badges = teacher.seat(1).row.locator('.badge.exercise');
  await expect(badges).toHaveCount(1);
  await expect(badges).toContainText(exercises.recovery);
});

test('a student who is ahead waits, and goes on when the teacher opens the next exercise', async ({ teacher, student }) => {
  await teacher.hasClass({ linkSaved: true });
  await setsGates(teacher, { recovery: 'later' });
  await hasFinishedStages(student, await teacher.cardOf(1));
  await expect(student.heading).toHaveText(exercises.hello);
  await expect(student.page.getByText(exercises.wait)).toBeVisible();
  await student.opens('/lesson/recovery');
  await expect(student.heading).toHaveText(exercises.closed_title);

  await teacher.reloads();
  await teacher.presses(exercises.open_next.replace('{name}', exercises.recovery));
  await expect(student.heading).toHaveText(exercises.recovery, { timeout: 5_000 });
  expect(await accessibilityFaults(student.page)).toEqual([]);
  await student.opens('/lesson');
  await expect(student.page.getByText(exercises.recovery_about)).toBeVisible();
  await student.page.getByText(exercises.steps_done).click();
  await expect(student.page.getByText(textPattern(lesson.laps))).toBeVisible();
});

test('the board shows the badges of all exercises on every screen', async ({ teacher }) => {
  await teacher.hasClass({ linkSaved: true });
  await setsGates(teacher, { message: 'open', files: 'later', recovery: 'later', messages: 'later', passkey: 'later', phishing: 'later' });
  for (const [width, height] of [[1280, 800], [820, 1180], [360, 740]]) {
    await teacher.page.setViewportSize({ width, height });
    await teacher.reloads();
    await expect(teacher.seat(1).row.locator('.badge')).toHaveCount(10);
    const overflow = await teacher.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(overflow, `${width} px`).toBeLessThanOrEqual(0);
  }
  expect(await accessibilityFaults(teacher.page)).toEqual([]);
});
