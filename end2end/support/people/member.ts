// A member in a browser, and the mails that the server writes into its outbox folder.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { Authenticator } from '../authenticator';
import { SERVER } from '../server';
import { Student } from './student';

export const PASSWORD = 'correct horse battery';

/** The folder into which the server writes mails if no mail server is configured. */
const OUTBOX = SERVER.data && join(SERVER.data, 'outbox');

export interface Mail {
  subject: string;
  text: string;
  html: string;
}

/** A member. It extends `Student`, because members sign in and connect on the same pages as students. */
export class Member extends Student {
  username = '';
  password = PASSWORD;
  authenticator!: Authenticator;

  get email(): string {
    return `${this.username}@school.example`;
  }

  async fillsInRegistration(username: string, email = `${username}@school.example`, password = PASSWORD, again = password): Promise<void> {
    await this.page.locator('[name=username]').fill(username);
    await this.page.locator('[name=email]').fill(email);
    await this.page.locator('[name=password]').fill(password);
    await this.page.locator('[name=password_again]').fill(again);
    await this.presses(this.texts.register.submit);
  }

  /** Registers with an unused name. */
  async registers(): Promise<void> {
    this.username = newName();
    await this.opens('/register');
    await this.fillsInRegistration(this.username);
    await this.isAt('/set-up');
  }

  async connectsApp(): Promise<string[]> {
    this.authenticator = await Authenticator.scans(this.page);
    await this.submitsCode(await this.authenticator.nextCode());
    await this.isAt('/set-up/recovery-codes');
    const codes = await this.recoveryCodes.allInnerTexts();
    await this.savesRecoveryCodes();
    return codes;
  }

  async savesRecoveryCodes(leadsTo = '/classes'): Promise<void> {
    await this.page.getByRole('checkbox').check();
    await this.presses(this.texts.recovery.go_on);
    await this.isAt(leadsTo);
  }

  /** Registers and connects an authenticator app by requests. Returns the recovery codes. */
  async hasAccount(): Promise<string[]> {
    this.username = newName();
    const form = await this.requests.hiddenField('/register', 'form');
    const { username, email, password } = this;
    await this.requests.sends('/register', { form, username, email, password, password_again: password }, '/set-up');
    const { authenticator, codes } = await this.hasSetUp('/classes');
    this.authenticator = authenticator;
    return codes;
  }

  async signsInAgain(name = this.username): Promise<void> {
    await this.passesPasswordStep({ login: name, password: this.password });
    await this.submitsCode(await this.authenticator.nextCode());
    await this.isAt('/classes');
  }

  /** Enters password and code, which every change of the account requires, and presses the button. */
  async givesPasswordAndCode(code: string, button: string): Promise<void> {
    await this.page.locator('[name=password]').fill(this.password);
    await this.page.locator('[name=code]').fill(code);
    await this.presses(button);
  }

  /** Waits for `mails` confirmation mails and follows the link in the newest: a new link makes older links invalid. */
  async confirmsEmail(mails = 1): Promise<void> {
    const { confirm_subject } = this.texts.mail;
    await expect
      .poll(async () => (await mailsTo(this.email)).filter((mail) => mail.subject === confirm_subject).length, { timeout: 10_000 })
      .toBe(mails);
    const mail = await mailTo(this.email, confirm_subject);
    await this.opens(linkIn(mail));
    await this.presses(this.texts.confirm.submit);
    await expect(this.page.getByText(this.texts.confirm.done)).toBeVisible();
  }
}

export function newName(): string {
  return `ada.${Date.now().toString(36)}${Math.floor(Math.random() * 1e6).toString(36)}`;
}

/** The path of the link in a mail. */
export function linkIn(mail: Mail): string {
  const link = /https?:\/\/\S+\/(confirm-email|forgot|object|undo-email)\/\S+/.exec(mail.text);
  expect(link, mail.text).not.toBeNull();
  return new URL(link![0]).pathname;
}

/** Waits for a mail with this subject and returns the newest, because the server sends mails after its response. */
export async function mailTo(address: string, subject: string): Promise<Mail> {
  let found: Mail | undefined;
  await expect
    .poll(async () => {
      found = (await mailsTo(address)).reverse().find((mail) => mail.subject === subject);
      return found !== undefined;
    }, { timeout: 10_000, message: `a mail "${subject}" to ${address}` })
    .toBe(true);
  return found!;
}

export async function mailsTo(address: string): Promise<Mail[]> {
  expect(OUTBOX, 'STEPWISE_DATA names the folder that contains the folder of mails').not.toBe('');
  const names = await readdir(OUTBOX).catch(() => []);
  const mails = [];
  // The name of a mail that is still being written begins with a dot.
  for (const name of names.filter((name) => /^[^.].*\.eml$/.test(name)).sort()) {
    const source = await readMail(name);
    if (source.includes(`To: ${address}`)) mails.push(parseMail(source));
  }
  return mails;
}

/** The mails of all tests of this worker are in one folder, and never change. */
const read = new Map<string, string>();

async function readMail(name: string): Promise<string> {
  const source = read.get(name) ?? (await readFile(join(OUTBOX, name), 'utf8'));
  read.set(name, source);
  return source;
}

function parseMail(source: string): Mail {
  const [head] = source.split('\r\n\r\n', 1);
  const unfolded = head.replace(/\r\n[ \t]/g, ' ');
  const subject = /^Subject: (.*)$/m.exec(unfolded)?.[1].trim() ?? '';
  const [text, html] = source
    .split('Content-Type: text/')
    .slice(1)
    .map((part) => {
      const [partHead, ...rest] = part.split('\r\n\r\n');
      const content = rest.join('\r\n\r\n').split('\r\n--')[0];
      return /base64/i.test(partHead) ? Buffer.from(content, 'base64').toString() : /quoted-printable/i.test(partHead) ? decodeQuotedPrintable(content) : content;
    });
  return { subject: decodeEncodedWords(subject), text, html };
}

function decodeQuotedPrintable(text: string): string {
  const bytes = text.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}

function decodeEncodedWords(text: string): string {
  return text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?b\?([^?]*)\?=/gi, (_, words) => Buffer.from(words, 'base64').toString());
}
