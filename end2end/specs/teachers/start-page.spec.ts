// The start page of the classroom mode, which a double click on the program opens: from it to a class, and to the end.
import { existsSync } from 'node:fs';
import { Classroom } from '../../support/classroom';
import { expect, test as base } from '../../support/fixtures';
import { accessibilityFaults, overflowsWithLongerWords, resizeTo, smallTouchTargets } from '../../support/measure-layout';
import type { Person } from '../../support/people/person';
import type { Teacher } from '../../support/people/teacher';
import { TEXTS } from '../../support/texts';

const { check, start, home } = TEXTS.en;

interface Fixtures {
  classroom: Classroom;
  /** A teacher in whose browser the program has opened the start page. */
  starter: Teacher;
}

const test = base.extend<Fixtures>({
  classroom: async ({}, use) => {
    const classroom = await Classroom.start();
    await use(classroom);
    await classroom.cleanUp();
  },
  starter: async ({ classroom, newUser }, use) => {
    const teacher = await newUser.teacher({ baseURL: classroom.origin });
    await teacher.opens(classroom.startPage.href);
    await teacher.isAt('/start');
    await use(teacher);
  },
});

test('the start page leads to a class in a new tab and stays open', { tag: '@both' }, async ({ starter, scripts }) => {
  const { page } = starter;
  await expect(starter.heading).toHaveText(start.title);
  expect(page.url(), 'the token has left the address').not.toContain('token');
  const [tab] = await Promise.all([page.context().waitForEvent('page'), starter.follows(start.open)]);
  await tab.getByRole('button', { name: home.open, exact: true }).click();
  await tab.waitForURL(/\/classes\/[\w-]+$/);
  await expect(tab.getByRole('button', { name: TEXTS.en.board.show_all })).toBeVisible();
  await expect(page.getByRole('button', { name: start.close })).toBeVisible();
  if (scripts) await expect(page.locator('#closed')).toBeHidden();
});

test('closing ends the program, and other tabs with the start page say so', { tag: '@both' }, async ({ classroom, starter, scripts }) => {
  const other = await starter.page.context().newPage();
  await other.goto('/start');
  await starter.presses(start.close);
  await expect(starter.heading).toHaveText(start.closed_title);
  expect(await classroom.ended()).toBe(0);
  expect(existsSync(`${classroom.data}/stepwise.sqlite`), 'the data stays').toBe(true);
  if (!scripts) return;
  await expect(other.locator('#closed')).toBeVisible({ timeout: 15_000 });
  await expect(other.getByRole('button', { name: start.close })).toBeHidden();
});

test('deleting everything is asked for once more', { tag: '@both' }, async ({ classroom, starter }) => {
  await starter.follows(start.delete);
  await expect(starter.page.locator('main')).toContainText(classroom.data);
  await starter.follows(start.delete_not);
  await starter.isAt('/start');
  await starter.follows(start.delete);
  await starter.presses(start.delete_do);
  await expect(starter.heading).toHaveText(start.deleted_title);
  expect(await classroom.ended()).toBe(0);
  expect(existsSync(`${classroom.data}/stepwise.sqlite`)).toBe(false);
});

test('another browser on the same computer does not get the start page', { tag: '@both' }, async ({ classroom, starter, newUser }) => {
  await expect(starter.heading).toHaveText(start.title);
  const other = await newUser.visitor({ baseURL: classroom.origin });
  for (const address of ['/start', classroom.startPage.href]) {
    expect((await other.opens(address))?.status()).toBe(403);
    await expect(other.heading).toHaveText(start.refused_title);
  }
  await other.opens('/check');
  await expect(other.heading).toHaveText(check.own_title);
});

for (const locale of ['en', 'ru', 'fr'] as const) {
  test(`the start page in ${locale} fits wide and narrow windows and is accessible`, async ({ classroom, newUser }) => {
    const teacher = await newUser.teacher({ baseURL: classroom.origin, locale });
    await teacher.opens(classroom.startPage.href);
    await expect(teacher.heading).toHaveText(teacher.texts.start.title);
    // The page loads again when its name is announced in the network, which must not happen while it is measured.
    const state = await teacher.page.locator('main').getAttribute('data-state');
    await teacher.page.route('/start/state', (route) => route.fulfill({ body: state ?? '' }));
    await teacher.page.locator('summary').click();
    for (const width of [320, 360, 768, 1280]) {
      await resizeTo(teacher.page, width);
      expect.soft(await overflowsWithLongerWords(teacher.page), `${width} px`).toEqual([]);
    }
    await expectAccessible(teacher);
    await teacher.follows(teacher.texts.start.delete);
    await expectAccessible(teacher);
  });
}

async function expectAccessible({ page }: Person): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    expect.soft(await accessibilityFaults(page), colorScheme).toEqual([]);
  }
  await resizeTo(page, 360);
  expect.soft(await smallTouchTargets(page)).toEqual([]);
}
