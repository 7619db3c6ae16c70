/** The real binary: `callboard simulator` in one process, `callboard serve` in another, as operators run them. */
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Running } from './process.ts';
import { Control, type Account } from './simulator.ts';

export type Dialect = 'socketio09' | 'socketio4';

/** Lays the accounts of one server's folder into another's, with nothing of what was there: a log left behind would count. */
function layAccounts(from: string, to: string): void {
  const accounts = (folder: string): string[] => readdirSync(folder).filter((name) => name.startsWith('access.db'));
  for (const file of accounts(to)) rmSync(join(to, file));
  for (const file of accounts(from)) cpSync(join(from, file), join(to, file));
}

/** Command line switches by their names, without the dashes. */
export type Switches = Record<string, string | number>;

export const callboard = (): string => {
  const path = process.env.CALLBOARD_BIN;
  if (!path) throw new Error('CALLBOARD_BIN is not set: run the tests by `cargo xtask e2e`');
  return path;
};

/** The stand-in for AntRing. */
export class Simulator {
  readonly account: Account;
  readonly control: Control;
  readonly #process: Running;
  readonly #switches: Switches;

  private constructor(account: Account, process: Running, switches: Switches) {
    this.account = account;
    this.control = new Control(account.rest_url);
    this.#process = process;
    this.#switches = switches;
  }

  /** On free ports, over Socket.IO 4, quiet (only what a test scripts happens), unless `switches` say otherwise. */
  static async start(switches: Switches = {}): Promise<Simulator> {
    const all = { 'rest-port': 0, 'events-port': 0, dialect: 'socketio4', load: 'quiet', ...switches };
    const words = Object.entries(all).flatMap(([name, value]) => [`--${name}`, `${value}`]);
    const { process, ready } = await Running.start(callboard(), ['simulator', ...words], {}, (line) =>
      line.startsWith('{') ? (JSON.parse(line) as Account) : undefined,
    );
    return new Simulator(ready, process, all);
  }

  get dialect(): Dialect {
    return this.#switches.dialect as Dialect;
  }

  /** Ends it and starts another on the same ports: its callers are gone, its agents are the same people. */
  async restart(): Promise<Simulator> {
    await this.stop();
    const port = (url: string): string => new URL(url).port;
    const { rest_url, events_url } = this.account;
    return Simulator.start({ ...this.#switches, 'rest-port': port(rest_url), 'events-port': port(events_url) });
  }

  async stop(): Promise<void> {
    await this.#process.stop();
  }

  said(): string {
    return this.#process.said();
  }
}

/** `callboard serve`. */
export class Callboard {
  readonly url: string;
  readonly #process: Running;
  readonly #settings: Record<string, string>;
  readonly #folder: string;

  private constructor(url: string, process: Running, settings: Record<string, string>, folder: string) {
    this.url = url;
    this.#process = process;
    this.#settings = settings;
    this.#folder = folder;
  }

  /**
   * Configured by environment alone, for the account of a simulator; `settings` override. With `accounts`, whoever has
   * one in that folder; without, nobody has.
   */
  static async start(simulator: Simulator, settings: Record<string, string> = {}, accounts?: string): Promise<Callboard> {
    const { account, dialect } = simulator;
    const folder = mkdtempSync(join(tmpdir(), 'callboard-'));
    if (accounts !== undefined) layAccounts(accounts, folder);
    const all = {
      CALLBOARD_SERVER__LISTEN: '127.0.0.1:0',
      CALLBOARD_SERVER__DATA_DIR: folder,
      CALLBOARD_ANTRING__BASE_URL: account.rest_url,
      CALLBOARD_ANTRING__EVENTS_URL: account.events_url,
      CALLBOARD_ANTRING__EVENTS_DIALECT: dialect,
      CALLBOARD_ANTRING__APP_ID: account.app_id,
      CALLBOARD_ANTRING__APP_SECRET: account.app_secret,
      CALLBOARD_ANTRING__ACCOUNT_ID: account.account_id,
      CALLBOARD_ANTRING__DOMAIN: account.domain,
      CALLBOARD_ANTRING__EMAIL: account.email,
      CALLBOARD_ANTRING__POLL_EVERY: '1s',
      CALLBOARD_ANTRING__REQUESTS_PER_SECOND: '20',
      CALLBOARD_ANTRING__MEDIA_HOSTS: '127.0.0.1',
      CALLBOARD_DIAL__SIP_USER: account.sip_user,
      CALLBOARD_DIAL__SIP_PASSWORD: account.sip_password,
      ...settings,
    };
    return Callboard.#serve(all, folder);
  }

  static async #serve(settings: Record<string, string>, folder: string): Promise<Callboard> {
    const ready = (line: string): string | undefined => /^Callboard is at (http:\S+)$/.exec(line)?.[1];
    const { process, ready: url } = await Running.start(callboard(), ['serve'], settings, ready, folder);
    return new Callboard(url, process, settings, folder);
  }

  /** A new process on the same port and the same data. `meanwhile` runs while there is none. */
  async restart(meanwhile: () => Promise<void> = async () => {}): Promise<Callboard> {
    await this.#process.stop();
    await meanwhile();
    const settings = { ...this.#settings, CALLBOARD_SERVER__LISTEN: new URL(this.url).host };
    return Callboard.#serve(settings, this.#folder);
  }

  /** Copies its accounts into that folder, as they are now; answers the folder. */
  async keepAccounts(folder: string): Promise<string> {
    await this.#process.stop();
    layAccounts(this.#folder, folder);
    return folder;
  }

  /** Ends it; answers its exit code. */
  async stop(): Promise<number | null> {
    const code = await this.#process.stop();
    rmSync(this.#folder, { recursive: true, force: true });
    return code;
  }

  said(): string {
    return this.#process.said();
  }
}
