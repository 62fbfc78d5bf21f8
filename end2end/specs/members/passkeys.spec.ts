// Tests of passkeys with the virtual authenticator of Chromium. Browsers allow passkeys over plain http on localhost only.
import { expect, test } from '../../support/fixtures';
import { registersWithPasskey } from '../../support/passkeys';
import { LOCALHOST } from '../../support/server';
import { textPattern } from '../../support/texts';

test.use({ baseURL: LOCALHOST });

test('a member registers with a passkey and signs in with it, without and with the password', async ({ member }) => {
  const { passkey } = member.texts;
  const authenticator = await registersWithPasskey(member);
  await member.opens('/account');
  await expect(member.page.getByText('Test key')).toBeVisible();
  await member.signsOut();

  await authenticator.verifiesUser(false);
  await member.opens('/sign-in');
  await member.presses(passkey.sign_in);
  await expect(member.alert).toHaveText(passkey.failed);
  await authenticator.verifiesUser(true);
  await member.presses(passkey.sign_in);
  await member.isAt('/classes');
  await member.signsOut();

  await authenticator.verifiesUser(false);
  await member.passesPasswordStep({ login: member.username, password: member.password });
  await expect(member.heading).toHaveText(passkey.code_title);
  await authenticator.verifiesUser(true);
  await member.presses(passkey.code_do);
  await member.isAt('/classes');
});

test('the name field offers the passkey, without a dialog', async ({ member }) => {
  const authenticator = await registersWithPasskey(member);
  await authenticator.verifiesUser(false);
  await member.signsOut();
  await authenticator.verifiesUser(true);
  await member.opens('/sign-in');
  // The virtual authenticator chooses the passkey as soon as the page has asked for it.
  await member.isAt('/classes');
});

test('a passkey confirms a change, and a passkey can be renamed and removed', async ({ member }) => {
  const { account, messages, passkey } = member.texts;
  await registersWithPasskey(member);
  await member.opens('/account/recovery-codes');
  await member.presses(passkey.confirm);
  await member.isAt('/set-up/recovery-codes');
  await member.savesRecoveryCodes('/account');

  await member.opens('/account');
  await member.follows(passkey.edit);
  await member.page.getByLabel(passkey.name_label).fill('My laptop');
  await member.presses(passkey.rename);
  await expect(member.page.getByText(account.done_language)).toBeVisible();
  await member.follows(passkey.edit);
  await member.presses(passkey.confirm);
  await expect(member.alert).toHaveText(messages.last);
});

test('on plain http the account page says why there are no passkeys', async ({ newUser, baseURL }) => {
  const member = await newUser.member({ baseURL: `http://school.test:${new URL(baseURL!).port}` });
  const { passkey } = member.texts;
  await member.registers();
  await expect(member.page.getByText(passkey.first_title)).toHaveCount(0);
  await member.connectsApp();
  await member.opens('/account');
  await expect(member.page.getByText(textPattern(passkey.why_other_address))).toBeVisible();
  await member.signsOut();
  await member.opens('/sign-in');
  await expect(member.page.getByRole('button', { name: passkey.sign_in })).toHaveCount(0);
});

test('without scripts the page for a passkey names another way @plain', async ({ newUser }) => {
  const member = await newUser.member({ baseURL: LOCALHOST });
  const { passkey } = member.texts;
  await member.registers();
  await member.follows(passkey.connect);
  await expect(member.page.getByText(passkey.missing)).toBeVisible();
  await expect(member.page.getByRole('button', { name: passkey.create })).toHaveCount(0);
});
