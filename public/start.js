// Starts the app. The page loads this file and nothing else; it holds no
// inline script, so the content security policy needs no exception.
//
// The two names below are filled in by `app/bundle`, after hashing.
const GLUE = "__GLUE__";
const WASM = "__WASM__";

const SORRY = {
  en: "Streetlight could not start. What was saved on this phone is still here. Close it, open it again, and if this stays, tell your supervisor. If someone is in danger now, call 911 or 988.",
  es: "Streetlight no pudo abrirse. Lo que se guardó en este teléfono sigue aquí. Ciérrelo, ábralo otra vez y, si continúa, avise a su supervisor. Si alguien está en peligro ahora, llame al 911 o al 988.",
};

// Has the browser open its files while the app is still being compiled; the
// list itself is of no interest.
indexedDB.databases?.().catch(() => {});

try {
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
  document.documentElement.dataset.started = "yes";
} catch (reason) {
  console.error("Streetlight could not start", reason);
  sayItFailed();
  lookForRepair().catch(() => {});
}

// After the app, so that a first visit spends its signal on the screen.
navigator.serviceWorker
  ?.register("/sw.js", { updateViaCache: "none" })
  .catch((reason) => console.warn("No offline start on this browser", reason));

function sayItFailed() {
  let place = document.getElementById("boot-failed");
  if (!place) {
    place = document.createElement("p");
    place.id = "boot-failed";
    place.setAttribute("role", "alert");
    document.body.prepend(place);
  }
  document.getElementById("splash")?.remove();
  const spanish = navigator.language?.startsWith("es");
  place.lang = spanish ? "es" : "en";
  place.textContent = spanish ? SORRY.es : SORRY.en;
  place.hidden = false;
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
