/*
 * Writes snapshots that no runtime made, of any size, as V8 would write them: `node synthetic.mjs orders MEGABYTES FILE`,
 * `node synthetic.mjs hub REFERENCES FILE`. V8 itself needs several times a heap's size to write its snapshot; this needs nothing.
 *
 * orders: one small group of twelve objects over and over, with the mix of a real service (measured on a heap such as depots.mjs makes:
 * per node 3.2 references, 0.24 strings, 0.15 places; 41 % objects, 22 % strings, 16 % numbers) and with references to
 * random groups before it. hub: one array with so many references, each to a leaf of its own. The same arguments give the same bytes.
 */
import fs from 'node:fs';
import process from 'node:process';
import { seeded } from './seeded.mjs';

const META = {
  node_fields: ['type', 'name', 'id', 'self_size', 'edge_count', 'trace_node_id', 'detachedness'],
  node_types: [
    ['hidden', 'array', 'string', 'object', 'code', 'closure', 'regexp', 'number', 'native', 'synthetic', 'concatenated string', 'sliced string', 'symbol', 'bigint', 'object shape'],
    'string', 'number', 'number', 'number', 'number', 'number',
  ],
  edge_fields: ['type', 'name_or_index', 'to_node'],
  edge_types: [['context', 'element', 'property', 'internal', 'hidden', 'shortcut', 'weak'], 'string_or_number', 'node'],
  trace_function_info_fields: ['function_id', 'name', 'script_name', 'script_id', 'line', 'column'],
  trace_node_fields: ['id', 'function_info_index', 'count', 'size', 'children'],
  sample_fields: ['timestamp_us', 'last_assigned_id'],
  location_fields: ['object_index', 'script_id', 'line', 'column'],
};
const [ARRAY, STRING, OBJECT, CLOSURE, NUMBER, SYNTHETIC, ROPE, SHAPE] = [1, 2, 3, 5, 7, 9, 10, 14];
const [ELEMENT, PROPERTY, INTERNAL] = [1, 2, 3];
const WIDTH = META.node_fields.length;

/** A file that is written in large pieces; arrays get V8's commas and line ends. */
class Out {
  constructor(file) {
    this.descriptor = fs.openSync(file, 'w');
    this.text = '';
    this.first = true;
  }

  raw(text) {
    this.text += text;
    if (this.text.length > 1 << 20) this.flush();
  }

  row(text) {
    this.raw(this.first ? `${text}\n` : `,${text}\n`);
    this.first = false;
  }

  section(name) {
    this.raw(`"${name}":[`);
    this.first = true;
  }

  flush() {
    fs.writeSync(this.descriptor, this.text);
    this.text = '';
  }

  end() {
    this.flush();
    fs.closeSync(this.descriptor);
  }
}

/** Names by text, numbered as they come. Those of the groups are not kept here: there are too many. */
class Names {
  constructor() {
    this.rows = new Map([['', 0]]);
  }

  of(text) {
    if (!this.rows.has(text)) this.rows.set(text, this.rows.size);
    return this.rows.get(text);
  }
}

/** Writes the file: `nodes`, `edges`, `places` and `texts` give a section's rows to a function, one by one. */
function write(file, { counts, nodes, edges, places, texts }) {
  const out = new Out(file);
  out.raw(`{"snapshot":${JSON.stringify({ meta: META, ...counts, trace_function_count: 0 })},\n`);
  out.section('nodes');
  let serial = 0;
  nodes((kind, name, size, references) => out.row(`${kind},${name},${2 * serial++ + 1},${size},${references},0,0`));
  out.raw('],\n');
  out.section('edges');
  edges((kind, name, target) => out.row(`${kind},${name},${target * WIDTH}`));
  out.raw('],\n"trace_function_infos":[],\n"trace_tree":[],\n"samples":[],\n');
  out.section('locations');
  places((node, script, line, column) => out.row(`${node * WIDTH},${script},${line},${column}`));
  out.raw('],\n');
  out.section('strings');
  texts((text) => out.row(JSON.stringify(text)));
  out.raw(']}\n');
  out.end();
}

/** One array and its leaves. */
function hub(references, file) {
  const names = new Names();
  const [leaf, roots, global, table, held] = ['Leaf', '(GC roots)', 'global', '(object elements)', 'hub'].map((text) => names.of(text));
  write(file, {
    counts: { node_count: references + 4, edge_count: references + 3 },
    nodes(node) {
      node(SYNTHETIC, 0, 0, 1);
      node(SYNTHETIC, roots, 0, 1);
      node(OBJECT, global, 32, 1);
      node(ARRAY, table, 8 * references + 16, references);
      for (let row = 0; row < references; row += 1) node(OBJECT, leaf, 24, 0);
    },
    edges(edge) {
      edge(ELEMENT, 1, 1);
      edge(ELEMENT, 1, 2);
      edge(PROPERTY, held, 3);
      for (let row = 0; row < references; row += 1) edge(ELEMENT, row, 4 + row);
    },
    places() {},
    texts: (text) => [...names.rows.keys()].forEach(text),
  });
}

/** Nodes of a group, and groups of a bucket. */
const [GROUP, BUCKET] = [12, 1000];
/** Nodes that all share: hidden classes and texts. */
const [SHAPES, SHARED] = [200, 400];
/** Bytes of a group in a file of some gigabytes. */
const GROUP_BYTES = 985;

/** A service's orders. */
function orders(megabytes, file) {
  const groups = Math.max(1, Math.round((megabytes * 1e6) / GROUP_BYTES));
  const buckets = Math.ceil(groups / BUCKET);
  const names = new Names();
  const name = (text) => names.of(text);
  const shared = Array.from({ length: SHARED }, (_, row) => name(`shared text ${row}`));
  const [roots, globalObject, table, shape] = ['(GC roots)', 'global', '(object elements)', 'system / Map'].map(name);
  // Root, GC roots, global, the list of buckets; shapes; shared texts; buckets; groups.
  const [firstShape, firstShared, firstBucket] = [4, 4 + SHAPES, 4 + SHAPES + SHARED];
  const firstGroup = firstBucket + buckets;
  const bucketSize = (row) => Math.min(BUCKET, groups - row * BUCKET);
  // Kind, name and size of each node of a group; without a name it has one of its own, after all the others.
  const KINDS = [
    [OBJECT, 'Order', 64], [OBJECT, 'Customer', 56], [STRING, null, 32], [STRING, null, 40], [OBJECT, 'Address', 48], [ARRAY, '(object elements)', 40],
    [OBJECT, 'LineItem', 48], [OBJECT, 'LineItem', 48], [NUMBER, 'heap number', 16], [NUMBER, 'heap number', 16], [ROPE, null, 32], [CLOSURE, 'onChange', 64],
  ].map(([kind, text, size]) => [kind, text === null ? null : name(text), size]);
  const [P, I, E] = [PROPERTY, INTERNAL, ELEMENT];
  // References of each node of a group: kind, name or index, and the target: a number is a node of the same group.
  const LINKS = [
    [[I, name('map'), 'shape'], [P, name('customer'), 1], [P, name('items'), 5], [P, name('number'), 10], [P, name('onChange'), 11], [P, name('before'), 'group']],
    [[I, name('map'), 'shape'], [P, name('name'), 2], [P, name('mail'), 3], [P, name('address'), 4], [P, name('kind'), 'text']],
    [[I, name('map'), 'shape']],
    [[I, name('map'), 'shape']],
    [[I, name('map'), 'shape'], [P, name('city'), 'text'], [P, name('code'), 9], [P, name('country'), 'text']],
    [[I, name('map'), 'shape'], [E, 0, 6], [E, 1, 7], [E, 2, 'group']],
    [[I, name('map'), 'shape'], [P, name('order'), 0], [P, name('sku'), 'text'], [P, name('price'), 8]],
    [[I, name('map'), 'shape'], [P, name('order'), 0], [P, name('sku'), 'text'], [P, name('price'), 9]],
    [[I, name('map'), 'shape']],
    [[I, name('map'), 'shape']],
    [[I, name('map'), 'shape'], [I, name('first'), 'text'], [I, name('second'), 3]],
    [[I, name('map'), 'shape'], [I, name('context'), 0], [I, name('shared'), 'text'], [I, name('code'), 'shape'], [P, name('request'), 'group']],
  ];
  const list = name('orders');
  const uniqueFrom = names.rows.size;
  const linked = LINKS.reduce((sum, links) => sum + links.length, 0);
  write(file, {
    counts: {
      node_count: firstGroup + groups * GROUP,
      edge_count: 2 + SHAPES + SHARED + 1 + buckets + groups * (1 + linked),
    },
    nodes(node) {
      node(SYNTHETIC, 0, 0, 2);
      node(SYNTHETIC, roots, 0, SHAPES + SHARED);
      node(OBJECT, globalObject, 32, 1);
      node(ARRAY, table, 16 + 8 * buckets, buckets);
      for (let row = 0; row < SHAPES; row += 1) node(SHAPE, shape, 80, 0);
      for (const text of shared) node(STRING, text, 32, 0);
      for (let row = 0; row < buckets; row += 1) node(ARRAY, table, 16 + 8 * bucketSize(row), bucketSize(row));
      let unique = uniqueFrom;
      for (let row = 0; row < groups; row += 1) {
        KINDS.forEach(([kind, text, size], at) => node(kind, text ?? unique++, size, LINKS[at].length));
      }
    },
    edges(edge) {
      const chance = seeded(7);
      edge(ELEMENT, 1, 1);
      edge(ELEMENT, 2, 2);
      for (let row = 0; row < SHAPES + SHARED; row += 1) edge(ELEMENT, row, firstShape + row);
      edge(PROPERTY, list, 3);
      for (let row = 0; row < buckets; row += 1) edge(ELEMENT, row, firstBucket + row);
      for (let row = 0; row < groups; row += 1) edge(ELEMENT, row % BUCKET, firstGroup + row * GROUP);
      for (let row = 0; row < groups; row += 1) {
        const here = firstGroup + row * GROUP;
        for (const links of LINKS) {
          for (const [kind, text, to] of links) {
            if (to === 'shape') edge(kind, text, firstShape + Math.floor(chance() * SHAPES));
            else if (to === 'text') edge(kind, text, firstShared + Math.floor(chance() * SHARED));
            else if (to === 'group') edge(kind, text, firstGroup + GROUP * Math.floor(chance() * (row + 1)));
            else edge(kind, text, here + to);
          }
        }
      }
    },
    places(place) {
      for (let row = 0; row < groups; row += 1) {
        for (const at of [0, 11]) place(firstGroup + row * GROUP + at, 60 + at, 10 * at + 3, 14);
      }
    },
    texts(text) {
      for (const known of names.rows.keys()) text(known);
      const chance = seeded(8);
      for (let row = 0; row < groups; row += 1) {
        for (const kind of ['name', 'mail', 'order']) text(`${kind} ${Math.floor(chance() * 1e9).toString(36)}`);
      }
    },
  });
}

const [kind, size, file] = process.argv.slice(2);
({ hub, orders })[kind](Number(size), file);
