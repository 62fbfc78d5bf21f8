// Fails a test whose pages log errors or send requests to other hosts.
import type { BrowserContext, ConsoleMessage } from '@playwright/test';

/** Records errors in the console, uncaught exceptions and requests to other hosts as `complaints`. */
export function recordPageErrors(context: BrowserContext, origin: string, complaints: string[]): void {
  context.on('console', (message) => {
    if (message.type() === 'error' && !isRefusal(message) && !isLostNetwork(message)) {
      complaints.push(`console of ${message.page()?.url()}: ${message.text()}`);
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

/** True for the line that the browser logs for every page or form with a 4xx status, or with the 503 of a program that is
 * ending. Missing files are real errors. */
function isRefusal(message: ConsoleMessage): boolean {
  const path = new URL(message.location().url || 'about:blank').pathname;
  const isFile = path.startsWith('/pkg/') || /\.\w+$/.test(path);
  return !isFile && /^Failed to load resource: the server responded with a status of (4\d\d|503)/.test(message.text());
}

/** True for what Chromium reports if a page appears without a transition, for example because it came very quickly. */
function isSkippedTransition(error: Error): boolean {
  return error.name === 'InvalidStateError' && error.message.includes('Transition was aborted');
}

/** True for the line that the browser logs if a test has taken the network away or ended the program. */
function isLostNetwork(message: ConsoleMessage): boolean {
  return /^Failed to load resource: net::ERR_(INTERNET_DISCONNECTED|CONNECTION_REFUSED)/.test(message.text());
}
