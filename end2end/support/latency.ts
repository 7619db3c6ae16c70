/** From the moment something is made to happen in the call centre to the moment the page shows it. */
import type { Page } from '@playwright/test';
import type { Control } from './simulator.ts';

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
  const { agents, queues } = await control.state();
  const delays: number[] = [];
  const timed = async (row: string, states: string[], happen: () => Promise<unknown>): Promise<void> => {
    const start = now();
    await happen();
    delays.push(Math.max(0, Math.round(((await shown(page, row, states, start)) - start) * 10) / 10));
  };
  for (let round = 0; delays.length < events; round += 1) {
    const agent = agents[round % agents.length];
    const queue = queues.find(({ id }) => agent?.queues.includes(id));
    if (agent === undefined || queue === undefined) continue;
    const start = now();
    const call = await control.call(queue.id);
    delays.push(Math.max(0, Math.round(((await shown(page, `call ${call}`, ['waiting'], start)) - start) * 10) / 10));
    await timed(`agent ${agent.id}`, ['ringing'], () => control.ring(call, agent.id));
    await timed(`agent ${agent.id}`, ['on-call'], () => control.answer(call));
    await timed(`call ${call}`, ['ended', 'gone'], () => control.hangUp(call));
  }
  return delays;
}
