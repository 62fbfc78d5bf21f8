// A teacher and a student who know the address only: until the first student is in, with few presses and in little time.
import type { Page } from '@playwright/test';
import { expect, test } from '../../support/fixtures';
import { TEXTS } from '../../support/texts';

const { board, home, sign_in, stage } = TEXTS.en;

/** What a person needs for a press and for a key, in seconds. */
const PRESS = 1.2;
const KEY = 0.2;

/** Counts what a person does. The time of the machine is added to it. */
class Effort {
  presses = 0;
  keys = 0;

  async press(act: () => Promise<void>): Promise<void> {
    this.presses += 1;
    await act();
  }

  async type(page: Page, field: string, text: string): Promise<void> {
    this.keys += text.length;
    await page.locator(field).fill(text);
  }

  async typeAddress(page: Page, path: string): Promise<void> {
    await page.goto(path);
    this.keys += page.url().replace('http://', '').length + 1;
  }

  get seconds(): number {
    return this.presses * PRESS + this.keys * KEY;
  }
}

test('from the address alone to a class whose first student is in', { tag: '@both' }, async ({ teacher, student }) => {
  const effort = new Effort();
  const begin = Date.now();
  await effort.typeAddress(teacher.page, '/');
  await effort.press(() => teacher.presses(home.open));
  await teacher.isAt(/^\/classes\/[\w-]+$/);
  await effort.press(() => teacher.page.getByRole('button', { name: board.show_all }).click());
  const row = teacher.seat(1);
  await expect(row.password).toBeVisible();
  const card = { login: await row.login(), password: (await row.password.innerText()).trim() };

  await effort.typeAddress(student.page, '/');
  await effort.press(() => student.page.getByRole('link', { name: TEXTS.en.site.have_login }).first().click());
  await student.isAt('/sign-in');
  await effort.press(() => student.page.locator('[name=username]').click());
  await effort.type(student.page, '[name=username]', card.login);
  await effort.press(() => student.page.locator('[name=password]').click());
  await effort.type(student.page, '[name=password]', card.password);
  await effort.press(() => student.page.locator('main').getByRole('button', { name: sign_in.submit, exact: true }).click());
  await student.isAt('/lesson');
  await teacher.refreshesBoard();
  await expect(row.row.getByText(stage.signed_in_short).first()).toBeAttached();
  await row.isGreenAt(['signed_in']);

  const seconds = (Date.now() - begin) / 1000 + effort.seconds;
  expect(effort.presses).toBeLessThanOrEqual(8);
  expect(seconds).toBeLessThan(60);
});
