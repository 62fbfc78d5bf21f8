// Tests of how many presses, keys and pages a student needs, with a card, its QR code or the class code.
import type { Locator } from '@playwright/test';
import { Authenticator, readQr } from '../../support/authenticator';
import { boldLetters, Effort } from '../../support/effort';
import { expect, test } from '../../support/fixtures';
import type { Student } from '../../support/people/student';
import type { Teacher } from '../../support/people/teacher';
import { TEXTS } from '../../support/texts';

const { home, join, lesson, open, recovery, sign_in, site, stage } = TEXTS.en;

const inMain = (student: Student) => student.page.getByRole('main');
const submit = (student: Student) => inMain(student).getByRole('button', { name: sign_in.submit, exact: true });
const field = (student: Student, name: 'username' | 'password' | 'join_code') => student.page.locator(`[name=${name}]`);

async function joinCodeOf(teacher: Teacher): Promise<string> {
  return (await teacher.page.locator('.join-code').innerText()).replace(' ', '');
}

/** Types the class code on the first page. */
async function typesClassCode(effort: Effort, student: Student, code: string): Promise<void> {
  await student.opens('/');
  await effort.press(field(student, 'join_code'));
  await effort.type(code.toLowerCase());
  await effort.key('Enter');
}

/** Types login and password, where the field of the login has the focus, and signs in. */
async function typesCard(effort: Effort, student: Student, card: { login: string; password: string }): Promise<void> {
  await effort.type(boldLetters(card.login));
  await effort.press(field(student, 'password'));
  await effort.type(boldLetters(card.password));
  await effort.press(submit(student));
  await student.isAt('/lesson');
}

/** Goes from the lesson through the set-up to the recovery codes, and says that they are saved. */
async function connects(student: Student): Promise<Authenticator> {
  await student.follows(stage.do_set_up);
  await student.isAt('/set-up');
  const authenticator = await Authenticator.scans(student.page);
  await student.submitsCode(await authenticator.nextCode());
  await student.isAt('/set-up/recovery-codes');
  await student.page.getByRole('checkbox').check();
  return authenticator;
}

/** Signs out with the button of the page, and signs in where the login is filled in, with a new code. */
async function comesBack(student: Student, card: { login: string; password: string }, authenticator: Authenticator): Promise<void> {
  await student.presses(lesson.code_button);
  await student.isAt('/sign-in');
  await expect(field(student, 'username')).toHaveValue(card.login);
  await field(student, 'password').fill(boldLetters(card.password));
  await submit(student).click();
  await student.isAt('/sign-in/code');
  await student.submitsCode(await authenticator.nextCode());
  await student.isAt('/lesson');
}

test('a student with a card signs in from the first page with four presses and twenty keys', { tag: '@both' }, async ({ teacher, student }) => {
  await teacher.hasClass();
  for (const card of (await teacher.cards()).slice(0, 2)) {
    const effort = new Effort(student.page);
    await student.opens('/');
    await effort.press(inMain(student).getByRole('link', { name: site.have_login }));
    await student.isAt('/sign-in');
    await effort.press(field(student, 'username'));
    await typesCard(effort, student, card);

    expect(effort.presses).toBeLessThanOrEqual(4);
    expect(effort.keys).toBeLessThanOrEqual(20);
    expect(effort.pages).toBeLessThanOrEqual(3);
    await student.signsOut();
    student.page.removeAllListeners('load');
  }
});

test('the letters that are enough are bold on the board and on the card, and the whole password is copied', { tag: '@both' }, async ({ teacher }) => {
  await teacher.hasClass();
  const card = await teacher.cardOf(1);
  const marks = async (shown: Locator, text: string) => {
    expect((await shown.locator('b').allInnerTexts()).join('')).toBe(boldLetters(text));
    await expect(shown.getByRole('img', { name: text, exact: true })).toBeVisible();
    const copied = await shown.evaluate((element) => {
      getSelection()!.selectAllChildren(element);
      return getSelection()!.toString().trim();
    });
    expect(copied).toBe(text);
  };
  await teacher.seat(1).showsPassword();
  await marks(teacher.seat(1).password, card.password);
  await teacher.opens(`${teacher.board}/handouts`);
  const handout = teacher.page.locator('.handout').first();
  await marks(handout.locator('dd').nth(1), card.login);
  await marks(handout.locator('dd').nth(2), card.password);
  await expect(handout).toContainText(TEXTS.en.card.step_sign_in);
});

test('the QR code of a card leaves two presses and the password, and all four steps need eight pages with a look at the lesson', { tag: '@both' }, async ({ teacher, student }) => {
  await teacher.hasClass({ seats: 1 });
  const card = await teacher.cardOf(1);
  await teacher.opens(`${teacher.board}/handouts`);
  const address = await readQr(teacher.page);
  const effort = new Effort(student.page);
  await student.opens(address);
  await effort.press(field(student, 'password'));
  await effort.type(boldLetters(card.password));
  await effort.press(submit(student));
  await student.isAt('/lesson');
  expect(effort.presses).toBeLessThanOrEqual(2);
  expect(effort.keys).toBeLessThanOrEqual(12);

  const authenticator = await connects(student);
  await student.presses(recovery.go_on);
  await student.isAt('/lesson');
  await comesBack(student, card, authenticator);
  expect(effort.pages).toBeLessThanOrEqual(8);
});

test('the page of the recovery codes leads to the sign-in with a code, and all four steps from the first page need eight pages', { tag: '@both' }, async ({ teacher, student }) => {
  await teacher.hasClass();
  const [card, joinCode] = [await teacher.cardOf(1), await joinCodeOf(teacher)];
  const effort = new Effort(student.page);
  await typesClassCode(effort, student, joinCode);
  await student.isAt(`/join/${joinCode}`);
  await typesCard(effort, student, card);
  const authenticator = await connects(student);
  await comesBack(student, card, authenticator);
  expect(effort.pages).toBeLessThanOrEqual(8);
});

test('the class code and a card lead in with three presses', { tag: '@both' }, async ({ teacher, student }) => {
  await teacher.hasClass();
  const [card, code] = [await teacher.cardOf(1), await joinCodeOf(teacher)];
  const effort = new Effort(student.page);
  await typesClassCode(effort, student, code);
  await student.isAt(`/join/${code}`);
  await expect(field(student, 'username')).toBeFocused();
  await typesCard(effort, student, card);

  expect(effort.presses).toBeLessThanOrEqual(3);
  expect(effort.pages).toBeLessThanOrEqual(3);
});

test('the class code and a free seat lead in with three presses', { tag: '@both' }, async ({ teacher, student }) => {
  await teacher.opens('/');
  await teacher.page.getByLabel(open.join).selectOption('code');
  await teacher.presses(home.open);
  await teacher.isAt(/^\/classes\/[\w-]+$/);
  const code = await joinCodeOf(teacher);
  const effort = new Effort(student.page);
  await typesClassCode(effort, student, code);
  await student.isAt(`/join/${code}`);
  await student.navigates(() => effort.press(inMain(student).getByRole('button', { name: join.take })));
  const password = await student.page.locator('#my-seat dd').last().innerText();
  await expect(field(student, 'password')).toBeFocused();
  await effort.type(boldLetters(password.trim()));
  await effort.press(inMain(student).getByRole('button', { name: join.sign_in }));
  await student.isAt('/lesson');

  expect(effort.presses).toBeLessThanOrEqual(3);
  expect(effort.pages).toBeLessThanOrEqual(4);
});

test('a wrong class code on the first page says what to do and stays in its field', { tag: '@both' }, async ({ student }) => {
  await student.opens('/');
  await field(student, 'join_code').fill('aaa aaa');
  await student.navigates(() => student.presses(join.go_on));
  await student.isAt('/');
  await expect(student.alert).toHaveText(TEXTS.en.refusal.join_code_wrong);
  await expect(field(student, 'join_code')).toHaveValue('aaa aaa');
  await expect(field(student, 'join_code')).toBeFocused();
});

test('a wrong password on the page of a class is told there, and the login stays', { tag: '@both' }, async ({ teacher, student }) => {
  await teacher.hasClass();
  const [card, code] = [await teacher.cardOf(1), await joinCodeOf(teacher)];
  await student.opens('/');
  await field(student, 'join_code').fill(code);
  await student.navigates(() => student.presses(join.go_on));
  await student.navigates(() => student.submitsPassword(card.login, 'wrong-otter-0000'));
  await student.isAt(`/join/${code}`);
  await expect(student.alert).toHaveText(TEXTS.en.refusal.sign_in_failed);
  await expect(field(student, 'username')).toHaveValue(card.login);
  await expect(field(student, 'password')).toBeFocused();
  await student.submitsPassword(card.login, card.password);
  await student.isAt('/lesson');
});
