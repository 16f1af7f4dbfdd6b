/* Opening a snapshot: by the picker, by a drop, by an address; progress, Cancel, and the numbers of the report. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { drop, open, picker, plain, reached, site, visit, withBrowser, words } from './harness.mjs';
import { zip } from './packing.mjs';
import { file, node20, leaking, small } from './snapshots.mjs';

withBrowser();

/** Exact bytes stand in a tooltip beside each short size. */
const exact = (page, bytes) => page.locator(`dl.numbers [title="${bytes} B"]`);

/** What Chrome DevTools says of the recorded snapshot, as the page writes it. */
async function hasTheNumbers(page) {
  const numbers = plain(await page.locator('dl.numbers').innerText());
  assert.match(numbers, /51,055/, 'objects');
  assert.match(numbers, /218,293/, 'edges');
  assert.equal(await exact(page, '3,592,675').count(), 1, 'total shallow size');
  assert.equal(await exact(page, '5,120,800').count(), 1, 'file size');
  assert.match(numbers, /node-20\.20\.2\.heapsnapshot/);
}

test('a file from the picker opens with the numbers of DevTools', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, node20());
  await page.getByRole('heading', { name: 'Leak report' }).waitFor();
  await hasTheNumbers(page);
});

test('a dropped file opens the same way, in Chinese', async (t) => {
  const page = await visit(t, await site(t), { at: '?lang=zh' });
  await drop(page, node20());
  await reached(page, 'open');
  await page.getByRole('heading', { name: '内存泄漏报表' }).waitFor();
  await hasTheNumbers(page);
});

test('the page takes a second file without a reload', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, node20());
  await drop(page, small('second.heapsnapshot'));
  await page.locator('dl.numbers', { hasText: 'second.heapsnapshot' }).waitFor();
  await reached(page, 'open');
  assert.equal(await exact(page, '9,100').count(), 1);
});

test('a suspect is a sentence with its class, id, bytes and share, in both languages', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, leaking());
  const suspects = page.getByRole('region', { name: /Suspects|可疑点/ });
  assert.match(plain(await suspects.innerText()), /One Holder @5 holds 5\.0 MB \(54\.9\d%\)/);
  await page.locator('[data-control=lang]').click();
  await page.getByRole('heading', { name: '内存泄漏报表' }).waitFor();
  assert.match(plain(await suspects.innerText()), /一个 Holder 实例 @5 占用了 5\.0 MB（54\.9\d%）/);
});

test('the next file opens whatever view the last one was left in', async (t) => {
  const page = await visit(t, await site(t));
  for (const view of ['report', 'tree', 'gravity', 'search']) {
    await open(page, small(`${view}.heapsnapshot`));
    await page.locator('dl.numbers', { hasText: `${view}.heapsnapshot` }).waitFor();
    await page.evaluate((to) => { location.hash = `#/${to}?sel=@5&q=text`; }, view);
    await page.locator('aside h2 .id', { hasText: '@5' }).waitFor();
    await reached(page, 'open');
  }
  await open(page, small('last.heapsnapshot'));
  assert.match(await words(page), /last\.heapsnapshot/);
});

test('of several files dropped at once the first opens, and the page says so', async (t) => {
  const page = await visit(t, await site(t));
  const files = ['first', 'second', 'third'].map((name) => small(`${name}.heapsnapshot`));
  const transfer = await page.evaluateHandle((given) => {
    const transfer = new DataTransfer();
    for (const { name, text } of given) transfer.items.add(new File([text], name));
    return transfer;
  }, files.map(({ name, buffer }) => ({ name, text: buffer.toString() })));
  await page.locator('body').dispatchEvent('drop', { dataTransfer: transfer });
  await reached(page, 'open');
  const notice = page.locator('.notice');
  assert.match(plain(await notice.innerText()), /first\.heapsnapshot was opened, 2 more left out/);
  assert.match(plain(await page.locator('dl.numbers').innerText()), /first\.heapsnapshot/);
  await page.locator('[data-control=lang]').click();
  await page.getByText('已打开').first().waitFor();
  assert.match(plain(await notice.innerText()), /已打开 ?first\.heapsnapshot ?，另外 2 个没有打开/);
  await notice.getByRole('button').click();
  await notice.waitFor({ state: 'detached' });
});

test('an archive says which of its snapshots was opened', async (t) => {
  const page = await visit(t, await site(t));
  const member = (name) => ({ name, buffer: small().buffer });
  await open(page, file('one.zip', zip([member('dumps/only.heapsnapshot')])));
  const notice = page.locator('.notice');
  assert.match(plain(await notice.innerText()), /Opened dumps\/only\.heapsnapshot from the archive one\.zip\./);
  assert.match(plain(await page.locator('dl.numbers .file').innerText()), /one\.zip › dumps\/only\.heapsnapshot/);

  const nasty = '<img src=x onerror=window.hit=1>\u202e.heapsnapshot';
  await open(page, file('three.zip', zip([member(nasty), member('b.heapsnapshot'), member('c.heapsnapshot')])));
  await page.locator('dl.numbers .file', { hasText: 'three.zip' }).waitFor();
  const said = await notice.innerText();
  assert.match(plain(said), /The archive three\.zip has 3 snapshots; the first was opened: <img src=x onerror=window\.hit=1>\[U\+202E\]\.heapsnapshot\./);
  assert.equal(await notice.count(), 1, 'what was said of the last file is gone');
  assert.equal(await page.locator('body img').count(), 0);
});

/** A server that sends half the snapshot and keeps the line open until told to go on. */
function slow(buffer) {
  const seen = { gone: null };
  const half = Math.floor(buffer.length / 2);
  let finish;
  seen.gone = new Promise((resolve) => { finish = resolve; });
  let arrive;
  const asked = new Promise((resolve) => { arrive = resolve; });
  let goOn;
  const rest = new Promise((resolve) => { goOn = resolve; });
  return {
    asked,
    gone: seen.gone,
    goOn: () => goOn(),
    async route(request, response) {
      arrive();
      response.on('close', finish);
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': buffer.length });
      response.write(buffer.subarray(0, half));
      await rest;
      response.end(buffer.subarray(half));
    },
  };
}

test('?src= opens a snapshot of the same site, with progress', async (t) => {
  const server = slow(node20().buffer);
  const from = await site(t, { routes: { 'dumps/node.heapsnapshot': server.route } });
  const page = await visit(t, from, { load: false });
  await page.goto(from.url('?lang=en&src=dumps/node.heapsnapshot'));
  await page.locator('html[data-state=opening]').waitFor({ state: 'attached' });
  const bar = page.getByRole('progressbar');
  await bar.waitFor();
  // Half the file is there and nothing more comes: the share settles above zero and below the whole.
  await page.waitForFunction(() => {
    const now = Number(document.querySelector('[role=progressbar]').getAttribute('aria-valuenow'));
    return now > 0 && now < 100;
  });
  assert.match(await words(page), /of 5\.1 MB|of 4\.9 MiB/, 'bytes read of the whole');
  server.goOn();
  await reached(page, 'open');
  const numbers = plain(await page.locator('dl.numbers').innerText());
  assert.match(numbers, /51,055/);
});

test('Cancel while opening goes back to the start, drops the connection, and the next file opens', async (t) => {
  const server = slow(node20().buffer);
  const from = await site(t, { routes: { 'dumps/node.heapsnapshot': server.route } });
  const page = await visit(t, from, { load: false });
  await page.goto(from.url('?lang=en&src=dumps/node.heapsnapshot'));
  await page.locator('html[data-state=opening]').waitFor({ state: 'attached' });
  // A cancel before the worker asked would leave no connection to drop.
  await server.asked;
  await page.getByRole('button', { name: 'Cancel' }).click();
  await reached(page, 'empty');
  await server.gone;
  await picker(page).setInputFiles(small('after.heapsnapshot'));
  await reached(page, 'open');
  assert.match(await words(page), /after\.heapsnapshot/);
});

test('an address that is not there is told as such', async (t) => {
  const from = await site(t);
  const page = await visit(t, from, { load: false, allow: [/404/] });
  await page.goto(from.url('?lang=en&src=nothing.heapsnapshot'));
  await reached(page, 'failed');
  assert.match(await words(page), /could not be fetched: the server answered 404/);
});
