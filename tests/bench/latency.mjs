/*
 * From a click to the painted answer, on the open heap.
 *
 * Takes the page and a sample of objects (from `open --sample`); gives milliseconds by interaction, one for each object.
 * The clock starts with the input event, made in the page itself, and stops in the first task after the frame that shows
 * the answer (`requestAnimationFrame` and a message after it), so each figure has up to a frame's wait in it.
 */

/** All interactions; one whose objects the heap does not have is an empty list. */
export async function latencies(page, { any, parents, crowded, words }) {
  const found = {};
  const each = async (name, list, work) => {
    found[name] = [];
    for (const what of list) {
      // An object that has nothing to open says nothing.
      const spent = await page.evaluate(work, what);
      if (spent !== undefined) found[name].push(Math.round(spent * 10) / 10);
    }
  };
  await page.evaluate(tools);
  await each('expand a row of the tree list', parents, expand);
  await each('next page of retainers', crowded, retainers);
  await each('jump to @id', any, jump);
  await each('text search, first rows', words, search);
  await page.evaluate(() => window.benchTools.go('#/classes'));
  await each('sort the class list', SORTS, sort);
  for (const [name, hash] of VIEWS) await each(name, [hash], view);
  return found;
}

/** The heads of columns that are clicked in turn, each twice: one order and the other. */
const SORTS = ['Objects', 'Distance', 'Shallow', 'Retained', 'Class'].flatMap((name) => [name, name]);

/** Views that go through the whole heap, the first time and, where that is kept, again. */
const VIEWS = [
  ['classes by script', '#/classes?by=script'],
  ['classes like an expression', '#/classes?filter=%2F%5Esystem%2F'],
  ['retained by captured variables', '#/classes?only=contexts'],
  ['the same in another order', '#/classes?only=contexts&sort=-count'],
  ['of no native context', '#/classes?only=no-context'],
  ['duplicated strings', '#/strings?by=duplicated'],
  ['duplicated strings, again', '#/strings?by=duplicated&sort=-count'],
  ['families of strings', '#/strings?by=families'],
  ['who holds all arrays', '#/paths?by=%2CArray'],
  ['object clusters', '#/clusters'],
  ['icicle', '#/icicle'],
  ['statistics', '#/statistics'],
  ['search for an expression', '#/search?q=%2F%5Euser-%5Cd%2B%2F'],
  ['search by class and size', '#/search?q=class%3AMap%20retained%3A%3E1kb'],
];

/** What the interactions need, put into the page once. */
function tools() {
  const idle = () => 'idle' in document.documentElement.dataset;
  const until = (done) => new Promise((resolve, reject) => {
    if (done()) return resolve();
    const late = setTimeout(() => reject(new Error(`no answer after 60 s at ${location.hash}`)), 60_000);
    const watch = new MutationObserver(() => {
      if (!done()) return;
      clearTimeout(late);
      watch.disconnect();
      resolve();
    });
    watch.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  });
  const painted = () => new Promise((resolve) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve(performance.now());
    port2.postMessage(0);
  }));
  window.benchTools = {
    until,
    async go(hash) {
      location.hash = hash;
      // The event comes a task later; until then the page is still idle from before.
      await painted();
      await painted();
      await until(idle);
    },
    async timed(act, done) {
      await until(idle);
      const start = performance.now();
      act();
      await until(done);
      return (await painted()) - start;
    },
    type(text) {
      const input = document.querySelector('form.search input');
      input.value = text;
      return () => input.form.requestSubmit();
    },
  };
}

async function expand(id) {
  const { go, timed } = window.benchTools;
  await go(`#/tree/@${id}`);
  const twist = document.querySelector('[role=row][aria-level="2"][aria-expanded=false] .twist:not(.none)');
  if (!twist) return undefined;
  return timed(() => twist.click(), () => document.querySelector('[role=row][aria-level="3"]'));
}

async function retainers(id) {
  const { go, timed } = window.benchTools;
  await go(`#/tree?sel=@${id}`);
  const list = [...document.querySelectorAll('.panel details.list')].find((list) => /^Retainers/.test(list.querySelector('h3').textContent));
  const more = list?.querySelector('button.more');
  if (!more) return undefined;
  const count = () => list.querySelectorAll('ul.links > li').length;
  const before = count();
  return timed(() => more.click(), () => count() > before);
}

async function jump(id) {
  const { type, timed } = window.benchTools;
  const submit = type(`@${id}`);
  return timed(submit, () => document.querySelector('.panel h2 .id')?.textContent === `@${id}`);
}

async function search(word) {
  const { type, timed } = window.benchTools;
  const submit = type(word);
  const here = () => document.querySelector('.results h1 bdi')?.textContent === word;
  return timed(submit, () => here() && document.querySelector('.results .grid-row .object, .results p.lead'));
}

/** Until the first row is another and is read. */
async function sort(name) {
  const { timed } = window.benchTools;
  const head = [...document.querySelectorAll('[role=columnheader]')].find((head) => head.textContent.startsWith(name));
  const link = head?.querySelector('a.sort');
  if (!link) return undefined;
  const row = () => document.querySelector('main [role=treegrid] [role=row][aria-level="1"]');
  const old = row();
  return timed(() => link.click(), () => !old.isConnected && /\d/.test(row()?.textContent ?? ''));
}

/** From the change of the address until nothing is under way; two frames are waited in any case. */
async function view(hash) {
  const { go } = window.benchTools;
  const start = performance.now();
  await go(hash);
  return performance.now() - start;
}
