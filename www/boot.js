/*
 * Starts the page program.
 *
 * Owns what must happen before any Rust runs: narrowing the policy on connections, and saying where the worker's code is.
 * The worker is started from a blob that imports it: such a worker inherits this page's policy, so that the browser
 * itself keeps the code that reads the snapshot from talking to anyone. Then keeps the page's files for when there is no
 * network.
 */
const policy = document.createElement('meta');
policy.httpEquiv = 'Content-Security-Policy';
policy.content = `connect-src 'self' ${sourceOrigin()}`;
document.head.append(policy);

// A redirect from there to a third site is refused: only the site that stands in the address may be asked.
function sourceOrigin() {
  try {
    const { protocol, origin } = new URL(new URLSearchParams(location.search).get('src'), document.baseURI);
    return /^https?:$/.test(protocol) ? origin : '';
  } catch {
    return '';
  }
}

const worker = new URL('./worker.js', import.meta.url).href;
const start = new Blob([`import ${JSON.stringify(worker)};`], { type: 'text/javascript' });
document.documentElement.dataset.worker = URL.createObjectURL(start);

// Loaded after the policy stands.
const { default: run, prefetch } = await import('./page.js');
await run();
void complete();

// The rest of the page's code. What needs it says that it is loading until the page has heard of it.
async function complete() {
  for (;;) {
    try {
      await prefetch();
      break;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 2000));
    }
  }
  dispatchEvent(new Event('whole'));
}

// Where this is not allowed (plain http, a sandboxed frame) the page works as well, as long as there is a network.
try {
  await navigator.serviceWorker.register(new URL('./sw.js', import.meta.url));
} catch (reason) {
  console.info('Heapsky is not kept for use without a network:', reason.message);
}
