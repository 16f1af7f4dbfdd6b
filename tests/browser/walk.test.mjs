/* Walking an open heap: tree list, gravity graph, object panel, search, and the address that says where one is. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { placeOf } from './graph.mjs';
import { open, picker, plain, reached, site, visit, withBrowser, words } from './harness.mjs';
import { node20, small } from './snapshots.mjs';

withBrowser();

const hash = (page) => new URL(page.url()).hash;
const panel = (page) => page.getByRole('complementary', { name: 'Object details' });
const row = (page, id) => page.locator('[role=treegrid] [role=row]', { has: page.locator(`.id:text-is("${id}")`) }).first();
const rail = (page, name) => page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name });

/** Waits until the panel tells of this object. */
async function panelShows(page, id) {
  await panel(page).locator('h2 .id', { hasText: id }).waitFor();
  await reached(page, 'open');
}

test('the tree list opens row by row and a click fills the panel', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, node20());
  await rail(page, /Tree list/).click();
  const rows = page.getByRole('treegrid').locator('[role=row][aria-level]');
  await rows.nth(1).waitFor();
  await reached(page, 'open');
  const count = async () => Number(await page.getByRole('treegrid').getAttribute('aria-rowcount'));
  const before = await count();
  assert.ok(before > 2, `${before} rows`);

  const first = rows.filter({ has: page.locator('.twist:not(.none)') }).and(page.locator('[aria-expanded=false]')).first();
  const level = Number(await first.getAttribute('aria-level'));
  const id = (await first.locator('.id').first().innerText()).trim();
  await first.locator('.twist').click();
  await row(page, id).and(page.locator('[aria-expanded=true]')).waitFor();
  await page.locator(`[role=treegrid] [role=row][aria-level="${level + 1}"]`).first().waitFor();
  await reached(page, 'open');
  assert.ok((await count()) > before);

  await row(page, id).locator('a.object').first().click();
  await panelShows(page, id);
  assert.ok(hash(page).includes(`sel=${id}`), hash(page));
  await row(page, id).and(page.locator('[aria-selected=true]')).waitFor();

  await row(page, id).locator('.twist').click();
  await row(page, id).and(page.locator('[aria-expanded=false]')).waitFor();
  assert.equal(await count(), before);

  // Anywhere on a row selects it, not only its name.
  const root = rows.first();
  await root.locator('[role=gridcell]').last().click();
  await root.and(page.locator('[aria-selected=true]')).waitFor();
});

test('another view opens on what is selected', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, small());
  await rail(page, /Tree list/).click();
  await page.locator('[role=row][aria-level="2"] a.object').first().click();
  await page.waitForFunction(() => location.hash.includes('sel='));
  const id = /sel=(@\d+)/.exec(hash(page))[1];
  for (const [name, word] of [[/Gravity/, 'gravity'], [/Object clusters/, 'clusters'], [/Icicle/, 'icicle'], [/Retainers/, 'paths'], [/Tree list/, 'tree']]) {
    await rail(page, name).click();
    await page.waitForFunction((word) => location.hash.startsWith(`#/${word}/@`), word);
    await reached(page, 'open');
    assert.ok(hash(page).startsWith(`#/${word}/${id}?sel=${id}`), hash(page));
  }
});

test('the tree list can be walked with the keyboard alone', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, small());
  await rail(page, /Tree list/).click();
  await page.locator('[role=row][aria-level="2"] a.object').first().waitFor();
  await page.getByRole('treegrid').focus();
  // The root opens by itself; from it down to the holder and into it.
  await page.keyboard.press('Home');
  for (const _ of [1, 2]) {
    await page.keyboard.press('ArrowRight');
    await reached(page, 'open');
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Enter');
  await panel(page).locator('h2 .id').waitFor();
  await reached(page, 'open');
  assert.match(hash(page), /sel=@\d/);

  // Tab goes by the head's one button and leaves the list, however long it is.
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => Boolean(document.activeElement?.closest('[role=treegrid]'))), false);
});

test('a long list goes to its last row', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, node20());
  await page.getByRole('searchbox').fill('node');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: /Objects named/ }).waitFor();
  await reached(page, 'open');
  const list = page.getByRole('treegrid');
  const total = Number(await list.getAttribute('aria-rowcount')) - 1;
  assert.ok(total > 200, `${total} results`);
  await list.focus();
  await page.keyboard.press('End');
  await list.locator(`[aria-posinset="${total}"] .object`).waitFor();
});

/** Where a body stands on the canvas, once nothing moves any more. */
async function place(page, id) {
  await page.locator('[data-settled]').waitFor({ state: 'attached' });
  await reached(page, 'open');
  const body = page.locator(`.gravity-bodies [data-id="${id}"]`);
  await body.waitFor({ state: 'attached' });
  const [x, y] = await placeOf(body);
  assert.ok(x > 0 && y > 0, `${id} has a place on the canvas: ${x}, ${y}`);
  return { x, y };
}

test('the graph opens and folds by a double click, and is dragged and zoomed', async (t) => {
  const page = await visit(t, await site(t), { reducedMotion: 'no-preference' });
  await open(page, small());
  await page.getByRole('link', { name: /Gravity graph/ }).last().click();
  const bodies = page.locator('.gravity-bodies [data-id]');
  const canvas = page.locator('.gravity-stage canvas[role]');
  const spot = await place(page, '@7');
  const before = await bodies.count();
  await canvas.dblclick({ position: spot });
  await page.waitForFunction((count) => document.querySelectorAll('.gravity-bodies [data-id]').length !== count, before);

  const from = await place(page, '@7');
  const box = await canvas.boundingBox();
  await page.mouse.move(box.x + from.x, box.y + from.y);
  await page.mouse.down();
  await page.mouse.move(box.x + from.x + 60, box.y + from.y + 40, { steps: 5 });
  await page.mouse.up();
  const dragged = await place(page, '@7');
  assert.ok(Math.hypot(dragged.x - from.x, dragged.y - from.y) > 5, 'the body moved');

  const apart = async () => {
    const [one, two] = [await place(page, '@5'), await place(page, '@7')];
    return Math.hypot(one.x - two.x, one.y - two.y);
  };
  const close = await apart();
  await page.getByRole('button', { name: 'Zoom in' }).click();
  await reached(page, 'open');
  assert.ok((await apart()) > close * 1.05, 'zoomed in');
});

test('the same file gives the same picture', async (t) => {
  const from = await site(t);
  const picture = async () => {
    const page = await visit(t, from);
    await open(page, small());
    await page.getByRole('link', { name: /Gravity graph/ }).last().click();
    return [await place(page, '@5'), await place(page, '@7')];
  };
  assert.deepEqual(await picture(), await picture());
});

test('the graph shows the suspect, and a click on a body selects it', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, small());
  await page.getByRole('link', { name: /Gravity graph/ }).last().click();
  await page.locator('.gravity-stage canvas[role]').click({ position: await place(page, '@7') });
  await panelShows(page, '@7');
  assert.match(await panel(page).innerText(), /Inner/);
  assert.ok(hash(page).includes('sel=@7'), hash(page));
});

test('the panel tells size, distance, references and retainers, each a link', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, small());
  await page.getByRole('searchbox').fill('@7');
  await page.keyboard.press('Enter');
  await panelShows(page, '@7');
  const told = plain(await panel(page).innerText());
  assert.match(told, /Inner/);
  assert.equal(await panel(page).locator('[title="4,000 B"]').count() > 0, true, 'shallow size');
  assert.equal(await panel(page).locator('[title="4,100 B"]').count() > 0, true, 'retained size');
  // What it refers to, then back by what refers to that.
  await panel(page).locator('.links a.object:visible', { hasText: '@9' }).first().click();
  await panelShows(page, '@9');
  await panel(page).locator('.links a.object:visible', { hasText: '@7' }).first().click();
  await panelShows(page, '@7');
});

test('search: an id jumps, text lists, nothing found is said', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, node20());
  const box = page.getByRole('searchbox');

  await box.fill('@1');
  await box.press('Enter');
  await panelShows(page, '@1');

  await box.fill('EventEmitter');
  await box.press('Enter');
  await page.locator('[role=treegrid] a.object').first().waitFor();
  await reached(page, 'open');
  assert.match(await page.locator('[role=treegrid]').innerText(), /EventEmitter/);

  await box.fill('no such thing 9f3b');
  await box.press('Enter');
  await page.getByText('No object has a name that contains').waitFor();

  await box.fill('@99999999');
  await box.press('Enter');
  await page.getByText(/This heap has no .*@99999999/).first().waitFor();
});

test('search: among its results each key searches anew, and the box keeps what is typed', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, node20());
  const box = page.getByRole('searchbox');
  await box.fill('EventEm');
  await box.press('Enter');
  await page.locator('.results [role=treegrid] a.object').first().waitFor();
  const entries = await page.evaluate(() => history.length);

  await box.pressSequentially('itter');
  await page.locator('.results h1', { hasText: 'EventEmitter' }).waitFor();
  await box.press('Space');
  await reached(page, 'open');
  assert.equal(await box.inputValue(), 'EventEmitter ');
  await box.pressSequentially('zz9');
  await page.getByText('No object has a name that contains').waitFor();
  assert.equal(await box.inputValue(), 'EventEmitter zz9');
  assert.ok(await box.evaluate((input) => input === document.activeElement));
  assert.equal(await page.evaluate(() => history.length), entries, 'what was half typed is no place to go back to');

  // A link brings its own words into the box.
  await page.evaluate(() => { location.hash = '#/search?q=Socket'; });
  await page.locator('.results h1', { hasText: 'Socket' }).waitFor();
  assert.equal(await box.inputValue(), 'Socket');
});

test('back, forward and reload keep the place', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, small());
  const report = hash(page);
  await rail(page, /Tree list/).click();
  await page.getByRole('treegrid').waitFor();
  await page.getByRole('searchbox').fill('@7');
  await page.keyboard.press('Enter');
  await panelShows(page, '@7');
  const there = hash(page);

  await page.goBack();
  await panel(page).locator('h2 .id').waitFor({ state: 'detached' });
  await page.goBack();
  await page.getByRole('heading', { name: 'Leak report' }).waitFor();
  assert.equal(hash(page), report);
  await page.goForward();
  await page.getByRole('treegrid').waitFor();
  await page.goForward();
  await panelShows(page, '@7');
  assert.equal(hash(page), there);

  // The file is not kept by anyone: after a reload the page asks for it, and then lands on the object.
  await page.reload();
  await reached(page, 'empty');
  assert.match(plain(await words(page)), /This link is for @7/);
  await picker(page).setInputFiles(small());
  await panelShows(page, '@7');
  assert.equal(hash(page), there);
});

test('an answer that is not there in a moment shows that it is under way and can be stopped', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, small());
  const [worker] = page.workers();
  // It is busy with something else, as with a question that lets nobody in.
  const busy = worker.evaluate(() => { for (const end = Date.now() + 2000; Date.now() < end;); });
  await page.waitForTimeout(100);
  await page.evaluate(() => { location.hash = '#/icicle'; });
  await page.locator('.working').getByRole('button', { name: 'Stop' }).click({ timeout: 1500 });
  await page.locator('.trouble').filter({ hasText: 'Stopped.' }).waitFor();
  await page.locator('.working').waitFor({ state: 'detached' });
  await busy;
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.locator('.slab').nth(1).waitFor();
  await reached(page, 'open');
  assert.equal(await page.locator('.working').count(), 0);
});

test('on a narrow screen the panel covers nothing', async (t) => {
  for (const [width, height] of [[800, 900], [1000, 800]]) {
    const page = await visit(t, await site(t), { viewport: { width, height } });
    await open(page, small());
    await rail(page, /Tree list/).click();
    await page.locator('[role=row][aria-level="2"] a.object').first().click();
    await panel(page).locator('h2 .id').waitFor();
    const box = async (selector) => page.locator(selector).boundingBox();
    const [main, below, bar] = [await box('.heap > main'), await box('.panel'), await box('.rail')];
    assert.ok(main.y + main.height <= below.y + 1 && below.y + below.height <= height, `${width}: ${JSON.stringify([main, below])}`);
    assert.ok(main.height > 200 && (bar.y >= below.y + below.height - 1 || bar.x + bar.width <= below.x + 1), JSON.stringify(bar));
  }
});

test('after a reload the page says which file it was', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, small('mine <b>.heapsnapshot'));
  await page.evaluate(() => { location.hash = `#/tree?sel=@5&${/f=\w+/.exec(location.hash)[0]}`; });
  await page.reload();
  await reached(page, 'empty');
  assert.match(plain(await words(page)), /This link is for @5 in the file mine <b>\.heapsnapshot \([0-9a-f]{8}\)/);
});
