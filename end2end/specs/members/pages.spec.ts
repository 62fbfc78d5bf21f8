// Tests that the members' pages are accessible, fully translated, and fit on phones.
import { accessibilityFaults, resizeTo, waitForIslands } from '../../support/measure-layout';
import type { Member } from '../../support/people/member';
import { expect, test } from '../../support/fixtures';
import { englishOnly } from '../../support/texts';

/** Opens all members' pages and calls `check` on each, and again for the error messages that it can show. */
async function visitPages(member: Member, check: (place: string) => Promise<void>): Promise<void> {
  await member.opens('/register');
  await check('registration');
  await member.fillsInRegistration('kestrel-4821', 'nowhere', 'short', 'x');
  await expect(member.alert).toBeVisible();
  await check('registration with messages');
  await member.registers();
  await check('the first set-up');
  await member.connectsApp();
  await member.page.locator('[name=title]').fill('7b');
  await member.presses(member.texts.home.open);
  await member.isAt(/^\/classes\/[\w-]+$/);
  for (const path of ['/classes', '/account', '/account/phone', '/account/password', '/account/email', '/account/delete', '/sign-in']) {
    await member.opens(path);
    await check(path);
  }
  await member.opens('/account/recovery-codes');
  await member.givesPasswordAndCode('123456', member.texts.account.codes_do);
  await expect(member.alert).toBeVisible();
  await check('a change with a message');
  await member.signsOut();
  await check('the goodbye');
  for (const path of ['/sign-in?done=password', '/forgot', '/forgot?sent=yes', '/forgot/nonsense', '/confirm-email/nonsense', '/undo-email/nonsense', '/undo-email/done']) {
    await member.opens(path);
    await check(path);
  }
}

test('the pages of members are accessible', async ({ newUser }) => {
  test.slow();
  const member = await newUser.member({ reducedMotion: 'reduce' });
  await visitPages(member, async (place) => {
    for (const colorScheme of ['dark', 'light'] as const) {
      await member.page.emulateMedia({ colorScheme });
      expect.soft(await accessibilityFaults(member.page), `${place}, ${colorScheme}`).toEqual([]);
    }
  });
});

for (const locale of ['ru', 'fr'] as const) {
  test(`the pages of members are translated to "${locale}" and do not scroll sideways on a phone`, async ({ newUser }) => {
    test.slow();
    const member = await newUser.member({ locale });
    const foreign = englishOnly(member.texts);
    await visitPages(member, async (place) => {
      await waitForIslands(member.page);
      for (const width of [800, 320]) {
        await resizeTo(member.page, width);
        const needed = await member.page.evaluate(() => document.scrollingElement!.scrollWidth);
        expect.soft(needed, place).toBeLessThanOrEqual(width);
      }
      const shown = (await member.page.locator('body').innerText()).split('\n').map((line) => line.trim());
      expect.soft(foreign.filter((text) => shown.includes(text)), place).toEqual([]);
      await member.page.setViewportSize({ width: 1280, height: 900 });
    });
  });
}
