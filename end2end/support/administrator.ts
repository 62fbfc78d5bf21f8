import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, type Locator } from '@playwright/test';
import { Member } from './member';

/** What an operator types beside the running server. */
export async function stepwise(...command: string[]): Promise<string> {
  const binary = process.env.STEPWISE_BINARY ?? '';
  expect(binary, 'STEPWISE_BINARY names the program, STEPWISE_DATA its folder').not.toBe('');
  const { stdout } = await promisify(execFile)(binary, command);
  return stdout;
}

export class Administrator extends Member {
  /** A member whom the operator makes an administrator. */
  async takesOffice(): Promise<void> {
    await this.becomesAMember();
    await this.confirmsEmail();
    await stepwise('admin', 'create', this.username, this.email);
    await this.comesBack();
  }

  /** The fresh code that every act asks for. */
  async provesAgainHere(): Promise<void> {
    const { admin } = this.texts;
    await expect(this.page.getByRole('heading', { name: admin.prove_title })).toBeVisible();
    const code = await this.authenticator.nextCode();
    await this.turnsThePage(() => this.givesCode(code));
    await expect(this.page.getByText(admin.may_act_until)).toBeVisible();
  }

  async finds(name: string): Promise<void> {
    const { admin } = this.texts;
    await this.opens('/admin/accounts');
    await this.page.getByLabel(admin.find_label).fill(name);
    await this.turnsThePage(() => this.presses(admin.find));
    await this.turnsThePage(() => this.follows(name));
    await this.isAt(/^\/admin\/accounts\/[\w-]+$/);
  }

  /** A request, an invitation: whatever has this in its line. */
  line(text: string): Locator {
    return this.page.locator('main .items > li').filter({ hasText: text });
  }

  /** Makes sure her own way, issues the code, and has it in her hands. */
  async issuesACode(): Promise<string> {
    const { admin } = this.texts;
    await this.turnsThePage(() => this.presses(admin.issue));
    await this.isAt('/admin/code');
    const code = await this.page.locator('#enrolment-code').innerText();
    await this.turnsThePage(() => this.presses(admin.code_done));
    await this.isAt('/admin/rescues');
    return code;
  }
}
