// Tests that a page can be used before it is hydrated: clicks and input are neither lost nor doubled.
import type { Page, Route } from '@playwright/test';
import { holdScripts } from '../../support/hold-scripts';
import { expect, test } from '../../support/fixtures';
import { TEXTS } from '../../support/texts';

const { site, sign_in, register, home, join, refusal } = TEXTS.en;

const expectHydrated = (page: Page) => expect(page.locator('html[data-awake]')).toBeAttached();

test.describe('a page that is not hydrated', { tag: '@scripts' }, () => {
  test('requests all scripts at once when hydration begins', async ({ newUser }) => {
    const { page } = await newUser.visitor();
    await page.goto('/sign-in');
    const held = await holdScripts(page);
    await page.getByRole('heading', { level: 1 }).click();
    for (const part of [/public_pages.*\.wasm$/, /wasm_split.*\.js$/, /stepwise.*\.wasm$/, /stepwise.*\.js$/]) {
      await expect.poll(held.names).toContainEqual(expect.stringMatching(part));
    }
    const first = [...held.names()];
    await held.release();
    await expectHydrated(page);
    expect(held.names().sort()).toEqual(first.sort());
    expect(new Set(first).size).toBe(first.length);
  });

  test('repeats each click that was made before hydration exactly once', async ({ newUser }) => {
    const { page } = await newUser.visitor();
    const password = page.locator('[name=password]');
    const again = page.locator('[name=password_again]');
    for (const [first, second] of [[1, 1], [2, 1], [3, 0]]) {
      await page.unrouteAll();
      await page.goto('/register');
      const held = await holdScripts(page);
      const [one, other] = await page.getByRole('button', { name: site.show }).all();
      for (let press = 0; press < first; press += 1) await one.click();
      for (let press = 0; press < second; press += 1) await other.click();
      await held.release();
      await expectHydrated(page);
      await expect(password).toHaveAttribute('type', first % 2 ? 'text' : 'password');
      await expect(again).toHaveAttribute('type', second % 2 ? 'text' : 'password');
    }
  });

  for (const hydrates of [false, true]) {
    test(`sends a form once if its button is pressed twice${hydrates ? ', also if the page hydrates in between' : ''}`, async ({ newUser }) => {
      const visitor = await newUser.visitor();
      const { page } = visitor;
      await page.goto('/sign-in');
      const held = await holdScripts(page);
      const sent: Route[] = [];
      await page.route('**/sign-in', async (route) => {
        if (route.request().method() !== 'POST') return route.continue();
        sent.push(route);
      });
      await page.locator('[name=username]').fill('otter-1234');
      await page.locator('[name=password]').fill('wrong-pass');
      // Playwright cannot act while the page waits for the response to the form. Therefore a script in the page presses
      // the button again and then sends a request, so that the test knows about the second press.
      await page.evaluate((hydrates) => {
        const button = document.querySelector<HTMLButtonElement>('main form button.primary')!;
        const again = () => {
          button.click();
          void fetch('/healthz?pressed-twice');
        };
        if (hydrates) new MutationObserver(again).observe(document.documentElement, { attributeFilter: ['data-awake'] });
        else button.addEventListener('click', () => setTimeout(again, 50), { once: true });
      }, hydrates);
      const twice = page.waitForRequest('**/healthz?pressed-twice');
      const submit = page.locator('main').getByRole('button', { name: sign_in.submit, exact: true });
      await submit.click({ noWaitAfter: true });
      if (hydrates) {
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

  test('keeps its error message during hydration, and shows it only once', async ({ newUser }) => {
    const visitor = await newUser.visitor();
    const { page } = visitor;
    await page.goto('/sign-in');
    const held = await holdScripts(page);
    await page.locator('[name=username]').fill('otter-1234');
    await page.locator('[name=password]').fill('wrong-pass');
    await visitor.presses(sign_in.submit);
    await expect(visitor.alert).toHaveText(refusal.sign_in_failed);
    await expect(page.locator('html[data-awake]')).toHaveCount(0);
    expect(new URL(page.url()).search).toBe('');
    await held.release();
    await visitor.waitForHydration();
    await expect(visitor.alert).toHaveText(refusal.sign_in_failed);
    await expect(page.locator('[name=password]')).toBeFocused();
    await expect(page.locator('[name=username]')).toHaveValue('otter-1234');

    // A refusal is shown once: returning to the page within the same document does not show it again.
    await visitor.follows(TEXTS.en.join.have_code);
    await expect(visitor.heading).toHaveText(join.title);
    await visitor.follows(join.have_login);
    await expect(visitor.heading).toHaveText(sign_in.title);
    await expect(visitor.alert).toHaveCount(0);
  });

  test('keeps typed values when the language or the theme changes, but no password', async ({ newUser }) => {
    const visitor = await newUser.visitor();
    const { page } = visitor;
    await page.goto('/sign-in');
    await page.locator('[name=username]').fill('otter-1234');
    await page.locator('[name=password]').fill('amber-otter-4821');
    await page.getByRole('button', { name: site.show }).click();
    await expect(page.locator('[name=password]')).toHaveAttribute('type', 'text');
    await visitor.navigates(() => visitor.presses('Русский'));
    await expect(visitor.heading).toHaveText(TEXTS.ru.sign_in.title);
    await expect(page.locator('[name=username]')).toHaveValue('otter-1234');
    await expect(page.locator('[name=password]')).toHaveValue('');
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
    await visitor.navigates(() => visitor.presses('English'));
    await expect(page.locator('[name=username]')).toHaveValue('otter-1234');

    await page.goto('/register');
    await page.locator('[name=username]').fill('ada');
    await page.locator('[name=email]').fill('ada@example.org');
    await visitor.navigates(() => visitor.presses(site.colours_dark));
    await expect(visitor.heading).toHaveText(register.title);
    await expect(page.locator('[name=username]')).toHaveValue('ada');
    await expect(page.locator('[name=email]')).toHaveValue('ada@example.org');

    await page.goto('/');
    await page.locator('[name=title]').fill('7b');
    await page.locator('[name=seats]').fill('12');
    await visitor.navigates(() => visitor.presses('Français'));
    await expect(visitor.heading).toHaveText(TEXTS.fr.home.title);
    await expect(page.locator('[name=title]')).toHaveValue('7b');
    await expect(page.locator('[name=seats]')).toHaveValue('12');
    expect(home.title).not.toBe(TEXTS.fr.home.title);
  });
});
