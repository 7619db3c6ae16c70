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
  name: string;
  queues: string[];
  status: string;
  sip_user: string;
}

export interface Queue {
  id: string;
  name: string;
}

export interface State {
  agents: Agent[];
  queues: Queue[];
  click_to_calls: number;
  events_sent: number;
}

export class Control {
  readonly #base: string;

  constructor(restUrl: string) {
    this.#base = restUrl.replace(/\/$/, '');
  }

  async #ask<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.#base}/control/${path}`, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`the simulator answered ${response.status} to ${method} ${path}: ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  state(): Promise<State> {
    return this.#ask('GET', 'state');
  }

  /** A caller reaches a queue and waits, held there until the test goes on. Answers the caller's call id. */
  async call(queue: string): Promise<string> {
    return (await this.#ask<{ id: string }>('POST', 'calls', { queue, hold: true })).id;
  }

  ring(call: string, agent: string): Promise<void> {
    return this.#ask('POST', `calls/${encodeURIComponent(call)}/ring`, { agent });
  }

  /** Rings first, if no phone does. */
  answer(call: string, agent?: string): Promise<void> {
    return this.#ask('POST', `calls/${encodeURIComponent(call)}/answer`, agent === undefined ? {} : { agent });
  }

  hangUp(call: string, by: 'caller' | 'agent' = 'caller'): Promise<void> {
    return this.#ask('POST', `calls/${encodeURIComponent(call)}/hang-up`, { by });
  }

  abandon(call: string): Promise<void> {
    return this.#ask('POST', `calls/${encodeURIComponent(call)}/abandon`, {});
  }

  pause(agent: string, reason: string): Promise<void> {
    return this.#ask('POST', `agents/${agent}/pause`, { reason });
  }

  /** An unregistered phone cannot be rung. */
  phone(agent: string, registered: boolean): Promise<void> {
    return this.#ask('POST', `agents/${agent}/phone`, { registered });
  }

  async agentOfPhone(sipUser: string): Promise<Agent> {
    const agent = (await this.state()).agents.find(({ sip_user }) => sip_user === sipUser);
    if (!agent) throw new Error(`no agent has the phone ${sipUser}`);
    return agent;
  }

  /** Calls that click to call has started so far. */
  async clickToCalls(): Promise<number> {
    return (await this.state()).click_to_calls;
  }

  /** Events sent to subscribers so far. */
  async eventsSent(): Promise<number> {
    return (await this.state()).events_sent;
  }
}
