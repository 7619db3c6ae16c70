import { expect, test } from '../support/test.ts';
import { measure } from '../support/latency.ts';

const EVENTS = 210;
const P95_LIMIT_MS = 250;

for (const dialect of ['socketio4', 'socketio09'] as const) {
  test(`from an event to the page, over ${dialect}`, async ({ stage, open }) => {
    test.setTimeout(180_000);
    const simulator = await stage.simulator({ dialect });
    const server = await stage.callboard(simulator);
    const board = await open(server.url, '/');

    const delays = await measure(board.page, simulator.control, EVENTS);

    delays.sort((a, b) => a - b);
    const at = (share: number): number => delays[Math.ceil(share * delays.length) - 1] ?? Number.NaN;
    console.log(
      `event to DOM over ${dialect}: ${delays.length} events, p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, max ${at(1)} ms`,
    );
    expect(delays.length).toBeGreaterThanOrEqual(200);
    expect(at(0.95)).toBeLessThanOrEqual(P95_LIMIT_MS);
  });
}
