// Creates the icons (from public/favicon.svg) and the preview cards for messengers (from the start page of a running
// server) in public/. Run it when the design changes.
//   icons.mjs ADDRESS [HOST:PORT]    HOST:PORT: where the server listens, if that differs from its address
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const { chromium } = createRequire(join(root, 'end2end/'))('playwright');
const [address, direct] = process.argv.slice(2);
const elsewhere = direct ? [`--host-resolver-rules=MAP ${new URL(address).host}:80 ${direct}`] : [];

const browser = await chromium.launch({ executablePath: process.env.STEPWISE_CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', ...elsewhere] });
try {
  const mark = (await readFile(join(root, 'public/favicon.svg'), 'utf8')).replace(/<style>.*<\/style>/, '');
  // Phones crop icons to a circle or a square, so the mark stays inside the inner 80 %.
  for (const [name, size] of [['apple-touch-icon', 180], ['icon-192', 192], ['icon-512', 512]]) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    await page.setContent(`<style>body { margin: 0; background: #faf8f4; display: grid; place-items: center; height: 100vh }
      svg { width: 58%; height: 58% }</style>${mark}`);
    await page.screenshot({ path: join(root, `public/${name}.png`) });
    await page.close();
  }
  for (const locale of ['en', 'ru', 'fr']) {
    const context = await browser.newContext({ viewport: { width: 1200, height: 630 }, locale, bypassCSP: true, reducedMotion: 'reduce', colorScheme: 'light' });
    const page = await context.newPage();
    await page.goto(address);
    await page.addStyleTag({
      content: `.site-header .end, .open-class, .hero .words > .row, .site-footer, .band { display: none !important }
        body { overflow: hidden } .brand { font-size: 2rem !important } .brand .mark { width: 2.75rem !important; height: 2.75rem !important }
        .site-header { padding-block: 2.5rem 0 !important } .hero { padding-block: 2rem !important }
        .hero h1 { font-size: 3.6rem !important } .hero .lead { font-size: 1.35rem !important }`,
    });
    await page.screenshot({ path: join(root, `public/card-${locale}.png`) });
    await context.close();
  }
} finally {
  await browser.close();
}
