// Leads a teacher and a student through a whole lesson, for tests that inspect every page.
import { expect } from '@playwright/test';
import { Authenticator } from './authenticator';
import { waitForIslands } from './measure-layout';
import type { Student } from './people/student';
import type { Teacher } from './people/teacher';

/** A check that runs on every page of the lesson, and in every state of it. */
export type PageCheck = (place: string, who: Teacher | Student) => Promise<void>;

/** Goes through a whole lesson and calls `inspect` on every page, and again for each error message that it can show. */
export async function visitWholeLesson(teacher: Teacher, student: Student, inspect: PageCheck): Promise<void> {
  const check: PageCheck = async (place, who) => {
    await waitForIslands(who.page);
    await inspect(place, who);
  };
  const { board } = teacher.texts;
  const { code, set_up, signed_out, stage } = student.texts;

  await teacher.opens('/');
  await check('the first page', teacher);
  await teacher.page.locator('[name=seats]').fill('0');
  await teacher.presses(teacher.texts.home.open);
  await expect(teacher.alert).toBeVisible();
  await check('the first page with a message', teacher);
  await teacher.opens('/guide');
  await check('the guide', teacher);
  await teacher.page.locator('summary').click();
  await check('the guide with its answers', teacher);
  await teacher.opens('/nowhere');
  await check('the not-found page', teacher);
  await teacher.opensClass({ seats: 3 });
  await check('a new board', teacher);
  const address = new URL(teacher.page.url()).pathname;
  const link = new URL(await teacher.link.innerText()).pathname;
  await teacher.presses(board.show_all);
  await expect(teacher.page.locator('.password code')).toHaveCount(3);
  await check('a board with passwords', teacher);
  await teacher.opens(address);
  const card = await teacher.cardOf(2);
  await teacher.presses(teacher.texts.join.allow);
  await expect(teacher.page.locator('.self-join')).not.toContainText(teacher.texts.join.only_cards);
  const joinCode = (await teacher.page.locator('.join-code').innerText()).replace(' ', '');
  for (const [place, page] of [
    ['the cards', 'handouts'],
    ['the projector page', 'projector'],
    ['the results', 'results'],
  ]) {
    await teacher.opens(`${address}/${page}`);
    await check(place, teacher);
  }
  await student.opens('/join');
  await check('the class code', student);
  await student.opens('/join/AAAAAA');
  await check('a class code that came with the address', student);
  await student.presses(student.texts.join.go_on);
  await expect(student.alert).toBeVisible();
  await check('a class code that is wrong', student);
  await student.opens(`/join/${joinCode}`);
  await student.navigates(() => student.presses(student.texts.join.go_on));
  await check('the join page of a class', student);
  await student.navigates(() => student.presses(student.texts.join.take));
  await check('a seat that was taken', student);
  await teacher.opens(link);
  await check('the teacher link', teacher);

  await student.opens('/sign-in');
  await check('the sign-in', student);
  await student.submitsPassword(card.login, 'wrong-otter-0000');
  await expect(student.alert).toBeVisible();
  await check('the sign-in with a message', student);
  await student.signsIn(card);
  await check('the lesson at its start', student);
  await student.opens('/sign-in');
  await check('the sign-in page of a signed-in student', student);
  await student.opens('/lesson');
  await student.follows(stage.do_set_up);
  await student.isAt('/set-up');
  const authenticator = await Authenticator.scans(student.page);
  await student.page.getByText(set_up.cannot_scan).click();
  await check('the set-up', student);
  await student.submitsCode(authenticator.wrongCode());
  await expect(student.alert).toBeVisible();
  await check('the set-up with a message', student);
  await student.opens('/phone');
  await check('the practice phone', student);
  await student.opens('/lesson');
  await check('the lesson before the code', student);
  await student.opens('/set-up');
  await student.submitsCode(authenticator.code());
  await student.isAt('/set-up/recovery-codes');
  await check('the recovery codes', student);
  await student.savesRecoveryCodes();
  await check('the lesson before the last step', student);
  for (const [place, path] of [
    ['the set-up after it is completed', '/set-up'],
    ['the recovery codes after they were shown', '/set-up/recovery-codes'],
  ]) {
    await student.opens(path);
    await check(place, student);
  }
  await student.signsOut();
  await check('the signed-out page', student);
  await student.follows(signed_out.again);
  await student.isAt('/sign-in');
  await student.submitsPassword(card.login, card.password);
  await student.isAt('/sign-in/code');
  await student.page.getByText(code.lost_phone).click();
  await check('the code field', student);
  await student.opens('/sign-in/code?with=recovery-code');
  await check('the recovery code field', student);
  await student.opens('/sign-in/code');
  await student.submitsCode(authenticator.wrongCode());
  await expect(student.alert).toBeVisible();
  await check('the code field with a message', student);
  await teacher.opens(address);
  await check('a board with a problem', teacher);
  await student.submitsCode(await authenticator.nextCode());
  await student.isAt('/lesson');
  await check('the last page', student);
  for (const [place, path] of [
    ['an exercise', '/lesson/message'],
    ['the certificate', '/lesson/certificate'],
    ['the family sheet', '/lesson/family-sheet'],
  ]) {
    await student.opens(path);
    await check(place, student);
  }
  await student.opens('/lesson');
}
