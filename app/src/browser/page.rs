//! The page itself: when it is looked at, where it is, what the phone is called.

use super::clock;
use std::{borrow::Cow, cell::Cell};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Document, Element, HtmlElement, IdleRequestOptions};

/// The document; none only outside a page.
pub(super) fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// An element that is on no page and stays so.
#[must_use]
pub fn element_of_no_page() -> Option<HtmlElement> {
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

/// A name in the spelling that its spellings share: composed letters, no capitals, single spaces, as
/// the server compares them (`server/src/names.rs`). Going over the capital writes `ß` as `ss`; `ı` is
/// no `i`.
#[must_use]
pub fn one_spelling(name: &str) -> String {
    let composed = String::from(js_sys::JsString::from(name).normalize("NFKC"));
    let fold = |part: &str| {
        let capital = js_sys::JsString::from(part).to_upper_case();
        String::from(capital.to_lower_case().normalize("NFKC"))
    };
    // Twice, as the server: `ẞ` is `ß` first.
    let small = |part: &str| fold(&fold(part));
    let parts: Vec<String> = composed.split('ı').map(small).collect();
    parts.join("ı").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Opens the browser's own print dialogue.
pub fn print() {
    if let Some(window) = web_sys::window() {
        // Refused only in a sandboxed frame, which we never are.
        let _opened = window.print();
    }
}

/// Where the app came from, as `https://host`.
#[must_use]
pub fn origin() -> String {
    web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default()
}

/// A text as it stands within an address.
#[must_use]
pub fn in_address(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}

/// The system believes there is a network. True is a guess, false is certain.
#[must_use]
pub fn has_network() -> bool {
    web_sys::window().is_some_and(|window| window.navigator().on_line())
}

/// There is room for more than one thing beside another: what `style/layout.css` calls a desk.
#[must_use]
pub fn is_wide() -> bool {
    let window = web_sys::window();
    let wide = window.and_then(|window| window.match_media("(min-width: 64rem)").ok().flatten());
    wide.is_some_and(|wide| wide.matches())
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
    let link =
        document.create_element("a").ok().and_then(|link| link.dyn_into::<HtmlElement>().ok());
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
    scroll_to(0);
}

/// How a page stood when it was left.
#[derive(Debug, Clone, Default)]
pub struct Stood {
    /// How far down it was.
    pub scrolled: i32,
    /// Which of what it folds away was open, in its order.
    pub open: Vec<bool>,
    /// How long it was; 0 where nobody knows.
    pub height: i32,
}

/// Milliseconds for which a screen that is arrived at is waited for, until all that has to be read
/// for it is there.
const ARRIVES_MS: i64 = 3_000;

thread_local! {
    static ARRIVALS: Cell<u32> = const { Cell::new(0) };
}

/// How the page stands.
#[must_use]
pub fn stands() -> Stood {
    let open = document().map(|document| folds(&document)).unwrap_or_default();
    let open = open.iter().map(|one| one.has_attribute("open")).collect();
    let root = document().and_then(|document| document.document_element());
    let height = root.map_or(0, |root| root.scroll_height());
    Stood { scrolled: scrolled(), open, height }
}

/// Arrives at a screen that is being drawn: its heading has the focus, so that it is said and the
/// keyboard goes on from there, and it stands as it stood, as soon as it is as long again.
/// Whoever touches it first goes where they like.
pub fn arrive(stood: Stood) {
    stay();
    settle(ARRIVALS.get(), stood, false, clock::now_ms() + ARRIVES_MS);
}

/// How often somebody arrived anywhere or touched the page.
pub(super) fn arrivals() -> u32 {
    ARRIVALS.get()
}

/// Moves the page nowhere any more: somebody has touched it.
pub fn stay() {
    ARRIVALS.set(ARRIVALS.get().wrapping_add(1));
}

fn settle(arrival: u32, mut stood: Stood, mut heard: bool, until: i64) {
    leptos::prelude::request_animation_frame(move || {
        let root = document().and_then(|document| Some((document.document_element()?, document)));
        let Some((root, document)) = root.filter(|_| ARRIVALS.get() == arrival) else { return };
        let was_heard = heard;
        heard = heard || focus_heading(&document);
        let folds = folds(&document);
        let unfolds = folds.len() == stood.open.len();
        if unfolds {
            for (fold, open) in folds.iter().zip(stood.open.drain(..)) {
                // A plain attribute cannot be refused.
                let _set = match open {
                    true => fold.set_attribute("open", ""),
                    false => fold.remove_attribute("open"),
                };
            }
        }
        let late = clock::now_ms() > until;
        let there = root.scroll_height() - root.client_height() >= stood.scrolled;
        // The focus goes where the heading is.
        if there || late || heard != was_heard {
            scroll_to(stood.scrolled);
        }
        // What comes later above the place, such as drafts that are read from the store, moves it: it is
        // held until all is there that was.
        let whole = stood.height == 0 || root.scroll_height() == stood.height;
        if !(late || heard && there && whole && stood.open.is_empty()) {
            settle(arrival, stood, heard, until);
        }
    });
}

/// What the screen folds away.
fn folds(document: &Document) -> Vec<Element> {
    let Ok(found) = document.query_selector_all("main details") else { return Vec::new() };
    (0..found.length()).filter_map(|index| found.get(index)?.dyn_into().ok()).collect()
}

/// Gives the heading the focus, unless something on the screen has it already; says whether
/// either is so.
fn focus_heading(document: &Document) -> bool {
    // The page itself takes the focus of a tap beside everything: that is nobody's place.
    let inside = |element: &Element| matches!(element.closest("main *"), Ok(Some(_)));
    if document.active_element().is_some_and(|element| inside(&element)) {
        return true;
    }
    let heading = document.query_selector("main :is(h1, h2)").ok().flatten();
    let Some(heading) = heading.and_then(|heading| heading.dyn_into::<HtmlElement>().ok()) else {
        return false;
    };
    let _focusable = heading.set_attribute("tabindex", "-1");
    heading.focus().is_ok()
}

/// Whatever takes the focus, and not by a tap on it, stops clear of what sticks, from now on. Firefox
/// and WebKit let it end under a bar: they know of its room only where they are asked to scroll.
pub fn keep_focus_clear() {
    on_document("focusin", || {
        leptos::prelude::request_animation_frame(|| {
            let focused = document().and_then(|document| document.active_element());
            // A button under a finger stays where it is until the finger is gone.
            let focused = focused.filter(|one| one.matches(":focus-visible") == Ok(true));
            if let Some(focused) = focused {
                focused.scroll_into_view_with_scroll_into_view_options(&nearest());
                clear_of_head(&focused);
            }
        });
    });
}

/// The room that styles leave is that of a head of one or two lines; names make it as high as they are
/// long.
fn clear_of_head(focused: &Element) {
    let head = document().and_then(|document| document.query_selector(".client-head").ok()?);
    let Some(head) = head.filter(|head| !head.contains(Some(focused))) else { return };
    let (head, own) = (head.get_bounding_client_rect(), focused.get_bounding_client_rect());
    let hidden = head.bottom() + 8.0 - own.top();
    let sticks = head.top() > -1.0;
    if sticks
        && hidden > 0.0
        && let Some(window) = web_sys::window()
    {
        window.scroll_by_with_x_and_y(0.0, -hidden);
    }
}

fn nearest() -> web_sys::ScrollIntoViewOptions {
    let nearest = web_sys::ScrollIntoViewOptions::new();
    nearest.set_block(web_sys::ScrollLogicalPosition::Nearest);
    nearest
}

/// Puts the focus on an element, by its id, as soon as the screen is drawn.
pub fn focus(id: impl Into<Cow<'static, str>>) {
    focus_at(id.into());
}

fn focus_at(id: Cow<'static, str>) {
    leptos::prelude::request_animation_frame(move || {
        let document = web_sys::window().and_then(|window| window.document());
        let element = document.and_then(|document| document.get_element_by_id(&id));
        if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            // One that takes no focus is not shown.
            let _focused = element.focus();
        }
    });
}

/// Puts the focus on an element wherever it is on the screen, also where it is folded
/// away, and brings it into the middle.
pub fn show(id: Cow<'static, str>) {
    leptos::prelude::request_animation_frame(move || {
        let found = document().and_then(|document| document.get_element_by_id(&id));
        let Some(element) = found else { return };
        while let Ok(Some(folded)) = element.closest("details:not([open])") {
            if folded.set_attribute("open", "").is_err() {
                break;
            }
        }
        let middle = web_sys::ScrollIntoViewOptions::new();
        middle.set_block(web_sys::ScrollLogicalPosition::Center);
        if let Ok(element) = element.dyn_into::<HtmlElement>() {
            let _focused = element.focus();
            element.scroll_into_view_with_scroll_into_view_options(&middle);
        }
    });
}

/// Marks those of some links as the current one that lead to a path; to reveal them, they are brought
/// into sight within what scrolls around them.
pub fn mark_current(links: &str, path: &str, reveal: bool) {
    let found = document().and_then(|document| document.query_selector_all(links).ok());
    let Some(found) = found else { return };
    let links = (0..found.length()).filter_map(|at| found.get(at)?.dyn_into::<Element>().ok());
    for link in links {
        // A plain attribute cannot be refused.
        let _set = if link.get_attribute("href").as_deref() == Some(path) {
            if reveal {
                link.scroll_into_view_with_scroll_into_view_options(&nearest());
            }
            link.set_attribute("aria-current", "true")
        } else {
            link.remove_attribute("aria-current")
        };
    }
}

/// Where the link leads that was tapped, if it was one.
#[must_use]
pub fn link_of(event: &web_sys::MouseEvent) -> Option<String> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    target.closest("a[href]").ok()??.get_attribute("href")
}

thread_local! {
    static MEASURES: Cell<bool> = const { Cell::new(false) };
}

/// Tells the stylesheet how high the head of a client's screen is, by which what sticks below it
/// keeps clear of it; again whenever the window has another size.
pub fn measure_head() {
    if !MEASURES.replace(true) {
        on_window("resize", measure);
    }
    measure();
}

fn measure() {
    leptos::prelude::request_animation_frame(|| {
        let Some(document) = document() else { return };
        let head = document.query_selector(".client-head").ok().flatten();
        let root = document.document_element().and_then(|root| root.dyn_into::<HtmlElement>().ok());
        if let Some((root, head)) = root.zip(head) {
            // Without it the stylesheet has a height that fits most.
            let _set = root.style().set_property("--head", &format!("{}px", head.client_height()));
        }
    });
}

/// Where on the screen what has this id stands; none where it cannot be seen.
#[must_use]
pub fn place_of(id: &str) -> Option<u32> {
    let all = document()?.query_selector_all("[id]").ok()?;
    let one = |at: u32| all.get(at).map(|one| one.unchecked_into::<Element>());
    let at = (0..all.length()).find(|at| one(*at).is_some_and(|one| one.id() == id))?;
    // An answer elsewhere may have put it out of sight, with all around it.
    matches!(one(at)?.closest("[hidden]"), Ok(None)).then_some(at)
}

/// Goes so far down.
pub fn scroll_to(y: i32) {
    if let Some(window) = web_sys::window() {
        window.scroll_to_with_x_and_y(0.0, f64::from(y));
    }
}

/// How far down the page is.
#[must_use]
pub fn scrolled() -> i32 {
    let y = web_sys::window().and_then(|window| window.scroll_y().ok()).unwrap_or_default();
    #[expect(clippy::cast_possible_truncation, reason = "whole pixels of a page")]
    let y = y.round() as i32;
    y
}

/// Where in an element a finger or a pen is, in a space so wide and high.
#[must_use]
pub fn place_in(event: &web_sys::PointerEvent, (width, height): (u16, u16)) -> Option<(u16, u16)> {
    let element: Element = event.current_target()?.dyn_into().ok()?;
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
    let element = event.current_target().and_then(|target| target.dyn_into::<Element>().ok());
    if let Some(element) = element {
        // Refused only for a finger that has left already.
        let _following = element.set_pointer_capture(event.pointer_id());
    }
}

/// Whether what folds stood open when its summary was tapped.
#[must_use]
pub fn was_open(tapped: &web_sys::MouseEvent) -> bool {
    let summary = tapped.current_target().and_then(|target| target.dyn_into::<Element>().ok());
    let fold = summary.and_then(|summary| summary.parent_element());
    fold.is_some_and(|fold| fold.has_attribute("open"))
}
