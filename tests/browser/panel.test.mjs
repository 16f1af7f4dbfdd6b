/* The object panel: an object as its program sees it, and what V8 keeps beside that. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { open, plain, reached, site, visit, withBrowser } from './harness.mjs';
import { file, recorded } from './snapshots.mjs';

withBrowser();

/** The heap of values.mjs, written by the Node that runs the tests. */
let heap;

before(() => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'heapsky-values-'));
  try {
    const program = fileURLToPath(new URL('values.mjs', import.meta.url));
    const out = path.join(folder, 'values.heapsnapshot');
    execFileSync(process.execPath, ['--expose-gc', program, out], { env: { PATH: process.env.PATH } });
    heap = file('values.heapsnapshot', readFileSync(out));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

const panel = (page) => page.locator('.panel');
const section = (page, name) => panel(page).locator('details.list').filter({ has: page.getByRole('heading', { name, exact: true }) });
const rows = async (page, name) => (await section(page, name).locator('li').allInnerTexts()).map((text) => plain(text).trim());

/** Selects the first object that a search finds. */
async function select(page, terms) {
  await page.evaluate((terms) => { location.hash = `#/search?q=${encodeURIComponent(terms)}`; }, terms);
  await page.locator('.results a.object').first().click();
  await page.waitForFunction(() => location.hash.includes('sel='));
  await reached(page, 'open');
}

/** Follows the field of the selected object. */
async function follow(page, section_, name) {
  const before = await page.evaluate(() => location.hash);
  await section(page, section_).locator('li').filter({ has: page.locator('.edge', { hasText: new RegExp(`^\\.?${name}$`) }) }).locator('a.object').click();
  await page.waitForFunction((before) => location.hash !== before, before);
  await reached(page, 'open');
}

async function values(t) {
  const page = await visit(t, await site(t), { viewport: { width: 1600, height: 900 } });
  await open(page, heap);
  await select(page, 'class:Values prop:handler');
  return page;
}

test('collections show what the program put there', async (t) => {
  const page = await values(t);
  const fields = await rows(page, 'Fields');
  assert.match(fields[0], /^\.map Map @/);
  assert.ok(!fields.some((row) => row.startsWith('.__proto__')), fields.join('\n'));

  await follow(page, 'Fields', 'map');
  const entries = await rows(page, 'Entries');
  assert.equal(entries.length, 3, entries.join('\n'));
  assert.match(entries[0], /^"alpha".*→ \{?.*@/);
  assert.match(entries[1], /^"beta".*→ "bee"/);
  assert.match(entries[2], /→ Array @/);
  await page.goBack();
  await reached(page, 'open');

  await follow(page, 'Fields', 'set');
  const members = await rows(page, 'Values');
  assert.equal(members.length, 2);
  assert.match(members[0], /^"red"/);
  await page.goBack();
  await reached(page, 'open');

  await follow(page, 'Fields', 'weak');
  const pairs = await rows(page, 'Entries');
  assert.equal(pairs.length, 1);
  assert.match(pairs[0], /^\{weakly\}.*→ \{held\}|^Object .*→ Object /);
  await page.goBack();
  await reached(page, 'open');

  await follow(page, 'Fields', 'list');
  const elements = await rows(page, 'Elements');
  assert.match(elements[0], /^\[0\] "one"/);
});

test('a function shows its variables; what V8 keeps is folded away until asked', async (t) => {
  const page = await values(t);
  await follow(page, 'Fields', 'handler');
  const variables = await rows(page, 'Captured variables');
  assert.equal(variables.filter((row) => /^(cache|request) /.test(row)).length, 2, variables.join('\n'));
  assert.ok(!variables.some((row) => row.startsWith('unused')));
  assert.match(plain(await panel(page).locator('.place').innerText()), /values\.mjs:\d+:\d+/);

  const internals = section(page, "Engine's own");
  assert.equal(await internals.locator('li').count(), 0);
  await internals.locator('summary').focus();
  await page.keyboard.press('Enter');
  await internals.locator('li').first().waitFor();
  assert.ok((await rows(page, "Engine's own")).some((row) => row.startsWith('shared ')));
});

test('a text is read in lines and says how much of it there is; a symbol says what it is for', async (t) => {
  const page = await values(t);
  assert.ok((await rows(page, 'Fields')).some((row) => row.includes('Symbol(what it is for)')));
  await follow(page, 'Fields', 'text');
  const text = await section(page, 'Text').locator('pre').innerText();
  assert.ok(text.startsWith('line of text\nline of text\n'), text.slice(0, 40));
  assert.match(await section(page, 'Text').innerText(), /beginning only/);
});

test('an object of a recording says on which stack it was made', async (t) => {
  const page = await visit(t, await site(t), { viewport: { width: 1600, height: 900 } });
  await open(page, recorded('workerd-2026-11-17.heaptimeline'));
  await select(page, 'class:Job');
  const stack = await rows(page, 'Allocated at');
  assert.ok(stack.length > 1, stack.join('\n'));
  assert.ok(stack.some((row) => /:\d+:\d+$/.test(row)), stack.join('\n'));
});
