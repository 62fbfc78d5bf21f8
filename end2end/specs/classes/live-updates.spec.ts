// Tests of live updates: by a stream of events, and by polling where no stream works.
import type { Page } from '@playwright/test';
import { expect, test } from '../../support/fixtures';
import { HttpStudent } from '../../support/people/http-student';
import { type Card, Teacher } from '../../support/people/teacher';
import { TEXTS } from '../../support/texts';
import { recordEvents, setHidden, Traffic } from '../../support/traffic';

const { board, lesson, menu } = TEXTS.en;

/** Milliseconds until a pushed change shows, on a busy machine. A page without a working stream polls after 20 seconds only. */
const PUSHED = 3_000;
/** The same for a page that loads itself again. */
const RELOADED = 8_000;

const BOARD_EVENTS = /\/classes\/[\w-]+\/events/;
const EVENTS = /\/events(\?|$)/;

/**
 * Opens a class, and loads its board again after `prepare`. Returns the card of seat 2. Between the two boards is a blank
 * page: otherwise a late request of the first board sometimes gets the answer that `prepare` has set for the second one.
 */
async function opensBoard(teacher: Teacher, prepare: () => Promise<unknown> = async () => {}): Promise<{ card: Card; traffic: Traffic }> {
  await teacher.hasClass({ linkSaved: true });
  const card = await teacher.cardOf(2);
  const address = teacher.page.url();
  await expect(() => teacher.page.goto('about:blank')).toPass({ timeout: 10_000 });
  await prepare();
  const traffic = new Traffic(teacher.page);
  await teacher.page.goto(address);
  return { card, traffic };
}

/** The body of a stream that ends after this event. */
const streamOf = (event: string, retry: number) => ({
  contentType: 'text/event-stream',
  body: `retry: ${retry}\n\nevent: ${event}\ndata:\n\n`,
});

/** Records what the board says about the age of its data, in documents that the page loads from now on. */
async function recordFreshness(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const texts: string[] = [];
    Object.assign(window, { freshness: texts });
    new MutationObserver(() => {
      const text = document.querySelector('#fresh')?.textContent;
      if (text && text !== texts.at(-1)) texts.push(text);
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
  return () => page.evaluate(() => (window as unknown as { freshness: string[] }).freshness);
}

test.describe('with a stream', () => {
  test('a badge appears on a board at once, without a poll', async ({ teacher, baseURL }) => {
    const { card, traffic } = await opensBoard(teacher);
    await expect.poll(() => traffic.streams).toBe(1);
    const student = await HttpStudent.create(baseURL!, card);

    await student.passesStages(1);

    await teacher.seat(2).isGreenAt(['signed_in'], PUSHED);
    expect(traffic.polls).toBe(0);
  });

  test("a pause shows on a student's pages at once, and so does its end", async ({ teacher, student }) => {
    await teacher.hasClass();
    const address = new URL(teacher.page.url()).pathname;
    await student.signsIn(await teacher.cardOf(1));
    const paused = student.page.getByText(lesson.paused_title);
    for (const path of ['/lesson', '/set-up']) {
      const traffic = new Traffic(student.page);
      await student.page.goto(path);
      await expect.poll(() => traffic.streams).toBe(1);
      for (const [act, count] of [[menu.pause, 1], [menu.go_on, 0]] as const) {
        const acted = teacher.page.waitForResponse((response) => response.request().method() === 'POST');
        const returned = teacher.usesMenu(address, act);
        await acted;
        await expect(paused).toHaveCount(count, { timeout: RELOADED });
        await returned;
      }
      expect(traffic.polls).toBe(0);
    }
  });

  test('ten open boards of one browser share three streams, and all show a new badge', async ({ teacher, baseURL }) => {
    test.slow();
    await teacher.hasClass({ linkSaved: true });
    const address = teacher.page.url();
    const card = await teacher.cardOf(2);
    await teacher.page.goto('about:blank');
    const boards = await Promise.all(
      Array.from({ length: 10 }, async () => new Teacher(await teacher.page.context().newPage(), true)),
    );
    const traffic = boards.map(({ page }) => new Traffic(page));
    await Promise.all(boards.map(({ page }) => page.goto(address)));
    const streams = () => traffic.reduce((sum, { streams }) => sum + streams, 0);
    await expect.poll(streams, { timeout: 30_000 }).toBe(3);

    await (await HttpStudent.create(baseURL!, card)).passesStages(1);

    await Promise.all(boards.map((open) => open.seat(2).isGreenAt(['signed_in'], 30_000)));
    expect(streams()).toBeLessThanOrEqual(3);
  });

  test('a hidden board holds no stream, and shows what has happened when the teacher returns', async ({ teacher, baseURL }) => {
    const { card, traffic } = await opensBoard(teacher);
    await expect.poll(() => traffic.streams).toBe(1);
    await setHidden(teacher.page, true);
    await expect.poll(() => traffic.streams).toBe(0);

    await (await HttpStudent.create(baseURL!, card)).passesStages(1);
    await teacher.seat(2).isGreenAt([]);
    await setHidden(teacher.page, false);

    await teacher.seat(2).isGreenAt(['signed_in'], PUSHED);
    expect(traffic.streams).toBe(1);
    expect(traffic.polls).toBe(0);
  });

  test('a hidden lesson holds no stream, and shows a pause when the student returns', async ({ teacher, student }) => {
    await teacher.hasClass();
    const address = new URL(teacher.page.url()).pathname;
    await student.signsIn(await teacher.cardOf(1));
    const traffic = new Traffic(student.page);
    await student.page.goto('/lesson');
    await expect.poll(() => traffic.streams).toBe(1);
    await setHidden(student.page, true);
    await expect.poll(() => traffic.streams).toBe(0);

    await teacher.usesMenu(address, menu.pause);
    await expect(student.page.getByText(lesson.paused_title)).toHaveCount(0);
    await setHidden(student.page, false);

    await expect(student.page.getByText(lesson.paused_title)).toBeVisible();
  });

  test('a board that gets a stream again after a restart of the server shows no failure', async ({ teacher, baseURL }) => {
    let requests = 0;
    const freshness = await recordFreshness(teacher.page);
    const { card, traffic } = await opensBoard(teacher, async () => {
      await teacher.page.route(BOARD_EVENTS, (route) => {
        requests += 1;
        return requests === 1 ? route.fulfill(streamOf('closing', 1_500)) : route.continue();
      });
    });
    await (await HttpStudent.create(baseURL!, card)).passesStages(1);
    await teacher.seat(2).isGreenAt(['signed_in']);
    const shown = await freshness();
    expect(shown).toContain(board.updated_now);
    expect(shown).not.toContain(board.reconnecting);
    expect(requests).toBe(2);
    expect(traffic.polls).toBe(0);
  });

  test('a board says that the database is away, until the stream delivers changes', async ({ teacher }) => {
    let requests = 0;
    await opensBoard(teacher, async () => {
      await teacher.page.route(BOARD_EVENTS, (route) => {
        requests += 1;
        return requests === 1 ? route.fulfill(streamOf('unavailable', 12_000)) : route.continue();
      });
    });
    await expect(teacher.page.getByText(board.reconnecting)).toBeVisible({ timeout: 10_000 });
    await expect(teacher.page.getByText(board.reconnecting)).toHaveCount(0, { timeout: 30_000 });
  });

  test('a board loads again when its session may not see the class any more', async ({ teacher }) => {
    let loads = 0;
    let requests = 0;
    await opensBoard(teacher, async () => {
      teacher.page.on('framenavigated', () => (loads += 1));
      await teacher.page.route(BOARD_EVENTS, (route) => {
        requests += 1;
        return requests === 1 ? route.fulfill(streamOf('ended', 60_000)) : route.continue();
      });
    });
    await expect.poll(() => loads, { timeout: RELOADED }).toBe(2);
    await expect(teacher.seat(1).row).toBeVisible();
  });
});

test.describe('without a stream', () => {
  test('a board polls while streams are refused, and gets a stream later', async ({ teacher, baseURL }) => {
    const { card, traffic } = await opensBoard(teacher, () =>
      teacher.page.route(BOARD_EVENTS, (route) => route.fulfill({ status: 204 })),
    );
    await (await HttpStudent.create(baseURL!, card)).passesStages(1);
    await teacher.seat(2).isGreenAt(['signed_in'], 10_000);
    expect(traffic.polls).toBeGreaterThan(0);

    await teacher.page.unrouteAll();
    await expect.poll(() => traffic.streams, { timeout: 30_000 }).toBe(1);
  });

  test('a lesson polls while streams are refused', async ({ teacher, student }) => {
    await teacher.hasClass();
    const address = new URL(teacher.page.url()).pathname;
    await student.signsIn(await teacher.cardOf(1));
    await student.page.route(EVENTS, (route) => route.fulfill({ status: 204 }));
    const traffic = new Traffic(student.page);
    await student.page.goto('/lesson');

    await teacher.usesMenu(address, menu.pause);

    await expect(student.page.getByText(lesson.paused_title)).toBeVisible({ timeout: 10_000 });
    expect(traffic.polls).toBeGreaterThan(0);
  });

  test('a board and a lesson poll after twenty seconds without an event', async ({ teacher, student, baseURL }) => {
    test.slow();
    // A proxy that buffers a stream delivers nothing of it.
    const buffer = (page: Page) => page.route(EVENTS, () => {});
    const { card, traffic } = await opensBoard(teacher, () => buffer(teacher.page));
    await student.signsIn(await teacher.cardOf(1));
    await buffer(student.page);
    const ofLesson = new Traffic(student.page);
    await student.page.goto('/lesson');

    await (await HttpStudent.create(baseURL!, card)).passesStages(1);

    await teacher.seat(2).isGreenAt(['signed_in'], 30_000);
    expect(traffic.polls).toBeGreaterThan(0);
    await expect.poll(() => ofLesson.polls, { timeout: 30_000 }).toBeGreaterThan(0);
  });

  test('a lesson is not loaded again while nothing changes', async ({ teacher, student }) => {
    await teacher.hasClass();
    await student.signsIn(await teacher.cardOf(1));
    const events = await recordEvents(student.page);
    await student.page.goto('/lesson');
    await student.page.evaluate(() => document.documentElement.setAttribute('data-same-document', ''));
    await expect.poll(() => events, { timeout: 15_000 }).toContain('alive');
    await expect(student.page.locator('html[data-same-document]')).toBeAttached();
  });
});
