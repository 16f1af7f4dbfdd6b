/* axe-core finds nothing serious in any view, light and dark. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';

import { open, reached, site, visit, withBrowser } from './harness.mjs';
import { node20 } from './snapshots.mjs';

withBrowser();

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds that is serious or critical, in words. */
async function serious(page) {
  await page.evaluate((source) => { if (!window.axe) (0, eval)(source); }, AXE);
  return page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'] });
    const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    return grave.flatMap(({ id, nodes }) => nodes.slice(0, 3).map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary?.split('\n')[1] ?? ''}`));
  });
}

const VIEWS = ['report', 'gravity', 'clusters', 'tree', 'icicle', 'classes', 'classes?by=package', 'paths/ID', 'roots', 'strings?by=duplicated', 'statistics', 'search?q=class%3AEvent', 'search', 'glossary'];

for (const scheme of ['light', 'dark']) {
  test(`every view is sound, ${scheme}`, async (t) => {
    // The page's own rules forbid code from a text; axe comes as one.
    const page = await visit(t, await site(t), { colorScheme: scheme, bypassCSP: true });
    assert.deepEqual(await serious(page), [], 'the landing page');
    await open(page, node20());
    const id = await page.evaluate(() => document.querySelector('a[href*="sel="]')?.getAttribute('href').match(/sel=(@\d+)/)[1]);
    assert.ok(id, 'the report names an object');
    const found = {};
    for (const view of VIEWS) {
      const to = `#/${view.replace('ID', id)}`;
      await page.evaluate(({ to, id }) => { location.hash = `${to}${to.includes('?') ? '&' : '?'}sel=${id}`; }, { to, id });
      await page.locator('main h1, main .gravity').first().waitFor();
      await reached(page, 'open');
      const here = await serious(page);
      if (here.length > 0) found[view] = here;
    }
    assert.deepEqual(found, {});
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    assert.deepEqual(await serious(page), [], 'the sheet of keys');
  });
}
