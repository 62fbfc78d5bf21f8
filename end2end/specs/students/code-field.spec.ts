// Tests of the code field with scripts, and of the button that copies the key.
import { expect, test } from '../../support/fixtures';
import { expectAlive } from '../../support/hold-scripts';
import { sendsAnotherRequest, sentTo } from '../../support/sent-forms';
import { textPattern, TEXTS } from '../../support/texts';

const { refusal, set_up } = TEXTS.en;

test.describe('the code field', () => {
  test('sends the code once, at six digits', async ({ teacher, student }) => {
    await teacher.hasClass();
    await student.signsIn(await teacher.cardOf(1));
    const authenticator = await student.opensSetUp();
    const sent = sentTo(student.page, '/set-up');
    await expectAlive(student.page);
    // The set-up page does not focus the field: the page must open at its top.
    await student.codeField.focus();

    const code = authenticator.code();
    await student.page.keyboard.type(code.slice(0, 5), { delay: 20 });
    await sendsAnotherRequest(student.page);
    expect(sent).toHaveLength(0);
    await student.page.keyboard.type(`${code.slice(5)}`);

    await student.isAt('/set-up/recovery-codes');
    expect(sent).toHaveLength(1);
  });

  test('waits for the button after an error', async ({ teacher, student }) => {
    await teacher.hasClass();
    await student.signsIn(await teacher.cardOf(1));
    const authenticator = await student.opensSetUp();
    const sent = sentTo(student.page, '/set-up');
    await student.codeField.focus();
    await student.page.keyboard.type(authenticator.wrongCode());
    await student.isRefused(textPattern(refusal.code_wrong));
    expect(sent).toHaveLength(1);
    await expectAlive(student.page);

    await student.page.keyboard.type(authenticator.code());
    await sendsAnotherRequest(student.page);
    expect(sent).toHaveLength(1);
    await expect(student.alert).toHaveText(textPattern(refusal.code_wrong));

    await student.presses(set_up.submit);
    await student.isAt('/set-up/recovery-codes');
    expect(sent).toHaveLength(2);
  });

  test('keeps the answer if the button is pressed right after the last digit', async ({ teacher, student }) => {
    await teacher.hasClass();
    await student.signsIn(await teacher.cardOf(1));
    const authenticator = await student.opensSetUp();
    const sent = sentTo(student.page, '/set-up');
    await student.codeField.fill(authenticator.wrongCode());
    await student.isRefused(textPattern(refusal.code_wrong));

    await student.presses(set_up.submit);

    await expect(student.codeField).toBeFocused();
    await expect(student.alert).toHaveText(textPattern(refusal.code_wrong));
    expect(sent).toHaveLength(1);
    await student.codeField.fill(authenticator.code());
    await student.presses(set_up.submit);
    await student.isAt('/set-up/recovery-codes');
  });

  test('accepts a pasted code with a space in it', async ({ teacher, student }) => {
    await student.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await teacher.hasClass();
    await student.signsIn(await teacher.cardOf(1));
    const authenticator = await student.opensSetUp();
    const code = authenticator.code();
    await student.page.evaluate((text) => navigator.clipboard.writeText(text), `${code.slice(0, 3)} ${code.slice(3)}\n`);

    await student.codeField.focus();
    await student.page.keyboard.press('ControlOrMeta+V');

    await student.isAt('/set-up/recovery-codes');
  });

  test('sends a code once, however often the button is pressed', async ({ teacher, student }) => {
    await teacher.hasClass();
    await student.signsIn(await teacher.cardOf(1));
    const authenticator = await student.opensSetUp();
    await student.submitsCode('12345');
    await student.isRefused(textPattern(refusal.not_a_code));
    const sent = sentTo(student.page, '/set-up');
    await student.page.route('**/set-up', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 400));
      await route.continue();
    });

    await student.codeField.fill(authenticator.code());
    const button = student.page.getByRole('button', { name: set_up.submit });
    await button.dblclick();
    await button.click({ noWaitAfter: true }).catch(() => {});

    await student.isAt('/set-up/recovery-codes');
    expect(sent).toHaveLength(1);
  });

  test('the copy button copies the key without spaces', async ({ teacher, student }) => {
    await student.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await teacher.hasClass();
    await student.signsIn(await teacher.cardOf(1));
    const authenticator = await student.opensSetUp();

    await student.page.getByText(set_up.cannot_scan).click();
    await student.presses(set_up.copy_key);

    await expect(student.page.getByRole('button', { name: TEXTS.en.site.copied })).toBeVisible();
    expect(await student.page.evaluate(() => navigator.clipboard.readText())).toBe(authenticator.key);
  });

  test('the copy button works on plain http too', async ({ teacher, newUser, baseURL }) => {
    await teacher.hasClass();
    const student = await newUser.student({ baseURL: `http://school.test:${new URL(baseURL!).port}` });
    await student.signsIn(await teacher.cardOf(1));
    const authenticator = await student.opensSetUp();
    expect(await student.page.evaluate(() => isSecureContext)).toBe(false);

    await student.page.getByText(set_up.cannot_scan).click();
    await student.presses(set_up.copy_key);

    await expect(student.page.getByRole('button', { name: TEXTS.en.site.copied })).toBeVisible();
    const pasted = await student.page.evaluateHandle(() => document.body.appendChild(document.createElement('textarea')));
    await pasted.asElement()!.focus();
    await student.page.keyboard.press('Control+V');
    expect(await pasted.asElement()!.inputValue()).toBe(authenticator.key);
  });
});
