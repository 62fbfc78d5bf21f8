// Tests of the certificate and the family sheet, which students take home on paper.
import { expect, test } from '../../support/fixtures';
import type { Student } from '../../support/people/student';
import type { Card } from '../../support/people/teacher';
import { TEXTS } from '../../support/texts';

const { certificate, family, site } = TEXTS.en;
/** A name that no other text contains, in letters that no encoding changes. */
const NAME = 'Zephyrine-Quillington';

async function passesAllStages(student: Student, card: Card): Promise<void> {
  const { authenticator } = await student.hasConnected(card);
  await student.signsOut();
  await student.passesPasswordStep(card);
  await student.submitsCode(await authenticator.nextCode());
  await student.isAt('/lesson');
}

test('the name on a certificate is in no request', async ({ teacher, student }) => {
  await teacher.hasClass();
  await passesAllStages(student, await teacher.cardOf(1));
  const { page } = student;
  const requests: string[] = [];
  page.context().on('request', (request) => requests.push([request.url(), request.postData() ?? '', JSON.stringify(request.headers())].join('\n')));

  await student.follows(certificate.title);
  await student.isAt('/lesson/certificate');
  const name = page.getByLabel(certificate.name);
  await name.pressSequentially(NAME);
  await name.press('Enter');
  await page.emulateMedia({ media: 'print' });
  await expect(name).toHaveValue(NAME);
  await expect(student.heading).toBeHidden();
  await page.emulateMedia({ media: 'screen' });
  // The theme menu loads a new document, in which the name is still there.
  await student.navigates(() => page.getByRole('button', { name: site.colours_dark }).click());
  await expect(name).toHaveValue(NAME);
  await student.follows(certificate.back);
  await student.isAt('/lesson');
  await student.signsOut();

  expect(requests.length).toBeGreaterThan(3);
  expect(requests.filter((request) => request.includes(NAME))).toEqual([]);
  expect((await page.context().cookies()).filter(({ value }) => value.includes(NAME))).toEqual([]);
});

test('certificate and family sheet are printed on one page each', async ({ teacher, student }) => {
  await teacher.hasClass();
  await passesAllStages(student, await teacher.cardOf(1));
  for (const title of [certificate.title, family.title]) {
    await student.opens('/lesson');
    await student.follows(title);
    await expect(student.heading).toBeVisible();
    const pdf = (await student.page.pdf({ preferCSSPageSize: true })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g), title).toHaveLength(1);
  }
});

test('a student who has not finished is told when the certificate comes', { tag: '@both' }, async ({ teacher, student }) => {
  await teacher.hasClass();
  await student.signsIn(await teacher.cardOf(1));
  await student.opens('/lesson/certificate');
  await expect(student.heading).toHaveText(certificate.not_yet_title);
  await student.page.getByRole('main').getByRole('link', { name: site.my_lesson }).click();
  await student.isAt('/lesson');
});
