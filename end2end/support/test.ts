/** `test` with a call centre: what a test starts is ended after it, whatever happened. */
import { test as base, expect, type Page } from '@playwright/test';
import { Board } from './board.ts';
import { Callboard, Simulator, type Switches } from './callboard.ts';
import { Line } from './cut.ts';
import { SignedIn } from './signed-in.ts';

export { expect };

/** Starts processes, and ends them when its owner ends. */
export class Stage {
  readonly #endings: (() => Promise<unknown>)[] = [];
  readonly #accounts: string | undefined;

  /** Its servers have these accounts; without, nobody has one. */
  constructor(accounts?: string) {
    this.#accounts = accounts;
  }

  async simulator(switches: Switches = {}): Promise<Simulator> {
    return this.keep(await Simulator.start(switches), (simulator) => simulator.stop());
  }

  async callboard(simulator: Simulator, settings: Record<string, string> = {}, accounts = this.#accounts): Promise<Callboard> {
    return this.keep(await Callboard.start(simulator, settings, accounts), (server) => server.stop());
  }

  async line(url: string): Promise<Line> {
    return this.keep(await Line.to(url), (line) => line.close());
  }

  /** Has `thing` ended with the rest. */
  keep<T>(thing: T, ending: (thing: T) => Promise<unknown>): T {
    this.#endings.push(() => ending(thing));
    return thing;
  }

  async end(): Promise<void> {
    // One that fails must not leave the others running.
    const ended = await Promise.allSettled(this.#endings.reverse().map((ending) => ending()));
    for (const { reason } of ended.filter((it) => it.status === 'rejected')) throw reason;
  }
}

/** A quiet call centre with a server on it, shared by the tests of a worker that only look. */
export interface Centre {
  simulator: Simulator;
  server: Callboard;
}

interface ForTest {
  /** `test.use({ signIn: false })`: nobody has an account yet, and no browser is signed in. */
  signIn: boolean;
  stage: Stage;
  /** Opens `path` of a server in English and waits until it is live. */
  open: (url: string, path: string, page?: Page) => Promise<Board>;
}

interface ForWorker {
  /** A supervisor who sees everything, and whose browser is any browser of these tests. */
  supervisor: SignedIn;
  centre: Centre;
}

export const test = base.extend<ForTest, ForWorker>({
  signIn: [true, { option: true }],
  storageState: async ({ signIn, supervisor }, use) => {
    await use(signIn ? supervisor.browser() : undefined);
  },
  request: async ({ playwright, signIn, supervisor }, use) => {
    // Without a browser no secure cookie is kept for plain HTTP, also on this machine.
    const request = await playwright.request.newContext(signIn ? { extraHTTPHeaders: supervisor.headers() } : {});
    await use(request);
    await request.dispose();
  },
  stage: async ({ signIn, supervisor }, use) => {
    const stage = new Stage(signIn ? supervisor.folder : undefined);
    await use(stage);
    await stage.end();
  },
  open: async ({ page }, use) => {
    await use((url, path, other = page) => Board.open(other, url, path));
  },
  supervisor: [
    async ({}, use) => {
      const stage = new Stage();
      const supervisor = await SignedIn.once(await stage.simulator());
      await stage.end();
      await use(supervisor);
      supervisor.forget();
    },
    { scope: 'worker' },
  ],
  centre: [
    async ({ supervisor }, use) => {
      const stage = new Stage(supervisor.folder);
      const simulator = await stage.simulator();
      await use({ simulator, server: await stage.callboard(simulator) });
      await stage.end();
    },
    { scope: 'worker' },
  ],
});
