// Tests of printed handouts, a whole class on the board, the progress chart, sorting, and the results table.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from '../../support/fixtures';
import { textPattern, TEXTS } from '../../support/texts';
import type { Teacher } from '../../support/people/teacher';
import { HttpStudent } from '../../support/people/http-student';

const { board, cards, course, handouts, join, order, receipt, results, stage } = TEXTS.en;

async function boardPath(teacher: Teacher): Promise<string> {
  return new URL(teacher.page.url()).pathname;
}

/** The text of a PDF. `tools/setup/install.sh test` installs pdftotext. */
function textOfPdf(file: string): string {
  return execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
}

test('a teacher opens a class and prints the handouts', { tag: '@both' }, async ({ teacher }, testInfo) => {
  await teacher.hasClass({ seats: 9, title: 'Class 7b' });
  const all = await teacher.cards();
  const code = (await teacher.page.locator('.join-code').innerText()).trim();
  const page = await boardPath(teacher);
  await teacher.follows(board.hand_out);
  await teacher.isAt(/\/handouts$/);
  await expect(teacher.heading).toHaveText(handouts.title);

  const file = testInfo.outputPath('cards.pdf');
  writeFileSync(file, await teacher.page.pdf({ preferCSSPageSize: true }));
  const pages = readFileSync(file, 'latin1').match(/\/Type\s*\/Page[^s]/g) ?? [];
  expect(pages).toHaveLength(2);
  const text = textOfPdf(file);
  for (const { login, password } of all) {
    expect(text).toContain(login);
    expect(text).toContain(password);
  }
  expect(text).toContain('Class 7b');
  expect(text).toContain(`${new URL(teacher.page.url()).host}/sign-in`);
  expect(text).not.toContain(code);
  expect(text).not.toContain(handouts.as_text);

  // Printing changes nothing: the page asks, and the teacher says that the cards are handed out.
  await teacher.opens(page);
  await expect(teacher.page.locator('.seats .handed-out')).toHaveCount(0);
  await teacher.follows(board.hand_out);
  await teacher.presses(join.these_are_out);
  await expect(teacher.page.getByText(receipt.handed_out.other.replace('{count}', '9'))).toBeVisible();
  await expect(teacher.page.getByText(cards.out_title)).toBeVisible();
  await teacher.opens(page);
  await expect(teacher.page.locator('.seats .handed-out')).toHaveCount(9);
  await teacher.follows(board.hand_out);
  await teacher.presses(join.not_out);
  await expect(teacher.page.getByText(cards.ask_text)).toBeVisible();
  await teacher.opens(page);
  await expect(teacher.page.locator('.seats .handed-out')).toHaveCount(0);
});

test('twenty-five students pass their stages, and every badge of every seat is right', async ({ teacher, baseURL }) => {
  test.slow();
  await teacher.hasClass({ seats: 25, linkSaved: true });
  const all = await teacher.cards();
  let reloads = 0;
  teacher.page.on('framenavigated', () => (reloads += 1));
  const goal = all.map((_, n) => (n * 3 + 4) % 5);
  await Promise.all(all.map(async (card, n) => (await HttpStudent.create(baseURL!, card)).passesStages(goal[n])));

  const green = () =>
    teacher.page
      .locator('.seats tbody tr')
      .evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll('.badge')].map((badge) => Number(badge.classList.contains('done'))).join('')));
  await expect.poll(green, { timeout: 25_000 }).toEqual(goal.map((stages) => '1'.repeat(stages).padEnd(4, '0')));
  expect(reloads).toBe(0);
  const reached = (n: number) => goal.filter((stages) => stages > n).length;
  await expect(teacher.counts('signed_in')).toHaveText(new RegExp(`${reached(0)}\\s+of 25`));
  await expect(teacher.counts('signed_in_2fa')).toHaveText(new RegExp(`${reached(3)}\\s+of 25`));

  await teacher.follows(results.title);
  await expect(teacher.heading).toHaveText(results.title);
  await expect(teacher.page.getByRole('row', { name: stage.connected })).toContainText(`${reached(2)} of 25`);
  await expect(teacher.page.getByRole('img', { name: textPattern(course.said) })).toBeVisible();
});

test('the results show the course of the lesson', { tag: '@both' }, async ({ teacher, student }) => {
  await teacher.hasClass();
  const card = await teacher.cardOf(2);
  await teacher.follows(results.title);
  await expect(teacher.page.getByText(results.nobody)).toBeVisible();

  await student.signsIn(card);

  await teacher.reloads();
  await expect(teacher.page.locator('.course .legend li').first()).toHaveText(/Signed in\s+1/);
  await expect(teacher.page.getByRole('img', { name: /Signed in: 1 of 3/ })).toBeVisible();
});

test('the board sorts students who need the teacher first only on request', { tag: '@both' }, async ({ teacher, newUser, scripts }) => {
  await teacher.hasClass();
  const [second, third] = [await teacher.cardOf(2), await teacher.cardOf(3)];
  const rows = () => teacher.page.locator('.seats tbody tr').evaluateAll((rows) => rows.map((row) => row.id));
  const [early, late] = [await newUser.student(), await newUser.student()];
  await early.signsIn(third);
  await teacher.refreshesBoard();
  await teacher.seat(3).isGreenAt(['signed_in']);
  expect(await rows()).toEqual(['seat-1', 'seat-2', 'seat-3']);

  await teacher.presses(order.stuck_first);
  await expect.poll(rows).toEqual(['seat-3', 'seat-1', 'seat-2']);
  await late.signsIn(second);
  await teacher.refreshesBoard();
  await teacher.seat(2).isGreenAt(['signed_in']);
  if (scripts) expect(await rows()).toEqual(['seat-3', 'seat-1', 'seat-2']);
  await teacher.presses(order.stuck_first);
  await expect.poll(rows).toEqual(['seat-3', 'seat-2', 'seat-1']);
  // Showing a password keeps the order of the rows, without scripts too.
  await teacher.seat(2).showsPassword();
  await expect.poll(rows).toEqual(['seat-3', 'seat-2', 'seat-1']);
  await teacher.presses(order.by_number);
  await expect.poll(rows).toEqual(['seat-1', 'seat-2', 'seat-3']);
});

test('results are downloaded as a table', async ({ teacher, student }) => {
  await teacher.hasClass();
  await student.signsIn(await teacher.cardOf(1));
  await teacher.follows(results.title);
  const download = teacher.page.waitForEvent('download');
  await teacher.follows(results.csv);
  const table = readFileSync(await (await download).path(), 'utf8');

  expect(table.charCodeAt(0)).toBe(0xfeff);
  expect(table.split('\r\n')).toHaveLength(5);
  expect(table.split('\r\n')[1]).toMatch(/^1,[a-z]+-\d+,,\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,,,,0,,,,0,0,7b$/);
});
