import { createServer, type AddressInfo } from 'node:net';
import { Board } from '../support/board.ts';
import { expect, test } from '../support/test.ts';

/** A port on which nothing listens: taken for a moment, and given back. */
async function refusedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test('a wrong secret: the board says which source is refused, and what to check', async ({ stage, page }) => {
  const simulator = await stage.simulator();
  const server = await stage.callboard(simulator, { CALLBOARD_ANTRING__APP_SECRET: 'not-this-secret' });
  const board = await Board.open(page, server.url, '/');

  for (const source of ['dashboard', 'directory']) {
    await expect(board.source(source)).toContainText('AntRing refused. Check app_id, app_secret', { timeout: 20_000 });
  }
  expect(server.said(), 'the secret is in no log').not.toContain('not-this-secret');
});

test('nothing listens at AntRing’s address: the board says so of each source', async ({ stage, page }) => {
  const simulator = await stage.simulator();
  const server = await stage.callboard(simulator, {
    CALLBOARD_ANTRING__BASE_URL: `http://127.0.0.1:${await refusedPort()}`,
  });
  const board = await Board.open(page, server.url, '/');

  for (const source of ['dashboard', 'directory', 'events']) {
    await expect(board.source(source)).toContainText('takes no connection. Check address, port', { timeout: 20_000 });
  }
});

test('a host that does not exist: the board says so', async ({ stage, page }) => {
  const simulator = await stage.simulator();
  const server = await stage.callboard(simulator, {
    CALLBOARD_ANTRING__BASE_URL: 'http://antring.invalid',
  });
  const board = await Board.open(page, server.url, '/');

  for (const source of ['dashboard', 'directory', 'events']) {
    await expect(board.source(source)).toContainText('was not found. Check the address and the DNS', { timeout: 20_000 });
  }
});

for (const dialect of ['socketio09', 'socketio4'] as const) {
  test(`the event feed alone is down, over ${dialect}: polls go on, and the board says which source is down`, async ({
    stage,
    page,
  }) => {
    const simulator = await stage.simulator({ dialect });
    const server = await stage.callboard(simulator, {
      CALLBOARD_ANTRING__EVENTS_URL: `http://127.0.0.1:${await refusedPort()}`,
    });
    const board = await Board.open(page, server.url, '/');
    const { agents } = await simulator.control.state();

    await expect(board.source('events')).toContainText('takes no connection.', { timeout: 20_000 });
    await expect(board.page.getByText('Source down: Call events').first()).toBeVisible({ timeout: 20_000 });
    await expect(board.page.getByText('Source down: Queues and agents')).toHaveCount(0);
    await expect(board.agent(agents[0]!.id)).toHaveAttribute('data-state', 'available');
  });
}
