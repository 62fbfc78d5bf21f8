// Tests of the raised hand, for the student and on the board.
import { expect, test } from '../../support/fixtures';
import { TEXTS } from '../../support/texts';

const { hand, hint } = TEXTS.en;

test('a student raises a hand, gets hints, and the teacher takes it down', { tag: '@both' }, async ({ teacher, student }) => {
  await teacher.hasClass({ linkSaved: true });
  await student.signsIn(await teacher.cardOf(2));
  await student.navigates(() => student.presses(hand.raise));
  await expect(student.page.getByText(hint.set_up)).toBeVisible();
  await student.navigates(() => student.presses(hand.another));
  await expect(student.page.getByText(hint.set_up_more)).toBeVisible();
  await expect(student.page.getByRole('button', { name: hand.another })).toHaveCount(0);

  await teacher.refreshesBoard();
  const hands = teacher.page.getByRole('region', { name: hand.title });
  await expect(hands.getByRole('listitem')).toHaveCount(1);
  await expect(hands).toContainText(student.card.login);
  await teacher.opensHelp(2);
  await expect(teacher.page.getByText(hint.set_up_more)).toBeVisible();
  await teacher.presses(hand.helped);
  await teacher.refreshesBoard();
  await expect(hands).toHaveCount(0);
  await student.reloads();
  await expect(student.page.getByRole('button', { name: hand.raise })).toBeVisible();
});
