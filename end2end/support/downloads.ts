// Measures what a page downloads.
import { constants, brotliCompressSync } from 'node:zlib';
import { type CDPSession, expect, type Page } from '@playwright/test';

/** How long a page must not have sent or received anything to be quiet, in milliseconds. */
const QUIET = 1_000;

/**
 * Counts the bytes of all responses as they come over the network: with headers, and nothing for files from the cache.
 * The server sends its files compressed with brotli; pages count as the proxy in front of the server compresses them.
 * Streams of events do not count.
 */
export class Downloads {
  readonly paths: string[] = [];
  private bytes = 0;
  private last = Date.now();
  private readonly open = new Set<string>();
  private readonly pages = new Set<string>();

  private constructor(client: CDPSession) {
    client.on('Network.requestWillBeSent', ({ requestId, request, redirectResponse, type }) => {
      if (!/^https?:/.test(request.url)) return;
      this.paths.push(new URL(request.url).pathname);
      this.add(redirectResponse?.encodedDataLength ?? 0);
      if (type !== 'EventSource') this.open.add(requestId);
    });
    client.on('Network.responseReceived', ({ requestId, response }) => {
      if (response.mimeType === 'text/html') this.pages.add(requestId);
    });
    client.on('Network.loadingFinished', async ({ requestId, encodedDataLength }) => {
      if (!this.open.has(requestId)) return;
      let saved = 0;
      if (this.pages.delete(requestId)) {
        const answer = await client.send('Network.getResponseBody', { requestId }).catch(() => undefined);
        const page = Buffer.from(answer?.body ?? '');
        saved = page.length - brotliCompressSync(page, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }).length;
      }
      this.add(encodedDataLength - saved);
      this.open.delete(requestId);
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
