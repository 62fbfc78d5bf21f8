// Tests of the questions after the lesson: how an open page of a student learns of the debrief.
import { hasFinishedStages, setsGates } from '../../support/exercises';
import { expect, test } from '../../support/fixtures';
import { TEXTS } from '../../support/texts';

const { debrief, exercise, questions } = TEXTS.en;

test('the debrief brings the questions to the open lesson, and keeps what is typed in an exercise', async ({ newUser, teacher }) => {
  test.slow();
  await teacher.hasClass({ linkSaved: true });
  await setsGates(teacher, { message: 'open' });
  const id = teacher.board.split('/').at(-1)!;
  await teacher.requests.sends('/classes/questions', { id, on: 'true' }, /questions/);
  const reader = await newUser.student();
  await hasFinishedStages(reader, await teacher.cardOf(1));
  const writer = await newUser.student();
  await hasFinishedStages(writer, await teacher.cardOf(2));
  await writer.opens('/lesson/message');
  const field = writer.page.getByLabel(exercise.message.field);
  await field.fill('Half a mess');
  const card = reader.page.getByText(questions.after, { exact: true });
  await expect(card).toHaveCount(0);

  await teacher.opens(teacher.board);
  await teacher.navigates(() => teacher.presses(debrief.start));
  await expect(card).toBeVisible({ timeout: 12_000 });
  await expect(field).toHaveValue('Half a mess');
  await reader.follows(questions.open);
  await reader.isAt('/lesson/questions');
  await expect(reader.heading).toHaveText(questions.after);
});
