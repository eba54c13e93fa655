use crate::browser::page;
use leptos::{prelude::*, task::spawn_local};
use std::cell::Cell;

/// Rows that fill the tallest screen in use.
const SCREENFUL: usize = 16;

thread_local! {
    static IN_HASTE: Cell<bool> = const { Cell::new(false) };
}

/// The phone was opened: somebody waits for the first list.
pub fn in_haste() {
    IN_HASTE.set(true);
}

/// How many rows of a long list to draw: of the first one after an unlock a screenful, so
/// that it is there at once, and all of them as soon as that one can be seen. Any other is
/// whole from the beginning: whoever comes back to it finds the place they left.
pub fn rows_to_draw() -> Signal<usize> {
    let rows = RwSignal::new(if IN_HASTE.take() { SCREENFUL } else { usize::MAX });
    Effect::new(move |_| {
        spawn_local(async move {
            page::idle().await;
            // The list may be gone by then.
            let _gone = rows.try_update(|rows| *rows = usize::MAX);
        });
    });
    rows.into()
}
