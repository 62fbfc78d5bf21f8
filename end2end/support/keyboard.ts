// Operates a page with the keyboard alone.
import { expect, type Locator } from '@playwright/test';
import type { Person } from './people/person';

const MAX_STEPS = 120;

/** Moves the focus to an element with the Tab key alone, and checks that the focus is visible there. */
export async function tabsTo(who: Person, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  const isThere = () => target.evaluate((element) => element === document.activeElement);
  for (let step = 0; step < MAX_STEPS && !(await isThere()); step += 1) await who.page.keyboard.press('Tab');
  await expect(target).toBeFocused();
  const shown = await target.evaluate((element) => {
    // The code field shows its focus on the element around the input.
    const places = [element, element.parentElement!].map((place) => getComputedStyle(place));
    return element.matches(':focus-visible') && places.some((style) => style.outlineStyle !== 'none' || style.boxShadow !== 'none');
  });
  expect(shown, 'the focus is visible').toBe(true);
}

export async function pressesWithKeyboard(who: Person, target: Locator, key = 'Enter'): Promise<void> {
  await tabsTo(who, target);
  await who.page.keyboard.press(key);
}

export async function typesWithKeyboard(who: Person, target: Locator, text: string): Promise<void> {
  await tabsTo(who, target);
  await who.page.keyboard.type(text);
}
