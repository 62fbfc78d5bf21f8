// Tests of the exercise *message*: what was sent, what arrived, and the answer of the student.
import { begins, hasFinishedStages, harmSeen, namesHarm, sendsMessage, setsGates } from '../../support/exercises';
import { expect, test } from '../../support/fixtures';
import { expectAlive } from '../../support/hold-scripts';
import { accessibilityFaults } from '../../support/measure-layout';
import { TEXTS } from '../../support/texts';

const texts = TEXTS.en.exercise.message;
const WRITES = 'I am at the bakery at 10, ask Tom for the key';

test('a student names what happened to the messages and earns the badge', { tag: '@both' }, async ({ teacher, student, scripts }) => {
  test.slow();
  await teacher.hasClass({ linkSaved: true });
  await setsGates(teacher, { message: 'open' });
  await hasFinishedStages(student, await teacher.cardOf(1));
  await begins(student, 'message');
  await expect(student.page.getByText(texts.write_text)).toBeVisible();
  const passed = student.page.getByText(texts.home);
  for (let round = 1; round <= 5 && !(await passed.isVisible()); round++) {
    await sendsMessage(student, WRITES);
    if (scripts && round === 1) expect(await accessibilityFaults(student.page)).toEqual([]);
    await expect(student.page.locator('.mailbox:has(#sent) .text')).toHaveText(WRITES);
    const harm = await harmSeen(student);
    await student.reloads();
    expect(await harmSeen(student), 'a reload shows the same round').toBe(harm);
    await namesHarm(student, harm);
    await expect(student.page.locator('.note').getByText(/^Right: /)).toBeVisible();
    await expect(student.page.getByLabel(texts.field)).toHaveValue(WRITES);
  }
  await expect(passed).toBeVisible();
  if (scripts) expect(await accessibilityFaults(student.page)).toEqual([]);
  await teacher.refreshesBoard();
  await expect(teacher.seat(1).row.locator('.badge.exercise')).toHaveClass(/done/);
});

test('a wrong answer is explained in Russian on a small screen', { tag: '@both' }, async ({ teacher, newUser }) => {
  const student = await newUser.student({ locale: 'ru', viewport: { width: 320, height: 640 } });
  const russian = student.texts.exercise.message;
  await teacher.hasClass({ linkSaved: true });
  await setsGates(teacher, { message: 'open' });
  const id = teacher.board.split('/').at(-1)!;
  await teacher.requests.sends('/classes/act', { id, what: 'language', locale: 'ru' }, teacher.board);
  await hasFinishedStages(student, await teacher.cardOf(1));
  await student.opens('/lesson/message');
  await sendsMessage(student, 'Я приду в 10 часов, спроси у Маши <b>שלום</b> 👨\u200d👩\u200d👧');
  const harm = await harmSeen(student);
  const overflow = await student.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  await namesHarm(student, harm === 'integrity' ? 'availability' : 'integrity');
  await expect(student.page.locator('.note').getByText(/^Нет, другое: /)).toBeVisible();
  await expect(student.page.getByRole('heading', { name: russian.again_title })).toBeVisible();
});

test('a half-written message stays when the teacher opens another exercise', async ({ teacher, student }) => {
  test.slow();
  await teacher.hasClass({ linkSaved: true });
  await setsGates(teacher, { message: 'open' });
  await hasFinishedStages(student, await teacher.cardOf(1));
  await begins(student, 'message');
  await expectAlive(student.page);
  const field = student.page.getByLabel(texts.field);
  await field.fill(WRITES);
  const loaded = student.page.waitForEvent('load');
  await setsGates(teacher, { message: 'open', files: 'open' });
  await loaded;
  await expect(field).toHaveValue(WRITES);
  await expect(field).toBeFocused();
});
