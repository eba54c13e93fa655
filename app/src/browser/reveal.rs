//! Bringing words into sight on a screen that is being drawn.

use super::{clock, history, page};
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, ScrollIntoViewOptions, ScrollLogicalPosition};

/// Milliseconds for which the words are waited for.
const WAITS_MS: i64 = 3_000;
/// Frames for which they are held in sight: what is above them may still be growing.
const HELD: u32 = 12;
/// Letters of the words that are compared.
const ENOUGH: usize = 60;
/// What may hold words of somebody's.
const HOLDS: &str =
    "main :is(p, li, dd, dt, blockquote, h2, h3, h4, span, strong, article, textarea)";

/// Brings these words into the middle of the screen at a path, as soon as both are there, and opens
/// what they are folded away in. Whoever touches the page first goes where they like.
pub fn reveal(path: String, words: &str) {
    let words: String = words.trim().chars().take(ENOUGH).collect();
    if !words.is_empty() {
        // The tap that leads there arrives, and nothing else does.
        wait(path, words, page::arrivals().wrapping_add(1), HELD, clock::now_ms() + WAITS_MS);
    }
}

fn wait(path: String, words: String, arrival: u32, held: u32, until: i64) {
    leptos::prelude::request_animation_frame(move || {
        let late = clock::now_ms() > until;
        let touched = page::arrivals().wrapping_sub(arrival) > 0 && history::path() == path;
        if held == 0 || late || touched && page::arrivals() != arrival {
            return;
        }
        let arrived = page::arrivals() == arrival && history::path() == path;
        let found = arrived.then(page::document).flatten();
        let found = found.and_then(|document| holding(&document, &words));
        if let Some(found) = &found {
            show(found);
        }
        let held = if found.is_some() { held - 1 } else { held };
        wait(path, words, arrival, held, until);
    });
}

/// The innermost element in which the words stand.
fn holding(document: &Document, words: &str) -> Option<Element> {
    let found = document.query_selector_all(HOLDS).ok()?;
    let all = (0..found.length()).filter_map(|at| found.get(at)?.dyn_into::<Element>().ok());
    let having = all.filter_map(|one| {
        let text = one.text_content()?;
        text.contains(words).then_some((text.len(), one))
    });
    let least = having.min_by_key(|(length, _)| *length);
    least.map(|(_, one)| one)
}

fn show(element: &Element) {
    while let Ok(Some(folded)) = element.closest("details:not([open])") {
        if folded.set_attribute("open", "").is_err() {
            break;
        }
    }
    let middle = ScrollIntoViewOptions::new();
    middle.set_block(ScrollLogicalPosition::Center);
    element.scroll_into_view_with_scroll_into_view_options(&middle);
}
