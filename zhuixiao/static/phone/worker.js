// The service worker: files of the phone from the cache, its shell from the network or else the cache, nothing else.
// /sw.js sets PHONE = {cache, shell, files} before it loads this; the cache's name is a hash of the list.
const { cache: CACHE, shell: SHELL, files: FILES } = self.PHONE;
const PATIENCE = 4000;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll([SHELL, ...FILES])));
});

self.addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name.startsWith("zhuixiao-") && name !== CACHE);
  event.waitUntil(caches.keys().then((names) => Promise.all(old(names).map((name) => caches.delete(name)))).then(() => self.clients.claim()));
});

// Only when the person asks for the new version: the page says so.
self.addEventListener("message", (event) => event.data === "take over" && self.skipWaiting());

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(fromCache(request));
  else if (url.pathname === SHELL && request.mode === "navigate") event.respondWith(shell(request));
});

async function fromCache(request) {
  return (await caches.match(request)) ?? fetch(request);
}

/** A weak network is worse than none: whoever waits too long gets the copy. */
async function shell(request) {
  const copy = await caches.match(SHELL);
  const fresh = fetch(request).then(async (answer) => {
    if (answer.ok && !answer.redirected) await (await caches.open(CACHE)).put(SHELL, answer.clone());
    return answer;
  });
  if (!copy) return fresh;
  const late = new Promise((done) => setTimeout(done, PATIENCE, copy));
  return Promise.race([fresh, late]).catch(() => copy);
}
