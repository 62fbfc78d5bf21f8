// Runs Lighthouse on the pages of pages.mjs. It uses Lighthouse's default: a mid-range phone on a slow network.
//   run.mjs ADDRESS PAGES FOLDER [PART OF A LINE]    PAGES is the path of pages.mjs, FOLDER gets the reports
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import lighthouse from 'lighthouse';
import puppeteer from 'puppeteer-core';

const [address, list, folder, part = ''] = process.argv.slice(2);
const LEAST = { performance: 97, accessibility: 100, 'best-practices': 100, seo: 100 };
/**
 * Number of runs for a page whose first run is below a limit. The result is the median, because other work on the machine
 * can slow down a run.
 */
const LOOKS = 3;
const { pages } = await import(pathToFileURL(list).href);

const browser = await puppeteer.launch({
  executablePath: process.env.STEPWISE_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run'],
});
let failed = false;
let looked = 0;
try {
  const groups = await pages(address);
  console.log('page                                        performance  accessibility  best practices  SEO   largest paint  blocked  shift  bytes');
  for (const { name, state, paths } of groups) {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    await context.setCookie(...state.cookies);
    for (const [line, path] of paths) {
      const shown = name === 'visitor' || !line.startsWith('/') ? line : `${line} (${name})`;
      if (!shown.includes(part)) continue;
      looked += 1;
      await look(shown, page, path).catch(fail);
    }
    await context.close();
  }
} finally {
  await browser.close();
}
if (looked === 0) console.log(`No line contains "${part}".`);
process.exit(failed || looked === 0 ? 1 : 0);

function fail(error) {
  failed = true;
  console.log(String(error));
}

function score(lhr, category) {
  return Math.round(100 * lhr.categories[category].score);
}

async function run(page, path) {
  // Lighthouse empties the cache but keeps cookies, so the user stays signed in.
  const { lhr } = await lighthouse(address + path, { logLevel: 'error' }, undefined, page);
  const { pathname, search } = new URL(lhr.finalDisplayedUrl);
  if (pathname + search !== path) throw new Error(`${path} led to ${lhr.finalDisplayedUrl}`);
  return lhr;
}

async function look(name, page, path) {
  const reports = [await run(page, path)];
  const isGood = ([category, least]) => score(reports[0], category) >= least;
  while (reports.length < LOOKS && !Object.entries(LEAST).every(isGood)) reports.push(await run(page, path));
  const speed = (lhr) => lhr.categories.performance.score;
  const report = reports.sort((one, other) => speed(one) - speed(other))[reports.length >> 1];
  const { audits, categories } = report;
  const seen = (audit) => (audits[audit].displayValue ?? '').replace(/\s/g, ' ');
  const bytes = Math.round(audits['total-byte-weight'].numericValue / 1000);
  console.log(
    name.padEnd(44) + String(score(report, 'performance')).padEnd(13) + String(score(report, 'accessibility')).padEnd(15) +
      String(score(report, 'best-practices')).padEnd(16) + String(score(report, 'seo')).padEnd(6) +
      seen('largest-contentful-paint').padEnd(15) + seen('total-blocking-time').padEnd(9) +
      seen('cumulative-layout-shift').padEnd(7) + `${bytes} kB`,
  );
  for (const [category, least] of Object.entries(LEAST)) {
    if (score(report, category) >= least) continue;
    failed = true;
    console.log(`  ${category} must be at least ${least}:`);
    for (const { id, weight } of categories[category].auditRefs) {
      const { score, title } = audits[id];
      if (weight > 0 && score !== null && score < 1) console.log(`    ${title} ${seen(id)}`);
    }
  }
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${name.replace(/\W+/g, '-')}.json`), JSON.stringify(report, null, 1));
}
