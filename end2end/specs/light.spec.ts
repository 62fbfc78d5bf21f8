import { expect, test } from '../support/test';
import type { Page } from '@playwright/test';

/** What the first look at a page costs, as it comes over the wire. */
async function transferred(page: Page, path: string): Promise<{ bytes: number; names: string[] }> {
  const client = await page.context().newCDPSession(page);
  await client.send('Network.enable');
  await client.send('Network.setCacheDisabled', { cacheDisabled: true });
  let bytes = 0;
  const names: string[] = [];
  client.on('Network.requestWillBeSent', (event) => names.push(new URL(event.request.url).pathname));
  client.on('Network.loadingFinished', (event) => (bytes += event.encodedDataLength));
  await page.goto(path, { waitUntil: 'networkidle' });
  await client.detach();
  return { bytes, names };
}

test.describe('the first page is light', { tag: '@scripts' }, () => {
  for (const path of ['/', '/sign-in', '/join', '/register']) {
    test(`${path} carries no more than it needs, and wakes when touched`, async ({ another }) => {
      const visitor = await another.visitor();
      const { bytes, names } = await transferred(visitor.page, path);
      expect(bytes).toBeLessThan(60_000);
      expect(names.filter((name) => name.endsWith('.wasm'))).toEqual([]);
      await visitor.page.getByRole('heading', { level: 1 }).click();
      await expect(visitor.page.locator('html[data-awake]')).toBeAttached();
    });
  }

  test('a button that needs scripts does what it says, also when it wakes the page', async ({ another }) => {
    const visitor = await another.visitor();
    await visitor.page.goto('/sign-in');
    const password = visitor.page.locator('input[name=password]');
    await password.fill('amber-otter-4821');
    await visitor.page.getByRole('button', { name: visitor.texts.site.show }).click();
    await expect(password).toHaveAttribute('type', 'text');
    await expect(password).toHaveValue('amber-otter-4821');
  });

  /** Everything a page fetches, with an empty cache, in kB: its module, what all modules share, style and scripts. */
  const AWAKE = { lesson: 575, 'set-up': 596, board: 640 };

  test('a page that is awake carries no more than was agreed', async ({ another, teacher }) => {
    await teacher.opensAClass({ seats: 30 });
    const board = new URL(teacher.page.url()).pathname;
    const student = await another.student();
    await student.signsIn(await teacher.cardOf(1));
    for (const [page, path, most] of [
      [student.page, '/lesson', AWAKE.lesson],
      [student.page, '/set-up', AWAKE['set-up']],
      [teacher.page, board, AWAKE.board],
    ] as const) {
      const { bytes } = await transferred(page, path);
      expect.soft(Math.round(bytes / 1000), path).toBeLessThanOrEqual(most);
    }
  });

  test('a student gets no page of teachers, members or administrators', async ({ another, teacher }) => {
    await teacher.opensAClass({ seats: 1 });
    const student = await another.student();
    await student.signsIn(await teacher.cardOf(1));
    const { names } = await transferred(student.page, '/lesson');
    expect(names.some((name) => name.includes('student_pages'))).toBe(true);
    expect(names.filter((name) => /teacher_pages|member_pages|admin_pages/.test(name))).toEqual([]);
  });
});
