/*
 * The page in Firefox: it opens a snapshot, draws the same picture as Chromium, and the largest picture comes to rest.
 *
 * One Firefox with a fresh profile for each test, as `visit` does for Chromium, with the same guard: an error in the console
 * fails the test, whatever else it checked.
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';

import { startFirefox } from './firefox.mjs';
import { open, reached, site, visit, withBrowser } from './harness.mjs';
import { node20 } from './snapshots.mjs';

withBrowser();

const WINDOW = { width: 1440, height: 900 };

/** Opens a snapshot in a Firefox that ends with the test. */
async function inFirefox(t, from, { name, buffer }) {
  const folder = await mkdtemp(path.join(tmpdir(), 'heapsky-'));
  t.after(() => rm(folder, { recursive: true }));
  await writeFile(path.join(folder, name), buffer);
  const firefox = await startFirefox(WINDOW);
  t.after(async () => {
    const wrong = await firefox.wrong().finally(() => firefox.close());
    assert.deepEqual(wrong, [], 'the page reported an error');
  });
  await firefox.go(from.url('?lang=en'));
  await firefox.until('html[data-state][data-idle]');
  await firefox.file('input[type=file]', path.join(folder, name));
  await firefox.until('html[data-state=open][data-idle]');
  return firefox;
}

const SETTLED = 'html[data-state=open][data-idle]:has(.gravity-stage[data-settled])';

/** Goes to a picture and waits until nothing moves. */
async function settle(firefox, hash) {
  await firefox.run((hash) => { location.hash = hash; }, hash);
  await firefox.until(SETTLED);
}

/** Runs in either page: what the list says of the bodies, and what the picture is drawn with. */
const drawn = () => ({
  window: [innerWidth, innerHeight],
  context: document.querySelector('.gravity-below')?.dataset.context ?? 'no canvas of their own',
  isCalm: matchMedia('(prefers-reduced-motion: reduce)').matches,
  bodies: [...document.querySelectorAll('.gravity-bodies [data-id]')].map(({ dataset }, nth) => ({
    name: `${dataset.kind} ${dataset.id}`,
    at: document.querySelector('.gravity-bodies').dataset.places.split(' ')[nth].split(',').map(Number),
  })),
});

const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

/**
 * The camera between two pictures, as zoom and shift, and how far off the worst body is, in pixels.
 * The camera fills what the head above the canvas leaves and keeps clear of the legend; both are as large as their words, and
 * each browser sets words in its own way: the same places may be shown a little larger or further aside. So the best camera
 * is taken off before places are compared; of all bodies, not of two, because the page tells places to a tenth of a pixel.
 */
function compare(ones, others) {
  const [low, high] = [ones, others].map((places) => [0, 1].map((axis) => mean(places.map((at) => at[axis]))));
  const from = ones.map((at) => at.map((value, axis) => value - low[axis])).flat();
  const to = others.map((at) => at.map((value, axis) => value - high[axis])).flat();
  const zoom = mean(from.map((value, row) => value * to[row])) / mean(from.map((value) => value * value));
  const off = Math.max(...from.map((value, row) => Math.abs(value * zoom - to[row])));
  return { zoom, shift: high.map((value, axis) => value - low[axis] * zoom), off };
}

test('Firefox opens a snapshot and shows the report', async (t) => {
  const firefox = await inFirefox(t, await site(t), node20());
  t.diagnostic(`Firefox ${firefox.version}`);
  const [title, numbers] = await firefox.run(() => ['main h1', 'dl.numbers'].map((of) => document.querySelector(of).innerText));
  assert.ok(title.length > 0);
  assert.match(numbers, /51,055/);
});

for (const hash of ['#/gravity', '#/gravity?by=sky']) {
  test(`same file, same picture in Firefox and in Chromium: ${hash}`, async (t) => {
    const from = await site(t);
    const firefox = await inFirefox(t, from, node20());
    await settle(firefox, hash);
    const there = await firefox.run(drawn);

    const page = await visit(t, from, { viewport: WINDOW, reducedMotion: 'reduce' });
    await open(page, node20());
    await page.evaluate((hash) => { location.hash = hash; }, hash);
    await page.locator('.gravity-stage[data-settled]').waitFor();
    await reached(page, 'open');
    const here = await page.evaluate(drawn);

    t.diagnostic(`bodies in bulk: Firefox has ${there.context}, Chromium ${here.context}`);
    for (const { isCalm, window } of [here, there]) assert.deepEqual([isCalm, window], [true, [WINDOW.width, WINDOW.height]]);
    assert.deepEqual(there.bodies.map(({ name }) => name), here.bodies.map(({ name }) => name));
    assert.ok(here.bodies.length > 10, `${here.bodies.length} bodies`);
    const { zoom, shift, off } = compare(here.bodies.map(({ at }) => at), there.bodies.map(({ at }) => at));
    t.diagnostic(`${here.bodies.length} bodies: zoom ${zoom.toFixed(4)}, shift ${shift.map((by) => by.toFixed(1))} px, the worst ${off.toFixed(2)} px off`);
    assert.ok(zoom > 0.5 && zoom < 2, `the same picture, ${zoom} times as large`);
    assert.ok(off <= 0.2, `a body stands ${off} px elsewhere`);
  });
}

test('a picture of 10,000 bodies comes to rest in Firefox', async (t) => {
  const firefox = await inFirefox(t, await site(t), node20());
  const start = performance.now();
  await settle(firefox, '#/gravity?by=sky&only=10000');
  t.diagnostic(`at rest after ${((performance.now() - start) / 1000).toFixed(1)} s, drawn with ${(await firefox.run(drawn)).context}`);
  assert.match(await firefox.run(() => document.querySelector('.gravity-bodies').textContent), /the largest 200 of 10,000/);
});
