// Tests of the join page: class codes, taking free seats, and students who want the same seat at once.
import { readQr } from '../../support/authenticator';
import { request } from '@playwright/test';
import { expect, test } from '../../support/fixtures';
import { textPattern, TEXTS } from '../../support/texts';
import type { Person } from '../../support/people/person';
import type { Teacher } from '../../support/people/teacher';

const { board, join, refusal, sign_in } = TEXTS.en;

async function joinCodeOf(teacher: Teacher): Promise<string> {
  const shown = await teacher.page.locator('.join-code').innerText();
  expect(shown).toMatch(/^[A-Z\d]{3} [A-Z\d]{3}$/);
  return shown.replace(' ', '');
}

/** Opens a class whose students are allowed to take free seats. Returns the class code. */
async function opensClassWithFreeSeats(teacher: Teacher, seats: number): Promise<string> {
  await teacher.hasClass({ seats, title: '7b' });
  await expect(teacher.page.getByText(join.only_cards)).toBeVisible();
  await teacher.presses(join.allow);
  const allowed = textPattern(seats === 1 ? join.allowed.one : join.allowed.other, { count: String(seats) });
  await expect(teacher.page.locator('.self-join p')).toHaveText(allowed);
  return joinCodeOf(teacher);
}

/** Enters the class code into the form, which leads to the join page of the class. */
async function opensJoinPage(student: Person, code: string): Promise<void> {
  await student.opens('/join');
  await student.page.getByLabel(join.code).fill(code);
  await student.navigates(() => student.presses(join.go_on));
}

test('a student enters the class code, takes a free seat and signs in with it', { tag: '@both' }, async ({ teacher, student }) => {
  const code = await opensClassWithFreeSeats(teacher, 3);
  await student.opens('/join');
  await student.page.getByLabel(join.code).fill(` ${code.slice(0, 3).toLowerCase()}-${code.slice(3).toLowerCase()}`);
  await student.presses(join.go_on);
  await student.isAt(`/join/${code}`);
  await expect(student.heading).toHaveText('7b');
  const page = student.page.url();

  await student.navigates(() => student.presses(join.take));
  const [login, password] = await student.page.locator('#my-seat dd').allInnerTexts();
  await teacher.refreshesBoard();
  await expect(teacher.seat(1).row).toContainText(teacher.texts.seat.taken);
  await expect(teacher.seat(1).row).toContainText(login);
  await student.reloads();
  await expect(student.page.locator('#my-seat')).toContainText(password);

  await expect(student.page.locator('[name=username]')).toHaveValue(login);
  await expect(student.page.locator('[name=password]')).toHaveValue('');
  await student.page.locator('[name=password]').fill('wrong-otter-0000');
  await student.navigates(() => student.presses(join.sign_in));
  await expect(student.alert).toHaveText(refusal.sign_in_failed);
  await expect(student.page.locator('#my-seat')).toContainText(password);
  await student.page.locator('[name=password]').fill(password);
  await student.presses(join.sign_in);
  await student.isAt('/lesson');

  await teacher.refreshesBoard();
  await teacher.seat(1).isGreenAt(['signed_in']);
  await expect(teacher.seat(1).row).not.toContainText(teacher.texts.seat.taken);
  await student.signsOut();
  await student.opens(page);
  await expect(student.page.getByText(join.taken_title)).toBeVisible();
  await expect(student.page.getByText(password)).toHaveCount(0);
});

test('a wrong class code says what to do and stays in its field', { tag: '@both' }, async ({ student }) => {
  await student.opens('/join');
  await student.page.getByLabel(join.code).fill('aaa aaa');
  await student.presses(join.go_on);

  await expect(student.alert).toHaveText(refusal.join_code_wrong);
  await expect(student.page.getByLabel(join.code)).toHaveValue('aaa aaa');
  await student.opens('/join/AAAAAA');
  await expect(student.page.getByLabel(join.code)).toHaveValue('AAAAAA');
  await student.presses(join.go_on);
  await expect(student.alert).toHaveText(refusal.join_code_wrong);
});

test('an address with the class code opens the join page after a click on its button', async ({ teacher, student }) => {
  await teacher.hasClass({ title: '7b' });
  const code = await joinCodeOf(teacher);
  await student.opens(`/join/${code}`);
  await expect(student.page.getByText(join.typed_lead)).toBeVisible();
  await student.presses(join.go_on);

  await expect(student.heading).toHaveText('7b');
});

test('in a class with handouts only, a student signs in on the join page', async ({ teacher, student }) => {
  await teacher.hasClass({ title: '7b' });
  await opensJoinPage(student, await joinCodeOf(teacher));

  await expect(student.heading).toHaveText('7b');
  await expect(student.page.getByRole('button', { name: join.take })).toHaveCount(0);
  await expect(student.page.getByRole('heading', { name: join.have_login })).toBeVisible();
  const card = await teacher.cardOf(1);
  await student.submitsPassword(card.login, card.password);
  await student.isAt('/lesson');
});

test('the QR codes on the board and on the projector lead to the join page of the class', async ({ teacher, newUser }) => {
  await teacher.hasClass({ title: 'Monday' });
  const code = await joinCodeOf(teacher);
  const address = new URL(teacher.page.url()).pathname;
  const onTheBoard = await readQr(teacher.page);
  await teacher.opens(`${address}/projector`);
  expect(await readQr(teacher.page)).toBe(onTheBoard);
  expect(await joinCodeOf(teacher)).toBe(code);

  const student = await newUser.student();
  await student.opens(onTheBoard);
  await student.isAt(`/join/${code}`);
  await expect(student.heading).toHaveText('Monday');
});

test('of twenty students who take ten seats at once, ten get one and the others are told', async ({ teacher, baseURL, newUser }) => {
  const code = await opensClassWithFreeSeats(teacher, 10);
  const taps = Array.from({ length: 20 }, async () => {
    const extraHTTPHeaders = { Accept: 'text/html', 'Sec-Fetch-Site': 'same-origin' };
    const http = await request.newContext({ baseURL, extraHTTPHeaders });
    const opened = await http.post('/join', { form: { join_code: code } });
    const form = /name="form" value="([^"]+)"/.exec(await opened.text())?.[1] ?? '';
    return { http, form, address: opened.url() };
  });
  const ready = await Promise.all(taps);
  const logins = await Promise.all(
    ready.map(async ({ http, form, address }) => {
      await http.post('/join/seat', { form: { join_code: code, form }, maxRedirects: 0 });
      const page = await (await http.get(address)).text();
      await http.dispose();
      return /id="my-seat"/.test(page) ? /\b[a-z]+-\d{4,6}\b/.exec(page.split('id="my-seat"')[1])?.[0] : undefined;
    }),
  );
  const winners = logins.filter((login) => login !== undefined);
  expect(winners).toHaveLength(10);
  expect(new Set(winners).size).toBe(10);

  await teacher.refreshesBoard();
  await expect(teacher.page.locator('.seats .handed-out')).toHaveCount(10);
  await expect(teacher.page.locator('.self-join')).toContainText(join.allowed_none);
  const late = await newUser.student();
  await opensJoinPage(late, code);
  await expect(late.page.getByText(join.full_title)).toBeVisible();
});

test('of two students who take the last seat, one gets it and the other is told', async ({ teacher, newUser }) => {
  const code = await opensClassWithFreeSeats(teacher, 1);
  const [quick, slow] = [await newUser.student(), await newUser.student()];
  await opensJoinPage(quick, code);
  await opensJoinPage(slow, code);
  await quick.navigates(() => quick.presses(join.take));
  await slow.presses(join.take);

  await expect(quick.page.locator('#my-seat')).toBeVisible();
  await expect(slow.alert).toHaveText(refusal.class_full);
});

test('a signed-in student is redirected from the join page to the lesson', async ({ teacher, student }) => {
  await teacher.hasClass();
  const code = await joinCodeOf(teacher);
  await student.signsIn(await teacher.cardOf(1));
  await student.opens(`/join/${code}`);

  await expect(student.heading).toHaveText(sign_in.already_title);
  await student.page.getByRole('main').getByRole('link', { name: sign_in.to_lesson }).click();
  await student.isAt('/lesson');
});

test('the teacher stops and allows free seats, and frees one that was taken', { tag: '@both' }, async ({ teacher, student }) => {
  const code = await opensClassWithFreeSeats(teacher, 2);
  await opensJoinPage(student, code);
  await student.navigates(() => student.presses(join.take));
  await teacher.presses(join.forbid);
  await expect(teacher.page.getByText(join.only_cards, { exact: true })).toBeVisible();
  const before = await teacher.seat(1).login();
  await teacher.opensHelp(1);
  await teacher.opensSection(TEXTS.en.help.free);
  await teacher.presses(TEXTS.en.help.free_do);

  await expect.poll(() => teacher.seat(1).login()).not.toBe(before);
  await expect(teacher.seat(1).row).not.toContainText(teacher.texts.seat.taken);
  await student.reloads();
  await expect(student.page.locator('#my-seat')).toHaveCount(0);
  await expect(student.page.getByRole('button', { name: join.take })).toHaveCount(0);
  await expect(teacher.page.getByRole('region', { name: board.join })).toBeVisible();
});

test('the teacher frees a seat that was taken and not used', async ({ teacher, student }) => {
  const code = await opensClassWithFreeSeats(teacher, 2);
  await opensJoinPage(student, code);
  await student.navigates(() => student.presses(join.take));
  const shown = await student.page.locator('#my-seat dd').last().innerText();
  await teacher.refreshesBoard();
  await expect(teacher.seat(1).row).toContainText(teacher.texts.seat.taken);
  await teacher.opensHelp(1);
  await teacher.opensSection(TEXTS.en.help.take_back);
  await teacher.presses(TEXTS.en.help.take_back_do);

  await expect(teacher.seat(1).row).not.toContainText(teacher.texts.seat.taken);
  await student.reloads();
  await expect(student.page.locator('#my-seat')).toHaveCount(0);
  await student.navigates(() => student.presses(join.take));
  await expect(student.page.locator('#my-seat dd').last()).not.toHaveText(shown);
});
