// What students do in the exercises, for tests of one exercise and of a whole lesson.
import { expect } from '@playwright/test';
import type { Authenticator } from './authenticator';
import type { Factor } from './factors';
import { codeIn, requestsCode, typesCode } from './message-codes';
import type { Student } from './people/student';
import type { Card, Teacher } from './people/teacher';
import { textPattern } from './texts';

export type Exercise = 'message' | 'files' | 'recovery' | 'messages' | 'passkey' | 'phishing';
type Harm = 'integrity' | 'availability' | 'confidentiality';

/** Opens or announces exercises by a request, for tests that do not look at the menu. */
export async function setsGates(teacher: Teacher, gates: Partial<Record<Exercise, 'open' | 'later'>>): Promise<void> {
  const id = teacher.board.split('/').at(-1)!;
  const fields = Object.entries(gates).map(([exercise, gate]) => [`gates[${exercise}]`, gate]);
  await teacher.requests.sends('/classes/act', { id, what: 'lesson', ...Object.fromEntries(fields) }, teacher.board);
}

/** Prepares a student who has finished the four stages and sees the lesson. */
export async function hasFinishedStages(student: Student, card: Card): Promise<{ authenticator: Authenticator; codes: string[] }> {
  const connected = await student.hasConnected(card);
  await student.signsOut();
  await student.passesPasswordStep();
  await student.submitsCode(await connected.authenticator.nextCode());
  await student.isAt('/lesson');
  return connected;
}

/** Follows the button of the lesson to the exercise that comes next. */
export async function begins(student: Student, exercise: Exercise): Promise<void> {
  await student.follows(student.texts.exercises.start);
  await student.isAt(`/lesson/${exercise}`);
}

/** The text of the mail in a mailbox, or nothing. */
async function mailIn(student: Student, id: string): Promise<string | undefined> {
  const mail = student.page.locator(`.mailbox:has(#${id}) .text`);
  return (await mail.count()) === 0 ? undefined : mail.innerText();
}

/** What a careful student sees in the mailboxes. */
export async function harmSeen(student: Student): Promise<Harm> {
  const [sent, arrived, elsewhere] = await Promise.all(['sent', 'arrived', 'elsewhere'].map((id) => mailIn(student, id)));
  if (elsewhere === sent) return 'confidentiality';
  return arrived === undefined || sent!.startsWith(arrived) ? 'availability' : 'integrity';
}

/** Writes a message. */
export async function sendsMessage(student: Student, text: string): Promise<void> {
  const { message } = student.texts.exercise;
  await student.page.getByLabel(message.field).fill(text);
  await student.navigates(() => student.presses(message.send));
}

/** Says what happened to the message. */
export async function namesHarm(student: Student, harm: Harm): Promise<void> {
  await student.page.locator(`[name=answer][value=${harm}]`).check();
  await student.navigates(() => student.presses(student.texts.exercise.message.answer));
}

/** A student who is always right needs at most five rounds. */
export async function passesMessage(student: Student, text: string): Promise<void> {
  const passed = student.page.getByText(student.texts.exercise.message.home);
  for (let round = 1; round <= 5 && !(await passed.isVisible()); round++) {
    await sendsMessage(student, text);
    await namesHarm(student, await harmSeen(student));
  }
  await expect(passed).toBeVisible();
}

const FILES = ['weekly-tasks', 'invoices', 'backup-plan'];

export async function passesFiles(student: Student): Promise<void> {
  const { files } = student.texts.exercise;
  let word = '';
  for (const file of FILES) {
    const answer = await student.opens(`/lesson/files/${file}`);
    if (answer?.status() === 200) word = await student.page.locator('.word').innerText();
    else expect(answer?.status(), file).toBe(403);
  }
  await student.follows(files.back);
  await student.isAt('/lesson/files');
  await student.page.getByLabel(files.word_field).fill(word);
  await student.navigates(() => student.presses(files.word_check));
  await student.page.getByLabel(files.permission).check();
  await student.navigates(() => student.presses(files.answer));
  await expect(student.page.getByText(files.home)).toBeVisible();
}

/** Comes back with a recovery code, connects another authenticator, and signs in with it. */
export async function passesRecovery(student: Student, recoveryCode: string, factor: Factor): Promise<void> {
  await student.signsOut();
  await student.passesPasswordStep();
  await student.opens('/sign-in/code?with=recovery-code');
  await student.page.locator('[name=recovery_code]').fill(recoveryCode);
  await student.page.locator('[name=recovery_code]').press('Enter');
  await student.isAt('/lesson');
  await student.follows(student.texts.exercises.start);
  await student.follows(student.texts.lost_phone.step_connect_button);
  await student.isAt('/set-up');
  await factor.connects();
  await student.signsOut();
  await student.passesPasswordStep();
  await student.submitsCode(await factor.code());
  await student.isAt('/lesson');
}

/** Opens the messages of the practice phone in another tab. Returns the code in the newest of `count` messages. */
async function codeInInbox(student: Student, count: number): Promise<string> {
  const inbox = await student.page.context().newPage();
  await inbox.goto('/phone/messages');
  const letters = inbox.locator('.letter');
  await expect(letters).toHaveCount(count);
  const code = codeIn(await letters.first().innerText());
  await inbox.close();
  return code;
}

/** Makes the browser the practice phone for messages, connects it, and signs in with a code from it. */
export async function passesMessages(student: Student): Promise<void> {
  const { messages, practice } = student.texts;
  await student.presses(practice.take);
  await student.isAt('/set-up/sms');
  await student.navigates(() => student.presses(messages.send));
  await typesCode(student, await codeInInbox(student, 1));
  await student.isAt('/lesson/messages');
  await student.navigates(() => student.presses(practice.sign_out));
  await student.passesPasswordStep();
  await student.navigates(() => student.page.getByRole('link', { name: textPattern(messages.use_sms) }).click());
  await requestsCode(student);
  await typesCode(student, await codeInInbox(student, 2));
  await student.isAt('/lesson');
}

/** Makes a passkey on the practice phone, signs in with it, and tries it on a page with another address. */
export async function passesPasskey(student: Student): Promise<void> {
  const { passkey } = student.texts.exercise;
  for (const step of [passkey.make, passkey.begin, passkey.confirm, passkey.send, passkey.elsewhere]) {
    await student.navigates(() => student.presses(step));
  }
  await student.page.getByLabel(passkey.own_address).check();
  await student.navigates(() => student.presses(passkey.answer));
  await expect(student.page.getByText(passkey.home)).toBeVisible();
}

/** Types login, password and code on the page of the thief, tries the passkey there, and finds the false address. */
export async function passesPhishing(student: Student, factor: Factor): Promise<void> {
  const { exercise, sign_in } = student.texts;
  const { passkey, phishing } = exercise;
  await student.navigates(() => student.presses(phishing.mail_link));
  await student.page.getByLabel(sign_in.username, { exact: true }).fill(student.card.login);
  await student.page.getByLabel(sign_in.password, { exact: true }).fill(student.card.password);
  await student.navigates(() => student.presses(sign_in.submit));
  await expect(student.page.getByText(phishing.thief_stuck, { exact: true })).toBeVisible();
  const code = await factor.code();
  await student.navigates(() => student.submitsCode(code));
  await expect(student.page.getByText(phishing.thief_ended)).toBeVisible();
  // The passkey was made in the exercise before.
  await student.navigates(() => student.presses(passkey.begin));
  await expect(student.page.getByText(phishing.thief_nothing)).toBeVisible();
  const end = student.page.getByText(phishing.home);
  const parts = await student.page.getByRole('radio').count();
  for (let part = 0; part < parts && !(await end.isVisible()); part++) {
    await student.page.getByRole('radio').nth(part).check();
    await student.navigates(() => student.presses(phishing.address_answer));
  }
  await expect(end).toBeVisible();
}
