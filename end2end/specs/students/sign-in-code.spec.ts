// Tests of the code page at the sign-in: used and wrong codes, recovery codes, lockout.
import { expect, test } from '../../support/fixtures';
import { said, TEXTS } from '../../support/texts';

const { board, code: words, failure, lesson, refusal } = TEXTS.en;

test('the code that connected the phone does not let in', async ({ teacher, student }) => {
  await teacher.opensAClass();
  const card = await teacher.cardOf(1);
  await student.signsIn(card);
  const authenticator = await student.opensTheSetUp();
  const code = authenticator.code();
  await student.givesCode(code);
  await student.isAt('/set-up/recovery-codes');
  await student.savesTheCodes();
  await student.signsOut();
  await student.comesBackWithPassword();

  await student.givesCode(code);

  // Depending on the time, the phone already shows the next code, or the student has to wait for it.
  const waits = said(refusal.code_used, { duration: /\d+ s/ });
  await student.isRefused(new RegExp(`${waits.source}|${said(refusal.code_used_newest).source}`));
  await teacher.looks();
  await expect(teacher.seat(1).trouble).toContainText(failure.used_code);
  await student.givesCode(await authenticator.nextCode());
  await student.isAt('/lesson');
});

test('a wrong code at the sign-in says what to do', async ({ teacher, student }) => {
  await teacher.opensAClass();
  const { authenticator } = await student.hasConnected(await teacher.cardOf(1));
  await student.signsOut();
  await student.comesBackWithPassword();

  await student.givesCode(authenticator.wrongCode());
  await student.isRefused(said(refusal.code_wrong, { name: `Stepwise: ${student.card.login}` }));
  await student.givesCode('12a456');
  await student.isRefused(said(refusal.not_a_code));

  const code = await authenticator.nextCode();
  await student.givesCode(`${code.slice(0, 3)}-${code.slice(3)}`);
  await student.isAt('/lesson');
  await expect(student.heading).toHaveText(lesson.finish_title);
});

test('another browser with only the password stays outside', async ({ teacher, student, another }) => {
  await teacher.opensAClass();
  const card = await teacher.cardOf(1);
  const { authenticator } = await student.hasConnected(card);
  const thief = await another.student();
  await thief.comesBackWithPassword(card);
  await student.signsOut();
  await student.comesBackWithPassword();
  await student.givesCode(await authenticator.nextCode());
  await student.isAt('/lesson');

  for (const path of ['/lesson', '/set-up', '/set-up/recovery-codes']) {
    await thief.opens(path);
    await thief.isAt(/^\/sign-in(\/code)?$/);
    expect(await thief.page.content()).not.toContain(lesson.finish_title);
  }
});

test('a student without her phone gets in with a recovery code, once', async ({ teacher, student }) => {
  await teacher.opensAClass();
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
  await student.comesBackWithPassword();

  await recoversWith(` ${codes[3].toUpperCase().replaceAll('-', ' ')} `);

  await student.isAt('/lesson');
  // Without a phone the student cannot get a new code, so the page says that the teacher has to help.
  await expect(student.page.getByText(lesson.no_phone_title)).toBeVisible();
  await teacher.looks();
  await teacher.seat(1).isGreenAt(['signed_in', 'setup_opened', 'connected']);
  await student.signsOut();
  await student.comesBackWithPassword();
  await recoversWith(codes[3]);
  await expect(student.alert).toHaveText(refusal.recovery_code_wrong);
  await student.page.getByLabel(words.recovery_label).fill(codes[4]);
  await student.presses(words.recovery_submit);
  await student.isAt('/lesson');
});

test('a student who finds her phone again goes back to the code', async ({ teacher, student }) => {
  await teacher.opensAClass();
  const { authenticator } = await student.hasConnected(await teacher.cardOf(1));
  await student.signsOut();
  await student.comesBackWithPassword();
  await student.page.getByText(words.lost_phone).click();
  await student.follows(words.use_recovery);
  await student.page.getByLabel(words.recovery_label).fill('k7qm-2xnp-w4rt-h9dc');
  await student.presses(words.recovery_submit);
  await expect(student.alert).toHaveText(refusal.recovery_code_wrong);

  await student.turnsThePage(() => student.follows(words.have_phone));
  await student.givesCode(await authenticator.nextCode());
  await student.isAt('/lesson');
  await expect(student.heading).toHaveText(lesson.finish_title);
});

test('a sign-in can be given up', async ({ teacher, student }) => {
  await teacher.opensAClass();
  await student.hasConnected(await teacher.cardOf(1));
  await student.signsOut();
  await student.comesBackWithPassword();

  await student.presses(words.cancel);
  await student.isAt('/sign-in');

  await student.opens('/sign-in/code');
  await student.isAt('/sign-in');
});

test('after six wrong codes even the right one has to wait', async ({ teacher, student }) => {
  await teacher.opensAClass();
  const { authenticator } = await student.hasConnected(await teacher.cardOf(1));
  await student.signsOut();
  await student.comesBackWithPassword();
  for (let i = 0; i < 6; i += 1) {
    await student.givesCode(authenticator.wrongCode());
    await student.isRefused(said(refusal.code_wrong));
  }

  await student.givesCode(await authenticator.nextCode());

  await student.isRefused(said(refusal.locked, { duration: /(1:00|0:\d\d)/ }));
  await student.comesBackWithPassword();
  await student.givesCode(await authenticator.nextCode());
  await expect(student.alert).toHaveText(said(refusal.locked));
  await teacher.looks();
  await expect(teacher.seat(1).trouble).toContainText(failure.locked);
  await expect(teacher.seat(1).trouble).toContainText(new RegExp(`${board.wait_until} \\d\\d:\\d\\d`));
});

test('six wrong passwords lock a name, but not the neighbour behind the same address', async ({ teacher, student, another }) => {
  await teacher.opensAClass();
  const card = await teacher.cardOf(1);
  const neighbour = await another.student();
  for (let i = 0; i < 6; i += 1) {
    await student.opens('/sign-in');
    await student.gives(card.login, 'wrong-otter-0000');
    await expect(student.alert).toHaveText(refusal.sign_in_failed);
  }

  await student.opens('/sign-in');
  await student.gives(card.login, card.password);

  await expect(student.alert).toHaveText(said(refusal.locked, { duration: /(1:00|0:\d\d)/ }));
  await teacher.looks();
  await expect(teacher.seat(1).trouble).toContainText(failure.locked);
  await neighbour.signsIn(await teacher.cardOf(2));
});
