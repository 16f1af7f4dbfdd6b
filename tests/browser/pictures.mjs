/*
 * The README's pictures: five classic leaks as gravity graphs. A program, not a test; `cargo xtask pictures` runs it.
 *
 *   DIST=… CHROME=… node pictures.mjs SNAPSHOTS OUT
 *
 * Owns which picture each leak is shown in, and why. Takes the built page and the folder of snapshots that
 * `tests/leaks/make.mjs` wrote with Node; gives OUT/gravity-<name>.png. Same snapshot, same picture: the layout is seeded
 * and nothing moves by itself. Fails when a picture is larger than LIMIT, or shows nothing.
 */
import { Buffer } from 'node:buffer';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { chromium } from 'playwright-core';

import { FLAGS } from './flags.mjs';
import { open, PATIENCE, reached } from './harness.mjs';
import { openSite } from './site.mjs';

/**
 * `at`: the picture, as its address has it; "" is the one around the first suspect. `open`: how many bodies are opened,
 * each time the one that still holds more than half of the heap.
 */
const PICTURES = [
  // The way has names, `._events` and `.error`, and so have the listeners at its end; in the sky both are dots.
  { name: 'listeners', program: 'listeners', at: '' },
  // The same modules again and again: the sky of 1,000 shows how many copies there are, and that each is built like the
  // others. Around it are eight of them and a number. 10,000 bring Node's own functions, which lie over the copies.
  { name: 'module-reload', program: 'module-reload', at: '?by=sky' },
  // Each Timeout has its name, and how many more there are; in the sky nothing says that the dots are timers, and what
  // they all refer to covers them with lines.
  { name: 'timers', program: 'timer', at: '' },
  // The sky of 1,000, top-down: the way to the array is a column and the elements, named, a block below it; the rest of
  // the heap lies beside it, to compare. By gravity the way is a knot.
  { name: 'array', program: 'array', at: '?by=sky&sort=layers' },
  // A chain: the sky rolls it up to a ball, and around its first link the second is closed. Opened link by link and
  // top-down it is a ladder whose rungs repeat.
  { name: 'closure', program: 'closure', at: '?sort=layers', open: 8 },
];

/** A picture with more bodies than this is drawn by a worker (`MANY` in src/bin/page/view/gravity/bulk.rs). */
const MANY = 400;
/** Bytes of a picture: the README is read on slow lines too. */
const LIMIT = 150_000;

/**
 * What a picture at half the README's width needs: no buttons and no legend, which would take a third of it and be too
 * small to read (the README says what the colours are); one size for all; a ground of one colour, half the bytes.
 */
const FRAMED = `
  .gravity-legend, .gravity-controls { display: none; }
  .gravity .gravity-stage {
    position: fixed;
    inset: 0 auto auto 0;
    z-index: 9;
    width: 600px;
    height: 480px;
    border: 0;
    border-radius: 0;
    background: var(--gravity-ground);
  }
`;

const [snapshots, out] = process.argv.slice(2);
if (!out) throw new Error('usage: pictures.mjs SNAPSHOTS OUT');

const site = await openSite();
const browser = await chromium.launch({
  executablePath: process.env.CHROME ?? '/usr/bin/chromium',
  chromiumSandbox: !process.env.CHROME_NO_SANDBOX && process.getuid?.() !== 0,
  args: FLAGS,
});
try {
  fs.mkdirSync(out, { recursive: true });
  for (const picture of PICTURES) await take(picture);
} finally {
  await browser.close();
  await site.close();
}

async function take({ name, program, at, open: links = 0 }) {
  const context = await browser.newContext({
    locale: 'en-US',
    colorScheme: 'light',
    viewport: { width: 1280, height: 800 },
    deviceScaleFactor: 1,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  // The page's own policy forbids a style in the document; a sheet made by script is none.
  await page.addInitScript((rules) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
    document.adoptedStyleSheets = [sheet];
  }, FRAMED);
  await page.goto(site.url('?lang=en'));
  await reached(page, 'empty');
  await open(page, path.join(snapshots, `${program}.heapsnapshot`));
  await page.evaluate((at) => { location.hash = `#/gravity${at}`; }, at);
  await stands(page);
  for (let link = 0; link < links; link += 1) await openHeaviest(page);
  const file = path.join(out, `gravity-${name}.png`);
  const bodies = await count(page);
  const png = await shot(page);
  const { length } = png;
  fs.writeFileSync(file, png);
  console.log(`${path.basename(file)}: ${length} bytes, ${bodies} bodies`);
  if (length > LIMIT) throw new Error(`${file} has ${length} bytes, at most ${LIMIT} are wanted`);
  if (bodies < 10) throw new Error(`${file} shows ${bodies} bodies only`);
  await context.close();
}

/** Waits until the picture moves no more. */
async function stands(page) {
  await page.locator('.gravity-stage[data-settled]').waitFor({ state: 'attached' });
  await reached(page, 'open');
}

async function count(page) {
  return Number(await page.locator('.gravity-stage').getAttribute('data-bodies'));
}

/**
 * The picture as the screen has it. What a worker draws on the lower canvas is drawn when the page says so, and on the
 * screen a little later: until there is something, and twice the same.
 */
async function shot(page) {
  await page.waitForFunction((many) => {
    const below = document.querySelector('.gravity-below');
    if (Number(below.parentElement.dataset.bodies) <= many) return true;
    const { width, height } = below;
    const context = Object.assign(document.createElement('canvas'), { width, height }).getContext('2d');
    context.drawImage(below, 0, 0);
    return context.getImageData(0, 0, width, height).data.some((value) => value > 0);
  }, MANY);
  let before = Buffer.alloc(0);
  for (let tries = 0; tries < 50; tries += 1) {
    const now = await page.locator('.gravity-stage').screenshot();
    if (now.equals(before)) return now;
    before = now;
  }
  throw new Error('the picture does not come to rest');
}

/** Opens, by the list of bodies, the one that is closed and holds more than half of the heap. */
async function openHeaviest(page) {
  const before = await count(page);
  const half = page.locator('.gravity-bodies li').filter({ hasText: /, [5-9]\d\.\d%/ });
  await half.getByRole('button', { name: /^Open/ }).first().press('Enter');
  await page.waitForFunction((before) => Number(document.querySelector('.gravity-stage').dataset.bodies) > before, before);
  // The list lies over the picture while the keyboard is in it.
  await page.evaluate(() => document.activeElement.blur());
  await stands(page);
}
