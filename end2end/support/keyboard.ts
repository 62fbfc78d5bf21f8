import { expect, type Locator } from '@playwright/test';
import type { Person } from './person';

const MOST_STEPS = 120;

/** Walks to something with the Tab key alone, sees where she is at the end, and nowhere gets stuck. */
export async function tabsTo(who: Person, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  const isThere = () => target.evaluate((element) => element === document.activeElement);
  for (let step = 0; step < MOST_STEPS && !(await isThere()); step += 1) await who.page.keyboard.press('Tab');
  await expect(target).toBeFocused();
  const shown = await target.evaluate((element) => {
    // A field of slots shows its focus on what is around it.
    const places = [element, element.parentElement!].map((place) => getComputedStyle(place));
    return element.matches(':focus-visible') && places.some((style) => style.outlineStyle !== 'none' || style.boxShadow !== 'none');
  });
  expect(shown, 'where the focus is can be seen').toBe(true);
}

export async function pressesWithKeyboard(who: Person, target: Locator, key = 'Enter'): Promise<void> {
  await tabsTo(who, target);
  await who.page.keyboard.press(key);
}

export async function typesInto(who: Person, target: Locator, text: string): Promise<void> {
  await tabsTo(who, target);
  await who.page.keyboard.type(text);
}
