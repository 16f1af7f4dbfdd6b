/*
 * Appended to the glue of each program: loads the program's late part (xtask/src/split.rs).
 *
 * Owns whether it is there. `prefetch` brings it without holding anything up; `needed` is called by a stand-in that came
 * first, and does not return before the part is there. Guarantee: after either the table has the late functions.
 */
const part = new URL('late.wasm', import.meta.url);
let isLinked = false;
let coming;

export function prefetch() {
  coming ??= (async () => {
    const answer = await fetch(part, { priority: 'low' });
    if (!answer.ok) throw new Error(`${part}: ${answer.status}`);
    await WebAssembly.instantiate(await answer.arrayBuffer(), { f: wasm });
    isLinked = true;
  })().catch((error) => {
    coming = undefined;
    throw error;
  });
  return coming;
}

function needed() {
  if (isLinked) return;
  // A page may not ask for bytes at once, only for text: one letter is one byte then.
  const request = new XMLHttpRequest();
  request.open('GET', part, false);
  request.overrideMimeType('text/plain; charset=x-user-defined');
  request.send();
  if (request.status !== 200) throw new Error(`${part}: ${request.status}`);
  const bytes = Uint8Array.from(request.responseText, (letter) => letter.charCodeAt(0));
  new WebAssembly.Instance(new WebAssembly.Module(bytes), { f: wasm });
  isLinked = true;
}
