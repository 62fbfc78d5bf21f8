import type { Page, Route } from '@playwright/test';

/** Files of the page that were asked for and are not answered yet. */
export interface Held {
  names: () => string[];
  release: () => Promise<void>;
}

/** From now on whatever wakes a page is on its way. */
export async function holds(page: Page): Promise<Held> {
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
