use crate::browser::page;
use leptos::{prelude::*, task::spawn_local};

/// Rows that fill the tallest screen in use.
const SCREENFUL: usize = 16;

/// How many rows of a long list to draw: a screenful, so that it is there at once, and
/// all of them as soon as that one can be seen.
pub fn rows_to_draw() -> Signal<usize> {
    let rows = RwSignal::new(SCREENFUL);
    Effect::new(move |_| {
        spawn_local(async move {
            page::idle().await;
            // The list may be gone by then.
            let _gone = rows.try_set(usize::MAX);
        });
    });
    rows.into()
}
