// Tests of the pages that hydrate before the user touches them, and of input during hydration.
import type { Page } from '@playwright/test';
import { Authenticator } from '../../support/authenticator';
import { holdScripts } from '../../support/hold-scripts';
import { PracticePhone } from '../../support/practice-phone';
import { expect, test } from '../../support/fixtures';
import { textPattern, TEXTS } from '../../support/texts';

const { lesson, set_up, phone: words, offline, help } = TEXTS.en;

const isHydrated = (page: Page) => page.evaluate(() => document.documentElement.hasAttribute('data-awake'));
const expectHydrated = (page: Page, timeout = 5_000) => expect(page.locator('html[data-awake]')).toBeAttached({ timeout });

/** Records the WebAssembly files that the page fetches from now on. */
function recordWasmRequests(page: Page): string[] {
  const names: string[] = [];
  page.on('request', (request) => {
    const name = new URL(request.url()).pathname;
    if (name.endsWith('.wasm')) names.push(name);
  });
  return names;
}

test.describe('what hydrates a page without a touch', { tag: '@scripts' }, () => {
  test('a board and its projector page, because they change by themselves', async ({ teacher }) => {
    await teacher.opensClass();
    await teacher.savesLink();
    const board = teacher.page.url();
    for (const address of [board, `${board}/projector`]) {
      await teacher.page.goto(address);
      await expectHydrated(teacher.page);
    }
  });

  test('recovery codes that are shown once, and a countdown', async ({ teacher, student }) => {
    await teacher.opensClass();
    await student.signsIn(await teacher.cardOf(1));
    const authenticator = await student.opensSetUp();
    // The set-up uses the code of the next time step, so that the lesson page has to show a countdown.
    authenticator.code();
    await student.submitsCode(await authenticator.nextCode());
    await student.isAt('/set-up/recovery-codes');
    await student.page.goto('/set-up/recovery-codes');
    await expectHydrated(student.page);
    await student.savesRecoveryCodes();
    await student.page.goto('/lesson');
    await expect(student.page.getByText(lesson.code_wait)).toBeVisible();
    await expectHydrated(student.page);
  });

  test('a practice phone that must delete the account of another student', async ({ teacher, student }) => {
    await teacher.opensClass();
    await student.signsIn(await teacher.cardOf(1));
    await student.page.evaluate(() => {
      const other = { login: 'otter-1111', key: 'A'.repeat(32), until: Date.now() * 2000 };
      localStorage.setItem('stepwise.phone', JSON.stringify([other]));
    });
    await student.page.goto('/lesson');
    await expect.poll(() => student.page.evaluate(() => localStorage.getItem('stepwise.phone'))).toBeNull();
  });

  test("times are in the student's time zone, and a second page needs no hydration for them", async ({ newUser, teacher }) => {
    await teacher.opensClass();
    const student = await newUser.student({ timezoneId: 'Asia/Kolkata' });
    await student.signsIn(await teacher.cardOf(1));
    const time = student.page.locator('main time');
    const local = await time.evaluate((time: HTMLTimeElement) =>
      new Date(time.dateTime).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Kolkata' }),
    );
    const fetched = recordWasmRequests(student.page);
    await student.page.goto('/lesson');
    await expect(time).toHaveText(local);
    expect(fetched).toEqual([]);
  });

  test('the notice of a lost network needs nothing from the network', async ({ teacher, student }) => {
    await teacher.opensClass();
    await student.signsIn(await teacher.cardOf(1));
    await student.page.goto('/lesson');
    await expect(student.page.getByText(offline.title)).toBeHidden();
    await student.page.context().setOffline(true);
    await expect(student.page.getByText(offline.title)).toBeVisible();
    await student.page.context().setOffline(false);
    await expect(student.page.getByText(offline.title)).toBeHidden();
    expect(await isHydrated(student.page)).toBe(false);
  });
});

test.describe('input during hydration', { tag: '@scripts' }, () => {
  test('a complete code is sent automatically', async ({ teacher, student }) => {
    await teacher.opensClass();
    await student.signsIn(await teacher.cardOf(1));
    await student.page.goto('/set-up');
    const authenticator = await Authenticator.scans(student.page);
    const held = await holdScripts(student.page);
    await student.codeField.focus();
    await student.page.keyboard.type(authenticator.code());
    await expect.poll(held.names).toContainEqual(expect.stringMatching(/\.wasm$/));
    expect(await isHydrated(student.page)).toBe(false);
    await held.release();
    await student.isAt('/set-up/recovery-codes');
  });

  test('the practice phone scans, also after a link to its own page on a narrow screen', async ({ newUser, teacher }) => {
    await teacher.opensClass();
    const student = await newUser.student();
    await student.signsIn(await teacher.cardOf(1));
    await student.page.goto('/set-up');
    const held = await holdScripts(student.page);
    await student.presses(words.scan_page);
    await held.release();
    await expect(new PracticePhone(student).shownCode).toBeVisible();

    const other = await newUser.student({ viewport: { width: 360, height: 720 } });
    await other.signsIn(await teacher.cardOf(2));
    await other.page.goto('/set-up');
    const heldHere = await holdScripts(other.page);
    await other.follows(set_up.no_phone);
    await heldHere.release();
    await other.isAt('/phone');
    await other.presses(words.scan_page);
    await expect(new PracticePhone(other).shownCode).toBeVisible();
  });

  test('a dialog of the board opens over the board', async ({ teacher }) => {
    await teacher.opensClass();
    await teacher.savesLink();
    const board = teacher.page.url();
    const held = await holdScripts(teacher.page);
    await teacher.page.reload({ waitUntil: 'commit' });
    await expect.poll(held.names).toContainEqual(expect.stringMatching(/\.wasm$/));
    await teacher.seat(1).row.locator('.more a').click();
    await held.release();
    await expect(teacher.page.getByRole('dialog').getByRole('heading', { name: textPattern(help.title) })).toBeVisible();
    expect(teacher.page.url()).toBe(board);
  });
});
