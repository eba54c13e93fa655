use super::icon::Icon;
use crate::place::Screen;
use leptos::prelude::*;

/// A wide button of its own that leads to a screen: a turn is on, a phone was added, there is more to
/// search.
#[must_use]
pub fn turn(to: Screen, icon: Icon, words: String) -> AnyView {
    view! {
        <p class="turn"><a class="button wide" href=to.path()>{icon.draw()}<span>{words}</span></a></p>
    }
    .into_any()
}
