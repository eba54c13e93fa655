// The service worker of the clients' app: lets it start without a network, where a client wanted it kept on
// their phone. It keeps the files of one build and nothing else, and goes with them when they are removed.
//
// The three values below are filled in by `app/bundle`.
const BUILD = "__BUILD_ID__";
const SHELL = "__SHELL__";
const FILES = ["__PRECACHE__"]; // { url, integrity }

const PREFIX = "own-";
const CACHE = PREFIX + BUILD;

self.addEventListener("install", (event) => {
  event.waitUntil(fill());
  self.skipWaiting();
});

// All files or none, each of this build.
async function fill() {
  const cache = await caches.open(CACHE);
  try {
    await Promise.all(
      FILES.map(async ({ url, integrity }) => {
        const answer = await fetch(url, { cache: "reload", credentials: "omit", integrity });
        if (!answer.ok || answer.redirected) throw new Error(`${url}: ${answer.status}`);
        await cache.put(url, answer);
      }),
    );
  } catch (reason) {
    await caches.delete(CACHE);
    throw reason;
  }
}

// A page that is open has all its files: nothing of a build before is asked for again.
self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) {
        if (name.startsWith(PREFIX) && name !== CACHE) await caches.delete(name);
      }
    })(),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin || !url.pathname.startsWith("/own/")) return;
  if (request.mode === "navigate") event.respondWith(kept(SHELL, request));
  else event.respondWith(kept(request, request));
});

async function kept(asked, request) {
  return (await caches.match(asked, { cacheName: CACHE, ignoreVary: true })) ?? fetch(request);
}
