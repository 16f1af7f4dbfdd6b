/*
 * Who opens the files: ourselves three times, and the peers.
 *
 * Takes the options of bench.mjs; gives a list of `{ who, ours, open }`, where `open(file)` gives one row of figures:
 * `readyMs`, `peakBytes` and what else is known, and `why` if it came to nothing. No runner throws, none outlives its time.
 */
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { run } from './child.mjs';
import { OLD_SPACE } from './series.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

/** Names as they stand in the tables and as `--only` takes them. */
export function runners({ native, wasm, dist, only, peers, peer, floor, timeout, folder }) {
  const program = (words) => async (file) => {
    const { lines, ...ended } = await run([...words, file], { timeout });
    return { ...ended, ...lines[0], peakBytes: lines[0]?.peakBytes ?? ended.peakBytes };
  };
  const node = (script, ...words) => program([process.execPath, `--max-old-space-size=${OLD_SPACE}`, here(script), ...words]);
  const chromium = (module, name, ...first) => async (file, sample) => (await import(module))[name](...first, file, { timeout, sample });
  const all = [
    { who: 'native', ours: true, open: program([native]) },
    { who: 'wasm-node', ours: true, open: node('wasm.mjs', wasm) },
  ];
  if (dist) {
    all.push({ who: 'chromium', ours: true, open: chromium('./opening.mjs', 'opening') });
    all.push({ who: 'cancel', ours: true, open: chromium('./opening.mjs', 'cancelling') });
  }
  if (peers) {
    const devtools = path.join(folder, 'devtools-worker.js');
    all.push({ who: 'devtools', open: chromium('./peers/devtools-chromium.mjs', 'devtoolsInChromium', devtools) });
    all.push({ who: 'devtools-node', open: node('peers/devtools-node.mjs', path.join(folder, 'devtools-node.mjs')) });
    for (const name of ['vscode', 'memlab', 'v8-analytics', 'json']) all.push({ who: name, open: node('peers/programs.mjs', name) });
  }
  if (peers && peer) all.push({ who: 'vscode-native', open: program([peer]) });
  if (floor) all.push({ who: 'floor', open: node('peers/floor.mjs', floor) });
  const unknown = (only ?? []).filter((name) => !all.some(({ who }) => who === name));
  if (unknown.length) throw new Error(`--only ${unknown}: there are ${all.map(({ who }) => who).join(', ')}`);
  return all.filter(({ who }) => !only || only.includes(who));
}
