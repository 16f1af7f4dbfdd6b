/*
 * Files that were cut off: what is left opens, under a banner that stays, and nothing that is no longer exact is shown
 * as if it were.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

import { open, plain, reached, site, visit, withBrowser, words } from './harness.mjs';
import { file, small } from './snapshots.mjs';

withBrowser();

const HERE = path.dirname(fileURLToPath(import.meta.url));

let leak;

/** The sample with a listener leak, of which so much of a section is left. */
function cut(key, share) {
  leak ??= gunzipSync(readFileSync(path.join(HERE, '..', '..', 'www', 'samples', 'listeners.heapsnapshot.gz')));
  const begin = leak.indexOf(`"${key}":[`);
  const end = leak.indexOf(']', begin + key.length + 4);
  const length = key === 'strings' ? leak.length : end;
  return file(`cut-in-${key}.heapsnapshot`, leak.subarray(0, Math.floor(begin + (length - begin) * share)));
}

const CUTS = [
  {
    what: 'in the nodes',
    file: () => cut('nodes', 0.5),
    en: /cut off at byte [\d,]+, in the nodes: [\d,]+ of 50,480 rows are there\. .*nobody can tell what holds the memory/,
    zh: /文件不完整：在第 [\d,]+ 字节处中断，节点（nodes）部分应有 50,480 行，只读到 [\d,]+ 行。.*看不出是谁占住了内存/,
    held: /^—$/,
  },
  {
    what: 'in the edges',
    file: () => cut('edges', 0.95),
    en: /in the edges: [\d,]+ of 215,976 rows are there\. All objects are there, but only some references and no names/,
    zh: /边（edges）部分应有 215,976 行，只读到 [\d,]+ 行。.*引用只剩一部分，名称全部丢失/,
    held: /^≈/,
  },
  {
    what: 'before the strings',
    file: () => cut('locations', 0.5),
    en: /in the locations, after [\d,]+ rows\. All objects and references are there, but no names/,
    zh: /源码位置（locations）部分读到 [\d,]+ 行。.*名称全部丢失/,
    held: /^≈/,
  },
  {
    what: 'in the strings',
    file: () => cut('strings', 0.6),
    en: /in the strings, after [\d,]+ rows\. .* but [\d,]+ objects have lost their names/,
    zh: /字符串（strings）部分读到 [\d,]+ 行。.*个对象的名称丢失/,
    held: /^≈/,
  },
];

const banner = (page) => page.locator('section.cut');
const go = async (page, hash) => {
  await page.evaluate((to) => { location.hash = to; }, hash);
  await reached(page, 'open');
};

/** Each text that says what an object holds. */
async function allAre(texts, pattern, what) {
  assert.ok(texts.length > 0, `${what}: there is something to look at`);
  for (const text of texts) assert.match(plain(text).trim(), pattern, what);
}

for (const { what, file: made, en, zh, held } of CUTS) {
  test(`a file cut off ${what} opens under a banner that stays, and nothing it holds is shown as exact`, async (t) => {
    const page = await visit(t, await site(t));
    await open(page, made());
    const isThere = async (pattern) => {
      assert.match(plain(await banner(page).getByRole('status').innerText()), pattern);
      assert.equal(await banner(page).getByRole('button').count(), 0, 'there is no way to dismiss it');
    };
    await isThere(en);
    assert.match(await page.title(), /^cut-in-\w+\.heapsnapshot \(incomplete\) · Heapsky$/);
    assert.match(plain(await page.locator('.bar .file').innerText()), /incomplete/);

    // The report.
    const whole = plain(await page.locator('.report').innerText());
    const report = plain(await page.getByRole('region', { name: 'Suspects' }).innerText());
    if (held.test('—')) {
      assert.match(whole, /No references were read, .* no suspect can be named/);
      assert.equal(await page.locator('article.suspect').count(), 0);
      assert.match(plain(await page.getByRole('region', { name: 'Memory by kind' }).innerText()), /Strings ≥[\d,]+ ≥/);
    } else {
      assert.match(whole, /By an estimate from what is left of the file, \d objects? (each )?holds? at least 10%/);
      assert.match(report, /holds ≈[\d.]+ [kM]B \(≈[\d.]+%\)/);
      assert.doesNotMatch(report, /(^|[^≈\d.,])[\d.,]+ ?([kMG]?B\b|%)(?! of the heap)/, 'each size and share is marked');
    }

    // The tree list.
    await go(page, '#/tree?sel=@1');
    await page.locator('[role=treegrid] [role=row][aria-level="2"]').first().waitFor();
    await reached(page, 'open');
    await isThere(en);
    await page.locator('[role=row][aria-level="2"] a.object').first().waitFor();
    const cells = page.locator('[role=treegrid] [role=row][aria-level]');
    await allAre(await cells.locator('[role=gridcell]:nth-child(3)').allInnerTexts(), held, 'retained');
    await allAre(await cells.locator('.share').allInnerTexts(), held, 'share');
    await allAre(await cells.locator('.shallow').allInnerTexts(), /^[\d.]+ [kM]?B$/, 'own sizes are exact');

    // The panel.
    const facts = page.getByRole('complementary', { name: 'Object details' }).locator('dl.facts');
    const fact = (name) => facts.locator(`dt:has-text("${name}") + dd`).allInnerTexts();
    await allAre(await fact('Retained size'), held, 'retained size in the panel');
    await allAre(await fact('Distance'), /^(≈|—)/, 'distance in the panel');
    await allAre(await fact('Dominates'), held, 'dominated objects in the panel');

    // The search.
    await go(page, '#/search?q=zzqx');
    await page.getByText(/names are lost from this file/i).waitFor();
    // Where every name is lost, that says nothing of the heap.
    assert.equal(await page.getByText('No object has a name').count(), what === 'in the strings' ? 1 : 0);
    await isThere(en);

    // The graph, as the list that says the same.
    await go(page, '#/gravity');
    await isThere(en);
    if (held.test('—')) {
      await page.getByText('there are no links to draw').waitFor();
    } else {
      await page.locator('[data-settled]').waitFor({ state: 'attached' });
      await allAre(await page.locator('.gravity-bodies [data-kind=object] a').allTextContents(), /retained size ≈.*, ≈<?[\d.]+%$/, 'bodies');
      await allAre(await page.locator('.gravity-bodies [data-kind=more] span').allTextContents(), /^≈[\d,]+ more .*≈/, 'rest');
    }

    await page.locator('[data-control=lang]').click();
    await page.locator('html[lang^=zh]').waitFor({ state: 'attached' });
    await isThere(zh);
    assert.match(await page.title(), /（不完整）/);

    // The next file is whole, and nothing of this is left.
    await open(page, small());
    assert.equal(await banner(page).count(), 0);
    assert.doesNotMatch(await words(page), /≈|≥|不完整/);
    assert.doesNotMatch(await page.title(), /不完整/);
  });
}

test('the banner lists figure by figure what can be relied on', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, cut('edges', 0.7));
  await banner(page).getByText('What is exact').click();
  const list = plain(await banner(page).locator('details').innerText());
  assert.match(list, /Kinds and own sizes of objects exact/);
  assert.match(list, /References only in part/);
  assert.match(list, /Names and classes missing/);
  assert.match(list, /Retained sizes, shares, dominators, suspects estimate/);
  assert.match(list, /For [\d,]+ objects, whatever referred to them is lost/);
});

test('the picture is labelled with estimates, and the copied sentence says so', async (t) => {
  const from = await site(t);
  const page = await visit(t, from, { permissions: ['clipboard-read', 'clipboard-write'], load: false });
  await page.addInitScript(() => {
    window.painted = [];
    const paint = CanvasRenderingContext2D.prototype.fillText;
    CanvasRenderingContext2D.prototype.fillText = function fillText(text, ...rest) {
      window.painted.push(text);
      return paint.call(this, text, ...rest);
    };
  });
  await page.goto(from.url('?lang=en'));
  await reached(page);
  await open(page, cut('strings', 0.6));
  await page.locator('article.suspect').getByRole('button', { name: 'Copy' }).first().click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  const copied = plain(await page.evaluate(() => navigator.clipboard.readText()));
  assert.match(copied, /holds ≈[\d.]+ MB [^]*\(The file is cut off: these are estimates from what is left of it\.\)/);
  await go(page, '#/gravity');
  await page.locator('[data-settled]').waitFor({ state: 'attached' });
  const painted = (await page.evaluate(() => window.painted)).map(plain);
  const sizes = painted.filter((text) => /\d [kM]?B\b|%/.test(text));
  await allAre(sizes, /^≈/, 'labels with a size');
});

test('the own size is raw and the switch says why', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, cut('edges', 0.7));
  await go(page, '#/tree');
  const button = page.getByRole('columnheader').getByRole('button', { name: 'Raw size' });
  await button.waitFor();
  assert.equal(await button.getAttribute('aria-disabled'), 'true');
  assert.match(await button.getAttribute('title'), /another owner of a backing store may be lost/);
  await button.focus();
  await page.keyboard.press('Enter');
  assert.match(await button.innerText(), /Raw size/);
});

test('on a phone the banner scrolls away with the page and nothing is wider than the screen', async (t) => {
  const page = await visit(t, await site(t), { viewport: { width: 400, height: 800 } });
  await open(page, cut('edges', 0.7));
  for (const view of ['report', 'tree', 'gravity']) {
    await go(page, `#/${view}`);
    const shape = await banner(page).evaluate((element) => {
      const box = element.getBoundingClientRect();
      const wider = document.documentElement.scrollWidth - document.documentElement.clientWidth;
      return { position: getComputedStyle(element).position, right: box.right, wider };
    });
    assert.equal(shape.position, 'static');
    assert.ok(shape.right <= 400 && shape.wider === 0, `${view}: ${JSON.stringify(shape)}`);
  }
});
