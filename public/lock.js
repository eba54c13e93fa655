// Draws the lock as the app drew it last, so that a passcode can be typed while the app is still on its way.
// The app goes on with what was typed and tapped here (`app/src/browser/early.rs`). It has to stand where it
// holds up the page, after the splash: then the lock is on the first frame.
{
  const OPEN_TO_ALL = ["/sign-in", "/help", "/rights"];
  try {
    // Text of JSON in a string of JSON, as the app writes it.
    const [build, language, lock] = JSON.parse(JSON.parse(localStorage.getItem("streetlight/lock")));
    // Another build may draw it otherwise.
    if (build === document.documentElement.dataset.build && !OPEN_TO_ALL.includes(location.pathname)) {
      document.documentElement.lang = language;
      document.getElementById("splash").outerHTML = lock;
    }
  } catch {
    // None was kept, or the browser keeps nothing: the app draws it.
  }
}
