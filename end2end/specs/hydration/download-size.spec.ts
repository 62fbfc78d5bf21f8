// Tests that pages stay below their size limits, before and after hydration.
import type { Person } from '../../support/people/person';
import { expect, test } from '../../support/fixtures';

/** Loads a page with an empty cache. Returns the number of transferred bytes, and the requested paths. */
async function transferred(person: Person, path: string, isTouched = false): Promise<{ bytes: number; names: string[] }> {
  const { page } = person;
  const client = await page.context().newCDPSession(page);
  await client.send('Network.enable');
  await client.send('Network.setCacheDisabled', { cacheDisabled: true });
  let bytes = 0;
  const names: string[] = [];
  client.on('Network.requestWillBeSent', (event) => names.push(new URL(event.request.url).pathname));
  client.on('Network.loadingFinished', (event) => (bytes += event.encodedDataLength));
  await page.goto(path, { waitUntil: 'networkidle' });
  if (isTouched) {
    await person.waitForHydration();
    await page.waitForLoadState('networkidle');
  }
  await client.detach();
  return { bytes, names };
}

test.describe('pages stay small', { tag: '@scripts' }, () => {
  for (const path of ['/', '/sign-in', '/join', '/register']) {
    test(`${path} stays below its size limit, and hydrates when touched`, async ({ newUser }) => {
      const visitor = await newUser.visitor();
      const { bytes, names } = await transferred(visitor, path);
      expect(bytes).toBeLessThan(60_000);
      expect(names.filter((name) => name.endsWith('.wasm'))).toEqual([]);
      await visitor.page.getByRole('heading', { level: 1 }).click();
      await expect(visitor.page.locator('html[data-awake]')).toBeAttached();
    });
  }

  test('a button that needs scripts works also if its click starts the hydration', async ({ newUser }) => {
    const visitor = await newUser.visitor();
    await visitor.page.goto('/sign-in');
    const password = visitor.page.locator('input[name=password]');
    await password.fill('amber-otter-4821');
    await visitor.page.getByRole('button', { name: visitor.texts.site.show }).click();
    await expect(password).toHaveAttribute('type', 'text');
    await expect(password).toHaveValue('amber-otter-4821');
  });

  /**
   * Limits in kB before and after hydration. Hydration loads the module of the page, the shared module and scripts. A
   * board is hydrated at once.
   */
  const MOST = { lesson: [48, 600], 'set-up': [48, 618], board: [undefined, 667] } as const;

  test('the pages of a lesson stay below their size limits, before and after hydration', async ({ newUser, teacher }) => {
    await teacher.opensClass({ seats: 30 });
    await teacher.savesLink();
    const board = new URL(teacher.page.url()).pathname;
    const student = await newUser.student();
    await student.signsIn(await teacher.cardOf(1));
    for (const [person, path, [before, after]] of [
      [student, '/lesson', MOST.lesson],
      [student, '/set-up', MOST['set-up']],
      [teacher, board, MOST.board],
    ] as const) {
      if (before) {
        const untouched = await transferred(person, path);
        expect.soft(Math.round(untouched.bytes / 1000), path).toBeLessThanOrEqual(before);
        expect.soft(untouched.names.filter((name) => name.endsWith('.wasm'))).toEqual([]);
      }
      const touched = await transferred(person, path, true);
      expect.soft(Math.round(touched.bytes / 1000), path).toBeLessThanOrEqual(after);
    }
  });

  test('a student downloads no code of pages for teachers, members or administrators', async ({ newUser, teacher }) => {
    await teacher.opensClass({ seats: 1 });
    const student = await newUser.student();
    await student.signsIn(await teacher.cardOf(1));
    const { names } = await transferred(student, '/lesson', true);
    expect(names.some((name) => name.includes('student_pages'))).toBe(true);
    expect(names.filter((name) => /teacher_pages|member_pages|admin_pages/.test(name))).toEqual([]);
  });
});
