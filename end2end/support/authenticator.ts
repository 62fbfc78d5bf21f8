import { expect, type Page } from '@playwright/test';
import jsQR from 'jsqr';
import { TOTP, URI } from 'otpauth';
import { PNG } from 'pngjs';

const PERIOD = 30;

/** What a camera reads from the screen, as it is seen. */
export async function readQr(page: Page): Promise<string> {
  await page.getByRole('img', { name: /QR/ }).scrollIntoViewIfNeeded();
  const picture = PNG.sync.read(await page.screenshot());
  const found = jsQR(new Uint8ClampedArray(picture.data), picture.width, picture.height);
  expect(found, 'a QR code that a camera can read').not.toBeNull();
  return found!.data;
}

/** An authenticator app that shares no line of code with Stepwise. */
export class Authenticator {
  private lastStep = 0;

  private constructor(
    readonly uri: string,
    private readonly totp: TOTP,
  ) {}

  static async scans(page: Page): Promise<Authenticator> {
    const uri = await readQr(page);
    const account = URI.parse(uri);
    if (!(account instanceof TOTP)) throw new Error(`not a TOTP account: ${uri}`);
    return new Authenticator(uri, account);
  }

  get key(): string {
    return this.totp.secret.base32;
  }

  /** The code of this half minute. */
  code(): string {
    this.lastStep = Math.max(this.lastStep, now());
    return this.codeAt(this.lastStep);
  }

  /** The first code that was not given out yet. Servers take one step ahead; only beyond that it has to be waited for. */
  async nextCode(): Promise<string> {
    this.lastStep = Math.max(this.lastStep + 1, now());
    while (now() < this.lastStep - 1) await new Promise((resolve) => setTimeout(resolve, 200));
    return this.codeAt(this.lastStep);
  }

  /** What a phone shows whose clock is behind. */
  codeMinutesAgo(minutes: number): string {
    return this.codeAt(now() - (minutes * 60) / PERIOD);
  }

  /** Six digits that are no code of this account within an hour, nor any of the other ones. */
  wrongCode(...others: Authenticator[]): string {
    const near = new Set<string>();
    for (const account of [this, ...others]) {
      for (let step = now() - 130; step <= now() + 130; step += 1) near.add(account.codeAt(step));
    }
    for (let code = 123_456; ; code += 1) if (!near.has(String(code))) return String(code);
  }

  private codeAt(step: number): string {
    return this.totp.generate({ timestamp: step * PERIOD * 1000 });
  }
}

function now(): number {
  return Math.floor(Date.now() / 1000 / PERIOD);
}
