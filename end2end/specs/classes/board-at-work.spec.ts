// Tests of the board while a lesson runs: its first screen, states, receipts, the pause, and a phone in the teacher's hand.
import type { Locator } from '@playwright/test';
import type { Teacher } from '../../support/people/teacher';
import { expect, test, withMotion } from '../../support/fixtures';
import { setsGates } from '../../support/exercises';
import { TEXTS, textPattern } from '../../support/texts';

test.use(withMotion);

const { board, board_head, failure, help, home, menu, nickname, join, lesson, order, receipt, seat_state, site } = TEXTS.en;

const SIX_EXERCISES = { message: 'open', files: 'later', recovery: 'later', messages: 'later', passkey: 'later', phishing: 'later' } as const;

/** The number of rows that are completely on the screen. */
async function rowsOnScreen(teacher: Teacher): Promise<number> {
  return teacher.page.locator('.seats tbody tr').evaluateAll((rows) => {
    const isVisible = (row: Element) => {
      const { top, bottom } = row.getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    };
    return rows.filter(isVisible).length;
  });
}

const receipts = (teacher: Teacher): Locator => teacher.page.locator('#receipts');

for (const language of ['en', 'ru', 'fr'] as const) {
  test(`eight students are on the first screen once a lesson with six exercises runs, in ${language}`, async ({ newUser }) => {
    const teacher = await newUser.teacher({ locale: language, viewport: { width: 1366, height: 768 } });
    await teacher.hasClass({ seats: 30, linkSaved: true });
    await setsGates(teacher, SIX_EXERCISES);
    await teacher.opens(teacher.board);
    const card = await teacher.cardOf(1);
    await expect(teacher.page.locator('.join-bar')).toBeVisible();
    const student = await newUser.student();
    await student.signsIn(card);
    await expect(teacher.page.locator('.join-bar')).toBeHidden();
    await teacher.page.evaluate(() => scrollTo(0, 0));
    expect(await rowsOnScreen(teacher)).toBeGreaterThanOrEqual(8);
    // The class code in the head unfolds the address for students who come late.
    await teacher.page.locator('.code-chip').click();
    await expect(teacher.page.locator('.join-bar')).toBeVisible();
  });
}

/** The names of stages that are cut off, and the cells of rows that cover their neighbours. */
async function unreadable(teacher: Teacher): Promise<string[]> {
  return teacher.page.evaluate(() => {
    const overflows = (element: Element) => element.scrollWidth > element.clientWidth + 1;
    const cells = '.seats tr > :is(th, td):not(.more), .seats .badge > .is';
    return [...document.querySelectorAll(cells)].filter(overflows).map((element) => element.textContent ?? '');
  });
}

for (const language of ['en', 'ru', 'fr'] as const) {
  test(`every step and every password of a board with six exercises can be read, in ${language}`, async ({ newUser }) => {
    const teacher = await newUser.teacher({ locale: language });
    await teacher.hasClass({ linkSaved: true });
    await setsGates(teacher, SIX_EXERCISES);
    await teacher.opens(teacher.board);
    await expect(teacher.page.locator('#seat-1 .badge')).toHaveCount(10);
    for (const passwords of [false, true]) {
      if (passwords) await teacher.presses(TEXTS[language].board.show_all);
      await expect(teacher.page.locator('.password code')).toHaveCount(passwords ? 3 : 0);
      for (const width of [1280, 1366, 1920]) {
        await teacher.page.setViewportSize({ width, height: 768 });
        expect(await unreadable(teacher), `${width} px`).toEqual([]);
      }
    }
  });
}

for (const language of ['en', 'ru', 'fr'] as const) {
  test(`every step of a board without exercises can be read beside a password, in ${language}`, async ({ newUser }) => {
    const teacher = await newUser.teacher({ locale: language });
    await teacher.hasClass({ linkSaved: true });
    await expect(teacher.page.locator('#seat-1 .badge')).toHaveCount(4);
    await teacher.presses(TEXTS[language].board.show_all);
    await expect(teacher.page.locator('.password code')).toHaveCount(3);
    for (const width of [1280, 1366, 1920]) {
      await teacher.page.setViewportSize({ width, height: 768 });
      expect(await unreadable(teacher), `${width} px`).toEqual([]);
    }
  });
}

test('a seat that was handed out is not stuck, and a wrong password is seen first', { tag: '@both' }, async ({ teacher, student }) => {
  await teacher.hasClass({ linkSaved: true });
  const card = await teacher.cardOf(3);
  await expect(teacher.seat(1).trouble).toContainText(seat_state.not_here);
  await student.opens('/sign-in');
  await student.submitsPassword(card.login, 'wrong-wrong-0000');
  await expect(student.alert).toBeVisible();
  await expect(async () => {
    await teacher.refreshesBoard();
    await expect(teacher.seat(3).trouble).toContainText(failure.wrong_password, { timeout: 2_000 });
  }).toPass({ timeout: 10_000 });
  await teacher.presses(order.stuck_first);
  await expect(teacher.page.locator('.seats tbody tr').first()).toHaveId('seat-3');
  await expect(teacher.page.locator('#needing')).toHaveText('1');
});

test('a pause shows a bar that goes on with one press, and the buttons of students are off', { tag: '@both' }, async ({ teacher, student }) => {
  await teacher.hasClass({ linkSaved: true });
  await student.signsIn(await teacher.cardOf(1));
  await teacher.navigates(() => teacher.presses(board_head.pause));
  await expect(teacher.page.locator('.pause-bar')).toBeVisible();
  await expect(receipts(teacher)).toContainText(receipt.paused);
  if (!student.scripts) await student.reloads();
  await expect(student.page.getByText(lesson.paused_title)).toBeVisible({ timeout: 10_000 });
  await expect(student.page.locator('main button.primary')).toBeDisabled();

  await teacher.navigates(() => teacher.presses(board_head.resume));
  await expect(teacher.page.locator('.pause-bar')).toBeHidden();
  await expect(receipts(teacher)).toContainText(receipt.goes_on);
  await teacher.navigates(() => teacher.presses(receipt.undo));
  await expect(teacher.page.locator('.pause-bar')).toBeVisible();
});

test('an act in the dialog gives a receipt over the board, and is undone there', async ({ teacher }) => {
  await teacher.hasClass({ linkSaved: true });
  await teacher.opensHelp(2);
  await teacher.page.getByLabel(help.label).fill('Anna');
  await teacher.presses(help.label_save);
  await expect(teacher.page.locator('dialog[open]')).toHaveCount(0);
  await expect(receipts(teacher)).toContainText(receipt.labelled.replace('{number}', '2'));
  await expect(teacher.seat(2).row).toContainText('Anna');
  await teacher.navigates(() => teacher.presses(receipt.undo));
  await expect(teacher.seat(2).row).not.toContainText('Anna');
  // A receipt under the pointer does not disappear.
  await teacher.page.mouse.move(0, 0);
  await expect(receipts(teacher).getByRole('button')).toBeHidden({ timeout: 15_000 });
});

test('a receipt does not disappear while it has the focus or the pointer', async ({ teacher }) => {
  await teacher.hasClass({ linkSaved: true });
  await teacher.navigates(() => teacher.presses(join.allow));
  await teacher.page.mouse.move(0, 0);
  const shown = receipts(teacher).locator('.receipt');
  const undo = shown.getByRole('button', { name: receipt.undo });
  const leaving = () =>
    shown.evaluate((element) => {
      const animations = element.getAnimations() as CSSAnimation[];
      return animations.find(({ animationName }) => animationName === 'leave')?.playState;
    });
  await expect.poll(leaving).toBe('running');
  await undo.focus();
  await expect.poll(leaving).toBe('paused');
  await undo.blur();
  await expect.poll(leaving).toBe('running');
  await shown.hover();
  await expect.poll(leaving).toBe('paused');
});

test('a receipt is shown once', { tag: '@both' }, async ({ teacher }) => {
  await teacher.hasClass({ linkSaved: true });
  await teacher.navigates(() => teacher.presses(join.allow));
  await expect(receipts(teacher)).toContainText(receipt.self_join_on);
  await teacher.reloads();
  await expect(receipts(teacher)).toBeEmpty();
});

test('a phone in the hand of the teacher shows stuck students first, and helps with one press', { tag: '@both' }, async ({ newUser }) => {
  const teacher = await newUser.teacher({ viewport: { width: 360, height: 740 } });
  await teacher.hasClass({ seats: 5, linkSaved: true });
  const card = await teacher.cardOf(4);
  const student = await newUser.student();
  await student.opens('/sign-in');
  await student.submitsPassword(card.login, 'wrong-wrong-0000');
  await expect(student.alert).toBeVisible();
  const top = async (number: number) => (await teacher.seat(number).row.boundingBox())?.y ?? 0;
  await expect(async () => {
    await teacher.refreshesBoard();
    expect(await top(4)).toBeLessThan(await top(1));
  }).toPass({ timeout: 10_000 });
  await expect(teacher.seat(1).row.getByRole('button', { name: help.unlock })).toBeHidden();

  await teacher.navigates(() => teacher.seat(4).row.getByRole('button', { name: help.unlock }).click());
  await expect(receipts(teacher)).toContainText(receipt.unlocked.replace('{number}', '4'));
  await expect(teacher.seat(4).trouble).toContainText(seat_state.not_here);
  await student.submitsPassword(card.login, 'wrong-wrong-0000');
  await expect(async () => {
    await teacher.refreshesBoard();
    await expect(teacher.seat(4).row.getByRole('button', { name: seat_state.new_password })).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 10_000 });
  await teacher.navigates(() => teacher.seat(4).row.getByRole('button', { name: seat_state.new_password }).click());
  await expect(teacher.seat(4).password).toBeVisible();
  await student.signsIn({ login: card.login, password: (await teacher.seat(4).password.innerText()).trim() });
});

test('a shown password is one line, and its button does not cover it', async ({ newUser }) => {
  for (const language of ['en', 'ru', 'fr'] as const) {
    const teacher = await newUser.teacher({ locale: language, viewport: { width: 1366, height: 768 } });
    await teacher.hasClass({ seats: 9, linkSaved: true });
    await teacher.presses(teacher.texts.board.show_all);
    await expect(teacher.page.locator('.password code')).toHaveCount(9);
    const cells = await teacher.page.locator('.seats .password:has(code)').evaluateAll((cells) =>
      cells.map((cell) => {
        const [code, button] = [cell.querySelector('code')!, cell.querySelector('.button')!].map((it) => it.getBoundingClientRect());
        const lines = cell.querySelector('code')!.getClientRects().length;
        return { lines, apart: code.right <= button.left, inside: button.right <= cell.getBoundingClientRect().right + 1 };
      }),
    );
    for (const cell of cells) expect(cell).toEqual({ lines: 1, apart: true, inside: true });
  }
});

test('the names of the steps stay under the pointer, and their times are in a tooltip', async ({ newUser, student }) => {
  const teacher = await newUser.teacher({ viewport: { width: 1366, height: 768 } });
  await teacher.hasClass({ linkSaved: true });
  await student.signsIn(await teacher.cardOf(1));
  await teacher.seat(1).isGreenAt(['signed_in']);
  await teacher.seat(1).row.hover();
  const badge = teacher.seat(1).badge('signed_in');
  await expect(badge.locator('.is')).toHaveCSS('opacity', '1');
  await expect(badge).toHaveAttribute('title', /· \d\d:\d\d$/);
});

test('the first page and the logo lead the teacher back to the board', { tag: '@both' }, async ({ teacher }) => {
  await teacher.hasClass({ title: '7b', linkSaved: true });
  await teacher.page.locator('.brand').click();
  await teacher.isAt('/');
  await expect(teacher.page.getByRole('heading', { name: home.classes_title })).toBeVisible();
  await teacher.page.getByRole('link', { name: /7b/ }).click();
  await teacher.isAt(teacher.board);
});

test('the keyboard reaches the first row with few presses', async ({ teacher }) => {
  await teacher.hasClass({ linkSaved: true });
  const { keyboard } = teacher.page;
  await keyboard.press('Tab');
  await expect(teacher.page.getByRole('link', { name: site.skip })).toBeFocused();
  await keyboard.press('Enter');
  await keyboard.press('Tab');
  await expect(teacher.page.getByRole('link', { name: board_head.skip })).toBeFocused();
  await keyboard.press('Enter');
  await keyboard.press('Tab');
  await expect(teacher.seat(1).row.locator('.password .button')).toBeFocused();
});

test('seats are added once if the button is pressed twice', { tag: '@both' }, async ({ teacher }) => {
  await teacher.hasClass({ seats: 2 });
  await teacher.opens(`${teacher.board}/menu`);
  await teacher.opensSection(menu.add);
  const form = await teacher.page.locator('input[name=form]').inputValue();
  const id = teacher.board.split('/').at(-1)!;
  await teacher.page.getByLabel(menu.add_many).fill('2');
  await teacher.navigates(() => teacher.presses(menu.add_do));
  await expect(teacher.page.getByText(menu.added.replace('{many}', '2'))).toBeVisible();
  await teacher.requests.sends('/classes/act', { id, what: 'add_seats', seats: '2', form }, /\/menu$/);
  await teacher.opens(teacher.board);
  await expect(teacher.page.locator('.seats tbody tr')).toHaveCount(4);
});

test('a student without a card says who it is, and sees the number of the seat', { tag: '@both' }, async ({ teacher, student }) => {
  await teacher.hasClass({ linkSaved: true });
  await teacher.navigates(() => teacher.presses(join.allow));
  const code = (await teacher.page.locator('.join-code').innerText()).replace(' ', '');
  await student.opens('/join');
  await student.page.getByLabel(join.code).fill(code);
  await student.navigates(() => student.presses(join.go_on));
  await student.page.getByLabel(nickname.label).fill('Mira');
  await student.navigates(() => student.presses(join.take));
  await expect(student.page.getByText(textPattern(join.mine_title, { number: '1' }))).toBeVisible();
  await teacher.refreshesBoard();
  await expect(teacher.seat(1).row).toContainText('Mira');
  await expect(teacher.page.locator('.board-head')).toContainText(board.open_for.other.replace('{count}', '24'));
});
