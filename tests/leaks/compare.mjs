/*
 * The same snapshots through other lists: the table in docs/leak-report.md.
 *
 *   node compare.mjs LEAKS REPORT     (the folder of make.mjs, the example program `report`)
 *
 * Takes the snapshots of Node; gives Markdown: for each program the first suspect of ours, the five leak points of
 * v8-analytics (the largest retained sizes of single objects), and the constructors that lead DevTools' Summary when it is
 * sorted by retained size (v8-analytics has DevTools' worker in it). Fetches v8-analytics from npm. Not part of the tests.
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { installed } from './runtimes.mjs';

const [leaks, report] = process.argv.slice(2).map((given) => path.resolve(given));
if (!report) throw new Error('usage: compare.mjs LEAKS REPORT');

const HERE = path.dirname(fileURLToPath(import.meta.url));
const expected = JSON.parse(fs.readFileSync(path.join(HERE, '..', 'fixtures', 'leaks', 'expected.json'), 'utf8'));
const manifest = installed(path.join(leaks, 'runtimes'), 'v8-analytics', '1.3.7', ['package.json']);
const { memAnalytics } = createRequire(manifest)(path.dirname(manifest));

const code = (text) => `\`${text.replaceAll('`', "'").replaceAll('|', '\\|').slice(0, 60)}\``;

/** A node of v8-analytics as it shows it. */
function shown({ name, type }) {
  return code(type === 'closure' ? `${name}()` : name.replaceAll('\n', ' ').slice(0, 24) || `(${type})`);
}

console.log('| program | Heapsky\'s first suspect | v8-analytics\' five | DevTools\' Summary by retained size |\n|---|---|---|---|');
for (const { program } of expected.filter((row) => row.runtimes.includes('node'))) {
  const file = path.join(leaks, 'node', `${program}.heapsnapshot`);
  const ours = JSON.parse(execFileSync(report, [file, '--json'], { encoding: 'utf8', maxBuffer: 1 << 26 }));
  const theirs = memAnalytics(JSON.parse(fs.readFileSync(file, 'utf8')));
  const [first] = ours.suspects;
  const place = first?.source[0];
  const said = first
    ? `${first.patternName}: ${code(first.path)}${place ? `, ${path.basename(place.script)}${place.line ? `:${place.line}` : ''}` : ''}`
    : `none: ${ours.verdict}`;
  const five = theirs.leakPoint.map((point) => shown(theirs.heapMap[point.index])).join(', ');
  const at = theirs.leakPoint.findIndex((point) => point.id === first?.accumulation?.id);
  const found = first ? (at < 0 ? ' (the accumulation point is not among them)' : ` (the accumulation point is number ${at + 1})`) : '';
  const classes = Object.entries(theirs.aggregates).sort(([, a], [, b]) => b.maxRet - a.maxRet).slice(0, 4);
  console.log(`| ${program} | ${said} | ${five}${found} | ${classes.map(([name]) => code(name)).join(', ')} |`);
}
