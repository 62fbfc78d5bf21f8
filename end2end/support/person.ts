import { expect, type Locator, type Page, type Response } from '@playwright/test';
import { type Language, TEXTS, type Texts } from './texts';

/** Somebody in front of a browser. */
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
    await this.awake();
    return response;
  }

  async reloads(): Promise<void> {
    // A form that was just sent may be on its way to the next page.
    await expect(() => this.page.reload()).toPass({ timeout: 10_000 });
    await this.awake();
  }

  /** Waits until the address is this one and the page is alive. */
  async isAt(path: string | RegExp): Promise<void> {
    await this.page.waitForURL((url) => (typeof path === 'string' ? url.pathname === path : path.test(url.pathname)));
    await this.awake();
  }

  async presses(name: string): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).click();
  }

  async follows(name: string): Promise<void> {
    await this.page.getByRole('link', { name, exact: true }).click();
  }

  /** Does something that brings a fresh document, maybe at the same address. */
  async turnsThePage(act: () => Promise<void>): Promise<void> {
    const loaded = this.page.waitForEvent('load');
    await act();
    await loaded;
    await this.awake();
  }

  async signsOut(): Promise<void> {
    await this.turnsThePage(() => this.page.getByRole('banner').getByRole('button', { name: this.texts.site.sign_out }).click());
    await this.isAt('/sign-out');
  }

  /**
   * With scripts, a page is used after it has come to life: what happens in between is not what these tests ask. A page
   * that sleeps is touched.
   */
  async awake(): Promise<void> {
    if (!this.scripts) return;
    await this.page.waitForFunction(() => {
      dispatchEvent(new Event('pointerdown'));
      return document.documentElement.hasAttribute('data-awake');
    });
    // What was hydrated has its effects run before anybody acts.
    await expect(() => this.page.evaluate(() => new Promise((resolve) => setTimeout(resolve)))).toPass({ timeout: 10_000 });
  }
}
