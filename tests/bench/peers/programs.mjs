/*
 * The peers that are npm packages: `node programs.mjs NAME FILE` opens the file with one of them, as far as it goes, and
 * prints one JSON line. How far that is differs, and stands beside each.
 */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';

const require = createRequire(import.meta.url);
const [name, given] = process.argv.slice(2);
const file = path.resolve(given);

/** Each loads its package, which is not timed, and gives the work. */
const PEERS = {
  // Dominators and retained sizes of all nodes, and the table of classes.
  'vscode'() {
    const parser = require('@vscode/v8-heap-parser');
    parser.init_panic_hook?.();
    return (lap) => {
      const graph = parser.decode_bytes(whole(file));
      lap('parseMs');
      graph.get_class_groups(0, 20, false);
    };
  },
  // Dominators and retained sizes of all nodes.
  'memlab'() {
    const { config, info } = require('@memlab/core');
    Object.assign(config, { muteConsole: true, isContinuousTest: true });
    info.mute?.();
    const { getFullHeapFromFile } = require('@memlab/heap-analysis');
    return async () => ({ nodes: (await getFullHeapFromFile(file)).nodes.length });
  },
  // Its own list of leak points.
  'v8-analytics'() {
    const { memAnalytics } = require('v8-analytics');
    return (lap) => {
      const snapshot = JSON.parse(fs.readFileSync(file));
      lap('parseMs');
      memAnalytics(snapshot);
    };
  },
  // Nothing but reading: what every tool that parses this way needs at least.
  'json'() {
    return () => ({ nodes: JSON.parse(fs.readFileSync(file, 'utf8')).snapshot.node_count });
  },
};

/** The file's bytes, also where they are more than Node reads at once. */
function whole(file) {
  const bytes = new Uint8Array(fs.statSync(file).size);
  const input = fs.openSync(file);
  for (let at = 0, used; (used = fs.readSync(input, bytes, at, Math.min(1 << 26, bytes.length - at))) > 0;) at += used;
  return bytes;
}

try {
  const work = PEERS[name]();
  const start = performance.now();
  const laps = {};
  const figures = await work((lap) => { laps[lap] = performance.now() - start; });
  console.log(`\n${JSON.stringify({ ...laps, ...figures, readyMs: performance.now() - start })}`);
  process.exit(0);
} catch (error) {
  console.log(`\n${JSON.stringify({ error: String(error.message ?? error).slice(0, 200) })}`);
  process.exit(2);
}
