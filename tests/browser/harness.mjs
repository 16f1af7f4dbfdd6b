/*
 * What every browser test stands on: one Chromium, a fresh profile for each test, and the guards.
 *
 * Owns the browser. Guarantees for each page made by `visit`: no request left its own site, nothing was logged as an
 * error (the content security policy reports there), no script threw; else the test fails, whatever else it checked.
 * Waits are for the page's own marks, `<html data-state>` and `<html data-idle>`, never for time.
 */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { chromium } from 'playwright-core';

import { FLAGS } from './flags.mjs';
import { openSite } from './site.mjs';

/** How long a state may take to come: a busy machine with two cores opens the largest fixture in a few seconds. */
export const PATIENCE = 30_000;

let browser;

/** Starts and stops the browser around a file's tests. */
export function withBrowser() {
  before(async () => {
    browser = await chromium.launch({
      executablePath: process.env.CHROME ?? '/usr/bin/chromium',
      // The sandbox does not start for root; everyone else keeps it.
      chromiumSandbox: !process.env.CHROME_NO_SANDBOX && process.getuid?.() !== 0,
      args: FLAGS,
    });
  });
  after(() => browser?.close());
}

/** A site that closes when the test ends. */
export async function site(t, options) {
  const made = await openSite(options);
  t.after(() => made.close());
  return made;
}

/**
 * Opens a page of a site in a fresh profile. `allow`: errors that the test provokes, as patterns; `foreign`: other sites
 * that the test itself goes to.
 * Other options go to the browser context.
 */
export async function visit(t, from, { at = '?lang=en', allow = [], foreign = [], load = true, ...options } = {}) {
  const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const wrong = [];
  const note = (words) => {
    if (!allow.some((pattern) => pattern.test(words))) wrong.push(words);
  };
  context.on('request', (request) => {
    const url = new URL(request.url());
    const own = [from.origin, ...foreign].includes(url.origin) || ['blob:', 'data:'].includes(url.protocol);
    if (!own) wrong.push(`request to ${url.href}`);
  });
  context.on('console', (message) => {
    if (message.type() === 'error') note(`${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => note(String(error.stack ?? error)));
  t.after(async () => {
    await context.close();
    assert.deepEqual(wrong, [], 'the page asked for something foreign or reported an error');
  });
  if (load) {
    await page.goto(from.url(at));
    await reached(page);
  }
  return page;
}

/** Waits until the page says so and nothing is under way. `page` may be a frame. */
export async function reached(page, state) {
  const mark = state ? `html[data-state="${state}"][data-idle]` : 'html[data-state][data-idle]';
  await page.locator(mark).waitFor({ state: 'attached', timeout: PATIENCE });
}

/** The element that takes files. */
export const picker = (page) => page.locator('input[type=file]').first();

/** Opens a file by the picker and waits for the report. */
export async function open(page, file) {
  await picker(page).setInputFiles(file);
  await reached(page, 'open');
}

/** Drops a file on the page, as the desktop does: enter, over, drop. */
export async function drop(page, { name, buffer }) {
  const transfer = await page.evaluateHandle(
    ([name, base64]) => {
      const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([bytes], name));
      return transfer;
    },
    [name, buffer.toString('base64')],
  );
  const body = page.locator('body');
  for (const type of ['dragenter', 'dragover', 'drop']) await body.dispatchEvent(type, { dataTransfer: transfer });
}

/** All the words on the page, spaces made plain. */
export async function words(page) {
  return plain(await page.locator('body').innerText());
}

/** Thin and non-breaking spaces and the marks that isolate hostile text are for eyes, not for comparing. */
export function plain(text) {
  return text.replace(/[\u2066-\u2069\u200e\u200f]/g, '').replace(/[\s\u00a0\u2009\u202f]+/g, ' ');
}
