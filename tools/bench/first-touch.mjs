// Measures on the profile of a phone how fast pages react to a touch, and how much they download.
//   first-touch.mjs ADDRESS [PART OF A LINE]
// Columns:
//   kB until quiet   bytes of all responses with an empty cache, if nobody touches the page
//   first touch      the page is touched as soon as it is painted. From that touch to the frame that shows the effect
//   idle touch       the same, if the page was painted five seconds before and was not scrolled for the last of them. For a
//                    code, from its sixth digit
// If the thing to touch is not there when the page is painted, the heading is touched first.
import { existsSync } from 'node:fs';
import { acts } from './first-touch/acts.mjs';
import { playwright } from './first-touch/packages.mjs';
import { School } from './first-touch/school.mjs';

const [address, part = ''] = process.argv.slice(2);
const RUNS = 5;
const IDLE = 4_000;
const SCROLLED = 1_000;
const PATIENCE = 20_000;
/** The longest medians, in milliseconds. */
const LIMIT = { first: 1_000, idle: 300 };
const PROCESSOR = { rate: 4 };
const NETWORK = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };
const SCREEN = { width: 390, height: 844 };
const TOUCHED = { viewport: SCREEN, deviceScaleFactor: 2, hasTouch: true, isMobile: true };
const PHONE = { ...TOUCHED, locale: 'en', serviceWorkers: 'block' };

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const median = (values) => values.sort((one, other) => one - other)[values.length >> 1];

const chromium = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find((path) => existsSync(path));
const browser = await playwright.chromium.launch({
  executablePath: process.env.STEPWISE_CHROMIUM ?? chromium,
  args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run'],
});
let failed = false;
let measured = 0;
try {
  const school = await School.at(address);
  console.log(`Processor ${PROCESSOR.rate} times slower, 1.6 Mbit/s, ${NETWORK.latency} ms; medians of ${RUNS} runs.`);
  console.log('page             act                          kB until quiet  first touch, ms  idle touch, ms');
  for (const act of acts(school, openPhone)) {
    if (!`${act.name} ${act.act}`.includes(part)) continue;
    measured += 1;
    const kB = await weight(act);
    const cells = [];
    for (const kind of ['first', 'idle']) {
      const times = [];
      while (times.length < RUNS) times.push(await react(act, kind));
      const time = median(times);
      failed ||= time > LIMIT[kind];
      const shown = time === Infinity ? 'no effect' : String(Math.round(time));
      cells.push(time > LIMIT[kind] ? `${shown} (limit ${LIMIT[kind]})` : shown);
    }
    console.log(act.name.padEnd(17) + act.act.padEnd(29) + String(kB).padEnd(16) + cells[0].padEnd(17) + cells[1]);
  }
} finally {
  await browser.close();
}
if (measured === 0) console.log(`No line contains "${part}".`);
process.exit(failed || measured === 0 ? 1 : 0);

/** A page in a new browser context, with the cookies and the session storage that the act has prepared. */
async function newPage({ state, session }) {
  const context = await browser.newContext({ ...PHONE, baseURL: address, storageState: state });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  if (session) await context.addInitScript((session) => Object.assign(sessionStorage, session), session);
  const page = await context.newPage();
  const client = await context.newCDPSession(page);
  await client.send('Network.enable');
  return { context, page, client };
}

/** Goes from the set-up to the page of the practice phone, which then knows the QR code. */
async function openPhone(state) {
  const { context, page } = await newPage({ state });
  await page.goto('/set-up');
  await page.waitForSelector('html[data-hydrated]', { state: 'attached' });
  await page.locator('a[href="/phone"]:visible').first().click();
  await page.waitForURL('/phone');
  const session = await page.evaluate(() => ({ ...sessionStorage }));
  await context.close();
  return { state, session };
}

/** Downloads of the page until it is quiet, in kB. The speed of the network makes no difference. */
async function weight(act) {
  const { context, page, client } = await newPage(await act.prepare());
  let bytes = 0;
  client.on('Network.requestWillBeSent', ({ redirectResponse }) => (bytes += redirectResponse?.encodedDataLength ?? 0));
  client.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  await page.goto(act.path, { waitUntil: 'networkidle' });
  await page.waitForFunction(() => !document.querySelector('html:not([data-hydrated]) leptos-island'));
  await page.waitForLoadState('networkidle');
  await sleep(1_000);
  await context.close();
  return Math.round(bytes / 1000);
}

/** The time in milliseconds from the touch to its effect, or infinity. */
async function react(act, kind) {
  const prepared = await act.prepare();
  const { context, page, client } = await newPage(prepared);
  const touches = await recordTouches(client);
  await client.send('Network.emulateNetworkConditions', NETWORK);
  await client.send('Emulation.setCPUThrottlingRate', PROCESSOR);
  await page.goto(act.path, { waitUntil: 'commit' });
  await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);
  if (kind === 'idle') {
    await sleep(IDLE);
    // The user has scrolled to the thing before touching it.
    await page.evaluate(placeOf(act.target));
    await sleep(SCROLLED);
  }
  // The catch is attached at once: the page can close before anybody waits for the effect.
  const effect = (prepared.code ? sentForm(client, act.path) : shown(page, act.effect)).catch(() => Infinity);
  let place = await page.evaluate(placeOf(act.target));
  if (!place) await tap(page, await page.evaluate(placeOf('document.querySelector("h1")')));
  // `waitForFunction` evaluates a text in the page, whose content security policy forbids that.
  for (const last = Date.now() + PATIENCE; !place && Date.now() < last; ) place = await page.evaluate(placeOf(act.target));
  await tap(page, place);
  if (prepared.code) await page.keyboard.type(prepared.code());
  const end = await Promise.race([effect, sleep(PATIENCE).then(() => Infinity)]);
  await context.close();
  const isDigit = ({ type, at }) => type === 'input' && at <= end;
  const began = prepared.code && kind === 'idle' ? touches.findLast(isDigit) : touches[0];
  return end - began.at;
}

async function tap(page, { x, y }) {
  await page.touchscreen.tap(x, y);
}

/** Records the times of touches and of typed digits. */
async function recordTouches(client) {
  const touches = [];
  client.on('Runtime.bindingCalled', ({ name, payload }) => {
    if (name === 'recordTouch') touches.push(JSON.parse(payload));
  });
  await client.send('Runtime.enable');
  await client.send('Runtime.addBinding', { name: 'recordTouch' });
  await client.send('Page.enable');
  await client.send('Page.addScriptToEvaluateOnNewDocument', {
    source: `for (const type of ['pointerdown', 'input']) addEventListener(type, ({ timeStamp }) => {
      recordTouch(JSON.stringify({ type, at: performance.timeOrigin + timeStamp }));
    }, true);`,
  });
  return touches;
}

/** JavaScript that scrolls to an element and returns its middle, or nothing while it cannot be touched. */
function placeOf(target) {
  return `(() => {
    const target = ${target};
    if (!target?.checkVisibility()) return null;
    target.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
    const { x, y, width, height } = target.getBoundingClientRect();
    const middle = { x: x + width / 2, y: y + height / 2 };
    const there = document.elementFromPoint(middle.x, middle.y);
    return target.contains(there) || there?.contains(target) ? middle : null;
  })()`;
}

/** The time of the frame that shows the effect. */
async function shown(page, effect) {
  return page.evaluate(`new Promise((resolve) => {
    const look = () => {
      if (!(${effect})) return;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => resolve(performance.timeOrigin + performance.now())));
    };
    const observer = new MutationObserver(look);
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    look();
  })`);
}

/** The time at which the browser sends the form of the page. */
function sentForm(client, path) {
  return new Promise((resolve) => {
    client.on('Network.requestWillBeSent', ({ request, wallTime }) => {
      if (request.method === 'POST' && new URL(request.url).pathname === path) resolve(wallTime * 1000);
    });
  });
}
