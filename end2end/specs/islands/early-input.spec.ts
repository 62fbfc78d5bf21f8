// Tests of what people type and send before the islands of a page are alive: nothing is lost, and nothing happens twice.
import type { Page } from '@playwright/test';
import { Authenticator } from '../../support/authenticator';
import { expect, test, withMotion } from '../../support/fixtures';
import { expectAlive, holdScripts, opensHeld } from '../../support/hold-scripts';
import { holdForms, sentTo } from '../../support/sent-forms';
import { textPattern, TEXTS } from '../../support/texts';

test.use(withMotion);

const { fault, join, refusal, register, set_up, sign_in, site } = TEXTS.en;

const isAlive = (page: Page) => page.evaluate(() => document.documentElement.hasAttribute('data-hydrated'));

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
