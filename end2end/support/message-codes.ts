// Helpers for codes by mail and SMS.
import { expect } from '@playwright/test';
import { type Member, mailsTo } from './people/member';
import type { Person } from './people/person';
import { letTimePass } from './server';
import { textPattern } from './texts';

/** The code in a message, which is a number of exactly six digits. */
export function codeIn(text: string): string {
  return /(?<!\d)\d{6}(?!\d)/.exec(text)?.[0] ?? '';
}

/** Waits until there are more than `known` messages, and reads the code of the last one. */
export async function newCode(messages: () => Promise<string[]>, known: number): Promise<string> {
  await expect.poll(async () => (await messages()).length, { timeout: 10_000 }).toBeGreaterThan(known);
  return codeIn((await messages()).at(-1)!);
}

export async function typesCode(person: Person, code: string): Promise<void> {
  const field = person.page.locator('#code');
  const byItself = person.scripts && (await field.getAttribute('aria-invalid')) === null;
  await field.fill(code);
  if (!byItself) await field.locator('xpath=ancestor::form').getByRole('button').click();
}

/** Seconds that the server requires between two codes of one kind. */
const COOLDOWN = 30;

/** Presses the send button until the server sends a code. Lets the time between two codes pass if that is necessary. */
export async function requestsCode(person: Person): Promise<void> {
  const button = person.page.locator('form:has([name=kind]) button').first();
  const wait = textPattern(person.texts.messages.send_in, { seconds: /\d+/ });
  await expect(async () => {
    // The page counts the seconds down by the time of the browser, so it has to be loaded again.
    if (wait.test((await button.textContent()) ?? '')) {
      await letTimePass(COOLDOWN);
      await person.reloads();
    }
    await person.navigates(() => button.click());
    await expect(person.page.locator('#code')).toBeVisible({ timeout: 1_000 });
    await expect(person.alert).toHaveCount(0, { timeout: 1_000 });
  }).toPass({ timeout: 60_000, intervals: [2_000] });
}

export async function codesByMail(member: Member): Promise<string[]> {
  const mails = await mailsTo(member.email);
  return mails.filter((mail) => mail.subject === member.texts.messages.mail_subject).map((mail) => mail.text);
}
