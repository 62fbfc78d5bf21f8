// Tests that a refused form shows the reason once and focuses the field with the error.
import type { Person } from '../../support/people/person';
import { expect, test } from '../../support/fixtures';
import { TEXTS } from '../../support/texts';

const { sign_in, join, register, refusal } = TEXTS.en;

const submits = (who: Person, name: string) =>
  who.page.locator('main').getByRole('button', { name }).click();

/** Checks that the page shows the refusal, has an address without a query, and focuses the field with the error. */
async function isRefusedAt(who: Person, path: string, field: string): Promise<void> {
  await expect(who.alert).toBeVisible();
  const url = new URL(who.page.url());
  expect(url.pathname + url.search).toBe(path);
  const wrong = who.page.locator(`[name=${field}]`);
  await expect(wrong).toBeFocused();
  await expect(wrong).toHaveAttribute('aria-invalid', 'true');
  // After a reload the page does not show the refusal again.
  await who.reloads();
  await expect(who.heading).toBeVisible();
  await expect(who.alert).toHaveCount(0);
  await expect(who.page.locator('[aria-invalid=true]')).toHaveCount(0);
}

test('a refused form shows the reason and focuses the wrong field', { tag: '@both' }, async ({ newUser }) => {
  const visitor = await newUser.visitor();
  const { page } = visitor;
  await visitor.opens('/sign-in');
  await page.locator('[name=username]').fill('otter-1234');
  await page.locator('[name=password]').fill('wrong-pass');
  await submits(visitor, sign_in.submit);
  await expect(visitor.alert).toHaveText(refusal.sign_in_failed);
  await expect(page.locator('[name=username]')).toHaveValue('otter-1234');
  await isRefusedAt(visitor, '/sign-in', 'password');

  await visitor.opens('/join');
  await page.locator('[name=join_code]').fill('qq-22');
  await submits(visitor, join.go_on);
  await expect(visitor.alert).toBeVisible();
  await expect(page.locator('[name=join_code]')).toHaveValue('qq-22');
  await isRefusedAt(visitor, '/join', 'join_code');

  await visitor.opens('/register');
  await page.locator('[name=username]').fill('ada');
  await page.locator('[name=email]').fill('nowhere');
  await page.locator('[name=password]').fill('short');
  await page.locator('[name=password_again]').fill('other');
  await submits(visitor, register.submit);
  await expect(visitor.alert).toBeVisible();
  await expect(page.locator('[name=username]')).toHaveValue('ada');
  await expect(page.locator('[name=email]')).toHaveValue('nowhere');
  await isRefusedAt(visitor, '/register', 'email');
});

test('a link cannot make a page show an error message', async ({ newUser }) => {
  const visitor = await newUser.visitor();
  const problem = Buffer.from('{"code":"sign_in_failed","at":0}').toString('base64url');
  for (const names of [['__path', '__err'], ['%5F_path', '_%5Ferr']]) {
    await visitor.opens(`/sign-in?${names[0]}=%2Fsign-in&${names[1]}=${problem}`);
    expect(new URL(visitor.page.url()).search).toBe('');
    await expect(visitor.heading).toHaveText(sign_in.title);
    await expect(visitor.alert).toHaveCount(0);
  }
});
