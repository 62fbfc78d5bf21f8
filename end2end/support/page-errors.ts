// Fails a test whose pages log errors or send requests to other hosts.
import type { BrowserContext, ConsoleMessage, Page } from '@playwright/test';
import { SERVER } from './server';

/** The pages whose requests a test answers itself as a server does that is ending. */
const withoutService = new WeakSet<Page>();

/** Answers requests of the page with 503 from now on, and with a page that has no content for a dialog. */
export async function answersUnavailable(page: Page, pattern: string): Promise<void> {
  withoutService.add(page);
  await page.route(pattern, (route) => route.fulfill({ status: 503, contentType: 'text/html', body: '<h1>Back in a moment</h1>' }));
}

/** Records errors in the console, uncaught exceptions and requests to other hosts as `complaints`. */
export function recordPageErrors(context: BrowserContext, origin: string, complaints: string[]): void {
  // The servers under test run until all tests have ended. A program that a test has started itself can end before.
  const canEnd = new URL(origin).port !== new URL(SERVER.url).port;
  context.on('console', (message) => {
    const page = message.page();
    const hasNoService = canEnd || (page !== null && withoutService.has(page));
    const expected = isRefusal(message) || isLostNetwork(message) || (hasNoService && isEndedProgram(message));
    if (message.type() === 'error' && !expected) {
      complaints.push(`console of ${page?.url()}: ${message.text()}`);
    }
  });
  context.on('weberror', (error) => {
    if (!isSkippedTransition(error.error())) complaints.push(`error on ${error.page()?.url()}: ${error.error()}`);
  });
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (/^https?:|^wss?:/.test(url.protocol) && url.origin !== origin) complaints.push(`asked ${url.href}`);
  });
}

/** True for the line that the browser logs for every page or form with a 4xx status. Missing files are real errors. */
function isRefusal(message: ConsoleMessage): boolean {
  const path = new URL(message.location().url || 'about:blank').pathname;
  const isFile = path.startsWith('/pkg/') || /\.\w+$/.test(path);
  return !isFile && /^Failed to load resource: the server responded with a status of 4\d\d/.test(message.text());
}

/** True for what Chromium reports if a page appears without a transition, for example because it came very quickly. */
function isSkippedTransition(error: Error): boolean {
  return error.name === 'InvalidStateError' && error.message.includes('Transition was aborted');
}

/** True for the line that the browser logs if a test has taken the network away. */
function isLostNetwork(message: ConsoleMessage): boolean {
  return message.text().startsWith('Failed to load resource: net::ERR_INTERNET_DISCONNECTED');
}

/** True for the lines that the browser logs if the program is ending or has ended. */
function isEndedProgram(message: ConsoleMessage): boolean {
  return /^Failed to load resource: (the server responded with a status of 503|net::ERR_CONNECTION_REFUSED)/.test(message.text());
}
