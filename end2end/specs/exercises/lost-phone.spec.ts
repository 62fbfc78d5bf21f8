// Tests of the exercise *lost phone*: recovery code, new authenticator, sign-in with it.
import { expect, test } from '../../support/fixtures';
import { TEXTS } from '../../support/texts';
import { Authenticator } from '../../support/authenticator';

const { exercises, lost_phone, recovery } = TEXTS.en;

test('a student loses the phone, comes back and earns the badge', { tag: '@both' }, async ({ teacher, student }) => {
  test.slow();
  await teacher.hasClass({ linkSaved: true });
  const id = teacher.board.split('/').at(-1)!;
  await teacher.requests.sends('/classes/act', { id, what: 'lesson', 'gates[recovery]': 'open' }, teacher.board);
  const { authenticator: lost, codes } = await student.hasConnected(await teacher.cardOf(1));
  await student.signsOut();
  await student.passesPasswordStep();
  await student.submitsCode(await lost.nextCode());
  await student.isAt('/lesson');
  await student.follows(exercises.start);
  await student.isAt('/lesson/recovery');
  await expect(student.page.getByText(lost_phone.step_code_text)).toBeVisible();

  await student.signsOut();
  await student.passesPasswordStep();
  await student.opens('/sign-in/code?with=recovery-code');
  await student.page.locator('[name=recovery_code]').fill(codes[0]);
  await student.page.locator('[name=recovery_code]').press('Enter');
  await student.isAt('/lesson');
  await student.follows(exercises.start);
  await student.follows(lost_phone.step_connect_button);
  await student.isAt('/set-up');
  const authenticator = await Authenticator.scans(student.page);
  await student.submitsCode(await authenticator.nextCode());
  await student.isAt('/set-up/recovery-codes');
  await student.page.getByRole('checkbox').check();
  await student.presses(recovery.go_on);
  await student.isAt('/lesson');

  await student.signsOut();
  await student.passesPasswordStep();
  await student.submitsCode(await authenticator.nextCode());
  await student.isAt('/lesson');
  await expect(student.page.getByText(exercises.recovery_learned)).toBeVisible();
  await teacher.refreshesBoard();
  await expect(teacher.seat(1).row.locator('.badge.exercise')).toHaveClass(/done/);
});
