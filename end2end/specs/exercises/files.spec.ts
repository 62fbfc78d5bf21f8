// Tests of the exercise *files by role*: the own files, the page of a refused file, and the question.
import { begins, hasFinishedStages, setsGates } from '../../support/exercises';
import { expect, test } from '../../support/fixtures';
import { accessibilityFaults } from '../../support/measure-layout';
import { TEXTS } from '../../support/texts';

const texts = TEXTS.en.exercise.files;

test('a student reads the code word, is refused a file and says why', { tag: '@both' }, async ({ teacher, student, scripts }) => {
  test.slow();
  await teacher.hasClass({ linkSaved: true });
  await setsGates(teacher, { files: 'open' });
  // Seat 1 is the accountant: the code word is in the invoices, and the backup plan is locked.
  await hasFinishedStages(student, await teacher.cardOf(1));
  await begins(student, 'files');
  await expect(student.page.getByText(texts.accountant, { exact: true })).toBeVisible();
  if (scripts) expect(await accessibilityFaults(student.page)).toEqual([]);

  await student.follows(texts.invoices);
  await student.isAt('/lesson/files/invoices');
  const word = await student.page.locator('.word').innerText();
  await student.follows(texts.back);
  await student.isAt('/lesson/files');
  await student.page.getByLabel(texts.word_field).fill('nothing');
  await student.navigates(() => student.presses(texts.word_check));
  await expect(student.alert).toContainText(texts.word_wrong);
  await student.page.getByLabel(texts.word_field).fill(word);
  await student.navigates(() => student.presses(texts.word_check));
  await expect(student.page.getByLabel(texts.word_field)).toHaveCount(0);

  const refused = await student.opens('/lesson/files/backup-plan');
  expect(refused?.status()).toBe(403);
  await expect(student.page.getByText(texts.closed_who)).toBeVisible();
  await expect(student.page.getByText(texts.closed_why)).toBeVisible();
  if (scripts) expect(await accessibilityFaults(student.page)).toEqual([]);
  await student.follows(texts.back);

  await student.page.getByLabel(texts.password).check();
  await student.navigates(() => student.presses(texts.answer));
  await expect(student.alert).toContainText(texts.password_wrong);
  await student.page.getByLabel(texts.permission).check();
  await student.navigates(() => student.presses(texts.answer));
  await expect(student.page.getByText(texts.home)).toBeVisible();
  await teacher.refreshesBoard();
  await expect(teacher.seat(1).row.locator('.badge.exercise')).toHaveClass(/done/);
});
