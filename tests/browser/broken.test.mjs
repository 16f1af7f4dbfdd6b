/* Bad input and a worker that dies: each told in its own words, in both languages, and the next file opens. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open, picker, plain, reached, site, visit, withBrowser, words } from './harness.mjs';
import { drawn, file, node20, small } from './snapshots.mjs';

withBrowser();

const cpuProfile = {
  nodes: [{ id: 1, callFrame: { functionName: '(root)', scriptId: '0', url: '', lineNumber: -1, columnNumber: -1 }, hitCount: 0 }],
  startTime: 100,
  endTime: 200,
  samples: [1],
  timeDeltas: [100],
};
const heapProfile = {
  head: { callFrame: { functionName: '(root)', scriptId: '0', url: '', lineNumber: -1, columnNumber: -1 }, selfSize: 0, id: 1, children: [] },
  samples: [],
};

/** A heap of two objects whose one reference is spoilt. */
const badTarget = (name, target) =>
  drawn(name, [['synthetic', '', 0], ['object', 'A', 10]], [[0, 'element', 1, 1]], {
    spoil: (columns) => ({ ...columns, edges: [...columns.edges.slice(0, 2), target] }),
  });

const BAD = [
  { what: 'an empty file', file: file('a.heapsnapshot', ''), en: /The file is empty/, zh: /文件是空的/ },
  { what: 'a text file', file: file('notes.txt', 'dear diary\n'), en: /not a heap snapshot: it begins with “dear diary”/, zh: /这不是堆快照：文件以 ?“dear diary” ?开头/ },
  { what: 'JSON that is no snapshot', file: file('package.json', '{"name":"x","version":"1"}'), en: /“name” “version”/, zh: /“name” “version”/ },
  { what: 'a CPU profile', file: file('a.cpuprofile', JSON.stringify(cpuProfile)), en: /This is a CPU profile/, zh: /这是 CPU 分析文件/ },
  { what: 'a sampling heap profile', file: file('a.heapprofile', JSON.stringify(heapProfile)), en: /This is a sampling heap profile/, zh: /这是内存采样文件/ },
  {
    what: 'a snapshot cut off before its first object',
    file: () => file('cut.heapsnapshot', node20().buffer.subarray(0, 700)),
    en: /cut off|ends? (too early|in|after)|incomplete/i,
    zh: /不完整|截断|没有写完/,
    place: /byte 700/,
  },
  {
    what: 'a reference past the end',
    file: badTarget('far.heapsnapshot', 7 * 900),
    en: /to_node is 6300, past the end; it must be below 14/,
    zh: /to_node 的值 6300 超出范围，应小于 14/,
    place: /the edges, row 0, byte [\d,]+/,
  },
  {
    what: 'a reference between two objects',
    file: badTarget('between.heapsnapshot', 8),
    en: /to_node is 8, not a multiple of 7/,
    zh: /to_node 的值 8 不是 7 的倍数/,
    place: /the edges, row 0, byte [\d,]+/,
  },
];

test('each bad file is told in its own words, in both languages, and a good file opens after it', async (t) => {
  const page = await visit(t, await site(t));
  const said = new Set();
  for (const bad of BAD) {
    await t.test(bad.what, async () => {
      const wrong = typeof bad.file === 'function' ? bad.file() : bad.file;
      await picker(page).setInputFiles(wrong);
      await reached(page, 'failed');
      const alert = page.getByRole('alert');
      const english = plain(await alert.innerText());
      assert.match(english, bad.en);
      assert.ok(english.includes(wrong.name), 'names the file');
      if (bad.place) assert.match(english, bad.place);
      said.add(plain(await alert.locator('.what').innerText()));

      await page.locator('[data-control=lang]').click();
      await page.locator('html[lang^=zh]').waitFor({ state: 'attached' });
      assert.match(plain(await alert.innerText()), bad.zh);
      await page.locator('[data-control=lang]').click();
      await page.locator('html[lang^=en]').waitFor({ state: 'attached' });

      await open(page, small());
      assert.match(await words(page), /small\.heapsnapshot/);
    });
  }
  assert.equal(said.size, BAD.length, 'no two of them read the same');
});

test('a worker that cannot start is told as such, not as a page that hangs', async (t) => {
  const garbage = (response) => response.writeHead(200, { 'content-type': 'application/wasm' }).end('not wasm');
  const from = await site(t, { spoil: [[/^worker_glue.*\.wasm$/, garbage]] });
  const page = await visit(t, from, { allow: [/wasm|WebAssembly/i] });
  await picker(page).setInputFiles(small());
  await reached(page, 'failed');
  assert.match(await words(page), /The background worker stopped unexpectedly/);
});

test('a worker whose program is missing is told as such', async (t) => {
  const missing = (response) => response.writeHead(404).end();
  const from = await site(t, { spoil: [[/^worker_glue.*\.js$/, missing]] });
  const page = await visit(t, from, { allow: [/404/] });
  await picker(page).setInputFiles(small());
  await reached(page, 'failed');
  assert.match(await words(page), /The background worker stopped unexpectedly/);
});

test('a worker that dies with an open heap is told as such, and the next file opens', async (t) => {
  const page = await visit(t, await site(t), { allow: [/on purpose/] });
  await open(page, small());
  const [worker] = page.workers();
  await worker.evaluate(() => { setTimeout(() => { throw new Error('on purpose'); }); });
  await reached(page, 'failed');
  assert.match(await words(page), /The background worker stopped unexpectedly/);
  await page.getByText('Technical details', { exact: true }).click();
  assert.match(await words(page), /on purpose/);
  await open(page, small());
});

test('wasm that stops for want of memory is told as such', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, small());
  const [worker] = page.workers();
  // What an allocation that fails looks like from outside: the program reaches `unreachable` inside a promise.
  await worker.evaluate(() => {
    const trap = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11]);
    setTimeout(() => WebAssembly.instantiate(trap).then(({ instance }) => instance.exports.f()));
  });
  await reached(page, 'failed');
  assert.match(await words(page), /Out of memory/);
});
