/* Every view on a real snapshot, by mouse alone and by keyboard alone: go there, open something, select an object. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { placeOf } from './graph.mjs';
import { open, plain, reached, site, visit, withBrowser } from './harness.mjs';
import { node20, recorded } from './snapshots.mjs';

withBrowser();

/** The views of the rail in their order, the key of each, and what of it shows objects. */
const VIEWS = [
  { key: '1', name: 'Leak report', objects: 'link' },
  { key: '2', name: 'Gravity graph', objects: 'canvas' },
  { key: '3', name: 'Object clusters', objects: 'grid' },
  { key: '4', name: 'Tree list', objects: 'grid' },
  { key: '5', name: 'Icicle', objects: 'icicle' },
  { key: '6', name: 'Classes', objects: 'grid' },
  { key: '7', name: 'Retainers and paths', objects: 'grid' },
  { key: '8', name: 'GC roots', objects: 'grid' },
  { key: '9', name: 'Strings', objects: 'grid' },
  { key: '0', name: 'Statistics', objects: 'none' },
];

const SEEN = { link: 'main a.object', canvas: '.gravity-stage[data-settled]', grid: '[role=treegrid] [role=row][aria-level]:not(.unread)', icicle: '.slab[id]', none: 'table' };

const selected = (page) => page.evaluate(() => location.hash.match(/sel=(@\d+)/)?.[1]);

async function seen(page, view) {
  await page.locator(SEEN[view.objects]).first().waitFor();
  await reached(page, 'open');
}

/** Waits until something else than before is selected. */
async function selects(page, before, view) {
  await page.waitForFunction((before) => (location.hash.match(/sel=(@\d+)/)?.[1] ?? before) !== before, before).catch(() => {
    throw new Error(`nothing was selected in ${view.name}`);
  });
  await reached(page, 'open');
  assert.equal(await page.locator('.panel .title .id').innerText(), await selected(page), view.name);
}

test('every view is walked with the mouse', async (t) => {
  const page = await visit(t, await site(t), { viewport: { width: 1440, height: 900 } });
  await open(page, node20());
  for (const view of VIEWS) {
    await page.locator('.rail').getByRole('link', { name: view.name }).click();
    await page.locator('.rail a[aria-current=page]').filter({ hasText: view.name }).waitFor();
    await seen(page, view);
    const before = await selected(page);
    if (view.objects === 'grid') {
      // The first row may be open already, or be the subject itself.
      const twist = page.locator('[role=treegrid] [role=row]:not([aria-expanded=true]) .twist:not(.none)').first();
      const rows = await page.locator('[role=treegrid]').getAttribute('aria-rowcount');
      await twist.click();
      await page.waitForFunction((rows) => document.querySelector('[role=treegrid]').getAttribute('aria-rowcount') !== rows, rows);
      await reached(page, 'open');
      await page.locator('[role=treegrid] [role=row]:not(.selected) a.object').first().click();
      await selects(page, before, view);
    } else if (view.objects === 'link') {
      await page.locator(SEEN.link).first().click();
      await selects(page, before, view);
    } else if (view.objects === 'icicle') {
      await page.locator('.slab[id]:not([aria-current])').last().click();
      await selects(page, before, view);
    } else if (view.objects === 'canvas') {
      // A heavy one: the next views open on it.
      const body = page.locator(`.gravity-bodies [data-id^="@"]:not([data-id="${before}"])`).nth(1);
      const [x, y] = await placeOf(body);
      await page.locator('.gravity-stage canvas[role]').click({ position: { x, y } });
      await selects(page, before, view);
    }
  }
});

test('every view is walked with the keyboard', async (t) => {
  const page = await visit(t, await site(t), { viewport: { width: 1440, height: 900 } });
  await open(page, node20());
  const press = async (...keys) => { for (const key of keys) await page.keyboard.press(key); };
  /** Goes on with Tab until the focus is on such an element. */
  const tabTo = async (selector, view) => {
    for (let step = 0; step < 250; step += 1) {
      // A list has the keyboard as soon as its key was pressed.
      if (await page.evaluate((selector) => document.activeElement.matches(selector), selector)) return;
      await page.keyboard.press('Tab');
    }
    assert.fail(`Tab does not come to ${selector} in ${view.name}`);
  };
  for (const view of VIEWS) {
    await page.evaluate(() => document.activeElement.blur());
    await press(view.key);
    await page.locator('.rail a[aria-current=page]').filter({ hasText: view.name }).waitFor();
    await seen(page, view);
    const before = await selected(page);
    if (view.objects === 'grid') {
      await tabTo('[role=treegrid]', view);
      // Down to a row that is not selected yet, which is opened and gone into.
      for (let step = 0; step < 12 && (await selected(page)) === before; step += 1) {
        await press('ArrowDown', 'ArrowRight');
        await reached(page, 'open');
        await press('ArrowDown', 'Enter');
        await reached(page, 'open');
      }
      await selects(page, before, view);
    } else if (view.objects === 'link') {
      await tabTo('main a.object, main .notation a', view);
      await press('Enter');
      await selects(page, before, view);
    } else if (view.objects === 'icicle') {
      await tabTo('.slab[id]', view);
      await press('End', 'Enter');
      await selects(page, before, view);
    } else if (view.objects === 'canvas') {
      await tabTo('canvas', view);
      // An arrow goes to the next body that way, if there is one, and selects it.
      for (const key of ['ArrowDown', 'ArrowRight', 'ArrowUp', 'ArrowLeft']) {
        if ((await selected(page)) === before) await press(key);
        await reached(page, 'open');
      }
      await selects(page, before, view);
      const bodies = await page.locator('.gravity-bodies [data-id]').count();
      await press('Enter');
      await page.waitForFunction((count) => document.querySelectorAll('.gravity-bodies [data-id]').length !== count, bodies);
      await reached(page, 'open');
    }
  }
});

test('who holds all objects of a class is opened up to the roots', async (t) => {
  const page = await visit(t, await site(t), { viewport: { width: 1440, height: 900 } });
  await open(page, node20());
  await page.evaluate(() => { location.hash = '#/classes?filter=EventEmitter'; });
  await page.locator('[role=treegrid] [role=row][aria-level]:not(.unread)').first().waitFor();
  await page.getByRole('link', { name: 'Who holds them all' }).first().click();
  await page.getByRole('heading', { level: 2, name: 'Who holds these objects' }).waitFor();
  const rows = page.locator('[role=treegrid] [role=row][aria-level]:not(.unread)');
  await rows.first().waitFor();
  await page.locator('[role=treegrid]').focus();
  for (let level = 1; level < 4; level += 1) {
    await page.keyboard.press('ArrowRight');
    await page.locator(`[role=row][aria-level="${level + 1}"]:not(.unread)`).first().waitFor();
    await page.keyboard.press('ArrowDown');
  }
  // What hangs on a row above it cannot be more than what hangs on that.
  const counts = await page.locator('[role=row][aria-level]:not(.unread)').evaluateAll((rows) => rows.map((row) => [Number(row.getAttribute('aria-level')), Number(row.querySelector('.number').textContent.replace(/\D/g, ''))]));
  for (const [at, [level, count]] of counts.entries()) {
    const above = counts.slice(0, at).findLast(([other]) => other === level - 1);
    assert.ok(count > 0 && (!above || count <= above[1]), `${count} below ${above}`);
  }
  await page.reload();
  await open(page, node20());
  await page.getByRole('heading', { level: 2, name: 'Who holds these objects' }).waitFor();
  await rows.first().waitFor();
});

test('pictures are saved as SVG and PNG', async (t) => {
  const page = await visit(t, await site(t), { viewport: { width: 1440, height: 900 } });
  await open(page, node20());
  const saved = async (name, scope = page) => {
    const [download] = await Promise.all([page.waitForEvent('download'), scope.getByRole('button', { name }).click()]);
    return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
  };
  const isPng = (bytes) => bytes.subarray(1, 4).toString() === 'PNG' && bytes.length > 10_000;
  for (const [hash, name] of [['icicle', 'icicle'], ['statistics', 'memory-by-kind']]) {
    await page.evaluate((hash) => { location.hash = `#/${hash}`; }, hash);
    await page.getByRole('button', { name: 'Export SVG' }).waitFor();
    const svg = await saved('Export SVG');
    assert.equal(svg.name, `${name}.svg`);
    const text = svg.bytes.toString();
    const wrong = await page.evaluate((text) => new DOMParser().parseFromString(text, 'image/svg+xml').querySelector('parsererror')?.textContent, text);
    assert.equal(wrong ?? null, null);
    assert.ok(text.includes('node-20.20.2.heapsnapshot') && text.match(/<rect/g).length > 5);
    const png = await saved('Export PNG');
    assert.equal(png.name, `${name}.png`);
    assert.ok(isPng(png.bytes), `${png.bytes.length} bytes`);
  }
  const csv = (await saved('Export CSV')).bytes.toString();
  assert.match(csv, /^\ufefftable,name,count,bytes\r\n"Memory by kind","/);
  assert.equal(JSON.parse((await saved('Export JSON')).bytes).length, csv.trim().split('\r\n').length - 1);
  await page.evaluate(() => { location.hash = '#/gravity'; });
  await page.locator('.gravity-stage[data-settled]').waitFor();
  await page.locator('.gravity-files summary').click();
  assert.ok(isPng((await saved('Export PNG')).bytes));
  await page.locator('.gravity-files summary').click();
  const svg = (await saved('Export SVG')).bytes.toString();
  const title = plain(await page.getByRole('heading', { level: 1 }).innerText());
  assert.ok(plain(svg).includes(title), `${title} is not in the picture`);
  assert.ok(plain(svg).includes('node-20.20.2.heapsnapshot · '));
});

test('of a page with several native contexts one is chosen', async (t) => {
  const page = await visit(t, await site(t), { viewport: { width: 1440, height: 900 } });
  await open(page, recorded('chromium-156.heapsnapshot'));
  await page.evaluate(() => { location.hash = '#/classes'; });
  const choice = page.locator('select[data-control=context]');
  await choice.waitFor();
  const options = await choice.locator('option').allInnerTexts();
  assert.equal(options.length, 5 + 3, options.join('\n'));
  assert.ok(options.some((option) => option.startsWith('http://127.0.0.1')));
  await choice.selectOption({ index: 3 });
  await page.waitForFunction(() => location.hash.includes('only=context-'));
  await reached(page, 'open');
  // DevTools says 2,618,337 bytes for this one.
  await page.waitForFunction(() => document.querySelector('.grid-foot').textContent.includes('2.6'));
});
