/*
 * What watches the page from inside while it is measured.
 *
 * `observe` runs in the page before its own scripts and keeps notes in `window.bench`; the page's program is not changed.
 * `PRELUDE` stands before the worker's start file as it is served and keeps hold of its wasm memory, whose size nobody
 * else can see. Times are `performance.now()` of the page.
 */

/** Notes: when a file was given, when the page said it was open and idle, stages, long tasks. Runs in the page alone. */
export function observe() {
  const STAGES = ['Nodes', 'Edges', 'Other', 'Strings', 'Distances', 'Retainers', 'Dominators', 'Sizes', 'Classes', 'Report'];
  const notes = { given: undefined, open: undefined, ready: undefined, landed: undefined, stages: [], tasks: [], cancelAt: undefined };
  window.bench = notes;
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) notes.tasks.push([startTime, duration]);
  }).observe({ type: 'longtask' });
  document.addEventListener('change', ({ target }) => {
    if (target.type === 'file') notes.given ??= performance.now();
  }, { capture: true });
  new MutationObserver(() => {
    const { state, idle } = document.documentElement.dataset;
    const now = performance.now();
    if (state === 'open') notes.open ??= now;
    if (idle === undefined) return;
    if (state === 'empty') notes.landed ??= now;
    if (state === 'empty' && notes.cancelled) notes.back ??= now;
    if (state === 'open' || state === 'failed') notes.ready ??= now;
  }).observe(document, { subtree: true, attributes: true, attributeFilter: ['data-state', 'data-idle'] });
  window.Worker = class extends Worker {
    constructor(...words) {
      super(...words);
      this.addEventListener('message', ({ data }) => {
        // A message is its bytes by position (src/protocol.rs): `FromWorker::Progress` is 1, and its stage comes first.
        const stage = data?.body?.[0] === 1 ? STAGES[data.body[1]] : undefined;
        if (!stage || stage === notes.stages.at(-1)?.[0]) return;
        notes.stages.push([stage, performance.now()]);
        if (stage === notes.cancelAt && !notes.cancelled) {
          notes.cancelled = performance.now();
          document.querySelector('.opening button').click();
        }
      });
    }
  };
}

export const PRELUDE = `for (const name of ['instantiate', 'instantiateStreaming']) {
  const real = WebAssembly[name];
  WebAssembly[name] = async (...words) => {
    const made = await real.apply(WebAssembly, words);
    // The late part of the program has none of its own.
    self.benchMemory ??= (made.instance ?? made).exports.memory;
    return made;
  };
}
`;
