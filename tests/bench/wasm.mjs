/*
 * Runs an example as WebAssembly: `node wasm.mjs PROGRAM.wasm FILE [WORDS]`. As tests/wasm/run.mjs runs the tests, but
 * the program may read the file's folder. What the program prints is passed on; when it fails, one JSON line says why.
 */
import path from 'node:path';
import process from 'node:process';
import { run } from '../wasm/system.mjs';

const [program, file] = process.argv.slice(2, 4).map((name) => path.resolve(name));
run(program, [file, ...process.argv.slice(4)], {}, path.dirname(file), (error, memory) => {
  const held = Math.round(memory.buffer.byteLength / 2 ** 20);
  console.log(JSON.stringify({ error: `${error.message}, with ${held} MiB of memory` }));
});
