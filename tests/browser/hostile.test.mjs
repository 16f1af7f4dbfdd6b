/*
 * Names in a snapshot, and names of files, are hostile text: never markup, never code, never a request, never invisible,
 * never so long or so tall that the page breaks. Every name is looked at in every view.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open, picker, plain, reached, site, visit, withBrowser } from './harness.mjs';
import { drawn, file, leaking, small } from './snapshots.mjs';

withBrowser();

const MARKUP = '<img src="http://127.0.0.1:9/leak.png" onerror="window.hit=1"><script>window.hit=1</script>&amp;';
/** LRM, RLM, the embeddings and overrides, the isolates. */
const TURNING = '\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069';

const NAMES = {
  markup: MARKUP,
  'an svg that loads': '<svg/onload=window.hit=1><style>body{display:none}</style><base href=http://127.0.0.1:9/>',
  'the end of a title and a comment': '</title></style></textarea>--><iframe src=javascript:window.hit=1>',
  quotes: `"'\`><b onclick='window.hit=1'>`,
  'direction controls': `invoice${TURNING}gpj.exe`,
  'an override without end': '\u202eelif.exe\u2066\u2067',
  controls: 'a\u0000b\u0007c\u001b[31md\u007fe\u0085f\u009fg',
  'lone surrogates': 'x\ud800y\udfffz\ude00\ud83d',
  'characters without width': 'pass\u200bword\u200c\u200d\u2060\ufeff\u00ad\u034f\u115f\u3164\u{e0041}',
  'nothing but spaces': '\u3000\u00a0 \u2003 \t',
  'a pile of marks': `Z${'\u0309\u0489\u0336'.repeat(400)}`,
  'piles of marks': 'ก็็็็็็็็็็็็็็็็็็็็'.repeat(30),
  'right to left': 'مستمع الأحداث שלום (5) [3]',
  'a script address': 'javascript:window.hit=1',
  'a page in an address': 'data:text/html,<script>window.hit=1</script>',
  'a formula': '=cmd|\'/C calc\'!A0',
  'a prototype': '__proto__',
  'a constructor': 'constructor',
  'a method': 'hasOwnProperty',
  'a flood of line ends': '\n'.repeat(3000),
  'line separators': 'a\u2028b\u2029c\r\nd',
  slots: '{name} {id} {count} ${window.hit=1} {{hit}} %s %n',
  'emoji without end': '👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿'.repeat(200),
  'one wide character': '﷽'.repeat(300),
  'a megabyte': 'M'.repeat(1_000_000),
};

/** Everything wrong that can be seen of the page from inside it. */
function wrongs() {
  const found = [];
  if (window.hit !== undefined) found.push('a name ran');
  if (Object.prototype.hit !== undefined) found.push('a name became part of every object');
  const made = 'body img, body script, body iframe, body object, body embed, body base, body style, body b';
  document.querySelectorAll(made).forEach((element) => found.push(`a name became <${element.localName}>`));
  for (const element of document.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      if (name.startsWith('on')) found.push(`a name became the attribute ${name}`);
      if (name === 'href' && element.localName === 'a' && !value.startsWith('#')) found.push(`a link leads to ${value.slice(0, 80)}`);
    }
  }
  const unseen = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2067\u206a-\u206f\u3164\ufeff\u{e0000}-\u{e007f}]/u;
  const look = (text, where, limit) => {
    const bad = unseen.exec(text);
    if (bad) found.push(`${where} has U+${bad[0].codePointAt(0).toString(16)}`);
    // The page isolates hostile text itself, and closes what it opens.
    const balance = text.split('\u2068').length - text.split('\u2069').length;
    if (balance !== 0) found.push(`${where} leaves ${balance} isolates open`);
    if (/[\u0300-\u036f\u0483-\u0489\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]{5}/.test(text)) found.push(`${where} has a pile of marks`);
    if ([...text].length > limit) found.push(`${where} is ${[...text].length} characters long`);
  };
  const texts = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    if (!node.parentElement.closest('head')) look(node.data, `a text in <${node.parentElement.localName}>`, 700);
  }
  for (const element of document.querySelectorAll('[title], [aria-label]')) {
    // A title may be 400 characters of a name and of its class, each of them written as `[U+202E]`.
    for (const name of ['title', 'aria-label']) look(element.getAttribute(name) ?? '', `${name} of <${element.localName}>`, 8000);
  }
  look(document.title, 'the title', 140);
  (window.painted ?? []).forEach((text) => look(text, 'a label on the canvas', 120));
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) found.push(`the page scrolls sideways: ${scrollWidth} of ${clientWidth}`);
  const main = document.querySelector('main');
  if (main.scrollWidth > main.clientWidth) found.push(`the view scrolls sideways: ${main.scrollWidth} of ${main.clientWidth}`);
  const rows = [['.grid-row[aria-level]', 29], ['.panel .links li', 26], ['.bar', 48]];
  for (const [selector, height] of rows) {
    for (const row of document.querySelectorAll(selector)) {
      const now = row.getBoundingClientRect().height;
      if (now > 0 && now > height + 0.5) found.push(`${selector} is ${now} high: ${row.innerText.slice(0, 60)}`);
    }
  }
  return [...new Set(found)];
}

/** Notes what is written on canvases. */
function listenToCanvases() {
  window.painted = [];
  const paint = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function fillText(text, ...rest) {
    window.painted.push(text);
    return paint.call(this, text, ...rest);
  };
}

async function listened(t, options) {
  const from = await site(t);
  const page = await visit(t, from, { load: false, ...options });
  await page.addInitScript(listenToCanvases);
  await page.goto(from.url('?lang=en'));
  await reached(page);
  return page;
}

async function sound(page, what) {
  await reached(page, 'open');
  assert.deepEqual(await page.evaluate(wrongs), [], what);
}

const go = async (page, hash) => {
  await page.evaluate((to) => { location.hash = to; }, hash);
  await reached(page, 'open');
};

const WIDE = { width: 1280, height: 800 };
const PHONE = { width: 400, height: 800 };
/** So high that every row of a short list is drawn. */
const TALL = 8000;

/** Looks at a heap in every view, wide and on a phone. */
async function everywhere(page, what, { of, text }) {
  for (const [screen, viewport] of Object.entries({ wide: WIDE, phone: PHONE })) {
    await page.setViewportSize(viewport);
    const list = screen === 'wide' ? `#/search?q=${encodeURIComponent(text)}&sel=${of}` : `#/search?q=${of}`;
    const views = ['#/report', `#/tree?sel=${of}`, `#/gravity?sel=${of}`, list];
    for (const hash of views) {
      await go(page, hash);
      if (hash.startsWith('#/gravity')) await page.locator('[data-settled]').waitFor({ state: 'attached' });
      await sound(page, `${what}, ${hash.slice(0, 60)}, ${screen}`);
    }
  }
  await page.setViewportSize(WIDE);
}

/** One heap with all the names: as classes, strings, functions, properties and the script of a function. */
function zoo() {
  const names = Object.values(NAMES);
  const nodes = [['synthetic', '', 0], ['synthetic', '(GC roots)', 0], ['object', 'Zoo', 40]];
  const edges = [[0, 'element', 1, 1], [1, 'element', 1, 2]];
  const locations = [];
  const add = (node, from, kind, label) => {
    nodes.push(node);
    edges.push([from, kind, label, nodes.length - 1]);
    return nodes.length - 1;
  };
  for (const name of names) {
    const object = add(['object', name, 3000], 2, 'property', name);
    add(['string', name, 2000], object, 'property', name);
    const closure = add(['closure', name, 64], object, 'context', name);
    const shared = add(['code', name, 8], closure, 'internal', 'shared');
    add(['code', name, 8], shared, 'internal', 'script');
    add(['regexp', name, 16], object, 'internal', name);
    add(['native', name, 16], object, 'element', 3);
    locations.push(closure * 7, 3, 4, 5);
  }
  return drawn('zoo.heapsnapshot', nodes, edges, { spoil: (columns) => ({ ...columns, locations }) });
}

test('each hostile name is text in the sentences of the report, in copies and in every view', async (t) => {
  const page = await listened(t, { permissions: ['clipboard-read', 'clipboard-write'] });
  for (const [what, name] of Object.entries(NAMES)) {
    await t.test(what, async () => {
      await page.setViewportSize(WIDE);
      await open(page, leaking('small.heapsnapshot', name, name));
      await sound(page, 'report');
      await page.locator('article.suspect').getByRole('button', { name: 'Copy' }).first().click();
      await page.getByRole('button', { name: 'Copied' }).waitFor();
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      assert.match(copied, /^[A-Z][a-z ]+\nOne /, 'no formula begins the copy');
      assert.doesNotMatch(copied, /[\u0000-\u0009\u000b-\u001f\u202a-\u202e\u2066\u2067]/, 'the copy hides nothing');
      assert.ok(copied.length < 2500, `${copied.length} characters copied`);
      await everywhere(page, what, { of: '@5', text: [...name].slice(0, 40).join('').toWellFormed() });
    });
  }
});

test('a heap of all of them, opened row by row', async (t) => {
  const page = await listened(t);
  await open(page, zoo());
  await page.setViewportSize({ ...WIDE, height: TALL });
  await go(page, '#/tree/@5');
  const rows = page.locator('[role=treegrid] [role=row][aria-level]');
  const closed = rows.and(page.locator('[aria-expanded=false][aria-level="2"]'));
  for (let opened = 0; opened < Object.keys(NAMES).length; opened += 1) {
    await closed.first().locator('.twist').click();
    await reached(page, 'open');
  }
  assert.ok((await rows.count()) > 100, 'there is something to look at');
  await sound(page, 'tree');
  await page.setViewportSize({ ...PHONE, height: TALL });
  await sound(page, 'tree on a phone');
  await page.setViewportSize({ ...WIDE, height: TALL });
  const [closures] = [await page.locator('.mark.kind-closure').locator('xpath=..').locator('.id').allInnerTexts()];
  await page.setViewportSize(WIDE);
  assert.ok(closures.length >= Object.keys(NAMES).length - 2);
  for (const id of closures) {
    await go(page, `#/tree/@5?sel=${id}`);
    await page.locator('aside h2 .id', { hasText: id }).waitFor();
    assert.match(await page.locator('aside .place').innerText(), /:5:6$/, 'the place of the function');
    await sound(page, `panel of ${id}`);
  }
  await go(page, '#/gravity/@5');
  await page.locator('[data-settled]').waitFor({ state: 'attached' });
  await sound(page, 'gravity');
  assert.ok((await page.evaluate(() => window.painted.length)) > 0);
});

const FILES = {
  markup: '<img src=x onerror=window.hit=1>.heapsnapshot',
  'direction controls': `heap${TURNING}tohsnanpaeh.exe`,
  'five thousand characters': `${'n'.repeat(5000)}.heapsnapshot`,
  'marks and line ends': `Z${'\u0309'.repeat(300)}\n\u0000\u200b.heapsnapshot`,
  'right to left': 'ملف الذاكرة.heapsnapshot',
};

test('hostile names of files are text in the bar, the title, the report, notices and failures', async (t) => {
  const page = await listened(t);
  for (const [what, name] of Object.entries(FILES)) {
    await t.test(what, async () => {
      const transfer = await page.evaluateHandle(([name, text]) => {
        const transfer = new DataTransfer();
        for (const file of [new File([text], name), new File(['x'], 'other')]) transfer.items.add(file);
        return transfer;
      }, [name, small().buffer.toString()]);
      await page.locator('body').dispatchEvent('drop', { dataTransfer: transfer });
      await page.locator('.notice').waitFor();
      for (const viewport of [WIDE, PHONE]) {
        await page.setViewportSize(viewport);
        await sound(page, 'opened');
      }
      // Cut off: the banner has no name, the title and the bar have.
      const { buffer } = small();
      await open(page, { ...file(name, buffer.subarray(0, buffer.indexOf('"strings":[') + 20)) });
      assert.match(await page.title(), /\(incomplete\) · Heapsky$/);
      await sound(page, 'cut off');
      await picker(page).setInputFiles(file(name, 'no snapshot'));
      await reached(page, 'failed');
      assert.deepEqual(await page.evaluate(wrongs), [], 'failed');
      await page.setViewportSize(WIDE);
    });
  }
});

test('markup can be searched for and is found as text', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, leaking('small.heapsnapshot', MARKUP, MARKUP));
  // DevTools cuts what looks like an element after its tag.
  assert.match(plain(await page.locator('main').innerText()), /One <img>/);
  await page.getByRole('searchbox').fill('<img');
  await page.keyboard.press('Enter');
  await page.locator('[role=treegrid] a.object').first().waitFor();
  assert.match(plain(await page.locator('[role=treegrid]').innerText()), /<img src="http/);
  await sound(page, 'results');
});

test('an address full of nonsense opens the report', async (t) => {
  const page = await visit(t, await site(t), { at: '?lang=%3Cscript%3E&src=javascript:alert(1)#/%F0%9F/@-1?sel=@1e9&q=%00' });
  await reached(page);
  await open(page, small());
  await page.getByRole('heading', { name: 'Leak report' }).waitFor();
});
