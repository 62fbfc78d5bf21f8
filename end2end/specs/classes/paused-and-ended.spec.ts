// Tests of paused and ended classes on the projector, the board and the set-up, and of dead links.
import type { Page } from '@playwright/test';
import { expect, test } from '../../support/fixtures';
import { TEXTS } from '../../support/texts';

const { board, dead_link, ended, help, lesson, menu, set_up, site, teach, wall } = TEXTS.en;

/** Waits for texts on the projector, which updates by itself with and without scripts. */
async function expectTexts(page: Page, ...texts: string[]): Promise<void> {
  for (const text of texts) await expect(page.getByText(text, { exact: true })).toBeVisible({ timeout: 12_000 });
}

test('the projector page shows that the class is paused, continues, and is over', { tag: '@both' }, async ({ teacher }) => {
  await teacher.hasClass({ title: '7b' });
  const address = new URL(teacher.page.url()).pathname;
  const page = await teacher.page.context().newPage();
  await page.goto(`${address}/projector`);
  const left = board.open_for.other.replace('{count}', '24');
  await expectTexts(page, left);
  await expect(page.locator('.qr')).toBeVisible();
  await expect(page.getByText(board.paused, { exact: true })).toBeHidden();

  await teacher.usesMenu(address, menu.pause);
  await expectTexts(page, board.paused, lesson.paused_title);
  await expect(page.locator('.qr')).toBeVisible();
  await teacher.usesMenu(address, menu.go_on);
  await expect(page.getByText(board.paused, { exact: true })).toBeHidden({ timeout: 12_000 });

  await teacher.usesMenu(address, menu.end, menu.end_do);
  await expectTexts(page, board.ended, wall.over);
  await expect(page.locator('.qr')).toBeHidden();
  await expect(page.locator('.left-time')).toBeHidden();
  // The board does not show the join address and code any more either.
  await expect(teacher.page.locator('.board-head .state')).toContainText(board.ended);
  await expect(teacher.page.locator('.join-bar')).toBeHidden();
});

test('an ended class offers no help for students, and says how to reopen it', { tag: '@both' }, async ({ teacher }) => {
  await teacher.hasClass();
  const address = new URL(teacher.page.url()).pathname;
  await teacher.usesMenu(address, menu.end, menu.end_do);
  await teacher.opensHelp(2);
  await expect(teacher.page.getByText(ended.help)).toBeVisible();
  const dialog = teacher.page.locator('.dialog:visible');
  await expect(dialog.locator('[name=act]')).toHaveCount(0);
  await expect(dialog.getByText(help.unlock)).toHaveCount(0);

  // The link leads to the class menu, both in the dialog and on the page without scripts.
  const open = dialog.getByRole('link', { name: menu.open_again });
  await teacher.navigates(() => open.click());
  await teacher.isAt(`${address}/menu`);
  await teacher.opensSection(menu.open_again);
  await teacher.navigates(() => teacher.presses(menu.open_again));
  await teacher.isAt(address);
  await teacher.opensHelp(2);
  await expect(dialog.getByText(help.unlock).first()).toBeVisible();
});

test('a set-up that was opened in a pause continues by itself', { tag: '@both' }, async ({ teacher, student }) => {
  await teacher.hasClass();
  const address = new URL(teacher.page.url()).pathname;
  await student.signsIn(await teacher.cardOf(1));
  await teacher.usesMenu(address, menu.pause);
  await student.opens('/set-up');
  await expect(student.heading).toHaveText(lesson.paused_title);
  await expect(student.page.getByText(menu.paused_lesson)).toBeVisible();
  await teacher.usesMenu(address, menu.go_on);
  await expect(student.heading).toHaveText(set_up.title, { timeout: 25_000 });
});

test('an invalid teacher link says so and links to other pages', async ({ teacher, newUser }) => {
  await teacher.hasClass();
  const address = new URL(teacher.page.url()).pathname;
  const link = new URL((await teacher.link.textContent()) ?? '').pathname;
  const visitor = await newUser.visitor();
  await visitor.opens(link);
  await expect(visitor.heading).toHaveText(teach.title);

  await teacher.usesMenu(address, menu.link, menu.link_do);
  expect((await visitor.opens(link))?.status()).toBe(404);
  await expect(visitor.heading).toHaveText(dead_link.title);
  await expect(visitor.page.getByRole('button', { name: teach.open })).toHaveCount(0);
  await visitor.follows(site.my_classes);
  await visitor.isAt('/sign-in');
});
