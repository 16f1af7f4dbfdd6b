/* A snapshot that would not fit: it is said before anything is read, and light mode shows what there is room for. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { plain, reached, site, visit, withBrowser } from './harness.mjs';
import { node20 } from './snapshots.mjs';

withBrowser();

/**
 * A server whose answer to the first request is the start of a file of 6 GB, by its header and its length: no test can hold
 * one. The second request gets a real file, as the same file would be read again.
 */
function vast() {
  const real = node20().buffer;
  const start = real.subarray(0, 4000).toString().replace(/"node_count":\d+,"edge_count":\d+/, '"node_count":72000000,"edge_count":220000000');
  let asked = 0;
  return (request, response) => {
    asked += 1;
    if (asked === 1) {
      response.writeHead(200, { 'content-length': 6_000_000_000 });
      return response.write(start);
    }
    response.writeHead(200, { 'content-length': real.length });
    return response.end(real);
  };
}

for (const [lang, words] of Object.entries({
  en: { needs: /needs about 6\.\d GB of memory; a page has 4\.\d+ GB at most/, light: 'Open in light mode', tag: /light mode/, banner: /Light mode: 218,293 references were not read/ },
  zh: { needs: /大约需要 6\.\d GB 内存，而一个网页最多只有 4\.\d+ GB/, light: '用轻量模式打开', tag: /轻量模式/, banner: /轻量模式：218,293 条引用没有读入/ },
})) {
  test(`a snapshot that would not fit is refused before it is read, and opens in light mode (${lang})`, async (t) => {
    const from = await site(t, { routes: { 'vast.heapsnapshot': vast() } });
    const page = await visit(t, from, { at: `?lang=${lang}&src=vast.heapsnapshot`, load: false });
    await page.goto(from.url(`?lang=${lang}&src=vast.heapsnapshot`));
    await reached(page, 'failed');
    assert.match(plain(await page.getByRole('alert').innerText()), words.needs);

    await page.getByRole('button', { name: words.light }).click();
    await reached(page, 'open');
    assert.match(plain(await page.locator('section.cut').getByRole('status').innerText()), words.banner);
    assert.match(plain(await page.locator('.bar .file').innerText()), words.tag);
    // What needs no references is exact; what does is not there.
    const numbers = plain(await page.locator('dl.numbers').innerText());
    assert.match(numbers, /51,055/);
    assert.equal(await page.locator('dl.numbers [title="3,592,675 B"]').count(), 1, 'the total');
    assert.equal(await page.locator('article.suspect').count(), 0);

    for (const view of ['tree', 'gravity']) {
      await page.evaluate((to) => { location.hash = to; }, `#/${view}`);
      await reached(page, 'open');
      assert.match(plain(await page.locator('section.cut').getByRole('status').innerText()), words.banner, view);
    }
  });
}
