// Operates the practice phone of a page.
import { expect, type Locator } from '@playwright/test';
import type { Authenticator } from './authenticator';
import type { Person } from './people/person';
import type { Student } from './people/student';
import type { Card } from './people/teacher';

/** The practice phone on a page. */
export class PracticePhone {
  readonly screen: Locator;

  constructor(private readonly owner: Person) {
    this.screen = owner.page.getByRole('region', { name: owner.texts.phone.title });
  }

  get shownCode(): Locator {
    return this.screen.getByLabel(this.owner.texts.phone.your_code);
  }

  async code(): Promise<string> {
    await expect(this.shownCode).toHaveText(/^\s*\d{3} \d{3}\s*$/);
    return (await this.shownCode.innerText()).replace(/\s/g, '');
  }

  /**
   * Waits until the phone shows the code of an app with the same account. Each attempt reads both codes again, because a new
   * time step can begin between two attempts.
   */
  async showsTheCodeOf(authenticator: Authenticator): Promise<void> {
    await expect(async () => expect(await this.code()).toBe(authenticator.code())).toPass({ timeout: 5_000 });
  }

  async presses(name: string): Promise<void> {
    await this.screen.getByRole('button', { name, exact: true }).click();
  }

  async scansThePage(): Promise<void> {
    await this.presses(this.owner.texts.phone.scan_page);
  }

  /** Begins to add an account to a phone that has one. */
  async addsAnother(): Promise<void> {
    await this.presses(this.owner.texts.phone.add_another);
  }

  async types(account: string, key: string): Promise<void> {
    const { phone } = this.owner.texts;
    await this.screen.getByLabel(phone.account, { exact: true }).fill(account);
    await this.screen.getByLabel(phone.key, { exact: true }).fill(key);
    await this.presses(phone.add);
  }

  /** The page has a phone, but hides it, because this browser has no account on it. */
  async isHidden(): Promise<void> {
    await expect(this.owner.page.locator('.phone')).toBeHidden();
    await expect(this.shownCode).toHaveCount(0);
  }

  async isEmpty(): Promise<void> {
    await expect(this.screen.getByText(this.owner.texts.phone.empty)).toBeVisible();
    await expect(this.shownCode).toHaveCount(0);
  }

  /** Sets the clock of the browser half a minute ahead and waits until the phone shows its next code. */
  async waitsForTheNextCode(): Promise<void> {
    const before = await this.code();
    // Replaces `Date.now` directly, because Playwright's clock returns a time in 1970 while it is being installed. The
    // phone would then show the code of 1970.
    await this.owner.page.evaluate(() => {
      const now = Date.now.bind(Date);
      Date.now = () => now() + 30_000;
    });
    await expect(this.shownCode).not.toHaveText(new RegExp(`${before.slice(0, 3)} ${before.slice(3)}`));
  }
}

/** Signs a student in and scans the QR code with the practice phone beside the set-up. */
export async function scansWithPracticePhone(student: Student, card: Card): Promise<PracticePhone> {
  await student.signsIn(card);
  await student.opensSetUp();
  const phone = new PracticePhone(student);
  await phone.scansThePage();
  return phone;
}

/** Signs a student in, scans the QR code with the practice phone, and completes the set-up. */
export async function connectsWithPracticePhone(student: Student, card: Card): Promise<PracticePhone> {
  const phone = await scansWithPracticePhone(student, card);
  await student.submitsCode(await phone.code());
  await student.isAt('/set-up/recovery-codes');
  await student.savesRecoveryCodes();
  return phone;
}
