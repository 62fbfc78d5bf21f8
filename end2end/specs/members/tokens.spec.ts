// Tests of personal access tokens: a member makes one, uses it against the API, and revokes it.
import { request, type APIResponse } from '@playwright/test';
import { expect, test } from '../../support/fixtures';
import type { Member } from '../../support/people/member';
import { textPattern } from '../../support/texts';

const CLASSES = '/api/v1/classes';

/** Fills in the form and returns the token that the page shows. */
async function makes(member: Member, name: string, scope: string): Promise<string> {
  const { token } = member.texts;
  await member.opens('/account/tokens');
  await member.page.getByLabel(token.name).fill(name);
  await member.page.getByLabel(token.scope).selectOption({ label: scope });
  await member.givesPasswordAndCode(await member.authenticator.nextCode(), token.make);
  await expect(member.page.getByText(token.fresh_title)).toBeVisible();
  return member.page.locator('#personal-token').innerText();
}

/** Calls the API as a script does: with the token, and without the cookies of the page. */
async function calls(member: Member, method: 'GET' | 'POST', secret: string): Promise<APIResponse> {
  const client = await request.newContext({ baseURL: new URL(member.page.url()).origin });
  const headers = { Authorization: `Bearer ${secret}`, 'Idempotency-Key': `from ${member.username}` };
  const data = method === 'POST' ? { title: '7b', seats: 2, locale: 'en', hours: 2 } : undefined;
  const answer = await client.fetch(CLASSES, { method, headers, data });
  await answer.body();
  return answer;
}

test('a token is shown once, works as far as its scope allows, and ends when it is revoked', { tag: '@both' }, async ({ member }) => {
  test.slow();
  const { token } = member.texts;
  await member.hasAccount();
  const reads = await makes(member, 'Timetable', token.scope_read);
  expect(reads.length).toBeGreaterThan(30);
  await member.presses(token.fresh_saved);
  await expect(member.page.getByText(token.fresh_title)).toHaveCount(0);
  await member.opens('/account/tokens');
  expect(await member.page.content()).not.toContain(reads);

  expect((await calls(member, 'GET', reads)).status()).toBe(200);
  const refused = await calls(member, 'POST', reads);
  expect(refused.status()).toBe(403);
  expect((await refused.json()).code).toBe('scope_missing');
  expect((await calls(member, 'GET', reads.slice(0, -1))).status()).toBe(401);

  const manages = await makes(member, 'Open classes', token.scope_manage);
  await member.presses(token.fresh_saved);
  const opened = await calls(member, 'POST', manages);
  expect(opened.status(), await opened.text()).toBe(201);
  await member.opens('/classes');
  await expect(member.page.getByText('7b')).toBeVisible();

  await member.opens('/account/tokens');
  const row = member.page.getByRole('listitem').filter({ hasText: 'Timetable' });
  await expect(row).toContainText(token.scope_read);
  await member.navigates(() => row.getByRole('button', { name: token.revoke }).click());
  await expect(row).toHaveCount(0);
  expect((await calls(member, 'GET', reads)).status()).toBe(401);
  expect((await calls(member, 'GET', manages)).status()).toBe(200);
});

test('a wrong code makes no token, and what was typed stays', async ({ member }) => {
  const { account, token } = member.texts;
  await member.hasAccount();
  await member.opens('/account/tokens');
  await member.page.getByLabel(token.name).fill('Timetable');
  await member.givesPasswordAndCode(member.authenticator.wrongCode(), token.make);
  await expect(member.alert).toHaveText(textPattern(account.code_wrong));
  await expect(member.page.getByLabel(token.name)).toHaveValue('Timetable');
  await expect(member.page.locator('#personal-token')).toHaveCount(0);
});
