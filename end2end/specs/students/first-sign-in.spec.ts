// Tests of a student's first sign-in, its badge on the board, and pages that need a sign-in.
import { expect, test } from '../../support/fixtures';
import { textPattern, TEXTS } from '../../support/texts';

const { board, message, refusal, sign_in } = TEXTS.en;

test('a student signs in, and the first badge turns green on the board', { tag: '@both' }, async ({ teacher, student, scripts }) => {
  await teacher.hasClass({ seats: 3, title: '7b' });
  await expect(teacher.heading).toHaveText('7b');
  await expect(teacher.page.locator('tbody tr')).toHaveCount(3);
  const card = await teacher.cardOf(2);
  await teacher.seat(2).isGreenAt([]);
  let reloads = 0;
  teacher.page.on('framenavigated', () => (reloads += 1));

  await student.signsIn(card);
  await expect(student.heading).toHaveText(textPattern(TEXTS.en.lesson.hello, { login: card.login }));

  await teacher.refreshesBoard();
  await teacher.seat(2).isGreenAt(['signed_in'], 5_000);
  if (scripts) expect(reloads).toBe(0);
  await expect(teacher.seat(2).badge('signed_in')).toHaveText(/Signed in\s+at\s+\d\d:\d\d/);
  await expect(teacher.seat(2).badge('setup_opened')).toHaveText(/: not yet$/);
  await teacher.seat(1).isGreenAt([]);
  await teacher.seat(3).isGreenAt([]);
  await expect(teacher.counts('signed_in')).toHaveText(/1\s+of 3/);
  await expect(teacher.counts('setup_opened')).toHaveText(/0\s+of 3/);
});

test('a board updates its badges without a touch', { tag: '@both' }, async ({ teacher, student }) => {
  await teacher.hasClass({ linkSaved: true });
  const card = await teacher.cardOf(3);

  await student.signsIn(card);

  await teacher.seat(3).isGreenAt(['signed_in'], 20_000);
});

test('a board that shows a password updates its badges too', { tag: '@both' }, async ({ teacher, student }) => {
  await teacher.hasClass({ linkSaved: true });
  const card = await teacher.cardOf(3);
  await teacher.seat(1).showsPassword();

  await student.signsIn(card);

  await teacher.seat(3).isGreenAt(['signed_in'], 20_000);
  await expect(teacher.seat(1).password).toBeVisible();
});

test('a student with a wrong password is told what to do and tries again', { tag: '@both' }, async ({ teacher, student }) => {
  await teacher.hasClass();
  const card = await teacher.cardOf(2);
  await student.opens('/sign-in');

  await student.submitsPassword(card.login, 'wrong-otter-0000');

  await expect(student.alert).toHaveText(refusal.sign_in_failed);
  await expect(student.page.locator('[name=username]')).toHaveValue(card.login);
  await expect(student.page.locator('[name=password]')).toBeFocused();
  await teacher.refreshesBoard();
  await expect(teacher.seat(2).trouble).toContainText(TEXTS.en.failure.wrong_password);
  await teacher.seat(2).isGreenAt([]);
  await student.submitsPassword(card.login.toUpperCase(), card.password);
  await student.isAt('/lesson');
});

test('an unknown login and a wrong password get the same message', async ({ student }) => {
  await student.opens('/sign-in');
  for (const login of ['kestrel-0000', 'nobody', 'nobody@example.org']) {
    await student.submitsPassword(login, 'wrong-otter-0000');
    await expect(student.alert).toHaveText(refusal.sign_in_failed);
    await student.opens('/sign-in');
  }
});

test('a student who is signed in already is redirected to the lesson', async ({ teacher, student }) => {
  await teacher.hasClass();
  await student.signsIn(await teacher.cardOf(1));

  await student.opens('/sign-in');

  await expect(student.heading).toHaveText(sign_in.already_title);
  await student.follows(sign_in.to_lesson);
  await student.isAt('/lesson');
});

test('a visitor gets 404 at the address of a board', async ({ teacher, student, newUser }) => {
  await teacher.hasClass();
  const address = new URL(teacher.page.url()).pathname;
  await student.signsIn(await teacher.cardOf(1));
  const visitor = await newUser.visitor();

  for (const person of [visitor, student]) {
    const answer = await person.opens(address);
    expect(answer?.status()).toBe(404);
    await expect(person.heading).toHaveText(message.not_found_title);
    await expect(person.page.getByText('7b', { exact: true })).toHaveCount(0);
  }
  const nothing = await visitor.opens('/classes/0193456789abcdef');
  expect(nothing?.status()).toBe(404);
});

test('a visitor cannot open a lesson, a set-up or a code field', async ({ student }) => {
  for (const path of ['/lesson', '/set-up', '/set-up/recovery-codes', '/sign-in/code']) {
    await student.opens(path);
    await student.isAt('/sign-in');
  }
});

test('the board warns that other devices cannot reach a server on loopback', async ({ teacher }) => {
  await teacher.hasClass();
  await expect(teacher.page.getByText(board.loopback_title)).toBeVisible();
  await expect(teacher.page.getByText('make lesson')).toBeVisible();
});
