// Tests of accounts whose only second factor is codes by mail.
import { runCommand } from '../../support/people/administrator';
import type { Member } from '../../support/people/member';
import { codesByMail, requestsCode, newCode, typesCode } from '../../support/message-codes';
import { expect, test } from '../../support/fixtures';
import { textPattern } from '../../support/texts';

/** Registers a member and connects codes by mail as the only second factor. */
async function registersWithMailCodes(member: Member): Promise<void> {
  const { classes, messages, proof } = member.texts;
  await member.registers();
  await member.navigates(() => member.follows(messages.connect_email));
  await member.isAt('/set-up/email');
  // Before the address is confirmed, the page neither sends nor asks for a code. It offers to mail the link again.
  await expect(member.page.getByText(textPattern(proof.confirm_first))).toBeVisible();
  await expect(member.page.getByRole('button', { name: messages.send })).toHaveCount(0);
  await member.navigates(() => member.presses(classes.confirm_again));
  await expect(member.page.getByText(textPattern(proof.sent))).toBeVisible();
  await member.confirmsEmail(2);
  await member.opens('/set-up/email');
  await member.navigates(() => member.presses(messages.send));
  await typesCode(member, await newCode(() => codesByMail(member), 0));
  await member.isAt('/set-up/recovery-codes');
}

test('a member connects codes by mail as the first factor, after the address is confirmed', async ({ member }) => {
  test.slow();
  const { messages, recovery } = member.texts;
  await registersWithMailCodes(member);
  await expect(member.page.getByText(messages.audit_email)).toBeVisible();
  await expect(member.page.getByText(recovery.connected)).toHaveCount(0);
  await member.savesRecoveryCodes();
  await member.signsOut();
  await member.passesPasswordStep({ login: member.username, password: member.password });
  await expect(member.page.getByRole('button', { name: textPattern(messages.send_in, { seconds: /\d+/ }) })).toBeVisible();
  await requestsCode(member);
  await typesCode(member, await newCode(() => codesByMail(member), 1));
  await member.isAt('/classes');
});

test('codes by mail ask for a confirmed address before they ask for password and code', async ({ member }) => {
  const { account, classes, messages, proof } = member.texts;
  const codes = await member.hasAccount();
  await member.opens('/account');
  await expect(member.page.getByRole('button', { name: classes.confirm_again })).toBeVisible();
  await member.follows(messages.connect_email);
  await member.isAt('/account/connect/email');
  await expect(member.page.locator('[name=password]')).toHaveCount(0);
  await member.navigates(() => member.presses(classes.confirm_again));
  await expect(member.page.getByText(textPattern(proof.sent))).toBeVisible();
  await member.confirmsEmail(2);
  await member.opens('/account/connect/email');
  await member.givesPasswordAndCode(codes[0], messages.connect_email);
  await member.isAt('/set-up/email');
  await member.opens('/account');
  await expect(member.page.getByText(account.codes_left.replace('{left}', '9'))).toBeVisible();
});

test('a member without an authenticator app cannot become an administrator', async ({ member, newUser }) => {
  test.slow();
  const { admin, messages, refusal } = member.texts;
  await registersWithMailCodes(member);
  await member.savesRecoveryCodes();
  await expect(runCommand('admin', 'create', member.username, member.email)).rejects.toThrow(/authenticator app/);

  const root = await newUser.administrator();
  await root.becomesAdministrator();
  await root.findsAccount(member.username);
  await expect(root.page.locator('.facts')).toContainText(messages.by_email);
  await root.reauthenticates();
  await root.presses(admin.make_admin);
  await expect(root.alert).toHaveText(refusal.app_needed);
});
