// Tests of the account page: replacing the phone, recovery codes, password, address, export and deletion.
import { readFile } from 'node:fs/promises';
import { Authenticator } from '../../support/authenticator';
import { linkIn, mailsTo, mailTo } from '../../support/people/member';
import { expect, test } from '../../support/fixtures';
import { textPattern, TEXTS } from '../../support/texts';

test('a teacher replaces the authenticator app; the old one works until the new one is confirmed', async ({ member, newUser }) => {
  test.slow();
  const { account, audit, mail, members, refusal } = member.texts;
  const codes = await member.hasAccount();
  await member.confirmsEmail();
  await member.opens('/account');
  await member.follows(account.replace);
  await member.isAt('/account/phone');
  await member.givesPasswordAndCode(member.authenticator.wrongCode(), account.phone_do);
  await expect(member.alert).toHaveText(account.code_wrong);
  await member.givesPasswordAndCode(codes[0], account.phone_do);
  await member.isAt('/set-up');
  await expect(member.page.getByText(members.replaces)).toBeVisible();

  const old = member.authenticator;
  const elsewhere = await newUser.member();
  Object.assign(elsewhere, { username: member.username, authenticator: old });
  await elsewhere.signsInAgain();

  member.authenticator = await Authenticator.scans(member.page);
  expect(member.authenticator.key).not.toBe(old.key);
  await member.submitsCode(member.authenticator.code());
  await member.isAt('/set-up/recovery-codes');
  await member.savesRecoveryCodes();
  await mailTo(member.email, mail.factor_replaced_subject);
  await elsewhere.opens('/classes');
  await elsewhere.isAt('/sign-in');
  await elsewhere.submitsPassword(member.username, member.password);
  await elsewhere.isAt('/sign-in/code');
  await elsewhere.submitsCode(await old.nextCode());
  await elsewhere.isRefused(textPattern(refusal.code_wrong));
  await member.opens('/account');
  await expect(member.page.getByText(audit.factor_replaced)).toBeVisible();
});

test('a recovery code works once, a low number is shown, and new codes replace the old ones', async ({ member }) => {
  test.slow();
  const { account, classes, code: words, refusal } = member.texts;
  const codes = await member.hasAccount();
  const recovers = async (code: string) => {
    await member.passesPasswordStep({ login: member.username, password: member.password });
    await member.opens('/sign-in/code?with=recovery-code');
    await member.page.getByLabel(words.recovery_label).fill(code);
    await member.presses(words.recovery_submit);
  };
  for (const code of codes.slice(0, 7)) {
    await member.signsOut();
    await recovers(code);
    await member.isAt('/classes');
  }
  await expect(member.page.getByText(classes.few_codes_text)).toBeVisible();
  await member.signsOut();
  await recovers(codes[0]);
  await expect(member.alert).toHaveText(refusal.recovery_code_wrong);
  await member.signsInAgain();

  await member.follows(classes.few_codes_do);
  await member.isAt('/account/recovery-codes');
  await member.givesPasswordAndCode(codes[8], account.codes_do);
  await member.isAt('/set-up/recovery-codes');
  const fresh = await member.recoveryCodes.allInnerTexts();
  expect(fresh).toHaveLength(10);
  await member.savesRecoveryCodes('/account');
  await expect(member.page.getByText(classes.few_codes_text)).toHaveCount(0);
  await member.signsOut();
  await recovers(codes[9]);
  await expect(member.alert).toHaveText(refusal.recovery_code_wrong);
  await recovers(fresh[0]);
  await member.isAt('/classes');
});

test('a new password and a new address are announced by mail, and other sessions end', async ({ member, newUser }) => {
  test.slow();
  const { account, mail } = member.texts;
  const codes = await member.hasAccount();
  await member.confirmsEmail();
  const elsewhere = await newUser.member();
  Object.assign(elsewhere, { username: member.username, authenticator: member.authenticator });
  await elsewhere.signsInAgain();

  await member.opens('/account');
  await expect(member.page.locator('#sessions ~ .items li')).toHaveCount(2);
  await member.presses(account.end_others);
  await expect(member.page.getByText(account.done_sessions)).toBeVisible();
  await elsewhere.opens('/classes');
  await elsewhere.isAt('/sign-in');

  await member.follows(account.change_password);
  await member.isAt('/account/password');
  await member.page.locator('[name=new_password]').fill('another horse battery');
  await member.page.locator('[name=new_password_again]').fill('another horse battery');
  await member.givesPasswordAndCode(codes[0], account.password_do);
  await expect(member.page.getByText(account.done_password)).toBeVisible();
  member.password = 'another horse battery';
  await mailTo(member.email, mail.password_changed_subject);

  const before = member.email;
  const next = `new.${before}`;
  await member.follows(account.change_email);
  await member.isAt('/account/email');
  await member.page.locator('[name=email]').fill(next);
  await member.givesPasswordAndCode(codes[1], account.email_do);
  await expect(member.page.getByText(account.done_email)).toBeVisible();
  await mailTo(before, mail.email_asked_subject);
  await member.opens(linkIn(await mailTo(next, mail.confirm_subject)));
  await member.presses(member.texts.confirm.submit);
  await member.isAt('/account');
  await mailTo(before, mail.email_changed_subject);
  await member.opens('/account');
  await expect(member.page.getByText(next)).toBeVisible();
  await member.signsOut();
  await member.signsInAgain(next);
});

test('a change of address is shown, cancelled, and undone from the old address', async ({ member }) => {
  test.slow();
  const { account, confirm, mail, undo } = member.texts;
  const codes = await member.hasAccount();
  await member.confirmsEmail();
  const before = member.email;
  const asksFor = async (address: string, code: string) => {
    await member.opens('/account/email');
    await member.page.locator('[name=email]').fill(address);
    await member.givesPasswordAndCode(code, account.email_do);
    await expect(member.page.getByText(account.pending_title)).toBeVisible();
  };
  await asksFor(`first.${before}`, codes[0]);
  await member.presses(account.pending_cancel);
  await expect(member.page.getByText(account.done_cancelled)).toBeVisible();
  await expect(member.page.getByText(account.pending_title)).toHaveCount(0);

  await asksFor(`second.${before}`, codes[1]);
  await member.opens(linkIn(await mailTo(`second.${before}`, mail.confirm_subject)));
  await member.presses(confirm.submit);
  await member.isAt('/account');
  await member.opens(linkIn(await mailTo(before, mail.email_changed_subject)));
  await expect(member.heading).toHaveText(undo.title);
  await member.navigates(() => member.presses(undo.do));
  await expect(member.heading).toHaveText(undo.done_title);
  await mailTo(before, mail.email_restored_subject);
  await mailTo(`second.${before}`, mail.email_undone_subject);
  await member.opens('/account');
  await member.isAt('/sign-in');
  await member.signsInAgain(before);
});

test("a teacher downloads the account's data, then deletes the account", async ({ member }) => {
  const { account, refusal } = member.texts;
  await member.hasAccount();
  await member.confirmsEmail();
  await member.opens('/account');
  await member.page.locator('select[name=lang]').selectOption('fr');
  await member.presses(account.language_save);
  await expect(member.page.getByText(account.done_language)).toBeVisible();
  const [download] = await Promise.all([member.page.waitForEvent('download'), member.presses(account.download)]);
  const data = JSON.parse(await readFile((await download.path())!, 'utf8'));
  expect(data.account).toMatchObject({ username: member.username, email: member.email, locale: 'fr' });

  await member.follows(account.delete);
  await member.isAt('/account/delete');
  await expect(member.page.getByText(account.delete_text)).toBeVisible();
  await member.givesPasswordAndCode(await member.authenticator.nextCode(), account.delete_do);
  await expect(member.heading).toHaveText(account.deleted_title);
  // The mail is in the language that the account has chosen.
  await mailTo(member.email, TEXTS.fr.mail.deleted_subject);
  await member.opens('/sign-in');
  await member.submitsPassword(member.username, member.password);
  await expect(member.alert).toHaveText(refusal.sign_in_failed);
});

test('a teacher ends one session, and the others stay', async ({ member, newUser }) => {
  test.slow();
  const { account } = member.texts;
  await member.hasAccount();
  const [second, third] = [await newUser.member(), await newUser.member()];
  for (const elsewhere of [second, third]) {
    Object.assign(elsewhere, { username: member.username, authenticator: member.authenticator });
    await elsewhere.signsInAgain();
  }
  await member.opens('/account');
  const sessions = member.page.locator('#sessions ~ .items li');
  await expect(sessions).toHaveCount(3);
  // The list begins with the session of this browser. The newest of the other sessions is second.
  await member.navigates(() => sessions.nth(1).getByRole('button', { name: account.end_one }).click());
  await expect(member.page.getByText(account.done_session)).toBeVisible();
  await expect(sessions).toHaveCount(2);
  await third.opens('/classes');
  await third.isAt('/sign-in');
  await second.opens('/classes');
  await second.isAt('/classes');
  await member.navigates(() => sessions.first().getByRole('button', { name: account.end_here }).click());
  await member.isAt('/sign-out');
  await member.opens('/account');
  await member.isAt('/sign-in');
});

test('a teacher switches off the mails about new devices', async ({ member, newUser }) => {
  test.slow();
  const { account, mail } = member.texts;
  const codes = await member.hasAccount();
  await member.confirmsEmail();
  const elsewhere = await newUser.member();
  Object.assign(elsewhere, { username: member.username, authenticator: member.authenticator });
  await elsewhere.signsInAgain();
  const announcement = await mailTo(member.email, mail.new_device_subject);
  expect(announcement.text).toContain(member.username);

  await member.opens('/account');
  const box = member.page.getByRole('checkbox', { name: account.new_device });
  await expect(box).toBeChecked();
  await box.uncheck();
  await member.navigates(() => member.presses(account.new_device_apply));
  await expect(member.page.getByText(account.done_language)).toBeVisible();
  await expect(box).not.toBeChecked();
  const third = await newUser.member();
  Object.assign(third, { username: member.username, authenticator: member.authenticator });
  await third.signsInAgain();
  // The server sends mails in order. When this later mail has arrived, a mail about the new device would be there too.
  await member.follows(account.change_email);
  await member.page.locator('[name=email]').fill(`new.${member.email}`);
  await member.givesPasswordAndCode(codes[0], account.email_do);
  await mailTo(member.email, mail.email_asked_subject);
  const newDeviceMails = (await mailsTo(member.email)).filter((mail) => mail.subject === announcement.subject);
  expect(newDeviceMails).toHaveLength(1);
});
