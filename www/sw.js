/*
 * Keeps the page usable without a network, once it was loaded.
 *
 * Owns one cache for each version and place of the page. The build replaces FILES by the names of the page's own files,
 * all of which carry their content in their name, so a cached one is never stale. The page itself is asked of the network
 * first. Guarantees: only this page's own files are ever kept or answered: no snapshot, no `?src=`, nothing foreign.
 * A new version waits until the last tab of the old one is closed, so that no tab loses the files it was started with.
 */
const FILES = [];
const VERSION = 'none';

const scope = self.registration.scope;
const prefix = `heapsky ${scope} `;
const cacheName = prefix + VERSION;
const kept = new Set(FILES.map((name) => new URL(name, scope).href));

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(cacheName).then((cache) => cache.addAll([scope, ...kept])));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => names.filter((name) => name.startsWith(prefix) && name !== cacheName))
      .then((old) => Promise.all(old.map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET') return;
  const url = new URL(request.url);
  url.search = '';
  url.hash = '';
  if (kept.has(url.href)) {
    event.respondWith(caches.match(url.href, { cacheName }).then((hit) => hit ?? fetch(request)));
  } else if (request.mode === 'navigate' && (url.href === scope || url.href === `${scope}index.html`)) {
    event.respondWith(
      fetch(request).catch(async (error) => {
        const hit = await caches.match(scope, { cacheName });
        if (hit) return hit;
        throw error;
      }),
    );
  }
});
