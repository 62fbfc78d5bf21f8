// Tests of the class menu: seats, names, pause, end, read-only link, new teacher link.
import type { Page } from '@playwright/test';
import type { Teacher } from '../../support/people/teacher';
import { expect, test } from '../../support/fixtures';
import { answersUnavailable } from '../../support/page-errors';
import { TEXTS } from '../../support/texts';

const { board, lesson, menu, help, offline, refusal } = TEXTS.en;

/** Opens the class menu: a dialog over the board, or a separate page without scripts. */
async function opensMenu(teacher: Teacher): Promise<void> {
  await teacher.page.locator('.board-head a[href$="/menu"]').click();
  await expect(teacher.page.getByRole('heading', { name: menu.title })).toBeVisible();
  await teacher.dialogIsLoaded();
}

/** Opens the class menu and expands one of its actions. */
async function choosesAction(teacher: Teacher, act: string): Promise<void> {
  await opensMenu(teacher);
  await teacher.page.locator('summary', { hasText: act }).click();
}

/** Returns to the board: closes the dialog, or follows the link on the page without scripts. */
async function returnsToBoard(teacher: Teacher): Promise<void> {
  if (teacher.scripts) await teacher.presses(help.close);
  else await teacher.follows(help.back);
  await expect(teacher.page.locator('dialog[open]')).toHaveCount(0);
  await expect(teacher.page.locator('.seats')).toBeVisible();
}

const state = (page: Page) => page.locator('.board-head .state');

test('seats are added, and names are pasted', { tag: '@both' }, async ({ teacher }) => {
  await teacher.hasClass({ seats: 2 });
  await choosesAction(teacher, menu.add);
  await teacher.page.getByLabel(menu.add_many).fill('2');
  await teacher.presses(menu.add_do);
  await expect(teacher.page.getByText(menu.added.replace('{many}', '2'))).toBeVisible();
  await returnsToBoard(teacher);
  await expect(teacher.seat(4).row).toBeVisible();

  await choosesAction(teacher, menu.names);
  await teacher.page.getByLabel(menu.names_field).fill('Anna K.\n=cmd()\n🦊 שלום');
  await teacher.presses(menu.names_do);
  await expect(teacher.page.getByText(menu.named.replace('{many}', '3'))).toBeVisible();
  await returnsToBoard(teacher);
  await expect(teacher.seat(1).row).toContainText('Anna K.');
  await expect(teacher.seat(2).row).toContainText('=cmd()');
  await expect(teacher.seat(3).row).toContainText('🦊 שלום');
});

test('a list that is too long changes nothing and says both numbers', { tag: '@both' }, async ({ teacher }) => {
  await teacher.hasClass({ seats: 2 });
  await choosesAction(teacher, menu.names);
  await teacher.page.getByLabel(menu.names_field).fill('Anna\nBen\nCleo');
  await teacher.presses(menu.names_do);
  await expect(teacher.alert).toContainText('3 names');
  await expect(teacher.alert).toContainText('2 seats');
  // The field still contains the list that the teacher has entered, without scripts too, so that it can be shortened.
  await expect(teacher.page.getByLabel(menu.names_field)).toHaveValue(/^Anna\r?\nBen\r?\nCleo$/);
  await returnsToBoard(teacher);
  await expect(teacher.page.locator('.seats').getByText('Anna')).toHaveCount(0);
});

test('the focus stays in the dialog after its form was sent', async ({ teacher }) => {
  await teacher.hasClass({ seats: 2, linkSaved: true });
  await choosesAction(teacher, menu.names);
  await teacher.page.getByLabel(menu.names_field).fill('Anna\nBen\nCleo');
  await teacher.page.getByRole('button', { name: menu.names_do }).press('Enter');
  await expect(teacher.page.locator('dialog[open]').getByRole('alert')).toBeFocused();

  await teacher.page.locator('summary', { hasText: menu.add }).press('Enter');
  await teacher.page.getByLabel(menu.add_many).fill('2');
  await teacher.page.getByRole('button', { name: menu.add_do, exact: true }).press('Enter');
  await expect(teacher.page.locator('dialog[open]').getByRole('status')).toBeFocused();
});

const ACT = '**/classes/act';
for (const [when, fails, text] of [
  ['while the network is lost', (page: Page) => page.route(ACT, (route) => route.abort('internetdisconnected')), offline.text],
  ['while the server cannot answer', (page: Page) => answersUnavailable(page, ACT), refusal.unavailable],
] as const) {
  test(`names that are sent ${when} stay in the dialog, and can be sent again`, async ({ teacher }) => {
    await teacher.hasClass({ seats: 2, linkSaved: true });
    await choosesAction(teacher, menu.names);
    const names = teacher.page.getByLabel(menu.names_field);
    const alert = teacher.page.locator('dialog[open]').getByRole('alert');
    await names.fill('Anna\nBen');
    await fails(teacher.page);
    await teacher.presses(menu.names_do);
    await expect(alert).toHaveText(text);
    await expect(alert).toBeFocused();
    await expect(names).toHaveValue('Anna\nBen');
    expect(new URL(teacher.page.url()).pathname).toBe(teacher.board);

    await teacher.page.unroute(ACT);
    await teacher.presses(menu.names_do);
    await expect(teacher.page.getByText(menu.named.replace('{many}', '2'))).toBeVisible();
    await expect(alert).toHaveCount(0);
  });
}

test('students see a pause, and their pages continue by themselves', { tag: '@both' }, async ({ teacher, student }) => {
  await teacher.hasClass();
  const card = await teacher.cardOf(1);
  await student.signsIn(card);
  await choosesAction(teacher, menu.pause);
  await teacher.presses(menu.pause);
  await expect(state(teacher.page)).toContainText(board.paused);
  // The student's page was open all the time and changes by itself.
  if (student.scripts) await expect(student.page.getByText(lesson.paused_title)).toBeVisible({ timeout: 10_000 });

  await student.opens('/set-up');
  await expect(student.heading).toHaveText(lesson.paused_title);
  await student.opens('/lesson');
  await expect(student.page.getByText(lesson.paused_title)).toBeVisible();

  await choosesAction(teacher, menu.go_on);
  await teacher.presses(menu.go_on);
  await expect(state(teacher.page)).not.toContainText(board.paused);
  if (!student.scripts) await student.reloads();
  await expect(student.page.getByText(lesson.paused_title)).toHaveCount(0, { timeout: 10_000 });
});

test('an ended class ends on every board, and can be opened again', { tag: '@both' }, async ({ teacher, newUser, student }) => {
  await teacher.hasClass();
  const card = await teacher.cardOf(1);
  const link = await teacher.link.textContent();
  await student.signsIn(card);
  const colleague = await newUser.teacher();
  await colleague.opens(new URL(link ?? '').pathname);
  await colleague.presses(TEXTS.en.teach.open);
  await colleague.isAt(/^\/classes\/[\w-]+$/);

  await choosesAction(teacher, menu.end);
  await teacher.presses(menu.end_do);
  for (const each of [teacher, colleague]) {
    await each.refreshesBoard();
    await expect(state(each.page)).toContainText(board.ended, { timeout: 8_000 });
  }
  if (!student.scripts) await student.reloads();
  await expect(student.heading).toHaveText(lesson.over_title, { timeout: 10_000 });

  await teacher.follows(menu.open_again);
  await teacher.page.locator('summary', { hasText: menu.open_again }).click();
  await teacher.page.getByLabel(menu.ends_field).selectOption('hour');
  await teacher.presses(menu.open_again);
  for (const each of [teacher, colleague]) {
    await each.refreshesBoard();
    await expect(state(each.page)).toContainText(board.open_until, { timeout: 8_000 });
  }
  await student.reloads();
  await expect(student.page.getByText(lesson.over_title)).toHaveCount(0);
});

test('a colleague with the read-only link sees no password', { tag: '@both' }, async ({ teacher, newUser }) => {
  await teacher.hasClass({ linkSaved: true });
  await choosesAction(teacher, menu.read);
  await teacher.navigates(() => teacher.presses(menu.read_do));
  const link = await teacher.page.locator('#read-link').textContent();

  const colleague = await newUser.teacher();
  await colleague.opens(new URL(link ?? '').pathname);
  await colleague.presses(TEXTS.en.teach.open);
  await colleague.isAt(/^\/classes\/[\w-]+$/);
  await expect(colleague.page.getByText(menu.looking_on)).toBeVisible();
  await expect(colleague.seat(3).row).toContainText(await teacher.seat(3).login());
  await expect(colleague.page.getByRole('button', { name: board.show_all })).toHaveCount(0);
  await expect(colleague.page.locator('.more, .password')).toHaveCount(0);
  await expect(colleague.page.getByRole('link', { name: board.hand_out })).toHaveCount(0);

  await teacher.navigates(() => teacher.presses(board.link_saved));
  await choosesAction(teacher, menu.read);
  await teacher.presses(menu.read_off);
  if (teacher.scripts) await expect(teacher.page.locator('dialog[open]')).toHaveCount(0);
  await colleague.refreshesBoard();
  await expect(colleague.heading).toHaveText(TEXTS.en.message.not_found_title, { timeout: 8_000 });
});

test('a new teacher link is shown once, and the old one stops working', { tag: '@both' }, async ({ teacher, newUser }) => {
  await teacher.hasClass();
  const old = await teacher.link.textContent();
  await choosesAction(teacher, menu.link);
  await teacher.navigates(() => teacher.presses(menu.link_do));
  const fresh = await teacher.link.textContent();
  expect(fresh).not.toBe(old);

  const colleague = await newUser.teacher();
  await colleague.opens(new URL(old ?? '').pathname);
  await expect(colleague.heading).toHaveText(TEXTS.en.dead_link.title);
  await colleague.opens(new URL(fresh ?? '').pathname);
  await colleague.presses(TEXTS.en.teach.open);
  await colleague.isAt(/^\/classes\/[\w-]+$/);
});
