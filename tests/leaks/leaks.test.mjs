/*
 * The proof of the leak report: real programs, real runtimes, and what the report says of each.
 *
 * Takes the folder of snapshots that `make.mjs` wrote (env LEAKS) and the example program `report` (env REPORT); compares
 * verdict, pattern, holder, accumulation point and source file of the first suspects with `expected.json`. A field there
 * may be a list: any of its values is right; `doubts`: the report must say when it is no leak. A missing
 * snapshot is a failure.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { RUNTIMES } from './runtimes.mjs';

const LEAKS = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'fixtures', 'leaks');
const expected = JSON.parse(fs.readFileSync(path.join(LEAKS, 'expected.json'), 'utf8'));

function report(file) {
  return JSON.parse(execFileSync(process.env.REPORT, [file, '--json'], { encoding: 'utf8', maxBuffer: 1 << 26 }));
}

const plain = (script) => script.replaceAll('\\', '/');

/** One suspect as one line, for messages. */
function found(suspect) {
  if (!suspect) return 'no suspect';
  const files = [...new Set(suspect.source.map(({ script }) => plain(script).split('/').pop()))].join(' ') || 'no file';
  const point = suspect.accumulation?.class ?? 'a group';
  return `${(100 * suspect.share).toFixed(1)} % ${suspect.pattern}: ${suspect.path} at ${point}, in ${files}`;
}

function wish({ pattern, holder, accumulation, source }) {
  const any = (value) => [value].flat().map((one) => one ?? 'none').join(' or ');
  return `${any(pattern)}: …${any(holder)}… at ${any(accumulation)}, in ${any(source)}`;
}

/** What of a suspect is not as wanted. */
function wrong(suspect, wanted) {
  if (!suspect) return ['suspect'];
  const scripts = suspect.source.map(({ script }) => plain(script));
  const right = {
    pattern: [wanted.pattern].flat().includes(suspect.pattern),
    holder: [wanted.holder].flat().some((holder) => suspect.path.includes(holder)),
    accumulation: [wanted.accumulation].flat().includes(suspect.accumulation?.class ?? null),
    source: [wanted.source].flat().some((source) => !source || scripts.some((script) => script.endsWith(source))),
  };
  return Object.keys(right).filter((key) => !right[key]);
}

function check(row, { verdict, suspects }) {
  const faults = [];
  if (![row.verdict].flat().includes(verdict)) faults.push('verdict');
  if (!row.first && suspects.length > 0 && verdict === 'healthy') faults.push('suspects');
  const wanted = [row.first, row.second].filter(Boolean);
  wanted.forEach((one, at) => faults.push(...wrong(suspects[at], one).map((key) => (at === 0 ? key : `second ${key}`))));
  if (row.doubts && !suspects[0]?.doubts.length) faults.push('doubts');
  const lines = [
    `wrong: ${faults.join(', ')}`,
    `expected ${[row.verdict].flat().join(' or ')}${wanted.map((one) => `\n      ${wish(one)}`).join('')}`,
    `found ${verdict}${suspects.map((one) => `\n      ${found(one)}`).join('')}`,
  ];
  assert.ok(faults.length === 0, lines.join('\n    '));
}

for (const runtime of RUNTIMES) {
  const folder = path.join(process.env.LEAKS, runtime);
  test(`leaks in ${runtime}`, async (context) => {
    assert.ok(fs.existsSync(folder), `no snapshots in ${folder}`);
    for (const row of expected.filter((one) => one.runtimes.includes(runtime))) {
      await context.test(row.program, () => check(row, report(path.join(folder, `${row.program}.heapsnapshot`))));
    }
  });
}

test('the set is as large as it says', () => {
  const programs = (wanted) => new Set(expected.filter(wanted).map((row) => row.program)).size;
  const leaking = programs((row) => row.first);
  const newest = programs((row) => row.first && (row.runtimes.includes('deno') || row.runtimes.includes('chromium')));
  assert.ok(leaking >= 16, `${leaking} programs`);
  assert.ok(programs((row) => !row.first) >= 3, 'healthy programs');
  assert.ok(newest >= 6, `${newest} programs with V8 14.9 or newer`);
});
