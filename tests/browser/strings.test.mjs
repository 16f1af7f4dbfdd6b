/* Strings: each, repeated, alike; and the terms of a search. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open, plain, reached, site, visit, withBrowser } from './harness.mjs';
import { node20 } from './snapshots.mjs';

withBrowser();

const grid = (page) => page.getByRole('treegrid');
const rows = (page) => grid(page).locator('[role=row][aria-level="1"]');
const foot = (page) => page.locator('.grid-foot [role=status]').first();

test('strings are listed, grouped by text and by how they begin, and lead to who holds them', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, node20());
  await page.getByRole('navigation').first().getByRole('link', { name: 'Strings' }).click();
  await rows(page).first().locator('.object').waitFor();
  await reached(page, 'open');
  assert.match(plain(await foot(page).innerText()), /rows: [\d,]+ strings, /);

  await page.locator('[data-control=by]').selectOption({ label: 'Duplicated' });
  await page.waitForFunction(() => location.hash.includes('by=duplicated'));
  await rows(page).first().locator('.alike').waitFor();
  await reached(page, 'open');
  // DevTools has 224 groups of equal strings in this file.
  assert.match(plain(await foot(page).innerText()), /^224 groups: .* are wasted$/);
  await grid(page).focus();
  await page.keyboard.press('ArrowRight');
  await grid(page).locator('[aria-level="2"] .object').first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await grid(page).locator('[aria-level="3"] .object').first().waitFor();
  assert.equal(await grid(page).getByRole('link', { name: 'Ignore' }).count(), 0, 'only the view of paths ignores');

  await page.locator('[data-control=by]').selectOption({ label: 'Families' });
  await page.waitForFunction(() => location.hash.includes('by=families'));
  await rows(page).first().locator('.alike').waitFor();
  await page.locator('[data-control=filter]').fill('/^node:internal/');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => location.hash.includes('filter='));
  await rows(page).filter({ hasText: 'node:internal' }).first().waitFor();
  await reached(page, 'open');
  assert.ok((await rows(page).locator('.name').allInnerTexts()).every((name) => name.startsWith('node:internal')));
});

test('a search takes terms, sorts, is exported and says what it cannot read', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, node20());
  const box = page.getByRole('searchbox');
  const ask = async (words) => {
    await box.fill(words);
    await box.press('Enter');
    await page.waitForFunction((words) => decodeURIComponent(location.hash).includes(words ? `q=${words}` : '#/search'), words);
    await reached(page, 'open');
  };
  await ask('');
  await page.getByRole('heading', { name: 'What can be asked' }).waitFor();
  await ask('class:EventEmitter kind:object');
  await rows(page).first().locator('.object').waitFor();
  const names = await rows(page).locator('.object').allInnerTexts();
  assert.ok(names.length > 0 && names.every((name) => name.includes('EventEmitter')), names.join('; '));
  await ask('kind:closure size:>100');
  await rows(page).first().locator('.object').waitFor();
  await page.getByRole('link', { name: 'Sort by Distance' }).click();
  await page.waitForFunction(() => location.hash.includes('sort=distance'));
  await reached(page, 'open');
  const down = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export CSV' }).click();
  assert.match((await down).suggestedFilename(), /\.csv$/);
  await ask('size:many');
  await page.locator('.trouble').filter({ hasText: 'size:many cannot be read' }).waitFor();
  await ask('/(/');
  await page.locator('.trouble').filter({ hasText: 'This regular expression cannot be read' }).waitFor();
  await ask('');
  await page.getByRole('heading', { name: 'Recent searches' }).waitFor();
  await page.getByRole('link', { name: 'class:EventEmitter kind:object' }).click();
  await rows(page).first().locator('.object').waitFor();
});

test('digits go to the views, ? shows the keys, and the glossary explains V8’s names', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, node20());
  const views = await page.locator('.rail a').count();
  assert.equal(views, 10);
  for (const [key, heading] of [['6', 'Classes'], ['4', 'Tree list'], ['8', 'GC roots'], ['9', 'Strings'], ['0', 'Statistics'], ['1', 'Leak report']]) {
    await page.keyboard.press(key);
    await page.getByRole('heading', { level: 1, name: heading }).waitFor();
    await reached(page, 'open');
  }
  // A digit that is typed is only a digit.
  await page.getByRole('searchbox').fill('');
  await page.getByRole('searchbox').press('6');
  assert.equal(await page.getByRole('searchbox').inputValue(), '6');
  await page.getByRole('heading', { level: 1, name: 'Leak report' }).waitFor();
  await page.locator('body').click({ position: { x: 2, y: 2 } });
  await page.keyboard.press('?');
  await page.getByRole('dialog').getByText('the views on the left').waitFor();
  await page.getByRole('link', { name: /All terms/ }).click();
  await page.getByRole('heading', { level: 1, name: 'Glossary' }).waitFor();
  assert.equal(await page.getByRole('dialog').count(), 0);
  assert.match(await page.locator('.glossary').innerText(), /system \/ Context/);
});
