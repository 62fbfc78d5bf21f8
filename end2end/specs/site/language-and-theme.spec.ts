// Tests of the choice of language and theme.
import { PNG } from 'pngjs';
import type { Person } from '../../support/people/person';
import { expect, test } from '../../support/fixtures';
import { type Language, textPattern, TEXTS } from '../../support/texts';

const NAMES: Record<Language, string> = { en: 'English', ru: 'Русский', fr: 'Français' };

/** Chooses each language in turn and checks that the same page appears in it. */
async function checkLanguages(who: Person, heading: (language: Language) => string): Promise<void> {
  const path = new URL(who.page.url()).pathname;
  for (const language of ['ru', 'fr', 'en'] as const) {
    await who.navigates(() => who.presses(NAMES[language]));
    expect(new URL(who.page.url()).pathname).toBe(path);
    await expect(who.page.locator('html')).toHaveAttribute('lang', language);
    await expect(who.heading).toHaveText(textPattern(heading(language)));
    await expect(who.page.getByRole('button', { name: NAMES[language] })).toHaveAttribute('aria-pressed', 'true');
  }
}

test('a visitor changes the language on every page', async ({ newUser, teacher }) => {
  await teacher.hasClass();
  const link = await teacher.link.innerText();
  const visitor = await newUser.visitor();
  await visitor.opens('/');
  await checkLanguages(visitor, (language) => TEXTS[language].home.title);
  await visitor.opens('/sign-in');
  await checkLanguages(visitor, (language) => TEXTS[language].sign_in.title);
  await visitor.opens('/phone');
  await checkLanguages(visitor, (language) => TEXTS[language].phone.title);
  await visitor.opens(new URL(link).pathname);
  await checkLanguages(visitor, (language) => TEXTS[language].teach.title);
});

test('a visitor changes the language on an error page too', async ({ newUser }) => {
  const visitor = await newUser.visitor();
  for (const path of ['/classes/0193456789abcdef', '/nowhere']) {
    expect((await visitor.opens(path))?.status()).toBe(404);
    await checkLanguages(visitor, (language) => TEXTS[language].message.not_found_title);
  }
});

test('a teacher changes the language of the board and keeps the teacher link', async ({ teacher }) => {
  await teacher.hasClass({ title: '7b' });
  await checkLanguages(teacher, () => '7b');
  await expect(teacher.link).toBeVisible();
  await expect(teacher.seat(2).badge('connected')).toContainText(TEXTS.en.stage.connected_short);
});

test('a student changes the language on every page and loses nothing', async ({ teacher, student }) => {
  await teacher.hasClass();
  const card = await teacher.cardOf(1);
  const greets = (language: Language) => TEXTS[language].lesson.hello.replace('{login}', card.login);
  await student.signsIn(card);
  await checkLanguages(student, greets);
  const authenticator = await student.opensSetUp();
  await checkLanguages(student, (language) => TEXTS[language].set_up.title);
  await expect(student.page.locator('a[href^="otpauth:"]')).toHaveAttribute('href', authenticator.uri);
  await student.submitsCode(authenticator.code());
  await student.isAt('/set-up/recovery-codes');
  await checkLanguages(student, (language) => TEXTS[language].recovery.title);
  await expect(student.recoveryCodes).toHaveCount(10);
  await student.savesRecoveryCodes();
  await student.signsOut();
  await checkLanguages(student, (language) => TEXTS[language].signed_out.title);
  await student.passesPasswordStep();
  await checkLanguages(student, (language) => TEXTS[language].code.title);
  await student.opens('/sign-in/code?with=recovery-code');
  await checkLanguages(student, (language) => TEXTS[language].code.recovery_title);
});

test('pages are shown in the language of the browser', async ({ newUser }) => {
  for (const locale of ['fr', 'ru', 'en'] as const) {
    const visitor = await newUser.visitor({ locale });
    await visitor.opens('/');
    await expect(visitor.page.locator('html')).toHaveAttribute('lang', locale);
    await expect(visitor.heading).toHaveText(TEXTS[locale].home.title);
  }
});

test('a visitor chooses the dark or the light theme, or that of the system', async ({ newUser }) => {
  const visitor = await newUser.visitor({ colorScheme: 'light' });
  const { colours_auto, colours_dark, colours_light } = TEXTS.en.site;
  const isDark = async () => {
    const corner = await visitor.page.screenshot({ clip: { x: 2, y: 400, width: 1, height: 1 } });
    return PNG.sync.read(corner).data[0] < 100;
  };
  const chooses = (name: string) => visitor.navigates(() => visitor.presses(name));
  await visitor.opens('/');
  await expect.poll(isDark).toBe(false);

  await chooses(colours_dark);
  await expect.poll(isDark).toBe(true);
  await visitor.opens('/sign-in');
  await expect.poll(isDark).toBe(true);
  await expect(visitor.page.getByRole('button', { name: colours_dark })).toHaveAttribute('aria-pressed', 'true');

  await visitor.page.emulateMedia({ colorScheme: 'dark' });
  await chooses(colours_light);
  await expect.poll(isDark).toBe(false);
  expect(new URL(visitor.page.url()).pathname).toBe('/sign-in');

  await chooses(colours_auto);
  await expect.poll(isDark).toBe(true);
});

test('typed values stay when the language or the theme changes, but no password', async ({ newUser }) => {
  const visitor = await newUser.visitor();
  const { page } = visitor;
  const { register, site } = TEXTS.en;
  await visitor.opens('/sign-in');
  await page.locator('[name=username]').fill('otter-1234');
  await page.locator('[name=password]').fill('amber-otter-4821');
  await page.getByRole('button', { name: site.show }).click();
  await expect(page.locator('[name=password]')).toHaveAttribute('type', 'text');
  await visitor.navigates(() => visitor.presses(NAMES.ru));
  await expect(visitor.heading).toHaveText(TEXTS.ru.sign_in.title);
  await expect(page.locator('[name=username]')).toHaveValue('otter-1234');
  await expect(page.locator('[name=password]')).toHaveValue('');
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
  await visitor.navigates(() => visitor.presses(NAMES.en));
  await expect(page.locator('[name=username]')).toHaveValue('otter-1234');

  await visitor.opens('/register');
  await page.locator('[name=username]').fill('ada');
  await page.locator('[name=email]').fill('ada@example.org');
  await visitor.navigates(() => visitor.presses(site.colours_dark));
  await expect(visitor.heading).toHaveText(register.title);
  await expect(page.locator('[name=username]')).toHaveValue('ada');
  await expect(page.locator('[name=email]')).toHaveValue('ada@example.org');

  await visitor.opens('/');
  await page.locator('[name=title]').fill('7b');
  await page.locator('[name=seats]').fill('12');
  await visitor.navigates(() => visitor.presses(NAMES.fr));
  await expect(visitor.heading).toHaveText(TEXTS.fr.home.title);
  await expect(page.locator('[name=title]')).toHaveValue('7b');
  await expect(page.locator('[name=seats]')).toHaveValue('12');
});
