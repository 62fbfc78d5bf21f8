// An authenticator app for tests, which reads QR codes from screenshots.
import { expect, type Page } from '@playwright/test';
import jsQR from 'jsqr';
import { TOTP, URI } from 'otpauth';
import { PNG } from 'pngjs';
import { letTimePass, serverTime } from './server';

const PERIOD = 30;
/** Seconds that a test may need from the choice of a code to its arrival at the server. */
const MARGIN = 5;
/** How much a picture shows around a QR code, in pixels. */
const FRAME = 24;

/** Reads the QR code from screenshots of the page, like the camera of a phone. */
export async function readQr(page: Page): Promise<string> {
  let content = '';
  const read = async () => {
    const code = page.getByRole('img', { name: /QR/ });
    await code.scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await code.boundingBox())!;
    const clip = { x: x - FRAME, y: y - FRAME, width: width + 2 * FRAME, height: height + 2 * FRAME };
    const picture = PNG.sync.read(await page.screenshot({ clip }));
    content = jsQR(new Uint8ClampedArray(picture.data), picture.width, picture.height)?.data ?? '';
    return content !== '';
  };
  // While one page fades into the next, the picture shows both.
  await expect.poll(read, { message: 'a QR code that a camera can read' }).toBe(true);
  return content;
}

/** An authenticator app on an independent TOTP library, so that it cannot share a bug with Stepwise. */
export class Authenticator {
  private lastStep = 0;

  private constructor(
    readonly uri: string,
    private readonly totp: TOTP,
  ) {}

  static async scans(page: Page): Promise<Authenticator> {
    return Authenticator.of(await readQr(page));
  }

  /** An app that has scanned a QR code with this content. */
  static of(uri: string): Authenticator {
    const account = URI.parse(uri);
    if (!(account instanceof TOTP)) throw new Error(`not a TOTP account: ${uri}`);
    return new Authenticator(uri, account);
  }

  get key(): string {
    return this.totp.secret.base32;
  }

  /** The code of the current time step. */
  code(): string {
    this.lastStep = Math.max(this.lastStep, now());
    return this.codeAt(this.lastStep);
  }

  /**
   * The earliest code that was not used yet. The server also accepts the codes of the previous and the next time step.
   * So three codes are available at once. For later ones, the clock of the server is moved.
   */
  async nextCode(): Promise<string> {
    this.lastStep = Math.max(this.lastStep + 1, earliest());
    const early = (this.lastStep - 1) * PERIOD - serverTime() / 1000;
    if (early > 0) await letTimePass(early);
    return this.codeAt(this.lastStep);
  }

  /** The code of a phone whose clock is slow by this number of minutes. */
  codeMinutesAgo(minutes: number): string {
    return this.codeAt(now() - (minutes * 60) / PERIOD);
  }

  /** Six digits that are no code of this account or of `others` at any time within an hour before or after now. */
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

/**
 * Moves the clock of the server to the beginning of the next time step, whose code is then valid for half a minute. Pages
 * that are already open keep their time.
 */
export async function letNextStepBegin(): Promise<void> {
  await letTimePass(PERIOD - ((serverTime() / 1000) % PERIOD));
}

function now(): number {
  return Math.floor(serverTime() / 1000 / PERIOD);
}

/** The earliest time step whose code the server accepts now and still accepts after `MARGIN` seconds. */
function earliest(): number {
  return Math.floor((serverTime() / 1000 + MARGIN) / PERIOD) - 1;
}
