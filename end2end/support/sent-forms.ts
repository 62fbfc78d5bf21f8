// The forms that a page sends: a test records them, or holds them back.
import type { Page, Route } from '@playwright/test';

/** Records the forms that the page sends to `path` from now on, without holding them. */
export function sentTo(page: Page, path: string): string[] {
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && new URL(request.url()).pathname === path) sent.push(request.postData() ?? '');
  });
  return sent;
}

/**
 * Lets the page send another request, and waits for its answer. A form that the page has sent before is recorded by then:
 * otherwise a test could only wait for some time to say that the page has sent nothing.
 */
export async function sendsAnotherRequest(page: Page): Promise<void> {
  await page.evaluate(async () => (await fetch('/healthz?another')).text());
}

/** Holds the forms back that the page sends to `path`. */
export async function holdForms(page: Page, path: string): Promise<Route[]> {
  const held: Route[] = [];
  await page.route(`**${path}`, async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    held.push(route);
  });
  return held;
}
