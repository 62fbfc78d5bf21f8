// Holds back the scripts of a page, so that a test can act before the page is hydrated.
import type { Page, Route } from '@playwright/test';

/** Requests for scripts that are held back. */
export interface HeldScripts {
  names: () => string[];
  release: () => Promise<void>;
}

/** Holds back all requests for scripts and modules from now on, until `release` is called. */
export async function holdScripts(page: Page): Promise<HeldScripts> {
  const held: Route[] = [];
  const asked: string[] = [];
  let open = false;
  await page.route(/\/pkg\/.*\.(js|wasm)$/, async (route) => {
    asked.push(new URL(route.request().url()).pathname);
    if (open) return route.continue();
    held.push(route);
  });
  return {
    names: () => asked,
    release: async () => {
      open = true;
      await Promise.all(held.splice(0).map((route) => route.continue()));
    },
  };
}
