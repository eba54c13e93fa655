//! What the app asks of the browser: see `device.js`, which is small enough to be read whole. With the
//! same written over `web-sys` the app would be a sixth larger.

use domain::Moment;
use js_sys::{Array, Function, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure, prelude::wasm_bindgen};

#[wasm_bindgen(module = "/src/device.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn seal(text: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn keep(pin: &str, text: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn open(pin: &str) -> Result<JsValue, JsValue>;
    #[cfg(feature = "csr")]
    #[wasm_bindgen(js_name = isKept)]
    async fn is_kept_there() -> JsValue;
    #[wasm_bindgen(catch, js_name = remember)]
    fn remember_there(name: &str, text: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(catch, js_name = forget)]
    async fn forget_there() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = ask)]
    async fn ask_there(what: &str, body: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = pause)]
    async fn pause_there();
    #[wasm_bindgen(js_name = random)]
    fn random_there() -> Uint8Array;
    #[wasm_bindgen(js_name = offsetMinutes)]
    fn offset_there() -> f64;
    #[wasm_bindgen(js_name = language)]
    fn language_there() -> String;
    #[cfg(feature = "csr")]
    #[wasm_bindgen(js_name = place)]
    fn place_there() -> JsValue;
    #[wasm_bindgen(js_name = showLines)]
    fn show_lines_there(lines: &str);
    #[wasm_bindgen(js_name = setLanguage)]
    fn set_language_there(tag: &str);
    #[wasm_bindgen(js_name = takeSecret)]
    fn take_secret_there() -> String;
    #[cfg(feature = "csr")]
    #[wasm_bindgen(js_name = begun)]
    fn begun_there();
    #[wasm_bindgen(js_name = print)]
    fn print_there();
    #[wasm_bindgen(js_name = lock)]
    fn lock_there();
    #[wasm_bindgen(js_name = focus)]
    fn focus_there(id: &str);
    #[wasm_bindgen(js_name = beginAt)]
    fn begin_at_there(id: &str);
    #[wasm_bindgen(js_name = speak)]
    fn speak_there(text: &str, tag: &str) -> bool;
    #[wasm_bindgen(js_name = watch)]
    fn watch_there(on: bool);
    #[wasm_bindgen(js_name = dropSecret)]
    fn drop_secret_there();
    #[wasm_bindgen(js_name = onLink)]
    fn on_link_there(act: &Function);
    #[wasm_bindgen(js_name = onNetwork)]
    fn on_network_there(act: &Function);
}

/// What came of trying a PIN.
pub(crate) enum Tried {
    /// What is kept.
    Right(String),
    /// It is another.
    Wrong,
    /// Too many were tried; so many seconds are to be waited.
    Wait(usize),
    /// It is open in another window.
    Elsewhere,
}

/// Where nothing can be kept, or what is kept cannot be had.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NotKept;

/// Seals what is kept anew, with the key that the PIN made.
pub(crate) async fn reseal(text: &str) -> Result<(), NotKept> {
    seal(text).await.map(drop).map_err(|_| NotKept)
}

/// Keeps a text on this phone under a new PIN, with the app's own files; false where something else is
/// kept already, which stays as it is.
pub(crate) async fn keep_under(pin: &str, text: &str) -> Result<bool, NotKept> {
    keep(pin, text).await.map(|kept| kept.is_truthy()).map_err(|_| NotKept)
}

/// Opens what is kept.
pub(crate) async fn open_with(pin: &str) -> Result<Tried, NotKept> {
    let tried = open(pin).await.map_err(|_| NotKept)?;
    if let Some(text) = tried.as_string() {
        return Ok(Tried::Right(text));
    }
    if tried.as_bool() == Some(false) {
        return Ok(Tried::Elsewhere);
    }
    match tried.as_f64() {
        Some(ms) => {
            Ok(Tried::Wait(whole(ms / 1_000.0).unsigned_abs().try_into().unwrap_or(1).max(1)))
        }
        None => Ok(Tried::Wrong),
    }
}

/// Something is kept on this phone.
#[cfg(feature = "csr")]
pub(crate) async fn is_kept() -> bool {
    is_kept_there().await.is_truthy()
}

/// Keeps something that is nobody's data beside what is sealed: crisis lines, the language.
pub(crate) fn remember(name: &str, text: &str) {
    // It is there for the next start, which goes without where it is not.
    let _kept = remember_there(name, text);
}

/// Removes everything of this app from the phone.
pub(crate) async fn forget() {
    // What cannot be removed is not there: the browser keeps nothing.
    let _gone = forget_there().await;
}

/// Asks the server: status and text; none where it cannot be reached.
pub(crate) async fn ask(what: &str, body: &str) -> Option<(u16, String)> {
    let answer: Array = ask_there(what, body).await.ok()?.dyn_into().ok()?;
    let status = whole(answer.get(0).as_f64()?);
    Some((u16::try_from(status).ok()?, answer.get(1).as_string()?))
}

/// Half a second or so: nobody has typed for a while.
pub(crate) async fn pause() {
    pause_there().await;
}

/// Ten random bytes.
pub(crate) fn random() -> [u8; 10] {
    let mut bytes = [0; 10];
    random_there().copy_to(&mut bytes);
    bytes
}

/// Now, by this phone.
pub(crate) fn now() -> Moment {
    Moment::new(whole(js_sys::Date::now()), offset_min())
}

/// Minutes by which this phone's clock is ahead of UTC.
pub(crate) fn offset_min() -> i16 {
    i16::try_from(whole(offset_there())).unwrap_or_default()
}

#[expect(clippy::cast_possible_truncation, reason = "times and offsets are far from the limit")]
const fn whole(number: f64) -> i64 {
    number as i64
}

/// The language that the page speaks, as BCP 47.
pub(crate) fn language() -> String {
    language_there()
}

/// Where the app is drawn.
#[cfg(feature = "csr")]
pub(crate) fn place() -> Option<leptos::web_sys::HtmlElement> {
    place_there().dyn_into().ok()
}

/// The app is there: the page says so no more that it is on its way.
#[cfg(feature = "csr")]
pub(crate) fn begun() {
    begun_there();
}

/// Has the page show these crisis lines, as JSON.
pub(crate) fn show_lines(lines: &str) {
    show_lines_there(lines);
}

/// Has the page speak a language.
pub(crate) fn set_language(tag: &str) {
    set_language_there(tag);
}

/// The secret of the link by which the page was opened; empty where there was none.
pub(crate) fn take_secret() -> String {
    take_secret_there()
}

/// Opens the browser's own print dialogue.
pub(crate) fn print() {
    print_there();
}

/// Begins the page anew, with nothing in memory.
pub(crate) fn lock() {
    lock_there();
}

/// Moves the keyboard to an element.
pub(crate) fn focus(id: &str) {
    focus_there(id);
}

/// Moves the keyboard to the heading of a page that begins, and the page to its top.
pub(crate) fn begin_at(id: &str) {
    begin_at_there(id);
}

/// Reads a text aloud with a voice of its language on this phone; false where there is none.
pub(crate) fn speak(text: &str, tag: &str) -> bool {
    speak_there(text, tag)
}

/// Locks by itself from now on, or no more.
pub(crate) fn watch(on: bool) {
    watch_there(on);
}

/// Forgets the secret of the link by which the page was opened.
pub(crate) fn drop_secret() {
    drop_secret_there();
}

/// Another link was opened in the same page.
pub(crate) fn on_link(act: impl Fn() + 'static) {
    let act = Closure::<dyn Fn()>::new(act);
    on_link_there(act.as_ref().unchecked_ref());
    act.forget();
}

/// There is a network again.
pub(crate) fn on_network(act: impl Fn() + 'static) {
    let act = Closure::<dyn Fn()>::new(act);
    on_network_there(act.as_ref().unchecked_ref());
    act.forget();
}
