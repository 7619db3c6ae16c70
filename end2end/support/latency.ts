/** From the moment something is made to happen in the call centre to the moment the page shows it. */
import type { Page } from '@playwright/test';
import { queueOf, ready, type Control } from './simulator.ts';

/** One look of the page: which row took which state, when (milliseconds since 1970, by this machine's one clock). */
interface Seen {
  row: string;
  state: string;
  at: number;
}

interface Watching {
  seen: Seen[];
  arrived?: () => void;
}

/** Notes every change of a row's state from now on, as the page itself makes it: no polling from outside. */
export async function watchRows(page: Page): Promise<void> {
  await page.evaluate(() => {
    const watching: Watching = { seen: [] };
    Object.assign(window, { watching });
    const note = (node: Node, at: number): void => {
      if (!(node instanceof HTMLElement)) return;
      const { call, agent, state } = node.dataset;
      const row = call !== undefined ? `call ${call}` : agent !== undefined ? `agent ${agent}` : undefined;
      if (row !== undefined) watching.seen.push({ row, state: state ?? '', at });
    };
    new MutationObserver((mutations) => {
      const at = performance.timeOrigin + performance.now();
      for (const { target, addedNodes, removedNodes } of mutations) {
        note(target, at);
        for (const added of addedNodes) {
          note(added, at);
          if (added instanceof HTMLElement) {
            for (const inner of added.querySelectorAll('[data-call],[data-agent]')) note(inner, at);
          }
        }
        for (const removed of removedNodes) {
          if (removed instanceof HTMLElement && removed.dataset.call !== undefined) {
            watching.seen.push({ row: `call ${removed.dataset.call}`, state: 'gone', at });
          }
        }
      }
      watching.arrived?.();
    }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-state'] });
  });
}

/** When the page first showed `row` in one of `states`, not before `after`. */
async function shown(page: Page, row: string, states: string[], after: number): Promise<number> {
  return page.evaluate(
    ({ row, states, after }) =>
      new Promise<number>((resolve, reject) => {
        const { watching } = window as unknown as { watching: Watching };
        const late = setTimeout(() => reject(new Error(`${row} never became ${states.join(' or ')}`)), 10_000);
        const look = (): boolean => {
          const found = watching.seen.find((seen) => seen.row === row && states.includes(seen.state) && seen.at >= after);
          if (found === undefined) return false;
          clearTimeout(late);
          delete watching.arrived;
          resolve(found.at);
          return true;
        };
        if (!look()) watching.arrived = look;
      }),
    { row, states, after },
  );
}

const now = (): number => performance.timeOrigin + performance.now();

/**
 * Takes calls through waiting → ringing → talking → ended, and answers the delay of each step in milliseconds:
 * from just before the order to the simulator until the mutation in the page. Nothing else happens meanwhile, so
 * each delay is the whole way: simulator, feed, floor, frame, browser, DOM.
 */
export async function measure(page: Page, control: Control, events: number): Promise<number[]> {
  await watchRows(page);
  const state = await control.state();
  const agents = ready(state);
  const delays: number[] = [];
  const timed = async <T>(happen: () => Promise<T>, row: (happened: T) => string, states: string[]): Promise<T> => {
    const start = now();
    const happened = await happen();
    const delay = (await shown(page, row(happened), states, start)) - start;
    delays.push(Math.round(delay * 10) / 10);
    return happened;
  };
  for (let round = 0; delays.length < events; round += 1) {
    const agent = agents[round % agents.length];
    if (agent === undefined) throw new Error('nobody is ready');
    const call = await timed(() => control.call(queueOf(agent, state)), (id) => `call ${id}`, ['waiting']);
    await timed(() => control.ring(call, agent), () => `agent ${agent.id}`, ['ringing']);
    await timed(() => control.answer(call), () => `agent ${agent.id}`, ['on-call']);
    await timed(() => control.hangUp(call), () => `call ${call}`, ['ended', 'gone']);
    // Back from after-call work, so that there is always somebody to ring.
    await control.status(agent, 'ready');
  }
  return delays;
}
