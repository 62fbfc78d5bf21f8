// Tests of the exercise *message*: what was sent, what arrived, and the answer of the student.
import { expect, test } from '../../support/fixtures';
import { accessibilityFaults } from '../../support/measure-layout';
import type { Student } from '../../support/people/student';
import { TEXTS } from '../../support/texts';

const { exercise, exercises } = TEXTS.en;
const texts = exercise.message;
const WRITES = 'I am at the bakery at 10, ask Tom for the key';

/** The text of the mail in a mailbox, or nothing. */
async function mailIn(student: Student, id: string): Promise<string | undefined> {
  const mail = student.page.locator(`.mailbox:has(#${id}) .text`);
  return (await mail.count()) === 0 ? undefined : mail.innerText();
}

/** What a careful student answers. */
async function seen(student: Student): Promise<string> {
  const [sent, arrived, elsewhere] = await Promise.all(['sent', 'arrived', 'elsewhere'].map((id) => mailIn(student, id)));
  if (elsewhere === sent) return 'confidentiality';
  return arrived === undefined || sent!.startsWith(arrived) ? 'availability' : 'integrity';
}

test('a student names what happened to the messages and earns the badge', { tag: '@both' }, async ({ teacher, student, scripts }) => {
  test.slow();
  await teacher.hasClass({ linkSaved: true });
  const id = teacher.board.split('/').at(-1)!;
  await teacher.requests.sends('/classes/act', { id, what: 'lesson', 'gates[message]': 'open' }, teacher.board);
  const { authenticator } = await student.hasConnected(await teacher.cardOf(1));
  await student.signsOut();
  await student.passesPasswordStep();
  await student.submitsCode(await authenticator.nextCode());
  await student.isAt('/lesson');
  await student.follows(exercises.start);
  await student.isAt('/lesson/message');
  await expect(student.page.getByText(texts.write_text)).toBeVisible();
  const passed = student.page.getByText(texts.home);
  for (let round = 1; round <= 5 && !(await passed.isVisible()); round++) {
    await student.page.getByLabel(texts.field).fill(WRITES);
    await student.navigates(() => student.presses(texts.send));
    if (scripts && round === 1) expect(await accessibilityFaults(student.page)).toEqual([]);
    expect(await mailIn(student, 'sent')).toBe(WRITES);
    const answer = await seen(student);
    await student.reloads();
    expect(await seen(student), 'a reload shows the same round').toBe(answer);
    await student.page.locator(`[name=answer][value=${answer}]`).check();
    await student.navigates(() => student.presses(texts.answer));
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
  const id = teacher.board.split('/').at(-1)!;
  await teacher.requests.sends('/classes/act', { id, what: 'lesson', 'gates[message]': 'open' }, teacher.board);
  await teacher.requests.sends('/classes/act', { id, what: 'language', locale: 'ru' }, teacher.board);
  const { authenticator } = await student.hasConnected(await teacher.cardOf(1));
  await student.signsOut();
  await student.passesPasswordStep();
  await student.submitsCode(await authenticator.nextCode());
  await student.isAt('/lesson');
  await student.opens('/lesson/message');
  await student.page.getByLabel(russian.field).fill('Я приду в 10 часов, спроси у Маши <b>שלום</b> 👨\u200d👩\u200d👧');
  await student.navigates(() => student.presses(russian.send));
  const answer = await seen(student);
  const wrong = answer === 'integrity' ? 'availability' : 'integrity';
  const overflow = await student.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  await student.page.locator(`[name=answer][value=${wrong}]`).check();
  await student.navigates(() => student.presses(russian.answer));
  await expect(student.page.locator('.note').getByText(/^Нет, другое: /)).toBeVisible();
  await expect(student.page.getByRole('heading', { name: russian.again_title })).toBeVisible();
});
