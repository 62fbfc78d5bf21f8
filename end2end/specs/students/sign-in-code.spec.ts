// Tests of the code page at the sign-in: used and wrong codes, recovery codes, lockout.
import { expect, test } from '../../support/fixtures';
import { waitForIslands } from '../../support/measure-layout';
import { textPattern, TEXTS } from '../../support/texts';

const { board, code: words, failure, lesson, refusal } = TEXTS.en;

test('the code that connected the phone is refused at the sign-in', { tag: '@both' }, async ({ teacher, student }) => {
  await teacher.hasClass();
  const card = await teacher.cardOf(1);
  await student.signsIn(card);
  const authenticator = await student.opensSetUp();
  const code = authenticator.code();
  await student.submitsCode(code);
  await student.isAt('/set-up/recovery-codes');
  await student.savesRecoveryCodes();
  await student.signsOut();
  await student.passesPasswordStep();

  await student.submitsCode(code);

  // If the phone already shows the next code, the refusal asks for it. Otherwise the refusal contains the waiting time.
  const waits = textPattern(refusal.code_used, { duration: /\d+ s/ });
  await student.isRefused(new RegExp(`${waits.source}|${textPattern(refusal.code_used_newest).source}`));
  await teacher.refreshesBoard();
  await expect(teacher.seat(1).trouble).toContainText(failure.used_code);
  await student.submitsCode(await authenticator.nextCode());
  await student.isAt('/lesson');
});

test('a wrong code at the sign-in says what to do', { tag: '@both' }, async ({ teacher, student }) => {
  await teacher.hasClass();
  const { authenticator } = await student.hasConnected(await teacher.cardOf(1));
  await student.signsOut();
  await student.passesPasswordStep();

  await student.submitsCode(authenticator.wrongCode());
  await student.isRefused(textPattern(refusal.code_wrong, { name: `Stepwise: ${student.card.login}` }));
  await student.submitsCode('12a456');
  await student.isRefused(textPattern(refusal.not_a_code));

  const code = await authenticator.nextCode();
  await student.submitsCode(`${code.slice(0, 3)}-${code.slice(3)}`);
  await student.isAt('/lesson');
  await expect(student.heading).toHaveText(lesson.finish_title);
});

test('a student with a real phone sees the code field in the middle of the page', async ({ teacher, student }) => {
  await teacher.hasClass();
  await student.hasConnected(await teacher.cardOf(1));
  await student.signsOut();
  await student.passesPasswordStep();
  await waitForIslands(student.page);
  const card = (await student.page.locator('main .card').first().boundingBox())!;
  expect(Math.abs(card.x + card.width / 2 - student.page.viewportSize()!.width / 2)).toBeLessThan(2);
});

test('another browser with only the password is not signed in', async ({ teacher, student, newUser }) => {
  await teacher.hasClass();
  const card = await teacher.cardOf(1);
  const { authenticator } = await student.hasConnected(card);
  const thief = await newUser.student();
  await thief.passesPasswordStep(card);
  await student.signsOut();
  await student.passesPasswordStep();
  await student.submitsCode(await authenticator.nextCode());
  await student.isAt('/lesson');

  for (const path of ['/lesson', '/set-up', '/set-up/recovery-codes']) {
    await thief.opens(path);
    await thief.isAt(/^\/sign-in(\/code)?$/);
    expect(await thief.page.content()).not.toContain(lesson.finish_title);
  }
});

test('a student without a phone signs in with a recovery code, once', async ({ teacher, student }) => {
  await teacher.hasClass();
  const { codes } = await student.hasConnected(await teacher.cardOf(1));
  const recoversWith = async (code: string) => {
    await student.page.getByText(words.lost_phone).click();
    await expect(student.page.getByText(words.ask_teacher_title)).toBeVisible();
    await student.follows(words.use_recovery);
    await expect(student.heading).toHaveText(words.recovery_title);
    await student.page.getByLabel(words.recovery_label).fill(code);
    await student.presses(words.recovery_submit);
  };
  await student.signsOut();
  await student.passesPasswordStep();

  await recoversWith(` ${codes[3].toUpperCase().replaceAll('-', ' ')} `);

  await student.isAt('/lesson');
  // Without a phone the student cannot get a new code, so the page says that the teacher has to help.
  await expect(student.page.getByText(lesson.no_phone_title)).toBeVisible();
  await teacher.refreshesBoard();
  await teacher.seat(1).isGreenAt(['signed_in', 'setup_opened', 'connected']);
  await student.signsOut();
  await student.passesPasswordStep();
  await recoversWith(codes[3]);
  await expect(student.alert).toHaveText(refusal.recovery_code_wrong);
  await student.page.getByLabel(words.recovery_label).fill(codes[4]);
  await student.presses(words.recovery_submit);
  await student.isAt('/lesson');
});

test('a student can return from the recovery code to the code of the app', async ({ teacher, student }) => {
  await teacher.hasClass();
  const { authenticator } = await student.hasConnected(await teacher.cardOf(1));
  await student.signsOut();
  await student.passesPasswordStep();
  await student.page.getByText(words.lost_phone).click();
  await student.follows(words.use_recovery);
  await student.page.getByLabel(words.recovery_label).fill('k7qm-2xnp-w4rt-h9dc');
  await student.presses(words.recovery_submit);
  await expect(student.alert).toHaveText(refusal.recovery_code_wrong);

  await student.navigates(() => student.follows(words.have_phone));
  await student.submitsCode(await authenticator.nextCode());
  await student.isAt('/lesson');
  await expect(student.heading).toHaveText(lesson.finish_title);
});

test('a sign-in can be cancelled', async ({ teacher, student }) => {
  await teacher.hasClass();
  await student.hasConnected(await teacher.cardOf(1));
  await student.signsOut();
  await student.passesPasswordStep();

  await student.presses(words.cancel);
  await student.isAt('/sign-in');

  await student.opens('/sign-in/code');
  await student.isAt('/sign-in');
});

test('after six wrong codes even the right one must wait', async ({ teacher, student }) => {
  await teacher.hasClass();
  const { authenticator } = await student.hasConnected(await teacher.cardOf(1));
  await student.signsOut();
  await student.passesPasswordStep();
  for (let i = 0; i < 6; i += 1) {
    await student.submitsCode(authenticator.wrongCode());
    await student.isRefused(textPattern(refusal.code_wrong));
  }

  await student.submitsCode(await authenticator.nextCode());

  await student.isRefused(textPattern(refusal.locked, { duration: /(1:00|0:\d\d)/ }));
  await student.passesPasswordStep();
  await student.submitsCode(await authenticator.nextCode());
  await expect(student.alert).toHaveText(textPattern(refusal.locked));
  await teacher.refreshesBoard();
  await expect(teacher.seat(1).trouble).toContainText(failure.locked);
  await expect(teacher.seat(1).trouble).toContainText(new RegExp(`${board.wait_until} \\d\\d:\\d\\d`));
});

test('six wrong passwords lock one login, but not another one behind the same address', async ({ teacher, student, newUser }) => {
  await teacher.hasClass();
  const card = await teacher.cardOf(1);
  const neighbour = await newUser.student();
  for (let i = 0; i < 6; i += 1) {
    await student.opens('/sign-in');
    await student.submitsPassword(card.login, 'wrong-otter-0000');
    await expect(student.alert).toHaveText(refusal.sign_in_failed);
  }

  await student.opens('/sign-in');
  await student.submitsPassword(card.login, card.password);

  await expect(student.alert).toHaveText(textPattern(refusal.locked, { duration: /(1:00|0:\d\d)/ }));
  await teacher.refreshesBoard();
  await expect(teacher.seat(1).trouble).toContainText(failure.locked);
  await neighbour.signsIn(await teacher.cardOf(2));
});
