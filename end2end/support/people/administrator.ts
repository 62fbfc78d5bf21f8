// An administrator in a browser, and the command line of the server.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, type Locator } from '@playwright/test';
import { SERVER } from '../server';
import { Member } from './member';

/** Runs a command of the server binary beside the running server, as an operator does. */
export async function runCommand(...command: string[]): Promise<string> {
  const binary = process.env.STEPWISE_BINARY ?? '';
  expect(binary, 'STEPWISE_BINARY names the program, STEPWISE_DATA its folder').not.toBe('');
  const env = { ...process.env, STEPWISE_DATA: SERVER.data };
  const { stdout } = await promisify(execFile)(binary, command, { env });
  return stdout;
}

export class Administrator extends Member {
  /** Registers a member, whom the operator then makes an administrator. */
  async becomesAdministrator(): Promise<void> {
    await this.hasAccount();
    await this.confirmsEmail();
    await runCommand('admin', 'create', this.username, this.email);
    await this.signsInAgain();
  }

  /** Enters the new code that an administrator needs before any action. */
  async reauthenticates(): Promise<void> {
    const { admin } = this.texts;
    await expect(this.page.getByRole('heading', { name: admin.prove_title })).toBeVisible();
    const code = await this.authenticator.nextCode();
    await this.navigates(() => this.submitsCode(code));
    await expect(this.page.getByText(admin.may_act_until)).toBeVisible();
  }

  async findsAccount(name: string): Promise<void> {
    const { admin } = this.texts;
    await this.opens('/admin/accounts');
    await this.page.getByLabel(admin.find_label).fill(name);
    await this.navigates(() => this.presses(admin.find));
    await this.navigates(() => this.follows(name));
    await this.isAt(/^\/admin\/accounts\/[\w-]+$/);
  }

  /** The list row (request or invitation) that contains the text. */
  listRow(text: string): Locator {
    return this.page.locator('main .items > li').filter({ hasText: text });
  }

  /** Issues an enrolment code and returns it. */
  async issuesEnrolmentCode(): Promise<string> {
    const { admin } = this.texts;
    await this.navigates(() => this.presses(admin.issue));
    await this.isAt('/admin/code');
    const code = await this.page.locator('#enrolment-code').innerText();
    await this.navigates(() => this.presses(admin.code_done));
    await this.isAt('/admin/rescues');
    return code;
  }
}
