/* Bad input and a worker that dies: each told in its own words, in both languages, and the next file opens. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';

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

/** A time, then a node: lengths and protobuf, as Firefox writes them. */
const firefox = Buffer.from([9, 0x08, 0x80, 0x80, 0xef, 0xd9, 0xc0, 0x99, 0x98, 0x03, 4, 0x08, 1, 0x10, 2]);

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
  { what: 'a Chrome trace', file: file('t.json', '[{"pid":1,"tid":1,"ts":1,"ph":"X","name":"a"},'), en: /This is a Chrome trace/, zh: /Chrome 的跟踪文件/ },
  { what: "JavaScriptCore's own snapshot", file: file('bun.heapsnapshot', '{"version":3,"type":"Inspector","nodes":[0,0,0,0],"nodeClassNames":[""]}'), en: /JavaScriptCore's own format.*Bun\.generateHeapSnapshot\("v8"\)/s, zh: /JavaScriptCore.*Bun\.generateHeapSnapshot\("v8"\)/s },
  { what: 'a Firefox snapshot, packed as it is', file: file('a.fxsnapshot', gzipSync(firefox)), en: /Firefox memory snapshot/, zh: /Firefox 的内存快照/ },
  { what: 'a Java heap dump', file: file('a.hprof', 'JAVA PROFILE 1.0.2\0\0\0\0\b'), en: /Java heap dump.*Eclipse MAT/s, zh: /Java 的堆转储.*Eclipse MAT/s },
  { what: 'a core dump', file: file('core', Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01'), Buffer.alloc(9), Buffer.from([4, 0]), Buffer.alloc(100)])), en: /core dump of a process/, zh: /核心转储/ },
  { what: 'a login page', file: file('dump.heapsnapshot', '<!DOCTYPE html><title>Sign in</title>'), en: /web page \(HTML\).*login or error page/s, zh: /网页（HTML）.*登录页或错误页/s },
  { what: 'an error of an object store', file: file('dump.heapsnapshot', '<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>expired</Message></Error>'), en: /server's error message/, zh: /服务器的错误信息/ },
  { what: 'UTF-16', file: file('dump.heapsnapshot', Buffer.from(`\ufeff${small().buffer}`, 'utf16le')), en: /in UTF-16.*PowerShell/s, zh: /UTF-16.*PowerShell/s },
  { what: 'protocol messages', file: file('log.json', '{"method":"HeapProfiler.addHeapSnapshotChunk","params":{"chunk":"{"}}\n'), en: /messages of the DevTools protocol/, zh: /开发者工具协议/ },
  { what: 'a diagnostic report', file: file('report.json', '{"header":{"reportVersion":3}}'), en: /Node diagnostic report/, zh: /Node 的诊断报告/ },
  { what: 'a 7z archive', file: file('a.7z', Buffer.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4])), en: /a 7z archive, which is not unpacked/, zh: /7z 压缩包，这里不能解压/ },
  { what: 'a picture', file: file('a.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10])), en: /This is a PNG file/, zh: /这是 PNG 文件/ },
  { what: 'a snapshot behind a line of a log', file: file('log.txt', Buffer.concat([Buffer.from('Debugger attached.\n'), small().buffer])), en: /begins only inside the file: something else stands before byte 19/, zh: /第 19 字节之前还有别的内容/, place: /byte 19/ },
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

test('a file that is no snapshot does not cost the heap that was open', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, small());
  await page.evaluate(() => { location.hash = '#/tree'; });
  await page.locator('[role=row][aria-level="2"] a.object').first().click();
  await reached(page, 'open');
  const id = /sel=(@\d+)/.exec(page.url())[1];
  await page.locator('.panel h2 .id', { hasText: id }).waitFor();
  const place = new URL(page.url()).hash;
  for (const name of ['notes.txt', 'more.txt']) {
    await picker(page).setInputFiles(file(name, 'dear diary\n'));
    await reached(page, 'failed');
    await page.getByRole('alert').getByText(name).waitFor();
  }
  await page.getByRole('button', { name: /Open .*small\.heapsnapshot.* again/ }).click();
  await reached(page, 'open');
  assert.equal(new URL(page.url()).hash, place);
  await page.locator('.panel h2 .id', { hasText: id }).waitFor();
  // Closed by hand it is forgotten.
  await picker(page).setInputFiles(file('notes.txt', 'dear diary\n'));
  await reached(page, 'failed');
  await page.getByRole('button', { name: 'Back to the start' }).click();
  await picker(page).setInputFiles(file('notes.txt', 'dear diary\n'));
  await reached(page, 'failed');
  assert.equal(await page.getByRole('button', { name: /again/ }).count(), 0);
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
  await page.getByRole('button', { name: /Open .*small\.heapsnapshot.* again/ }).click();
  await reached(page, 'open');
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
