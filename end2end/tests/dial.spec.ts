import type { Agent, Control } from '../support/simulator.ts';
import { expect, test } from '../support/test.ts';

test('click to call rings the agent’s phone once, then shows on the board', async ({ stage, open, context }) => {
  const simulator = await stage.simulator();
  const server = await stage.callboard(simulator);
  const agent = await ownerOf(simulator.account.sip_user, simulator.control);
  const console_ = await open(server.url, '/');
  const dial = await open(server.url, '/dial', await context.newPage());
  const sent: string[] = [];
  dial.page.on('request', (request) => {
    if (request.method() === 'POST') sent.push(request.url());
  });

  await dial.page.getByLabel('Number to call').fill('0901 234 567');
  // As impatient people do.
  await dial.page.getByRole('button', { name: 'Call', exact: true }).dblclick();

  // The simulated agent picks up within moments; then it rings at the other end.
  await expect(dial.page.getByText(/^(Your phone is ringing|Their phone is ringing|On call)$/)).toBeVisible();
  await expect(console_.agent(agent.id)).toHaveAttribute('data-state', /ringing|on-call/);
  const calls = (await simulator.control.state()).calls.filter(({ kind }) => kind === 'outbound');
  expect(calls.length, 'a double click is one call').toBe(1);
  expect(sent).toEqual([`${server.url}/api/v1/calls`]);
  await expect(console_.call(calls[0]!.call_id)).toBeAttached();
});

test('a phone that is offline is told in words', async ({ stage, open }) => {
  const simulator = await stage.simulator();
  const server = await stage.callboard(simulator);
  await simulator.control.phone(simulator.account.sip_user, false);
  const dial = await open(server.url, '/dial');

  await dial.page.getByLabel('Number to call').fill('0901234567');
  await dial.page.getByRole('button', { name: 'Call', exact: true }).click();

  await expect(dial.page.getByText('Your phone is not connected.')).toBeVisible();
});

async function ownerOf(sipUser: string, control: Control): Promise<Agent> {
  const { agents } = await control.state();
  const owner = agents.find(({ sip_user }) => sip_user === sipUser);
  if (!owner) throw new Error(`nobody has the phone ${sipUser}`);
  return owner;
}
