/*
 * A stock Firefox, for what must be true of a second engine: Playwright drives only a Firefox of its own.
 *
 * Owns the process, its profile and the line to it, which is Marionette: WebDriver's commands as JSON over a plain socket,
 * with no geckodriver between. Takes the program's path from FIREFOX. Gives `startFirefox`, and with it addresses, scripts,
 * files for the picker, pictures, and what went wrong in the page. Guarantees: a profile of its own, gone after `close`; reduced
 * motion; no site but this machine is reached; the process ends with `close`, and with this one however it ends by itself.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** How long a start, a script or a state may take, in milliseconds. */
const PATIENCE = 60_000;

/** WebDriver's name for what refers to an element. */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

const PREFERENCES = {
  // A free one; the file MarionetteActivePort says which.
  'marionette.port': 0,
  'ui.prefersReducedMotion': 1,
  // A CSS pixel is a pixel, as in the Chromium of the tests.
  'layout.css.devPixelsPerPx': '1.0',
  'intl.accept_languages': 'en-US',
  // What is not on this machine is asked of a proxy that is not there.
  'network.proxy.type': 1,
  'network.proxy.http': '127.0.0.1',
  'network.proxy.http_port': 9,
  'network.proxy.ssl': '127.0.0.1',
  'network.proxy.ssl_port': 9,
  // What a page logs goes to the program's output: the console's store is not there for other processes.
  'devtools.console.stdout.content': true,
  'browser.startup.page': 0,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'datareporting.policy.dataSubmissionPolicyBypassNotification': true,
};

const MISSING = 'install Firefox (Debian: `apt install firefox-esr`), or set FIREFOX to its program';

/** Starts Firefox with a fresh profile and a page of this many CSS pixels. `preferences` come on top of those above. */
export async function startFirefox({ width = 1280, height = 800, preferences = {} } = {}) {
  const profile = await mkdtemp(path.join(tmpdir(), 'heapsky-firefox-'));
  const lines = Object.entries({ ...PREFERENCES, ...preferences }).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});\n`);
  await writeFile(path.join(profile, 'user.js'), lines.join(''));
  const firefox = new Firefox(process.env.FIREFOX ?? '/usr/bin/firefox-esr', profile);
  try {
    await firefox.begin();
    await firefox.resize(width, height);
    return firefox;
  } catch (error) {
    await firefox.close();
    throw error;
  }
}

class Firefox {
  #profile;
  #child;
  #ended;
  #socket;
  #unread = Buffer.alloc(0);
  #last = 0;
  #asked = new Map();
  #printed = '';
  #over;
  #kill = () => this.#child.kill('SIGKILL');
  #die = (signal) => {
    this.#kill();
    process.off(signal, this.#die).kill(process.pid, signal);
  };

  constructor(program, profile) {
    this.#profile = profile;
    // Only with system access a session may read the browser's own console.
    const flags = ['--headless', '--no-remote', '--marionette', '--remote-allow-system-access', '--profile', profile];
    const env = { ...process.env, MOZ_CRASHREPORTER_DISABLE: '1', MOZ_HEADLESS_WIDTH: '1600', MOZ_HEADLESS_HEIGHT: '1200' };
    this.#child = spawn(program, flags, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => { this.#printed += text; });
    }
    this.#ended = new Promise((resolve) => {
      this.#child.once('error', (error) => resolve(error.code === 'ENOENT' ? `${program} is not there: ${MISSING}` : error.message));
      this.#child.once('exit', (code, signal) => resolve(`Firefox ended with ${code ?? signal}`));
    });
    this.#ended.then((words) => this.#fail(words));
    process.on('exit', this.#kill);
    for (const signal of SIGNALS) process.on(signal, this.#die);
  }

  /** Waits for the port, connects, and asks for a session. */
  async begin() {
    const until = Date.now() + PATIENCE;
    let port = 0;
    while (!port) {
      await pause(50);
      if (Date.now() > until) this.#fail('Firefox does not listen');
      if (this.#over) throw this.#over;
      port = Number(await readFile(path.join(this.#profile, 'MarionetteActivePort'), 'utf8').catch(() => 0));
    }
    this.#socket = connect(port, '127.0.0.1');
    this.#socket.on('data', (bytes) => this.#take(bytes));
    this.#socket.on('error', (error) => this.#fail(error.message));
    this.#socket.on('close', () => this.#fail('Firefox hung up'));
    await once(this.#socket, 'connect');
    const capabilities = { timeouts: { script: PATIENCE, pageLoad: PATIENCE } };
    const session = await this.ask('WebDriver:NewSession', { capabilities: { alwaysMatch: capabilities } });
    this.version = session.capabilities.browserVersion;
  }

  /** One command of the protocol; its answer, bare. */
  ask(name, parameters = {}) {
    if (this.#over) return Promise.reject(this.#over);
    this.#last += 1;
    const message = JSON.stringify([0, this.#last, name, parameters]);
    this.#socket.write(`${Buffer.byteLength(message)}:${message}`);
    return new Promise((resolve, reject) => this.#asked.set(this.#last, { name, resolve, reject }));
  }

  /** Messages come as a length in bytes, a colon and JSON, in any pieces. The first is a greeting. */
  #take(bytes) {
    this.#unread = Buffer.concat([this.#unread, bytes]);
    for (;;) {
      const colon = this.#unread.indexOf(':');
      const end = colon + 1 + Number(this.#unread.subarray(0, Math.max(colon, 0)));
      if (colon < 0 || this.#unread.length < end) return;
      const message = JSON.parse(this.#unread.subarray(colon + 1, end));
      this.#unread = this.#unread.subarray(end);
      if (!Array.isArray(message)) continue;
      const [, id, error, result] = message;
      const { name, resolve, reject } = this.#asked.get(id);
      this.#asked.delete(id);
      if (error) reject(new Error(`${name}: ${error.error}: ${error.message}`));
      else resolve(Object.hasOwn(result, 'value') ? result.value : result);
    }
  }

  /** Nothing will be answered any more. The first reason counts. */
  #fail(words) {
    this.#over ??= new Error(`${words}\n${this.#printed}`);
    for (const { reject } of this.#asked.values()) reject(this.#over);
    this.#asked.clear();
  }

  /** Makes the page exactly so large, whatever stands around it. */
  async resize(width, height) {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const [outer, inner] = await this.run(() => [[outerWidth, outerHeight], [innerWidth, innerHeight]]);
      if (inner[0] === width && inner[1] === height) return;
      await this.ask('WebDriver:SetWindowRect', { width: outer[0] + width - inner[0], height: outer[1] + height - inner[1] });
    }
    throw new Error(`the page does not become ${width}×${height}`);
  }

  /** Goes to an address and waits until it is loaded. */
  go = (url) => this.ask('WebDriver:Navigate', { url });

  /** Runs a function in the page, waits for what it promises, and gives it, as JSON can. */
  run = (script, ...args) => this.ask('WebDriver:ExecuteScript', { script: `return (${script}).apply(null, arguments)`, args });

  /** Waits until the page has such an element. */
  until(selector) {
    return this.run(async (selector, patience) => {
      const end = performance.now() + patience;
      while (!document.querySelector(selector)) {
        if (performance.now() > end) throw new Error(`no ${selector} after ${patience} ms, the page is ${document.documentElement.cloneNode().outerHTML}`);
        await new Promise((resolve) => { setTimeout(resolve, 50); });
      }
    }, selector, PATIENCE - 5_000);
  }

  /** Gives a file of the disk to the picker. */
  async file(selector, file) {
    const found = await this.ask('WebDriver:FindElement', { using: 'css selector', value: selector });
    await this.ask('WebDriver:ElementSendKeys', { id: found[ELEMENT], text: file });
  }

  /** What the page shows, as PNG. */
  async shot() {
    return Buffer.from(await this.ask('WebDriver:TakeScreenshot', { full: false }), 'base64');
  }

  /** Errors of the pages so far: what scripts threw, what the policy or the network refused, what was logged as an error. */
  async wrong() {
    await this.ask('Marionette:SetContext', { value: 'chrome' });
    const reported = await this.run(() => Services.console.getMessageArray()
      .filter((message) => message instanceof Ci.nsIScriptError && !(message.flags & Ci.nsIScriptError.warningFlag))
      .filter((message) => !/^(chrome|resource|moz-extension):/.test(message.sourceName))
      .map(({ errorMessage, sourceName, lineNumber }) => `${errorMessage} (${sourceName}:${lineNumber})`));
    await this.ask('Marionette:SetContext', { value: 'content' });
    // Firefox' own modules log too, under a bare name: a page's words stand in quotes.
    const logged = this.#printed.match(/^console\.(error|assert): (?!\w+: ).*/gm) ?? [];
    return [...reported, ...logged];
  }

  /** Ends the process at once and takes the profile away. Does nothing the second time. */
  async close() {
    process.off('exit', this.#kill);
    for (const signal of SIGNALS) process.off(signal, this.#die);
    this.#kill();
    this.#socket?.destroy();
    await this.#ended;
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

/** A runner that loses patience sends these; without a listener nothing would run any more. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
