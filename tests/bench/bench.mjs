/*
 * The benchmark: `cargo xtask bench` builds what is measured and starts this with its options as JSON in the variable BENCH.
 *
 * Makes the snapshots that are missing, then goes round by round over all files and everyone who opens them, so that a
 * busy minute of the machine hurts all alike. Each row is written to the cache folder as it comes; the tables are printed
 * and kept there at the end. Who fails on a file is not asked again for it: the row says why.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { run } from './child.mjs';
import { tables } from './report.mjs';
import { runners } from './runners.mjs';
import { snapshot } from './series.mjs';

/** Objects of each kind that the latencies are measured on, and seconds that finding them may take: nobody times that. */
const SAMPLE = 30;
const PATIENCE = 900;

const options = JSON.parse(process.env.BENCH);
const { folder, sizes, shapes, repeat, native, timeout } = options;
const everyone = runners(options);
const files = [...sizes, ...shapes].map((name) => snapshot(folder, String(name)));
const started = new Date();
const log = path.join(folder, `rows-${started.toISOString().replace(/\D/g, '').slice(0, 14)}.jsonl`);
const rows = [];

note({
  kind: 'machine',
  at: started.toISOString(),
  processor: os.cpus()[0].model,
  processors: os.cpus().length,
  memoryBytes: os.totalmem(),
  system: `${os.type()} ${os.release()} ${os.arch()}`,
  node: process.version,
  load: os.loadavg()[0],
});
for (const file of files) file.sample = await sample(file);
for (let round = 1; round <= repeat; round += 1) {
  for (const file of files) {
    await warm(file);
    for (const { who, ours, open } of everyone) {
      if (rows.some((row) => row.who === who && row.file === file.name && row.why)) continue;
      const figures = await open(file.file, round === 1 ? file.sample : undefined);
      note({ kind: 'row', round, file: file.name, bytes: file.bytes, who, ours: Boolean(ours), load: os.loadavg()[0], ...figures });
    }
  }
}
const text = tables(rows);
fs.writeFileSync(path.join(folder, 'tables.md'), text);
console.log(text);
console.error(`rows: ${log}`);

function note(row) {
  rows.push(row);
  fs.appendFileSync(log, `${JSON.stringify(row)}\n`);
  if (row.silent) console.error(`no latencies: ${row.silent}`);
  if (row.kind === 'row') console.error(`${row.round} ${row.file} ${row.who}: ${row.why ?? `${Math.round(row.readyMs ?? row.cancelMs)} ms`}`);
}

/** Seeded objects of the file, if latencies are measured at all; what their questions take natively is a row. */
async function sample(file) {
  if (!everyone.some(({ who }) => who === 'chromium')) return undefined;
  const { lines, why } = await run([native, file.file, '--sample', String(SAMPLE)], { timeout: PATIENCE });
  if (lines.length < 2) {
    console.error(`${file.name}: no sample for the latencies: ${why}`);
    return undefined;
  }
  note({ kind: 'questions', file: file.name, bytes: file.bytes, questions: lines[1].questions });
  return lines[1];
}

/** Reads the file once, so that nobody pays for the disk alone. */
async function warm({ file }) {
  for await (const _ of fs.createReadStream(file, { highWaterMark: 1 << 24 }));
}
