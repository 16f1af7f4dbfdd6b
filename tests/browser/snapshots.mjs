/*
 * The files that tests open: recorded ones, unpacked, and small ones written by hand.
 *
 * Gives what a file picker takes: { name, mimeType, buffer }.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

const HERE = path.dirname(fileURLToPath(import.meta.url));

/** A file of these bytes or characters. */
export function file(name, content) {
  return { name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) };
}

const unpacked = new Map();

/** A file of tests/fixtures/recorded: what DevTools says of it is known. */
export function recorded(name) {
  const packed = path.join(HERE, '..', 'fixtures', 'recorded', `${name}.gz`);
  if (!unpacked.has(name)) unpacked.set(name, gunzipSync(readFileSync(packed)));
  return file(name, unpacked.get(name));
}

/** The one that most tests use. */
export const node20 = () => recorded('node-20.20.2.heapsnapshot');

const NODE_TYPES = [
  'hidden', 'array', 'string', 'object', 'code', 'closure', 'regexp', 'number', 'native', 'synthetic',
  'concatenated string', 'sliced string', 'symbol', 'bigint', 'object shape',
];
const EDGE_TYPES = ['context', 'element', 'property', 'internal', 'hidden', 'shortcut', 'weak'];

/**
 * A snapshot drawn as rows, written in V8's form.
 * `nodes`: [type, name, size]; ids are 1, 3, 5 … in order. `edges`: [from, type, name or index, to], by row.
 */
export function drawn(name, nodes, edges, { spoil = (columns) => columns } = {}) {
  const rows = new Map();
  const text = (value) => {
    if (!rows.has(value)) rows.set(value, rows.size);
    return rows.get(value);
  };
  const sorted = nodes.map(() => []);
  edges.forEach((edge) => sorted[edge[0]].push(edge));
  const columns = {
    nodes: nodes.flatMap(([type, label, size], row) => [
      NODE_TYPES.indexOf(type), text(label), row * 2 + 1, size, sorted[row].length, 0, 0,
    ]),
    edges: sorted.flat().flatMap(([, type, label, to]) => [
      EDGE_TYPES.indexOf(type), typeof label === 'number' ? label : text(label), to * 7,
    ]),
  };
  const spoiled = spoil(columns);
  const snapshot = {
    meta: {
      node_fields: ['type', 'name', 'id', 'self_size', 'edge_count', 'trace_node_id', 'detachedness'],
      node_types: [NODE_TYPES, 'string', 'number', 'number', 'number', 'number', 'number'],
      edge_fields: ['type', 'name_or_index', 'to_node'],
      edge_types: [EDGE_TYPES, 'string_or_number', 'node'],
      trace_function_info_fields: ['function_id', 'name', 'script_name', 'script_id', 'line', 'column'],
      trace_node_fields: ['id', 'function_info_index', 'count', 'size', 'children'],
      sample_fields: ['timestamp_us', 'last_assigned_id'],
      location_fields: ['object_index', 'script_id', 'line', 'column'],
    },
    node_count: nodes.length,
    edge_count: edges.length,
    trace_function_count: 0,
  };
  return file(
    name,
    JSON.stringify({
      snapshot,
      ...spoiled,
      trace_function_infos: [],
      trace_tree: [],
      samples: [],
      locations: spoiled.locations ?? [],
      strings: [...rows.keys()],
    }),
  );
}

/** The same a thousand times as large, so that one of its objects is a suspect. */
export function leaking(name = 'leaking.heapsnapshot', holder = 'Holder', text = 'text') {
  return small(name, holder, text, 1000);
}

/** A heap of a few objects under `(GC roots)`, all bytes in one of them; too small for a suspect. */
export function small(name = 'small.heapsnapshot', holder = 'Holder', text = 'text', times = 1) {
  return drawn(
    name,
    [
      ['synthetic', '', 0],
      ['synthetic', '(GC roots)', 0],
      ['object', holder, 5000 * times],
      ['object', 'Inner', 4000 * times],
      ['string', text, 100 * times],
    ],
    [
      [0, 'element', 1, 1],
      [1, 'element', 1, 2],
      [2, 'property', holder, 3],
      [3, 'property', text, 4],
    ],
  );
}
