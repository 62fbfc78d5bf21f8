// Runs Lighthouse on the start page, the sign-in, a student's lesson and set-up, and a board with thirty seats in the middle
// of a lesson. It uses Lighthouse's default: a mid-range phone on a slow network.
//   run.mjs ADDRESS [FOLDER for the reports]
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import lighthouse from 'lighthouse';
import puppeteer from 'puppeteer-core';

const [address, folder] = process.argv.slice(2);
const LEAST = { performance: 97, accessibility: 100, 'best-practices': 100, seo: 100 };
/** Number of runs for each page. The result is the median, because other work on the machine can slow down a run. */
const LOOKS = 3;
const SEATS = 30;

const browser = await puppeteer.launch({
  executablePath: process.env.STEPWISE_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run'],
});
let failed = false;
try {
  const teacher = await (await browser.createBrowserContext()).newPage();
  const { board, cards } = await opensAClass(teacher);
  await Promise.all(cards.slice(1, 22).map(signsIn));
  const student = await (await browser.createBrowserContext()).newPage();
  await signsInAt(student, cards[0]);
  const visitor = await (await browser.createBrowserContext()).newPage();
  console.log('page            performance  accessibility  best practices  SEO   largest paint  blocked  shift  bytes');
  for (const [name, page, path] of [
    ['/', visitor, '/'],
    ['/sign-in', visitor, '/sign-in'],
    ['/lesson', student, '/lesson'],
    ['/set-up', student, '/set-up'],
    ['board of 30', teacher, board],
  ]) await look(name, page, path);
} finally {
  await browser.close();
}
process.exit(failed ? 1 : 0);

async function look(name, page, path) {
  const reports = [];
  while (reports.length < LOOKS) {
    // Lighthouse empties the cache but keeps cookies, so the user stays signed in.
    const { lhr } = await lighthouse(address + path, { logLevel: 'error' }, undefined, page);
    if (new URL(lhr.finalDisplayedUrl).pathname !== path) throw new Error(`${path} led to ${lhr.finalDisplayedUrl}`);
    reports.push(lhr);
  }
  const speed = (lhr) => lhr.categories.performance.score;
  const report = reports.sort((one, other) => speed(one) - speed(other))[LOOKS >> 1];
  const { audits, categories } = report;
  const score = (category) => Math.round(100 * categories[category].score);
  const seen = (audit) => (audits[audit].displayValue ?? '').replace(/\s/g, ' ');
  const bytes = Math.round(audits['total-byte-weight'].numericValue / 1000);
  console.log(
    name.padEnd(16) + String(score('performance')).padEnd(13) + String(score('accessibility')).padEnd(15) +
      String(score('best-practices')).padEnd(16) + String(score('seo')).padEnd(6) +
      seen('largest-contentful-paint').padEnd(15) + seen('total-blocking-time').padEnd(9) +
      seen('cumulative-layout-shift').padEnd(7) + `${bytes} kB`,
  );
  for (const [category, least] of Object.entries(LEAST)) {
    if (score(category) >= least) continue;
    failed = true;
    console.log(`  ${category} must be at least ${least}:`);
    for (const { id, weight } of categories[category].auditRefs) {
      const { score, title } = audits[id];
      if (weight > 0 && score !== null && score < 1) console.log(`    ${title} ${seen(id)}`);
    }
  }
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${name.replace(/\W+/g, '-')}.json`), JSON.stringify(report, null, 1));
}

async function opensAClass(page) {
  await page.goto(address);
  await page.$eval('[name=seats]', (field, seats) => (field.value = seats), String(SEATS));
  await leadsOn(page, '.open-class form');
  await leadsOn(page, 'form[action="/classes/link-saved"]');
  const board = new URL(page.url()).pathname;
  const table = await page.evaluate((path) => fetch(path).then((answer) => answer.text()), `${board}/handouts.csv`);
  const cards = [...table.matchAll(/([a-z]+-\d{4}).*?([a-z]+-[a-z]+-\d{4})/g)].map(([, login, password]) => ({ login, password }));
  if (cards.length !== SEATS) throw new Error(`${cards.length} cards in the table`);
  return { board, cards };
}

async function signsInAt(page, { login, password }) {
  await page.goto(`${address}/sign-in`);
  await page.type('[name=username]', login);
  await page.type('[name=password]', password);
  await leadsOn(page, 'main form');
}

/** Signs in a student without a browser, to get a green badge. */
async function signsIn({ login, password }) {
  const answer = await fetch(`${address}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { Accept: 'text/html', 'Sec-Fetch-Site': 'same-origin' },
    body: new URLSearchParams({ username: login, password }),
  });
  if (!(answer.headers.get('location') ?? '').includes('/lesson')) throw new Error(`${login} could not sign in`);
}

async function leadsOn(page, form) {
  await Promise.all([page.waitForNavigation(), page.$eval(form, (form) => form.submit())]);
}
