/*
 * Starts the worker program, and speaks for it when it cannot.
 *
 * Owns the moments when no Rust is there to speak: the load of its own code, and its end without a panic. Guarantees: a
 * worker that cannot start or stops says so in the protocol's words (`failed`, `detail`), never by silence. A trap
 * inside a promise is an unhandled rejection, which the page's `error` listener would never hear of.
 */
const fail = (failed, detail) => self.postMessage({ failed, detail });

const stopped = (error) => {
  // A panic has told its own words already (src/bin/worker/main.rs).
  if (self.panicked) return;
  const detail = `${error?.message ?? error}`;
  // Rust aborts without a panic only when an allocation fails: wasm then stops at `unreachable`.
  const memory = error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
  fail(memory ? 'memory' : 'crash', detail);
};

self.addEventListener('error', (event) => { event.preventDefault(); stopped(event.error ?? event.message); });
self.addEventListener('unhandledrejection', (event) => { event.preventDefault(); stopped(event.reason); });

try {
  // The import is a call so that it can be caught.
  const { default: start, prefetch } = await import('./worker_glue.js');
  await start();
  // The rest of the code. What needs it sooner waits for it by itself.
  prefetch().catch(() => {});
} catch (error) {
  fail('crash', `the worker could not start: ${error}`);
}
