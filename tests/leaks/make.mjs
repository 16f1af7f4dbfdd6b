/*
 * Runs the leak programs and writes their snapshots: OUT/<runtime>/<program>.heapsnapshot.
 *
 *   node make.mjs OUT [--runtime NAME]… [--only PROGRAM]…
 *
 * Takes the table of expectations (`expected.json`), which says which runtimes run a program. The programs are copied to a
 * neutral folder first: a heap knows the paths of its files.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { RUNTIMES, runtime } from './runtimes.mjs';

const LEAKS = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'fixtures', 'leaks');

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { runtime: { type: 'string', multiple: true }, only: { type: 'string', multiple: true } },
});
const [out] = positionals;
if (!out) throw new Error('usage: make.mjs OUT [--runtime NAME]… [--only PROGRAM]…');

const expected = JSON.parse(fs.readFileSync(path.join(LEAKS, 'expected.json'), 'utf8'));
const place = fs.mkdtempSync(path.join(os.tmpdir(), 'heapsky-leaks-'));
fs.cpSync(LEAKS, place, { recursive: true });

try {
  for (const name of values.runtime ?? RUNTIMES) await make(name);
} finally {
  fs.rmSync(place, { recursive: true });
}

async function make(name) {
  const programs = expected.filter((row) => row.runtimes.includes(name) && (values.only?.includes(row.program) ?? true));
  if (programs.length === 0) return;
  const { write, close } = await runtime(name, path.resolve(out, 'runtimes'));
  const folder = path.resolve(out, name);
  fs.mkdirSync(folder, { recursive: true });
  try {
    for (const { program } of programs) {
      const file = path.join(folder, `${program}.heapsnapshot`);
      await write(program, file, place);
      console.log(`${name}/${program}: ${fs.statSync(file).size} bytes`);
    }
  } finally {
    await close();
  }
}
