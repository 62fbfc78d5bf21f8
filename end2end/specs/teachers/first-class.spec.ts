// A teacher and a student who know the address only: until the first student is in, with few presses and in little time.
import { boldLetters, Effort } from '../../support/effort';
import { expect, test } from '../../support/fixtures';
import { type Language, TEXTS } from '../../support/texts';

const { board, home, sign_in, stage } = TEXTS.en;

test('from the address alone to a class whose first student is in', { tag: '@both' }, async ({ teacher, student }) => {
  const [teaching, learning] = [new Effort(teacher.page), new Effort(student.page)];
  const begin = Date.now();
  await teaching.typeAddress('/');
  await teaching.press(teacher.page.getByRole('button', { name: home.open, exact: true }));
  await teacher.isAt(/^\/classes\/[\w-]+$/);
  await teaching.press(teacher.page.getByRole('button', { name: board.show_all }));
  const row = teacher.seat(1);
  await expect(row.password).toBeVisible();
  const card = { login: await row.login(), password: (await row.password.innerText()).trim() };

  await learning.typeAddress('/');
  await learning.press(student.page.getByRole('link', { name: TEXTS.en.site.have_login }).first());
  await student.isAt('/sign-in');
  await learning.press(student.page.locator('[name=username]'));
  await learning.type(boldLetters(card.login));
  await learning.press(student.page.locator('[name=password]'));
  await learning.type(boldLetters(card.password));
  await learning.press(student.page.locator('main').getByRole('button', { name: sign_in.submit, exact: true }));
  await student.isAt('/lesson');
  await teacher.refreshesBoard();
  await expect(row.row.getByText(stage.signed_in_short).first()).toBeAttached();
  await row.isGreenAt(['signed_in']);

  const seconds = (Date.now() - begin) / 1000 + teaching.seconds + learning.seconds;
  expect(teaching.presses + learning.presses).toBeLessThanOrEqual(6);
  expect(seconds).toBeLessThan(60);
});

for (const locale of ['en', 'ru', 'fr'] satisfies Language[]) {
  test(`the button that opens a class is on the first screen of a small laptop in ${locale}`, async ({ newUser }) => {
    const visitor = await newUser.visitor({ locale });
    const { page, texts } = visitor;
    for (const [width, height] of [[1366, 768], [1280, 800], [1920, 1080]]) {
      await page.setViewportSize({ width, height });
      await visitor.opens('/');
      const button = page.getByRole('button', { name: texts.home.open, exact: true });
      await expect(button, `${width}`).toBeInViewport({ ratio: 1 });
      // The page says first for whom it is.
      await expect(page.getByText(texts.home.eyebrow), `${width}`).toBeInViewport({ ratio: 1 });
      await expect(page.getByLabel(texts.join.code), `${width}`).toBeInViewport({ ratio: 1 });
    }
  });
}
