/**
 * Somebody who is signed in. A supervisor is made once by the real binary and signs in once, as a person would; their
 * accounts are then laid under every server that a test starts, so the same session opens all of them.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContextOptions } from '@playwright/test';
import { Callboard, type Simulator, callboard } from './callboard.ts';

const NAME = 'thu.ha';
const FIRST = 'what the admin has chosen';
const OWN = 'four lazy ferries cross';
const COOKIE = '__Host-callboard';

type StorageState = Exclude<BrowserContextOptions['storageState'], string | undefined>;

export class SignedIn {
  /** Where the accounts lie. */
  readonly folder: string;
  readonly #secret: string;

  private constructor(folder: string, secret: string) {
    this.folder = folder;
    this.#secret = secret;
  }

  /** A supervisor, unless `switches` of `callboard user add` say otherwise. */
  static async once(simulator: Simulator, switches: string[] = ['--role', 'supervisor']): Promise<SignedIn> {
    const folder = mkdtempSync(join(tmpdir(), 'callboard-accounts-'));
    await command(['user', 'add', NAME, ...switches], folder, FIRST);
    const server = await Callboard.start(simulator, {}, folder);
    try {
      const first = await sent(server.url, '/login', { name: NAME, password: FIRST });
      const secret = await sent(server.url, '/account/password', { current: FIRST, password: OWN, again: OWN }, first);
      return new SignedIn(await server.keepAccounts(folder), secret);
    } finally {
      await server.stop();
    }
  }

  /** What a browser keeps. Cookies know no ports, so it is good for every server of this machine. */
  browser(): StorageState {
    const cookie = { name: COOKIE, value: this.#secret, domain: '127.0.0.1', path: '/', expires: -1 };
    return { cookies: [{ ...cookie, httpOnly: true, secure: true, sameSite: 'Lax' }], origins: [] };
  }

  /** What a request without a browser carries. */
  headers(): Record<string, string> {
    return { cookie: `${COOKIE}=${this.#secret}` };
  }

  forget(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Sends a form of ours, and answers the secret that comes back. */
async function sent(url: string, path: string, form: Record<string, string>, secret?: string): Promise<string> {
  const answer = await fetch(url + path, {
    method: 'POST',
    body: new URLSearchParams(form),
    headers: { origin: url, ...(secret === undefined ? {} : { cookie: `${COOKIE}=${secret}` }) },
    redirect: 'manual',
  });
  const kept = answer.headers.getSetCookie().map((cookie) => new RegExp(`^${COOKIE}=([^;]+)`).exec(cookie)?.[1]);
  const found = kept.find((value) => value !== undefined);
  if (!found) throw new Error(`${path} answered ${answer.status} and no secret: ${await answer.text()}`);
  return found;
}

/** Runs a command of `callboard` on that folder, with a line on standard input. */
function command(words: string[], folder: string, line: string): Promise<void> {
  const environment = { PATH: process.env.PATH ?? '', CALLBOARD_SERVER__DATA_DIR: folder, LOGNAME: 'end2end' };
  const child = spawn(callboard(), words, { cwd: folder, env: environment, stdio: ['pipe', 'pipe', 'pipe'] });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  child.stdin.end(`${line}\n`);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`callboard ${words.join(' ')} ended with ${code}: ${said.join('')}`)),
    );
  });
}
