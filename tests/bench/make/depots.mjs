/*
 * A program with an ordinary heap of any size: `node depots.mjs COUNT FILE` builds COUNT depots of a parcel service and
 * writes a snapshot.
 *
 * Each depot has about what services hold: instances of classes that point at each other, maps and sets, a cache with a
 * list through it, listeners that are closures, dictionaries, ropes and slices, buffers, promises, weak maps, numbers on
 * the heap, texts in several scripts. Nothing in it is shared between depots but the code. The same COUNT and the same Node give
 * the same heap, but for what Node itself holds.
 */
import { EventEmitter } from 'node:events';
import process from 'node:process';
import v8 from 'node:v8';
import { Draw } from './seeded.mjs';

const [count, file] = [Number(process.argv[2]), process.argv[3]];
const draw = new Draw(2026);
const TOWNS = ['Hangzhou 杭州', 'Łódź', 'São Paulo', 'القاهرة', 'Kyiv Київ', 'New York', 'Zürich', 'say "hi"\\\n\u0001', '🚚 Bonn'];

class Place {
  constructor() {
    this.street = `${draw.word(9)} ${draw.below(400)}`;
    this.town = draw.one(TOWNS);
    this.code = draw.below(99_999);
    this.at = { north: draw.chance() * 180 - 90, east: draw.chance() * 360 - 180 };
  }
}

class Customer {
  constructor(depot, serial) {
    this.depot = depot;
    this.serial = serial;
    this.name = `${draw.word(6)} ${draw.word(8)}`;
    this.mail = `${draw.word(7)}@${draw.word(6)}.example`;
    this.home = new Place();
    this.since = new Date(1.5e12 + draw.below(2e11));
    this.tags = new Set([draw.word(5), draw.word(5), draw.below(9)]);
    this.wishes = { theme: draw.one(['dark', 'light']), mail: { weekly: draw.below(2) === 1, topics: [draw.below(9), draw.chance()] } };
    this.knows = [];
  }
}

class Stop {
  constructor(parcel, place) {
    this.parcel = parcel;
    this.place = place;
    this.minute = draw.chance() * 1440;
    this.done = draw.below(2) === 1;
  }
}

class Parcel {
  constructor(serial, from, to) {
    // A rope until somebody reads it.
    this.label = `P-${serial}-`.concat(draw.word(14));
    this.from = from;
    this.to = to;
    this.grams = draw.chance() * 30_000;
    this.stops = Array.from({ length: 1 + draw.below(4) }, () => new Stop(this, draw.one([from, to]).home));
    this.log = [{ at: 1.7e12 + draw.chance(), what: draw.one(['made', 'sent', 'there']) }];
  }
}

class Kept {
  constructor(key, value, before) {
    this.key = key;
    this.value = value;
    this.before = before;
    this.after = null;
    if (before) before.after = this;
  }
}

class Cache {
  constructor(depot) {
    this.byKey = new Map();
    this.last = null;
    for (let row = 0; row < 40; row += 1) {
      const key = `depot/${depot}/page/${row}`;
      this.last = new Kept(key, { body: draw.text(70), etag: draw.word(8), hits: draw.below(100) }, this.last);
      this.byKey.set(key, this.last);
    }
  }
}

class Depot extends EventEmitter {
  constructor(serial) {
    super();
    this.setMaxListeners(0);
    this.serial = serial;
    const row = (length, make) => Array.from({ length }, (_, at) => make(at));
    this.customers = row(60, (at) => new Customer(this, serial * 60 + at));
    for (const customer of this.customers) for (let more = 0; more < 3; more += 1) customer.knows.push(draw.one(this.customers));
    this.parcels = new Map();
    for (let at = 0; at < 120; at += 1) {
      const parcel = new Parcel(serial * 120 + at, draw.one(this.customers), draw.one(this.customers));
      this.parcels.set(parcel.label, parcel);
    }
    this.cache = new Cache(serial);
    this.listeners40 = row(40, () => this.listener());
    for (const listener of this.listeners40.slice(0, 12)) this.on('delayed', listener);
    this.prices = Object.create(null);
    for (let at = 0; at < 60; at += 1) this.prices[draw.word(7)] = at % 3 ? draw.below(1e9) : { net: draw.chance() };
    this.visits = new WeakMap(this.customers.slice(0, 20).map((customer, at) => [customer, { at, note: draw.word(10) }]));
    this.sessions = new Map(this.customers.slice(0, 30).map((customer) => [customer, { token: draw.word(32), customer }]));
    this.scans = row(6, (at) => Buffer.alloc(64 + draw.below(3000), at));
    this.curves = [new Float64Array(1 + draw.below(200)), new Uint8Array(1 + draw.below(500)), new Uint32Array(draw.below(100))];
    this.odd = [BigInt(serial) * 123_456_789_012_345_678n, Symbol(`depot ${serial}`), new RegExp(`${draw.word(5)}+`, 'g')];
    this.sparse = [];
    this.sparse[draw.below(1e6)] = 'far';
    this.ropes = row(4, () => row(3, () => draw.word(15)).reduce((rope, part) => rope.concat(part, '|'), 'a'.concat(draw.word(13))));
    const long = draw.text(400);
    this.slices = [long.slice(20, 120), long.slice(100, 300)];
    this.report = `<div id="${draw.word(6)}">${draw.text(200)}</div>`;
    this.later = new Promise(() => {}).then((value) => [value, this.serial]);
    this.walk = this.steps();
    this.walk.next();
    this.watched = new Proxy({ serial }, { get: (target, key) => target[key] });
  }

  * steps() {
    yield this.customers;
    yield this.parcels;
  }

  listener() {
    const request = { path: `/track/${draw.word(8)}`, head: { host: 'localhost', id: draw.word(6) } };
    return function onDelayed(parcel) {
      return [request.path, request.head, parcel];
    };
  }
}

globalThis.depots = Array.from({ length: count }, (_, serial) => new Depot(serial));
globalThis.gc?.();
v8.writeHeapSnapshot(file);
