/* The two own sizes of objects: as in DevTools, or raw as in the file. One switch, everywhere, kept. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open, plain, reached, site, visit, withBrowser } from './harness.mjs';
import { drawn } from './snapshots.mjs';

withBrowser();

/** An array whose elements are charged to it: 32 bytes of its own, 5,000 in its store. */
const owner = () =>
  drawn(
    'owner.heapsnapshot',
    [
      ['synthetic', '', 0],
      ['object', 'Window', 100],
      ['object', 'Array', 32],
      ['array', '(object elements)', 5000],
    ],
    [
      [0, 'shortcut', 'w', 1],
      [1, 'property', 'list', 2],
      [2, 'internal', 'elements', 3],
    ],
  );

const switcher = (page) => page.locator('[data-control=own-size]');
const row = (page, id) => page.locator('[role=treegrid] [role=row]', { has: page.locator(`.id:text-is("${id}")`) }).first();
const own = async (page, id) => plain(await row(page, id).locator('.shallow').innerText()).trim();

/** Walks the tree list down to the array. */
async function inTheTree(page) {
  await page.evaluate(() => { location.hash = '#/tree/@3'; });
  await row(page, '@5').waitFor();
  await reached(page, 'open');
}

test('the head of the column switches between DevTools and raw, in the tree, the search and the panel', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, owner());
  await inTheTree(page);
  assert.equal(await own(page, '@5'), '5.0 kB');
  assert.match(await switcher(page).innerText(), /Shallow size/);
  assert.match(await switcher(page).getAttribute('title'), /as in DevTools: a backing store/);

  await switcher(page).click();
  assert.match(await switcher(page).innerText(), /Raw size/);
  assert.match(await switcher(page).getAttribute('title'), /as the file has them/);
  assert.equal(await own(page, '@5'), '32 B');
  assert.equal(await row(page, '@5').locator('.shallow .size').getAttribute('title'), '32 B');
  assert.equal(new URL(page.url()).hash.includes('sel='), false, 'switching selects nothing');

  await page.getByRole('searchbox').fill('Array');
  await page.keyboard.press('Enter');
  await page.locator('.results [role=treegrid] a.object').first().waitFor();
  assert.match(await page.locator('.results .grid-head').innerText(), /Raw size/);
  assert.match(plain(await page.locator('.results [role=treegrid]').innerText()), /32 B/);

  // The panel has room for both, and says which is which.
  await page.getByRole('searchbox').fill('@5');
  await page.keyboard.press('Enter');
  const panel = page.getByRole('complementary', { name: 'Object details' });
  await panel.locator('h2 .id', { hasText: '@5' }).waitFor();
  assert.match(plain(await panel.innerText()), /Shallow size 5\.0 kB Raw size 32 B/);
});

test('the switch works by the keyboard and tells a screen reader what it shows', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, owner());
  await inTheTree(page);
  const button = page.getByRole('columnheader').getByRole('button', { name: 'Shallow size' });
  await button.focus();
  await page.keyboard.press('Enter');
  assert.equal(await own(page, '@5'), '32 B');
  assert.equal(new URL(page.url()).hash.includes('sel='), false, 'Enter in the head selects no row');
  await page.getByRole('columnheader').getByRole('button', { name: 'Raw size' }).waitFor();
  await page.keyboard.press('Space');
  assert.equal(await own(page, '@5'), '5.0 kB');
});

test('the choice is kept, and the sums that do not follow it say so', async (t) => {
  const from = await site(t);
  const page = await visit(t, from, { at: '?lang=zh' });
  await open(page, owner());
  const kinds = page.getByRole('region', { name: '各种类占用的内存' });
  const total = plain(await page.locator('dl.numbers').innerText());
  assert.doesNotMatch(await kinds.innerText(), /与开发者工具的统计一致/);
  await inTheTree(page);
  await switcher(page).click();
  assert.match(await switcher(page).innerText(), /原始大小/);

  await page.goto(from.url('?lang=zh'));
  await reached(page, 'empty');
  await open(page, owner());
  assert.match(await kinds.innerText(), /与开发者工具的统计一致：内部存储算在拥有它的对象上/);
  const numbers = (words) => words.replace(/打开用时.*?s/, '');
  assert.equal(numbers(plain(await page.locator('dl.numbers').innerText())), numbers(total), 'the total is the same in both');
  await inTheTree(page);
  assert.equal(await own(page, '@5'), '32 B');
  assert.match(await switcher(page).getAttribute('title'), /原始大小：文件中记录的/);
});

test('both sizes are terms of the help', async (t) => {
  const page = await visit(t, await site(t));
  await page.locator('[data-control=help]').click();
  const terms = plain(await page.locator('dialog .terms').innerText());
  assert.match(terms, /Shallow size/);
  assert.match(terms, /Raw size .*self_size/);
});
