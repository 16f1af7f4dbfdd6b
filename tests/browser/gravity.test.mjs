/* The gravity graph: its three pictures, what one can do in them by hand and by keyboard, and the files one takes away. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { bodies, canvas, count, legend, picture, placeOf, placesOf, select, stands } from './graph.mjs';
import { open, plain, reached, site, visit, withBrowser } from './harness.mjs';
import { drawn, node20, small } from './snapshots.mjs';

withBrowser();

const stage = (page) => page.locator('.gravity-stage');
/** Where the listed bodies stand. */
const places = async (page) => Object.fromEntries((await placesOf(page)).map(({ kind, id, at }) => [`${kind} ${id}`, at]));

/** How many pixels of the lower canvas have something on them. */
const painted = (page) => page.evaluate(() => {
  const from = document.querySelector('.gravity-below');
  const copy = document.createElement('canvas');
  [copy.width, copy.height] = [from.width, from.height];
  const context = copy.getContext('2d');
  context.drawImage(from, 0, 0);
  const { data } = context.getImageData(0, 0, copy.width, copy.height);
  let pixels = 0;
  for (let at = 3; at < data.length; at += 4) pixels += data[at] > 60 ? 1 : 0;
  return pixels;
});

/** A heap whose bytes are in like objects of one array, in a chain of holders; one of them is held twice. */
function crowd({ holder = 'Holder', member = 'Member', members = 60 } = {}) {
  const nodes = [
    ['synthetic', '', 0], ['synthetic', '(GC roots)', 0], ['object', holder, 100], ['object', 'Array', 50],
    ...Array.from({ length: members }, () => ['object', member, 1000]), ['object', 'Other', 40],
  ];
  const edges = [
    [0, 'element', 1, 1], [1, 'element', 1, 2], [1, 'element', 2, 4 + members], [2, 'property', 'list', 3],
    ...Array.from({ length: members }, (_, row) => [3, 'element', row, 4 + row]), [4 + members, 'property', 'spare', 2],
  ];
  return drawn('crowd.heapsnapshot', nodes, edges);
}

/** What the painter's worker is made to see: WebGL2 that does not tell that there is no GPU, or none. */
const CONTEXTS = {
  webgl2: 'WebGL2RenderingContext.prototype.getExtension = () => null;',
  '2d': `{
    const own = OffscreenCanvas.prototype.getContext;
    OffscreenCanvas.prototype.getContext = function getContext(kind, options) { return kind === 'webgl2' ? null : own.call(this, kind, options); };
  }`,
};

/** Opens the page with a painter that has to draw with this context. */
async function paintedWith(t, from, context) {
  const page = await visit(t, from, { load: false });
  await page.addInitScript((first) => {
    // The worker is started from a one-line blob.
    const Own = window.Blob;
    window.Blob = class extends Own {
      constructor(parts, kind) {
        super(kind?.type?.includes('javascript') ? [`${first}\n`, ...parts] : parts, kind);
      }
    };
  }, CONTEXTS[context]);
  await page.goto(from.url('?lang=en'));
  await reached(page, 'empty');
  return page;
}

test('the whole heap is a sky of bodies, drawn away from the page, and the same in either context', async (t) => {
  const from = await site(t);
  const seen = [];
  for (const context of Object.keys(CONTEXTS)) {
    const page = await paintedWith(t, from, context);
    await open(page, node20());
    await picture(page, '');
    await page.getByRole('link', { name: 'Whole heap' }).click();
    await page.waitForURL(/by=sky/);
    await page.locator('.gravity-below[data-context]').waitFor({ state: 'attached' });
    await stands(page);
    assert.equal(await page.locator('.gravity-below').getAttribute('data-context'), context);
    assert.equal(await count(page), 1000);
    assert.equal(await bodies(page).count(), 200, 'the list has the largest');
    assert.match(await page.locator('.gravity-bodies').innerText(), /largest 200 of 1,000/);
    assert.match(await page.locator('.gravity-hint').innerText(), /1,000 bodies came to rest after/);
    seen.push({ places: await places(page), pixels: await painted(page) });
    assert.ok(seen.at(-1).pixels > 2_000, `${seen.at(-1).pixels} pixels`);
  }
  assert.deepEqual(seen[0].places, seen[1].places);
  const ratio = seen[0].pixels / seen[1].pixels;
  assert.ok(ratio > 0.6 && ratio < 1.7, `${seen[0].pixels} and ${seen[1].pixels} pixels`);
});

test('who changes his mind quickly gets the last picture, laid out as if it were the first', async (t) => {
  const from = await site(t);
  const [direct, quick] = [await visit(t, from), await visit(t, from)];
  for (const page of [direct, quick]) await open(page, node20());
  await picture(direct, '?by=sky');
  const wanted = await places(direct);
  for (const pause of [0, 2, 5, 10, 20, 40]) {
    await quick.evaluate(async (pause) => {
      for (const by of ['classes', 'sky', '', 'classes', 'sky']) {
        location.hash = `#/gravity?by=${by}`;
        await new Promise((go) => { setTimeout(go, pause); });
      }
    }, pause);
    await quick.waitForFunction(() => document.querySelector('.gravity-stage').dataset.bodies === '1000');
    await stands(quick);
    assert.deepEqual(await places(quick), wanted, `${pause} ms`);
    await picture(quick, '');
  }
});

test('ten thousand bodies open and settle without keeping the page', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, node20());
  await page.evaluate(() => {
    window.long = [];
    new PerformanceObserver((list) => window.long.push(...list.getEntries().map((entry) => entry.duration))).observe({ entryTypes: ['longtask'] });
  });
  await picture(page, '?by=sky&only=10000');
  assert.equal(await count(page), 10_000);
  const long = await page.evaluate(() => window.long.filter((duration) => duration > 400));
  assert.deepEqual(long, [], 'nothing near half a second, on however slow a machine');
});

test('classes are a picture of their own, and a double click lists the objects of one', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, crowd());
  await picture(page, '?by=classes');
  assert.match(await page.getByRole('heading', { level: 1 }).innerText(), /of the classes/);
  const names = await bodies(page).allInnerTexts();
  assert.ok(names.some((name) => /60 × .*Member/.test(plain(name))), names.join('\n'));
  const at = (await places(page))[`class @0`];
  assert.ok(at, 'classes have a place');
  await page.locator('.gravity-bodies li', { hasText: 'Member' }).getByRole('button').press('Enter');
  await reached(page, 'open');
  assert.match(page.url(), /#\/classes\?.*filter=/);
  await page.getByRole('treegrid').getByText('Member').first().waitFor();
});

test('a group opens in place, a body is hidden, and all is restored', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, crowd());
  await picture(page, '?by=sky');
  // 60 equal members are few enough to come out by themselves in a sky of 1,000.
  assert.equal(await count(page), 65);
  await page.getByRole('searchbox', { name: /Find in the picture/ }).fill('Holder');
  await page.locator('.gravity-finder [role=status]', { hasText: '1 of 1' }).waitFor();
  await stands(page);
  await canvas(page).focus();
  await page.keyboard.press('h');
  await page.waitForFunction(() => Number(document.querySelector('.gravity-stage').dataset.bodies) < 65);
  await stands(page);
  const left = await count(page);
  assert.ok(left < 5, `the holder and the 61 below it are gone: ${left} are left`);
  await page.getByRole('button', { name: /Restore/ }).click();
  await page.waitForFunction(() => Number(document.querySelector('.gravity-stage').dataset.bodies) === 65);
  await page.getByRole('button', { name: /Restore/ }).waitFor({ state: 'detached' });
});

test('who comes near a group sees its members come out, and gather again from afar', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, crowd({ members: 3000 }));
  await picture(page, '?by=sky');
  const group = page.locator('.gravity-bodies [data-kind=group]', { hasText: 'Member' });
  const left = async () => Number(plain(await group.innerText()).match(/^([\d,]+) ×/)[1].replace(',', ''));
  const before = await left();
  assert.ok(before > 1500, `${before} members are together`);
  const wheel = async (by, done) => {
    for (let times = 0; times < 25 && !done(await left()); times += 1) {
      const [x, y] = await placeOf(group);
      const box = await canvas(page).boundingBox();
      await page.mouse.move(box.x + x, box.y + y);
      await page.mouse.wheel(0, by);
      // What the wheel does comes with the next frame.
      await page.evaluate(() => new Promise((go) => { requestAnimationFrame(() => requestAnimationFrame(go)); }));
      await stands(page);
    }
  };
  await wheel(-200, (now) => now !== before);
  const near = await left();
  assert.ok(near < before, `${near} of ${before}`);
  await wheel(300, (now) => now !== near);
  assert.equal(await left(), before);
});

test('an object of the sky leads to the picture around it, and back', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, crowd());
  await picture(page, '?by=sky');
  await page.locator('.gravity-bodies li', { hasText: 'Holder' }).getByRole('button').press('Enter');
  await page.waitForURL(/#\/gravity\/@5\?/);
  await stands(page);
  assert.match(plain(await page.getByRole('heading', { level: 1 }).innerText()), /Gravity graph of Holder @5/);
  await page.goBack();
  await stands(page);
  assert.match(page.url(), /by=sky/);
});

test('cutting a line tells what it frees and what still holds', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, crowd());
  await picture(page, '/@7');
  await canvas(page).focus();
  await select(page, '@7');
  await page.keyboard.press('c');
  const cut = page.getByRole('region', { name: 'Cutting this reference' });
  await cut.waitFor();
  await reached(page, 'open');
  // The array and its 60 members.
  assert.match(plain(await cut.innerText()), /Holder @5 \.list → Array @7.*free 60\.1 kB in 61 objects.*No other way leads/s);
  await page.keyboard.press('Escape');
  await cut.waitFor({ state: 'detached' });

  // By mouse: the middle of the line.
  const at = await places(page);
  const [from, to] = [at['object @5'], at['object @7']];
  await canvas(page).click({ position: { x: (from[0] + to[0]) / 2, y: (from[1] + to[1]) / 2 } });
  await cut.waitFor();
  await cut.getByRole('link', { name: 'Show what is left' }).click();
  await page.waitForURL(/#\/paths\/@7\?.*filter=/);

  // The holder itself is held twice: nothing is freed.
  await picture(page, '/@5');
  await select(page, '@5');
  await page.keyboard.press('c');
  await cut.waitFor();
  await reached(page, 'open');
  assert.match(await cut.innerText(), /free nothing.*One different way still leads to it/s);
});

test('a pinned body stays where it is while others make way', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, small());
  await picture(page, '/@5');
  await select(page, '@7');
  await page.keyboard.press('p');
  await stands(page);
  const before = await places(page);
  const box = await canvas(page).boundingBox();
  const [x, y] = before['object @5'];
  await page.mouse.move(box.x + x, box.y + y);
  await page.mouse.down();
  await page.mouse.move(box.x + x - 80, box.y + y + 60, { steps: 6 });
  await page.mouse.up();
  await stands(page);
  const after = await places(page);
  const moved = (key) => Math.hypot(after[key][0] - before[key][0], after[key][1] - before[key][1]);
  assert.ok(moved('object @5') > 40, 'the dragged one moved');
  assert.ok(moved('object @7') < 1, `the pinned one moved by ${moved('object @7')}`);
});

test('top-down puts each body below the one that dominates it', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, crowd());
  await picture(page, '/@5');
  await page.getByRole('combobox').last().selectOption({ label: 'top-down' });
  await page.waitForURL(/sort=layers/);
  await stands(page);
  const at = await places(page);
  const member = Object.keys(at).find((key) => key.startsWith('object') && Number(key.split('@')[1]) > 7 && key !== 'object @129');
  for (const [above, below] of [['object @1', 'object @3'], ['object @3', 'object @5'], ['object @5', 'object @7'], ['object @7', member]]) {
    assert.ok(at[above][1] < at[below][1], `${above} above ${below}`);
  }
});

test('the legend leaves one kind, and the picture comes back', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, node20());
  await picture(page, '?by=sky');
  const whole = await painted(page);
  const strings = legend(page).getByRole('button', { name: 'function' });
  await strings.click();
  assert.equal(await strings.getAttribute('aria-pressed'), 'true');
  await reached(page, 'open');
  let less = whole;
  for (let tries = 0; tries < 50 && less === whole; tries += 1) less = await painted(page);
  assert.ok(less < whole, `${less} of ${whole} pixels`);
  await strings.click();
  let again = less;
  for (let tries = 0; tries < 50 && again !== whole; tries += 1) again = await painted(page);
  assert.equal(again, whole);
});

test('colours tell classes apart, and the legend names them', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, crowd({ member: '<b>Member' }));
  await picture(page, '?by=sky');
  const before = await places(page);
  await page.locator('[data-control=colour]').selectOption({ label: 'by class' });
  await page.waitForURL(/sort=class/);
  await stands(page);
  const names = await legend(page).getByRole('button').allInnerTexts();
  assert.ok(names.includes('<b>Member') && names.includes('Holder'), names.join(', '));
  // The legend has other words, so the camera may have gone aside; the bodies stand to each other as before.
  const after = await places(page);
  const [first, ...rest] = Object.keys(before);
  const far = (at, key) => Math.hypot(at[key][0] - at[first][0], at[key][1] - at[first][1]);
  const zooms = rest.filter((key) => far(before, key) > 30).map((key) => far(after, key) / far(before, key));
  assert.ok(zooms.length > 20 && Math.max(...zooms) / Math.min(...zooms) < 1.02, `${Math.min(...zooms)} to ${Math.max(...zooms)}`);
});

test('who is near gets a map, and a press on it goes there', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, node20());
  await picture(page, '?by=sky');
  const map = page.locator('.gravity-map');
  assert.equal(await map.isVisible(), false, 'all is in sight');
  for (let times = 0; times < 5; times += 1) await page.getByRole('button', { name: 'Zoom in' }).click();
  await stands(page);
  assert.equal(await map.isVisible(), true);
  const before = await places(page);
  await map.click({ position: { x: 30, y: 50 } });
  await stands(page);
  const [key] = Object.keys(before);
  const after = await places(page);
  assert.ok(after[key][0] > before[key][0] + 20, 'what was on the left is in the middle now');
  await page.getByRole('button', { name: 'Show everything' }).click();
  await stands(page);
  assert.equal(await map.isVisible(), false);
});

test('the picture is taken away as SVG, DOT and JSON, and hostile names are text in all', async (t) => {
  const evil = '</svg><script>alert(1)</script>"\\';
  const page = await visit(t, await site(t));
  await open(page, crowd({ holder: evil, member: `M${evil}` }));
  await picture(page, '/@5');
  const saved = async (name) => {
    await page.locator('.gravity-files summary').click();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
    return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') };
  };
  const svg = await saved('Export SVG');
  assert.equal(svg.name, 'gravity.svg');
  const parsed = await page.evaluate((text) => {
    const svg = new DOMParser().parseFromString(text, 'image/svg+xml');
    return { wrong: svg.querySelector('parsererror')?.textContent ?? null, scripts: svg.querySelectorAll('script').length, circles: svg.querySelectorAll('circle').length, words: svg.documentElement.textContent };
  }, svg.text);
  assert.deepEqual([parsed.wrong, parsed.scripts], [null, 0]);
  assert.ok(parsed.circles >= 10, `${parsed.circles} circles`);
  assert.ok(parsed.words.includes('crowd.heapsnapshot') && parsed.words.includes('alert(1)'), parsed.words.slice(0, 400));
  const graph = JSON.parse((await saved('Export JSON')).text);
  assert.ok(graph.nodes.some((node) => node.label.includes(evil) && node.retained === 60_150), JSON.stringify(graph.nodes[0]));
  assert.ok(graph.edges.some((edge) => edge.from === '@5' && edge.to === '@7' && edge.label === '.list'));
  const dot = (await saved('Export DOT')).text;
  assert.match(dot, /^digraph/);
  assert.ok(dot.includes('"@5" -> "@7"'));
});

test('arrow keys walk along the lines, and the list has the same selection', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, crowd());
  await picture(page, '/@5');
  await canvas(page).focus();
  const selected = new Set();
  for (const key of ['ArrowRight', 'ArrowDown', 'ArrowRight', 'ArrowUp', 'ArrowLeft']) {
    await page.keyboard.press(key);
    await reached(page, 'open');
    const current = page.locator('.gravity-bodies a[aria-current=true]');
    if (await current.count()) selected.add(await current.evaluate((link) => link.closest('li').dataset.id));
  }
  assert.ok(selected.size > 1, [...selected].join());
});
