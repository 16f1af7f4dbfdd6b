/*
 * One real Chromium for one measurement, and what its renderers take.
 *
 * Takes the program from the variable CHROME, as the browser tests do. Guarantees: each browser has a fresh profile, so
 * nothing is cached; it is closed afterwards, also when the page hangs; only its own processes are looked at.
 */
import { createRequire } from 'node:module';
import process from 'node:process';
import { FLAGS } from '../browser/flags.mjs';
import { peakOf, residentOf } from './child.mjs';

// The browser tests' own: one version drives the browser everywhere.
const { chromium } = createRequire(new URL('../browser/package.json', import.meta.url))('playwright-core');

/** Runs `work(page, renderers)` in a fresh browser; `scripts` run in the page before its own. */
export async function inChromium(work, { scripts = [], timeout }) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROME,
    chromiumSandbox: !process.env.CHROME_NO_SANDBOX,
    args: FLAGS,
  });
  let renderers;
  try {
    const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    page.setDefaultTimeout(timeout * 1000);
    for (const script of scripts) await page.addInitScript(script);
    renderers = await Renderers.of(browser);
    const crashed = new Promise((_, reject) => page.on('crash', () => reject(new Error('the page crashed'))));
    crashed.catch(() => {});
    return { version: browser.version(), ...(await Promise.race([work(page, renderers), crashed])) };
  } catch (error) {
    return { version: browser.version(), why: String(error.message ?? error).split('\n')[0].replace(/^page\.\w+: /, '').slice(0, 200), peakBytes: renderers?.peak() };
  } finally {
    renderers?.stop();
    const closed = browser.close().catch(() => {});
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 40_000))]);
  }
}

/** The renderer processes of one browser. Linux alone tells their memory; elsewhere it is unknown. */
class Renderers {
  static async of(browser) {
    const renderers = new Renderers();
    renderers.session = await browser.newBrowserCDPSession();
    renderers.pids = new Set();
    renderers.most = undefined;
    await renderers.look();
    renderers.timer = setInterval(() => renderers.look(), 300);
    return renderers;
  }

  /** A renderer may be replaced when the page goes to another site, so they are asked for again and again. */
  async look() {
    try {
      const { processInfo } = await this.session.send('SystemInfo.getProcessInfo');
      this.pids = new Set(processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id));
    } catch {
      // The browser is busy or gone; what was known still holds.
    }
    this.peak();
  }

  /** The most that one of them has had. */
  peak() {
    const peaks = [...this.pids].map(peakOf).filter((peak) => peak !== undefined);
    if (peaks.length) this.most = Math.max(this.most ?? 0, ...peaks);
    return this.most;
  }

  /** What the largest of them has now. */
  now() {
    const sizes = [...this.pids].map(residentOf).filter((size) => size !== undefined);
    return sizes.length ? Math.max(...sizes) : undefined;
  }

  stop() {
    clearInterval(this.timer);
  }
}
