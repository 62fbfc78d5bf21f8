// Tests of a lesson without phones: the practice phone is the only one.
import { expect, test } from '../../support/fixtures';
import { PracticePhone } from '../../support/practice-phone';
import { TEXTS } from '../../support/texts';

const { code, no_phones, stage } = TEXTS.en;

test('in a lesson without phones a student connects the practice phone', async ({ teacher, student }) => {
  await teacher.hasClass({ seats: 1 });
  const page = new URL(teacher.page.url()).pathname;
  await teacher.requests.sends('/classes/act', { id: page.split('/').at(-1)!, what: 'phones_off' }, page);
  await student.signsIn(await teacher.cardOf(1));
  await expect(student.page.getByText(no_phones.set_up_text)).toBeVisible();
  await student.follows(stage.do_set_up);
  await expect(student.page.getByRole('heading', { name: no_phones.get })).toBeVisible();
  await expect(student.page.getByRole('link', { name: /Android|iPhone/ })).toHaveCount(0);
  const phone = new PracticePhone(student);
  await phone.scansThePage();
  await student.page.getByLabel(no_phones.code_label).fill(await phone.code());
  await student.isAt('/set-up/recovery-codes');
  await expect(student.page.getByText(no_phones.recovery_lead)).toBeVisible();
  await student.savesRecoveryCodes();
  await student.signsOut();
  await student.passesPasswordStep();
  await expect(student.page.getByText(no_phones.lost)).toBeVisible();
  await expect(student.page.getByText(code.lost_phone)).toHaveCount(0);
});
