/* The class view: filters of DevTools, expressions, groups, spans of a timeline. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open, plain, reached, site, visit, withBrowser } from './harness.mjs';
import { drawn, node20, recorded } from './snapshots.mjs';

withBrowser();

const grid = (page) => page.getByRole('treegrid');
const rows = (page) => grid(page).locator('[role=row][aria-level="1"]');
const control = (page, name) => page.locator(`[data-control=${name}]`);
const foot = async (page) => plain(await page.locator('.grid-foot [role=status]').first().innerText());

async function classes(page, query = '') {
  await page.evaluate((query) => { location.hash = `#/classes${query}`; }, query);
  await grid(page).waitFor();
  await rows(page).first().locator('.number').first().waitFor();
  await reached(page, 'open');
}

test('a filter of DevTools shows its classes, stands in the address and opens into its objects', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, recorded('chromium-156-console.heapsnapshot'));
  await classes(page);
  const all = await foot(page);
  await control(page, 'only').selectOption({ label: 'Retained by the DevTools console' });
  await page.waitForFunction(() => location.hash.includes('only=console'));
  await rows(page).filter({ hasText: 'Logged' }).first().waitFor();
  await reached(page, 'open');
  assert.equal(await rows(page).count(), 20, 'DevTools has 20 classes');
  const kept = await foot(page);
  assert.notEqual(kept, all);
  assert.match(kept, /^20 rows: 503 objects/);
  // Thirty of that class, and each is an object one can go to.
  const logged = rows(page).filter({ hasText: 'Logged' }).first();
  await logged.locator('.twist').click();
  const inside = grid(page).locator('[role=row][aria-level="2"] a.object');
  await inside.first().click();
  await page.waitForFunction(() => location.hash.includes('sel=') && location.hash.includes('only=console'));
  await page.locator('.panel').getByText('Logged').first().waitFor();
  await page.goBack();
  await page.waitForFunction(() => !location.hash.includes('sel='));
  assert.equal(await control(page, 'only').inputValue(), 'console');
});

test('nothing retained by event handlers is said as nothing', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, node20());
  await page.evaluate(() => { location.hash = '#/classes?only=handlers'; });
  await page.getByText('Nothing passes the filters.').waitFor();
  await reached(page, 'open');
});

test('a long answer says how far it is, is stopped, and the list comes back', async (t) => {
  const page = await visit(t, await site(t));
  // A heap whose names take an expression a while.
  const nodes = [['synthetic', '', 0], ['object', 'Holder', 16]];
  const edges = [[0, 'element', 1, 1]];
  for (let at = 0; at < 60_000; at += 1) {
    nodes.push(['string', `${at} ${'ab'.repeat(60)}`, 24]);
    edges.push([1, 'element', at, 2 + at]);
  }
  await open(page, drawn('long.heapsnapshot', nodes, edges));
  await page.evaluate(() => { location.hash = '#/strings?filter=%2F(a%7Cb)%7B40%2C80%7Dz%2F'; });
  const working = page.locator('.working');
  await working.getByText(/Going through the whole heap … \d+ %/).waitFor();
  await working.getByRole('button', { name: 'Stop' }).click();
  await page.locator('.trouble').filter({ hasText: 'Stopped.' }).waitFor();
  await working.waitFor({ state: 'detached' });
  // It begins again when it is told to, and not by itself.
  await page.getByRole('button', { name: 'Try again' }).click();
  await working.getByRole('button', { name: 'Stop' }).click();
  await page.getByRole('button', { name: 'Try again' }).waitFor();
  // The worker is free again.
  await page.evaluate(() => { location.hash = '#/strings'; });
  await rows(page).first().locator('.object').waitFor();
  await reached(page, 'open');
});

test('an expression filters names; what is none is told, and the list comes back', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, node20());
  await classes(page);
  await control(page, 'filter').fill('/^Event(Emitter|Target)$/');
  await control(page, 'filter').press('Enter');
  await page.waitForFunction(() => location.hash.includes('filter='));
  await rows(page).filter({ hasText: 'EventEmitter' }).first().waitFor();
  await reached(page, 'open');
  const names = await rows(page).locator('.name').allInnerTexts();
  assert.ok(names.every((name) => /^Event(Emitter|Target)$/.test(name)), names.join());
  await control(page, 'filter').fill('/(/');
  await control(page, 'filter').press('Enter');
  await page.locator('.trouble').filter({ hasText: 'This regular expression cannot be read' }).waitFor();
  await control(page, 'filter').fill('');
  await control(page, 'filter').press('Enter');
  await rows(page).nth(20).waitFor();
});

test('scripts and packages are rows that open into their classes', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, node20());
  await classes(page);
  await control(page, 'by').selectOption({ label: 'npm package' });
  await page.waitForFunction(() => location.hash.includes('by=package'));
  const node = rows(page).filter({ hasText: 'Node.js itself' });
  await node.waitFor();
  await node.locator('.twist').click();
  await grid(page).locator('[role=row][aria-level="2"]').filter({ hasText: 'Function' }).first().waitFor();
  await control(page, 'by').selectOption({ label: 'Script' });
  await rows(page).filter({ hasText: 'node:events' }).first().waitFor();
  await control(page, 'by').selectOption({ label: 'Kind' });
  await rows(page).filter({ hasText: 'closure' }).first().waitFor();
});

test('of a timeline a span of time can be chosen', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, recorded('node-8.17.0.heaptimeline'));
  await classes(page);
  const all = await foot(page);
  await control(page, 'after').selectOption({ index: 1 });
  await page.waitForFunction(() => location.hash.includes('only=ids-'));
  await page.waitForFunction((all) => {
    const foot = document.querySelector('.grid-foot [role=status]');
    return foot?.textContent && !foot.textContent.startsWith(all.slice(0, 8));
  }, all);
  await control(page, 'after').selectOption({ index: 0 });
  await page.waitForFunction(() => !location.hash.includes('only='));
});

test('the filter applies while one types, and keeps the keyboard', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, node20());
  await classes(page);
  await control(page, 'filter').focus();
  await page.keyboard.type('EventEm');
  await page.waitForFunction(() => location.hash.includes('filter=EventEm'));
  await rows(page).filter({ hasText: 'EventEmitter' }).first().waitFor();
  await reached(page, 'open');
  const names = await rows(page).locator('.name').allInnerTexts();
  assert.ok(names.every((name) => /eventem/i.test(name)), names.join());
  await page.keyboard.type('itter');
  await page.waitForFunction(() => location.hash.includes('filter=EventEmitter'));
  assert.equal(await control(page, 'filter').inputValue(), 'EventEmitter');
});
