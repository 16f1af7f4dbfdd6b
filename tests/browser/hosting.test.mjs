/* Where the page may live: under a sub-path, in a frame, without a network, behind a server that knows no wasm. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { BASE } from './site.mjs';
import { PATIENCE, drop, open, picker, reached, site, visit, withBrowser, words } from './harness.mjs';
import { small } from './snapshots.mjs';

withBrowser();

const frame = (inside) => (request, response) => {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
  response.end(`<!doctype html><title>outside</title><link rel="icon" href="data:,"><iframe ${inside} style="width:1200px;height:700px"></iframe>`);
};

test('everything is asked from under the sub-path, and nothing after the page is loaded', async (t) => {
  const from = await site(t);
  const page = await visit(t, from);
  await open(page, small());
  assert.deepEqual(from.asked.filter((path) => !path.startsWith(BASE)), []);
  // The page keeps its own files for later (the service worker); that ends before we count.
  await page.evaluate(() => navigator.serviceWorker.ready);
  const loaded = from.asked.length;
  await drop(page, small('again.heapsnapshot'));
  await page.locator('dl.numbers', { hasText: 'again.heapsnapshot' }).waitFor();
  await reached(page, 'open');
  assert.deepEqual(from.asked.slice(loaded).filter((path) => !/\.(js|wasm)$/.test(path)), []);
});

test('works inside a frame of another page', async (t) => {
  const from = await site(t, { routes: { 'outside.html': frame('src="./?lang=en"') } });
  const page = await visit(t, from, { load: false });
  await page.goto(from.url('outside.html'));
  const inside = page.frames().find((one) => one !== page.mainFrame());
  await reached(inside, 'empty');
  await picker(inside).setInputFiles(small());
  await reached(inside, 'open');
  assert.match(await inside.locator('body').innerText(), /small\.heapsnapshot/);
});

test('works inside a frame of another site', async (t) => {
  const from = await site(t);
  const other = await site(t, { routes: { 'outside.html': frame(`src="${from.url('?lang=en')}"`) } });
  const page = await visit(t, from, { load: false, foreign: [other.origin] });
  await page.goto(other.url('outside.html'));
  const inside = page.frames().find((one) => one !== page.mainFrame());
  await reached(inside, 'empty');
  await picker(inside).setInputFiles(small());
  await reached(inside, 'open');
});

test('works inside a sandboxed frame that may run scripts of its own site', async (t) => {
  const from = await site(t, { routes: { 'outside.html': frame('sandbox="allow-scripts allow-same-origin" src="./?lang=en"') } });
  const page = await visit(t, from, { load: false });
  await page.goto(from.url('outside.html'));
  const inside = page.frames().find((one) => one !== page.mainFrame());
  await reached(inside, 'empty');
  await picker(inside).setInputFiles(small());
  await reached(inside, 'open');
});

test('works without a network once it is loaded, for one file after another, and after a reload', async (t) => {
  const from = await site(t);
  const page = await visit(t, from);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null, null, { timeout: PATIENCE });
  await page.context().setOffline(true);
  await from.close();
  await drop(page, small('one.heapsnapshot'));
  await page.locator('dl.numbers', { hasText: 'one.heapsnapshot' }).waitFor();
  await drop(page, small('two.heapsnapshot'));
  await page.locator('dl.numbers', { hasText: 'two.heapsnapshot' }).waitFor();
  await reached(page, 'open');
  await page.reload();
  await reached(page, 'empty');
  await open(page, small('three.heapsnapshot'));
  assert.match(await words(page), /three\.heapsnapshot/);
});

test('works behind a server that does not know the type of wasm', async (t) => {
  const from = await site(t, { mime: { '.html': 'text/html', '.js': 'application/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' } });
  const page = await visit(t, from);
  await open(page, small());
});
