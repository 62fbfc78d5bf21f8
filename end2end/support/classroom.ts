// The program in classroom mode, as a double click starts it, but the test opens the start page instead of the program.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const START_TIMEOUT = 20_000;

export class Classroom {
  private constructor(
    private readonly program: ChildProcess,
    readonly data: string,
    /** The address of the start page with its token, which works once. */
    readonly startPage: URL,
  ) {}

  static async start(): Promise<Classroom> {
    const data = await mkdtemp(join(tmpdir(), 'stepwise-start-'));
    // The settings of the servers under test do not hold for this one, but it uses their site.
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('STEPWISE_')));
    const program = spawn(process.env.STEPWISE_BINARY!, ['classroom', '--no-browser', '--data', data], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    // Without an address the output ends, so the test does not wait for a program that hangs.
    const limit = setTimeout(() => program.kill(), START_TIMEOUT);
    for await (const line of createInterface({ input: program.stdout })) {
      const address = /^Start page: (.+)$/.exec(line)?.[1];
      if (!address) continue;
      clearTimeout(limit);
      return new Classroom(program, data, new URL(address));
    }
    clearTimeout(limit);
    await rm(data, { recursive: true, force: true });
    throw new Error('The program has ended without naming its start page.');
  }

  get origin(): string {
    return this.startPage.origin;
  }

  /** Waits until the program has ended, and returns its exit code. */
  async ended(): Promise<number | null> {
    if (this.program.exitCode === null && this.program.signalCode === null) await once(this.program, 'exit');
    return this.program.exitCode;
  }

  /** Ends the program if it still runs, and removes its data. */
  async cleanUp(): Promise<void> {
    this.program.kill();
    await this.ended();
    await rm(this.data, { recursive: true, force: true });
  }
}
