/* Names in a snapshot are hostile text: never markup, never code, never a request. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open, plain, reached, site, visit, withBrowser } from './harness.mjs';
import { drawn, small } from './snapshots.mjs';

withBrowser();

const MARKUP = '<img src="http://127.0.0.1:9/leak.png" onerror="window.hit=1"><script>window.hit=1</script>&amp;';

test('markup in names stays text in every view', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, small(`${MARKUP}.heapsnapshot`, MARKUP, MARKUP));
  const shown = async () => {
    await reached(page, 'open');
    assert.equal(await page.locator('body img, body script').count(), 0, 'no element was made of a name');
    assert.equal(await page.evaluate(() => window.hit), undefined);
    assert.match(plain(await page.locator('main').innerText()), /<img/);
  };
  await shown();
  for (const view of ['tree', 'gravity']) {
    await page.evaluate((to) => { location.hash = to; }, `#/${view}/@5?sel=@5`);
    await page.locator('aside h2 .id', { hasText: '@5' }).waitFor();
    await shown();
  }
  await page.getByRole('searchbox').fill('<img');
  await page.keyboard.press('Enter');
  await page.locator('table.objects tbody tr').first().waitFor();
  await shown();
});

test('a name of a megabyte and names that run right to left do not break the page', async (t) => {
  const page = await visit(t, await site(t));
  const long = 'x'.repeat(1_000_000);
  const names = [long, '\u202egnp.exe', 'a\u0000b\nc', '🙂'.repeat(500), 'شجرة'];
  const nodes = [['synthetic', '', 0], ...names.map((name) => ['object', name, 100])];
  await open(page, drawn('odd.heapsnapshot', nodes, names.map((name, at) => [0, 'property', name, at + 1])));
  for (const view of ['tree', 'gravity', 'report']) {
    await page.evaluate((to) => { location.hash = to; }, `#/${view}?sel=@3`);
    await page.locator('aside h2 .id', { hasText: '@3' }).waitFor();
    await reached(page, 'open');
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(wider, 0, `${view}: the page does not scroll sideways`);
  }
});

test('an address full of nonsense opens the report', async (t) => {
  const page = await visit(t, await site(t), { at: '?lang=%3Cscript%3E&src=javascript:alert(1)#/%F0%9F/@-1?sel=@1e9&q=%00' });
  await reached(page);
  await open(page, small());
  await page.getByRole('heading', { name: 'Leak report' }).waitFor();
});
