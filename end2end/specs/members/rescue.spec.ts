// Tests of the rescue of members who have lost their phone and their recovery codes.
import { Authenticator } from '../../support/authenticator';
import { linkIn, mailTo, type Member } from '../../support/people/member';
import { expect, test } from '../../support/fixtures';
import { textPattern } from '../../support/texts';

/** Enters the password and asks the administrators for help, as a member who has lost phone and recovery codes. */
async function requestsRescue(member: Member): Promise<void> {
  const { code, rescue } = member.texts;
  await member.passesPasswordStep({ login: member.username, password: member.password });
  await member.page.getByText(code.lost_phone).click();
  await member.navigates(() => member.follows(rescue.lost_all));
  await expect(member.heading).toHaveText(rescue.ask_title);
  await member.navigates(() => member.presses(rescue.ask_do));
  await expect(member.heading).toHaveText(rescue.asked_title);
}

async function submitsEnrolmentCode(member: Member, code: string): Promise<void> {
  await member.passesPasswordStep({ login: member.username, password: member.password });
  await member.page.getByLabel(member.texts.rescue.enrol_label).fill(code);
  await member.presses(member.texts.rescue.enrol_do);
}

test('an administrator rescues a member who lost phone and recovery codes', async ({ member, newUser }) => {
  test.slow();
  const { admin, audit, mail, refusal, rescue } = member.texts;
  const root = await newUser.administrator();
  await root.becomesAdministrator();
  await member.hasAccount();
  await member.confirmsEmail();
  await member.opens('/classes');
  await member.signsOut();
  const old = member.authenticator;
  await requestsRescue(member);
  await mailTo(member.email, rescue.mail_asked_subject);
  await mailTo('help@school.example', rescue.mail_decide_subject);
  await mailTo(root.email, rescue.mail_decide_subject);

  await root.opens('/admin/rescues');
  await expect(root.listRow(member.username)).toContainText(admin.rescue_open);
  await root.navigates(() => root.listRow(member.username).getByRole('link', { name: admin.look }).click());
  await expect(root.page.getByText(admin.asks_for_help)).toBeVisible();
  await root.reauthenticates();
  const code = await root.issuesEnrolmentCode();
  await expect(root.listRow(member.username)).toHaveCount(0);
  await root.opens('/admin/code');
  await expect(root.heading).toHaveText(admin.code_gone_title);
  await mailTo(member.email, mail.factors_reset_subject);

  await submitsEnrolmentCode(member, 'k7qm-2xnp-w4rt-h9dc');
  await expect(member.alert).toHaveText(refusal.enrolment_code_wrong);
  const thief = await newUser.member();
  await thief.passesPasswordStep({ login: member.username, password: member.password });
  await thief.opens('/set-up');
  await thief.isAt('/sign-in');

  await submitsEnrolmentCode(member, code.toUpperCase());
  await member.isAt('/set-up');
  await member.connectsApp();
  expect(member.authenticator.key).not.toBe(old.key);
  await member.opens('/account');
  await expect(member.page.getByText(audit.enrolment_code_used)).toBeVisible();
  await member.signsOut();
  await member.passesPasswordStep({ login: member.username, password: member.password });
  await member.submitsCode(await old.nextCode());
  await member.isRefused(textPattern(refusal.code_wrong));
  await member.signsInAgain();
});

test('an objection of the owner makes request, code and phone of a thief worthless', async ({ member, newUser }) => {
  test.slow();
  const { admin, mail, refusal, rescue } = member.texts;
  const root = await newUser.administrator();
  await root.becomesAdministrator();
  await member.hasAccount();
  await member.confirmsEmail();
  const thief = await newUser.member();
  Object.assign(thief, { username: member.username });
  await requestsRescue(thief);

  const objects = async (subject: string) => {
    await member.opens(linkIn(await mailTo(member.email, subject)));
    await expect(member.heading).toHaveText(rescue.object_title);
    await member.navigates(() => member.presses(rescue.object_do));
    await expect(member.heading).toHaveText(rescue.object_done_title);
  };
  await objects(rescue.mail_asked_subject);
  await mailTo(root.email, rescue.mail_objected_subject);
  await root.opens('/admin/rescues?all=yes');
  await expect(root.listRow(member.username)).toContainText(admin.rescue_objected);
  await member.opens('/classes');
  await member.isAt('/classes');

  // The administrator was deceived and issues a code although the owner has objected.
  await root.findsAccount(member.username);
  await root.reauthenticates();
  const code = await root.issuesEnrolmentCode();
  await submitsEnrolmentCode(thief, code);
  await thief.isAt('/set-up');
  thief.authenticator = await Authenticator.scans(thief.page);
  await thief.submitsCode(thief.authenticator.code());
  await thief.isAt('/set-up/recovery-codes');
  await thief.savesRecoveryCodes();
  await objects(mail.factors_reset_subject);
  await thief.opens('/classes');
  await thief.isAt('/sign-in');
  await thief.passesPasswordStep({ login: member.username, password: member.password });
  await expect(thief.heading).toHaveText(rescue.enrol_title);
  await submitsEnrolmentCode(thief, code);
  await expect(thief.alert).toHaveText(refusal.enrolment_code_wrong);
  await member.opens(linkIn(await mailTo(member.email, mail.factors_reset_subject)));
  await expect(member.page.getByText(refusal.link_dead)).toBeVisible();
});
