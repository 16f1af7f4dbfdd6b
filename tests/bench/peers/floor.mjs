/*
 * A lower bound, if somebody has one: `node floor.mjs FLOOR.wasm FILE` runs a bare scanner with dominators and nothing
 * else, and prints one JSON line.
 *
 * The project has no such module; `cargo xtask bench --floor FLOOR.wasm` takes anyone's. It imports nothing and exports
 * `memory`, `alloc(bytes) -> pointer`, `start(2, 1)`, `feed(pointer, bytes)` for each piece of the file, and `run_graph()
 * -> f64` for the rest, which is the heap's total size.
 */
import fs from 'node:fs';
import process from 'node:process';

const PIECE = 1 << 22;
const [program, file] = process.argv.slice(2);
try {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(fs.readFileSync(program)));
  const start = performance.now();
  const at = exports.alloc(PIECE + 64) >>> 0;
  exports.start(2, 1);
  const input = fs.openSync(file);
  for (let used; (used = fs.readSync(input, new Uint8Array(exports.memory.buffer, at, PIECE))) > 0;) exports.feed(at, used);
  const parseMs = performance.now() - start;
  const heapBytes = exports.run_graph();
  console.log(JSON.stringify({ parseMs, readyMs: performance.now() - start, heapBytes, wasmBytes: exports.memory.buffer.byteLength }));
} catch (error) {
  console.log(JSON.stringify({ error: String(error.message ?? error).slice(0, 200) }));
  process.exitCode = 2;
}
