// Tests that a student and a teacher can do a whole lesson with the keyboard alone.
import { Authenticator } from '../../support/authenticator';
import { pressesWithKeyboard, tabsTo, typesWithKeyboard } from '../../support/keyboard';
import type { Student } from '../../support/people/student';
import type { Card } from '../../support/people/teacher';
import { expect, test } from '../../support/fixtures';
import { expectAlive, opensHeld } from '../../support/hold-scripts';

async function signsInByKeyboard(student: Student, card: Card, leadsTo: string): Promise<void> {
  await typesWithKeyboard(student, student.page.locator('[name=username]'), card.login);
  await typesWithKeyboard(student, student.page.locator('[name=password]'), card.password);
  await student.page.keyboard.press('Enter');
  await student.isAt(leadsTo);
}

/** Types a code. With scripts the field sends it at the sixth digit; without scripts Enter does. */
async function submitsCodeByKeyboard(student: Student, code: string): Promise<void> {
  await typesWithKeyboard(student, student.codeField, code);
  if (!student.scripts) await student.page.keyboard.press('Enter');
}

test('a student passes all four stages without a mouse', { tag: '@both' }, async ({ teacher, student }) => {
  await teacher.hasClass();
  const card = await teacher.cardOf(1);
  const { page, texts } = student;
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const link = (name: string) => page.getByRole('link', { name, exact: true });

  await student.opens('/');
  await pressesWithKeyboard(student, page.getByRole('main').getByRole('link', { name: texts.site.have_login }));
  await student.isAt('/sign-in');
  await signsInByKeyboard(student, card, '/lesson');
  await pressesWithKeyboard(student, link(texts.stage.do_set_up));
  await student.isAt('/set-up');
  const authenticator = await Authenticator.scans(page);
  await submitsCodeByKeyboard(student, authenticator.code());
  await student.isAt('/set-up/recovery-codes');
  await pressesWithKeyboard(student, page.getByRole('checkbox'), 'Space');
  await pressesWithKeyboard(student, button(texts.recovery.go_on));
  await student.isAt('/lesson');
  await pressesWithKeyboard(student, page.getByRole('banner').getByRole('button', { name: texts.site.sign_out }));
  await student.isAt('/sign-out');
  await pressesWithKeyboard(student, link(texts.signed_out.again));
  await student.isAt('/sign-in');
  await signsInByKeyboard(student, card, '/sign-in/code');
  await submitsCodeByKeyboard(student, await authenticator.nextCode());
  await student.isAt('/lesson');
  await expect(student.heading).toHaveText(texts.lesson.finish_title);
});

test('a teacher runs a lesson without a mouse', { tag: '@both' }, async ({ teacher }) => {
  const { page, texts } = teacher;
  await teacher.opens('/');
  await typesWithKeyboard(teacher, page.locator('[name=title]'), '7b');
  await typesWithKeyboard(teacher, page.locator('[name=seats]'), '2');
  await page.keyboard.press('Enter');
  await teacher.isAt(/^\/classes\/[\w-]+$/);
  const board = new URL(page.url()).pathname;
  await teacher.navigates(() => pressesWithKeyboard(teacher, page.getByRole('button', { name: texts.board.link_saved })));

  const login = await teacher.seat(2).login();
  const show = page.getByRole('button', { name: texts.board.show_password_of.replace('{login}', login) });
  await pressesWithKeyboard(teacher, show);
  await expect(teacher.seat(2).password).toBeVisible();

  const help = teacher.seat(1).row.locator('.more a');
  await pressesWithKeyboard(teacher, help);
  await expect(page.getByRole('heading', { name: /^Help / })).toBeVisible();
  if (teacher.scripts) {
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
    // The focus returns to the link that opened the dialog.
    await expect(help).toBeFocused();
  } else {
    await pressesWithKeyboard(teacher, page.getByRole('link', { name: texts.help.back }));
    await teacher.isAt(board);
  }
  await pressesWithKeyboard(teacher, page.getByRole('link', { name: texts.board.hand_out }));
  await teacher.isAt(`${board}/handouts`);
  await pressesWithKeyboard(teacher, page.getByRole('link', { name: texts.help.back }));
  await teacher.isAt(board);
  await tabsTo(teacher, teacher.seat(2).row.locator('.more a'));
});

test('the space bar presses the buttons of a board that are links, and does not scroll', async ({ newUser }) => {
  const teacher = await newUser.teacher({ viewport: { width: 1280, height: 400 } });
  const { page, texts } = teacher;
  await teacher.hasClass({ linkSaved: true });
  await expectAlive(page);
  const login = await teacher.seat(1).login();
  const byNeed = page.getByRole('button', { name: texts.order.stuck_first });
  await tabsTo(teacher, byNeed);
  const before = await page.evaluate(() => scrollY);
  await page.keyboard.press('Space');
  await expect(byNeed).toHaveAttribute('aria-pressed', 'true');
  expect(await page.evaluate(() => scrollY)).toBe(before);

  await pressesWithKeyboard(teacher, page.getByRole('button', { name: texts.board.show_password_of.replace('{login}', login) }), 'Space');
  await expect(teacher.seat(1).password).toBeVisible();
  await page.keyboard.press('Space');
  await expect(teacher.page.locator('.password code')).toHaveCount(0);
});

test('the space bar presses a button of a board early', async ({ teacher }) => {
  const { page, texts } = teacher;
  await teacher.hasClass({ linkSaved: true });
  const held = await opensHeld(page, teacher.board);
  const login = await teacher.seat(2).login();
  await pressesWithKeyboard(teacher, page.getByRole('button', { name: texts.board.show_password_of.replace('{login}', login) }), 'Space');
  await held.release();
  await expect(teacher.seat(2).password).toBeVisible();
  // The island has shown the password. Without it the link would have loaded the page with the password.
  expect(new URL(page.url()).search).toBe('');
});
