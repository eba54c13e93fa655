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
//
// What goes with what, and what an answer means, is as in `app/sync`
// (`replica`): both are tried against `app/sync/tests/deliveries.json`.
const DELIVER = "deliver-outbox";
const PUSH_MAX_OPERATIONS = 50;
const PUSH_MAX_BYTES = 1024 * 1024;
const ENTRY_BYTES = 64;
const BODY_BYTES = 128;
const FAILURES_BEFORE_HALVING = 3;
const WAIT_MS = { least: 250, most: 900_000 };
const TERMINAL = ["applied", "duplicate", "merged", "conflict"];
const LIMIT_MS = 20_000;

// Until when the server asked to be left alone; the page reads it too.
const ASKED = "asked";

self.addEventListener("sync", (event) => {
  if (event.tag === DELIVER) event.waitUntil(deliver());
});

// Sends every outbox of this phone as it lies, and deletes nothing: the page
// offers the same again, and only its receipts, matched by id and hash, settle
// anything. One outbox that has to wait holds back no other. A failure is
// thrown, so that the system calls again.
async function deliver() {
  const names = (await indexedDB.databases()).map(({ name }) => name);
  if (!names.includes("streetlight")) return;
  let later = false;
  const profiles = await inStore("streetlight", "profiles", "readonly", (all) => all.getAll());
  for (const kept of profiles) {
    // What goes wrong with one phone of this browser is nothing to another.
    try {
      const profile = decode(kept);
      const name = `streetlight-${profile.device_id}`;
      // A phone whose setting up was broken off has nothing to deliver under yet.
      if (!names.includes(name) || !profile.deposit_token) continue;
      const entries = await inStore(name, "outbox", "readonly", (all) => all.getAll());
      const asked = await inStore(name, "meta", "readonly", (meta) => meta.get(ASKED));
      const keep = (push) => inStore(name, "meta", "readwrite", (meta) => keepAsked(meta, push));
      if (!(await sendAll(profile, entries, readAsked(asked), keep))) later = true;
    } catch {
      later = true;
    }
  }
  if (later) throw new Error("delivery: not everything went");
}

// Sends what would go out by itself; false when some of it has to go later.
async function sendAll({ device_id, deposit_token }, entries, asked, keep) {
  const now = Date.now();
  if (asked.push && now >= asked.push.set_at_ms && now < asked.push.until_ms) return false;
  const outbox = inOrder(entries);
  for (;;) {
    const batch = nextBatch(outbox);
    if (batch.length === 0) return !outbox.held.some(({ postponed }) => postponed);
    const operations = batch.map(({ op_id, sealed }) => ({ op_id, sealed: base64url(sealed) }));
    let answer, said;
    try {
      answer = await fetch("/api/v1/push", {
        method: "POST",
        credentials: "same-origin", // the session, where there is one: see the app's fetch.rs
        redirect: "error",
        headers: { "content-type": "application/json", authorization: `Deposit ${deposit_token}` },
        body: JSON.stringify({ device_id, operations }),
        signal: AbortSignal.timeout(LIMIT_MS),
      });
      if (answer.status === 200) said = await answer.json();
    } catch {
      return false; // no network, no end, or no JSON: somebody else's page
    }
    if (answer.status === 413) {
      tooLarge(outbox, batch);
    } else if (answer.status === 429 || answer.status === 503) {
      const seconds = answer.headers.get("retry-after") ?? "";
      if (/^\d+$/.test(seconds)) await keep(until(now, Number(seconds)));
      return false;
    } else if (!Array.isArray(said?.receipts) || !received(outbox, batch, said.receipts)) {
      return false;
    } else if (asked.push) {
      asked = {};
      await keep();
    }
  }
}

// What lies in an outbox in the order of saving. What the app wrote beside
// each says all that is needed; the sealed bytes say nothing here.
function inOrder(entries) {
  const held = [];
  let mostTries = 0;
  for (const { about, sealed } of entries.filter(Boolean)) {
    let waiting;
    try {
      waiting = decode(about);
    } catch {
      continue; // a newer app's
    }
    // So is this: it stays where it is, and holds nothing else up.
    if (!isWaiting(waiting) || !ArrayBuffer.isView(sealed)) continue;
    const isStuck = Boolean(waiting.state?.stuck);
    if (!isStuck) mostTries = Math.max(mostTries, waiting.tries ?? 0);
    held.push({ ...waiting, sealed, aside: isStuck, givenUp: false, postponed: false });
  }
  held.sort((a, b) => a.device_seq - b.device_seq || (a.op_id < b.op_id ? -1 : 1));
  let limit = PUSH_MAX_OPERATIONS;
  for (let tries = FAILURES_BEFORE_HALVING; tries <= mostTries; tries += 1) {
    limit = Math.max(1, Math.floor(limit / 2));
  }
  return { held, limit, bytes: PUSH_MAX_BYTES };
}

// What a build must be able to read of an entry to send it (app/sync/src/replica/records.rs).
function isWaiting(about) {
  return typeof about?.op_id === "string" && Number.isFinite(about.device_seq) && Number.isFinite(about.size);
}

// Of the edits of one document only the first may go: the next waits for its
// receipt. What a person has to look at is tried alone, when all else is through.
function nextBatch({ held, limit, bytes }) {
  const first = ({ document }, at) =>
    !document || held.findIndex((other) => other.document === document) === at;
  const free = held.filter(first).filter(({ postponed }) => !postponed);
  const batch = [];
  let room = bytes - BODY_BYTES;
  for (const one of free.filter(({ aside }) => !aside)) {
    if (batch.length > 0 && (bodyBytes(one) > room || batch.length >= limit)) break;
    room -= bodyBytes(one);
    batch.push(one);
  }
  return batch.length > 0 ? batch : free.filter(({ givenUp }) => !givenUp).slice(0, 1);
}

// Half as much; one that is too large alone is set aside, for the page to say so.
function tooLarge(outbox, batch) {
  if (batch.length === 1) {
    giveUp(batch[0]);
  } else {
    const all = batch.reduce((sum, one) => sum + bodyBytes(one), BODY_BYTES);
    outbox.bytes = Math.floor(all / 2);
  }
}

// Whether anything was said of this batch. The server holds what has a
// terminal receipt for its bytes: what waited for that may follow.
function received(outbox, batch, receipts) {
  let said = false;
  for (const receipt of receipts) {
    const { op_id, hash, outcome } = receipt ?? {};
    const one = outbox.held.find((other) => other.op_id === op_id);
    const isTerminal = TERMINAL.includes(outcome) || outcome?.quarantined;
    if (!one || !(isTerminal || outcome?.retry)) continue;
    said ||= batch.includes(one);
    if (!isTerminal) one.postponed = true;
    else if (one.hash === hash) outbox.held.splice(outbox.held.indexOf(one), 1);
    else giveUp(one);
  }
  outbox.limit = Math.min(Math.max(outbox.limit, batch.length) * 2, PUSH_MAX_OPERATIONS);
  return said;
}

function giveUp(one) {
  one.aside = true;
  one.givenUp = true;
}

function bodyBytes({ size }) {
  return Math.floor((size * 4) / 3) + ENTRY_BYTES;
}

// A clock that goes back behind `set_at_ms` ends the wait.
function until(now, seconds) {
  const wait = Math.min(Math.max(seconds * 1000, WAIT_MS.least), WAIT_MS.most);
  return { set_at_ms: now, until_ms: now + wait };
}

// What cannot be read asks for nothing, as the app has it (app/src/store/outbox.rs).
function readAsked(lies) {
  try {
    const asked = decode(lies);
    return asked instanceof Object ? asked : {};
  } catch {
    return {};
  }
}

// What the server asked of pulls is the page's, and stays.
function keepAsked(meta, push) {
  const reading = meta.get(ASKED);
  reading.onsuccess = () => {
    const lies = readAsked(reading.result);
    meta.put(new TextEncoder().encode(JSON.stringify({ ...lies, push })), ASKED);
  };
  return reading;
}

// What `work` asked of a store, once all of it is done. A database that is
// not there must not come about.
function inStore(name, store, mode, work) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name);
    opening.onupgradeneeded = () => opening.transaction.abort();
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const transaction = database.transaction(store, mode);
      const asked = work(transaction.objectStore(store));
      transaction.oncomplete = () => {
        database.close();
        resolve(asked.result);
      };
      transaction.onabort = () => {
        database.close();
        reject(transaction.error);
      };
    };
  });
}

function decode(bytes) {
  return JSON.parse(new TextDecoder().decode(bytes));
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
  // Another app, with a service worker of its own: nothing of it is handed out or kept here.
  if (/^\/own(\/|$)/.test(url.pathname)) return;

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
