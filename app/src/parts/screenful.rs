use crate::{
    browser::page,
    held::{Held, Live, react},
    state::open::is_first_list,
};
use leptos::task::spawn_local;

/// Rows that fill the tallest screen in use.
const SCREENFUL: usize = 16;

/// How many rows of a long list to draw: of the first one after an unlock a screenful, so
/// that it is there at once, and all of them as soon as that one can be seen. Any other is
/// whole from the beginning: whoever comes back to it finds the place they left.
pub fn rows_to_draw() -> Live<usize> {
    let rows = Held::new(if is_first_list() { SCREENFUL } else { usize::MAX });
    react(move || {
        spawn_local(async move {
            page::idle().await;
            // The list may be gone by then.
            let _gone = rows.try_update(|rows| *rows = usize::MAX);
        });
    });
    rows.into()
}
