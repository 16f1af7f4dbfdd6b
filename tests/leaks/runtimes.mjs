/*
 * The runtimes that run the leak programs, and how each writes a snapshot.
 *
 * Takes a folder for what has to be fetched; gives, by name, a function from program and file to a written snapshot. Owns
 * the pinned versions: the newest Node and Deno come from npm, once. `node` is the Node that runs this; Chromium is the
 * one the browser tests use (env CHROME).
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { FLAGS } from '../browser/flags.mjs';

const NEWEST_NODE = '26.10.0';
const DENO = '2.9.6';

const HERE = path.dirname(fileURLToPath(import.meta.url));

/** A heap knows its process's environment: PATH alone, and what Windows does not start without. */
const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => ['PATH', 'SYSTEMROOT'].includes(key.toUpperCase())));

function run(binary, args, cwd, more = {}) {
  const done = spawnSync(binary, args, { cwd, env: { ...env, ...more }, encoding: 'utf8', timeout: 120_000, maxBuffer: 1 << 26 });
  if (done.status !== 0) {
    throw new Error(`${path.basename(binary)} ${args.join(' ')} ended with ${done.signal ?? done.status}\n${done.stderr}`);
  }
}

/** A program of npm, installed once and in a folder of its own: npm takes away what it was not asked for. */
export function installed(runtimes, packageName, version, binary) {
  const folder = path.join(runtimes, packageName.replace('/', '-'));
  const place = path.join(folder, 'node_modules', ...packageName.split('/'));
  const file = path.join(place, ...binary);
  const manifest = path.join(place, 'package.json');
  const is = fs.existsSync(file) && JSON.parse(fs.readFileSync(manifest, 'utf8')).version === version;
  if (!is) {
    fs.mkdirSync(folder, { recursive: true });
    console.error(`fetching ${packageName} ${version}`);
    const flags = ['install', '--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--prefix', folder];
    const npm = spawnSync('npm', [...flags, `${packageName}@${version}`], { encoding: 'utf8', shell: process.platform === 'win32' });
    if (npm.status !== 0) throw new Error(`npm install ${packageName}@${version}\n${npm.stderr}`);
  }
  return file;
}

function withNode(binary) {
  return async (program, file, cwd) => run(binary, [`${program}.js`, file], cwd);
}

/** Deno runs the same CommonJS programs; its `node:v8` writes snapshots of V8 14.9 and newer. Its caches stay beside them. */
function withDeno(binary) {
  const args = ['run', '--allow-all', '--quiet'];
  return async (program, file, cwd) => run(binary, [...args, `${program}.js`, file], cwd, { DENO_DIR: path.join(cwd, '.deno') });
}

/** A page in Chromium, its snapshot taken over the protocol that the developer tools use. */
async function withChromium() {
  const { chromium } = createRequire(path.join(HERE, '..', 'browser', 'package.json'))('playwright-core');
  const sandbox = process.env.CHROME_NO_SANDBOX ? ['--no-sandbox'] : [];
  const browser = await chromium.launch({ executablePath: process.env.CHROME, args: [...FLAGS, ...sandbox] });
  const write = async (program, file, cwd) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    // As with the developer tools open: the console keeps what is printed.
    if (program.startsWith('console')) await session.send('Runtime.enable');
    await page.goto(pathToFileURL(path.join(cwd, 'page', `${program}.html`)).href);
    await session.send('HeapProfiler.enable');
    const out = fs.openSync(file, 'w');
    session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => fs.writeSync(out, chunk));
    await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
    fs.closeSync(out);
    await context.close();
  };
  return { write, close: () => browser.close() };
}

/** By name: how the runtime writes a snapshot, and how to be done with it. `folder`: for what is fetched. */
export async function runtime(name, folder) {
  const close = async () => {};
  const exe = (program) => (process.platform === 'win32' ? `${program}.exe` : program);
  switch (name) {
    case 'node':
      return { write: withNode(process.execPath), close };
    case 'newest': {
      const platform = process.platform === 'win32' ? 'win' : process.platform;
      return { write: withNode(installed(folder, `node-${platform}-${process.arch}`, NEWEST_NODE, ['bin', exe('node')])), close };
    }
    case 'deno': {
      const platform = `${process.platform}-${process.arch}${process.platform === 'linux' ? '-glibc' : ''}`;
      const binary = installed(folder, `@deno/${platform}`, DENO, [exe('deno')]);
      if (process.platform !== 'win32') fs.chmodSync(binary, 0o755);
      return { write: withDeno(binary), close };
    }
    case 'chromium':
      return withChromium();
    default:
      throw new Error(`no runtime ${name}`);
  }
}

export const RUNTIMES = ['node', 'newest', 'deno', 'chromium'];
