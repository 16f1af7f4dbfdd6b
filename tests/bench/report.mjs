/*
 * The tables: from rows to Markdown.
 *
 * Takes the rows of one run (`kind` machine, row, questions); gives text, without looking at anything else: `node report.mjs
 * ROWS.jsonl` prints the tables of an old run again. Figures are medians over the rounds; memory is the most of any round.
 */
import fs from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/** All tables of a run. */
export function tables(rows) {
  const machine = rows.find(({ kind }) => kind === 'machine');
  const measured = rows.filter(({ kind }) => kind === 'row');
  const parts = [about(machine, measured), opened(measured), stages(measured), page(measured), latency(rows), growth(measured)];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

/** The middle one; of an even count the mean of the two. */
export function median(values) {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  if (!sorted.length) return undefined;
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

/** The smallest value that at least 95 % of all do not exceed. */
export function high(values) {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1];
}

const most = (values) => {
  const known = values.filter(Number.isFinite);
  return known.length ? Math.max(...known) : undefined;
};
const number = (value, digits = 0) => (Number.isFinite(value) ? value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits }) : '—');
const megabytes = (bytes) => number(bytes / 1e6);
const cell = (text) => String(text).replaceAll('|', '\\|').replace(/\s+/g, ' ');
const distinct = (values) => [...new Set(values)];

function table(title, heads, lines, left = 2) {
  if (!lines.length) return '';
  const rule = heads.map((_, at) => (at < left ? '---' : '---:')).join('|');
  return [`### ${title}`, '', `| ${heads.join(' | ')} |`, `|${rule}|`, ...lines.map((line) => `| ${line.map(cell).join(' | ')} |`)].join('\n');
}

function about(machine, rows) {
  if (!machine) return '';
  const chromium = rows.find(({ version }) => version)?.version ?? '—';
  const loads = rows.map(({ load }) => load);
  const rounds = most(rows.map(({ round }) => round));
  return [
    `${machine.processor}, ${machine.processors} processors, ${number(machine.memoryBytes / 2 ** 30)} GiB; ${machine.system}; Node ${machine.node}, Chromium ${chromium}; ${machine.at.slice(0, 10)}, ${number(rounds)} rounds.`,
    `Load of the machine while it measured: ${number(median(loads), 1)}, at most ${number(most(loads), 1)}.`,
  ].join('\n');
}

/** The rows of one who on one file, put together. */
function groups(rows, want = () => true) {
  const files = distinct(rows.map(({ file }) => file));
  return files.flatMap((file) => {
    const here = rows.filter((row) => row.file === file && want(row));
    return distinct(here.map(({ who }) => who)).map((who) => {
      const all = here.filter((row) => row.who === who);
      const good = all.filter(({ why }) => !why);
      const get = (key) => median(good.map((row) => row[key]));
      return { file, who, ours: all[0].ours, bytes: all[0].bytes, all, good, get, why: good.length ? undefined : all.at(-1).why };
    });
  });
}

function opened(rows) {
  const found = groups(rows, ({ who }) => who !== 'cancel');
  const lines = found.map(({ file, who, ours, bytes, all, good, get, why }) => {
    const ready = get('readyMs');
    const theirs = found.find((other) => other.file === file && other.who === 'devtools')?.get('readyMs');
    return [
      file, ours ? `**${who}**` : who, megabytes(bytes), number(get('parseMs')), number(ready),
      theirs && ready ? `${number(ready / theirs, 2)} ×` : '—', number(bytes / 1e3 / ready),
      megabytes(most((good.length ? good : all).map(({ peakBytes }) => peakBytes))), megabytes(most(good.map(({ wasmBytes }) => wasmBytes))), why ?? '',
    ];
  });
  const heads = ['file', 'who', 'MB', 'parsed, ms', 'ready, ms', 'of DevTools', 'MB/s', 'peak, MB', 'wasm, MB', 'fails'];
  return table('Opening', heads, lines);
}

/** In the order in which they run. */
const STAGES = ['read', 'nodes', 'edges', 'other', 'strings', 'finish', 'distances', 'retainers', 'dominators', 'sizes', 'classes', 'report'];

function stages(rows) {
  const found = groups(rows, ({ stages }) => stages).filter(({ good }) => good.length);
  const seen = found.flatMap(({ good }) => good.flatMap((row) => Object.keys(row.stages)));
  const names = distinct([...STAGES.filter((name) => seen.includes(name)), ...seen]);
  const lines = found.map(({ file, who, good }) => [file, who, ...names.map((name) => number(median(good.map((row) => row.stages[name]))))]);
  return table('Stages, ms', ['file', 'who', ...names], lines);
}

function page(rows) {
  const found = groups(rows, ({ who }) => ['chromium', 'cancel'].includes(who));
  const lines = distinct(found.map(({ file }) => file)).map((file) => {
    const of = (who) => found.find((group) => group.file === file && group.who === who);
    const [open, cancel] = [of('chromium'), of('cancel')];
    const landed = median([...(open?.good ?? []), ...(cancel?.all ?? [])].map(({ landedMs }) => landedMs));
    const memory = ['beforeBytes', 'peakBytes', 'afterBytes'].map((key) => megabytes(cancel?.get(key)));
    return [file, number(landed), number(open?.get('longTasks')), number(open?.get('longest')), number(cancel?.get('cancelMs')), ...memory, cancel?.why ?? ''];
  });
  const heads = ['file', 'landing page usable, ms', 'tasks over 50 ms', 'longest, ms', 'Cancel to landing page, ms', 'renderer before, MB', 'at most, MB', '2 s after Cancel, MB', 'fails'];
  return table('The page', heads, lines, 1);
}

function latency(rows) {
  const lines = [];
  // A heap may have no object of the kind.
  const line = (file, where, what, values) => values.length && lines.push([file, where, what, values.length, number(median(values), 1), number(high(values), 1)]);
  for (const { file, latencies } of rows.filter((row) => row.latencies)) {
    for (const [what, values] of Object.entries(latencies)) line(file, 'chromium', what, values);
  }
  for (const { file, questions } of rows.filter((row) => row.questions)) {
    for (const [what, values] of Object.entries(questions)) line(file, 'native, the question alone', what, values);
  }
  return table('Latency, ms', ['file', 'where', 'what', 'repetitions', 'median', '95th percentile'], lines, 3);
}

/** Time and memory for each object: level columns mean that nothing grows faster than the heap. */
function growth(rows) {
  const found = groups(rows, ({ ours, who, file }) => ours && who !== 'cancel' && /-mb$/.test(file)).filter(({ good }) => good.length);
  const nodes = (file) => rows.find((row) => row.file === file && row.nodes)?.nodes;
  const lines = found.map(({ file, who, good, get }) => {
    const count = nodes(file);
    const each = (value) => number(value / count, 1);
    return [file, who, number(count), each(get('readyMs') * 1e6), each(most(good.map(({ peakBytes }) => peakBytes))), each(most(good.map(({ wasmBytes }) => wasmBytes)))];
  });
  return table('Growth, for each node', ['file', 'who', 'nodes', 'ns', 'bytes of peak memory', 'bytes of wasm memory'], lines.sort((a, b) => a[1].localeCompare(b[1])));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const lines = fs.readFileSync(process.argv[2], 'utf8').split('\n').filter(Boolean);
  console.log(tables(lines.map((line) => JSON.parse(line))));
}
