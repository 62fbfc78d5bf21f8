// Tests of the teacher link, of passwords on the board, and of the rows of the board.
import { readQr } from '../../support/authenticator';
import { expect, test } from '../../support/fixtures';
import { TEXTS } from '../../support/texts';

const { board, dead_link, message, teach } = TEXTS.en;

test('a teacher sees the teacher link until it is marked as saved', async ({ teacher }) => {
  await teacher.hasClass();
  await expect(teacher.page.getByText(board.link_title)).toBeVisible();
  await teacher.reloads();
  await expect(teacher.link).toHaveText(/\/teach\/[\w-]{20,}$/);

  await teacher.navigates(() => teacher.presses(board.link_saved));

  await expect(teacher.seat(1).row).toBeVisible();
  await expect(teacher.link).toHaveCount(0);
  await teacher.reloads();
  await expect(teacher.link).toHaveCount(0);
});

test('the teacher link opens the board in another browser after a click on its button', async ({ teacher, newUser }) => {
  await teacher.hasClass({ title: 'Monday' });
  const link = await teacher.link.innerText();
  const address = new URL(teacher.page.url()).pathname;
  const elsewhere = await newUser.teacher();

  await elsewhere.opens(link);
  await expect(elsewhere.heading).toHaveText(teach.title);
  await expect(elsewhere.page.getByText('Monday')).toHaveCount(0);
  expect((await elsewhere.opens(address))?.status()).toBe(404);

  await elsewhere.opens(link);
  await elsewhere.presses(teach.open);
  await elsewhere.isAt(address);
  await expect(elsewhere.heading).toHaveText('Monday');
  await expect(elsewhere.link).toHaveCount(0);
});

test('a mistyped teacher link opens nothing and says so', async ({ teacher }) => {
  await teacher.hasClass();
  const link = await teacher.link.innerText();
  await teacher.opens(link.slice(0, -2));

  await expect(teacher.heading).toHaveText(dead_link.title);
});

test('passwords are not in the page until the teacher asks for them', { tag: '@both' }, async ({ teacher }) => {
  await teacher.hasClass();
  const { password } = await teacher.cardOf(2);
  await teacher.reloads();
  expect(await teacher.page.content()).not.toContain(password);
  await expect(teacher.page.locator('.password code')).toHaveCount(0);

  await teacher.seat(2).showsPassword();
  await expect(teacher.seat(2).password).toHaveText(password);
  await expect(teacher.page.locator('.password code')).toHaveCount(1);
  await teacher.seat(2).hidesPassword();
  expect(await teacher.page.content()).not.toContain(password);
});

test('a row says at once that its password is loaded, and keeps a password hidden that was hidden meanwhile', async ({ teacher }) => {
  await teacher.hasClass();
  const { password } = await teacher.cardOf(2);
  await teacher.reloads();
  let answers = () => {};
  const held = new Promise<void>((resolve) => { answers = resolve; });
  await teacher.page.route('**/sfn/seat-passwords', async (route) => {
    const response = await route.fetch();
    await held;
    await route.fulfill({ response });
  });
  const shown = (number: number) => teacher.seat(number).row.locator('.password code');
  for (const number of [1, 2]) {
    await teacher.seat(number).row.locator('.password').getByRole('button').click();
    await expect(shown(number)).toHaveText('…');
  }
  await teacher.seat(1).hidesPassword();
  answers();

  await expect(shown(2)).toHaveText(password);
  await expect(shown(1)).toHaveCount(0);
});

test('the row of a password that cannot be loaded offers to show it again', async ({ teacher }) => {
  await teacher.hasClass();
  await teacher.page.route('**/sfn/seat-passwords', (route) => route.abort('internetdisconnected'));
  await teacher.seat(1).row.locator('.password').getByRole('button').click();
  await expect(teacher.seat(1).row.locator('.password code')).toHaveCount(0);
  await teacher.page.unroute('**/sfn/seat-passwords');
  await teacher.seat(1).showsPassword();
});

test('a teacher shows all passwords and hides them again', { tag: '@both' }, async ({ teacher }) => {
  await teacher.hasClass();

  await teacher.presses(board.show_all);
  await expect(teacher.page.locator('.password code')).toHaveCount(3);
  const passwords = await teacher.page.locator('.password code').allTextContents();
  expect(new Set(passwords).size).toBe(3);
  for (const password of passwords) expect(password).toMatch(/^[a-z]+-[a-z]+-\d{4}$/);

  await teacher.presses(board.hide_all);
  await expect(teacher.page.locator('.password code')).toHaveCount(0);
  await teacher.presses(board.show_all);
  await expect(teacher.page.locator('.password code')).toHaveCount(3);
});

test('with all passwords shown, one is hidden and shown again', { tag: '@both' }, async ({ teacher }) => {
  await teacher.hasClass();
  await teacher.presses(board.show_all);
  await expect(teacher.page.locator('.password code')).toHaveCount(3);

  await teacher.seat(2).hidesPassword();
  await teacher.seat(2).showsPassword();
});

test('the code on the board leads students to the sign-in', async ({ teacher, newUser }) => {
  await teacher.hasClass();
  const student = await newUser.student();
  await student.opens(await readQr(teacher.page));
  const card = await teacher.cardOf(1);
  await student.submitsPassword(card.login, card.password);
  await student.isAt('/lesson');
});

test('the badges of a row stand beside each other', async ({ teacher }) => {
  await teacher.hasClass();
  await teacher.page.setViewportSize({ width: 1280, height: 900 });
  const boxes = await teacher.seat(1).row.locator('.badge').evaluateAll((badges) =>
    badges.map((badge) => {
      const { left, right } = badge.getBoundingClientRect();
      return { left, right, spills: badge.scrollWidth > badge.clientWidth + 1 };
    }),
  );
  expect(boxes.map((box) => box.spills)).toEqual([false, false, false, false]);
  for (let i = 1; i < boxes.length; i += 1) expect(boxes[i].left).toBeGreaterThanOrEqual(boxes[i - 1].right);
});

test('a board is paused while its teacher is signed in as a student in the same browser', async ({ teacher, newUser }) => {
  await teacher.hasClass();
  const address = new URL(teacher.page.url()).pathname;
  const card = await teacher.cardOf(1);
  await teacher.opens('/sign-in');
  await teacher.page.locator('[name=username]').fill(card.login);
  await teacher.page.locator('[name=password]').fill(card.password);
  await teacher.page.getByRole('main').getByRole('button', { name: TEXTS.en.sign_in.submit }).click();
  await teacher.isAt('/lesson');

  await teacher.opens(address);
  await expect(teacher.heading).toHaveText(board.asleep_title);
  await expect(teacher.page.locator('.seats')).toHaveCount(0);
  await teacher.page.getByRole('main').getByRole('button', { name: TEXTS.en.site.sign_out }).click();
  await teacher.isAt('/sign-out');

  await teacher.opens(address);
  await teacher.seat(1).isGreenAt(['signed_in']);
  const visitor = await newUser.visitor();
  await visitor.opens(address);
  await expect(visitor.heading).toHaveText(message.not_found_title);
});
