/** One child process that says on standard output when it is ready, and is ended by its own handle. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

const READY_WITHIN_MS = 20_000;
const STOPS_WITHIN_MS = 15_000;

export class Running {
  readonly #child: ChildProcess;
  readonly #said: string[] = [];
  readonly #ended: Promise<number | null>;

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#ended = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (line) => this.#said.push(line));
    }
  }

  /** Starts it in `folder`, and waits for the first line of standard output of which `ready` makes something. */
  static async start<T>(
    program: string,
    args: string[],
    environment: Record<string, string>,
    ready: (line: string) => T | undefined,
    folder?: string,
  ): Promise<{ process: Running; ready: T }> {
    const { CALLBOARD_BIN: _, ...inherited } = process.env;
    // Settings of the developer's own must not reach the server under test.
    const clean = Object.entries(inherited).filter(([name]) => !name.startsWith('CALLBOARD_'));
    const child = spawn(program, args, {
      ...(folder === undefined ? {} : { cwd: folder }),
      env: { ...Object.fromEntries(clean), ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const running = new Running(child);
    try {
      return { process: running, ready: await running.#firstReadyLine(ready) };
    } catch (error) {
      await running.stop();
      throw new Error(`\`${program} ${args.join(' ')}\` ${String(error)}; it said:\n${running.said()}`);
    }
  }

  #firstReadyLine<T>(ready: (line: string) => T | undefined): Promise<T> {
    const { stdout } = this.#child;
    if (!stdout) throw new Error('has no standard output');
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject('was not ready in time'), READY_WITHIN_MS);
      const settle = (how: () => void): void => {
        clearTimeout(late);
        how();
      };
      createInterface({ input: stdout }).on('line', (line) => {
        const value = ready(line);
        if (value !== undefined) settle(() => resolve(value));
      });
      this.#child.once('error', (error) => settle(() => reject(`does not start: ${error.message}`)));
      // Its last lines may come after the exit itself.
      this.#child.once('close', (code) => settle(() => reject(`ended with ${code}`)));
    });
  }

  /** Both outputs so far. */
  said(): string {
    return this.#said.join('\n');
  }

  /** Asks it to stop; makes it, when it takes too long. Answers the exit code, or null when it had to be made. */
  async stop(): Promise<number | null> {
    if (this.#child.exitCode === null && this.#child.signalCode === null && this.#child.pid !== undefined) {
      this.#child.kill('SIGTERM');
      const force = setTimeout(() => this.#child.kill('SIGKILL'), STOPS_WITHIN_MS);
      await this.#ended;
      clearTimeout(force);
    }
    return this.#child.exitCode;
  }

  /** Ends it without a word, as a power cut would. */
  async kill(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null && this.#child.pid !== undefined) {
      this.#child.kill('SIGKILL');
      await this.#ended;
    }
  }
}
