/*
 * Starts the page program; says where the worker's code is; keeps the page's files for when there is no network.
 */
import start from './page.js';

document.documentElement.dataset.worker = new URL('./worker.js', import.meta.url).href;
await start();

// Where this is not allowed (plain http, a sandboxed frame) the page works as well, as long as there is a network.
try {
  await navigator.serviceWorker.register(new URL('./sw.js', import.meta.url));
} catch (reason) {
  console.info('Heapsky is not kept for use without a network:', reason.message);
}
