// The streams and polls of a page, and tabs in the background.
import type { Page, Request } from '@playwright/test';

/** Counts the streams that a page holds open, and the polls that it has sent since this object was created. */
export class Traffic {
  polls = 0;
  private readonly open = new Set<Request>();

  constructor(page: Page) {
    page.on('request', (request) => {
      const path = new URL(request.url()).pathname;
      if (request.resourceType() === 'eventsource') this.open.add(request);
      if (path === '/sfn/board-update' || path === '/sfn/lesson-state') this.polls += 1;
    });
    page.on('requestfinished', (request) => this.open.delete(request));
    page.on('requestfailed', (request) => this.open.delete(request));
    // A new document closes the streams of the previous one, without an event.
    page.on('framenavigated', () => this.open.clear());
  }

  get streams(): number {
    return this.open.size;
  }
}

/** Moves the tab to the background or back. Playwright's pages are always visible, so the test reports the change. */
export async function setHidden(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  }, hidden);
}

/** The names of the events that the streams of the page receive from now on. */
export async function recordEvents(page: Page): Promise<string[]> {
  const names: string[] = [];
  const client = await page.context().newCDPSession(page);
  client.on('Network.eventSourceMessageReceived', ({ eventName }) => names.push(eventName));
  await client.send('Network.enable');
  return names;
}
