// Tests of the language of a class, of its cards, and of the choices when a class is opened.
import { readQr } from '../../support/authenticator';
import { expect, test } from '../../support/fixtures';
import { TEXTS } from '../../support/texts';

const { board, home, open } = TEXTS.en;

test('a teacher chooses language, entrance and phones when opening a class', { tag: '@both' }, async ({ teacher }) => {
  await teacher.opens('/');
  await teacher.page.getByLabel(open.language).selectOption('ru');
  await teacher.page.getByLabel(open.join).selectOption('code');
  await teacher.page.getByLabel(open.phones).selectOption('no');
  await teacher.presses(home.open);
  await teacher.isAt(/^\/classes\/[\w-]+$/);
  const page = new URL(teacher.page.url()).pathname;
  await expect(teacher.page.getByText(TEXTS.en.join.only_cards)).toHaveCount(0);
  // The board is in the teacher's language, the page for the wall in that of the class.
  await expect(teacher.page.getByRole('link', { name: board.hand_out })).toBeVisible();
  await teacher.opens(`${page}/projector`);
  await expect(teacher.page.getByRole('heading', { name: TEXTS.ru.instruction.take_seat })).toBeVisible();
});

test('a refused form keeps the choices of the teacher', { tag: '@both' }, async ({ teacher }) => {
  await teacher.opens('/');
  await teacher.page.getByLabel(open.language).selectOption('fr');
  await teacher.page.getByLabel(open.join).selectOption('code');
  await teacher.page.locator('[name=seats]').fill('501');
  await teacher.presses(home.open);
  await expect(teacher.alert).toBeVisible();
  await expect(teacher.page.getByLabel(open.language)).toHaveValue('fr');
  await expect(teacher.page.getByLabel(open.join)).toHaveValue('code');
  await expect(teacher.page.getByLabel(open.phones)).toHaveValue('yes');
});

test('a card leads to the sign-in in the language of the class, with the login filled in', async ({ teacher, newUser }) => {
  await teacher.hasClass({ seats: 1 });
  const page = new URL(teacher.page.url()).pathname;
  const [card] = await teacher.cards();
  await teacher.requests.sends('/classes/act', { id: page.split('/').at(-1)!, what: 'language', locale: 'ru' }, page);
  await teacher.opens(`${page}/handouts`);
  const first = teacher.page.locator('.handout').first();
  await expect(first).toContainText(TEXTS.ru.card.step_sign_in);
  const address = await readQr(teacher.page);
  expect(address).not.toContain(card.password);

  const student = await newUser.student({ locale: 'fr' });
  await student.opens(address);
  await expect(student.heading).toHaveText(TEXTS.ru.sign_in.title);
  await expect(student.page.locator('[name=username]')).toHaveValue(card.login);
  await student.page.locator('[name=password]').fill(card.password);
  await student.page.locator('main').getByRole('button', { name: TEXTS.ru.sign_in.submit }).click();
  await student.isAt('/lesson');
  await expect(student.page.getByRole('heading', { name: TEXTS.ru.stage.do_set_up }).first()).toBeVisible();

  // The student's own choice wins, and stays.
  await student.navigates(() => student.page.getByRole('button', { name: 'Français' }).click());
  await student.opens('/set-up');
  await expect(student.heading).toHaveText(TEXTS.fr.set_up.title);
});

test('no card is cut off, in any language', async ({ teacher }) => {
  await teacher.hasClass({ seats: 1, title: 'A class with quite a long name, Monday 8:30' });
  const page = new URL(teacher.page.url()).pathname;
  const id = page.split('/').at(-1)!;
  for (const locale of ['en', 'ru', 'fr']) {
    for (const what of ['phones', 'phones_off']) {
      await teacher.requests.sends('/classes/act', { id, what: 'language', locale }, page);
      await teacher.requests.sends('/classes/act', { id, what }, page);
      await teacher.opens(`${page}/handouts`);
      const cut = await teacher.page.locator('.handout').evaluate((card) => card.scrollHeight > card.clientHeight + 1);
      expect(cut, `${locale} ${what}`).toBe(false);
    }
  }
});
