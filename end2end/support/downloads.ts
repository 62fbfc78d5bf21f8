// Measures what a page downloads.
import { type CDPSession, expect, type Page } from '@playwright/test';

/** How long a page must not have sent or received anything to be quiet, in milliseconds. */
const QUIET = 1_000;

/**
 * Counts the bytes of all responses as they come over the network: with headers, and nothing for files from the cache.
 * Files and pages come compressed. Streams of events do not count.
 */
export class Downloads {
  readonly paths: string[] = [];
  private bytes = 0;
  private last = Date.now();
  private readonly open = new Set<string>();

  private constructor(client: CDPSession) {
    client.on('Network.requestWillBeSent', ({ requestId, request, redirectResponse, type }) => {
      if (!/^https?:/.test(request.url)) return;
      this.paths.push(new URL(request.url).pathname);
      this.add(redirectResponse?.encodedDataLength ?? 0);
      if (type !== 'EventSource') this.open.add(requestId);
    });
    client.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      if (this.open.delete(requestId)) this.add(encodedDataLength);
    });
    client.on('Network.loadingFailed', ({ requestId }) => this.open.delete(requestId));
  }

  /** Counts from now on. */
  static async of(page: Page): Promise<Downloads> {
    const client = await page.context().newCDPSession(page);
    const downloads = new Downloads(client);
    await client.send('Network.enable');
    return downloads;
  }

  get kB(): number {
    return Math.round(this.bytes / 1000);
  }

  get wasm(): string[] {
    return this.paths.filter((path) => path.endsWith('.wasm'));
  }

  /** Waits until the page has downloaded everything that it needs. */
  async quiet(): Promise<void> {
    const quiet = () => this.open.size === 0 && Date.now() - this.last > QUIET;
    await expect.poll(quiet, { timeout: 20_000, message: 'the page is quiet' }).toBe(true);
  }

  private add(bytes: number): void {
    this.bytes += bytes;
    this.last = Date.now();
  }
}
