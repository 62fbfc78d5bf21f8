// Tests of the form that opens a class.
import { expect, test } from '../../support/fixtures';
import { textPattern, TEXTS } from '../../support/texts';
import type { Teacher } from '../../support/people/teacher';

const { home, refusal } = TEXTS.en;

/** Fills in a value, although the browser's own validation of the field does not allow it. */
async function setsValue(teacher: Teacher, field: 'seats' | 'title', value: string): Promise<void> {
  const input = teacher.page.locator(`[name=${field}]`);
  await input.evaluate((element: HTMLInputElement) => {
    element.type = 'text';
    element.removeAttribute('maxlength');
  });
  await input.fill(value);
}

for (const number of ['0', '501', '-1', 'abc', '2.5', '']) {
  test(`a class of "${number}" students is refused, and the page names the limits`, async ({ teacher }) => {
    await teacher.opens('/');
    await setsValue(teacher, 'seats', number);
    await teacher.presses(home.open);

    await expect(teacher.alert).toHaveText(textPattern(refusal.seats_out_of_range, { most: '500' }));
    expect(new URL(teacher.page.url()).pathname).toBe('/');
    expect((await teacher.page.context().cookies()).map((cookie) => cookie.name)).not.toContain('teacher_link');
    await teacher.opensClass({ seats: 1 });
    await expect(teacher.page.locator('tbody tr')).toHaveCount(1);
  });
}

test('a title of ten kilobytes is refused', async ({ teacher }) => {
  await teacher.opens('/');
  await setsValue(teacher, 'title', 'x'.repeat(10 * 1024));
  await teacher.presses(home.open);

  await expect(teacher.alert).toHaveText(textPattern(refusal.title_too_long, { most: '80' }));
});

test('a class without a name gets one, and a name is shown as text', async ({ teacher }) => {
  await teacher.opensClass({ title: '' });
  await expect(teacher.heading).toHaveText(TEXTS.en.board.default_title);

  await teacher.opensClass({ title: '<b>7b</b> & "friends"' });
  await expect(teacher.heading).toHaveText('<b>7b</b> & "friends"');
});

/** The fields of the form that opens a class, as the browser sends them. */
async function fieldsOfForm(teacher: Teacher): Promise<Record<string, string>> {
  const read = (form: HTMLFormElement) => Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
  return teacher.page.locator('.open-class form').evaluate(read);
}

test('a button pressed twice opens one class', { tag: '@both' }, async ({ teacher }) => {
  await teacher.opens('/');
  const fields = await fieldsOfForm(teacher);
  await teacher.page.getByRole('button', { name: home.open }).dblclick();
  // The second press aborts the navigation of the first one, on which `isAt` would fail.
  await expect(teacher.page).toHaveURL(/\/classes\/[\w-]+$/);
  await expect(teacher.page.locator('tbody tr')).toHaveCount(25);

  // The test does not see the answer to an aborted request. So it sends the form once more and compares where that leads.
  await teacher.requests.sends('/classes', fields, new URL(teacher.page.url()).pathname);
});

test('a form that is changed after Back opens another class', { tag: '@both' }, async ({ teacher }) => {
  await teacher.opensClass({ title: '7a', seats: 25 });
  const first = teacher.board;
  await teacher.page.goBack();
  await teacher.page.locator('[name=title]').fill('7b');
  await teacher.page.locator('[name=seats]').fill('30');
  await teacher.presses(home.open);

  await expect(teacher.heading).toHaveText('7b');
  await expect(teacher.page.locator('tbody tr')).toHaveCount(30);
  expect(new URL(teacher.page.url()).pathname).not.toBe(first);
  await teacher.opens(first);
  await expect(teacher.heading).toHaveText('7a');
});

test('a teacher opens a class of the largest size', async ({ teacher }) => {
  await teacher.opensClass({ seats: 500 });
  await expect(teacher.page.locator('tbody tr')).toHaveCount(500);
  await expect(teacher.seat(500).row).toBeAttached();
});
