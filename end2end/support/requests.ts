// Reads pages and sends forms without rendering pages, as a browser without scripts does.
import { type APIRequestContext, expect } from '@playwright/test';

/** The headers by which the server recognises a form of its own site. */
export const FORM_HEADERS = { Accept: 'text/html', 'Sec-Fetch-Site': 'same-origin' };

/** Sends requests with the cookies of `http`. For `page.request` these are the cookies of the page. */
export class Requests {
  constructor(
    private readonly http: APIRequestContext,
    private readonly headers: Record<string, string> = FORM_HEADERS,
  ) {}

  async reads(path: string): Promise<string> {
    const answer = await this.http.get(path, { headers: this.headers });
    expect(answer.status(), path).toBe(200);
    return answer.text();
  }

  /** Sends a form, and returns the path to which the server redirects. A refused form fails the test. */
  async sends(path: string, form: Record<string, string>, leadsTo: string | RegExp): Promise<string> {
    const answer = await this.http.post(path, { form, headers: this.headers, maxRedirects: 0 });
    const { location = '' } = answer.headers();
    expect(location, `${path} answers ${answer.status()}`).not.toBe('');
    const target = new URL(location, answer.url()).pathname;
    if (typeof leadsTo === 'string') expect(target, path).toBe(leadsTo);
    else expect(target, path).toMatch(leadsTo);
    return target;
  }

  /** The value that a page has put into a hidden field of its form. */
  async hiddenField(path: string, name: string): Promise<string> {
    const value = new RegExp(`name="${name}" value="([^"]+)"`).exec(await this.reads(path))?.[1] ?? '';
    expect(value, `the field ${name} of ${path}`).not.toBe('');
    return value;
  }

  /** Opens the set-up, and returns the content of its QR code. */
  async opensSetUp(): Promise<string> {
    const uri = /href="(otpauth:[^"]+)"/.exec(await this.reads('/set-up'))?.[1] ?? '';
    expect(uri, 'the link of the set-up').not.toBe('');
    return uri.replaceAll('&amp;', '&');
  }

  async recoveryCodes(): Promise<string[]> {
    const list = /id="codes"(.*?)<\/ol>/s.exec(await this.reads('/set-up/recovery-codes'))?.[1] ?? '';
    return list.match(/[0-9a-z]{4}(-[0-9a-z]{4}){3}/g) ?? [];
  }
}
