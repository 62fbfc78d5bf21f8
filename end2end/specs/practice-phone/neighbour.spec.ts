// Tests of two neighbours who are each other's phone.
import { expect, test } from '../../support/fixtures';
import { PracticePhone } from '../../support/practice-phone';
import { textPattern, TEXTS } from '../../support/texts';

const { menu, pair, phone } = TEXTS.en;

test('the computer of a neighbour is the phone, also while its owner has her own lesson', async ({ teacher, newUser }) => {
  await teacher.hasClass({ seats: 2 });
  const board = new URL(teacher.page.url()).pathname;
  const [own, other] = await teacher.cards();
  const student = await newUser.student();
  await student.signsIn(other);
  const { key } = await student.opensSetUp();

  // The neighbour has not signed in yet.
  const host = await newUser.student();
  await host.opens('/phone');
  const hostPhone = new PracticePhone(host);
  await hostPhone.presses(phone.type_key);
  await hostPhone.types(other.login, key);
  await expect(hostPhone.screen.getByText(textPattern(pair.of, { login: other.login }))).toBeVisible();
  await student.submitsCode(await hostPhone.code());
  await student.isAt('/set-up/recovery-codes');

  // The neighbour opens her own lesson and her own set-up. The account stays, on the page of the phone only.
  await host.signsIn(own);
  await host.opensSetUp();
  const beside = new PracticePhone(host);
  await beside.isEmpty();
  await beside.scansThePage();
  await expect(beside.screen.locator('.account')).toHaveCount(1);
  await host.opens('/phone');
  await expect(hostPhone.screen.locator('.account')).toHaveCount(2);
  await expect(hostPhone.screen.getByText(textPattern(pair.of, { login: other.login }))).toHaveCount(1);

  // Nothing of it stays after the lesson.
  await teacher.usesMenu(board, menu.end, menu.end_do);
  await host.opens('/lesson');
  const stored = () => host.page.evaluate(() => localStorage.getItem('stepwise.phone'));
  await expect.poll(stored).toBeNull();
});

test('an account that was added as a neighbour is gone after twelve hours', async ({ teacher, student }) => {
  await teacher.hasClass({ seats: 1 });
  const { login } = await teacher.cardOf(1);
  await student.opens('/phone');
  const neighbour = new PracticePhone(student);
  await neighbour.presses(phone.type_key);
  await neighbour.types(login, 'A'.repeat(32));
  await expect(neighbour.shownCode).toBeVisible();
  const hours = await student.page.evaluate(() => {
    const [account] = JSON.parse(localStorage.getItem('stepwise.phone')!);
    return (account.until / 1000 - Date.now()) / 3_600_000;
  });
  expect(hours).toBeGreaterThan(11.9);
  expect(hours).toBeLessThan(12.1);
});
