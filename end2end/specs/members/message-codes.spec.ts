// Tests of codes by mail and SMS, of trusted browsers, and of the students' exercise with messages.
import { textMessagesTo } from '../../support/sms-gateway';
import type { Member } from '../../support/people/member';
import { codeIn, codesByMail, requestsCode, newCode, typesCode } from '../../support/message-codes';
import { expect, test } from '../../support/fixtures';
import { textPattern } from '../../support/texts';

/** Goes from the account page to the page that connects a factor, and enters password and code on the way. */
async function opensConnectPage(member: Member, label: string, code: string): Promise<void> {
  await member.opens('/account');
  await member.follows(label);
  await member.isAt(/^\/account\/connect\/\w+$/);
  await member.givesPasswordAndCode(code, label);
  await member.isAt(/^\/set-up\/\w+$/);
}

test('a teacher connects codes by mail, and requests one at the sign-in, and another', { tag: '@both' }, async ({ member }) => {
  test.slow();
  const { messages } = member.texts;
  const codes = await member.hasAccount();
  await member.confirmsEmail();
  await opensConnectPage(member, messages.connect_email, codes[0]);
  await expect(member.page.getByText(messages.weaker_email)).toBeVisible();
  await expect(member.page.locator('main')).toContainText(/a•••@school\.example/);
  await member.navigates(() => member.presses(messages.send));
  const first = await newCode(() => codesByMail(member), 0);
  await typesCode(member, first === '123456' ? '654321' : '123456');
  await expect(member.alert).toHaveText(messages.wrong);
  await typesCode(member, first);
  await expect(member.page.getByText(messages.done_connected)).toBeVisible();
  await expect(member.page.getByText(messages.audit_email)).toBeVisible();

  await member.signsOut();
  await member.passesPasswordStep({ login: member.username, password: member.password });
  await expect(member.page.getByRole('heading', { name: messages.another })).toBeVisible();
  await member.navigates(() => member.page.getByRole('link', { name: textPattern(messages.use_email) }).click());
  // A code was just sent, so the page shows how long the next one has to wait.
  await expect(member.page.getByRole('button', { name: textPattern(messages.send_in, { seconds: /\d+/ }) })).toBeVisible();
  await requestsCode(member);
  const second = await newCode(() => codesByMail(member), 1);
  await expect(member.page.getByRole('button', { name: textPattern(messages.send_in, { seconds: /\d+/ }) })).toBeVisible();
  await requestsCode(member);
  const newest = await newCode(() => codesByMail(member), 2);
  if (second !== newest) {
    await typesCode(member, second);
    await expect(member.alert).toHaveText(messages.wrong);
  }
  await typesCode(member, newest);
  await member.isAt('/classes');
});

test('a phone number is confirmed, used as the preferred factor, and removed', async ({ member }) => {
  test.slow();
  const { account, messages } = member.texts;
  const number = `+7999${String(Math.floor(Math.random() * 1e7)).padStart(7, '0')}`;
  const codes = await member.hasAccount();
  await opensConnectPage(member, messages.connect_sms, codes[0]);
  await expect(member.page.getByText(messages.weaker_sms)).toBeVisible();
  await member.page.locator('[name=number]').fill('916 123 45 12');
  await member.presses(messages.send);
  await expect(member.alert).toHaveText(messages.number_unfit);
  await member.page.locator('[name=number]').fill(`${number.slice(0, 2)} (${number.slice(2, 5)}) ${number.slice(5, 8)}-${number.slice(8)}`);
  await member.navigates(() => member.presses(messages.send));
  await expect(member.page.locator('main')).toContainText(`+7 ••• ••${number.slice(-2)}`);
  await typesCode(member, await newCode(() => textMessagesTo(number), 0));
  await expect(member.page.getByText(messages.done_connected)).toBeVisible();
  await expect(member.page.locator('main')).not.toContainText(number);

  await member.follows(messages.make_first);
  await member.isAt('/account/first/sms');
  await member.givesPasswordAndCode(codes[2], messages.order_do);
  await expect(member.page.getByText(messages.done_order)).toBeVisible();
  await expect(member.page.locator('.items li').first()).toContainText(messages.by_sms);
  await member.signsOut();
  // SMS is the first factor now, so the code page asks for a code by SMS.
  await member.passesPasswordStep({ login: member.username, password: member.password });
  await expect(member.page.getByText(messages.weaker_sms)).toBeVisible();
  await requestsCode(member);
  const texts = await textMessagesTo(number);
  await typesCode(member, await newCode(() => textMessagesTo(number), Math.max(1, texts.length - 1)));
  await member.isAt('/classes');

  await member.opens('/account');
  await member.page.locator('.items li', { hasText: messages.by_sms }).getByRole('link', { name: messages.remove }).click();
  await member.isAt('/account/remove/sms');
  await member.givesPasswordAndCode(codes[1], messages.remove_do);
  await expect(member.page.getByText(messages.done_removed)).toBeVisible();
  await expect(member.page.getByRole('link', { name: account.replace })).toBeVisible();
  await expect(member.page.getByRole('link', { name: messages.remove })).toHaveCount(0);
});

test('a trusted browser needs no code until its owner revokes the trust', async ({ member }) => {
  test.slow();
  const { trust } = member.texts;
  await member.hasAccount();
  await member.signsOut();
  const password = async () => {
    await member.opens('/sign-in');
    await member.submitsPassword(member.username, member.password);
  };
  await password();
  await member.isAt('/sign-in/code');
  await member.page.getByRole('checkbox', { name: trust.label.other.replace('{count}', '30') }).check();
  await member.submitsCode(await member.authenticator.nextCode());
  await member.isAt('/classes');
  await member.signsOut();
  await password();
  await member.isAt('/classes');

  await member.opens('/account');
  await expect(member.page.getByRole('heading', { name: trust.title })).toBeVisible();
  await member.presses(trust.end);
  await expect(member.page.getByText(trust.done)).toBeVisible();
  await member.signsOut();
  await password();
  await member.isAt('/sign-in/code');
});

test('a student practises codes by message and earns the badge', { tag: '@both' }, async ({ teacher, student, newUser }) => {
  test.slow();
  const { exercises, menu, practice } = teacher.texts;
  const { messages } = student.texts;
  await teacher.hasClass({ seats: 2, linkSaved: true });
  const card = await teacher.cardOf(1);
  await teacher.page.getByRole('link', { name: menu.button }).click();
  await teacher.opensSection(exercises.title);
  await teacher.page.getByLabel(exercises.messages, { exact: true }).selectOption('open');
  await teacher.presses(exercises.save);
  const badge = teacher.seat(1).row.locator('.badge.exercise');
  await expect(badge).toBeVisible();
  await expect(badge).not.toHaveClass(/done/);

  const { authenticator } = await student.hasConnected(card);
  await expect(student.page.getByText(exercises.messages_about)).toHaveCount(0);
  await student.signsOut();
  await student.passesPasswordStep();
  await student.submitsCode(await authenticator.nextCode());
  await student.isAt('/lesson');
  await student.follows(exercises.start);
  await student.isAt('/lesson/messages');
  await student.presses(practice.take);
  await student.isAt('/set-up/sms');
  await student.navigates(() => student.presses(messages.send));
  const phone = student.page.getByRole('region', { name: practice.title });
  const newest = phone.locator('.letter').first();
  const read = async () => {
    await expect(newest).toBeVisible();
    return codeIn(await newest.innerText());
  };
  const first = await read();
  await typesCode(student, first);
  await student.isAt('/lesson/messages');
  await expect(student.page.getByText(practice.now_sign_in)).toBeVisible();

  await student.navigates(() => student.presses(practice.sign_out));
  await student.passesPasswordStep();
  await student.navigates(() => student.page.getByRole('link', { name: textPattern(messages.use_sms) }).click());
  const inbox = await student.page.context().newPage();
  await inbox.goto('/phone/messages');
  await expect(inbox.locator('.letter')).toHaveCount(1);
  // The first answer to the island is a page without messages, so the island asks again.
  if (student.scripts) await inbox.route('/phone/messages', (route) => route.fulfill({ body: '<p>Busy</p>' }), { times: 1 });
  await requestsCode(student);
  await expect(phone.locator('.letter')).toHaveCount(2);
  if (!student.scripts) await inbox.reload();
  await expect(inbox.locator('.letter')).toHaveCount(2, { timeout: 12_000 });
  await expect(inbox.locator('.letter.newest')).toHaveCount(1);
  await inbox.close();

  // Another browser with only the password does not see the practice phone.
  const thief = await newUser.student();
  await thief.passesPasswordStep(card);
  await thief.opens('/phone/messages');
  await expect(thief.page.getByText(practice.not_here)).toBeVisible();

  await typesCode(student, await read());
  await student.isAt('/lesson');
  await expect(student.page.getByText(exercises.messages_learned)).toBeVisible();
  await teacher.refreshesBoard();
  await expect(badge).toHaveClass(/done/);
});
