/* Retainers and paths: who holds an object, what cutting frees, and thinking retainers away. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open, plain, reached, site, visit, withBrowser } from './harness.mjs';
import { drawn, node20 } from './snapshots.mjs';

withBrowser();

const ways = (page) => page.locator('.ways > li');
const tree = (page) => page.getByRole('treegrid', { name: 'Retainers, nearest to the roots first' });
const rows = (page) => tree(page).locator('[role=row][aria-level="2"]');

/** Three listeners and a cache hold a state. */
function held() {
  const nodes = [
    ['synthetic', '', 0],
    ['object', 'Window', 24],
    ['object', 'Emitter', 40],
    ['object', 'Array', 32],
    ['closure', 'one', 64],
    ['closure', 'two', 64],
    ['closure', 'three', 64],
    ['object', 'State', 1000],
    ['object', 'Cache', 16],
    ['object', 'Buffer', 5_000_000],
  ];
  const edges = [
    [0, 'element', 1, 1],
    [1, 'property', 'bus', 2],
    [1, 'property', 'cache', 8],
    [2, 'property', 'handlers', 3],
    [3, 'element', 0, 4],
    [3, 'element', 1, 5],
    [3, 'element', 2, 6],
    [4, 'context', 'self', 7],
    [5, 'context', 'self', 7],
    [6, 'context', 'self', 7],
    [7, 'property', 'big', 9],
    [8, 'property', 'last', 7],
  ];
  return drawn('held.heapsnapshot', nodes, edges);
}

/** Goes to the view of the object with this name. */
async function lookAt(page, name) {
  await page.evaluate((name) => { location.hash = `#/search?q=${name}`; }, name);
  await page.locator('.results a.object').first().click();
  await page.waitForFunction(() => location.hash.includes('sel='));
  await page.locator('.panel .actions').getByRole('link', { name: 'Retainers and paths' }).click();
  await page.getByRole('heading', { level: 1, name: 'Retainers and paths' }).waitFor();
  await ways(page).first().waitFor();
  await reached(page, 'open');
}

test('the ways to an object are different ones, and each step says what cutting frees', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, held());
  await lookAt(page, 'State');
  assert.equal(await ways(page).count(), 2);
  const codes = (await ways(page).locator('.notation').allInnerTexts()).map(plain);
  assert.ok(codes[0].endsWith('cache.last'), codes[0]);
  assert.ok(codes[1].includes('handlers[0]'), codes[1]);
  const step = ways(page).first().locator('.held li').last();
  assert.match(plain(await step.innerText()), /Cut frees 0 B/);
  await lookAt(page, 'Buffer');
  assert.match(plain(await ways(page).first().locator('.held li').last().innerText()), /Cut frees 5\.0 MB/);
});

test('what is thought away is gone from ways and retainers, stands in the address, and comes back', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, held());
  await lookAt(page, 'State');
  assert.equal(await rows(page).count(), 4);
  await ways(page).first().locator('.held li').last().getByRole('link', { name: 'As if this reference were not there' }).click();
  await page.locator('.ignored .chip').waitFor();
  await reached(page, 'open');
  assert.equal(await ways(page).count(), 1);
  assert.match(plain(await page.locator('.freed').innerText()), /would free nothing/);
  await rows(page).nth(2).waitFor();
  assert.equal(await rows(page).count(), 3);
  // One retainer after the other, in the tree.
  await page.locator('.ignored .chip', { hasText: 'Cache.last' }).waitFor();
  for (const [at, left] of ['two', 'one', 'three'].entries()) {
    const row = rows(page).filter({ hasText: left });
    await row.getByRole('link', { name: 'Ignore' }).click();
    await page.waitForFunction((count) => document.querySelectorAll('.ignored .chip').length === count, at + 2);
    await reached(page, 'open');
    await page.locator('.freed').waitFor();
  }
  assert.match(plain(await page.locator('.paths').innerText()), /That would free 5\.0 MB in 5 objects\. Then no root reaches it/);
  assert.equal(await page.locator('.ignored .chip').count(), 4);

  // The address brings it all back.
  await page.reload();
  await open(page, held());
  await page.locator('.freed').waitFor();
  assert.equal(await page.locator('.ignored .chip').count(), 4);
  await page.locator('.ignored .chip').first().click();
  await page.waitForFunction(() => document.querySelectorAll('.ignored .chip').length === 3);
  await ways(page).first().waitFor();
  await page.getByRole('link', { name: 'Restore all' }).click();
  await page.waitForFunction(() => !document.querySelector('.ignored'));
  await ways(page).nth(1).waitFor();
});

test('a class is thought away; what is not there is said, and the way back is there', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, held());
  await lookAt(page, 'State');
  await ways(page).nth(1).locator('summary').click();
  const step = ways(page).nth(1).locator('.held li').filter({ hasText: 'one()' });
  await step.getByRole('link', { name: 'Ignore its class' }).click();
  await page.locator('.ignored .chip').waitFor();
  await ways(page).first().waitFor();
  assert.equal(await ways(page).count(), 1);
  await page.evaluate(() => { location.hash = location.hash.replace(/filter=[^&]*/, 'filter=%4099999'); });
  await page.locator('.trouble').first().waitFor();
  await page.getByRole('link', { name: 'Restore all' }).click();
  await ways(page).nth(1).waitFor();
});

test('references that lead in a circle are told', async (t) => {
  const page = await visit(t, await site(t));
  const nodes = [['synthetic', '', 0], ['object', 'Window', 24], ['object', 'Parent', 40], ['object', 'Child', 2_000_000]];
  const edges = [[0, 'element', 1, 1], [1, 'property', 'top', 2], [2, 'property', 'child', 3], [3, 'property', 'parent', 2]];
  await open(page, drawn('circle.heapsnapshot', nodes, edges));
  await lookAt(page, 'Child');
  await tree(page).focus();
  // Child, held by Parent, which is held by Child again.
  await rows(page).first().locator('.object').waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  const again = tree(page).locator('[role=row][aria-level="3"]').filter({ hasText: 'cycle' });
  await again.waitFor();
  assert.match(await again.innerText(), /Child/);
});

test('a real object is walked from retainer to retainer with the keyboard', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, node20());
  await lookAt(page, 'EventEmitter');
  await rows(page).first().waitFor();
  await tree(page).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await tree(page).locator('[role=row][aria-level="3"] .object').first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await tree(page).locator('[aria-selected=true][aria-level="3"]').first().waitFor();
  await tree(page).focus();
  await page.keyboard.press('Delete');
  await page.locator('.ignored .chip').waitFor();
});
