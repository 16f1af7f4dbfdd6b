/*
 * A program whose heap has one object of each kind that the object panel shows in a way of its own.
 *
 *   node --expose-gc values.mjs FILE
 */
import v8 from 'node:v8';

class Values {}
const values = new Values();
globalThis.values = values;
values.map = new Map([['alpha', { first: 1 }], ['beta', 'bee'], [{ key: true }, [1]], ['gone', {}]]);
values.map.delete('gone');
values.set = new Set(['red', { green: true }]);
values.key = { weakly: true };
values.weak = new WeakMap([[values.key, { held: true }]]);
values.list = ['one', { two: true }];
values.text = Buffer.alloc(3000, 'line of text\n').toString('latin1');
values.symbol = Symbol('what it is for');
values.handler = (function scope(cache, unused) {
  const request = { path: '/home' };
  return function onRequest() {
    return [cache, request];
  };
})({ size: 10 });
v8.writeHeapSnapshot(process.argv[2]);
