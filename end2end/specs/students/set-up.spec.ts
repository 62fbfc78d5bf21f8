// Tests of the set-up page: wrong input, older QR codes, wrong clocks, several tabs and browsers.
import { Authenticator } from '../../support/authenticator';
import { Student } from '../../support/people/student';
import { expect, test } from '../../support/fixtures';
import { textPattern, TEXTS } from '../../support/texts';

const { failure, lesson, refusal, set_up, sign_in, signed_out } = TEXTS.en;

test('a wrong code says what to do and changes nothing', { tag: '@both' }, async ({ teacher, student }) => {
  await teacher.hasClass();
  const card = await teacher.cardOf(1);
  await student.signsIn(card);
  const authenticator = await student.opensSetUp();

  await student.submitsCode(authenticator.wrongCode());

  await student.isRefused(textPattern(refusal.code_wrong, { name: `Stepwise: ${card.login}` }));
  expect((await Authenticator.scans(student.page)).uri).toBe(authenticator.uri);
  await student.opens('/set-up');
  expect((await Authenticator.scans(student.page)).uri).toBe(authenticator.uri);
  await student.reloads();
  expect((await Authenticator.scans(student.page)).uri).toBe(authenticator.uri);
  await teacher.refreshesBoard();
  await expect(teacher.seat(1).trouble).toContainText(failure.wrong_code);
  await teacher.seat(1).isGreenAt(['signed_in', 'setup_opened']);
  await student.connects(authenticator);
});

for (const [kind, code] of [
  ['letters', '12a456'],
  ['five digits', '12345'],
  ['seven digits', '1234567'],
  ['Arabic digits', '١٢٣٤٥٦'],
  ['nothing', ''],
]) {
  test(`${kind} instead of a code are refused with advice`, async ({ teacher, student }) => {
    await teacher.hasClass({ seats: 1 });
    await student.signsIn(await teacher.cardOf(1));
    await student.opensSetUp();

    await student.submitsCode(code);

    await student.isRefused(textPattern(refusal.not_a_code));
  });
}

test('spaces and dashes in a code are fine', { tag: '@both' }, async ({ teacher, student }) => {
  await teacher.hasClass();
  await student.signsIn(await teacher.cardOf(1));
  const authenticator = await student.opensSetUp();
  const code = authenticator.code();

  await student.submitsCode(` ${code.slice(0, 3)} - ${code.slice(3)} `);

  await student.isAt('/set-up/recovery-codes');
});

test('a code of an older QR code gets another message than a wrong code', async ({ teacher, student }) => {
  await teacher.hasClass();
  const card = await teacher.cardOf(1);
  await student.signsIn(card);
  const older = await student.opensSetUp();
  await student.signsOut();
  await expect(student.page.getByText(signed_out.stays, { exact: true })).toBeVisible();

  await student.signsIn(card);
  await student.follows(lesson.connect_button);
  await student.isAt('/set-up');
  const newer = await Authenticator.scans(student.page);
  expect(newer.key).not.toBe(older.key);
  await student.submitsCode(older.code());

  await student.isRefused(textPattern(refusal.code_of_older_qr));
  await teacher.refreshesBoard();
  await expect(teacher.seat(1).trouble).toContainText(failure.older_qr);
  await student.connects(newer);
});

test('the set-up reports a phone with a wrong clock', async ({ teacher, student }) => {
  await teacher.hasClass();
  await student.signsIn(await teacher.cardOf(1));
  const authenticator = await student.opensSetUp();

  await student.submitsCode(authenticator.codeMinutesAgo(7));

  await student.isRefused(textPattern(refusal.clock_behind, { duration: /[67] minutes/ }));
});

test('two tabs show the same QR code, and the second one says that the phone is connected', async ({ teacher, student, scripts }) => {
  await teacher.hasClass();
  await student.signsIn(await teacher.cardOf(1));
  const first = await student.opensSetUp();
  const tab = new Student(await student.page.context().newPage(), scripts);
  await tab.opens('/set-up');
  const second = await Authenticator.scans(tab.page);
  expect(second.uri).toBe(first.uri);

  await student.connects(first);
  // The stream of the second tab ends with the old session, so the tab loads its page again.
  await expect(tab.heading).toHaveText(set_up.done_title);
  await tab.follows(sign_in.to_lesson);
  await expect(tab.heading).toHaveText(lesson.almost);
});

test('connecting ends the sessions of other browsers', async ({ teacher, student, newUser }) => {
  await teacher.hasClass();
  const card = await teacher.cardOf(1);
  const thief = await newUser.student();
  await thief.signsIn(card);
  const stolen = await thief.opensSetUp();
  await student.signsIn(card);
  await student.follows(lesson.connect_button);
  await student.isAt('/set-up');
  const own = await Authenticator.scans(student.page);
  expect(own.key).not.toBe(stolen.key);

  await student.connects(own);

  for (const path of ['/lesson', '/set-up']) {
    await thief.opens(path);
    await thief.isAt('/sign-in');
  }
});

test('a student without a session is redirected to the sign-in', async ({ teacher, student }) => {
  await teacher.hasClass();
  await student.signsIn(await teacher.cardOf(1));
  const authenticator = await student.opensSetUp();
  await student.page.context().clearCookies();

  await student.submitsCode(authenticator.code());

  await student.isAt('/sign-in');
  await student.opens('/set-up');
  await student.isAt('/sign-in');
});
