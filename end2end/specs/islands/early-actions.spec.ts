// Tests of what people do before the islands of a page are alive: nothing is lost, and nothing happens twice.
import type { Page, Route } from '@playwright/test';
import { Authenticator } from '../../support/authenticator';
import { expect, test, withMotion } from '../../support/fixtures';
import { expectAlive, holdScripts, opensHeld } from '../../support/hold-scripts';
import { PracticePhone } from '../../support/practice-phone';
import { textPattern, TEXTS } from '../../support/texts';

test.use(withMotion);

const { fault, help, join, menu, order, phone, refusal, register, set_up, sign_in, site } = TEXTS.en;

const isAlive = (page: Page) => page.evaluate(() => document.documentElement.hasAttribute('data-hydrated'));

/** Records the forms that the page sends to `path` from now on, without holding them. */
function sentTo(page: Page, path: string): string[] {
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && new URL(request.url()).pathname === path) sent.push(request.postData() ?? '');
  });
  return sent;
}

/** Holds the forms back that the page sends to `path`. */
async function holdForms(page: Page, path: string): Promise<Route[]> {
  const held: Route[] = [];
  await page.route(`**${path}`, async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    held.push(route);
  });
  return held;
}

/**
 * Sends a request when all islands are alive. Playwright cannot look at a page that waits for the response to a form, but
 * it sees the requests of the page.
 */
async function reportsThatItIsAlive(page: Page): Promise<() => Promise<unknown>> {
  await page.evaluate(() => {
    new MutationObserver(() => void fetch('/healthz?alive')).observe(document.documentElement, { attributeFilter: ['data-hydrated'] });
  });
  const alive = page.waitForRequest('**/healthz?alive');
  return () => alive;
}

test.describe('a code', () => {
  test('that was typed early is sent once when the field is alive', async ({ teacher, student }) => {
    await teacher.hasClass();
    await student.signsIn(await teacher.cardOf(1));
    const held = await opensHeld(student.page, '/set-up');
    const authenticator = await Authenticator.scans(student.page);
    const sent = sentTo(student.page, '/set-up');
    await student.codeField.focus();
    await student.page.keyboard.type(authenticator.code());
    await expect.poll(held.names).toContainEqual(expect.stringMatching(/\.js$/));
    expect(await isAlive(student.page)).toBe(false);
    expect(sent).toHaveLength(0);
    await held.release();
    await student.isAt('/set-up/recovery-codes');
    expect(sent).toHaveLength(1);
  });

  test('that was sent early with the keyboard is not sent again when the field is alive', async ({ teacher, student }) => {
    await teacher.hasClass();
    await student.signsIn(await teacher.cardOf(1));
    const held = await opensHeld(student.page, '/set-up');
    const authenticator = await Authenticator.scans(student.page);
    const sent = sentTo(student.page, '/set-up');
    const forms = await holdForms(student.page, '/set-up');
    const alive = await reportsThatItIsAlive(student.page);
    await student.codeField.focus();
    await student.page.keyboard.type(authenticator.code());
    await student.page.keyboard.press('Enter');
    await expect.poll(() => forms.length).toBe(1);
    await held.release();
    await alive();
    await forms[0].continue();
    await student.isAt('/set-up/recovery-codes');
    expect(sent).toHaveLength(1);
  });

  test('that was typed early after an error stays in the field and waits for the button', async ({ teacher, student }) => {
    await teacher.hasClass();
    await student.signsIn(await teacher.cardOf(1));
    const held = await opensHeld(student.page, '/set-up');
    const authenticator = await Authenticator.scans(student.page);
    const sent = sentTo(student.page, '/set-up');
    await student.codeField.fill(authenticator.wrongCode());
    await student.presses(set_up.submit);
    await student.isRefused(textPattern(refusal.code_wrong));
    const code = authenticator.code();
    await student.page.keyboard.type(code);
    await held.release();
    await expectAlive(student.page);
    await expect(student.codeField).toHaveValue(code);
    await expect(student.alert).toHaveText(textPattern(refusal.code_wrong));
    expect(sent).toHaveLength(1);
    await student.presses(set_up.submit);
    await student.isAt('/set-up/recovery-codes');
    expect(sent).toHaveLength(2);
  });
});

test.describe('a password', () => {
  test('that was typed and shown early stays', async ({ newUser }) => {
    const { page } = await newUser.visitor();
    const held = await opensHeld(page, '/sign-in');
    const password = page.locator('[name=password]');
    await password.fill('amber-otter-4821');
    await page.getByRole('button', { name: site.show }).click();
    await held.release();
    await expect(password).toHaveAttribute('type', 'text');
    await expect(password).toHaveValue('amber-otter-4821');
  });

  test('is shown or hidden as often as its button was pressed', async ({ newUser }) => {
    const { page } = await newUser.visitor();
    const password = page.locator('[name=password]');
    const again = page.locator('[name=password_again]');
    for (const [first, second] of [[1, 1], [2, 1], [3, 0]]) {
      await page.unrouteAll();
      const held = await opensHeld(page, '/register');
      const [one, other] = await page.getByRole('button', { name: site.show }).all();
      for (let press = 0; press < first; press += 1) await one.click();
      for (let press = 0; press < second; press += 1) await other.click();
      await held.release();
      await expectAlive(page);
      await expect(password).toHaveAttribute('type', first % 2 ? 'text' : 'password');
      await expect(again).toHaveAttribute('type', second % 2 ? 'text' : 'password');
    }
  });

  test('and a name that were typed early are checked', async ({ newUser }) => {
    const { page } = await newUser.visitor();
    const held = await opensHeld(page, '/register');
    await page.locator('[name=username]').fill('ада');
    await page.locator('[name=password]').fill('horse');
    await held.release();
    await expect(page.locator('#username-error')).toHaveText(fault.username_alphabet);
    await expect(page.locator('.strength')).toContainText(register.strength_weak);
    await expect(page.locator('[name=username]')).toHaveValue('ада');
  });
});

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

test.describe('a form', () => {
  for (const becomesAlive of [false, true]) {
    test(`is sent once if its button is pressed twice${becomesAlive ? ', also if the page becomes alive in between' : ''}`, async ({ newUser }) => {
      const visitor = await newUser.visitor();
      const { page } = visitor;
      const held = await opensHeld(page, '/sign-in');
      const sent = await holdForms(page, '/sign-in');
      await page.locator('[name=username]').fill('otter-1234');
      await page.locator('[name=password]').fill('wrong-pass');
      // Playwright cannot act while the page waits for the response to the form. Therefore a script in the page presses
      // the button again and then sends a request, so that the test knows about the second press.
      await page.evaluate((becomesAlive) => {
        const button = document.querySelector<HTMLButtonElement>('main form button.primary')!;
        const again = () => {
          button.click();
          void fetch('/healthz?pressed-twice');
        };
        if (becomesAlive) new MutationObserver(again).observe(document.documentElement, { attributeFilter: ['data-hydrated'] });
        else button.addEventListener('click', () => setTimeout(again, 50), { once: true });
      }, becomesAlive);
      const twice = page.waitForRequest('**/healthz?pressed-twice');
      const submit = page.locator('main').getByRole('button', { name: sign_in.submit, exact: true });
      await submit.click({ noWaitAfter: true });
      if (becomesAlive) {
        await expect.poll(() => sent.length).toBe(1);
        await held.release();
      }
      await twice;
      expect(sent.length).toBe(1);
      await held.release();
      await sent[0].continue();
      await expect(page.getByRole('alert')).toHaveText(refusal.sign_in_failed);
      expect(sent.length).toBe(1);
    });
  }

  test('that was refused keeps its error message when the page becomes alive, and shows it only once', async ({ newUser }) => {
    const visitor = await newUser.visitor();
    const { page } = visitor;
    await visitor.opens('/sign-in');
    const held = await holdScripts(page);
    await page.locator('[name=username]').fill('otter-1234');
    await page.locator('[name=password]').fill('wrong-pass');
    await visitor.presses(sign_in.submit);
    await expect(visitor.alert).toHaveText(refusal.sign_in_failed);
    expect(new URL(page.url()).search).toBe('');
    await held.release();
    await expectAlive(page);
    await expect(visitor.alert).toHaveText(refusal.sign_in_failed);
    await expect(page.locator('[name=password]')).toBeFocused();
    await expect(page.locator('[name=username]')).toHaveValue('otter-1234');

    await visitor.follows(join.have_code);
    await expect(visitor.heading).toHaveText(join.title);
    await visitor.follows(join.have_login);
    await expect(visitor.heading).toHaveText(sign_in.title);
    await expect(visitor.alert).toHaveCount(0);
  });
});

test('the islands of a page that is never idle become alive', async ({ student }) => {
  // The browser of this test calls back only because of the limit, which passes in a hundredth of the time.
  await student.page.addInitScript(() => {
    window.requestIdleCallback = (callback, options) => {
      const { timeout } = options ?? {};
      return timeout ? window.setTimeout(callback, timeout / 100) : 0;
    };
  });
  await student.opens('/register');
  await expectAlive(student.page);
});
