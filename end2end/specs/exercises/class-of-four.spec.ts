// A whole lesson of 90 minutes in a class of four: a student with the practice phone, one whose neighbour is the phone,
// one without scripts in Russian on a small screen, and one who comes in with the class code.
import {
  begins,
  passesFiles,
  passesMessage,
  passesMessages,
  passesPasskey,
  passesPhishing,
  passesRecovery,
} from '../../support/exercises';
import { App, type Factor, PhoneInPage, PhoneOfNeighbour } from '../../support/factors';
import { expect, test } from '../../support/fixtures';
import type { Student } from '../../support/people/student';
import type { Teacher } from '../../support/people/teacher';
import { TEXTS } from '../../support/texts';

const { exercises, home, join, open } = TEXTS.en;

async function opensClassOfFour(teacher: Teacher): Promise<void> {
  await teacher.opens('/');
  await teacher.page.locator('[name=seats]').fill('4');
  await teacher.page.getByLabel(exercises.preset_90).check();
  await teacher.page.getByLabel(open.join).selectOption('code');
  await teacher.presses(home.open);
  await teacher.isAt(/^\/classes\/[\w-]+$/);
  teacher.board = new URL(teacher.page.url()).pathname;
}

/** Takes a free seat with the class code. */
async function joins(student: Student, code: string): Promise<void> {
  await student.opens('/join');
  await student.page.getByLabel(join.code).fill(code);
  await student.navigates(() => student.presses(join.go_on));
  await student.navigates(() => student.presses(join.take));
  const [login, password] = await student.page.locator('#my-seat dd').allInnerTexts();
  student.card = { login, password };
}

/** Goes through the four stages. Returns a recovery code. */
async function finishesStages(student: Student, factor: Factor): Promise<string> {
  await student.signsIn(student.card);
  await student.follows(student.texts.stage.do_set_up);
  await student.isAt('/set-up');
  await factor.connects();
  await student.signsOut();
  await student.passesPasswordStep();
  await student.submitsCode(await factor.code());
  await student.isAt('/lesson');
  return factor.recoveryCodes[0];
}

async function goesThroughLesson(student: Student, factor: Factor, text: string): Promise<void> {
  const recoveryCode = await finishesStages(student, factor);
  await begins(student, 'message');
  await passesMessage(student, text);
  await student.opens('/lesson');
  await begins(student, 'files');
  await passesFiles(student);
  await student.opens('/lesson');
  await begins(student, 'recovery');
  await passesRecovery(student, recoveryCode, factor);
  await begins(student, 'messages');
  await passesMessages(student);
  await begins(student, 'passkey');
  await passesPasskey(student);
  await student.opens('/lesson');
  await begins(student, 'phishing');
  await passesPhishing(student, factor);
  await student.opens('/lesson');
  await expect(student.heading).toHaveText(student.texts.lesson.finish_title);
}

test('four students go through a lesson of 90 minutes while a second teacher watches', async ({ teacher, newUser }) => {
  test.setTimeout(400_000);
  await opensClassOfFour(teacher);
  const code = (await teacher.page.locator('.join-code').innerText()).replace(' ', '');
  const second = await newUser.teacher();
  await second.opens(new URL(await teacher.link.innerText()).pathname);
  await second.navigates(() => second.presses(second.texts.teach.open));
  await second.isAt(teacher.board);
  for (const exercise of ['files', 'recovery', 'messages', 'passkey', 'phishing'] as const) {
    await teacher.navigates(() => teacher.presses(exercises.open_next.replace('{name}', exercises[exercise])));
  }

  const byCode = await newUser.student();
  await joins(byCode, code);
  const rest = (await teacher.cards()).filter(({ login }) => login !== byCode.card.login);
  const withoutPhone = await newUser.student();
  const inPair = await newUser.student();
  const withoutScripts = await newUser.student({ locale: 'ru', viewport: { width: 320, height: 640 }, javaScriptEnabled: false });
  [withoutPhone.card, inPair.card, withoutScripts.card] = rest;
  await withoutScripts.opens('/sign-in');
  await withoutScripts.navigates(() => withoutScripts.presses('Русский'));

  const english = 'I am at the bakery at 10, ask Tom for the key';
  await goesThroughLesson(byCode, new App(byCode), english);
  await goesThroughLesson(withoutPhone, new PhoneInPage(withoutPhone), english);
  await goesThroughLesson(inPair, new PhoneOfNeighbour(inPair, byCode), english);
  await goesThroughLesson(withoutScripts, new App(withoutScripts), 'Я приду в 10 часов, спроси у Маши ключ');

  const done = second.page.locator('.seats .badge.exercise.done');
  await expect(done).toHaveCount(4 * 6);
  for (const number of [1, 2, 3, 4]) await second.seat(number).isGreenAt(['signed_in', 'setup_opened', 'connected', 'signed_in_2fa']);
});
