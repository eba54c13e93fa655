//! What is folded away under a line that says what it is.

use super::icon::Icon;
use crate::{
    browser::{history, page},
    state::phone::{Turned, phone},
};
use leptos::prelude::*;

/// Folds `inside` away under `summary`. A list that is drawn anew because something came in leaves it
/// as a hand has left it: nothing closes under somebody's thumb. Another visit finds it as at first.
///
/// `of` tells it from the others of its screen; `open` is how it stands before anybody touched it.
pub fn fold(of: String, open: bool, summary: String, inside: AnyView) -> AnyView {
    drawn("sheet", of, open, None, summary, inside)
}

/// The same for what is not to be done without a thought: `summary` says why.
pub fn fold_behind_warning(of: String, summary: String, inside: AnyView) -> AnyView {
    drawn("unsafe", of, false, Some(Icon::Hand), summary, inside)
}

fn drawn(
    class: &'static str,
    of: String,
    open: bool,
    icon: Option<Icon>,
    summary: String,
    inside: AnyView,
) -> AnyView {
    let is_open = open != turned(|all| all.contains(&of));
    // Heard before the browser turns it: how it stood is what it stands no longer.
    let turn = move |event| {
        turned(|all| {
            all.retain(|one| *one != of);
            if page::was_open(&event) == open {
                all.push(of.clone());
            }
        });
    };
    view! {
        <details class=class open=is_open>
            <summary on:click=turn>{icon.map(Icon::draw)}<span>{summary}</span></summary>
            {inside}
        </details>
    }
    .into_any()
}

fn turned<T>(act: impl FnOnce(&mut Vec<String>) -> T) -> T {
    let Some(phone) = phone() else { return act(&mut Vec::new()) };
    let at = (history::step().number, history::path());
    let mut turned = phone.turned.borrow_mut();
    if turned.at != at {
        *turned = Turned { at, ..Turned::default() };
    }
    act(&mut turned.all)
}
