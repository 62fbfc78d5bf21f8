// What a teacher needs around a lesson: names from a file, questions, debrief, the page to keep, a rehearsal.
import type { Teacher } from '../../support/people/teacher';
import { pressesWithKeyboard, typesWithKeyboard } from '../../support/keyboard';
import { accessibilityFaults } from '../../support/measure-layout';
import { expect, test } from '../../support/fixtures';
import { TEXTS, textPattern } from '../../support/texts';

const { debrief, finish, menu, names, questions, receipt, rehearsal, site } = TEXTS.en;

const MOODLE = 'First name,Last name,Email address\nAnna,Smith,anna@school.example\nБен,O\'Neill,ben@school.example\n';

async function uploads(teacher: Teacher, content: string, name: string): Promise<void> {
  await teacher.page.locator('#file').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(content) });
}

test('the names of a Moodle course come from a file', { tag: '@both' }, async ({ teacher }) => {
  await teacher.hasClass({ linkSaved: true });
  await teacher.opens(`${teacher.board}/menu`);
  await teacher.opensSection(menu.names);
  await teacher.follows(names.from_file);
  await teacher.isAt(`${teacher.board}/names`);
  await uploads(teacher, MOODLE, 'courseid_7_participants.csv');
  await teacher.page.getByLabel(names.keep).check();
  await teacher.navigates(() => teacher.presses(menu.names_do));
  await expect(teacher.page.getByText(textPattern(names.put.other, { count: '2' }))).toBeVisible();
  await teacher.opens(teacher.board);
  await expect(teacher.seat(1).row).toContainText('Anna Smith');
  await expect(teacher.seat(2).row).toContainText("Бен O'Neill");
  expect(await teacher.requests.reads(`${teacher.board}/grades.csv`)).toContain('anna@school.example,Anna Smith,0,0,0,0,0');
});

test('an Excel file gets a clear answer', { tag: '@both' }, async ({ teacher }) => {
  await teacher.hasClass({ linkSaved: true });
  await teacher.opens(`${teacher.board}/names`);
  await uploads(teacher, 'PK\u0003\u0004\u0014', 'class.xlsx');
  await teacher.navigates(() => teacher.presses(menu.names_do));
  await expect(teacher.alert).toContainText(TEXTS.en.refusal.file_unreadable);
});

test('students answer the questions before the lesson, without marks', { tag: '@both' }, async ({ teacher, student }) => {
  await teacher.hasClass({ linkSaved: true });
  await teacher.opens(`${teacher.board}/questions`);
  await teacher.navigates(() => teacher.presses(questions.use_built_in));
  await expect(teacher.page.getByText(questions.are_on)).toBeVisible();
  await student.signsIn(await teacher.cardOf(1));
  await student.follows(questions.open);
  await student.isAt('/lesson/questions');
  const groups = student.page.getByRole('main').getByRole('group');
  await expect(groups).toHaveCount(5);
  for (const group of await groups.all()) await group.getByRole('radio').first().check();
  await student.presses(questions.send);
  await student.isAt('/lesson');
  await expect(student.page.getByText(questions.before)).toHaveCount(0);
});

test('the debrief reaches the open projector', { tag: '@both' }, async ({ newUser, teacher }) => {
  await teacher.hasClass({ linkSaved: true });
  const wall = await teacher.page.context().newPage();
  await wall.goto(`${teacher.board}/projector`);
  await expect(wall.getByRole('heading', { name: debrief.title })).toHaveCount(0);
  const student = await newUser.student();
  const { login } = await teacher.cardOf(1);
  await student.opens('/sign-in');
  await student.submitsPassword(login, 'wrong-wrong-0000');
  await expect(student.alert).toBeVisible();
  await teacher.opens(teacher.board);
  await teacher.navigates(() => teacher.presses(debrief.start));
  await expect(teacher.page.locator('#receipts')).toContainText(debrief.started);
  if (!teacher.scripts) await wall.reload();
  await expect(wall.getByRole('heading', { name: debrief.title })).toBeVisible({ timeout: 12_000 });
  await expect(wall.getByText(debrief.wrong_password)).toBeVisible();
  await expect(wall.getByText(login)).toHaveCount(0);
  await teacher.navigates(() => teacher.presses(receipt.undo));
  if (!teacher.scripts) await wall.reload();
  await expect(wall.getByRole('heading', { name: debrief.title })).toHaveCount(0, { timeout: 12_000 });
});

test('a class in motion is one press away, and can be seen as a student', { tag: '@both' }, async ({ teacher }) => {
  test.slow();
  await teacher.opens('/');
  await teacher.navigates(() => teacher.presses(rehearsal.open));
  await teacher.isAt(/^\/classes\/[\w-]+$/);
  await expect(teacher.page.locator('#rehearsal')).toHaveText(rehearsal.class);
  await expect(async () => {
    await teacher.refreshesBoard();
    await expect(teacher.counts('signed_in').locator('b')).not.toHaveText('0', { timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
  const board = new URL(teacher.page.url()).pathname;
  await teacher.navigates(() => teacher.presses(rehearsal.be_student));
  await teacher.isAt('/lesson');
  await teacher.page.getByRole('banner').getByRole('button', { name: site.sign_out }).click();
  await teacher.isAt('/sign-out');
  await teacher.opens(board);
  await expect(teacher.page.locator('#rehearsal')).toBeVisible();
});

for (const width of [360, 1280]) {
  test(`the pages around the lesson are accessible and fit at ${width} pixels`, async ({ newUser }) => {
    const teacher = await newUser.teacher({ viewport: { width, height: 800 }, reducedMotion: 'reduce' });
    await teacher.hasClass({ linkSaved: true });
    const id = teacher.board.split('/').at(-1)!;
    await teacher.requests.sends('/classes/questions', { id, on: 'true' }, /questions/);
    await teacher.requests.sends('/classes/act', { id, what: 'debrief' }, teacher.board);
    const student = await newUser.student({ viewport: { width, height: 800 }, reducedMotion: 'reduce' });
    await student.signsIn(await teacher.cardOf(1));
    for (const [person, path] of [
      [teacher, `${teacher.board}/names`],
      [teacher, `${teacher.board}/questions`],
      [teacher, `${teacher.board}/results`],
      [teacher, `${teacher.board}/finish`],
      [teacher, `${teacher.board}/projector`],
      [teacher, '/'],
      [student, '/lesson'],
      [student, '/lesson/questions'],
    ] as const) {
      await person.opens(path);
      expect.soft(await accessibilityFaults(person.page), path).toEqual([]);
      const overflow = await person.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect.soft(overflow, path).toBeLessThanOrEqual(0);
    }
  });
}

test('names, questions and debrief need no mouse', { tag: '@both' }, async ({ teacher }) => {
  const { page } = teacher;
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  await teacher.hasClass({ linkSaved: true });
  await teacher.opens(`${teacher.board}/names`);
  await typesWithKeyboard(teacher, page.locator('#names'), 'Anna Smith');
  await teacher.navigates(() => pressesWithKeyboard(teacher, button(menu.names_do)));
  await expect(page.getByText(textPattern(names.put.one, { count: '1' }))).toBeVisible();
  await teacher.opens(`${teacher.board}/questions`);
  await teacher.navigates(() => pressesWithKeyboard(teacher, button(questions.use_built_in)));
  await expect(page.getByText(questions.are_on)).toBeVisible();
  await teacher.opens(teacher.board);
  await teacher.navigates(() => pressesWithKeyboard(teacher, button(debrief.start)));
  await expect(page.locator('#receipts')).toContainText(debrief.started);
  await teacher.opens('/guide');
  await pressesWithKeyboard(teacher, page.locator('summary'));
  await expect(page.locator('#answers-message')).toBeVisible();
});

test('the page to keep is printed on few sheets', async ({ teacher }) => {
  await teacher.hasClass({ linkSaved: true });
  await teacher.opens(`${teacher.board}/finish`);
  await expect(teacher.heading).toHaveText(finish.title);
  const pdf = (await teacher.page.pdf({ preferCSSPageSize: true })).toString('latin1');
  expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length).toBeLessThanOrEqual(2);
});
