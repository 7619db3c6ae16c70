import { expect, test } from '../support/test.ts';

test('the HTML itself has the agents, the queues and the counters', async ({ centre, request }) => {
  const { agents, queues } = await centre.simulator.control.state();
  for (const path of ['/', '/wall']) {
    await expect
      .poll(
        async () => {
          const html = await (await request.get(`${centre.server.url}${path}`)).text();
          const rows = agents.filter(({ id }) => html.includes(`data-agent="${id}"`)).length;
          return path === '/wall' ? rows > 0 : rows === agents.length;
        },
        { message: `agents in the HTML of ${path}` },
      )
      .toBe(true);
    const html = await (await request.get(`${centre.server.url}${path}`)).text();
    for (const queue of queues) {
      expect(html).toContain(`data-queue="${queue.id}"`);
      expect(html).toContain(queue.name);
    }
    expect(html, 'the counters').toMatch(/class="kpi[^"]*"/);
  }
});

test.describe('with scripts off', () => {
  test.use({ javaScriptEnabled: false });

  for (const path of ['/', '/wall', '/calls', '/dial']) {
    test(`${path} is readable`, async ({ centre, page }) => {
      await page.goto(`${centre.server.url}${path}`);
      await expect(page.getByRole('main')).toBeVisible();
      await expect(page.getByRole('heading').first()).toBeVisible();
      if (path === '/' || path === '/wall') {
        const { agents, queues } = await centre.simulator.control.state();
        await expect(page.getByText(queues[0]!.name).first()).toBeVisible();
        await expect(page.locator(`[data-agent="${agents[0]!.id}"]`).or(page.locator('[data-agent]').first()).first()).toBeVisible();
      }
    });
  }
});
