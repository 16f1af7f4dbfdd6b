/*
 * The viewer in Chromium: landing page, opening a file, cancelling, and the latencies on the open heap.
 *
 * Takes dist/ (the variable DIST) and a file; gives one row of figures. Everything is waited for by the page's own marks,
 * `<html data-state>` and `<html data-idle>`; the file is given through the page's file input, from the disk.
 */
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { openSite } from '../browser/site.mjs';
import { inChromium } from './chromium.mjs';
import { latencies } from './latency.mjs';
import { observe, PRELUDE } from './observe.mjs';

const DIST = process.env.DIST;
/** The stage at which memory is at its highest. */
const CANCEL_AT = 'Dominators';
/** How long the browser has to give memory back. */
const SETTLE = 2000;

const site = () => openSite({
  spoil: [[/^worker-[0-9a-f]+\.js$/, (response, name) => {
    response.writeHead(200, { 'content-type': 'text/javascript' });
    response.end(PRELUDE + fs.readFileSync(path.join(DIST, name), 'utf8'));
  }]],
});

async function measured(options, work) {
  const from = await site();
  try {
    return await inChromium(async (page, renderers) => {
      await page.goto(from.url('?lang=en'));
      await page.locator('html[data-state=empty][data-idle]').waitFor({ state: 'attached' });
      return work(page, renderers);
    }, { scripts: [observe], ...options });
  } finally {
    await from.close();
  }
}

const give = (page, file) => page.locator('input[type=file]').first().setInputFiles(file);

/** Opens the file; with a sample the latencies are measured too. */
export function opening(file, { timeout, sample }) {
  return measured({ timeout }, async (page, renderers) => {
    await give(page, file);
    await page.waitForFunction(() => window.bench.ready, null, { polling: 100 });
    const wasmBytes = await memory(page);
    const notes = await page.evaluate(() => ({ ...window.bench, state: document.documentElement.dataset.state }));
    const figures = { ...times(notes), wasmBytes, peakBytes: renderers.peak() };
    if (notes.state !== 'open') return { ...figures, why: await words(page) };
    if (!sample) return figures;
    // Opening was measured all the same.
    return latencies(page, sample).then((found) => ({ ...figures, latencies: found }), (error) => ({ ...figures, silent: error.message }));
  });
}

/** Cancels in the middle of opening. */
export function cancelling(file, { timeout }) {
  return measured({ timeout }, async (page, renderers) => {
    const landedMs = await page.evaluate((stage) => {
      window.bench.cancelAt = stage;
      return window.bench.landed;
    }, CANCEL_AT);
    const beforeBytes = renderers.now();
    await give(page, file);
    await page.waitForFunction(() => window.bench.back || window.bench.ready, null, { polling: 50 });
    const { cancelled, back } = await page.evaluate(() => window.bench);
    if (!back) return { landedMs, why: 'it was open before it could be cancelled' };
    await new Promise((resolve) => setTimeout(resolve, SETTLE));
    return { landedMs, cancelMs: back - cancelled, beforeBytes, peakBytes: renderers.peak(), afterBytes: renderers.now() };
  });
}

/** Figures from the notes: milliseconds since the file was given. */
function times({ given, open, ready, landed, stages, tasks }) {
  const ends = [...stages.slice(1).map(([, at]) => at), open ?? ready];
  const spent = {};
  stages.forEach(([stage, at], row) => {
    const name = stage.toLowerCase();
    spent[name] = Math.round(((spent[name] ?? 0) + ends[row] - at) * 10) / 10;
  });
  const during = tasks.filter(([at]) => at >= given && at <= ready).map(([, length]) => length);
  return {
    landedMs: landed,
    openMs: open && open - given,
    readyMs: ready - given,
    stages: spent,
    longest: Math.max(0, ...during),
    longTasks: during.length,
  };
}

/** Bytes of the worker's linear memory. */
async function memory(page) {
  for (const worker of page.workers()) {
    const bytes = await worker.evaluate(() => self.benchMemory?.buffer.byteLength).catch(() => undefined);
    if (bytes) return bytes;
  }
  return undefined;
}

/** What the page says instead of opening. */
async function words(page) {
  return (await page.locator('main').innerText()).replace(/\s+/g, ' ').slice(0, 160);
}
