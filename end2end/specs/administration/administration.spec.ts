// Tests of the administrators' pages: accounts, invitations, audit trail, accessibility, languages.
import { readFile } from 'node:fs/promises';
import { accessibilityFaults, resizeTo, waitForIslands } from '../../support/measure-layout';
import type { Administrator } from '../../support/people/administrator';
import { mailTo } from '../../support/people/member';
import { expect, test } from '../../support/fixtures';
import { englishOnly } from '../../support/texts';

test('an administrator blocks a member, unblocks and promotes them, after a new code', async ({ member, newUser }) => {
  test.slow();
  const { admin, audit, message, refusal, rescue } = member.texts;
  await member.hasAccount();
  await member.confirmsEmail();
  for (const path of ['/admin', '/admin/accounts', '/admin/audit']) {
    await member.opens(path);
    await expect(member.heading).toHaveText(message.not_found_title);
  }
  const root = await newUser.administrator();
  await root.becomesAdministrator();
  await root.opens('/account');
  await root.navigates(() => root.follows(admin.title));
  await root.isAt('/admin');

  await root.findsAccount(member.username);
  await expect(root.page.getByRole('button', { name: admin.deactivate })).toHaveCount(0);
  await root.submitsCode(root.authenticator.wrongCode());
  await expect(root.alert).toHaveText(member.texts.account.code_wrong);
  await root.reauthenticates();
  await root.navigates(() => root.presses(admin.deactivate));
  await expect(root.page.getByText(admin.done)).toBeVisible();
  await mailTo(member.email, rescue.mail_deactivated_subject);
  await member.opens('/classes');
  await member.isAt('/sign-in');
  await member.submitsPassword(member.username, member.password);
  await expect(member.alert).toHaveText(refusal.sign_in_failed);
  await root.navigates(() => root.presses(admin.reactivate));
  await root.navigates(() => root.presses(admin.make_admin));
  await member.signsInAgain();
  await member.opens('/admin');
  await expect(member.heading).toHaveText(admin.overview);

  // Two administrators have opened the page of the same account. The first action succeeds, the second is refused.
  const late = await newUser.administrator();
  Object.assign(late, { username: member.username, authenticator: member.authenticator });
  await late.signsInAgain();
  const bob = await newUser.member();
  await bob.hasAccount();
  await late.findsAccount(bob.username);
  await late.reauthenticates();
  await root.findsAccount(bob.username);
  await root.navigates(() => root.presses(admin.deactivate));
  await late.presses(admin.deactivate);
  await expect(late.alert).toHaveText(refusal.changed_meanwhile);

  await root.opens('/admin/audit');
  await root.page.getByLabel(admin.whole_name).fill(member.username);
  await root.page.locator('#kind').selectOption('deactivated');
  await root.navigates(() => root.presses(admin.filter));
  const row = root.page.locator('.events tbody tr');
  await expect(row).toHaveCount(1);
  await expect(row).toContainText(audit.deactivated);
  await expect(row).toContainText(root.username);
  const [download] = await Promise.all([root.page.waitForEvent('download'), root.follows(admin.csv)]);
  const table = (await readFile((await download.path())!, 'utf8')).trim().split('\r\n');
  expect(table).toHaveLength(2);
  expect(table[1]).toContain(`${audit.deactivated},${member.username},${root.username}`);
});

test('an invitation is created, opens the registration, and is withdrawn', async ({ newUser }) => {
  test.slow();
  const root = await newUser.administrator();
  const { admin } = root.texts;
  await root.becomesAdministrator();
  await root.opens('/admin/invites');
  await root.reauthenticates();
  await root.navigates(() => root.presses(admin.invite_do));
  const link = await root.page.locator('#invite-link').innerText();
  expect(link).toContain('/register?invitation=');
  await expect(root.listRow(root.username).first()).toContainText(admin.invite_waits);
  const guest = await newUser.member();
  await guest.opens(new URL(link).pathname + new URL(link).search);
  await expect(guest.heading).toHaveText(guest.texts.register.title);
  await root.navigates(() => root.listRow(root.username).first().getByRole('button', { name: admin.revoke }).click());
  await expect(root.listRow(root.username)).toHaveCount(0);
  await expect(root.page.locator('#invite-link')).toHaveCount(0);
});

/** Opens all administrators' pages and calls `check` on each. */
async function visitPages(root: Administrator, check: (place: string) => Promise<void>): Promise<void> {
  const { admin } = root.texts;
  await root.becomesAdministrator();
  await root.opens('/classes');
  await root.page.locator('[name=title]').fill('7b');
  await root.presses(root.texts.home.open);
  await root.isAt(/^\/classes\/[\w-]+$/);
  await root.opens('/admin/invites');
  await check('/admin/invites before a code');
  await root.reauthenticates();
  await root.navigates(() => root.presses(admin.invite_do));
  await check('/admin/invites');
  for (const path of ['/admin', '/admin/accounts', '/admin/accounts?find=nobody%20at%20all', '/admin/rescues?all=yes', '/admin/classes', '/admin/audit', '/admin/server', '/object/nonsense', '/object/done']) {
    await root.opens(path);
    await check(path);
  }
  await root.findsAccount(root.username);
  await check('an account');
}

test('the pages of administrators are accessible', async ({ newUser }) => {
  test.slow();
  const root = await newUser.administrator({ reducedMotion: 'reduce' });
  await visitPages(root, async (place) => {
    for (const colorScheme of ['dark', 'light'] as const) {
      await root.page.emulateMedia({ colorScheme });
      expect.soft(await accessibilityFaults(root.page), `${place}, ${colorScheme}`).toEqual([]);
    }
  });
});

for (const locale of ['ru', 'fr'] as const) {
  test(`the pages of administrators are translated to "${locale}" and do not scroll sideways on a phone`, async ({ newUser }) => {
    test.slow();
    const root = await newUser.administrator({ locale });
    const foreign = englishOnly(root.texts);
    await visitPages(root, async (place) => {
      await waitForIslands(root.page);
      for (const width of [800, 320]) {
        await resizeTo(root.page, width);
        const needed = await root.page.evaluate(() => document.scrollingElement!.scrollWidth);
        expect.soft(needed, place).toBeLessThanOrEqual(width);
      }
      const shown = (await root.page.locator('body').innerText()).split('\n').map((line) => line.trim());
      // Titles of classes are user input, and other tests have opened classes with English titles.
      const typed = place === '/admin/classes' ? await root.page.locator('tbody tr > :first-child').allInnerTexts() : [];
      expect.soft(foreign.filter((text) => shown.includes(text) && !typed.includes(text)), place).toEqual([]);
      await root.page.setViewportSize({ width: 1280, height: 900 });
    });
  });
}
