// What the clients' app asks of the browser. Sealed with a key made of the PIN and kept under names that
// the workers' app has none of; nothing here can be read without the PIN.

const DATABASE = "own";
const STORE = "kept";
const PREFIX = "own.";
const CACHES = "own-";
const ITERATIONS = 600000; // PBKDF2 with SHA-256, as OWASP asks for
const FREE_TRIES = 5;
const WAIT_MS = 2000;
const WAIT_AT_MOST_MS = 300000;

let key; // not extractable, and gone with the page
let salt;

const promise = (request) =>
  new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });

async function database() {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  return promise(opening);
}

async function within(mode, act) {
  const all = await database();
  try {
    const change = all.transaction(STORE, mode, { durability: "strict" });
    const answer = await act(change.objectStore(STORE));
    if (mode === "readwrite") {
      await new Promise((done, failed) => {
        change.oncomplete = done;
        change.onabort = change.onerror = () => failed(change.error);
      });
    }
    return answer;
  } finally {
    all.close();
  }
}

async function keyOf(pin, salt) {
  const words = new TextEncoder().encode(pin.normalize("NFKC"));
  const base = await crypto.subtle.importKey("raw", words, "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ITERATIONS };
  return crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

const bound = new TextEncoder().encode("streetlight/1/own/kept");

// What is kept is one text, so only one window at a time may hold its key: two would write over each
// other's words. Nobody holds it after the page is gone.
let release;

function alone() {
  if (release || !navigator.locks) return Promise.resolve(true);
  return new Promise((done) => {
    const held = navigator.locks.request("own.open", { ifAvailable: true }, (lock) => {
      done(lock !== null);
      return lock && new Promise((free) => (release = free));
    });
    held.catch(() => done(true)); // a browser that keeps nothing locks nothing either
  });
}

function freed() {
  key = salt = undefined;
  release?.();
  release = undefined;
}

// Sealing and removing one after the other: nothing is written again by what began before it was removed.
let turn = Promise.resolve();
const inTurn = (act) => (turn = turn.then(act, act));

async function put(text) {
  if (!key) throw new Error("nothing is kept");
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const how = { name: "AES-GCM", iv, additionalData: bound };
  const sealed = await crypto.subtle.encrypt(how, key, new TextEncoder().encode(text));
  await within("readwrite", (store) => promise(store.put({ salt, iv, sealed }, STORE)));
}

export const seal = (text) => inTurn(() => put(text));

// Whether it is kept; not where something is kept already that this window has not opened: nothing of that
// is written over.
export async function keep(pin, text) {
  if (key || (await isKept()) || !(await alone())) return false;
  try {
    salt = crypto.getRandomValues(new Uint8Array(16));
    key = await keyOf(pin, salt);
    await seal(text);
    await filesKept();
  } catch (error) {
    await forget();
    throw error;
  }
  await navigator.storage?.persist?.().catch(() => false);
  return true;
}

// It is said to be kept only once it starts without a network.
async function filesKept() {
  const files = await navigator.serviceWorker?.register("/own/sw.js", { scope: "/own/", updateViaCache: "none" });
  if (!files) throw new Error("no service worker");
  const worker = files.installing ?? files.waiting ?? files.active;
  await new Promise((done, failed) => {
    const look = () => {
      if (worker.state === "activated") done();
      if (worker.state === "redundant") failed(new Error("the files were not kept"));
    };
    worker.addEventListener("statechange", look);
    setTimeout(() => failed(new Error("the files did not come")), 15000);
    look();
  });
}

// The text; nothing for a wrong PIN; how many milliseconds to wait where there were too many; false where
// another window has it open.
export async function open(pin) {
  if (!(await isKept())) return undefined;
  const kept = await within("readonly", (store) => promise(store.get(STORE)));
  if (!kept) return undefined;
  const tries = JSON.parse(localStorage.getItem(`${PREFIX}tries`) ?? "[0,0]");
  const over = tries[0] - FREE_TRIES;
  const wait = over < 0 ? 0 : Math.min(WAIT_MS * 2 ** over, WAIT_AT_MOST_MS);
  const left = Math.min(tries[1] + wait - Date.now(), wait);
  if (left > 0) return left;
  // Counted before it is tried.
  localStorage.setItem(`${PREFIX}tries`, JSON.stringify([tries[0] + 1, Date.now()]));
  const made = await keyOf(pin, kept.salt);
  const how = { name: "AES-GCM", iv: kept.iv, additionalData: bound };
  const text = await crypto.subtle.decrypt(how, made, kept.sealed).catch(() => undefined);
  if (text === undefined) return undefined;
  localStorage.removeItem(`${PREFIX}tries`);
  if (!(await alone())) return false;
  [key, salt] = [made, kept.salt];
  // The other window may have written since it was read.
  const now = await within("readonly", (store) => promise(store.get(STORE)));
  const how_now = { name: "AES-GCM", iv: now.iv, additionalData: bound };
  return new TextDecoder().decode(await crypto.subtle.decrypt(how_now, key, now.sealed));
}

// Asked without making a database where there is none.
export async function isKept() {
  try {
    const there = (await indexedDB.databases()).some(({ name }) => name === DATABASE);
    return there && (await within("readonly", (store) => promise(store.count(STORE)))) > 0;
  } catch {
    return false; // a browser that keeps nothing says so by throwing
  }
}

export function remember(name, text) {
  localStorage.setItem(PREFIX + name, text);
}

// Leaves nothing: no storage, no cache, no worker.
export const forget = () => inTurn(remove);

async function remove() {
  freed();
  for (const name of Object.keys(localStorage)) if (name.startsWith(PREFIX)) localStorage.removeItem(name);
  for (const name of Object.keys(sessionStorage)) if (name.startsWith(PREFIX)) sessionStorage.removeItem(name);
  await new Promise((done) => {
    const gone = indexedDB.deleteDatabase(DATABASE);
    gone.onsuccess = gone.onerror = gone.onblocked = done;
  });
  for (const name of (await globalThis.caches?.keys()) ?? []) if (name.startsWith(CACHES)) await caches.delete(name);
  const worker = await navigator.serviceWorker?.getRegistration("/own/");
  if (worker?.scope.endsWith("/own/")) await worker.unregister();
}

// Status and text; nothing where nobody can be reached.
export async function ask(what, body) {
  try {
    const answer = await fetch(`/api/v1/own/${what}`, {
      method: "POST",
      credentials: "omit",
      cache: "no-store",
      redirect: "error",
      referrerPolicy: "no-referrer",
      headers: { "content-type": "application/json" },
      body,
      signal: AbortSignal.timeout?.(20000),
    });
    return [answer.status, await answer.text()];
  } catch {
    return undefined;
  }
}

export const pause = () => new Promise((done) => setTimeout(done, 500));
export const random = () => crypto.getRandomValues(new Uint8Array(10));
export const offsetMinutes = () => -new Date().getTimezoneOffset();
export const language = () => document.documentElement.lang;
export const place = () => document.getElementById("own");
export const print = () => window.print();
export function lock() {
  hush();
  location.reload();
}
export const focus = (id) => requestAnimationFrame(() => document.getElementById(id)?.focus());
// The page begins at its top: whoever opens it sees the way out and the first number to call.
export const beginAt = (id) =>
  requestAnimationFrame(() => {
    document.getElementById(id)?.focus({ preventScroll: true });
    scrollTo(0, 0);
  });
export const showLines = (lines) => globalThis.ownLines?.show(lines);
export const setLanguage = (tag) => globalThis.ownLines?.speak(tag);
export const takeSecret = () => globalThis.ownLines?.takeSecret() ?? "";
export const dropSecret = () => globalThis.ownLines?.dropSecret();
export const begun = () => document.body.removeAttribute("data-boot");

const hush = () => globalThis.speechSynthesis?.cancel();

export function speak(text, tag) {
  const voice = speechSynthesis.getVoices().find(({ lang, localService }) => localService && lang.startsWith(tag.slice(0, 2)));
  if (!voice) return false; // another language's voice, or one on somebody's server, reads nothing of this
  hush();
  const spoken = new SpeechSynthesisUtterance(text);
  [spoken.voice, spoken.lang] = [voice, voice.lang];
  speechSynthesis.speak(spoken);
  return true;
}

// Whoever lays the phone aside with the plan open locks it: after five minutes, or one in the background.
// Nothing else is locked, so that fetching the code from another app costs nothing. Whoever taps a number
// is calling for help: their time begins when they are back.
const [IDLE_MS, AWAY_MS] = [300000, 60000];
let watched = false;
let [touched, hidden, called] = [0, 0, 0];

export function watch(on) {
  watched = on;
  [touched, hidden, called] = [Date.now(), 0, 0];
  if (!on) hush();
}

for (const event of ["pointerdown", "keydown", "scroll"]) addEventListener(event, () => (touched = Date.now()), { passive: true });
addEventListener("click", ({ target }) => {
  if (target.closest?.('a[href^="tel:"], a[href^="sms:"]')) called = Date.now();
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    hidden = Date.now();
    // A tap on a number that led nowhere excuses nothing later.
    if (hidden - called > AWAY_MS) called = 0;
    return;
  }
  if (watched && hidden && !called && Date.now() - hidden > AWAY_MS) return lock();
  [touched, hidden, called] = [Date.now(), 0, 0];
});
setInterval(() => {
  const calling = document.hidden && called;
  if (watched && !calling && Date.now() - touched > IDLE_MS) lock();
}, 10000);

export function onLink(act) {
  addEventListener("own-link", () => act());
}
export function onNetwork(act) {
  addEventListener("online", () => act());
}
