// A user in a browser, the base of teachers, students and members.
import { expect, type Locator, type Page, type Response } from '@playwright/test';
import { FORM_HEADERS, Requests } from '../requests';
import { type Language, TEXTS, type Texts } from '../texts';

/** A user with a browser page. */
export class Person {
  readonly texts: Texts;
  /** Requests with the cookies of the browser, to prepare what a test does not look at. */
  readonly requests: Requests;

  constructor(
    readonly page: Page,
    readonly scripts: boolean,
    language: Language = 'en',
  ) {
    this.texts = TEXTS[language];
    this.requests = new Requests(page.request, { ...FORM_HEADERS, 'Accept-Language': language });
  }

  get heading(): Locator {
    return this.page.getByRole('heading', { level: 1 });
  }

  get alert(): Locator {
    return this.page.getByRole('alert');
  }

  async opens(path: string): Promise<Response | null> {
    return this.page.goto(path);
  }

  async reloads(): Promise<void> {
    // The reload fails while the response to a form is still loading, so the reload is repeated until it succeeds.
    await expect(() => this.page.reload()).toPass({ timeout: 10_000 });
  }

  /** Waits until a page with this address is loaded. */
  async isAt(path: string | RegExp): Promise<void> {
    await this.page.waitForURL((url) => (typeof path === 'string' ? url.pathname === path : path.test(url.pathname)));
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
  }

  async signsOut(): Promise<void> {
    await this.navigates(() => this.page.getByRole('banner').getByRole('button', { name: this.texts.site.sign_out }).click());
    await this.isAt('/sign-out');
  }
}
