// A teacher in a browser, and the rows of the board.
import { expect, type Locator } from '@playwright/test';
import { Person } from './person';

export interface Card {
  login: string;
  password: string;
}

const BOARD = /^\/classes\/[\w-]+$/;

export const STAGES = ['signed_in', 'setup_opened', 'connected', 'signed_in_2fa'] as const;
export type Stage = (typeof STAGES)[number];

/** What a class of a test is made of. `linkSaved`: the teacher has confirmed that the teacher link is saved. */
interface ClassOptions {
  seats?: number;
  title?: string;
  linkSaved?: boolean;
}

export class Teacher extends Person {
  /** The path of the board of the last class. */
  board = '';

  /** Opens a class by requests, and then its board. For tests that do not look at the form that opens a class. */
  async hasClass({ seats = 3, title = '7b', linkSaved = false }: ClassOptions = {}): Promise<void> {
    const form = await this.requests.hiddenField('/', 'form');
    this.board = await this.requests.sends('/classes', { form, title, seats: String(seats) }, BOARD);
    const id = this.board.split('/').at(-1)!;
    if (linkSaved) await this.requests.sends('/classes/link-saved', { id, which: 'teacher' }, this.board);
    await this.opens(this.board);
  }

  /** Opens a class with the form of the start page. */
  async opensClass({ seats = 3, title = '7b' } = {}): Promise<void> {
    await this.opens('/');
    await this.page.locator('[name=title]').fill(title);
    await this.page.locator('[name=seats]').fill(String(seats));
    await this.presses(this.texts.home.open);
    await this.isAt(BOARD);
    this.board = new URL(this.page.url()).pathname;
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
    await this.dialogIsLoaded();
  }

  /** Waits for the content of the dialog, which opens with its title only. */
  async dialogIsLoaded(): Promise<void> {
    await expect(this.page.locator('#board-dialog-content[aria-busy=true]')).toHaveCount(0);
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

  /** Login and password of all seats, from the table of the handouts. */
  async cards(): Promise<Card[]> {
    return cardsIn(await this.requests.reads(`${this.board}/handouts.csv`));
  }

  /** Login and password of a seat of a class in which no seat has been removed. */
  async cardOf(number: number): Promise<Card> {
    return (await this.cards())[number - 1];
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

/** Reads the table of the handouts: one line for each seat, with number, login and password. */
export function cardsIn(table: string): Card[] {
  const lines = table.matchAll(/^"?\d+"?[,;\t]"?([a-z]+-\d+)"?[,;\t]"?([a-z]+-[a-z]+-\d+)"?/gm);
  return [...lines].map(([, login, password]) => ({ login, password }));
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

  /** The shown password. Until it is loaded, the row shows an ellipsis. */
  get password(): Locator {
    return this.row.locator('.password code', { hasNotText: '…' });
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
    await expect(this.row.locator('.password code')).toHaveCount(0);
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
