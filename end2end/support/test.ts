/** `test` with a call centre: what a test starts is ended after it, whatever happened. */
import { test as base, expect, type Page } from '@playwright/test';
import { Board } from './board.ts';
import { Callboard, Simulator, type Switches } from './callboard.ts';
import { Line } from './cut.ts';

export { expect };

/** Starts processes, and ends them when its owner ends. */
export class Stage {
  readonly #endings: (() => Promise<unknown>)[] = [];

  async simulator(switches: Switches = {}): Promise<Simulator> {
    return this.keep(await Simulator.start(switches), (simulator) => simulator.stop());
  }

  async callboard(simulator: Simulator, settings: Record<string, string> = {}): Promise<Callboard> {
    return this.keep(await Callboard.start(simulator, settings), (server) => server.stop());
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
  stage: Stage;
  /** Opens `path` of a server in English and waits until it is live. */
  open: (url: string, path: string, page?: Page) => Promise<Board>;
}

export const test = base.extend<ForTest, { centre: Centre }>({
  stage: async ({}, use) => {
    const stage = new Stage();
    await use(stage);
    await stage.end();
  },
  open: async ({ page }, use) => {
    await use((url, path, other = page) => Board.open(other, url, path));
  },
  centre: [
    async ({}, use) => {
      const stage = new Stage();
      const simulator = await stage.simulator();
      await use({ simulator, server: await stage.callboard(simulator) });
      await stage.end();
    },
    { scope: 'worker' },
  ],
});
