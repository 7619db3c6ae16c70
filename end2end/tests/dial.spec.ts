import { expect, test } from '../support/test.ts';

test('click to call rings the agent’s phone once, then shows on the board', async ({ stage, open, context }) => {
  const simulator = await stage.simulator();
  const server = await stage.callboard(simulator.account);
  const agent = await simulator.control.agentOfPhone(simulator.account.sip_user);
  const console_ = await open(server.url, '/');
  const dial = await open(server.url, '/dial', await context.newPage());
  const before = await simulator.control.clickToCalls();

  await dial.page.getByLabel('Number to call').fill('0901 234 567');
  // As impatient people do.
  await dial.page.getByRole('button', { name: 'Call', exact: true }).dblclick();

  await expect(dial.page.getByText('Your phone is ringing')).toBeVisible();
  await expect.poll(() => simulator.control.clickToCalls(), { message: 'the phone rings' }).toBe(before + 1);
  await expect(console_.agent(agent.id)).toHaveAttribute('data-state', /ringing|on-call/);
  expect(await simulator.control.clickToCalls(), 'a double click is one call').toBe(before + 1);
});

test('a phone that is offline is told in words', async ({ stage, open }) => {
  const simulator = await stage.simulator();
  const server = await stage.callboard(simulator.account);
  const agent = await simulator.control.agentOfPhone(simulator.account.sip_user);
  await simulator.control.phone(agent.id, false);
  const dial = await open(server.url, '/dial');

  await dial.page.getByLabel('Number to call').fill('0901234567');
  await dial.page.getByRole('button', { name: 'Call', exact: true }).click();

  await expect(dial.page.getByText('Your phone is not connected.')).toBeVisible();
});
