/* The gravity graph with only the ways between two pinned bodies: by keyboard and by mouse, and back to everything. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { bodies, canvas, count, picture, select, stands } from './graph.mjs';
import { open, plain, site, visit, withBrowser } from './harness.mjs';
import { drawn } from './snapshots.mjs';

withBrowser();

const panel = (page) => page.getByRole('region', { name: 'Ways between two pinned objects' });

/** Selects a body in the list and pins it on the canvas. */
async function pin(page, id) {
  await select(page, id);
  await page.keyboard.press('p');
  await stands(page);
}

/** Waits until so many bodies are there and stand. */
async function has(page, bodies) {
  await page.waitForFunction((bodies) => Number(document.querySelector('.gravity-stage').dataset.bodies) === bodies, bodies);
  await stands(page);
}

const ids = (page) => bodies(page).evaluateAll((items) => items.map((item) => item.dataset.id).sort());

/**
 * A server with two ways to its session, in two and in four steps, and what is on none: a log of entries, and a string
 * that only the log holds.
 */
function server() {
  const nodes = [
    ['synthetic', '', 0], ['synthetic', '(GC roots)', 0], ['object', 'Server', 900], ['object', 'Store', 500],
    ['object', 'Session', 700], ['object', 'Router', 300], ['object', 'Route', 200], ['object', 'Handler', 100],
    ['object', 'Log', 400], ['string', 'a line of the log', 50], ...Array.from({ length: 6 }, () => ['object', 'Entry', 60]),
  ];
  const edges = [
    [0, 'element', 1, 1], [1, 'element', 1, 2], [2, 'property', 'store', 3], [3, 'property', 'session', 4],
    [2, 'property', 'router', 5], [5, 'property', 'route', 6], [6, 'property', 'handler', 7], [7, 'property', 'session', 4],
    [2, 'property', 'log', 8], [8, 'property', 'text', 9], [3, 'property', 'server', 2],
    ...Array.from({ length: 6 }, (_, row) => [8, 'element', row, 10 + row]),
  ];
  return drawn('server.heapsnapshot', nodes, edges);
}

test('W shows only the ways between the two pinned bodies, and everything again', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, server());
  await picture(page, '/@5');
  const all = await count(page);
  const before = await ids(page);
  await canvas(page).focus();
  await page.keyboard.press('w');
  await page.getByText('Pin two objects with P first').waitFor();
  await pin(page, '@5');
  assert.equal(await panel(page).count(), 0, 'one is not two');
  await pin(page, '@9');
  await panel(page).waitFor();
  assert.match(plain(await panel(page).innerText()), /Pinned: Server @5 ↔ Session @9/);

  await page.keyboard.press('w');
  await has(page, 6);
  assert.deepEqual(await ids(page), ['@11', '@13', '@15', '@5', '@7', '@9']);
  const said = plain(await panel(page).getByRole('status').innerText());
  assert.match(said, /^Server @5 reaches Session @9 in 2 steps.*Shown: all 6 objects on ways of up to 4 steps\.$/s);
  assert.match(plain(await page.getByRole('heading', { level: 1 }).innerText()), /Ways between Server @5 and Session @9/);

  // The same button, which keeps the keyboard.
  await panel(page).getByRole('button', { name: /Show everything again/ }).press('Enter');
  await has(page, all);
  assert.deepEqual(await ids(page), before);
  const again = panel(page).getByRole('button', { name: /Show only the ways/ });
  assert.equal(await again.evaluate((button) => button === document.activeElement), true);
  await again.press('Enter');
  await has(page, 6);
  await canvas(page).focus();
  await page.keyboard.press('Escape');
  await has(page, all);
});

test('two that do not reach each other are shown below what holds both, and restoring ends it', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, server());
  await picture(page, '?by=sky');
  const all = await count(page);
  await pin(page, '@9');
  await pin(page, '@19');
  await canvas(page).focus();
  await page.keyboard.press('w');
  await has(page, 5);
  assert.deepEqual(await ids(page), ['@17', '@19', '@5', '@7', '@9']);
  assert.match(plain(await panel(page).getByRole('status').innerText()), /Neither refers to the other.*holds both is Server @5/s);
  await page.getByRole('button', { name: /Restore/ }).click();
  await has(page, all);
  // Another picture is another subject.
  await page.keyboard.press('w');
  await picture(page, '?by=classes');
  assert.equal(await panel(page).count(), 0);
});
