/*
 * Starts the worker program.
 *
 * Owns the only moment when no Rust is there to speak: the load of its own code. Guarantees: a worker that cannot start
 * says so in the protocol's words (`FromWorker::Failed`), never by silence. The import is a call so that it can be caught.
 */
try {
  const { default: start } = await import('./worker_glue.js');
  await start();
} catch (error) {
  self.postMessage({ body: { Failed: { Crashed: { detail: `the worker could not start: ${error}` } } } });
}
