// Tests of the practice phone, an authenticator app in the page for students without a phone: its codes and its accounts.
import { letNextStepBegin } from '../../support/authenticator';
import { expect, test } from '../../support/fixtures';
import { PracticePhone, scansWithPracticePhone } from '../../support/practice-phone';
import { textPattern, TEXTS } from '../../support/texts';

const { code: words, lesson, phone: says, returning } = TEXTS.en;

test.describe('the practice phone', () => {
  test('lets a student without a phone pass all four stages', async ({ teacher, student }) => {
    await teacher.hasClass();
    const card = await teacher.cardOf(1);
    await student.signsIn(card);
    const authenticator = await student.opensSetUp();
    const phone = new PracticePhone(student);
    await phone.isEmpty();

    await phone.scansThePage();
    await expect(phone.screen.getByRole('article')).toContainText(card.login);
    await phone.showsTheCodeOf(authenticator);
    await student.submitsCode(await phone.code());
    await student.isAt('/set-up/recovery-codes');
    await student.savesRecoveryCodes();
    await student.signsOut();
    await student.passesPasswordStep();
    await expect(phone.screen.getByRole('article')).toContainText(card.login);
    await phone.waitsForTheNextCode();
    await student.submitsCode(await phone.code());

    await student.isAt('/lesson');
    await expect(student.heading).toHaveText(lesson.finish_title);
    await teacher.seat(1).isGreenAt(['signed_in', 'setup_opened', 'connected', 'signed_in_2fa']);
  });

  test('does not trust the clock of the computer', async ({ teacher, student }) => {
    await teacher.hasClass();
    await student.page.addInitScript(() => {
      const now = Date.now.bind(Date);
      Date.now = () => now() - 15 * 60_000;
    });
    const phone = await scansWithPracticePhone(student, await teacher.cardOf(1));

    await student.submitsCode(await phone.code());

    await student.isAt('/set-up/recovery-codes');
  });

  test('says that the code of the set-up is used, and when the next one comes', async ({ teacher, student }) => {
    await teacher.hasClass();
    const card = await teacher.cardOf(1);
    await student.signsIn(card);
    // The code of a step that has just begun is still shown when the student is back at the sign-in. The clock is moved before
    // the page is opened, because the phone takes the time from its page.
    await letNextStepBegin();
    await student.opensSetUp();
    const phone = new PracticePhone(student);
    await phone.scansThePage();
    const code = await phone.code();
    await student.submitsCode(code);
    await student.isAt('/set-up/recovery-codes');
    await student.savesRecoveryCodes();
    await student.presses(lesson.code_button);
    await student.isAt('/sign-in');
    await student.submitsPassword(card.login, card.password);
    await student.isAt('/sign-in/code');

    const used = phone.screen.getByText(textPattern(returning.used, { seconds: /\d+/ }));
    await expect(used).toBeVisible();
    expect(await phone.code()).toBe(code);
    await phone.waitsForTheNextCode();
    await expect(used).toHaveCount(0);
    await student.submitsCode(await phone.code());
    await student.isAt('/lesson');
  });

  test('moves the focus to the code field after a scan', async ({ teacher, student }) => {
    await teacher.hasClass();
    const phone = await scansWithPracticePhone(student, await teacher.cardOf(1));

    await expect(student.codeField).toBeFocused();
    await student.page.keyboard.type(await phone.code());
    await student.isAt('/set-up/recovery-codes');
  });

  test('is not shown at the sign-in to a student with a real phone', async ({ teacher, student, newUser }) => {
    await teacher.hasClass();
    await student.hasConnected(await teacher.cardOf(1));
    await student.signsOut();
    await student.passesPasswordStep();
    const phone = new PracticePhone(student);
    await phone.isHidden();
    await expect(student.codeField).toBeFocused();

    const narrow = await newUser.student({ viewport: { width: 360, height: 740 } });
    await narrow.passesPasswordStep(student.card);
    await expect(narrow.page.getByRole('link', { name: words.open_phone })).toBeHidden();
  });

  test('accepts a typed key, also in groups and in small letters', async ({ teacher, student }) => {
    await teacher.hasClass();
    const card = await teacher.cardOf(1);
    await student.signsIn(card);
    const authenticator = await student.opensSetUp();
    const phone = new PracticePhone(student);

    await phone.presses(says.type_key);
    await phone.types(card.login, authenticator.key.slice(0, 12));
    await expect(phone.screen.getByRole('alert')).toHaveText(says.key_wrong);
    await phone.types(card.login, authenticator.key.toLowerCase().match(/.{4}/g)!.join(' '));

    await phone.showsTheCodeOf(authenticator);
  });

  test('sends nothing to the server', async ({ teacher, student, baseURL }) => {
    await teacher.hasClass();
    const card = await teacher.cardOf(1);
    await student.signsIn(card);
    const authenticator = await student.opensSetUp();
    const phone = new PracticePhone(student);
    const asked: string[] = [];
    // Requests of the page around the phone are left out: its scripts, and those that follow the state of the lesson.
    const ofThePage = (url: string) => /^\/(pkg\/[^?]+|lesson\/events|sfn\/lesson-state)$/.test(url.replace(baseURL!, ''));
    student.page.on('request', (request) => ofThePage(request.url()) || asked.push(request.url()));

    await phone.scansThePage();
    await phone.code();
    await phone.waitsForTheNextCode();
    await phone.presses(says.remove);
    await phone.presses(says.type_key);
    await phone.types(card.login, authenticator.key);
    await phone.code();
    await phone.presses(says.add_another);
    await phone.presses(says.camera);
    await expect(phone.screen.getByRole('alert')).toHaveText(says.camera_failed);
    await phone.presses(says.back);
    await phone.code();

    expect(asked).toEqual([]);
    expect(JSON.stringify(await student.page.context().cookies())).not.toContain(authenticator.key);
  });
});
