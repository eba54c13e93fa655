// Draws the lock as the app drew it last, so that a passcode can be typed while the app is still on its way.
// The app goes on with what was typed and tapped here (`app/src/browser/early.rs`). It has to stand where it
// holds up the page, after the splash: then the lock is on the first frame.
{
  const OPEN_TO_ALL = /^\/(sign-in|help|rights)(\/|$)/;
  try {
    // Text of JSON in a string of JSON, as the app writes it.
    const [build, language, lock] = JSON.parse(JSON.parse(localStorage.getItem("streetlight/lock")));
    // Another build may draw it otherwise.
    if (build === document.documentElement.dataset.build && !OPEN_TO_ALL.test(location.pathname)) {
      document.documentElement.lang = language;
      document.getElementById("splash").outerHTML = lock;
      document.getElementById("passcode")?.focus();
    }
  } catch {
    // None was kept, or the browser keeps nothing: the app draws it.
  }

  const early = () => "boot" in document.body.dataset;
  const tapped = () => document.querySelector("button[aria-busy]");
  // What is tapped is marked for the app, and no form sends anything. A passcode does not go with another
  // button that was tapped before: it may be meant for the lock which that one brings.
  addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button || !early()) return;
    event.preventDefault();
    const before = tapped();
    if (before && before !== button && button.type === "submit") return;
    before?.removeAttribute("aria-busy");
    button.setAttribute("aria-busy", "true");
  });
  // A tap that goes down on one page and comes up on the next is none: the app waits for the finger, until
  // the click that follows it was heard, and for five seconds at most.
  let free;
  for (const [kind, ms] of Object.entries({ pointerdown: 5000, pointerup: 300, click: 0, pointercancel: 0 })) {
    addEventListener(kind, () => {
      if (!early()) return;
      if (kind === "pointerdown") document.body.dataset.held = "";
      clearTimeout(free);
      free = setTimeout(() => delete document.body.dataset.held, ms);
    });
  }
  // Whoever types on has not finished: half a passcode would cost a try.
  addEventListener("input", () => {
    if (early() && tapped()?.type === "submit") tapped().removeAttribute("aria-busy");
  });
}
