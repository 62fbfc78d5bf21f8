// Tests of what the browser stores of a practice phone, and of when it is wiped: the next student sees no earlier account.
import { expect, test } from '../../support/fixtures';
import type { Student } from '../../support/people/student';
import { connectsWithPracticePhone, PracticePhone, scansWithPracticePhone } from '../../support/practice-phone';
import { TEXTS } from '../../support/texts';

const { lesson, phone: says, set_up } = TEXTS.en;

/** Everything that the browser stores for this site, except cookies. */
const browserStorage = (student: Student) => student.page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));

/** Waits until the browser stores nothing that contains `text`. The page removes it when its islands become alive. */
const forgets = (student: Student, text: string) => expect.poll(() => browserStorage(student)).not.toContain(text);

test.describe('the practice phone', () => {
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
});
