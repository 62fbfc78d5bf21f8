// Tests of the four stages with an independent authenticator, of QR code and key, and of recovery codes.
import { Authenticator } from '../../support/authenticator';
import { expect, test, withMotion } from '../../support/fixtures';
import { STAGES } from '../../support/people/teacher';
import { textPattern, TEXTS } from '../../support/texts';

test.use(withMotion);

const { lesson, recovery, refusal, set_up, stage } = TEXTS.en;

test('a student passes all four stages, and the badges turn green one after the other', { tag: '@both' }, async ({ teacher, student }) => {
  await teacher.hasClass({ seats: 3 });
  const card = await teacher.cardOf(2);
  const seat = teacher.seat(2);
  const boardShows = async (stages: number) => {
    await teacher.refreshesBoard();
    await seat.isGreenAt(STAGES.slice(0, stages));
  };

  await student.signsIn(card);
  await boardShows(1);
  await expect(student.page.getByText(textPattern(lesson.progress, { done: '1' }))).toBeVisible();

  const authenticator = await student.opensSetUp();
  await boardShows(2);

  await student.submitsCode(authenticator.code());
  await student.isAt('/set-up/recovery-codes');
  await boardShows(3);
  await student.savesRecoveryCodes();
  await expect(student.heading).toHaveText(lesson.almost);

  await student.presses(lesson.code_button);
  await student.isAt('/sign-in');
  await expect(student.page.locator('[name=username]')).toHaveValue(card.login);
  await expect(student.page.locator('[name=password]')).toBeFocused();
  await student.page.keyboard.type(card.password);
  await student.page.keyboard.press('Enter');
  await student.isAt('/sign-in/code');
  await boardShows(3);

  await student.submitsCode(await authenticator.nextCode());
  await student.isAt('/lesson');
  await boardShows(4);
  await expect(student.heading).toHaveText(lesson.finish_title);
  await expect(teacher.counts('signed_in_2fa')).toHaveText(/1\s+of 3/);
  await teacher.seat(1).isGreenAt([]);
});

test('the last page tells how long each stage took', async ({ teacher, student }) => {
  await teacher.hasClass();
  await student.signsIn(await teacher.cardOf(1));
  const authenticator = await student.opensSetUp();
  await student.connects(authenticator);
  await student.signsOut();
  await student.passesPasswordStep();
  await student.submitsCode(await authenticator.nextCode());
  await student.isAt('/lesson');

  const laps = student.page.getByRole('list').filter({ has: student.page.locator('.badge') }).getByRole('listitem');
  await expect(laps).toHaveCount(4);
  await expect(laps.nth(0)).toContainText(lesson.start);
  for (const [index, name] of [stage.signed_in, stage.setup_opened, stage.connected, stage.signed_in_2fa].entries()) {
    await expect(laps.nth(index)).toContainText(name);
    await expect(laps.nth(index).locator('time')).toHaveText(/^\d\d:\d\d$/);
    if (index > 0) await expect(laps.nth(index).locator('strong')).toHaveText(/^\d+ s$/);
  }
  await expect(student.page.getByText(textPattern(lesson.together, { duration: /\d+ s/ }))).toBeVisible();
});

test('the QR code, the key and the link contain the same secret', async ({ teacher, student }) => {
  await teacher.hasClass();
  const card = await teacher.cardOf(2);
  await student.signsIn(card);
  const { uri, key } = await student.opensSetUp();

  const address = new URL(uri);
  expect(`${address.protocol}//${address.host}`).toBe('otpauth://totp');
  expect(decodeURIComponent(address.pathname)).toBe(`/Stepwise:${card.login}`);
  expect(Object.fromEntries(address.searchParams)).toEqual({
    secret: key,
    issuer: 'Stepwise',
    algorithm: 'SHA1',
    digits: '6',
    period: '30',
  });
  expect(key).toMatch(/^[A-Z2-7]{32}$/);
  await student.page.getByText(set_up.cannot_scan).click();
  const shown = await student.page.locator('#key').innerText();
  expect(shown.trim()).toMatch(/^([A-Z2-7]{4}\s+){7}[A-Z2-7]{4}$/);
  expect(shown.replace(/\s/g, '')).toBe(key);
  await expect(student.page.locator('a[href^="otpauth:"]')).toHaveAttribute('href', uri);
});

test('a camera reads the QR code in the dark and on a small phone', async ({ teacher, student }) => {
  await teacher.hasClass();
  await student.signsIn(await teacher.cardOf(1));
  const light = await student.opensSetUp();
  await student.page.emulateMedia({ colorScheme: 'dark' });
  expect((await Authenticator.scans(student.page)).uri).toBe(light.uri);
  for (const width of [320, 360, 768]) {
    await student.page.setViewportSize({ width, height: 740 });
    expect((await Authenticator.scans(student.page)).uri).toBe(light.uri);
  }
});

test('ten recovery codes are shown once, and must be saved', { tag: '@both' }, async ({ teacher, student }) => {
  await teacher.hasClass();
  await student.signsIn(await teacher.cardOf(1));
  const authenticator = await student.opensSetUp();
  await student.submitsCode(authenticator.code());
  await student.isAt('/set-up/recovery-codes');
  const codes = await student.recoveryCodes.allInnerTexts();
  expect(codes).toHaveLength(10);
  expect(new Set(codes).size).toBe(10);
  for (const code of codes) expect(code).toMatch(/^([0-9a-z]{4}-){3}[0-9a-z]{4}$/);

  await student.presses(recovery.go_on);
  expect(new URL(student.page.url()).pathname).toBe('/set-up/recovery-codes');
  await expect(student.recoveryCodes.first()).toBeVisible();
  await student.savesRecoveryCodes();

  await student.opens('/set-up/recovery-codes');
  await expect(student.heading).toHaveText(recovery.gone_title);
  for (const code of codes) expect(await student.page.content()).not.toContain(code);
});

test('the recovery codes can be downloaded', async ({ teacher, student }) => {
  await teacher.hasClass();
  await student.signsIn(await teacher.cardOf(1));
  await student.submitsCode((await student.opensSetUp()).code());
  await student.isAt('/set-up/recovery-codes');
  const codes = await student.recoveryCodes.allInnerTexts();

  const begun = student.page.waitForEvent('download');
  await student.follows(recovery.download);
  const chunks: Buffer[] = [];
  for await (const chunk of await (await begun).createReadStream()) chunks.push(chunk as Buffer);

  expect((await begun).suggestedFilename()).toBe(`${recovery.file_name}.txt`);
  expect(Buffer.concat(chunks).toString().trim().split(/\s+/)).toEqual(codes);
});

test('after the confirmation no page contains the secret', async ({ teacher, student }) => {
  await teacher.hasClass();
  const board = new URL(teacher.page.url()).pathname;
  const card = await teacher.cardOf(1);
  await student.signsIn(card);
  const authenticator = await student.opensSetUp();
  const groups = authenticator.key.match(/.{4}/g)!;
  const traces = [authenticator.key, groups.join(' '), `${groups[0]}</span>`, [...groups[0]].join(', ')];
  const hasNoTrace = async (who: typeof student | typeof teacher, paths: string[]) => {
    for (const path of paths) {
      await who.opens(path);
      const sources = [await who.page.content(), await (await who.page.request.get(path)).text()];
      for (const source of sources) for (const trace of traces) expect(source, path).not.toContain(trace);
    }
  };

  await student.submitsCode(authenticator.code());
  await student.isAt('/set-up/recovery-codes');
  await hasNoTrace(student, ['/set-up/recovery-codes']);
  await student.savesRecoveryCodes();
  await hasNoTrace(student, ['/lesson', '/set-up', '/phone', '/']);
  await hasNoTrace(teacher, [board, `${board}?show=all`]);
  await student.signsOut();
  await student.passesPasswordStep(card);
  await hasNoTrace(student, ['/sign-in/code?with=recovery-code', '/sign-in/code']);
  await student.submitsCode('abc');
  await expect(student.alert).toHaveText(refusal.not_a_code);
  expect(await student.page.content()).not.toContain(authenticator.key);
});
