// A user in a browser, the base of teachers, students and members.
import { expect, type Locator, type Page, type Response } from '@playwright/test';
import { type Language, TEXTS, type Texts } from '../texts';

/** A user with a browser page. */
export class Person {
  readonly texts: Texts;

  constructor(
    readonly page: Page,
    readonly scripts: boolean,
    language: Language = 'en',
  ) {
    this.texts = TEXTS[language];
  }

  get heading(): Locator {
    return this.page.getByRole('heading', { level: 1 });
  }

  get alert(): Locator {
    return this.page.getByRole('alert');
  }

  async opens(path: string): Promise<Response | null> {
    const response = await this.page.goto(path);
    await this.waitForHydration();
    return response;
  }

  async reloads(): Promise<void> {
    // The reload fails while the response to a form is still loading, so the reload is repeated until it succeeds.
    await expect(() => this.page.reload()).toPass({ timeout: 10_000 });
    await this.waitForHydration();
  }

  /** Waits until the page has this address and is hydrated. */
  async isAt(path: string | RegExp): Promise<void> {
    await this.page.waitForURL((url) => (typeof path === 'string' ? url.pathname === path : path.test(url.pathname)));
    await this.waitForHydration();
  }

  async presses(name: string): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).click();
  }

  async follows(name: string): Promise<void> {
    await this.page.getByRole('link', { name, exact: true }).click();
  }

  /** Does something that loads a new document, possibly at the same address. */
  async navigates(act: () => Promise<void>): Promise<void> {
    const loaded = this.page.waitForEvent('load');
    await act();
    await loaded;
    await this.waitForHydration();
  }

  async signsOut(): Promise<void> {
    await this.navigates(() => this.page.getByRole('banner').getByRole('button', { name: this.texts.site.sign_out }).click());
    await this.isAt('/sign-out');
  }

  /**
   * Waits until the page is hydrated if scripts are on. Pages hydrate at the first touch, so the function sends one
   * touch event.
   * Input during hydration has its own tests (specs/hydration).
   */
  async waitForHydration(): Promise<void> {
    if (!this.scripts) return;
    await this.page.waitForFunction(() => {
      dispatchEvent(new Event('pointerdown'));
      return document.documentElement.hasAttribute('data-awake');
    });
    // Waits until the effects of the hydrated page have run.
    await expect(() => this.page.evaluate(() => new Promise((resolve) => setTimeout(resolve)))).toPass({ timeout: 10_000 });
  }
}
