//! The page itself: when it is looked at, where it is, what the phone is called.

use super::clock;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::IdleRequestOptions;

/// The document; none only outside a page.
pub(super) fn document() -> Option<web_sys::Document> {
    web_sys::window()?.document()
}

/// An element that is on no page and stays so.
#[must_use]
pub fn element_of_no_page() -> Option<web_sys::HtmlElement> {
    document()?.create_element("div").ok()?.dyn_into().ok()
}

/// Calls `listener` on every such event of the window for as long as the app lives.
pub fn on_window(event: &str, listener: impl FnMut() + 'static) {
    let Some(window) = web_sys::window() else { return };
    listen(&window, event, listener);
}

/// Calls `listener` on every such event of the document for as long as the app lives.
pub fn on_document(event: &str, listener: impl FnMut() + 'static) {
    let Some(document) = document() else { return };
    listen(&document, event, listener);
}

fn listen(target: &web_sys::EventTarget, event: &str, listener: impl FnMut() + 'static) {
    let listener = Closure::<dyn FnMut()>::new(listener);
    // Only a detached target refuses listeners; window and document are not.
    let _attached =
        target.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref());
    listener.forget();
}

/// Leaves a mark on the browser's own timeline, for measurements. The name
/// says what happened, never to whom.
pub fn mark(name: &str) {
    if let Some(performance) = web_sys::window().and_then(|window| window.performance()) {
        // Refused only for names that the browser keeps for itself.
        let _marked = performance.mark(name);
    }
}

/// Has a fault in the app name its place in the console: without this a browser says no more than
/// "unreachable". The place and never the message, which can quote what somebody wrote.
#[cfg(feature = "csr")]
pub fn name_faults() {
    std::panic::set_hook(Box::new(|fault| {
        if let Some(place) = fault.location() {
            let place = format!("Streetlight stopped: {}:{}", place.file(), place.line());
            web_sys::console::error_1(&JsValue::from_str(&place));
        }
    }));
}

/// A name in the spelling that its spellings share: composed letters, no
/// capitals, as the server compares them (`server/src/names.rs`).
#[must_use]
pub fn one_spelling(name: &str) -> String {
    js_sys::JsString::from(name.trim()).normalize("NFKC").to_lower_case().into()
}

/// Opens the browser's own print dialogue.
pub fn print() {
    if let Some(window) = web_sys::window() {
        // Refused only in a sandboxed frame, which we never are.
        let _opened = window.print();
    }
}

/// The system believes there is a network. True is a guess, false is certain.
#[must_use]
pub fn has_network() -> bool {
    web_sys::window().is_some_and(|window| window.navigator().on_line())
}

/// Somebody can see the page.
#[must_use]
pub fn is_visible() -> bool {
    document()
        .is_some_and(|document| document.visibility_state() == web_sys::VisibilityState::Visible)
}

/// Says which language the page is in, for screen readers and hyphenation.
pub fn set_language(tag: &str) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        // Setting a plain attribute on the root cannot fail.
        let _set = root.set_attribute("lang", tag);
    }
}

/// Languages the phone prefers, best first.
#[cfg(feature = "csr")]
#[must_use]
pub fn preferred_language() -> String {
    web_sys::window().and_then(|window| window.navigator().language()).unwrap_or_default()
}

/// What to call this phone in the list of devices: system and browser, no serial number.
#[must_use]
pub fn device_name() -> String {
    let agent = web_sys::window()
        .and_then(|window| window.navigator().user_agent().ok())
        .unwrap_or_default();
    let pick = |names: &[(&'static str, &'static str)], other: &'static str| {
        names.iter().find(|(mark, _)| agent.contains(mark)).map_or(other, |(_, name)| *name)
    };
    let system = pick(
        &[
            ("Android", "Android phone"),
            ("iPhone", "iPhone"),
            ("iPad", "iPad"),
            ("Windows", "Windows computer"),
            ("Mac OS", "Mac"),
            ("Linux", "Linux computer"),
        ],
        "Phone",
    );
    let browser = pick(
        &[("Edg/", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari")],
        "browser",
    );
    format!("{system}, {browser}")
}

/// Milliseconds after which a page counts as idle although it is not.
const IDLE_AT_LAST_MS: u32 = 1_000;
/// The same for browsers that have no word for it.
const IDLE_UNTOLD_MS: u32 = 200;

/// Waits for a moment in which the page has nothing to do: what is to be seen is
/// on the screen by then.
pub async fn idle() {
    let limit = IdleRequestOptions::new();
    limit.set_timeout(IDLE_AT_LAST_MS);
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let asked = web_sys::window()
            .map(|window| window.request_idle_callback_with_options(&resolve, &limit));
        if !matches!(asked, Some(Ok(_))) {
            wasm_bindgen_futures::spawn_local(async move {
                clock::sleep(IDLE_UNTOLD_MS).await;
                // A function that resolves a promise does not throw.
                let _resolved = resolve.call0(&JsValue::UNDEFINED);
            });
        }
    });
    let _always_resolves = wasm_bindgen_futures::JsFuture::from(promise).await;
}

/// Covers everything while nobody looks, so that the picture a system keeps of
/// its open apps shows nobody's name.
pub fn cover(covered: bool) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        // Setting a class on the root cannot fail.
        let _set = root.class_list().toggle_with_force("away", covered);
    }
}

/// Offers a text as a file to keep.
pub fn save_file(name: &str, text: &str) {
    let Some(document) = document() else { return };
    let link = document
        .create_element("a")
        .ok()
        .and_then(|link| link.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(link) = link {
        let data = String::from(js_sys::encode_uri_component(text));
        // Attributes of an element of our own cannot be refused.
        let _named = link.set_attribute("download", name);
        let _held = link.set_attribute("href", &format!("data:application/json,{data}"));
        link.click();
    }
}

/// Loads the page anew.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        // Refused only while the page is being left anyway.
        let _leaving = window.location().reload();
    }
}

/// Goes to the top, as after turning a page.
pub fn scroll_to_top() {
    scroll_to(0.0);
}

/// Puts the focus on an element, by its id, as soon as the screen is drawn.
pub fn focus(id: &'static str) {
    leptos::prelude::request_animation_frame(move || {
        let document = web_sys::window().and_then(|window| window.document());
        let element = document.and_then(|document| document.get_element_by_id(id));
        if let Some(element) =
            element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok())
        {
            // One that takes no focus is not shown.
            let _focused = element.focus();
        }
    });
}

/// Puts the focus on an element wherever it is on the screen, also where it is folded
/// away, and brings it into the middle.
pub fn show(id: std::borrow::Cow<'static, str>) {
    leptos::prelude::request_animation_frame(move || {
        let document = web_sys::window().and_then(|window| window.document());
        let Some(element) = document.and_then(|document| document.get_element_by_id(&id)) else {
            return;
        };
        while let Ok(Some(folded)) = element.closest("details:not([open])") {
            if folded.set_attribute("open", "").is_err() {
                break;
            }
        }
        let middle = web_sys::ScrollIntoViewOptions::new();
        middle.set_block(web_sys::ScrollLogicalPosition::Center);
        if let Ok(element) = element.dyn_into::<web_sys::HtmlElement>() {
            let _focused = element.focus();
            element.scroll_into_view_with_scroll_into_view_options(&middle);
        }
    });
}

/// Where the link leads that was tapped, if it was one.
#[must_use]
pub fn link_of(event: &web_sys::MouseEvent) -> Option<String> {
    let target = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    target.closest("a[href]").ok()??.get_attribute("href")
}

/// Whether anything on the screen has this id and can be seen.
#[must_use]
pub fn is_shown(id: &str) -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    let found = document.and_then(|document| document.get_element_by_id(id));
    // An answer elsewhere may have put it out of sight, with all around it.
    found.is_some_and(|found| matches!(found.closest("[hidden]"), Ok(None)))
}

/// Goes so far down.
pub fn scroll_to(y: f64) {
    if let Some(window) = web_sys::window() {
        window.scroll_to_with_x_and_y(0.0, y);
    }
}

/// How far down the page is.
#[cfg(feature = "csr")]
#[must_use]
pub fn scrolled() -> f64 {
    web_sys::window().and_then(|window| window.scroll_y().ok()).unwrap_or_default()
}

/// Where in an element a finger or a pen is, in a space so wide and high.
#[must_use]
pub fn place_in(event: &web_sys::PointerEvent, (width, height): (u16, u16)) -> Option<(u16, u16)> {
    let element: web_sys::Element = event.current_target()?.dyn_into().ok()?;
    let along = |at: i32, length: i32, units: u16| {
        let at = at.clamp(0, length) * i32::from(units);
        u16::try_from(at.checked_div(length)?).ok()
    };
    let x = along(event.offset_x(), element.client_width(), width)?;
    let y = along(event.offset_y(), element.client_height(), height)?;
    Some((x, y))
}

/// Has the element hear of this finger until it leaves the screen, also outside of it.
pub fn follow(event: &web_sys::PointerEvent) {
    let element =
        event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    if let Some(element) = element {
        // Refused only for a finger that has left already.
        let _following = element.set_pointer_capture(event.pointer_id());
    }
}
