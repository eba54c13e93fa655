//! The page before the app stands, and what somebody has begun on it.
//!
//! A page that the server rendered has fields. So has the lock, which
//! `public/start.js` draws as it stood last: nobody waits for the app before
//! typing a passcode.

use super::{local_storage, page};
use std::{cell::RefCell, mem};
#[cfg(feature = "csr")]
use {
    wasm_bindgen::JsCast,
    web_sys::{Document, HtmlElement, HtmlInputElement},
};

/// The lock as it was drawn last: build, language, markup. Read by `public/start.js`.
const LOCK: &str = "streetlight/lock";

thread_local! {
    /// What was typed before the app stood, each behind the id of its field.
    static TYPED: RefCell<Vec<(String, String)>> = RefCell::default();
}

/// What was typed into the field of this id before the app stood; once.
#[must_use]
pub fn typed(id: &str) -> String {
    TYPED.with_borrow_mut(|typed| {
        let field = typed.iter_mut().find(|(field, _)| field == id);
        field.map(|(_, text)| mem::take(text)).unwrap_or_default()
    })
}

/// A finger is down on the page, whose tap would be lost with it. `public/lock.js` says so.
#[cfg(feature = "csr")]
pub fn is_held() -> bool {
    let body = page::document().and_then(|document| document.body());
    body.is_some_and(|body| body.has_attribute("data-held"))
}

/// Empties the page, has the app drawn into it, and goes on with what somebody
/// had begun there: text, the place of the cursor, the button tapped last.
#[cfg(feature = "csr")]
pub fn take_over(draw: impl FnOnce()) {
    let Some(document) = page::document() else { return };
    let fields: Vec<HtmlInputElement> = all(&document, "input[id]");
    TYPED.set(fields.iter().map(|field| (field.id(), field.value())).collect());
    let focused =
        fields.into_iter().find(|field| document.active_element().as_ref() == Some(field));
    // `public/start.js` marks what was tapped.
    let buttons: Vec<HtmlElement> = all(&document, "button");
    let tapped = buttons.into_iter().enumerate().find(|(_, one)| one.has_attribute("aria-busy"));

    let unfolded = all::<HtmlElement>(&document, "details");
    let unfolded = unfolded.iter().map(|one| one.has_attribute("open")).collect::<Vec<_>>();
    let scrolled = page::scrolled();

    if let Some(body) = document.body() {
        body.set_inner_html("");
        // From here on `public/start.js` says "stopped" and no longer "could not start".
        let _removed = body.remove_attribute("data-boot");
    }
    draw();
    // What no field of the first screen took is nobody's business from here on.
    TYPED.take();

    for (details, _) in
        all::<HtmlElement>(&document, "details").iter().zip(unfolded).filter(|(_, open)| *open)
    {
        // Setting a plain attribute cannot fail.
        let _unfolded = details.set_attribute("open", "");
    }
    page::scroll_to(scrolled);
    let fields: Vec<HtmlInputElement> = all(&document, "input[id]");
    if let Some(before) = focused
        && let Some(field) = fields.iter().find(|field| field.id() == before.id())
    {
        // Its text is put in a moment later, and would take the cursor to its end.
        field.set_value(&before.value());
        // A field that takes no focus is not shown, and some kinds have no cursor.
        let _focused = field.focus();
        let cursor = |end: Result<Option<u32>, _>| end.ok().flatten();
        if let (Some(begin), Some(end)) =
            (cursor(before.selection_start()), cursor(before.selection_end()))
        {
            let _put = field.set_selection_range(begin, end);
        }
    }
    // The same button, unless the lock has become another one since it was kept.
    if let Some((place, before)) = tapped
        && let Some(button) = all::<HtmlElement>(&document, "button").get(place)
        && button.text_content() == before.text_content()
    {
        button.click();
    }
}

#[cfg(feature = "csr")]
fn all<T: JsCast>(document: &Document, selector: &str) -> Vec<T> {
    let Ok(found) = document.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|index| found.get(index)?.dyn_into().ok()).collect()
}

/// Forgets the lock that was kept: it says what is not so any more.
pub fn forget_lock() {
    local_storage::remove(LOCK);
}

/// Keeps the lock as it stands, for the next start of this build. It shows no
/// client; whose phone it is and the crisis lines lie in the same storage anyway.
pub fn keep_lock() {
    let Some(document) = page::document() else { return };
    let (Ok(Some(lock)), Some(root)) =
        (document.query_selector("main.lock"), document.document_element())
    else {
        return;
    };
    // A try that is under way, or what was said about one, is not for next time.
    if !matches!(lock.query_selector(".problem:not(:empty), :disabled"), Ok(None)) {
        return;
    }
    // The app marks the places of views by comments, which nobody needs in a picture of it.
    let markup = lock.outer_html().replace("<!---->", "");
    let of_root = |name| root.get_attribute(name).unwrap_or_default();
    // A browser that keeps none draws the lock once the app is there.
    let _kept = local_storage::write(LOCK, &(of_root("data-build"), of_root("lang"), markup));
}
