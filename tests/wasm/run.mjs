// Runs one WebAssembly program of `cargo test --target wasm32-wasip1` under Node, as if it were native.
//
// Takes the program and its arguments, as Cargo calls a runner; gives its exit code. The program may read the package's
// folder under its own path and see the variables of the environment; it may write nothing.
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { System } from './system.mjs';

const [program, ...words] = process.argv.slice(2);
const system = new System([program, ...words], process.env, process.env.CARGO_MANIFEST_DIR ?? process.cwd());
const module = new WebAssembly.Module(readFileSync(program));
const instance = new WebAssembly.Instance(module, system.imports(module));
system.memory = instance.exports.memory;
try {
  instance.exports._start();
} catch (error) {
  if (system.code === undefined) {
    // A panic ends in an abort, which is a trap here; its words have been printed.
    console.error(`${error.stack}`);
    system.code = 134;
  }
}
process.exitCode = system.code ?? 0;
