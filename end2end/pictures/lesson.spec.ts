// Takes the pictures of the README in all languages and both themes.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { PracticePhone } from '../support/practice-phone';
import { cardsIn, type Teacher } from '../support/people/teacher';
import { test } from '../support/fixtures';
import { HttpStudent } from '../support/people/http-student';

const FOLDER = process.env.STEPWISE_PICTURES!;
/** Number of stages that each student of the picture has reached. */
const STAGES = [4, 3, 4, 2, 4, 3, 1, 4, 2, 3, 0, 1];
const NAMES = {
  en: ['Ada', 'Ben', 'Cleo', 'Dan', 'Eve', 'Finn', 'Grace', 'Hugo', 'Iris', 'Jack', 'Kim', 'Leo'],
  ru: ['Аня', 'Борис', 'Вера', 'Глеб', 'Даша', 'Егор', 'Женя', 'Зоя', 'Игорь', 'Катя', 'Лев', 'Маша'],
  fr: ['Anaïs', 'Basile', 'Chloé', 'Denis', 'Élise', 'Fanny', 'Gaël', 'Hugo', 'Inès', 'Jules', 'Léa', 'Malo'],
};

for (const locale of ['en', 'ru', 'fr'] as const) {
  test(`the pictures in ${locale}`, async ({ newUser }) => {
    const options = { locale, viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' as const };
    const [teacher, student] = [await newUser.teacher(options), await newUser.student(options)];
    await teacher.opens('/');
    await pictures(teacher.page, locale, 'landing');

    await teacher.opensClass({ seats: STAGES.length, title: teacher.texts.home.picture_class });
    const board = new URL(teacher.page.url()).pathname;
    await teacher.savesLink();
    await namesTheSeats(teacher, NAMES[locale]);
    // The page sends the request, because only the browser can find the host of the pictures.
    const cards = cardsIn(await teacher.page.evaluate((path) => fetch(path).then((table) => table.text()), `${board}/handouts.csv`));
    for (const [seat, stages] of STAGES.entries()) await (await HttpStudent.create(process.env.STEPWISE_DIRECT!, cards[seat], process.env.STEPWISE_URL!)).passesStages(stages);
    await student.signsIn(cards[10]);
    await teacher.opens(board);
    await pictures(teacher.page, locale, 'board');
    await teacher.opens(`${board}/projector`);
    await pictures(teacher.page, locale, 'projector');
    await teacher.opens(`${board}/handouts`);
    await pictures(teacher.page, locale, 'handouts');

    await student.follows(student.texts.stage.do_set_up);
    await student.isAt('/set-up');
    await pictures(student.page, locale, 'set-up');
    const phone = new PracticePhone(student);
    await phone.scansThePage();
    await phone.code();
    await pictures(student.page, locale, 'practice-phone', { width: 390, height: 800 }, '/phone');
  });
}

async function namesTheSeats(teacher: Teacher, names: string[]): Promise<void> {
  const { menu } = teacher.texts;
  await teacher.page.locator('.board-head a[href$="/menu"]').click();
  await teacher.opensSection(menu.names);
  await teacher.page.getByLabel(menu.names_field).fill(names.join('\n'));
  await teacher.presses(menu.names_do);
  await teacher.seat(1).row.getByText(names[0]).waitFor({ state: 'attached' });
  await teacher.reloads();
}

/** Takes a picture in the light and in the dark theme. */
async function pictures(page: Page, locale: string, name: string, viewport = { width: 1280, height: 800 }, path?: string): Promise<void> {
  await page.setViewportSize(viewport);
  if (path) await page.goto(path);
  await mkdir(FOLDER, { recursive: true });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(() => scrollTo(0, 0));
    const png = await page.screenshot({ animations: 'disabled', caret: 'hide' });
    await writeFile(join(FOLDER, `${name}-${locale}-${colorScheme}.webp`), await toWebp(page, png));
  }
  await page.emulateMedia({ colorScheme: null });
}

/** Converts a PNG to WebP in the browser. The result is a third as large. */
async function toWebp(page: Page, png: Buffer): Promise<Buffer> {
  const workshop = await page.context().browser()!.newPage();
  const encoded = await workshop.evaluate(async (source) => {
    const picture = await createImageBitmap(await (await fetch(source)).blob());
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [picture.width, picture.height];
    canvas.getContext('2d')!.drawImage(picture, 0, 0);
    return canvas.toDataURL('image/webp', 0.6);
  }, `data:image/png;base64,${png.toString('base64')}`);
  await workshop.close();
  return Buffer.from(encoded.split(',')[1], 'base64');
}
