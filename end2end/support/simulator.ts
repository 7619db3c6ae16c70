/** The simulator's control API: what a test makes happen in the call centre. */

/** What `callboard simulator` prints when it is ready. */
export interface Account {
  rest_url: string;
  events_url: string;
  app_id: string;
  app_secret: string;
  account_id: string;
  domain: string;
  email: string;
  sip_user: string;
  sip_password: string;
}

export interface Agent {
  id: string;
  username: string;
  name: string;
  /** Names of the queues the agent serves. */
  queues: string[];
  status: string;
  sip_user: string;
}

export interface Queue {
  id: string;
  name: string;
}

export interface Call {
  call_id: string;
  kind: 'inbound' | 'outbound' | 'internal';
  agent: string | null;
  talk_began: string | null;
}

/** What is true in the centre, whatever the feed and REST say about it. */
export interface State {
  now: string;
  agents: Agent[];
  queues: Queue[];
  calls: Call[];
  counters: { abandoned: number };
  events_emitted: number;
}

/** See `FaultOrder` in crates/simulator. */
export interface Faults {
  rest_status?: number | 'garbage' | 'html' | 'empty' | 'hang';
  feed?: 'drop' | 'refuse' | 'silent' | 'frozen';
  drop_events?: number;
  duplicate?: number;
  reorder?: number;
}

/** How the storage of recordings behaves; an order replaces the one before. See `MediaOrder` in crates/simulator. */
export interface MediaOrder {
  /** Links made so far are expired from now on. */
  expire?: boolean;
  /** Signed requests are answered with this status, so many times. */
  status?: number;
  times?: number;
  bytes_per_second?: number;
  /** Every recording is so long: 3,000 bytes a second. */
  bytes?: number;
  /** After so many bytes of a body nothing more comes. */
  stall_after?: number;
  content_type?: string;
}

/** What the storage was asked, and answered. */
export interface MediaRequest {
  range: string | null;
  status: number;
}

/** Each method returns when it has happened in the centre; when it shows on a page is for the test to see. */
export class Control {
  readonly #base: string;

  constructor(restUrl: string) {
    this.#base = restUrl.replace(/\/$/, '');
  }

  state(): Promise<State> {
    return this.#ask('GET', 'state');
  }

  /** A caller waits in a queue, held there until the test goes on. Answers the Call-ID of the caller's leg. */
  async call(queue: Queue): Promise<string> {
    return (await this.#ask<Call>('POST', 'calls', { queue: queue.id, hold: true })).call_id;
  }

  ring(call: string, agent: Agent): Promise<void> {
    return this.#drive(call, 'ring', { agent: agent.id });
  }

  /** The agent whose phone rings picks up; with `agent`, that phone rings first. */
  answer(call: string, agent?: Agent): Promise<void> {
    return this.#drive(call, 'answer', agent === undefined ? {} : { agent: agent.id });
  }

  hangUp(call: string, by: 'caller' | 'agent' = 'caller'): Promise<void> {
    return this.#drive(call, 'hang-up', { by });
  }

  abandon(call: string): Promise<void> {
    return this.#drive(call, 'abandon', {});
  }

  status(agent: Agent, status: 'ready' | 'paused' | 'logged_out', reason?: string): Promise<void> {
    return this.#ask('POST', `agents/${agent.id}/status`, { status, ...(reason === undefined ? {} : { reason }) });
  }

  /** Takes a phone off the network, or back. */
  phone(sipUser: string, registered: boolean): Promise<void> {
    return this.#ask('POST', `phones/${sipUser}`, { registered });
  }

  /** Lets clicks of this phone ring without an answer, as a switch does that is too slow. */
  hang(sipUser: string, hangs: boolean): Promise<void> {
    return this.#ask('POST', `phones/${sipUser}`, { hangs });
  }

  /** Calls that come by themselves, about so many channel events a second. */
  load(eventsPerSecond: number): Promise<void> {
    return this.#ask('POST', 'load', { events_per_second: eventsPerSecond });
  }

  faults(order: Faults): Promise<void> {
    return this.#ask('POST', 'faults', order);
  }

  media(order: MediaOrder): Promise<void> {
    return this.#ask('POST', 'media', order);
  }

  /** What the storage of recordings was asked so far, the oldest first. */
  async mediaRequests(): Promise<MediaRequest[]> {
    return (await this.#ask<{ requests: MediaRequest[] }>('GET', 'media')).requests;
  }

  #drive(call: string, verb: string, order: object): Promise<void> {
    return this.#ask('POST', `calls/${encodeURIComponent(call)}/${verb}`, order);
  }

  async #ask<T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T> {
    const response = await fetch(`${this.#base}/control/${path}`, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`the simulator answered ${response.status} to ${method} ${path}: ${text}`);
    return JSON.parse(text) as T;
  }
}

/** A queue that the agent serves. */
export function queueOf(agent: Agent, { queues }: State): Queue {
  const queue = queues.find(({ name }) => agent.queues.includes(name));
  if (!queue) throw new Error(`${agent.name} serves no queue`);
  return queue;
}

/** Agents who can be rung now. */
export function ready({ agents }: State): Agent[] {
  return agents.filter(({ status, queues }) => status === 'ready' && queues.length > 0);
}
