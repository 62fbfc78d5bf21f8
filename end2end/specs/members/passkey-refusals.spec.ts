// Tests of answers that the server refuses, signed by the virtual authenticator of Chromium: without verification of the
// user, from another site, sent again, too late, of another account, of a copied passkey.
import { expect, test } from '../../support/fixtures';
import { mailTo } from '../../support/people/member';
import { challengeFor, registersWithPasskey, sends, signs } from '../../support/passkeys';
import { LOCALHOST, letTimePass } from '../../support/server';

const SIGN_IN = '/sign-in/passkey';

test.use({ baseURL: LOCALHOST });

test('an answer works once, within five minutes, and only with verification of the user', async ({ member }) => {
  test.slow();
  const authenticator = await registersWithPasskey(member);
  const { page } = member;
  await member.signsOut();

  await authenticator.verifiesUser(false);
  const unverified = await signs(page, await challengeFor(page, 'door'), 'discouraged');
  expect(await sends(page, SIGN_IN, unverified)).toBe('passkey_refused');
  await authenticator.verifiesUser(true);

  const old = await challengeFor(page, 'door');
  await letTimePass(301);
  expect(await sends(page, SIGN_IN, await signs(page, old))).toBe('passkey_expired');

  const answer = await signs(page, await challengeFor(page, 'door'));
  expect(await sends(page, SIGN_IN, answer)).toBe('');
  expect(await sends(page, SIGN_IN, answer)).toBe('passkey_expired');
  await member.opens('/classes');
  await member.isAt('/classes');
});

test('an answer from another site is refused, although browsers use the same passkey there', async ({ member, browser }) => {
  const authenticator = await registersWithPasskey(member);
  await member.signsOut();
  // A passkey belongs to a name and not to a port, so a page on another port can ask for it.
  const other = await (await browser.newContext()).newPage();
  await other.route('http://localhost:3999/**', (route) => route.fulfill({ contentType: 'text/html', body: '<title>false page</title>' }));
  await other.goto('http://localhost:3999/');
  await authenticator.isCopiedTo(other);
  const stolen = await signs(other, await challengeFor(member.page, 'door'));
  expect(await sends(member.page, SIGN_IN, stolen)).toBe('passkey_refused');
  await member.opens('/classes');
  await member.isAt('/sign-in');
});

test('the passkey of another account does not complete a sign-in', async ({ member, newUser }) => {
  test.slow();
  await registersWithPasskey(member);
  const thief = await newUser.member();
  await registersWithPasskey(thief);
  await member.signsOut();
  const { username, password } = member;
  await member.requests.sends('/sign-in', { username, password }, '/sign-in/code');
  const foreign = await signs(thief.page, await challengeFor(member.page, 'challenge'));
  expect(await sends(member.page, '/sign-in/code/passkey', foreign)).toBe('passkey_refused');
  const own = await signs(member.page, await challengeFor(member.page, 'challenge'));
  expect(await sends(member.page, '/sign-in/code/passkey', own)).toBe('');
});

test('a copy of a passkey is refused and reported to the owner', async ({ member, newUser }) => {
  test.slow();
  const { passkey } = member.texts;
  const authenticator = await registersWithPasskey(member);
  await member.confirmsEmail();
  await member.signsOut();
  const thief = await newUser.member();
  await thief.opens('/');
  await authenticator.isCopiedTo(thief.page);
  // The owner uses the passkey, so the counter of the copy is behind.
  for (let sign_in = 0; sign_in < 2; sign_in++) {
    expect(await sends(member.page, SIGN_IN, await signs(member.page, await challengeFor(member.page, 'door')))).toBe('');
  }
  const copied = await signs(thief.page, await challengeFor(thief.page, 'door'));
  expect(await sends(thief.page, SIGN_IN, copied)).toBe('passkey_copied');
  await mailTo(member.email, passkey.mail_copied_subject);
  await thief.opens('/classes');
  await thief.isAt('/sign-in');
});
