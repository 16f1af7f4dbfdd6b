/*
 * Bundles DevTools' own heap snapshot code from npm's chrome-devtools-frontend: `node devtools-build.mjs FOLDER` writes
 * devtools-worker.js, the worker as DevTools starts it in a page, and devtools-node.mjs, the same classes for Node.
 *
 * The sources are bundled as they are, but for two modules that the front end's own build makes: the list of languages,
 * and, for the browser, the half of the host interface that is for Node.
 */
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const FRONT_END = fileURLToPath(new URL('../node_modules/chrome-devtools-frontend/front_end/', import.meta.url));
const CODE = path.join(FRONT_END, 'entrypoints', 'heap_snapshot_worker');

const LANGUAGES = `export const LOCALES = ['en-US'];
export const BUNDLED_LOCALES = LOCALES;
export const DEFAULT_LOCALE = 'en-US';
export const REMOTE_FETCH_PATTERN = '';
export const LOCAL_FETCH_PATTERN = '';
`;

/** Puts a text in the place of the modules whose import matches. */
const instead = (name, filter, contents) => ({
  name,
  setup(bundle) {
    bundle.onResolve({ filter }, () => ({ path: name, namespace: name }));
    bundle.onLoad({ filter: /.*/, namespace: name }, () => ({ contents, loader: 'js' }));
  },
});

const languages = instead('languages', /\/locales\.js$/, LANGUAGES);
const noNode = instead('no-node', /^\.\/node\/node\.js$/, 'export const HostRuntime = { HOST_RUNTIME: null };');

const [folder] = process.argv.slice(2);
const shared = { bundle: true, format: 'esm', logLevel: 'error' };
const exported = ['HeapSnapshotLoader', 'HeapSnapshot'].map((name) => `export * from ${JSON.stringify(path.join(CODE, `${name}.ts`))};`);
await build({
  ...shared,
  stdin: { contents: exported.join('\n'), resolveDir: CODE, loader: 'ts' },
  platform: 'node',
  target: 'node20',
  outfile: path.join(folder, 'devtools-node.mjs'),
  plugins: [languages],
});
await build({
  ...shared,
  entryPoints: [path.join(CODE, 'heap_snapshot_worker-entrypoint.ts')],
  platform: 'browser',
  target: 'chrome120',
  outfile: path.join(folder, 'devtools-worker.js'),
  plugins: [noNode, languages],
});
