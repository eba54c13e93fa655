// The service worker: lets Streetlight start without a network.
//
// It keeps the files of one build and nothing else: no answer of /api is ever
// in its cache. It can deliver what lies sealed in an outbox after the page is
// gone, and can open none of it.
//
// The three values below are filled in by `app/bundle`.
const BUILD = "__BUILD_ID__";
const SHELL = "__SHELL__";
const FILES = ["__PRECACHE__"]; // { url, integrity }

const PREFIX = "streetlight-";
const CACHE = PREFIX + BUILD;

// Two notes to ourselves, kept in the cache beside the files.
const COMPLETE = "/.cache/complete";
const IN_CHARGE_SINCE = "/.cache/in-charge-since";

// Pages that the server draws better, when it can be reached in time.
const SERVER_PAGES = ["/sign-in", "/help", "/rights"];
const PATIENCE_MS = 2000;

// ---------------------------------------------------------------- install

self.addEventListener("install", (event) => {
  event.waitUntil(fill());
});

// All files or none. `integrity` makes a file of another build fail, should
// the server be updated between two of these requests.
async function fill() {
  const cache = await caches.open(CACHE);
  // A server that went back to an earlier build: its cache may be in use.
  if (await cache.match(COMPLETE)) return;
  try {
    await Promise.all(
      FILES.map(async ({ url, integrity }) => {
        const answer = await fetch(url, { cache: "reload", integrity });
        if (!answer.ok || answer.redirected) throw new Error(`${url}: ${answer.status}`);
        await cache.put(url, answer);
      }),
    );
    await cache.put(COMPLETE, new Response("yes"));
  } catch (reason) {
    await caches.delete(CACHE);
    throw reason;
  }
}

// --------------------------------------------------------------- activate

self.addEventListener("activate", (event) => {
  event.waitUntil(tidy());
});

// Another tab may still run the build that was in charge until now and ask
// for one of its files, so that one stays; builds before it, and builds that
// were fetched but never in charge, go. No clients.claim(): a page that began
// without a worker finishes without one.
async function tidy() {
  const others = [];
  for (const name of await caches.keys()) {
    if (!name.startsWith(PREFIX) || name === CACHE) continue;
    const mark = await (await caches.open(name)).match(IN_CHARGE_SINCE);
    others.push({ name, since: mark ? Number(await mark.text()) : 0 });
  }
  others.sort((a, b) => b.since - a.since);
  const previous = others[0]?.since ? 1 : 0;
  await Promise.all(others.slice(previous).map(({ name }) => caches.delete(name)));
  await (await caches.open(CACHE)).put(IN_CHARGE_SINCE, new Response(String(Date.now())));
}

// ---------------------------------------------------------------- messages

// `take-over` comes from the page, when the person agreed to the update and
// no draft is open. This worker never decides that by itself.
self.addEventListener("message", (event) => {
  switch (event.data?.type) {
    case "take-over":
      event.waitUntil(self.skipWaiting());
      break;
    case "version": {
      const target = event.ports[0] ?? event.source;
      target?.postMessage({ type: "version", build: BUILD });
      break;
    }
  }
});

// ---------------------------------------------------------------- delivery

// Where the browser has background sync, the system calls when there is a
// network again, also when no page is open.
const DELIVER = "deliver-outbox";
const AT_ONCE = 20;

self.addEventListener("sync", (event) => {
  if (event.tag === DELIVER) event.waitUntil(deliver());
});

// Sends every outbox of this phone as it lies, and deletes nothing: the page
// offers the same again, and only its receipts, matched by id and hash, settle
// anything. A failure is thrown, so that the system calls again.
async function deliver() {
  const names = (await indexedDB.databases()).map(({ name }) => name);
  if (!names.includes("streetlight")) return;
  for (const profile of await everything("streetlight", "profiles")) {
    const { device_id, deposit_token } = JSON.parse(new TextDecoder().decode(profile));
    const outbox = `streetlight-${device_id}`;
    if (!names.includes(outbox)) continue;
    const operations = (await everything(outbox, "outbox")).map(({ about, sealed }) => ({
      op_id: JSON.parse(new TextDecoder().decode(about)).op_id,
      sealed: base64url(sealed),
    }));
    for (let from = 0; from < operations.length; from += AT_ONCE) {
      const body = JSON.stringify({ device_id, operations: operations.slice(from, from + AT_ONCE) });
      const answer = await fetch("/api/v1/push", {
        method: "POST",
        credentials: "omit",
        redirect: "error",
        headers: { "content-type": "application/json", authorization: `Deposit ${deposit_token}` },
        body,
      });
      if (!answer.ok) throw new Error(`delivery: ${answer.status}`);
    }
  }
}

// Every value of a store. A database that is not there must not come about.
function everything(name, store) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name);
    opening.onupgradeneeded = () => opening.transaction.abort();
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const reading = database.transaction(store).objectStore(store).getAll();
      reading.onerror = () => reject(reading.error);
      reading.onsuccess = () => {
        database.close();
        resolve(reading.result);
      };
    };
  });
}

function base64url(bytes) {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

// ------------------------------------------------------------------- fetch

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (url.pathname.startsWith("/api/")) return;

  if (request.mode === "navigate") {
    const drawnByServer = SERVER_PAGES.some(
      (page) => url.pathname === page || url.pathname.startsWith(`${page}/`),
    );
    event.respondWith(drawnByServer ? serverPage(request) : shell(request));
  } else if (/^\/(pkg|icons)\//.test(url.pathname) || url.pathname === "/manifest.webmanifest") {
    event.respondWith(kept(request));
  }
});

// The shell comes from the cache without a look at the network: a network
// that accepts and never answers must not slow a start.
async function shell(request) {
  return (await keptShell()) ?? fetch(request);
}

function keptShell() {
  return caches.match(SHELL, { cacheName: CACHE, ignoreVary: true });
}

// Names in /pkg carry a hash, so a file found in any build's cache is the
// right one; this build's own is asked first for those without a hash.
async function kept(request) {
  return (
    (await caches.match(request, { cacheName: CACHE, ignoreVary: true })) ??
    (await caches.match(request, { ignoreVary: true })) ??
    fetch(request)
  );
}

async function serverPage(request) {
  const fallback = await keptShell();
  if (!fallback) return fetch(request);
  const tooLate = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, fallback));
  return Promise.race([wholePage(request).catch(() => fallback), tooLate]).then((answer) =>
    answer.status >= 500 ? fallback : answer,
  );
}

// Waits for the last byte, so that a page which stalls half-way counts as
// late. A redirect has no readable body and passes as it is.
async function wholePage(request) {
  const answer = await fetch(request);
  if (answer.status !== 200) return answer;
  return new Response(await answer.arrayBuffer(), answer);
}
