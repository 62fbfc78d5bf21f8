// Holds back or refuses the scripts of a page, so that a test can act before its islands are alive.
import { expect, type Page, type Route } from '@playwright/test';

const SCRIPTS = /\/pkg\/.*\.(js|wasm)$/;

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
  await page.route(SCRIPTS, async (route) => {
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

/** Opens a page and holds its scripts back. */
export async function opensHeld(page: Page, path: string): Promise<HeldScripts> {
  const held = await holdScripts(page);
  // The page is not loaded completely before its scripts are.
  await page.goto(path, { waitUntil: 'domcontentloaded' });
  return held;
}

/** Refuses all scripts from now on, as if the network were lost, until `allow` is called. Counts the requests. */
export async function refuseScripts(page: Page): Promise<{ count: () => number; allow: () => Promise<void> }> {
  let count = 0;
  const refuse = async (route: Route) => {
    count += 1;
    await route.abort('internetdisconnected');
  };
  await page.route(SCRIPTS, refuse);
  return { count: () => count, allow: () => page.unroute(SCRIPTS, refuse) };
}

/** Waits until all islands of the page are alive. */
export async function expectAlive(page: Page): Promise<void> {
  await expect(page.locator('html[data-hydrated]')).toBeAttached();
}
