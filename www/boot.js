/* Starts the page program; says where the worker's code is. */
import start from './page.js';
document.documentElement.dataset.worker = new URL('./worker.js', import.meta.url).href;
await start();
