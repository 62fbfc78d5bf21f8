// Tests that logins, passwords and codes are understood with another keyboard layout, and of the way back to the sign-in.
import { letNextStepBegin } from '../../support/authenticator';
import { expect, test } from '../../support/fixtures';
import { TEXTS } from '../../support/texts';

const { lesson, returning, typing } = TEXTS.en;
const KEYS = 'qwertyuiopasdfghjklzxcvbnm';
const RUSSIAN = 'йцукенгшщзфывапролдячсмить';
const FRENCH_DIGITS = 'à&é"\'(-è_ç';

/** What the Russian layout types for the keys of this text. */
const russian = (text: string) => [...text].map((key) => (KEYS.includes(key) ? RUSSIAN[KEYS.indexOf(key)] : key)).join('');

/** What a French keyboard types for this text without the shift key. */
const frenchWithoutShift = (text: string) => text.replace(/\d/g, (digit) => FRENCH_DIGITS[Number(digit)]);

for (const [layout, typed] of [
  ['Russian', russian],
  ['French', frenchWithoutShift],
  ['spaced', (text: string) => text.replaceAll('-', ' – ')],
] as const) {
  test(`a student signs in with a ${layout} keyboard`, { tag: '@both' }, async ({ teacher, student }) => {
    await teacher.hasClass();
    const card = await teacher.cardOf(1);

    await student.opens('/sign-in');
    await student.submitsPassword(typed(card.login), typed(card.password));

    await student.isAt('/lesson');
    await teacher.refreshesBoard();
    await teacher.seat(1).isGreenAt(['signed_in']);
  });
}

test('a student who types Cyrillic letters is told to switch the keyboard', { tag: '@both' }, async ({ teacher, student }) => {
  await teacher.hasClass();
  const card = await teacher.cardOf(1);
  await student.opens('/sign-in');

  await student.submitsPassword(card.login, 'пароль');

  await expect(student.alert).toHaveText(typing.wrong_keyboard);
  await expect(student.page.locator('[name=password]')).toBeFocused();
  await student.submitsPassword(card.login, card.password);
  await student.isAt('/lesson');
});

test('a French keyboard types the code of the app without the shift key', async ({ teacher, student }) => {
  await teacher.hasClass();
  await student.signsIn(await teacher.cardOf(1));
  const authenticator = await student.opensSetUp();

  // The field understands the sixth character and sends the form.
  await student.codeField.fill(frenchWithoutShift(authenticator.code()));

  await student.isAt('/set-up/recovery-codes');
});

test('a student who comes back can wait with something to read, or give the computer away', { tag: '@both' }, async ({ teacher, student }) => {
  await teacher.hasClass();
  const card = await teacher.cardOf(1);
  await student.signsIn(card);
  const authenticator = await student.opensSetUp();
  // The code of a step that has just begun leaves time to look at the next pages.
  await letNextStepBegin();
  await student.submitsCode(authenticator.code());
  await student.isAt('/set-up/recovery-codes');
  await student.savesRecoveryCodes();

  await student.presses(lesson.code_button);
  await student.isAt('/sign-in');
  await expect(student.page.getByText(returning.why_text)).toBeVisible();
  await expect(student.page.locator('[name=username]')).toHaveValue(card.login);

  await student.presses(returning.not_you);
  await expect(student.page.locator('[name=username]')).toHaveValue('');
  expect(await student.page.content()).not.toContain(card.login);
});
