// Starts the app. The page loads this file and nothing else; it holds no
// inline script, so the content security policy needs no exception.
//
// The two names below are filled in by `app/bundle`, after hashing.
const GLUE = "__GLUE__";
const WASM = "__WASM__";

// What a page without the app can say. The app's own words are in `app/locales`.
const WORDS = {
  en: {
    failed: "Streetlight could not start. What was saved on this phone is still here. Close it, open it again, and if that does not help, tell your supervisor.",
    stopped: "Streetlight stopped. What you signed, and what you typed up to a second ago, is safe on this phone. Open it again and unlock it to continue.",
    danger: "If someone is in danger now, call 911 or 988.",
    again: "Open again",
  },
  es: {
    failed: "Streetlight no pudo abrirse. Lo que se guardó en este teléfono sigue aquí. Ciérrelo, ábralo de nuevo y, si no ayuda, avise a su supervisor.",
    stopped: "Streetlight se detuvo. Lo que firmó y lo que escribió hasta hace un segundo está a salvo en este teléfono. Ábralo de nuevo y desbloquéelo para seguir.",
    danger: "Si alguien está en peligro ahora, llame al 911 o al 988.",
    again: "Abrir de nuevo",
  },
};
// The idle lock stops with the app, so nobody's file stays on the screen for longer than this.
const STOPPED_MS = 60_000;

// A fault in the compiled app ends it for good: no button does anything from then on.
const ended = (reason) => reason instanceof WebAssembly.RuntimeError && sayItEnded();
addEventListener("error", (event) => ended(event.error));
addEventListener("unhandledrejection", (event) => ended(event.reason));

// Has the browser open its files while the app is still being compiled; the
// list itself is of no interest.
indexedDB.databases?.().catch(() => {});

// A start keeps the page busy: what is there already goes on the screen before. In the background nothing is
// painted, and nobody waits for it.
const painted = () =>
  new Promise((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)));
    setTimeout(resolve, 100);
  });

try {
  await painted();
  // Compiled while the glue is being read. A browser that cannot compile what is
  // still arriving gets the address and finds its own way.
  const wasm = new URL(WASM, import.meta.url);
  const compiled = WebAssembly.compileStreaming?.(fetch(wasm)).catch(() => wasm) ?? wasm;
  // Imported here and not at the top, so that a file that fails to load is
  // caught below instead of leaving an empty screen.
  const glue = await import(new URL(GLUE, import.meta.url));
  await glue.default({ module_or_path: await compiled });
  performance.mark("compiled");
  // It takes the place of the static name as soon as it has something to draw.
  glue.start();
} catch (reason) {
  console.error("Streetlight could not start", reason);
  sayItEnded();
}

// After the app, so that a first visit spends its signal on the screen.
navigator.serviceWorker
  ?.register("/sw.js", { updateViaCache: "none" })
  .catch((reason) => console.warn("No offline start on this browser", reason));

// Above whatever is on the screen, so that the last words typed can still be read.
function sayItEnded() {
  if (document.getElementById("ended")) return;
  const ran = !("boot" in document.body.dataset);
  const lock = document.querySelector("main.lock");
  // The app tells the page which language it speaks, and so does the lock it left behind; without
  // either the browser knows best.
  const tag = ran || lock ? document.documentElement.lang : navigator.language;
  const language = tag?.startsWith("es") ? "es" : "en";
  const words = WORDS[language];
  const place = document.createElement("div");
  place.id = "ended";
  place.className = "banner";
  place.lang = language;
  place.setAttribute("role", "alert");
  const text = document.createElement("p");
  text.textContent = `${ran ? words.stopped : words.failed} ${words.danger}`;
  const again = document.createElement("button");
  again.className = "button";
  again.textContent = words.again;
  again.addEventListener("click", () => location.reload());
  place.append(text, again);
  document.body.prepend(place);
  // Nobody keeps what is typed from here on: it can be read and copied, and not be added to.
  for (const field of document.querySelectorAll("input, textarea")) {
    field.readOnly = true;
    if (field.type === "password") field.value = "";
  }
  for (const button of lock?.querySelectorAll("button") ?? []) button.disabled = true;
  document.activeElement?.blur();
  scrollTo(0, 0);
  if (!ran) return void lookForRepair().catch(() => {});
  setTimeout(() => location.reload(), STOPPED_MS);
  // Nothing is to be seen of anybody once the app comes back from the background.
  document.addEventListener("visibilitychange", () => document.hidden && location.reload());
}

// A build that cannot start cannot ask for its successor either, and the
// service worker would hand it out for ever. So when the start failed (and
// therefore no draft is open), take a newer build if there is one, and try
// once more in this tab.
async function lookForRepair() {
  if (sessionStorage.getItem("streetlight.repaired")) return;
  const registration = await navigator.serviceWorker?.getRegistration();
  if (!registration) return;
  await registration.update();
  const next = registration.waiting ?? registration.installing;
  if (!next) return;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    sessionStorage.setItem("streetlight.repaired", "yes");
    location.reload();
  });
  const takeOver = () => next.state === "installed" && next.postMessage({ type: "take-over" });
  next.addEventListener("statechange", takeOver);
  takeOver();
}
