// Tests that islands become alive by themselves, and that a page works while they are not.
import { expect, test, withMotion } from '../../support/fixtures';
import { expectAlive, opensHeld, refuseScripts } from '../../support/hold-scripts';
import { textPattern, TEXTS } from '../../support/texts';

test.use(withMotion);

const { board, lesson, offline, set_up } = TEXTS.en;

test.describe('islands become alive without a touch', () => {
  test('of a board, its projector page and its handouts', async ({ teacher }) => {
    await teacher.hasClass({ linkSaved: true });
    for (const page of ['', '/projector', '/handouts']) {
      await teacher.opens(teacher.board + page);
      await expectAlive(teacher.page);
    }
  });

  test('of the pages of a student', async ({ teacher, student }) => {
    await teacher.hasClass();
    await student.opens('/sign-in');
    await expectAlive(student.page);
    await student.signsIn(await teacher.cardOf(1));
    await expectAlive(student.page);
    const authenticator = await student.opensSetUp();
    await expectAlive(student.page);
    // The set-up uses the code of the next time step, so that the lesson has to show a countdown.
    authenticator.code();
    await student.submitsCode(await authenticator.nextCode());
    await student.isAt('/set-up/recovery-codes');
    await expectAlive(student.page);
    await student.savesRecoveryCodes();
    await expect(student.page.getByText(lesson.code_wait)).toBeVisible();
    await expectAlive(student.page);
    await student.opens('/phone');
    await expectAlive(student.page);
    await student.signsOut();
    await student.passesPasswordStep();
    await expectAlive(student.page);
  });

  test('and delete the account of another student from the practice phone', async ({ teacher, student }) => {
    await teacher.hasClass();
    await student.signsIn(await teacher.cardOf(1));
    await student.page.evaluate(() => {
      const other = { login: 'otter-1111', key: 'A'.repeat(32), until: Date.now() * 2000 };
      localStorage.setItem('stepwise.phone', JSON.stringify([other]));
    });
    await student.opens('/lesson');
    await expect.poll(() => student.page.evaluate(() => localStorage.getItem('stepwise.phone'))).toBeNull();
  });
});

test('the islands of a page that is never idle become alive', async ({ student }) => {
  // The browser of this test calls back only because of the limit, which passes in a hundredth of the time.
  await student.page.addInitScript(() => {
    window.requestIdleCallback = (callback, options) => {
      const { timeout } = options ?? {};
      return timeout ? window.setTimeout(callback, timeout / 100) : 0;
    };
  });
  await student.opens('/register');
  await expectAlive(student.page);
});

test('the islands of a browser that cannot tell whether an element is visible become alive', async ({ newUser, teacher }) => {
  await teacher.hasClass();
  // Safari has had this function since version 17.4.
  const student = await newUser.student();
  await student.page.addInitScript(() => void Reflect.deleteProperty(Element.prototype, 'checkVisibility'));
  await student.signsIn(await teacher.cardOf(1));
  await student.opens('/set-up');
  await expectAlive(student.page);
});

test('a page asks for all its scripts and modules at once', async ({ newUser }) => {
  const { page } = await newUser.visitor();
  const held = await opensHeld(page, '/sign-in');
  for (const part of [/\.js$/, /\.wasm$/]) await expect.poll(held.names).toContainEqual(expect.stringMatching(part));
  const first = [...held.names()];
  await held.release();
  await expectAlive(page);
  expect(held.names().sort()).toEqual(first.sort());
  expect(new Set(first).size).toBe(first.length);
});

test('a phone that the page does not show is loaded after the code field, and becomes alive too', async ({ newUser, teacher }) => {
  await teacher.hasClass();
  const module = expect.stringMatching(/phone_screen/);
  for (const [seat, width, isShown] of [[1, 1280, true], [2, 360, false]] as const) {
    const student = await newUser.student({ viewport: { width, height: 740 } });
    await student.signsIn(await teacher.cardOf(seat));
    const held = await opensHeld(student.page, '/set-up');
    await expect.poll(held.names).toContainEqual(expect.stringMatching(/\.wasm$/));
    // The script of the islands has run when it has requested the loader for modules.
    await expect.poll(() => student.page.locator('head > link[rel=modulepreload]').count()).toBe(4);
    if (isShown) expect(held.names()).toContainEqual(module);
    else expect(held.names()).not.toContainEqual(module);
    await held.release();
    await expectAlive(student.page);
    expect(held.names()).toContainEqual(module);
  }
});

test('a page without islands loads no WebAssembly, also when it is used', async ({ newUser }) => {
  const visitor = await newUser.visitor();
  const { page } = visitor;
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  for (const path of ['/', '/join', '/forgot']) {
    await page.goto(path, { waitUntil: 'networkidle' });
    await visitor.heading.click();
    await page.locator('main input:not([type=hidden])').first().fill('7');
    await page.waitForLoadState('networkidle');
    await expect(page.locator('html[data-hydrated]')).toHaveCount(0);
  }
  expect(asked.filter((path) => path.endsWith('.wasm'))).toEqual([]);
});

test.describe('without the scripts of the islands', () => {
  test("times are in the student's time zone from the second page on", async ({ newUser, teacher }) => {
    await teacher.hasClass();
    const student = await newUser.student({ timezoneId: 'Asia/Kolkata' });
    await student.signsIn(await teacher.cardOf(1));
    const time = student.page.locator('main time').first();
    const local = await time.evaluate((time: HTMLTimeElement) =>
      new Date(time.dateTime).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Kolkata' }),
    );
    await expect(time).toHaveText(local);
    await opensHeld(student.page, '/lesson');
    await expect(time).toHaveText(local);
  });

  test('a page says that the network is lost, and that it is back', async ({ teacher, student }) => {
    await teacher.hasClass();
    await student.signsIn(await teacher.cardOf(1));
    await opensHeld(student.page, '/lesson');
    await expect(student.page.getByText(offline.title)).toBeHidden();
    await student.page.context().setOffline(true);
    await expect(student.page.getByText(offline.title)).toBeVisible();
    await student.page.context().setOffline(false);
    await expect(student.page.getByText(offline.title)).toBeHidden();
  });

  test('a board works as without scripts, and the next page is alive when the network is back', async ({ teacher }) => {
    await teacher.hasClass({ linkSaved: true });
    const refused = await refuseScripts(teacher.page);
    await teacher.reloads();
    await expect.poll(refused.count).toBeGreaterThan(0);
    await expect(teacher.page.getByText(board.no_scripts)).toBeVisible();
    await expect(teacher.page.getByText(board.updated_now)).toBeHidden();
    await teacher.opensHelp(2);
    await teacher.isAt(`${teacher.board}/seats/2`);

    const before = refused.count();
    await teacher.opens(teacher.board);
    await expect.poll(refused.count).toBeGreaterThan(before);
    await refused.allow();
    await teacher.seat(1).showsPassword();
    await expectAlive(teacher.page);
  });

  test('a projector page loads itself again until its islands are alive', async ({ teacher }) => {
    await teacher.hasClass({ linkSaved: true });
    // The page waits five seconds, which pass in a tenth of the time.
    await teacher.page.addInitScript(() => {
      const original = window.setInterval.bind(window);
      Object.assign(window, { setInterval: (work: () => void, delay = 0) => original(work, delay / 10) });
    });
    const refused = await refuseScripts(teacher.page);
    await teacher.opens(`${teacher.board}/projector`);
    await expect.poll(refused.count).toBeGreaterThan(0);
    const first = refused.count();
    await teacher.page.waitForEvent('load');
    await expect.poll(refused.count).toBeGreaterThan(first);
    await refused.allow();
    await expectAlive(teacher.page);
  });

  test('a student signs in and connects the phone with buttons', async ({ teacher, student }) => {
    await teacher.hasClass();
    const card = await teacher.cardOf(1);
    await refuseScripts(student.page);
    await student.signsIn(card);
    await expect(student.heading).toHaveText(textPattern(lesson.hello, { login: card.login }));
    const authenticator = await student.opensSetUp();
    await student.codeField.fill(authenticator.code());
    await student.presses(set_up.submit);
    await student.isAt('/set-up/recovery-codes');
    await student.savesRecoveryCodes();
    await expect(student.heading).toHaveText(lesson.almost);
  });
});
