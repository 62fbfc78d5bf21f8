// Tests of the registration of members.
import { linkIn, mailTo, newName, PASSWORD } from '../../support/people/member';
import { expect, test } from '../../support/fixtures';

test('a teacher registers, connects an app, opens a class, and signs in by name and by address', async ({ member }) => {
  test.slow();
  const { members, classes, site } = member.texts;
  await member.registers();
  await expect(member.page.getByText(members.factor_first_title)).toBeVisible();
  for (const path of ['/classes', '/account']) {
    await member.opens(path);
    await member.isAt('/set-up');
  }
  await member.connectsApp();
  await expect(member.heading).toHaveText(classes.welcome.replace('{name}', member.username));

  await member.page.locator('[name=title]').fill('7b');
  await member.page.locator('[name=seats]').fill('2');
  await member.presses(member.texts.home.open);
  await member.isAt(/^\/classes\/[\w-]+$/);
  const board = new URL(member.page.url()).pathname;
  await expect(member.page.locator('.seats tbody tr')).toHaveCount(2);
  await expect(member.page.locator('#link')).toHaveCount(0);

  await member.confirmsEmail();
  await member.opens('/classes');
  await member.signsOut();
  await expect(member.page.getByText(members.goodbye)).toBeVisible();
  await member.signsInAgain();
  await member.signsOut();
  await member.signsInAgain(member.email);
  await expect(member.page.getByRole('link', { name: '7b' })).toHaveAttribute('href', board);
  for (const path of ['/register', '/sign-in']) {
    await member.opens(path);
    await expect(member.heading).toHaveText(member.texts.sign_in.already_title);
    await expect(member.page.getByRole('main').getByRole('link', { name: site.my_classes })).toBeVisible();
  }
});

test('each wrong field has its message, and typed values stay except passwords', { tag: '@both' }, async ({ member }) => {
  const { fault, refusal } = member.texts;
  await member.opens('/register');
  await member.fillsInRegistration('kestrel-4821', 'nowhere', 'short', 'shorter');

  await expect(member.alert).toHaveText(refusal.faults);
  for (const [name, text] of [
    ['username', fault.username_of_a_student],
    ['email', fault.email_shape],
    ['password', fault.password_too_short],
    ['password_again', fault.again],
  ]) {
    await expect(member.page.locator(`#${name}-error`)).toHaveText(text);
    await expect(member.page.locator(`[name=${name}]`)).toHaveAttribute('aria-invalid', 'true');
  }
  await expect(member.page.locator('[name=username]')).toHaveValue('kestrel-4821');
  await expect(member.page.locator('[name=email]')).toHaveValue('nowhere');

  await member.fillsInRegistration(newName(), undefined, 'password123');
  await expect(member.page.locator('#password-error')).toHaveText(fault.password_common);
});

test('a name is checked while it is typed, and the strength of the password is shown', async ({ member }) => {
  const { fault, register } = member.texts;
  await member.opens('/register');
  await member.page.locator('[name=username]').fill('ада');
  await member.page.locator('[name=email]').fill('ada@school.example');
  await expect(member.page.locator('#username-error')).toHaveText(fault.username_alphabet);
  await member.page.locator('[name=password]').pressSequentially('horse');
  await expect(member.page.locator('.strength')).toContainText(register.strength_weak);
  await member.page.locator('[name=password]').pressSequentially(' battery staple again');
  await expect(member.page.locator('.strength')).toContainText(register.strength_strong);
});

test('a registration with a known address does not reveal that; its owner gets a mail', async ({ member, newUser }) => {
  await member.hasAccount();
  await member.confirmsEmail();
  const curious = await newUser.member();
  await curious.opens('/register');
  await curious.fillsInRegistration(newName(), member.email);
  await curious.isAt('/set-up');

  const mail = await mailTo(member.email, member.texts.mail.taken_subject);
  expect(mail.text).toContain(member.username);
  expect(mail.text).not.toContain('/confirm-email/');
});

test("the confirmation mail is text and HTML in the member's language, and its link works once", async ({ newUser }) => {
  for (const locale of ['ru', 'fr'] as const) {
    const member = await newUser.member({ locale });
    await member.registers();
    const mail = await mailTo(member.email, member.texts.mail.confirm_subject);
    expect(mail.text).toContain(member.texts.mail.ignore);
    expect(mail.html).toContain(`<html lang="${locale}">`);
    expect(mail.html).toContain(member.texts.mail.confirm_button);
    const link = linkIn(mail);
    await member.confirmsEmail();
    await member.opens(link);
    await member.presses(member.texts.confirm.submit);
    await expect(member.alert).toHaveText(member.texts.refusal.link_dead);
  }
});

test('another browser with only the password is not signed in', async ({ member, newUser }) => {
  await member.hasAccount();
  const thief = await newUser.member();
  await thief.passesPasswordStep({ login: member.username, password: PASSWORD });
  for (const path of ['/classes', '/account', '/account/password', '/set-up']) {
    await thief.opens(path);
    await thief.isAt('/sign-in');
  }
});
