// Tests of the projector page: who is here, the instruction for most students, and its size.
import { expect, test } from '../../support/fixtures';
import { TEXTS, type Language } from '../../support/texts';

const { instruction, projector } = TEXTS.en;

test('the wall shows who is here by number, then what to do next', { tag: '@both' }, async ({ teacher, student }) => {
  await teacher.hasClass({ seats: 2 });
  const page = new URL(teacher.page.url()).pathname;
  const cards = await teacher.cards();
  await teacher.opens(`${page}/projector`);
  await expect(teacher.page.getByRole('heading', { name: instruction.sign_in })).toBeVisible();
  await expect(teacher.page.locator('.join-code')).toBeVisible();

  await student.signsIn(cards[1]);
  await teacher.refreshesBoard();
  await expect(teacher.page.getByRole('heading', { name: instruction.set_up })).toBeVisible({ timeout: 12_000 });
  await expect(teacher.page.getByText(projector.hooray)).toBeHidden();
  // The address stays for those who come late.
  await expect(teacher.page.locator('.join-code')).toBeVisible();
  await student.opens('/set-up');
  await teacher.refreshesBoard();
  await expect(teacher.page.getByRole('heading', { name: instruction.connect })).toBeVisible({ timeout: 12_000 });
});

test('a student who takes a seat appears on the wall before the sign-in', { tag: '@both' }, async ({ teacher, student }) => {
  await teacher.opens('/');
  await teacher.page.locator('[name=join]').selectOption('code');
  await teacher.page.locator('[name=seats]').fill('3');
  await teacher.presses(TEXTS.en.home.open);
  await teacher.isAt(/^\/classes\/[\w-]+$/);
  const page = new URL(teacher.page.url()).pathname;
  const code = (await teacher.page.locator('.join-code').innerText()).replace(' ', '');
  await teacher.opens(`${page}/projector`);
  await expect(teacher.page.getByRole('heading', { name: instruction.take_seat })).toBeVisible();
  await student.opens('/join');
  await student.page.getByLabel(TEXTS.en.join.code).fill(code);
  await student.navigates(() => student.presses(TEXTS.en.join.go_on));
  await student.navigates(() => student.presses(TEXTS.en.join.take));
  await teacher.refreshesBoard();
  await expect(teacher.page.locator('.joined b')).toHaveText(['1'], { timeout: 12_000 });
});

for (const locale of ['en', 'ru', 'fr'] satisfies Language[]) {
  test(`the wall is readable from the last row in ${locale}`, async ({ newUser, student }) => {
    const teacher = await newUser.teacher({ locale });
    await teacher.hasClass({ seats: 1, title: '7b' });
    const page = new URL(teacher.page.url()).pathname;
    const [card] = await teacher.cards();
    let before = 0;
    for (const width of [1024, 1920]) {
      await teacher.page.setViewportSize({ width, height: Math.round((width * 9) / 16) });
      await teacher.opens(`${page}/projector`);
      const heading = teacher.page.locator('.instructions h2:visible');
      const size = await heading.evaluate((title) => parseFloat(getComputedStyle(title).fontSize));
      expect(size).toBeGreaterThan(width / 32);
      expect(size).toBeGreaterThan(before);
      before = size;
      await fits(teacher.page);
    }
    await student.signsIn(card);
    await student.opens('/set-up');
    for (const width of [1024, 1920]) {
      await teacher.page.setViewportSize({ width, height: Math.round((width * 9) / 16) });
      await teacher.opens(`${page}/projector`);
      const heading = teacher.page.locator('.instructions h2:visible');
      const size = await heading.evaluate((title) => parseFloat(getComputedStyle(title).fontSize));
      expect(size).toBeGreaterThan(width / 20);
      await fits(teacher.page);
    }
  });
}

for (const locale of ['en', 'ru', 'fr'] satisfies Language[]) {
  for (const preset of ['45', '90']) {
    test(`the wall of a lesson with exercises shows all counts at once in ${locale}, ${preset} minutes`, async ({ newUser, student }) => {
      const teacher = await newUser.teacher({ locale });
      await teacher.opens('/');
      await teacher.page.locator(`[name=preset][value="${preset}"]`).check();
      await teacher.page.locator('[name=seats]').fill('1');
      await teacher.presses(teacher.texts.home.open);
      await teacher.isAt(/^\/classes\/[\w-]+$/);
      teacher.board = new URL(teacher.page.url()).pathname;
      const [card] = await teacher.cards();
      const fitsEverywhere = async () => {
        for (const [width, height] of [[1024, 768], [1366, 768], [1920, 1080]]) {
          await teacher.page.setViewportSize({ width, height });
          await teacher.opens(`${teacher.board}/projector`);
          await expect(teacher.page.getByText(teacher.texts.board.loopback_title)).toBeVisible();
          await fits(teacher.page, `${width}x${height}`);
        }
      };
      await fitsEverywhere();
      await student.signsIn(card);
      await fitsEverywhere();
      await student.opens('/set-up');
      await fitsEverywhere();
    });
  }
}

/** The page needs no scrolling, and no word of the instruction is broken. */
async function fits(page: import('@playwright/test').Page, screen = ''): Promise<void> {
  const { overflow, broken } = await page.evaluate(() => {
    const root = document.documentElement;
    const title = [...document.querySelectorAll<HTMLElement>('.instructions h2')].find((heading) => heading.offsetParent)!;
    const text = title.firstChild!;
    const words = [...(text.textContent ?? '').matchAll(/\S+/g)];
    const isBroken = ({ index, 0: word }: RegExpMatchArray) => {
      const range = document.createRange();
      range.setStart(text, index!);
      range.setEnd(text, index! + word.length);
      return range.getClientRects().length > 1;
    };
    return {
      overflow: root.scrollWidth > root.clientWidth || root.scrollHeight > root.clientHeight + 1,
      broken: words.filter(isBroken).map(([word]) => word),
    };
  });
  expect(broken, screen).toEqual([]);
  expect(overflow, screen).toBe(false);
}
