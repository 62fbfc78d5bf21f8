// Tests of the practice phone, an authenticator app in the page for students without a phone.
import { letNextStepBegin } from '../../support/authenticator';
import { PracticePhone } from '../../support/practice-phone';
import type { Student } from '../../support/people/student';
import type { Card } from '../../support/people/teacher';
import { expect, test } from '../../support/fixtures';
import { textPattern, TEXTS } from '../../support/texts';

const { code: words, lesson, phone: says, returning, set_up } = TEXTS.en;

/** Everything that the browser stores for this site, except cookies. */
const browserStorage = (student: Student) => student.page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));

/** Waits until the browser stores nothing that contains `text`. The page removes it when its islands become alive. */
const forgets = (student: Student, text: string) => expect.poll(() => browserStorage(student)).not.toContain(text);

/** Signs a student in and scans the QR code with the practice phone beside the set-up. */
async function scansWithPracticePhone(student: Student, card: Card): Promise<PracticePhone> {
  await student.signsIn(card);
  await student.opensSetUp();
  const phone = new PracticePhone(student);
  await phone.scansThePage();
  return phone;
}

/** Signs a student in, scans the QR code with the practice phone, and completes the set-up. */
async function connectsWithPracticePhone(student: Student, card: Card): Promise<PracticePhone> {
  const phone = await scansWithPracticePhone(student, card);
  await student.submitsCode(await phone.code());
  await student.isAt('/set-up/recovery-codes');
  await student.savesRecoveryCodes();
  return phone;
}

test.describe('the practice phone', () => {
  test('lets a student without a phone pass all four stages', async ({ teacher, student }) => {
    await teacher.hasClass();
    const card = await teacher.cardOf(1);
    await student.signsIn(card);
    const authenticator = await student.opensSetUp();
    const phone = new PracticePhone(student);
    await phone.isEmpty();

    await phone.scansThePage();
    await expect(phone.screen.getByRole('article')).toContainText(card.login);
    await phone.showsTheCodeOf(authenticator);
    await student.submitsCode(await phone.code());
    await student.isAt('/set-up/recovery-codes');
    await student.savesRecoveryCodes();
    await student.signsOut();
    await student.passesPasswordStep();
    await expect(phone.screen.getByRole('article')).toContainText(card.login);
    await phone.waitsForTheNextCode();
    await student.submitsCode(await phone.code());

    await student.isAt('/lesson');
    await expect(student.heading).toHaveText(lesson.finish_title);
    await teacher.seat(1).isGreenAt(['signed_in', 'setup_opened', 'connected', 'signed_in_2fa']);
  });

  test('does not trust the clock of the computer', async ({ teacher, student }) => {
    await teacher.hasClass();
    await student.page.addInitScript(() => {
      const now = Date.now.bind(Date);
      Date.now = () => now() - 15 * 60_000;
    });
    const phone = await scansWithPracticePhone(student, await teacher.cardOf(1));

    await student.submitsCode(await phone.code());

    await student.isAt('/set-up/recovery-codes');
  });

  test('says that the code of the set-up is used, and when the next one comes', async ({ teacher, student }) => {
    await teacher.hasClass();
    const card = await teacher.cardOf(1);
    await student.signsIn(card);
    // The code of a step that has just begun is still shown when the student is back at the sign-in. The clock is moved before the
    // page is opened, because the phone takes the time from its page.
    await letNextStepBegin();
    await student.opensSetUp();
    const phone = new PracticePhone(student);
    await phone.scansThePage();
    const code = await phone.code();
    await student.submitsCode(code);
    await student.isAt('/set-up/recovery-codes');
    await student.savesRecoveryCodes();
    await student.presses(lesson.code_button);
    await student.isAt('/sign-in');
    await student.submitsPassword(card.login, card.password);
    await student.isAt('/sign-in/code');

    const used = phone.screen.getByText(textPattern(returning.used, { seconds: /\d+/ }));
    await expect(used).toBeVisible();
    expect(await phone.code()).toBe(code);
    await phone.waitsForTheNextCode();
    await expect(used).toHaveCount(0);
    await student.submitsCode(await phone.code());
    await student.isAt('/lesson');
  });

  test('moves the focus to the code field after a scan', async ({ teacher, student }) => {
    await teacher.hasClass();
    const phone = await scansWithPracticePhone(student, await teacher.cardOf(1));

    await expect(student.codeField).toBeFocused();
    await student.page.keyboard.type(await phone.code());
    await student.isAt('/set-up/recovery-codes');
  });

  test('is not shown at the sign-in to a student with a real phone', async ({ teacher, student, newUser }) => {
    await teacher.hasClass();
    await student.hasConnected(await teacher.cardOf(1));
    await student.signsOut();
    await student.passesPasswordStep();
    const phone = new PracticePhone(student);
    await phone.isHidden();
    await expect(student.codeField).toBeFocused();

    const narrow = await newUser.student({ viewport: { width: 360, height: 740 } });
    await narrow.passesPasswordStep(student.card);
    await expect(narrow.page.getByRole('link', { name: words.open_phone })).toBeHidden();
  });

  test('shows the next student who is quick nothing of the previous one', async ({ teacher, student }) => {
    await teacher.hasClass();
    const [first, second] = [await teacher.cardOf(1), await teacher.cardOf(2)];
    const phone = await scansWithPracticePhone(student, first);
    const code = await phone.code();
    await student.signsOut();
    await student.page.evaluate(() => {
      const texts: string[] = [];
      sessionStorage.setItem('seen', JSON.stringify(texts));
    });
    await student.page.addInitScript(() => {
      new MutationObserver(() => {
        const shown = document.querySelector('#phone-code')?.textContent?.trim();
        if (shown) sessionStorage.setItem('seen', JSON.stringify([...JSON.parse(sessionStorage.getItem('seen') ?? '[]'), shown]));
      }).observe(document, { subtree: true, childList: true, characterData: true });
    });

    await student.requests.sends('/sign-in', { username: second.login, password: second.password }, '/lesson');
    await student.opens('/set-up');

    await phone.isEmpty();
    await forgets(student, first.login);
    expect(await student.page.evaluate(() => sessionStorage.getItem('seen'))).not.toContain(`${code.slice(0, 3)} ${code.slice(3)}`);
  });

  test('shows a student who has only typed the password nothing of the previous one', async ({ teacher, student, newUser }) => {
    await teacher.hasClass();
    const [first, second] = [await teacher.cardOf(1), await teacher.cardOf(2)];
    await (await newUser.student()).hasConnected(second);
    const phone = await scansWithPracticePhone(student, first);
    await phone.code();
    await student.signsOut();

    await student.requests.sends('/sign-in', { username: second.login, password: second.password }, '/sign-in/code');
    await student.opens('/phone');

    await phone.isEmpty();
    await forgets(student, first.login);
  });

  test('empties itself in a tab that is still open when another student scans', async ({ teacher, student }) => {
    await teacher.hasClass();
    const [first, second] = [await teacher.cardOf(1), await teacher.cardOf(2)];
    const phone = await scansWithPracticePhone(student, first);
    await phone.code();

    await student.page.evaluate((login) => {
      const accounts = JSON.parse(localStorage['stepwise.phone']);
      const text = JSON.stringify(accounts.map((account: object) => ({ ...account, login })));
      localStorage['stepwise.phone'] = text;
      dispatchEvent(new StorageEvent('storage', { key: 'stepwise.phone', newValue: text }));
    }, second.login);

    await phone.isEmpty();
    expect(await browserStorage(student)).toContain(second.login);
  });

  test('has a page of its own for narrow screens', async ({ teacher, newUser }) => {
    await teacher.hasClass();
    const card = await teacher.cardOf(1);
    const student = await newUser.student({ viewport: { width: 360, height: 740 } });
    await student.signsIn(card);
    await student.opensSetUp();
    const phone = new PracticePhone(student);
    await expect(phone.screen).toHaveCount(0);

    await student.follows(set_up.no_phone);
    await student.isAt('/phone');
    await phone.scansThePage();
    const code = await phone.code();
    await student.follows(says.back_to_set_up);
    await student.isAt('/set-up');
    await student.submitsCode(code);
    await student.isAt('/set-up/recovery-codes');
    await student.savesRecoveryCodes();
    await student.signsOut();
    await student.passesPasswordStep();
    await student.follows(words.open_phone);
    await student.isAt('/phone');
    await phone.waitsForTheNextCode();
    const next = await phone.code();
    await student.follows(says.back_to_code);
    await student.isAt('/sign-in/code');
    await student.submitsCode(next);

    await student.isAt('/lesson');
    await expect(student.heading).toHaveText(lesson.finish_title);
  });

  test('accepts a typed key, also in groups and in small letters', async ({ teacher, student }) => {
    await teacher.hasClass();
    const card = await teacher.cardOf(1);
    await student.signsIn(card);
    const authenticator = await student.opensSetUp();
    const phone = new PracticePhone(student);

    await phone.presses(says.type_key);
    await phone.types(card.login, authenticator.key.slice(0, 12));
    await expect(phone.screen.getByRole('alert')).toHaveText(says.key_wrong);
    await phone.types(card.login, authenticator.key.toLowerCase().match(/.{4}/g)!.join(' '));

    await phone.showsTheCodeOf(authenticator);
  });

  test('refuses accounts that are not a student login', async ({ student }) => {
    await student.opens('/phone');
    const phone = new PracticePhone(student);
    await phone.presses(says.type_key);
    for (const name of ['alice', 'alice@example.org', '']) {
      await phone.types(name, 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP');
      await expect(phone.screen.getByRole('alert')).toHaveText(says.students_only);
    }
    await phone.presses(says.back);
    await phone.isEmpty();
  });

  test('sends nothing to the server', async ({ teacher, student, baseURL }) => {
    await teacher.hasClass();
    const card = await teacher.cardOf(1);
    await student.signsIn(card);
    const authenticator = await student.opensSetUp();
    const phone = new PracticePhone(student);
    const asked: string[] = [];
    // Requests of the page around the phone are left out: its scripts, and those that follow the state of the lesson.
    const ofThePage = (url: string) => /^\/(pkg\/[^?]+|lesson\/events|sfn\/lesson-state)$/.test(url.replace(baseURL!, ''));
    student.page.on('request', (request) => ofThePage(request.url()) || asked.push(request.url()));

    await phone.scansThePage();
    await phone.code();
    await phone.waitsForTheNextCode();
    await phone.presses(says.remove);
    await phone.presses(says.type_key);
    await phone.types(card.login, authenticator.key);
    await phone.code();
    await phone.presses(says.add_another);
    await phone.presses(says.camera);
    await expect(phone.screen.getByRole('alert')).toHaveText(says.camera_failed);
    await phone.presses(says.back);
    await phone.code();

    expect(asked).toEqual([]);
    expect(JSON.stringify(await student.page.context().cookies())).not.toContain(authenticator.key);
  });

  test('keeps its account after a reload, until the account is removed', async ({ teacher, student }) => {
    await teacher.hasClass();
    const phone = await scansWithPracticePhone(student, await teacher.cardOf(1));
    await phone.code();

    await student.reloads();
    await phone.code();
    await phone.presses(says.remove);
    await phone.isEmpty();
    expect(await browserStorage(student)).not.toContain(student.card.login);
    await student.reloads();
    await phone.isEmpty();
  });

  test('is wiped when another student signs in there', async ({ teacher, student }) => {
    await teacher.hasClass();
    const [first, second] = [await teacher.cardOf(1), await teacher.cardOf(2)];
    const phone = await scansWithPracticePhone(student, first);
    await phone.code();
    await student.signsOut();

    await student.signsIn(second);
    await student.opensSetUp();

    await forgets(student, first.login);
    await phone.isEmpty();
  });

  test('is wiped when another student signs in who uses a phone', async ({ teacher, student, newUser }) => {
    await teacher.hasClass();
    const [first, second] = [await teacher.cardOf(1), await teacher.cardOf(2)];
    await (await newUser.student()).hasConnected(second);
    const phone = await connectsWithPracticePhone(student, first);
    await student.signsOut();

    await student.passesPasswordStep(second);

    await forgets(student, first.login);
    await phone.isHidden();
    await student.opens('/phone');
    await phone.isEmpty();
  });

  test('is wiped by an open set-up page when the lesson is over', async ({ teacher, student }) => {
    await teacher.hasClass();
    const board = new URL(teacher.page.url()).pathname;
    const card = await teacher.cardOf(1);
    await (await scansWithPracticePhone(student, card)).code();
    expect(await browserStorage(student)).toContain(card.login);

    await teacher.usesMenu(board, TEXTS.en.menu.end, TEXTS.en.menu.end_do);

    await expect(student.heading).toHaveText(lesson.over_title, { timeout: 15_000 });
    await forgets(student, card.login);
  });

  test('is wiped when the lesson is over, also without a signed-in student', async ({ teacher, student }) => {
    await teacher.hasClass();
    const board = new URL(teacher.page.url()).pathname;
    const card = await teacher.cardOf(1);
    await connectsWithPracticePhone(student, card);
    await student.signsOut();
    await student.passesPasswordStep(card);
    expect(await browserStorage(student)).toContain(card.login);

    await teacher.usesMenu(board, TEXTS.en.menu.end, TEXTS.en.menu.end_do);
    await student.reloads();

    await expect(student.heading).toHaveText(lesson.over_title);
    await forgets(student, card.login);
  });

  test('deletes accounts that are older than the lesson', async ({ teacher, student }) => {
    await teacher.hasClass();
    const card = await teacher.cardOf(1);
    const phone = await scansWithPracticePhone(student, card);
    await phone.code();
    await student.page.evaluate(() => {
      const accounts = JSON.parse(localStorage['stepwise.phone']);
      localStorage['stepwise.phone'] = JSON.stringify(accounts.map((account: object) => ({ ...account, until: 1 })));
    });

    await student.opens('/phone');

    await forgets(student, card.login);
    await phone.isEmpty();
  });

  test('does not show an earlier account to the next student', async ({ teacher, newUser }) => {
    await teacher.hasClass();
    const [first, second] = [await teacher.cardOf(1), await teacher.cardOf(2)];
    const student = await newUser.student({ viewport: { width: 360, height: 740 } });
    await student.signsIn(first);
    const authenticator = await student.opensSetUp();
    await student.follows(set_up.no_phone);
    await student.isAt('/phone');
    await student.signsOut();

    await student.signsIn(second);

    await forgets(student, authenticator.key);
    await student.opens('/phone');
    await expect(new PracticePhone(student).screen).not.toContainText(first.login);
    await expect(new PracticePhone(student).screen.getByText(says.scan_none)).toBeVisible();
  });

  test('says so if the page has no code to scan', async ({ student }) => {
    await student.opens('/phone');
    const phone = new PracticePhone(student);
    await expect(phone.screen.getByText(says.scan_none)).toBeVisible();
    await expect(phone.screen.getByRole('button', { name: says.scan_page })).toHaveCount(0);
    await student.follows(student.texts.site.first_page);
    await expect(student.heading).toHaveText(student.texts.home.title);
  });
});

test('without scripts the practice phone says what to do instead', { tag: '@plain' }, async ({ student }) => {
  await student.opens('/phone');
  await expect(student.page.getByText(says.needs_scripts)).toBeVisible();
  await expect(new PracticePhone(student).screen.getByRole('button')).toHaveCount(0);
});
