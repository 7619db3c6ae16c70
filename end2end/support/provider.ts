/** The company's sign-in: a real provider of OpenID Connect in a process of its own (`peers/oidc.mjs`). */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('../peers/oidc.mjs', import.meta.url));
const READY_WITHIN_MS = 20_000;

interface Client {
  issuer: string;
  client_id: string;
  client_secret: string;
}

export class Provider {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #client: Client;

  private constructor(child: ChildProcessWithoutNullStreams, client: Client) {
    this.#child = child;
    this.#client = client;
  }

  /** For a server at that address. */
  static async for(url: string): Promise<Provider> {
    const words = ['--redirect', `${url}/login/oidc/callback`, '--back', `${url}/login`];
    const child = spawn(process.execPath, [SCRIPT, ...words], { stdio: 'pipe' });
    // Nobody reads it, and a full pipe would stop it.
    child.stderr.resume();
    const client = await new Promise<Client>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('the provider was not ready in time')), READY_WITHIN_MS);
      child.once('error', reject);
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (!line.startsWith('{')) return;
        clearTimeout(late);
        resolve(JSON.parse(line) as Client);
      });
    });
    return new Provider(child, client);
  }

  /** Of a server that knows this provider. `leads` are supervisors, `staff` are agents. */
  settings(): Record<string, string> {
    return {
      CALLBOARD_OIDC__ISSUER: this.#client.issuer,
      CALLBOARD_OIDC__CLIENT_ID: this.#client.client_id,
      CALLBOARD_OIDC__CLIENT_SECRET: this.#client.client_secret,
      CALLBOARD_OIDC__LABEL: 'Acme',
      CALLBOARD_OIDC__SCOPES: 'profile,groups',
      CALLBOARD_OIDC__SUPERVISORS: 'leads',
      CALLBOARD_OIDC__AGENTS: 'staff',
    };
  }

  /** Who is in which groups from now on. */
  groups(groups: Record<string, string[]>): void {
    this.#child.stdin.write(`${JSON.stringify({ groups })}\n`);
  }

  /** It ends when its standard input does. */
  stop(): Promise<void> {
    const ended = new Promise<void>((resolve) => this.#child.once('exit', () => resolve()));
    this.#child.stdin.end();
    return ended;
  }
}

/** A port that nobody listens on: the provider must know the server's address before the server starts. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
