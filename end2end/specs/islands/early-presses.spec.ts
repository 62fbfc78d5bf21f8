// Tests of buttons and links that people press before the islands of a page are alive, on the board and at the set-up.
import type { Route } from '@playwright/test';
import { expect, test, withMotion } from '../../support/fixtures';
import { expectAlive, opensHeld } from '../../support/hold-scripts';
import { PracticePhone } from '../../support/practice-phone';
import { textPattern, TEXTS } from '../../support/texts';

test.use(withMotion);

const { help, menu, order, phone, set_up, site } = TEXTS.en;

test.describe('a board', () => {
  for (const [name, link, title] of [
    ['the menu of a row', '#seat-1 .more a', textPattern(help.title)],
    ['the class menu', '.board-head a[href$="/menu"]', textPattern(menu.title)],
  ] as const) {
    test(`opens ${name} over the board if its button was pressed early`, async ({ teacher }) => {
      await teacher.hasClass({ linkSaved: true });
      const held = await opensHeld(teacher.page, teacher.board);
      await teacher.page.locator(link).click();
      await held.release();
      await expect(teacher.page.getByRole('dialog').getByRole('heading', { name: title })).toBeVisible();
      await expect(teacher.page.locator('dialog[open]')).toHaveCount(1);
      expect(new URL(teacher.page.url()).pathname).toBe(teacher.board);
    });
  }

  test('opens a dialog with its title before the content has come, and does not open it again after it was closed', async ({ teacher }) => {
    await teacher.hasClass({ linkSaved: true });
    await expectAlive(teacher.page);
    const login = await teacher.seat(2).login();
    const held: Route[] = [];
    await teacher.page.route('**/seats/2', (route) => void held.push(route));
    const title = teacher.page.getByRole('dialog').getByRole('heading', { name: help.title.replace('{login}', login) });
    const label = teacher.page.getByRole('dialog').getByLabel(help.label);

    await teacher.seat(2).row.locator('.more a').click();
    await expect(title).toBeVisible();
    await expect(label).toHaveCount(0);
    await teacher.page.keyboard.press('Escape');
    await expect(title).toBeHidden();
    const answered = teacher.page.waitForResponse('**/seats/2');
    await held[0].continue();
    await (await answered).finished();
    await expect(title).toBeHidden();

    await teacher.seat(2).row.locator('.more a').click();
    await expect.poll(() => held.length).toBe(2);
    await held[1].continue();
    await expect(label).toBeFocused();
    await expect(title).toBeVisible();
  });

  test('shows passwords and sorts rows in the order in which its buttons were pressed early', async ({ teacher, student }) => {
    await teacher.hasClass({ linkSaved: true });
    await student.signsIn(await teacher.cardOf(3));
    const held = await opensHeld(teacher.page, teacher.board);
    let documents = 0;
    teacher.page.on('framenavigated', () => (documents += 1));
    for (const press of [1, 3]) await teacher.seat(press).row.locator('.password').getByRole('button').click();
    await teacher.presses(order.stuck_first);
    await held.release();
    await expect(teacher.seat(1).password).toBeVisible();
    await expect(teacher.seat(3).password).toBeVisible();
    await expect(teacher.page.locator('.password code')).toHaveCount(2);
    await expect(teacher.page.locator('.seats tbody tr').first()).toHaveId('seat-3');
    expect(documents).toBe(0);
  });

  test('copies the teacher link if the button was pressed early', async ({ teacher }) => {
    await teacher.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await teacher.hasClass();
    const held = await opensHeld(teacher.page, teacher.board);
    const link = await teacher.link.innerText();
    await teacher.presses(site.copy);
    await held.release();
    await expect(teacher.page.getByRole('button', { name: site.copied })).toBeVisible();
    expect(await teacher.page.evaluate(() => navigator.clipboard.readText())).toBe(link);
  });
});

test('the practice phone scans early, also after a link to its own page on a narrow screen', async ({ newUser, teacher }) => {
  await teacher.hasClass();
  const student = await newUser.student();
  await student.signsIn(await teacher.cardOf(1));
  const held = await opensHeld(student.page, '/set-up');
  await student.presses(phone.scan_page);
  await held.release();
  await expect(new PracticePhone(student).shownCode).toBeVisible();

  const other = await newUser.student({ viewport: { width: 360, height: 720 } });
  await other.signsIn(await teacher.cardOf(2));
  const heldHere = await opensHeld(other.page, '/set-up');
  await other.follows(set_up.no_phone);
  await heldHere.release();
  await other.isAt('/phone');
  await other.presses(phone.scan_page);
  await expect(new PracticePhone(other).shownCode).toBeVisible();
});
