/*
 * Layouts beside each other: `node layout.mjs PROGRAM.wasm FOLDER SIZE COUNT,COUNT`.
 *
 * Takes the `layout` example as WebAssembly and a file of the series, which it makes if it is missing; lays the same graph out with it, with d3-force and with
 * ForceAtlas2 (graphology, Barnes-Hut), each alone in this process's Node, and prints a table: time of a tick, time and ticks
 * until it has settled, and how good the picture is. d3-force settles by its own cooling, 300 ticks; ForceAtlas2 has no end of
 * its own and is given as many iterations as ours takes ticks. d3-force is given what ours does: charges, links with the same
 * rest length, discs that do not overlap. ForceAtlas2 is given the sizes, to keep discs apart (`adjustSizes`).
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from 'd3-force';
import Graph from 'graphology';
import forceAtlas2 from 'graphology-layout-forceatlas2';
import { snapshot } from './series.mjs';

const [program, folder, size, counts] = process.argv.slice(2);
const { file } = snapshot(folder, size);
const here = path.dirname(fileURLToPath(import.meta.url));
/** Milliseconds that one layout may take; of one that takes longer only the tick is told. */
const PATIENCE = 120_000;
/** Free space between two rims, as ours keeps it. */
const GAP = 5;
/** Bodies whose neighbourhood is looked at. */
const SAMPLE = 400;

const rows = [];
for (const count of counts.split(',')) {
  const { graph, ours } = run(count);
  rows.push(row(count, 'heapsky, wasm', graph, ours));
  rows.push(row(count, 'd3-force', graph, d3(graph)));
  rows.push(row(count, 'ForceAtlas2', graph, atlas(graph, ours.ticksMs.length)));
}
console.log('| bodies | who | tick, ms | until settled, s | ticks | edge length: variation | overlaps a body | neighbours kept |');
console.log('|---:|---|---:|---:|---:|---:|---:|---:|');
for (const cells of rows) console.log(`| ${cells.join(' | ')} |`);

function run(count) {
  const words = [path.join(here, 'wasm.mjs'), program, file, count];
  const { stdout, stderr, status } = spawnSync(process.execPath, words, { maxBuffer: 2 ** 30, encoding: 'utf8' });
  const lines = stdout.trim().split('\n').map((line) => JSON.parse(line));
  if (status !== 0 || lines.length !== 2) throw new Error(`${JSON.stringify(lines.at(-1)).slice(0, 300)} ${stderr}`);
  return { graph: lines[0], ours: lines[1] };
}

function d3({ radii, links }) {
  const started = performance.now();
  const nodes = radii.map((radius) => ({ radius }));
  const simulation = forceSimulation(nodes)
    .force('charge', forceManyBody().strength((node) => -26 - 2.2 * node.radius))
    .force('link', forceLink(links.map(([source, target, length]) => ({ source, target, length }))).distance((link) => link.source.radius + link.target.radius + link.length))
    .force('collide', forceCollide((node) => node.radius + GAP / 2).iterations(3))
    .force('x', forceX().strength(0.012))
    .force('y', forceY().strength(0.012))
    .stop();
  const startMs = performance.now() - started;
  const ticksMs = [];
  while (simulation.alpha() >= simulation.alphaMin()) {
    const tick = performance.now();
    if (tick - started > PATIENCE) return { startMs, ticksMs };
    simulation.tick();
    ticksMs.push(performance.now() - tick);
  }
  return { startMs, ticksMs, positions: nodes.flatMap(({ x, y }) => [x, y]) };
}

function atlas({ radii, links }, ticks) {
  const started = performance.now();
  const graph = new Graph();
  let seed = 1;
  const random = () => {
    seed = (seed * 48271) % 2147483647;
    return seed / 2147483647;
  };
  // It begins where it is told to: a disc as large as all of them.
  const far = Math.sqrt(radii.reduce((sum, radius) => sum + (radius + GAP) ** 2, 0));
  radii.forEach((size, at) => graph.addNode(at, { size: size + GAP / 2, x: (random() - 0.5) * far, y: (random() - 0.5) * far }));
  for (const [from, to] of links) graph.mergeEdge(from, to);
  const settings = { ...forceAtlas2.inferSettings(graph), barnesHutOptimize: true, adjustSizes: true };
  const startMs = performance.now() - started;
  const begin = performance.now();
  forceAtlas2.assign(graph, { iterations: 1, settings });
  const first = performance.now() - begin;
  if (first * ticks > PATIENCE) return { startMs, ticksMs: [first] };
  forceAtlas2.assign(graph, { iterations: ticks - 1, settings });
  const each = (performance.now() - begin) / ticks;
  const positions = radii.flatMap((_, at) => [graph.getNodeAttribute(at, 'x'), graph.getNodeAttribute(at, 'y')]);
  return { startMs, ticksMs: new Array(ticks).fill(each), positions };
}

function row(count, who, graph, { startMs, ticksMs, positions }) {
  const sorted = [...ticksMs].sort((a, b) => a - b);
  const tick = sorted[sorted.length >> 1].toFixed(1);
  if (!positions) return [Number(count).toLocaleString('en'), who, tick, `more than ${PATIENCE / 1000}`, '—', '—', '—', '—'];
  const all = startMs + ticksMs.reduce((sum, tick) => sum + tick, 0);
  const [variation, overlaps, kept] = quality(graph, positions);
  const shown = [tick, (all / 1000).toFixed(2), ticksMs.length];
  return [Number(count).toLocaleString('en'), who, ...shown, variation.toFixed(2), overlaps.toFixed(3), `${Math.round(kept * 100)} %`];
}

/** How much edges differ in length for their mean; pairs of discs that overlap; how many graph neighbours are among the nearest. */
function quality({ radii, links }, at) {
  const far = (a, b) => Math.hypot(at[2 * a] - at[2 * b], at[2 * a + 1] - at[2 * b + 1]);
  const lengths = links.map(([from, to]) => far(from, to));
  const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  const spread = Math.sqrt(lengths.reduce((sum, length) => sum + (length - mean) ** 2, 0) / lengths.length);

  const order = radii.map((_, body) => body).sort((a, b) => at[2 * a] - at[2 * b]);
  const widest = radii.reduce((most, radius) => Math.max(most, radius), 0);
  let overlaps = 0;
  for (let first = 0; first < order.length; first += 1) {
    const a = order[first];
    for (let second = first + 1; second < order.length && at[2 * order[second]] - at[2 * a] < radii[a] + widest; second += 1) {
      if (far(a, order[second]) < 0.98 * (radii[a] + radii[order[second]])) overlaps += 1;
    }
  }

  const neighbours = radii.map(() => []);
  for (const [from, to] of links) {
    neighbours[from].push(to);
    neighbours[to].push(from);
  }
  let [kept, looked] = [0, 0];
  const step = Math.max(1, Math.floor(radii.length / SAMPLE));
  for (let body = 0; body < radii.length; body += step) {
    const wanted = new Set(neighbours[body]);
    if (wanted.size === 0) continue;
    // From rim to rim: a giant's neighbours cannot be near its middle.
    const gaps = radii.map((radius, other) => (other === body ? Infinity : far(body, other) - radii[body] - radius));
    const limit = Float64Array.from(gaps).sort()[wanted.size - 1];
    kept += [...wanted].filter((other) => gaps[other] <= limit).length / wanted.size;
    looked += 1;
  }
  return [spread / mean, overlaps / radii.length, kept / looked];
}
