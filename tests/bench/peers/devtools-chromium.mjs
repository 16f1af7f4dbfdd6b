/*
 * DevTools' own worker in Chromium, given a file as its Memory panel gives it: the text in pieces of 10 MB, two workers.
 *
 * Takes the bundle and a file; gives when the last byte was parsed and when the snapshot was built. What the panel does
 * after that (the table of classes) is not counted, in DevTools' favour.
 */
import fs from 'node:fs';
import { createServer } from 'node:http';
import { inChromium } from '../chromium.mjs';

const PAGE = '<!doctype html><title>DevTools</title><input type="file">';

/** Runs in the page. The messages are those of DevTools' HeapSnapshotWorkerProxy. */
async function open() {
  class Proxy {
    constructor() {
      this.worker = new Worker('/devtools-worker.js', { type: 'module' });
      this.waiting = new Map();
      this.serial = 0;
      this.ready = new Promise((resolve, reject) => {
        this.worker.onerror = ({ message }) => {
          const error = new Error(`worker: ${message}`);
          reject(error);
          for (const [, fail] of this.waiting.values()) fail(error);
        };
        this.worker.onmessage = ({ data }) => {
          if (data === 'workerReady') return resolve();
          const [done, fail] = this.waiting.get(data.callId) ?? [];
          this.waiting.delete(data.callId);
          if (data.error) fail?.(new Error(data.error));
          else done?.(data.result);
        };
      });
    }

    call(message, ports = []) {
      this.serial += 1;
      const callId = this.serial;
      return new Promise((done, fail) => {
        this.waiting.set(callId, [done, fail]);
        this.worker.postMessage({ ...message, callId }, ports);
      });
    }

    method(objectId, methodName, ...methodArguments) {
      return this.call({ disposition: 'method', objectId, methodName, methodArguments });
    }
  }

  const file = document.querySelector('input').files[0];
  const start = performance.now();
  const [first, second] = [new Proxy(), new Proxy()];
  await Promise.all([first.ready, second.ready]);
  const { port1, port2 } = new MessageChannel();
  second.worker.postMessage({ callId: -1, disposition: 'setupForSecondaryInit', objectId: 1 }, [port1]);
  await first.call({ disposition: 'createLoader', objectId: 1 });
  const [decoder, piece] = [new TextDecoder(), 10_000_000];
  for (let at = 0; at < file.size; at += piece) {
    const bytes = await file.slice(at, at + piece).arrayBuffer();
    await first.method(1, 'write', decoder.decode(bytes, { stream: true }));
  }
  await first.method(1, 'close');
  const parsed = performance.now();
  await first.call({ disposition: 'factory', methodName: 'buildSnapshot', methodArguments: [], objectId: 1, newObjectId: 2 }, [port2]);
  const ready = performance.now();
  const { nodeCount, totalSize } = await first.method(2, 'updateStaticData');
  return { parseMs: parsed - start, readyMs: ready - start, nodes: nodeCount, heapBytes: totalSize };
}

/** One measurement. */
export async function devtoolsInChromium(bundle, file, { timeout }) {
  const server = createServer((request, response) => {
    const worker = request.url === '/devtools-worker.js';
    response.setHeader('content-type', worker ? 'text/javascript' : 'text/html');
    response.end(worker ? fs.readFileSync(bundle) : PAGE);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await inChromium(async (page, renderers) => {
      await page.goto(`http://127.0.0.1:${server.address().port}/`);
      await page.locator('input').setInputFiles(file);
      const late = new Promise((_, reject) => setTimeout(reject, timeout * 1000, new Error(`more than ${timeout} s`)).unref());
      const figures = await Promise.race([page.evaluate(open), late]);
      return { ...figures, peakBytes: renderers.peak() };
    }, { timeout });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
