/* Packed files in a real browser: each opens with the numbers of the plain one, or says in words why not. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { open, picker, plain, reached, site, visit, withBrowser, words } from './harness.mjs';
import { tar, zip, zstdBomb } from './packing.mjs';
import { file, node20, small } from './snapshots.mjs';

withBrowser();

const FIXTURES = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'fixtures', 'containers');
const fixture = (name) => file(name, readFileSync(path.join(FIXTURES, name)));
const snapshot = () => ({ name: 'node.heapsnapshot', buffer: node20().buffer });

/** A report of progress as the worker sends it (postcard): its variant, the stage, `read`, `size` if known, `share`. */
function progress(body) {
  if (body?.[0] !== 1) return null;
  let at = 2;
  const number = () => {
    let [value, scale, byte] = [0, 1, 0];
    do {
      byte = body[at++];
      value += (byte & 127) * scale;
      scale *= 128;
    } while (byte > 127);
    return value;
  };
  const read = number();
  const size = body[at++] === 1 ? number() : null;
  return { read, size, share: new DataView(body.buffer, body.byteOffset + at, 8).getFloat64(0, true) };
}

/** What the report says of the recorded snapshot, whatever it came in. */
async function hasTheNumbers(page) {
  const numbers = plain(await page.locator('dl.numbers').innerText());
  assert.match(numbers, /51,055/, 'objects');
  assert.match(numbers, /218,293/, 'edges');
  assert.equal(await page.locator('dl.numbers [title="3,592,675 B"]').count(), 1, 'total shallow size');
}

const half = (buffer) => [buffer.subarray(0, buffer.length / 2), buffer.subarray(buffer.length / 2)];

/** Names lie on purpose: only content counts. */
const GOOD = [
  ['gzip', () => file('a.heapsnapshot', gzipSync(node20().buffer))],
  ['gzip of two members', () => file('a.gz', Buffer.concat(half(node20().buffer).map((part) => gzipSync(part))))],
  ['gzip of gzip', () => file('a.json', gzipSync(gzipSync(node20().buffer)))],
  ['zip', () => file('a.zip', zip([{ name: 'notes.txt', buffer: Buffer.from('hello') }, snapshot()]))],
  ['zip with a gzip inside', () => file('a.bin', zip([{ name: 'x.heapsnapshot.gz', buffer: gzipSync(node20().buffer) }]))],
  ['tar', () => file('a.tar', tar([{ name: 'notes.txt', buffer: Buffer.from('hello') }, snapshot()]))],
  ['tar.gz', () => file('a.tgz', gzipSync(tar([{ name: `${'堆'.repeat(60)}.heapsnapshot`, buffer: node20().buffer }])))],
];

test('a snapshot opens with the same numbers in every container', async (t) => {
  const page = await visit(t, await site(t));
  for (const [name, made] of GOOD) {
    await t.test(name, async () => {
      const packed = made();
      await open(page, packed);
      await hasTheNumbers(page);
      assert.equal(await page.locator(`dl.numbers [title="${packed.buffer.length.toLocaleString('en')} B"]`).count(), 1, 'size of the packed file');
    });
  }
});

test('what zstd, zip and tar themselves write opens', async (t) => {
  const page = await visit(t, await site(t));
  for (const name of ['checked.zst', 'streamed.zst', 'long.zst', 'frames.zst', 'deflated.zip', 'stored.zip', 'described.zip',
    'zip64.zip', 'several.zip', 'v7.tar.gz', 'gnu.tar.gz', 'pax.tar.zst']) {
    await t.test(name, async () => {
      await open(page, fixture(name));
      assert.equal(await page.locator('dl.numbers [title="9,100 B"]').count(), 1, 'total shallow size');
      assert.match(await words(page), /Holder/);
    });
  }
});

const cut = (buffer, share) => buffer.subarray(0, Math.floor(buffer.length * share));

test('of a file that is cut off, all that was unpacked before the end is read', async (t) => {
  const page = await visit(t, await site(t));
  for (const [name, made] of GOOD.filter(([name]) => !name.includes('members'))) {
    await t.test(name, async () => {
      const { buffer } = made();
      await open(page, file('cut.bin', cut(buffer, 0.97)));
      // The nodes and edges are in the first nine tenths of it.
      const numbers = plain(await page.locator('dl.numbers').innerText());
      assert.match(numbers, /51,055/, 'objects');
      assert.match(numbers, /218,293/, 'edges');
    });
  }
});

function damaged() {
  const buffer = Buffer.from(gzipSync(node20().buffer));
  buffer.fill(0xff, 300_000, 300_400);
  return buffer;
}

const BAD = [
  ['a damaged gzip', () => file('a.gz', damaged()), /This gzip file is damaged: it cannot be unpacked past this place/, /这个 gzip 文件已损坏/, /byte 300,\d\d\d of the packed file/],
  ['a gzip bomb', () => file('a.gz', gzipSync(Buffer.alloc(300 << 20, ' '))), /gzip file expands suspiciously/, /gzip 文件膨胀得可疑/],
  ['a zstd bomb', () => file('a.zst', zstdBomb(0x20, 500_000)), /zstd file expands suspiciously/, /zstd 文件膨胀得可疑/],
  ['a bomb in a zip', () => file('a.zip', zip([{ name: 'a.json', buffer: Buffer.alloc(200 << 20, ' ') }])), /zip file expands suspiciously/, /zip 文件膨胀得可疑/],
  ['a bomb of brackets', () => file('b.zst', zstdBomb(0x5b, 500_000)), /not a heap snapshot: it begins with “\[\[\[/, /不是堆快照/],
  ['a zip without a snapshot', () => fixture('none.zip'), /no heap snapshot in this zip archive, but 2 files: “notes.txt” “b.txt”/, /没有堆快照，只有 2 个文件：“notes.txt” “b.txt”/],
  ['a zip with a password', () => fixture('locked.zip'), /“small.heapsnapshot” in this archive is protected by a password/, /“small.heapsnapshot” 有密码保护/],
  ['a zip of another method', () => fixture('bzip2.zip'), /a method that is not read here \(bzip2\)/, /不支持的压缩方法（bzip2）/],
  ['zstd with a huge window', () => fixture('window.zst'), /needs 2\.1 GB of memory to be unpacked/, /解压时要占用 2\.1 GB 内存/],
  ['five layers', () => file('a.gz', [1, 2, 3, 4, 5].reduce((buffer) => gzipSync(buffer), small().buffer)), /at most four are opened/, /最多打开四层/],
];

test('a packed file that cannot be opened is told in its own words, in both languages, and the next one opens', async (t) => {
  const page = await visit(t, await site(t));
  const said = new Set();
  for (const [what, made, en, zh, place] of BAD) {
    await t.test(what, async () => {
      await picker(page).setInputFiles(made());
      await reached(page, 'failed');
      const alert = page.getByRole('alert');
      const english = plain(await alert.innerText());
      assert.match(english, en);
      if (place) assert.match(english, place);
      said.add(plain(await alert.locator('.what').innerText()));
      await page.locator('[data-control=lang]').click();
      await page.locator('html[lang^=zh]').waitFor({ state: 'attached' });
      assert.match(plain(await alert.innerText()), zh);
      await page.locator('[data-control=lang]').click();
      await page.locator('html[lang^=en]').waitFor({ state: 'attached' });
      await open(page, small());
    });
  }
  assert.equal(said.size, BAD.length, 'no two of them read the same');
});

test('progress counts packed bytes and never passes the whole', async (t) => {
  const from = await site(t);
  const page = await visit(t, from, { load: false });
  await page.addInitScript(() => {
    window.heard = [];
    window.Worker = class extends window.Worker {
      constructor(...args) {
        super(...args);
        this.addEventListener('message', ({ data }) => window.heard.push(Array.from(data.body)));
      }
    };
  });
  await page.goto(from.url('?lang=en'));
  await reached(page);
  for (const name of ['gzip', 'gzip of two members', 'zip', 'tar.gz']) {
    const packed = GOOD.find(([other]) => other === name)[1]();
    await page.evaluate(() => { window.heard = []; });
    await open(page, packed);
    const heard = (await page.evaluate(() => window.heard)).map((body) => progress(Uint8Array.from(body))).filter(Boolean);
    assert.ok(heard.length >= 6, `${name}: ${heard.length} reports of progress`);
    heard.reduce((last, { read, size, share }) => {
      assert.equal(size, packed.buffer.length, `${name}: the size is that of the packed file`);
      assert.ok(read <= size && share <= 1 && share >= 0, `${name}: ${read} of ${size}, ${share}`);
      return { read, share };
    });
    assert.ok(heard.at(-1).read > packed.buffer.length * 0.95, `${name}: all was read`);
  }
});

test('a browser that decompresses nothing opens them too', async (t) => {
  const dist = process.env.DIST ?? path.join(FIXTURES, '..', '..', '..', 'dist');
  const poor = (response, name) => {
    response.writeHead(200, { 'content-type': 'text/javascript' });
    response.end(`delete globalThis.DecompressionStream;\n${readFileSync(path.join(dist, name))}`);
  };
  const page = await visit(t, await site(t, { spoil: [[/^worker-.*\.js$/, poor]] }));
  for (const name of ['gzip', 'zip', 'tar.gz']) {
    await open(page, GOOD.find(([other]) => other === name)[1]());
    await hasTheNumbers(page);
  }
});

test('?src= opens gzip, zip and tar.gz', async (t) => {
  const packed = { 'a.gz': gzipSync(node20().buffer), 'b.zip': zip([snapshot()]), 'c.tgz': gzipSync(tar([snapshot()])), 'd.zst': readFileSync(path.join(FIXTURES, 'checked.zst')) };
  const serve = (buffer) => (request, response) => {
    response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': buffer.length });
    // In small pieces, as a line brings them.
    for (let at = 0; at < buffer.length; at += at < 1000 ? 100 : 65_536) response.write(buffer.subarray(at, at < 1000 ? at + 100 : at + 65_536));
    response.end();
  };
  const from = await site(t, { routes: Object.fromEntries(Object.entries(packed).map(([name, buffer]) => [name, serve(buffer)])) });
  for (const name of Object.keys(packed)) {
    const page = await visit(t, from, { load: false });
    await page.goto(from.url(`?lang=en&src=${name}`));
    await reached(page, 'open');
    if (name === 'd.zst') assert.match(await words(page), /Holder/);
    else await hasTheNumbers(page);
  }
});
