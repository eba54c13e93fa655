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

  const WORDS = { call: ["Call", "Llamar al"], text: ["Text", "Mensaje"], tty: ["TTY relay", "Servicio TTY"] };
  const both = ([en, es]) => ["en", "es"].map((lang, at) => Object.assign(document.createElement("span"), { lang, textContent: [en, es][at] }));
  // Numbers were read by the app, which knows how people write them; what it could not read beyond doubt is
  // shown as it was written.
  const button = ({ way, href, shown }) => {
    if (!WORDS[way] || !/^(tel|sms):[^:]*$/.test(href)) return shown;
    const link = document.createElement("a");
    link.className = way === "text" ? "button" : "button primary";
    link.href = href;
    link.append(...both(WORDS[way]), ` ${shown}`);
    return link;
  };
  // As an earlier build kept a line: only plain digits are dialled.
  const plain = (way, scheme, number) => (/^[0-9]{3,15}$/.test(number) ? { way, href: `${scheme}:${number}`, shown: number } : undefined);
  const earlier = ({ tel = "", sms = "" }) => [plain("call", "tel", tel), plain("text", "sms", sms)].filter(Boolean);
  const item = (line) => {
    const { label, hint = "", language = "", buttons = earlier(line), unclear = [line.tel, line.sms].filter(Boolean) } = line;
    const [row, about, name, row2] = ["li", "div", "strong", "div"].map((tag) => document.createElement(tag));
    name.textContent = label;
    about.append(name);
    if (language) about.lang = language;
    if (hint) about.append(Object.assign(document.createElement("span"), { className: "quiet", textContent: hint }));
    row2.className = "row";
    row2.append(...buttons.map(button), ...unclear);
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
    const own = new Set(lines.flatMap((line) => (line.buttons ?? earlier(line)).map(({ href }) => digits(href))));
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
