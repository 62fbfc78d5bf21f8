// Tests of the forgotten password: a new one by mailed link, without revealing which accounts exist.
import { linkIn, mailTo } from '../../support/people/member';
import { expect, test } from '../../support/fixtures';

test('a new password by mail does not replace the second factor', async ({ member, newUser }) => {
  const { forgot, mail, members, refusal } = member.texts;
  await member.hasAccount();
  await member.confirmsEmail();
  const elsewhere = await newUser.member();
  await elsewhere.opens('/sign-in');
  await elsewhere.follows(members.forgot);
  await elsewhere.isAt('/forgot');
  await elsewhere.page.locator('[name=username]').fill(member.email);
  await elsewhere.presses(forgot.submit);
  await expect(elsewhere.heading).toHaveText(forgot.sent_title);

  const link = linkIn(await mailTo(member.email, mail.reset_subject));
  await elsewhere.opens(link);
  const sets = async (password: string, again: string) => {
    await elsewhere.page.locator('[name=password]').fill(password);
    await elsewhere.page.locator('[name=password_again]').fill(again);
    await elsewhere.presses(forgot.new_submit);
  };
  await sets('another horse battery', 'something else');
  await expect(elsewhere.page.locator('#password_again-error')).toHaveText(member.texts.fault.again);
  await sets('another horse battery', 'another horse battery');
  await expect(elsewhere.page.getByText(forgot.done)).toBeVisible();

  await member.opens('/classes');
  await member.isAt('/sign-in');
  await member.submitsPassword(member.username, member.password);
  await expect(member.alert).toHaveText(refusal.sign_in_failed);
  member.password = 'another horse battery';
  await member.signsInAgain();
  await mailTo(member.email, mail.password_changed_subject);
  await elsewhere.opens(link);
  await expect(elsewhere.heading).toHaveText(forgot.dead_title);
});

test('the answer does not reveal whether the account exists', async ({ member, newUser }) => {
  await member.hasAccount();
  const curious = await newUser.visitor();
  for (const name of [member.username, member.email, 'nobody@nowhere.example']) {
    await curious.opens('/forgot');
    await curious.page.locator('[name=username]').fill(name);
    await curious.presses(member.texts.forgot.submit);
    await expect(curious.page.getByText(member.texts.forgot.sent_text)).toBeVisible();
  }
});
