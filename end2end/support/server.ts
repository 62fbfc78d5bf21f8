// The server under test, and its clock. tools/test/e2e.sh starts one server for each worker, so that a test can move the
// clock of its server without a test beside it noticing.
import { closeSync, openSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

interface Server {
  url: string;
  /** The data folder. */
  data: string;
  /** The file that says how many seconds the server's clock is ahead (tools/test/test-clock.c). */
  clock?: string;
}

/** Without e2e.sh the tests use a server that is already running. */
const running: Server = {
  url: process.env.STEPWISE_URL ?? 'http://127.0.0.1:3000',
  data: process.env.STEPWISE_DATA ?? '',
};

export const SERVERS: readonly Server[] = JSON.parse(process.env.STEPWISE_SERVERS ?? '[]');

/** The server of this worker. */
export const SERVER: Server = SERVERS[Number(process.env.TEST_PARALLEL_INDEX ?? 0) % SERVERS.length] ?? running;

/** The same server under the name at which browsers allow passkeys over plain http. */
export const LOCALHOST = SERVER.url.replace('127.0.0.1', 'localhost');

let secondsAhead = 0;

/** The time by the server's clock, in milliseconds as in `Date.now()`. */
export function serverTime(): number {
  return Date.now() + secondsAhead * 1000;
}

/** Lets time pass on the server: moves its clock if that is possible, and waits otherwise. Browsers keep their time. */
export async function letTimePass(seconds: number): Promise<void> {
  if (SERVER.clock) setClock(secondsAhead + Math.ceil(seconds));
  else await sleep(seconds * 1000);
}

/** Sets the clock of the server to the real time, also after a worker process that ended in a failed test. */
export function resetClock(): void {
  if (SERVER.clock) setClock(0);
}

function setClock(ahead: number): void {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt(ahead));
  // The server has mapped the file into its memory, so the file must never be empty.
  const file = openSync(SERVER.clock!, 'r+');
  writeSync(file, bytes, 0, bytes.length, 0);
  closeSync(file);
  secondsAhead = ahead;
}
