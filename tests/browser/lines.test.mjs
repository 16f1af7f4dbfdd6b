/* The gravity graph: lines that hold nothing, the colours of scripts, and what a large picture's file has around it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { canvas, legend, picture, placesOf, select, stands } from './graph.mjs';
import { open, plain, site, visit, withBrowser } from './harness.mjs';
import { drawn, node20 } from './snapshots.mjs';

withBrowser();

/** What a button of the menu gives. */
async function saved(page, name) {
  await page.getByText('Export', { exact: true }).click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
  return readFileSync(await download.path());
}

/** A session that a list holds, and a watcher that refers to it weakly. */
const watched = () => drawn(
  'watched.heapsnapshot',
  [['synthetic', '', 0], ['object', 'List', 500], ['object', 'Session', 4000], ['object', 'Watcher', 3000]],
  [[0, 'element', 1, 1], [0, 'element', 2, 3], [1, 'property', 'first', 2], [3, 'weak', 'target', 2]],
);

test('what is referred to weakly has a dashed line that holds nothing', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, watched());
  for (const query of ['/@3', '?by=sky']) {
    await picture(page, query);
    assert.match(plain(await legend(page).innerText()), /weak reference \(holds nothing\)/, query);
    const dot = (await saved(page, 'Export DOT')).toString();
    assert.match(dot, /"@7" -> "@5" \[.*kind="weak", style=dashed\]/, query);
    const svg = (await saved(page, 'Export SVG')).toString();
    assert.match(svg, /stroke-dasharray="4 3"[^]*weak reference/, query);
  }
  await picture(page, '/@3');
  const at = Object.fromEntries((await placesOf(page)).map(({ id, at }) => [id, at]));
  const middle = [0, 1].map((axis) => (at['@5'][axis] + at['@7'][axis]) / 2);
  await canvas(page).click({ position: { x: middle[0], y: middle[1] } });
  const cut = page.getByRole('region', { name: 'Cutting this reference' });
  await cut.waitFor();
  assert.match(plain(await cut.innerText()), /Watcher @7 target → Session @5.*weak reference: it keeps nothing alive/s);
});

test('a line of the whole heap tells its reference and what cutting it frees', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, watched());
  await picture(page, '?by=sky');
  await select(page, '@5');
  // As the hint writes it.
  await page.keyboard.press('C');
  const cut = page.getByRole('region', { name: 'Cutting this reference' });
  await cut.getByText('free').waitFor();
  assert.match(plain(await cut.innerText()), /List @3 \.first → Session @5.*free 4\.0 kB/s);
  // What is asked about one picture does not stand over another.
  await picture(page, '/@3');
  assert.equal(await cut.count(), 0);
});

test('what one chose before says what is shown after going back', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, watched());
  await picture(page, '?by=sky');
  const colour = page.locator('[data-control=colour]');
  await colour.selectOption({ label: 'by class' });
  await page.waitForURL(/sort=class/);
  await stands(page);
  await page.goBack();
  await stands(page);
  assert.equal(await colour.inputValue(), '');
});

test('what a file has no weak references of is not in the legend', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, drawn('plain.heapsnapshot', [['synthetic', '', 0], ['object', 'List', 500]], [[0, 'element', 1, 1]]));
  await picture(page, '');
  assert.doesNotMatch(await legend(page).innerText(), /weak/);
});

test('colours tell scripts apart, and the legend has their paths', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, node20());
  await picture(page, '?by=sky');
  const kinds = await legend(page).getByRole('button').allInnerTexts();
  await page.locator('[data-control=colour]').selectOption({ label: 'by script' });
  await page.waitForURL(/sort=script/);
  await stands(page);
  const buttons = legend(page).getByRole('button');
  const names = (await buttons.allInnerTexts()).filter((name) => !kinds.includes(name));
  assert.ok(names.length === 8 && names.includes('others'), names.join(', '));
  assert.ok(names.filter((name) => /^(node:|…\/)/.test(name)).length >= 5, names.join(', '));
  assert.match(await legend(page).innerText(), /script: its constructor's, else its holder's/);
  // The whole path, of which the legend has the end.
  const cut = names.find((name) => name.startsWith('…'));
  const title = await buttons.filter({ hasText: cut }).getAttribute('title');
  assert.ok(title.startsWith('Only ') && title.endsWith(cut.slice(1)) && title.length > cut.length + 5, title);
  // The address brings the colours back.
  await page.reload();
  await open(page, node20());
  await stands(page);
  assert.equal(await page.locator('[data-control=colour]').inputValue(), 'script');
});

test('a picture of many bodies as PNG has title, legend and file name too', async (t) => {
  const page = await visit(t, await site(t));
  await open(page, node20());
  await picture(page, '?by=sky&only=10000');
  const { width, height } = await canvas(page).boundingBox();
  const png = await saved(page, 'Export PNG');
  assert.equal(png.subarray(1, 4).toString(), 'PNG');
  const size = [png.readUInt32BE(16), png.readUInt32BE(20)];
  assert.ok(Math.abs(size[0] - width * 2) < 8, `${size} of ${width} × ${height}`);
  // The title above is 56 high, and below are two rows of a legend at least and the file's name.
  assert.ok(size[1] > 2 * (height + 56 + 60) && size[1] < 2 * (height + 400), `${size} of ${width} × ${height}`);
  const bodies = await page.evaluate(async ([data, top, height]) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.width, height];
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, -top);
    const { data: pixels } = context.getImageData(0, 0, canvas.width, canvas.height);
    const [red, green, blue] = pixels;
    let other = 0;
    for (let at = 0; at < pixels.length; at += 4) {
      other += Math.abs(pixels[at] - red) + Math.abs(pixels[at + 1] - green) + Math.abs(pixels[at + 2] - blue) > 60 ? 1 : 0;
    }
    return other;
  }, [png.toString('base64'), 112, Math.floor(height * 2)]);
  assert.ok(bodies > 5_000, `${bodies} pixels of bodies between title and legend`);
});
