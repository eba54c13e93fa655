// Stands in the page where it holds up everything after it: what it does is done before the app is there,
// and without it. It takes the secret of the link out of the address before anything else can see it, draws
// the agency's crisis lines where they were kept, and leaves quickly.
{
  // A page with weather is what anybody may have looked at.
  const AWAY = "https://www.weather.gov/";
  const root = document.documentElement;
  // Whoever fetches the code from another app may find the page begun anew: until it is opened or left, the
  // secret of the link stays with this tab.
  const HELD = "own.secret";
  const hold = (text) => {
    try {
      if (text) sessionStorage.setItem(HELD, text);
      else sessionStorage.removeItem(HELD);
    } catch {
      // a browser that keeps nothing
    }
  };
  const held = () => {
    try {
      return sessionStorage.getItem(HELD) ?? "";
    } catch {
      return "";
    }
  };
  let secret = held();
  const take = () => {
    if (!location.hash) return false;
    try {
      secret = decodeURIComponent(location.hash.slice(1));
    } catch {
      secret = "";
    }
    history.replaceState(null, "", location.pathname);
    hold(secret);
    return secret !== "";
  };
  take();
  addEventListener("hashchange", () => take() && dispatchEvent(new Event("own-link")));

  const kept = (name) => {
    try {
      return localStorage.getItem(`own.${name}`);
    } catch {
      return null; // a browser that keeps nothing
    }
  };
  const speak = (tag) => {
    root.lang = tag;
    document.title = tag === "es" ? "Mis páginas" : "My pages";
  };
  speak((kept("language") ?? navigator.language)?.toLowerCase().startsWith("es") ? "es" : "en");

  const WORDS = { call: ["Call", "Llamar"], text: ["Text", "Mensaje"] };
  const both = ([en, es]) => ["en", "es"].map((lang, at) => Object.assign(document.createElement("span"), { lang, textContent: [en, es][at] }));
  // As the workers' app reads numbers, a line's are digits by the time they are here; anything else gets no
  // button.
  const button = (scheme, number, words) => {
    const dialled = number.replace(/[ ().-]/g, "");
    if (!/^\+?\d{3,15}$/.test(dialled)) return number;
    const link = document.createElement("a");
    link.className = scheme === "tel" ? "button primary" : "button";
    link.href = `${scheme}:${dialled}`;
    link.append(...both(words), ` ${number}`);
    return link;
  };
  const item = ({ label, tel = "", sms = "", hint = "", language = "" }) => {
    const [row, about, name, row2] = ["li", "div", "strong", "div"].map((tag) => document.createElement(tag));
    name.textContent = label;
    about.append(name);
    if (language) about.lang = language;
    if (hint) about.append(Object.assign(document.createElement("span"), { className: "quiet", textContent: hint }));
    row2.className = "row";
    if (tel) row2.append(button("tel", tel, WORDS.call));
    if (sms) row2.append(button("sms", sms, WORDS.text));
    row.append(about, row2);
    return row;
  };
  const list = document.getElementById("lines");
  const national = [...list.children];
  // However a number is written.
  const digits = (number) => number.replace(/[^0-9]/g, "").replace(/^1(?=[0-9]{10}$)/, "");
  const called = (row) => [...row.querySelectorAll("a")].map(({ href }) => digits(href));
  // Whatever an agency writes, 988 and the number for an ambulance stay: a national line goes only where the
  // agency's own say its number.
  const show = (text) => {
    let lines;
    try {
      lines = JSON.parse(text ?? "[]");
    } catch {
      lines = [];
    }
    if (!lines.length) return list.replaceChildren(...national);
    const own = new Set(lines.map(({ tel = "" }) => digits(tel)));
    const others = national.filter((row) => !called(row).some((number) => own.has(number)));
    list.replaceChildren(...lines.map(item), ...others);
  };
  if (kept("lines")) show(kept("lines"));

  const hush = () => globalThis.speechSynthesis?.cancel();
  const gone = () => {
    hush();
    document.getElementById("own").replaceChildren();
  };
  document.getElementById("leave").addEventListener("click", () => {
    hush();
    hold("");
    document.body.replaceChildren();
    location.replace(AWAY);
  });
  // Nothing of anybody comes back by the browser's way back.
  addEventListener("pagehide", gone);
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload());

  globalThis.ownLines = {
    show,
    speak,
    dropSecret: () => hold((secret = "")),
    takeSecret: () => {
      const taken = secret;
      secret = "";
      return taken;
    },
  };
}
