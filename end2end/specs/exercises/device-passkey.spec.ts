// Tests of a real passkey in the exercise *passkey*, with the virtual authenticator of Chromium.
import { begins, hasFinishedStages, setsGates } from '../../support/exercises';
import { expect, test } from '../../support/fixtures';
import { accessibilityFaults } from '../../support/measure-layout';
import type { Student } from '../../support/people/student';
import type { Teacher } from '../../support/people/teacher';
import { LOCALHOST, SERVER } from '../../support/server';
import { TEXTS, textPattern } from '../../support/texts';
import { VirtualAuthenticator } from '../../support/virtual-authenticator';

const texts = TEXTS.en.exercise.passkey;

test.use({ baseURL: LOCALHOST });

/** A student who has finished the stages and sees the exercise. */
async function beginsExercise(teacher: Teacher, student: Student): Promise<void> {
  await teacher.hasClass({ linkSaved: true });
  await setsGates(teacher, { passkey: 'open' });
  await hasFinishedStages(student, await teacher.cardOf(1));
  await begins(student, 'passkey');
}

test('a student signs in with a passkey of the own device, which signs in to nothing else', async ({ teacher, newUser }) => {
  test.slow();
  const student = await newUser.student({ baseURL: LOCALHOST, viewport: { width: 320, height: 700 } });
  await beginsExercise(teacher, student);
  const authenticator = await VirtualAuthenticator.of(student.page);
  const fits = async () => {
    const overflow = await student.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    expect(await accessibilityFaults(student.page)).toEqual([]);
  };
  await fits();
  await expect(student.page.getByText(texts.device_missing)).toBeHidden();
  await student.navigates(() => student.presses(texts.device_make));
  expect(await authenticator.numberOfPasskeys()).toBe(1);
  await expect(student.page.getByText(textPattern(texts.device_note))).toBeVisible();
  await fits();

  await authenticator.verifiesUser(false);
  await student.presses(texts.begin);
  await expect(student.alert).toHaveText(student.texts.passkey.failed);
  await authenticator.verifiesUser(true);
  await student.navigates(() => student.presses(texts.begin));
  await expect(student.page.getByText(texts.device_signed)).toBeVisible();
  await expect(student.page.getByText(LOCALHOST, { exact: true })).toBeVisible();
  await fits();
  await student.navigates(() => student.presses(texts.elsewhere));
  await expect(student.page.getByText(texts.device_none_text)).toBeVisible();
  await student.page.getByLabel(texts.own_address).check();
  await student.navigates(() => student.presses(texts.answer));
  await expect(student.page.getByText(texts.home)).toBeVisible();
  await teacher.refreshesBoard();
  await expect(teacher.seat(1).row.locator('.badge.exercise')).toHaveClass(/done/);
  // So the device does not offer it at the sign-in.
  expect(await authenticator.numberOfDiscoverablePasskeys()).toBe(0);
});

test('without a passkey on the device the practice phone helps', async ({ teacher, newUser }) => {
  test.slow();
  const student = await newUser.student({ baseURL: LOCALHOST });
  await beginsExercise(teacher, student);
  await VirtualAuthenticator.of(student.page);
  await student.navigates(() => student.presses(texts.device_make));
  await student.navigates(() => student.presses(texts.device_take_phone));
  for (const step of [texts.begin, texts.confirm, texts.send]) await student.navigates(() => student.presses(step));
  await expect(student.page.getByText(texts.accepted)).toBeVisible();
});

test('without scripts the page offers the practice phone @plain', async ({ teacher, newUser }) => {
  test.slow();
  const student = await newUser.student({ baseURL: LOCALHOST });
  await beginsExercise(teacher, student);
  await expect(student.page.getByText(texts.device_missing)).toBeVisible();
  await expect(student.page.getByRole('button', { name: texts.device_make })).toHaveCount(0);
  await student.navigates(() => student.presses(texts.make));
  await expect(student.page.getByText(texts.sign_in_text)).toBeVisible();
});

test('at another address the page says why there is no real passkey', async ({ teacher, newUser }) => {
  test.slow();
  const student = await newUser.student({ baseURL: SERVER.url });
  await beginsExercise(teacher, student);
  await expect(student.page.getByText(textPattern(texts.why_other_address))).toBeVisible();
  await expect(student.page.getByRole('button', { name: texts.device_make })).toHaveCount(0);
  await student.navigates(() => student.presses(texts.make));
  await expect(student.page.getByText(texts.sign_in_text)).toBeVisible();
});
