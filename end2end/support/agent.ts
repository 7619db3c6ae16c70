/** An agent at their own page: signed in by the real server, with the phone that the settings name. */
import type { Browser, Page } from '@playwright/test';
import { Board } from './board.ts';
import type { Callboard } from './callboard.ts';
import { SignedIn } from './signed-in.ts';
import type { Simulator } from './callboard.ts';
import type { Agent, State } from './simulator.ts';
import type { Stage } from './test.ts';

export class Desk {
  readonly simulator: Simulator;
  readonly server: Callboard;
  readonly agent: Agent;
  readonly #who: SignedIn;
  readonly #stage: Stage;
  readonly #browser: Browser;

  private constructor(simulator: Simulator, server: Callboard, agent: Agent, who: SignedIn, stage: Stage, browser: Browser) {
    [this.simulator, this.server, this.agent] = [simulator, server, agent];
    [this.#who, this.#stage, this.#browser] = [who, stage, browser];
  }

  /** Over a feed that says which legs belong together. */
  static async of(stage: Stage, browser: Browser, settings: Record<string, string> = {}): Promise<Desk> {
    const simulator = await stage.simulator({ keys: 'kazoo3' });
    const agent = ownerOf(simulator.account.sip_user, await simulator.control.state());
    const who = stage.keep(await SignedIn.once(simulator, ['--role', 'agent', '--agent', agent.id]), async (it) => it.forget());
    const server = await stage.callboard(simulator, settings, who.folder);
    return new Desk(simulator, server, agent, who, stage, browser);
  }

  /** A page of theirs in a window of its own, in English. */
  async open(path = '/dial', size = { width: 1440, height: 900 }): Promise<Page> {
    const context = await this.#browser.newContext({ storageState: this.#who.browser(), viewport: size, timezoneId: 'Asia/Ho_Chi_Minh' });
    this.#stage.keep(context, (it) => it.close());
    const { page } = await Board.open(await context.newPage(), this.server.url, path);
    return page;
  }

  /** For a browser of another profile. */
  cookies(): ReturnType<SignedIn['browser']>['cookies'] {
    return this.#who.browser().cookies;
  }

  /** Calls to customers that are going on in the centre. */
  async outbound(): Promise<number> {
    return (await this.simulator.control.state()).calls.filter(({ kind }) => kind === 'outbound').length;
  }
}

function ownerOf(sipUser: string, { agents }: State): Agent {
  const owner = agents.find(({ sip_user }) => sip_user === sipUser);
  if (!owner) throw new Error(`nobody has the phone ${sipUser}`);
  return owner;
}
