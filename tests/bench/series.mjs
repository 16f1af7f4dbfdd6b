/*
 * The snapshots that are measured, and how each is made.
 *
 * Takes sizes in megabytes and names of shapes; gives files in the cache folder. Guarantees: a file under its final name
 * is whole (it is written under another and renamed); one that is there already, of the same recipe, is kept.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/** Counts up when a program in make/ writes something else than before. */
const RECIPE = 1;

/** Above this V8 itself would need tens of gigabytes to write the file, so it is written as text. */
const SYNTHETIC_FROM = 3500;

export const SHAPES = ['chain', 'fanout', 'cliques', 'hub', 'strings'];

const MAKE = fileURLToPath(new URL('make/', import.meta.url));

/** The old space that a program of Node's may have: most of the machine's memory. */
export const OLD_SPACE = Math.round((os.totalmem() / 2 ** 20) * 0.7);

/** Depots for so many megabytes of file: one takes 0.341 MB, Node itself 3.9. */
const depots = (megabytes) => Math.max(1, Math.round((megabytes - 3.9) / 0.341));

function program(name) {
  const megabytes = Number(name);
  if (megabytes >= SYNTHETIC_FROM) return ['synthetic.mjs', 'orders', megabytes];
  if (megabytes > 0) return ['depots.mjs', depots(megabytes)];
  if (name === 'hub') return ['synthetic.mjs', 'hub', 17e6];
  if (SHAPES.includes(name)) return ['shapes.mjs', name];
  throw new Error(`there is no snapshot ${name}: a size in MB, or one of ${SHAPES.join(', ')}`);
}

/** The file of a size or a shape, made if need be. */
export function snapshot(folder, name) {
  const [script, ...words] = program(name);
  const label = Number(name) ? `${name}-mb` : name;
  const file = path.join(folder, `${label}.v${RECIPE}.heapsnapshot`);
  if (!fs.existsSync(file)) {
    fs.mkdirSync(folder, { recursive: true });
    const part = path.join(folder, `${label}.part`);
    console.error(`making ${path.basename(file)}`);
    const flags = ['--expose-gc', `--max-old-space-size=${OLD_SPACE}`];
    // A heap holds its process's environment; this one need not be in it.
    const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => ['PATH', 'SYSTEMROOT'].includes(key.toUpperCase())));
    const made = spawnSync(process.execPath, [...flags, path.join(MAKE, script), ...words.map(String), part], { stdio: 'inherit', env });
    if (made.status !== 0) throw new Error(`${script} ${words.join(' ')} ended with ${made.signal ?? made.status}`);
    fs.renameSync(part, file);
  }
  return { name: label, file, bytes: fs.statSync(file).size };
}
