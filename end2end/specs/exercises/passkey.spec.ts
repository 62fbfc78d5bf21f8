// Tests of the exercise *passkey*: make one, sign in with it, try it on a page with another address, say why.
import { begins, hasFinishedStages, setsGates } from '../../support/exercises';
import { expect, test } from '../../support/fixtures';
import { accessibilityFaults } from '../../support/measure-layout';
import { TEXTS } from '../../support/texts';

const texts = TEXTS.en.exercise.passkey;

test('a student signs in with a practice passkey, which is useless elsewhere', { tag: '@both' }, async ({ teacher, newUser, scripts }) => {
  test.slow();
  const student = await newUser.student({ viewport: { width: 320, height: 700 } });
  await teacher.hasClass({ linkSaved: true });
  await setsGates(teacher, { passkey: 'open' });
  await hasFinishedStages(student, await teacher.cardOf(1));
  await begins(student, 'passkey');
  const fits = async () => {
    const overflow = await student.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    if (scripts) expect(await accessibilityFaults(student.page)).toEqual([]);
  };
  await fits();
  await student.navigates(() => student.presses(texts.make));
  await student.navigates(() => student.presses(texts.begin));
  await expect(student.page.getByText(texts.question_text)).toBeVisible();
  await fits();
  await student.navigates(() => student.presses(texts.confirm));
  await expect(student.page.getByText(texts.not_sent_text)).toBeVisible();
  await fits();
  await student.navigates(() => student.presses(texts.send));
  await expect(student.page.getByText(texts.accepted)).toBeVisible();
  await fits();
  await student.navigates(() => student.presses(texts.elsewhere));
  await expect(student.page.getByText(texts.none_text)).toBeVisible();
  await fits();
  await student.page.getByLabel(texts.care).check();
  await student.navigates(() => student.presses(texts.answer));
  await expect(student.alert).toContainText(texts.care_wrong);
  await student.page.getByLabel(texts.own_address).check();
  await student.navigates(() => student.presses(texts.answer));
  await expect(student.page.getByText(texts.home)).toBeVisible();
  await teacher.refreshesBoard();
  await expect(teacher.seat(1).row.locator('.badge.exercise')).toHaveClass(/done/);
});
