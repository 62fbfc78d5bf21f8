// Tests of the exercise *lost phone*: recovery code, new authenticator, sign-in with it.
import { begins, hasFinishedStages, passesRecovery, setsGates } from '../../support/exercises';
import { App } from '../../support/factors';
import { expect, test } from '../../support/fixtures';
import { TEXTS } from '../../support/texts';

const { exercises, lost_phone } = TEXTS.en;

test('a student loses the phone, comes back and earns the badge', { tag: '@both' }, async ({ teacher, student }) => {
  test.slow();
  await teacher.hasClass({ linkSaved: true });
  await setsGates(teacher, { recovery: 'open' });
  const { codes } = await hasFinishedStages(student, await teacher.cardOf(1));
  await begins(student, 'recovery');
  await expect(student.page.getByText(lost_phone.step_code_text)).toBeVisible();
  await passesRecovery(student, codes[0], new App(student));
  await expect(student.page.getByText(exercises.recovery_learned)).toBeVisible();
  await teacher.refreshesBoard();
  await expect(teacher.seat(1).row.locator('.badge.exercise')).toHaveClass(/done/);
});
