/* The landing page: what it says, in which language, and that it keeps its promises. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { picker, reached, site, visit, withBrowser, words } from './harness.mjs';

withBrowser();

test('the landing page says what it is, what it does with the file, and how to take a snapshot', async (t) => {
  const page = await visit(t, await site(t));
  await reached(page, 'empty');
  const said = await words(page);
  assert.match(said, /Open a V8 heap snapshot and see what holds the memory/);
  assert.match(said, /The file never leaves your machine/);
  for (const runtime of ['Node', 'Chrome', 'Deno', 'Bun']) {
    await page.getByRole('heading', { name: new RegExp(`^${runtime}`) }).waitFor();
  }
  assert.equal(await picker(page).count(), 1);
  await page.getByText('How do I know?').click();
  await page.getByText('no code that uploads').waitFor();
});

test('the browser decides the language, the address overrules it, the switch is kept', async (t) => {
  const from = await site(t);
  const page = await visit(t, from, { at: '', locale: 'zh-CN' });
  const lang = () => page.locator('html').getAttribute('lang');
  assert.match(await lang(), /^zh/);
  assert.match(await words(page), /打开 V8 堆快照/);

  await page.goto(from.url('?lang=en'));
  await reached(page);
  assert.match(await lang(), /^en/);
  assert.match(await words(page), /Open a V8 heap snapshot/);

  await page.locator('[data-control=lang]').click();
  await page.getByText('打开 V8 堆快照').first().waitFor();
  assert.match(await lang(), /^zh/);

  await page.locator('[data-control=lang]').click();
  await page.goto(from.url());
  await reached(page);
  assert.match(await lang(), /^en/, 'the choice is kept, though the browser speaks Chinese');
});

test('a sample opens and names its leak', async (t) => {
  const page = await visit(t, await site(t));
  await page.getByRole('button', { name: 'Listener leak' }).click();
  await reached(page, 'open');
  const suspects = await page.getByRole('region', { name: 'Suspects' }).innerText();
  assert.match(suspects, /Client/);
  assert.match(suspects, /% ?\)/);
});

test('the other sample opens and names its leak', async (t) => {
  const page = await visit(t, await site(t), { at: '?lang=zh' });
  await page.getByRole('button', { name: '只增不减的数组' }).click();
  await reached(page, 'open');
  const suspects = await page.getByRole('region', { name: '可疑点' }).innerText();
  assert.match(suspects, /Array/);
  assert.match(suspects, /RequestLog/);
});
