//! The address bar: reading it, and moving without leaving the page.

use super::page;
use wasm_bindgen::{JsCast, closure::Closure};

/// The path shown in the address bar.
#[must_use]
pub fn path() -> String {
    web_sys::window()
        .and_then(|window| window.location().pathname().ok())
        .unwrap_or_else(|| "/".to_owned())
}

fn history() -> Option<web_sys::History> {
    web_sys::window().and_then(|window| window.history().ok())
}

/// Shows another path as a new step of the history, which keeps from where it was made.
pub fn push(to: &str) {
    if let Some(history) = history() {
        // Refused only past a browser's limit of steps a minute; the screen changes all the same.
        let _shown = history.push_state_with_url(&path().into(), "", Some(to));
    }
}

/// Leaves this step of the history for good: one step back, if that leads to the path, or
/// else the path takes its place. Says whether it goes back, which [`on_move`] hears.
pub fn leave(to: &str) -> bool {
    let Some(history) = history() else { return false };
    let from = history.state().ok().and_then(|from| from.as_string());
    if from.as_deref() == Some(to) && history.back().is_ok() {
        return true;
    }
    let _shown = history.replace_state_with_url(&from.into(), "", Some(to));
    false
}

/// Calls `moved` with the new path whenever "back" or "forward" is used.
pub fn on_move(mut moved: impl FnMut(String) + 'static) {
    page::on_window("popstate", move || moved(path()));
}

/// Calls `follow` for each tap on a link to a path of ours, instead of leaving the page.
pub fn on_link(mut follow: impl FnMut(String) + 'static) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let listener =
        Closure::<dyn FnMut(web_sys::MouseEvent)>::new(move |event: web_sys::MouseEvent| {
            if let Some(path) = ours(&event) {
                event.prevent_default();
                follow(path);
            }
        });
    // The document takes listeners for as long as it lives.
    let _attached =
        document.add_event_listener_with_callback("click", listener.as_ref().unchecked_ref());
    listener.forget();
}

/// The path of the link that was tapped, if it is one to follow here.
fn ours(event: &web_sys::MouseEvent) -> Option<String> {
    let plain = event.button() == 0
        && !event.default_prevented()
        && !(event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key());
    let link = event.target()?.dyn_into::<web_sys::Element>().ok()?.closest("a[href]").ok()??;
    let path = link.get_attribute("href")?;
    (plain && path.starts_with('/') && !link.has_attribute("target")).then_some(path)
}
