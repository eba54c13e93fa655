// Starts the clients' app. The two names below are filled in by `app/bundle`, after hashing.
const GLUE = "__GLUE__";
const WASM = "__WASM__";

const FAILED = {
  en: "These pages could not open just now. What is kept on this phone is safe. Open them again later; the numbers above work without them.",
  es: "Estas páginas no pudieron abrirse ahora. Lo guardado en este teléfono está a salvo. Ábralas más tarde; los números de arriba funcionan sin ellas.",
};

try {
  const wasm = new URL(WASM, import.meta.url);
  const compiled = WebAssembly.compileStreaming?.(fetch(wasm)).catch(() => wasm) ?? wasm;
  const glue = await import(new URL(GLUE, import.meta.url));
  await glue.default({ module_or_path: await compiled });
  glue.start();
} catch (reason) {
  console.error("The pages could not start", reason);
  const text = document.createElement("p");
  text.className = "banner";
  text.setAttribute("role", "alert");
  text.textContent = FAILED[document.documentElement.lang] ?? FAILED.en;
  document.getElementById("own").replaceChildren(text);
}
