/* How long the page's own thread is held up. Reported, not judged: the machine may be busy with other things. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';

import { open, reached, site, visit, withBrowser } from './harness.mjs';
import { node20 } from './snapshots.mjs';

withBrowser();

test('long tasks of the page while a snapshot opens', async (t) => {
  const page = await visit(t, await site(t));
  await page.evaluate(() => {
    window.longTasks = [];
    const note = (list) => window.longTasks.push(...list.getEntries().map((task) => task.duration));
    new PerformanceObserver(note).observe({ type: 'longtask' });
  });
  // A file on the disk, as users have it: one sent by the test's own line would be unpacked in the page.
  const folder = await mkdtemp(path.join(tmpdir(), 'heapsky-'));
  t.after(() => rm(folder, { recursive: true }));
  const { name, buffer } = node20();
  await writeFile(path.join(folder, name), buffer);
  await open(page, path.join(folder, name));
  const opening = await page.evaluate(() => window.longTasks.splice(0));
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Tree list' }).click();
  await page.getByRole('treegrid').waitFor();
  await reached(page, 'open');
  await page.getByRole('treegrid').locator('[role=row][aria-level]').nth(1).waitFor();
  const tree = await page.evaluate(() => window.longTasks.splice(0));
  for (const [what, tasks] of Object.entries({ opening, tree })) {
    t.diagnostic(`${what}: tasks over 50 ms: ${tasks.length}, the longest ${Math.max(0, ...tasks)} ms`);
  }
  assert.ok(Array.isArray(tree));
});
