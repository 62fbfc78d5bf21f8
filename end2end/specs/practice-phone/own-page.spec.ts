// Tests of the separate page of the practice phone, to which a link leads on narrow screens.
import { expect, test } from '../../support/fixtures';
import { PracticePhone } from '../../support/practice-phone';
import { TEXTS } from '../../support/texts';

const { code: words, lesson, phone: says, set_up } = TEXTS.en;

test.describe('the practice phone', () => {
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

  test('keeps the focus when a button shows another view', async ({ teacher, student }) => {
    await teacher.hasClass();
    const { login } = await teacher.cardOf(1);
    await student.opens('/phone');
    const { screen } = new PracticePhone(student);
    const title = screen.getByRole('heading', { name: says.title });
    const presses = (name: string) => screen.getByRole('button', { name, exact: true }).press('Enter');
    await presses(says.type_key);
    await expect(screen.getByLabel(says.account, { exact: true })).toBeFocused();
    await presses(says.back);
    await expect(title).toBeFocused();
    await presses(says.camera);
    await expect(title).toBeFocused();
    await presses(says.type_key);
    await expect(screen.getByLabel(says.account, { exact: true })).toBeFocused();
    await student.page.keyboard.type(login);
    await screen.getByLabel(says.key, { exact: true }).fill('JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP');
    await presses(says.add);
    await expect(title).toBeFocused();
    await presses(says.add_another);
    await expect(title).toBeFocused();
    await presses(says.back);
    await expect(title).toBeFocused();
    await presses(says.remove);
    await expect(title).toBeFocused();
    await new PracticePhone(student).isEmpty();
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
