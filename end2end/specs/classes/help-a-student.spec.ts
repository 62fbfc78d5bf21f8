// Tests of what a teacher can do for one student, of the handouts, and of the projector page.
import { expect, test } from '../../support/fixtures';
import { TEXTS } from '../../support/texts';

const { help, handouts, board, instruction, projector } = TEXTS.en;

test('a teacher labels a seat without leaving the board', { tag: '@both' }, async ({ teacher }) => {
  await teacher.hasClass();
  await teacher.opensHelp(2);
  await teacher.page.getByLabel(help.label).fill('Anna K.');
  await teacher.presses(help.label_save);

  await expect(teacher.seat(2).row).toContainText('Anna K.');
  await expect(teacher.page.locator('dialog[open]')).toHaveCount(0);
});

test('a new password is shown at once, and the old one stops working', { tag: '@both' }, async ({ teacher, student }) => {
  await teacher.hasClass();
  const card = await teacher.cardOf(1);
  await teacher.opensHelp(1);
  await teacher.opensSection(help.password);
  await teacher.presses(help.password_do);

  await expect(teacher.seat(1).password).not.toHaveText(card.password);
  const password = (await teacher.seat(1).password.textContent()) ?? '';
  await student.opens('/sign-in');
  await student.submitsPassword(card.login, card.password);
  await expect(student.alert).toBeVisible();
  await student.signsIn({ login: card.login, password });
});

test('a reset after a lost phone clears stages two to four', { tag: '@both' }, async ({ teacher, student }) => {
  await teacher.hasClass();
  const card = await teacher.cardOf(3);
  await student.signsIn(card);
  await student.opens('/set-up');
  await teacher.refreshesBoard();
  await teacher.seat(3).isGreenAt(['signed_in', 'setup_opened']);

  await teacher.opensHelp(3);
  await teacher.opensSection(help.reset);
  await teacher.presses(help.reset_do);
  await teacher.seat(3).isGreenAt(['signed_in']);
});

test('a freed seat gets another login', { tag: '@both' }, async ({ teacher }) => {
  await teacher.hasClass();
  const before = await teacher.seat(1).login();
  await teacher.opensHelp(1);
  await teacher.opensSection(help.free);
  await teacher.presses(help.free_do);

  await expect.poll(() => teacher.seat(1).login()).not.toBe(before);
});

test('a removed seat leaves the board', { tag: '@both' }, async ({ teacher }) => {
  await teacher.hasClass();
  await teacher.opensHelp(2);
  await teacher.opensSection(help.remove);
  await teacher.presses(help.remove_do);

  await expect(teacher.seat(2).row).toHaveCount(0);
  await expect(teacher.seat(3).row).toBeVisible();
});

test('the handouts show address, login and password of every seat', async ({ teacher }) => {
  await teacher.hasClass({ seats: 9 });
  const card = await teacher.cardOf(9);
  await teacher.follows(board.hand_out);
  await expect(teacher.heading).toHaveText(handouts.title);
  await expect(teacher.page.locator('.handout')).toHaveCount(9);
  await expect(teacher.page.locator('.sheet')).toHaveCount(2);
  await expect(teacher.page.locator('.handout').last()).toContainText(card.login);
  await expect(teacher.page.locator('.handout').last()).toContainText(card.password);

  await teacher.follows(handouts.twice);
  await expect(teacher.page.locator('.handout')).toHaveCount(18);
});

test('the projector page shows the progress of the class without names', { tag: '@both' }, async ({ teacher, student }) => {
  await teacher.hasClass({ seats: 1 });
  const card = await teacher.cardOf(1);
  const address = new URL(teacher.page.url()).pathname;
  await teacher.opens(`${address}/projector`);
  await expect(teacher.page.locator('.bars output').first()).toContainText('0');
  await expect(teacher.page.getByText(card.login)).toHaveCount(0);

  await student.signsIn(card);
  await teacher.refreshesBoard();
  await expect(teacher.page.locator('.bars output').first()).toContainText('1', { timeout: 8_000 });
  await expect(teacher.page.getByText(instruction.set_up, { exact: true })).toBeVisible();
  await expect(teacher.page.getByText(projector.hooray)).toBeHidden();
});
