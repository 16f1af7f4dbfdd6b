// Runs one WebAssembly program of `cargo test --target wasm32-wasip1` under Node, as if it were native.
//
// Takes the program and its arguments, as Cargo calls a runner; gives its exit code. The program may read the package's
// folder under its own path and see the variables of the environment; it may write nothing.
import process from 'node:process';
import { run } from './system.mjs';

const [program, ...words] = process.argv.slice(2);
const folder = process.env.CARGO_MANIFEST_DIR ?? process.cwd();
run(program, words, process.env, folder, (error) => console.error(`${error.stack}`));
