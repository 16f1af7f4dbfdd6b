/*
 * Runs the `open` example as WebAssembly: `node wasm.mjs PROGRAM.wasm FILE`. As tests/wasm/run.mjs runs the tests, but
 * the program may read the file's folder. What the program prints is passed on; when it fails, one JSON line says why.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { System } from '../wasm/system.mjs';

const [program, file] = process.argv.slice(2).map((name) => path.resolve(name));
const system = new System([program, file], {}, path.dirname(file));
const module = new WebAssembly.Module(readFileSync(program));
const instance = new WebAssembly.Instance(module, system.imports(module));
system.memory = instance.exports.memory;
try {
  instance.exports._start();
} catch (error) {
  if (system.code === undefined) {
    const held = Math.round(system.memory.buffer.byteLength / 2 ** 20);
    console.log(JSON.stringify({ error: `${error.message}, with ${held} MiB of memory` }));
    system.code = 134;
  }
}
process.exitCode = system.code ?? 0;
