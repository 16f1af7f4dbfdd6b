/* The views that are lists: classes, object clusters, GC roots, tree; icicle and statistics. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { open, plain, reached, site, visit, withBrowser } from './harness.mjs';
import { drawn, node20 } from './snapshots.mjs';

withBrowser();

const grid = (page) => page.getByRole('treegrid');
const rows = (page) => grid(page).locator('[role=row][aria-level]');
const hash = (page) => decodeURIComponent(new URL(page.url()).hash);
const heads = (page) => page.locator('[role=columnheader]');

async function go(page, to) {
  await page.evaluate((to) => { location.hash = to; }, to);
  await grid(page).waitFor();
  await rows(page).first().locator('.number .size').first().waitFor();
  await reached(page, 'open');
}

/** `count` objects of one class in an array, two of another, and one that stands out. */
function crowd(count) {
  const nodes = [
    ['synthetic', '', 0],
    ['synthetic', '(GC roots)', 0],
    ['object', 'Holder', 16],
    ['object', 'Array', 32],
  ];
  const edges = [
    [0, 'element', 1, 1],
    [1, 'element', 1, 2],
    [2, 'property', 'list', 3],
  ];
  for (let at = 0; at < count + 3; at += 1) {
    nodes.push(['object', at <= count ? 'Listener' : '=SUM(1)', at === count ? 900_000 : 24 + 8 * (at % 5)]);
    edges.push([3, 'element', at, 4 + at]);
  }
  return drawn('crowd.heapsnapshot', nodes, edges);
}

test('the class view has DevTools’ classes and sorts by each column', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, node20());
  await go(page, '#/classes');
  const numbers = async (column) => {
    const cells = await rows(page).locator(`[role=gridcell]:nth-child(${column})`).allInnerTexts();
    return cells.map((cell) => Number(plain(cell).replaceAll(',', '')));
  };
  assert.match(plain(await rows(page).first().innerText()), /[kM]B [\d.]+ [kM]B/);
  const [wide, room] = await grid(page).evaluate((element) => [element.scrollWidth, element.clientWidth]);
  assert.ok(wide <= room, `${wide} pixels wide where there are ${room}`);
  await heads(page).nth(1).getByRole('link').click();
  await page.waitForFunction(() => location.hash.includes('sort=-count'));
  await reached(page, 'open');
  const falling = await numbers(2);
  assert.ok(falling.length > 20, `${falling.length} rows`);
  assert.deepEqual(falling, [...falling].sort((a, b) => b - a));
  assert.equal(await heads(page).nth(1).getAttribute('aria-sort'), 'descending');
  await heads(page).nth(1).getByRole('link').click();
  await page.waitForFunction(() => location.hash.includes('sort=count'));
  await reached(page, 'open');
  const rising = await numbers(2);
  assert.deepEqual(rising, [...rising].sort((a, b) => a - b));
  await heads(page).first().getByRole('link').click();
  await page.waitForFunction(() => location.hash.includes('sort=name'));
  await reached(page, 'open');
  const names = (await rows(page).locator('.name').allInnerTexts()).map((name) => name.toLowerCase().slice(0, 4));
  assert.deepEqual(names, [...names].sort((a, b) => (a < b ? -1 : Number(a > b))));
});

test('rows are in the language that is chosen, also when that is later', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, node20());
  await go(page, '#/classes');
  const holders = rows(page).first().locator('a.act');
  assert.equal(await holders.getAttribute('aria-label'), 'Who holds them all');
  await page.locator('[data-control=lang]').click();
  await rows(page).first().locator('a.act[aria-label=谁持有它们]').waitFor();
  await page.locator('[data-control=lang]').click();
  await rows(page).first().locator('a.act[aria-label="Who holds them all"]').waitFor();
});

test('a list without room keeps the column it is sorted by, and its rows are as wide as its heads', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, node20());
  const head = (name) => heads(page).filter({ hasText: name });
  await go(page, '#/classes');
  assert.equal(await head('Distance').isVisible(), false);
  await page.evaluate(() => { location.hash = '#/classes?sort=distance'; });
  await head('Distance').waitFor();
  await reached(page, 'open');
  assert.equal(await head('Distance').getAttribute('aria-sort'), 'ascending');
  assert.equal(await head('Shallow size').isVisible(), false, 'another has made room');
  await page.setViewportSize({ width: 390, height: 800 });
  await page.waitForFunction(() => document.querySelector('.grid').clientWidth < 390);
  const widths = async () => {
    const found = [page.locator('.grid-head .grid-row'), rows(page).first()].map((row) => row.boundingBox());
    return (await Promise.all(found)).map((box) => Math.round(box.width));
  };
  await page.waitForFunction(() => document.querySelector('.grid').scrollWidth > document.querySelector('.grid').clientWidth);
  const [above, below] = await widths();
  assert.equal(below, above);
});

test('a list in another order stays the same list: rows until others come, the keyboard where it was, its top', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, node20());
  await go(page, '#/classes');
  await grid(page).evaluate((element) => {
    element.dataset.first = 'yes';
    element.scrollTop = 3000;
  });
  await rows(page).and(page.locator('[aria-posinset="110"]')).locator('.number .size').first().waitFor();
  // How few rows that are read were ever there.
  await page.evaluate(() => {
    window.least = Infinity;
    new MutationObserver(() => {
      const rows = document.querySelectorAll('.grid-window .grid-row:not(.unread)').length;
      window.least = Math.min(window.least, rows);
    }).observe(document.querySelector('.grid'), { subtree: true, childList: true });
  });
  const link = heads(page).nth(1).getByRole('link');
  await link.focus();
  await link.press('Enter');
  await page.waitForFunction(() => location.hash.includes('sort=-count'));
  await rows(page).and(page.locator('[aria-posinset="1"]')).waitFor();
  await reached(page, 'open');
  assert.equal(await grid(page).getAttribute('data-first'), 'yes', 'it was not made anew');
  assert.ok(await page.evaluate(() => window.least) > 0, 'there was always something to read');
  assert.equal(await link.evaluate((link) => link === document.activeElement), true);
  assert.equal(await grid(page).evaluate((element) => element.scrollTop), 0);
  assert.equal(await grid(page).getAttribute('aria-busy'), null);
  // The list it was before is a step back, and another view leaves it alone.
  await page.goBack();
  await page.waitForFunction(() => !location.hash.includes('sort='));
  await reached(page, 'open');
  assert.equal(await heads(page).nth(1).getAttribute('aria-sort'), 'none');
  await heads(page).nth(1).getByRole('link').click();
  await page.waitForFunction(() => location.hash.includes('sort=-count'));
  await reached(page, 'open');
  await rows(page).first().locator('.twist').click();
  await page.locator('[role=row][aria-level="2"] a.object').first().waitFor();
  await page.keyboard.press('1');
  await page.locator('.grid').waitFor({ state: 'detached' });
  await page.goBack();
  await page.locator('[role=row][aria-level="2"] a.object').first().waitFor();
});

test('classes are filtered by name, opened into their objects and those into their references', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, node20());
  await go(page, '#/classes');
  const all = plain(await page.locator('.grid-foot').innerText());
  await page.locator('[data-control=filter]').fill('eventemitter');
  await page.locator('[data-control=filter]').press('Enter');
  await page.waitForFunction(() => location.hash.includes('filter=eventemitter'));
  await rows(page).filter({ hasText: 'EventEmitter' }).first().waitFor();
  await reached(page, 'open');
  const names = await rows(page).locator('.name').allInnerTexts();
  assert.ok(names.length > 0 && names.every((name) => /eventemitter/i.test(name)), names.join());
  assert.notEqual(plain(await page.locator('.grid-foot').innerText()), all);
  const count = Number(await rows(page).first().locator('[role=gridcell]').nth(1).innerText());
  await rows(page).first().locator('.twist').click();
  const instance = page.locator('[role=row][aria-level="2"]').first();
  await instance.locator('a.object').waitFor();
  await reached(page, 'open');
  assert.equal(Number(await instance.getAttribute('aria-setsize')), count);
  await instance.locator('.twist').click();
  await page.locator('[role=row][aria-level="3"] a.object').first().waitFor();
  await page.locator('[data-control=filter]').fill('no such class');
  await page.locator('[data-control=filter]').press('Enter');
  await page.getByText('Nothing passes the filters').waitFor();
});

test('the object-cluster view folds what repeats and leaves alone what stands out', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, crowd(300));
  await go(page, '#/clusters/@7');
  await page.locator('[role=row][aria-level="2"]').nth(3).waitFor();
  const said = (await rows(page).allInnerTexts()).map(plain);
  assert.match(said[1], /Listener @\d+/, 'the heavy one comes first');
  assert.match(said[2], /Listener 300 times, [\d.]+ kB together/);
  assert.equal(said.length, 5);
  assert.equal(await rows(page).nth(1).locator('.hot-mark').count(), 1, 'marked by more than colour');
  await rows(page).nth(2).locator('.twist').click();
  await page.locator('[role=row][aria-level="3"]').first().locator('a.object').waitFor();
  assert.equal(await page.locator('[role=row][aria-level="3"]').first().getAttribute('aria-setsize'), '300');
  await page.getByLabel('One row per class').click();
  await page.getByText('301 times').waitFor();
  assert.match(hash(page), /filter=by-class/);
});

test('a list of a hundred thousand rows is drawn where one looks, by wheel, bar and keyboard', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, crowd(100_000));
  await go(page, '#/tree/@7');
  await rows(page).nth(20).waitFor();
  assert.ok((await rows(page).count()) < 80, 'only what is in sight is in the page');
  await grid(page).focus();
  await page.keyboard.press('End');
  const last = page.locator('[role=row][aria-posinset="100003"][aria-level="2"]');
  await last.locator('a.object').waitFor();
  await last.and(page.locator('.active')).waitFor();
  await page.keyboard.press('Home');
  await page.locator('[role=row][aria-level="1"].active').waitFor();
  await grid(page).evaluate((element) => { element.scrollTop = element.scrollHeight / 2; });
  const middle = page.locator('[role=row][aria-posinset="50000"]');
  await middle.locator('a.object').waitFor();
  await reached(page, 'open');
  const before = await grid(page).evaluate((element) => element.scrollTop);
  await grid(page).hover();
  await page.mouse.wheel(0, 280);
  await page.waitForFunction((top) => document.querySelector('.grid').scrollTop > top, before);
  await page.locator('[role=row][aria-posinset="50015"] a.object').waitFor();
});

test('containment begins at the roots, each category explained', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, node20());
  await go(page, '#/roots');
  const roots = rows(page).filter({ hasText: '(GC roots)' });
  await roots.first().waitFor();
  assert.match(plain(await roots.first().innerText()), /where the collector starts, by category/);
  await roots.first().locator('.twist').click();
  await page.locator('[role=row][aria-level="3"]', { hasText: '(Global handles)' }).first().waitFor();
  assert.match(plain(await grid(page).innerText()), /references held by C\+\+ code/);
});

test('the icicle is walked by keyboard and gone into by a double click', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, crowd(300));
  await page.evaluate(() => { location.hash = '#/icicle'; });
  const slab = (name) => page.locator('.icicle a', { hasText: name });
  await slab('Holder').waitFor();
  await reached(page, 'open');
  const width = async (locator) => (await locator.boundingBox()).width;
  assert.ok((await width(slab('Listener').first())) <= (await width(slab('Array'))) + 0.5);
  await page.locator('.icicle a[tabindex="0"]').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.locator('aside.panel h2', { hasText: 'Holder' }).waitFor();
  await slab('Array').dblclick();
  await page.waitForFunction(() => location.hash.startsWith('#/icicle/@7'));
  await page.locator('.slab.whole', { hasText: 'Array @7' }).waitFor();
});

test('statistics add up to the heap', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, node20());
  await page.evaluate(() => { location.hash = '#/statistics'; });
  await page.getByRole('heading', { name: 'Whose memory' }).waitFor();
  const bytes = async (title) => {
    const table = page.locator('section', { has: page.getByRole('heading', { name: title }) });
    const sizes = await table.locator('tbody .size').evaluateAll((all) => all.map((one) => one.title));
    return sizes.reduce((sum, size) => sum + Number(size.replace(/\D/g, '')), 0);
  };
  const [kinds, origins, nodes] = [await bytes('Memory by kind'), await bytes('Whose memory'), await bytes("By V8's kinds")];
  assert.ok(kinds > 1_000_000);
  assert.deepEqual([origins, nodes], [kinds, kinds]);
});

test('a list is exported whole, and a formula in it is only text', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, crowd(2500));
  await go(page, '#/tree/@7');
  const saved = async (name) => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
    return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') };
  };
  const csv = await saved('Export CSV');
  assert.equal(csv.name, 'tree-list.csv');
  const lines = csv.text.trim().split('\r\n');
  assert.equal(lines.length, 1 + 2503);
  assert.ok(csv.text.includes('"\'=SUM(1)"') && !csv.text.includes('"=SUM'), 'no formula');
  const json = JSON.parse((await saved('Export JSON')).text);
  assert.equal(json.length, 2503);
  assert.deepEqual([json[0].name, json[0].retained], ['Listener', 900_000]);
});

test('what is open stays open while another view is looked at', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, node20());
  await go(page, '#/roots');
  await page.locator('[role=row][aria-level="2"]', { hasText: '(GC roots)' }).locator('.twist').click();
  await page.locator('[role=row][aria-level="3"]').first().waitFor();
  await page.evaluate(() => { location.hash = '#/statistics'; });
  await page.getByRole('heading', { name: 'Whose memory' }).waitFor();
  await page.goBack();
  await page.locator('[role=row][aria-level="3"]').first().waitFor();
});

test('the last row of a list can be seen, by the keyboard and by the wheel', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, crowd(300));
  await go(page, '#/tree/@7');
  /** How far the last row's foot is above the list's, and which row it is. */
  const last = () => grid(page).evaluate((grid) => {
    const rows = [...grid.querySelectorAll('[role=row][aria-level]')].map((row) => row.getBoundingClientRect());
    return grid.getBoundingClientRect().bottom - Math.max(...rows.map((row) => row.bottom));
  });
  await grid(page).focus();
  await page.keyboard.press('End');
  await reached(page, 'open');
  assert.ok((await last()) >= 0, `${await last()} px`);
  await page.keyboard.press('Home');
  await grid(page).evaluate((grid) => { grid.scrollTop = grid.scrollHeight; });
  await page.waitForFunction(() => document.querySelector('[role=treegrid]').scrollTop > 0);
  await reached(page, 'open');
  // Other rows are drawn a little beyond what is in sight; the last is the lowest of all.
  assert.ok((await last()) >= 0 && (await last()) < 40, `${await last()} px`);
});

test('an export says how far it is and can be stopped', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, crowd(60_000));
  await go(page, '#/tree/@7');
  let saved = 0;
  page.on('download', () => { saved += 1; });
  await page.getByRole('button', { name: 'Export CSV' }).click();
  await page.getByText(/^Exporting: \d+%$/).waitFor();
  await page.getByRole('button', { name: 'Stop' }).first().click();
  await page.getByText(/^Exporting/).waitFor({ state: 'detached' });
  await reached(page, 'open');
  assert.equal(saved, 0);
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Export CSV' }).click()]);
  assert.equal(readFileSync(await download.path(), 'utf8').trim().split('\n').length, 1 + 60_003);
});

test('a double click on like ones in the icicle goes to where they are one by one', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, crowd(300));
  await page.evaluate(() => { location.hash = '#/icicle'; });
  await page.locator('.slab', { hasText: 'Listener ×' }).dblclick();
  await rows(page).filter({ hasText: 'Listener' }).first().waitFor();
  assert.match(hash(page), /^#\/clusters\/@7\b/);
});
