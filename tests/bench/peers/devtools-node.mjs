/*
 * DevTools' code in Node: `node devtools-node.mjs BUNDLE FILE` prints one JSON line.
 *
 * As in the page: text in pieces of 10 MB, and a second thread for half of the initialisation.
 */
import fs from 'node:fs';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { isMainThread, MessageChannel, parentPort, Worker, workerData } from 'node:worker_threads';

// Node has this since version 22.
Promise.withResolvers ??= () => {
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
};

const bundle = isMainThread ? process.argv[2] : workerData;
const { HeapSnapshotLoader, SecondaryInitManager } = await import(pathToFileURL(bundle).href);
if (isMainThread) {
  try {
    console.log(JSON.stringify(await open(process.argv[3])));
    process.exit(0);
  } catch (error) {
    console.log(JSON.stringify({ error: String(error.message ?? error).slice(0, 200) }));
    process.exit(2);
  }
} else {
  parentPort.once('message', (port) => new SecondaryInitManager(port));
}

async function open(file) {
  const second = new Worker(new URL(import.meta.url), { workerData: bundle });
  const failed = new Promise((_, reject) => second.on('error', reject));
  const { port1, port2 } = new MessageChannel();
  second.postMessage(port2, [port2]);
  return Promise.race([failed, load(file, port1)]);
}

async function load(file, port) {
  const start = performance.now();
  const loader = new HeapSnapshotLoader({ sendEvent() {} });
  let broken;
  loader.parsingComplete.catch((error) => { broken = error; });
  const [decoder, piece, input] = [new TextDecoder(), Buffer.alloc(10_000_000), fs.openSync(file)];
  for (let used; (used = fs.readSync(input, piece)) > 0;) {
    loader.write(decoder.decode(piece.subarray(0, used), { stream: true }));
    // The loader works between two pieces.
    await new Promise(setImmediate);
    if (broken) throw broken;
  }
  loader.close();
  await loader.parsingComplete;
  const parsed = performance.now();
  const { nodeCount, totalSize } = await loader.buildSnapshot(port);
  return { parseMs: parsed - start, readyMs: performance.now() - start, nodes: nodeCount, heapBytes: totalSize };
}
