/*
 * The leak report in the browser: the verdict, the cards in both languages, links, the numbers it goes by, the exports.
 *
 * Takes the site's own sample of a listener leak, made by `tests/fixtures/leaks/listeners.js`.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { open, plain, reached, site, visit, withBrowser } from './harness.mjs';
import { drawn, file } from './snapshots.mjs';

withBrowser();

const SAMPLES = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..', 'www', 'samples');
const listeners = () => file('listeners.heapsnapshot.gz', readFileSync(path.join(SAMPLES, 'listeners.heapsnapshot.gz')));

async function opened(t, options) {
  const page = await visit(t, await site(t), options);
  await open(page, listeners());
  await page.locator('article.suspect').first().waitFor();
  return page;
}

/** The text of a row of the first card. */
async function fact(page, title) {
  return plain(await page.locator('article.suspect').first().locator('.facts > div', { hasText: title }).innerText());
}

test('a listener leak is named with its evidence, its holder, the place in the code and what to change', async (t) => {
  const page = await opened(t);
  assert.match(plain(await page.locator('.verdict').innerText()), /^Very likely leaking: Listener leak, \d\d\.\d% of the heap\./);
  const card = page.locator('article.suspect').first();
  assert.match(plain(await card.innerText()), /One Client @\d+ holds \d\.\d MB \(\d\d\.\d+%\)\./);
  assert.match(await fact(page, 'Held by'), /module client\.js → exports\._events\.error\[…\]/);
  assert.match(await fact(page, 'Evidence'), /1,200 listeners on Client wait for the event error\. Of those looked at, 100\.0% are the same function onError\./);
  assert.match(await fact(page, 'Where in the code'), /onError home\.js:16:38/);
  assert.match(await fact(page, 'What to change'), /removeListener/);
  assert.match(await fact(page, 'When it is no leak'), /may be meant/);
});

test('the same in Chinese', async (t) => {
  const page = await opened(t, { at: '?lang=zh' });
  assert.match(plain(await page.locator('.verdict').innerText()), /^很可能在泄漏：监听器泄漏，占住了堆的 \d\d\.\d%。/);
  assert.match(await fact(page, '持有路径'), /模块 client\.js → exports\._events\.error\[…\]/);
  assert.match(await fact(page, '证据'), /Client 上有 1,200 个监听器在等事件 error。/);
  assert.match(await fact(page, '怎么改'), /removeListener/);
  const text = plain(await page.locator('.report').innerText());
  assert.doesNotMatch(text, /\{[a-z]+\}|undefined|NaN/);
});

test('each step of the way is a link to its object, and the way with the engine’s own steps unfolds', async (t) => {
  const page = await opened(t);
  const card = page.locator('article.suspect').first();
  const point = (await card.locator('.sentences a.id').nth(1).innerText()).trim();
  await card.locator('.notation a').last().click();
  await reached(page, 'open');
  assert.ok(page.url().includes(`sel=${point}`) || decodeURIComponent(page.url()).includes(`sel=${point}`), page.url());
  assert.ok((await page.locator('.panel').innerText()).includes(point), 'the panel shows the accumulation point');
  assert.equal(await card.locator('.held ol').isVisible(), false);
  await card.getByText("Every step, including those inside the engine").click();
  assert.ok((await card.locator('.held li').count()) >= 4);
  await card.getByRole('link', { name: 'Tree list' }).click();
  await page.locator('[role=treegrid]').waitFor();
});

test('the numbers it goes by can be changed and put back', async (t) => {
  const page = await opened(t);
  const panel = page.locator('details.constants');
  await panel.locator('summary').click();
  const field = panel.getByLabel('Share of a suspect');
  assert.equal(await field.inputValue(), '10');
  await field.fill('90');
  await field.press('Enter');
  await page.locator('.verdict.ok').waitFor();
  assert.match(plain(await page.locator('.report').innerText()), /Looks healthy: no single place holds 90% of the heap/);
  assert.equal(await page.locator('article.suspect').count(), 0);
  const hasKeyboard = await field.evaluate((input) => input === document.activeElement);
  assert.ok(hasKeyboard, 'who typed a number can type the next one');
  await field.fill('');
  await field.press('Enter');
  assert.equal(await field.inputValue(), '90', 'what is no number puts the old one back');
  await panel.getByRole('button', { name: 'Back to the defaults' }).click();
  await page.locator('article.suspect').first().waitFor();
  assert.equal(await field.inputValue(), '10');
});

/** What a click on a button puts on the disk. */
async function saved(page, name) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') };
}

test('the report is saved as Markdown, HTML and JSON in the page’s language, and nothing is sent', async (t) => {
  const page = await opened(t);
  const markdown = await saved(page, 'Save as Markdown');
  assert.equal(markdown.name, 'heapsky-report.md');
  assert.match(markdown.text, /^# Leak report\n\n\*\*Very likely leaking/);
  assert.match(markdown.text, /onError at home\.js:16:38 \(/);
  const json = JSON.parse((await saved(page, 'Save as JSON')).text);
  assert.deepEqual([json.verdict, json.suspects[0].pattern, json.suspects[0].source[0].line], ['leaking', 'listeners', 16]);
  const html = await saved(page, 'Save as HTML');
  assert.match(html.text, /^<!doctype html>\n<html lang="en">/);
  assert.doesNotMatch(html.text, /<script|https?:\/\//);
  // It stands alone, and looks like a report.
  const alone = await page.context().newPage();
  await alone.setContent(html.text);
  assert.equal(await alone.locator('article h2').first().innerText(), 'Suspect 1: Listener leak');
  await alone.close();
  await page.locator('[data-control=lang]').click();
  await page.getByRole('heading', { name: '内存泄漏报表' }).waitFor();
  assert.match((await saved(page, '存为 Markdown')).text, /^# 内存泄漏报表\n\n\*\*很可能在泄漏/);
});

test('the texts of strings are in an export only when asked for', async (t) => {
  const secret = 'card 4111 1111 1111 1111';
  const page = await visit(t, await site(t));
  const heap = drawn(
    'secret.heapsnapshot',
    [['synthetic', '', 0], ['synthetic', '(GC roots)', 0], ['string', secret, 9_000_000]],
    [[0, 'element', 1, 1], [1, 'element', 1, 2]],
  );
  await open(page, heap);
  await page.locator('article.suspect').first().waitFor();
  assert.ok((await page.locator('article.suspect').innerText()).includes(secret), 'the page shows it');
  assert.ok(!(await saved(page, 'Save as Markdown')).text.includes(secret));
  assert.ok(!(await saved(page, 'Save as JSON')).text.includes(secret));
  await page.getByLabel('Leave out the texts of strings').uncheck();
  assert.ok((await saved(page, 'Save as Markdown')).text.includes('4111'));
});

test('on paper there is the report and nothing else', async (t) => {
  const page = await opened(t);
  await page.emulateMedia({ media: 'print' });
  for (const hidden of ['.bar', '.rail', '.actions', '.export', 'details.constants']) {
    assert.equal(await page.locator(hidden).first().isVisible(), false, hidden);
  }
  for (const shown of ['.verdict', 'article.suspect', '.kinds table']) {
    assert.equal(await page.locator(shown).first().isVisible(), true, shown);
  }
});
