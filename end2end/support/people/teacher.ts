// A teacher in a browser, and the rows of the board.
import { expect, type Locator } from '@playwright/test';
import { Person } from './person';

export interface Card {
  login: string;
  password: string;
}

export const STAGES = ['signed_in', 'setup_opened', 'connected', 'signed_in_2fa'] as const;
export type Stage = (typeof STAGES)[number];

export class Teacher extends Person {
  async opensClass({ seats = 3, title = '7b' } = {}): Promise<void> {
    await this.opens('/');
    await this.page.locator('[name=title]').fill(title);
    await this.page.locator('[name=seats]').fill(String(seats));
    await this.presses(this.texts.home.open);
    await this.isAt(/^\/classes\/[\w-]+$/);
  }

  /** Confirms that the teacher link is saved. After this a board without scripts reloads itself. */
  async savesLink(): Promise<void> {
    await this.navigates(() => this.presses(this.texts.board.link_saved));
  }

  seat(number: number): Seat {
    return new Seat(this, number);
  }

  /** Opens the help for one student: a dialog over the board, or a separate page without scripts. */
  async opensHelp(number: number): Promise<void> {
    await this.seat(number).row.locator('.more a').click();
    await expect(this.page.getByRole('heading', { name: /^Help / })).toBeVisible();
  }

  /** Carries out an action of the class menu and returns to the board. */
  async usesMenu(board: string, act: string, button = act): Promise<void> {
    await this.opens(`${board}/menu`);
    await this.opensSection(act);
    await this.navigates(() => this.presses(button));
    await this.isAt(board);
  }

  async opensSection(act: string): Promise<void> {
    await this.page.locator('summary', { hasText: act }).first().click();
  }

  /** Reads login and password of a seat from the board, and hides the password again. */
  async cardOf(number: number): Promise<Card> {
    const seat = this.seat(number);
    const login = await seat.login();
    await seat.showsPassword();
    const password = (await seat.password.textContent()) ?? '';
    await seat.hidesPassword();
    return { login, password };
  }

  /** Reloads the board if scripts are off. With scripts it updates by itself. */
  async refreshesBoard(): Promise<void> {
    if (!this.scripts) await this.reloads();
  }

  get link(): Locator {
    return this.page.locator('#link');
  }

  counts(stage: Stage): Locator {
    return this.page.getByRole('list', { name: this.texts.board.counts }).getByRole('listitem').nth(STAGES.indexOf(stage));
  }
}

/** One row of the board. */
export class Seat {
  readonly row: Locator;

  constructor(
    private readonly teacher: Teacher,
    number: number,
  ) {
    this.row = teacher.page.locator(`#seat-${number}`);
  }

  async login(): Promise<string> {
    return ((await this.row.getByRole('rowheader').textContent()) ?? '').trim();
  }

  get password(): Locator {
    return this.row.locator('.password code');
  }

  get trouble(): Locator {
    return this.row.locator('.trouble');
  }

  badge(stage: Stage): Locator {
    return this.row.locator('.badge').nth(STAGES.indexOf(stage));
  }

  async showsPassword(): Promise<void> {
    await this.pressesFor(this.teacher.texts.board.show_password_of);
    await expect(this.password).toBeVisible();
  }

  async hidesPassword(): Promise<void> {
    await this.pressesFor(this.teacher.texts.board.hide_password_of);
    await expect(this.password).toHaveCount(0);
  }

  /** Waits until exactly these stages are green. */
  async isGreenAt(stages: readonly Stage[], timeout = 5_000): Promise<void> {
    await expect
      .poll(() => this.green(), { timeout, message: `green badges of ${this.row}` })
      .toEqual(stages);
  }

  private async green(): Promise<Stage[]> {
    // If a board without scripts reloads itself during this call, the call fails, and the caller polls again.
    const badges = this.row.locator('.badge');
    const classes = await badges.evaluateAll((all) => all.map((badge) => badge.classList.contains('done'))).catch(() => []);
    return STAGES.filter((_, index) => classes[index]);
  }

  private async pressesFor(label: string): Promise<void> {
    await this.teacher.presses(label.replace('{login}', await this.login()));
  }
}
