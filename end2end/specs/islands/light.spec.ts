// Tests of what a browser with an empty cache downloads until the page is quiet, in kB.
import { Downloads } from '../../support/downloads';
import { expect, type NewUser, test, withMotion } from '../../support/fixtures';
import { expectAlive } from '../../support/hold-scripts';
import type { Person } from '../../support/people/person';

test.use(withMotion);

const LIMIT = { withoutIslands: 26, signIn: 130, code: 129, practicePhone: 187, board: 188, wholeWay: 236 };

/** Opens a page in a new browser with an empty cache and the cookies of `who`, and leaves it alone. */
async function opensFresh(newUser: NewUser, who: Person, path: string): Promise<{ page: Person['page']; downloads: Downloads }> {
  const { page } = await newUser.visitor({ storageState: await who.page.context().storageState() });
  const downloads = await Downloads.of(page);
  await page.goto(path);
  await downloads.quiet();
  expect(new URL(page.url()).pathname).toBe(path);
  return { page, downloads };
}

async function expectLight(newUser: NewUser, who: Person, path: string, limit: number): Promise<void> {
  const { page, downloads } = await opensFresh(newUser, who, path);
  await expectAlive(page);
  await downloads.quiet();
  expect.soft(downloads.kB, `${path}: ${downloads.paths.join(' ')}`).toBeLessThanOrEqual(limit);
}

async function expectNoIslands(newUser: NewUser, who: Person, path: string): Promise<void> {
  const { page, downloads } = await opensFresh(newUser, who, path);
  expect.soft(downloads.kB, `${path}: ${downloads.paths.join(' ')}`).toBeLessThanOrEqual(LIMIT.withoutIslands);
  expect.soft(downloads.wasm, path).toEqual([]);
  await expect.soft(page.locator('html[data-hydrated]'), path).toHaveCount(0);
}

test('pages without islands are light and download no WebAssembly', async ({ newUser, teacher }) => {
  await teacher.hasClass({ seats: 30, linkSaved: true });
  const visitor = await newUser.visitor();
  for (const path of ['/', '/guide', '/join', '/forgot', '/lesson/family-sheet', '/nowhere']) await expectNoIslands(newUser, visitor, path);
  for (const page of ['menu', 'seats/2', 'results']) await expectNoIslands(newUser, teacher, `${teacher.board}/${page}`);
});

test('the sign-in and the code page are light', async ({ newUser, member }) => {
  await expectLight(newUser, member, '/sign-in', LIMIT.signIn);
  await member.hasAccount();
  await member.signsOut();
  await member.passesPasswordStep({ login: member.username, password: member.password });
  await expectLight(newUser, member, '/sign-in/code', LIMIT.code);
});

test('the pages with the practice phone are light', async ({ newUser, teacher, student }) => {
  await teacher.hasClass();
  await student.signsIn(await teacher.cardOf(1));
  await expectLight(newUser, student, '/set-up', LIMIT.practicePhone);
  const other = await newUser.student();
  await other.hasConnected(await teacher.cardOf(2));
  await other.signsOut();
  await other.passesPasswordStep();
  await expectLight(newUser, other, '/sign-in/code', LIMIT.practicePhone);
});

test('a board of thirty is light, and so are its dialogs', async ({ newUser, teacher }) => {
  await teacher.hasClass({ seats: 30, linkSaved: true });
  const { page, downloads } = await opensFresh(newUser, teacher, teacher.board);
  for (const link of ['#seat-7 .more a', '.board-head a[href$="/menu"]']) {
    await page.locator(link).click();
    await expect(page.getByRole('dialog').locator('summary').first()).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  await downloads.quiet();
  expect(downloads.kB, downloads.paths.join(' ')).toBeLessThanOrEqual(LIMIT.board);
});

test('the whole way of a student is light', async ({ teacher, student }) => {
  test.slow();
  const { lesson } = student.texts;
  await teacher.hasClass();
  const card = await teacher.cardOf(1);
  const downloads = await Downloads.of(student.page);
  const looksAround = () => downloads.quiet();

  await student.opens('/sign-in');
  await looksAround();
  await student.submitsPassword(card.login, card.password);
  await student.isAt('/lesson');
  await looksAround();
  const authenticator = await student.opensSetUp();
  await looksAround();
  await student.submitsCode(await authenticator.nextCode());
  await student.isAt('/set-up/recovery-codes');
  await looksAround();
  await student.savesRecoveryCodes();
  await looksAround();
  await student.presses(lesson.code_button);
  await student.isAt('/sign-in');
  await student.submitsPassword(card.login, card.password);
  await student.isAt('/sign-in/code');
  await looksAround();
  await student.submitsCode(await authenticator.nextCode());
  await student.isAt('/lesson');
  await looksAround();

  await expect(student.heading).toHaveText(lesson.finish_title);
  expect(downloads.kB, downloads.paths.join(' ')).toBeLessThanOrEqual(LIMIT.wholeWay);
});
