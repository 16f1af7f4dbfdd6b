/* The code comes in parts (xtask/src/split.rs): a report is read with the first ones alone, and the late ones are waited for. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open, picker, reached, site, visit, withBrowser, words } from './harness.mjs';
import { leaking, node20 } from './snapshots.mjs';

withBrowser();

const LATE = /_late-[0-9a-f]+\.wasm$/;

/** A site that answers for late parts only when it is told to. */
async function holding(t, pattern = LATE) {
  const held = [];
  let isOpen = false;
  const answer = (response, name) => (isOpen ? from.send(response, name) : held.push([response, name]));
  const from = await site(t, { spoil: [[pattern, answer]] });
  const release = () => {
    isOpen = true;
    held.splice(0).forEach(([response, name]) => from.send(response, name));
  };
  return { from, held, release };
}

test('a report is read without the late parts, and a view that needs one waits for it', async (t) => {
  const { from, held, release } = await holding(t);
  const page = await visit(t, from);
  for (const file of [leaking(), node20()]) {
    await open(page, file);
    await page.locator('.report dl.numbers').waitFor();
    assert.match(await words(page), /Leak report/);
    await page.locator('[data-control=theme]').click();
    await page.locator('[data-control=lang]').click();
    await page.locator('h1', { hasText: '内存泄漏报表' }).waitFor();
    await page.locator('[data-control=lang]').click();
    await reached(page, 'open');
  }
  assert.ok(held.length > 0, 'the late parts were asked for');

  await page.evaluate(() => { location.hash = '#/statistics'; });
  await page.locator('main p.loading').waitFor();
  assert.equal(await page.locator('html[data-idle]').count(), 0);
  release();
  await reached(page, 'open');
  await page.locator('main h1', { hasText: 'Statistics' }).waitFor();
  assert.equal(await page.locator('main p.loading').count(), 0);
});

test('a question that comes before its part waits for it in the worker', async (t) => {
  const { from, held, release } = await holding(t, /worker_late-/);
  const page = await visit(t, from, { serviceWorkers: 'block' });
  await open(page, leaking());
  assert.equal(held.length, 1, 'asked for once, and not needed');
  const needed = page.waitForEvent('request', (request) => /worker_late-/.test(request.url()));
  await page.evaluate(() => { location.hash = '#/classes'; });
  await needed;
  await page.locator('main h1', { hasText: 'Classes' }).waitFor();
  const holder = page.locator('main [role=row]', { hasText: 'Holder' });
  assert.equal(await holder.count(), 0);
  release();
  await holder.first().waitFor();
  await reached(page, 'open');
});

test('a late part that did not come is asked for again', async (t) => {
  let failed = 0;
  const from = await site(t, {
    spoil: [[/page_late-/, (response, name) => {
      failed += 1;
      if (failed > 1) return from.send(response, name);
      response.writeHead(503).end();
    }]],
  });
  const page = await visit(t, from, { allow: [/503/], at: '?lang=en#/statistics' });
  await picker(page).setInputFiles(leaking());
  await page.locator('main h1', { hasText: 'Statistics' }).waitFor();
  assert.ok(failed > 1);
});
