// A student in a browser: sign-in, set-up and codes.
import { expect, type Locator } from '@playwright/test';
import { Authenticator } from '../authenticator';
import { Person } from './person';
import type { Card } from './teacher';

export class Student extends Person {
  card: Card = { login: '', password: '' };

  get codeField(): Locator {
    return this.page.getByLabel(this.texts.code.label);
  }

  get recoveryCodes(): Locator {
    return this.page.locator('#codes code');
  }

  /** Fills in the sign-in form and sends it, without checking the result. */
  async submitsPassword(login: string, password: string): Promise<void> {
    await this.page.locator('[name=username]').fill(login);
    await this.page.locator('[name=password]').fill(password);
    await this.page.locator('main').getByRole('button', { name: this.texts.sign_in.submit, exact: true }).click();
  }

  async signsIn(card: Card): Promise<void> {
    this.card = card;
    await this.opens('/sign-in');
    await this.submitsPassword(card.login, card.password);
    await this.isAt('/lesson');
  }

  /** Signs in with the password of an account that has a factor, which leads to the code page. */
  async passesPasswordStep(card: Card = this.card): Promise<void> {
    await this.opens('/sign-in');
    await this.submitsPassword(card.login, card.password);
    await this.isAt('/sign-in/code');
  }

  async opensSetUp(): Promise<Authenticator> {
    await this.follows(this.texts.stage.do_set_up);
    await this.isAt('/set-up');
    return Authenticator.scans(this.page);
  }

  /**
   * Types a code. The field sends a complete code by itself. Without scripts, after an error, or if the code is
   * incomplete, the function presses the button.
   */
  async submitsCode(code: string): Promise<void> {
    const complete = /^[\s-]*(\d[\s-]*){6}$/.test(code);
    const waits = !this.scripts || (await this.codeField.getAttribute('aria-invalid')) !== null || !complete;
    await this.codeField.fill(code);
    if (waits) await this.codeField.locator('xpath=ancestor::form').getByRole('button').click();
  }

  /** Checks that the code was refused for this reason, and that the field is empty and focused. */
  async isRefused(why: RegExp): Promise<void> {
    await expect(this.codeField).toHaveValue('');
    await expect(this.alert).toHaveText(why);
    await expect(this.codeField).toBeFocused();
  }

  /** Connects the app, confirms the recovery codes and returns to the lesson. Returns the recovery codes. */
  async connects(authenticator: Authenticator): Promise<string[]> {
    await this.submitsCode(await authenticator.nextCode());
    await this.isAt('/set-up/recovery-codes');
    const codes = await this.recoveryCodes.allInnerTexts();
    await this.savesRecoveryCodes();
    return codes;
  }

  async savesRecoveryCodes(): Promise<void> {
    await this.page.getByRole('checkbox').check();
    await this.presses(this.texts.recovery.go_on);
    await this.isAt('/lesson');
  }

  /** Signs in and completes the set-up by requests, for tests that begin after it. */
  async hasConnected(card: Card): Promise<{ authenticator: Authenticator; codes: string[] }> {
    this.card = card;
    await this.requests.sends('/sign-in', { username: card.login, password: card.password }, '/lesson');
    return this.hasSetUp('/lesson');
  }

  protected async hasSetUp(leadsTo: string): Promise<{ authenticator: Authenticator; codes: string[] }> {
    const authenticator = Authenticator.of(await this.requests.opensSetUp());
    await this.requests.sends('/set-up', { code: await authenticator.nextCode() }, '/set-up/recovery-codes');
    const codes = await this.requests.recoveryCodes();
    await this.requests.sends('/set-up/saved', { saved: 'yes' }, leadsTo);
    await this.opens(leadsTo);
    return { authenticator, codes };
  }
}
