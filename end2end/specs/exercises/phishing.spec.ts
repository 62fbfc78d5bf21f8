// Tests of the exercise *the thief*: mail, page with another address, the thief with password and code, the passkey.
import { begins, hasFinishedStages, setsGates } from '../../support/exercises';
import { expect, test } from '../../support/fixtures';
import { accessibilityFaults } from '../../support/measure-layout';
import type { Student } from '../../support/people/student';
import type { Teacher } from '../../support/people/teacher';
import type { Authenticator } from '../../support/authenticator';
import { TEXTS } from '../../support/texts';

const { exercise, refusal, sign_in } = TEXTS.en;
const texts = exercise.phishing;

/** A student who has done the four stages, at the exercise. */
async function meetsThief(teacher: Teacher, student: Student): Promise<Authenticator> {
  await teacher.hasClass({ linkSaved: true });
  await setsGates(teacher, { phishing: 'open' });
  const { authenticator } = await hasFinishedStages(student, await teacher.cardOf(1));
  await begins(student, 'phishing');
  return authenticator;
}

async function typesPassword(student: Student, login: string, password: string): Promise<void> {
  await student.page.getByLabel(sign_in.username, { exact: true }).fill(login);
  await student.page.getByLabel(sign_in.password, { exact: true }).fill(password);
  await student.navigates(() => student.presses(sign_in.submit));
}

test('a student is robbed with password and code, and not with a passkey', { tag: '@both' }, async ({ teacher, newUser, scripts }) => {
  test.slow();
  const student = await newUser.student({ viewport: { width: 320, height: 700 } });
  const authenticator = await meetsThief(teacher, student);
  const fits = async () => {
    const overflow = await student.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    if (scripts) expect(await accessibilityFaults(student.page)).toEqual([]);
  };
  await fits();
  await student.navigates(() => student.presses(texts.mail_link));
  await expect(student.page.getByText(texts.thief_waits)).toBeVisible();
  await fits();

  // Nobody but the student is looked up.
  await typesPassword(student, 'somebody-else', 'their password');
  await expect(student.alert).toContainText(texts.other_login);
  await typesPassword(student, student.card.login, 'wrong-otter-0000');
  await expect(student.alert).toContainText(refusal.sign_in_failed);
  await typesPassword(student, student.card.login, student.card.password);
  await expect(student.page.getByText(texts.thief_stuck, { exact: true })).toBeVisible();
  await fits();

  const code = await authenticator.nextCode();
  await student.navigates(() => student.submitsCode(code));
  await expect(student.page.getByText(texts.thief_in.replace('{login}', student.card.login))).toBeVisible();
  await expect(student.page.getByText(texts.thief_ended)).toBeVisible();
  await fits();
  await student.navigates(() => student.presses(exercise.passkey.make));
  await student.navigates(() => student.presses(exercise.passkey.begin));
  await expect(student.page.getByText(texts.thief_nothing)).toBeVisible();
  await fits();

  // Seat 1 has an address with a false end.
  await student.page.getByLabel('https://').check();
  await student.navigates(() => student.presses(texts.address_answer));
  await expect(student.alert).toContainText(texts.part_scheme);
  await student.page.getByLabel('.login.test').check();
  await student.navigates(() => student.presses(texts.address_answer));
  await expect(student.page.getByText(texts.home)).toBeVisible();
  await expect(student.page.getByText(texts.end_code_text)).toBeVisible();
  await fits();
  await teacher.refreshesBoard();
  await expect(teacher.seat(1).row.locator('.badge.exercise')).toHaveClass(/done/);
});

test('a student who sees the address before typing is praised', { tag: '@both' }, async ({ teacher, student }) => {
  await meetsThief(teacher, student);
  await student.navigates(() => student.presses(texts.mail_link));
  await student.page.getByLabel('.login.test').check();
  await student.navigates(() => student.presses(texts.address_answer));
  await expect(student.page.getByText(texts.spotted)).toBeVisible();
  await typesPassword(student, student.card.login, student.card.password);
  await expect(student.page.getByText(texts.thief_stuck, { exact: true })).toBeVisible();
});

test('the thief does not leave the stage', { tag: '@both' }, async ({ teacher, student, member }) => {
  test.slow();
  await member.hasAccount();
  const authenticator = await meetsThief(teacher, student);
  const neighbour = await teacher.cardOf(2);
  await student.navigates(() => student.presses(texts.mail_link));
  // Right passwords of others, whom the thief must not reach.
  for (const [login, password] of [[member.username, member.password], [neighbour.login, neighbour.password]]) {
    await typesPassword(student, login, password);
    await expect(student.alert).toContainText(texts.other_login);
    await expect(student.page.getByText(texts.thief_waits)).toBeVisible();
  }
  await typesPassword(student, student.card.login, student.card.password);
  const sessionCookie = async () => (await student.page.context().cookies()).find((cookie) => cookie.name === 'session')?.value;
  const own = await sessionCookie();
  expect(own).toBeTruthy();
  const code = await authenticator.nextCode();
  await student.navigates(() => student.submitsCode(code));
  await expect(student.page.getByText(texts.thief_ended)).toBeVisible();
  expect(await sessionCookie(), 'the browser gets no session of the thief').toBe(own);
  await student.opens('/lesson');
  await student.isAt('/lesson');
  // The thief has used the code up, so it signs in to nothing more.
  await student.signsOut();
  await student.passesPasswordStep();
  await student.submitsCode(code);
  await expect(student.alert).toBeVisible();
  await student.isAt('/sign-in/code');
});
