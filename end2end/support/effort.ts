// Counts what a person does, and the pages that this loads.
import type { Locator, Page } from '@playwright/test';

/** What a person needs for a press and for a key, in seconds. */
const PRESS = 1.2;
const KEY = 0.2;

/** The effort of one person in one browser. The time of the machine is added to it. */
export class Effort {
  presses = 0;
  keys = 0;
  pages = 0;

  constructor(private readonly page: Page) {
    page.on('load', () => (this.pages += 1));
  }

  /** Presses a button, a link or a field. */
  async press(element: Locator): Promise<void> {
    this.presses += 1;
    await element.click();
  }

  /** Types into the field that has the focus. A browser gives the focus to a field some milliseconds after the page is loaded. */
  async type(text: string): Promise<void> {
    this.keys += text.length;
    await this.page.locator('input:focus').waitFor();
    await this.page.keyboard.type(text);
  }

  async key(name: 'Enter' | 'Tab'): Promise<void> {
    this.keys += 1;
    await this.page.keyboard.press(name);
  }

  async typeAddress(path: string): Promise<void> {
    await this.page.goto(path);
    this.keys += this.page.url().replace('http://', '').length + 1;
  }

  get seconds(): number {
    return this.presses * PRESS + this.keys * KEY;
  }
}

/** The letters and digits of a login or a password that are bold on a card, without separators. */
export function boldLetters(text: string): string {
  const groups = text.split('-');
  return groups.map((group) => (/^\d/.test(group) ? group : group.slice(0, 4))).join('');
}
