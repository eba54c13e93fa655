use super::icon::Icon;
use crate::{place::Screen, state::use_app};
use leptos::prelude::*;

/// Head of a screen below the top level: the way back, and what this is.
#[component]
pub fn PageHead(
    /// What the screen is.
    #[prop(into)]
    title: String,
    /// Where "back" leads.
    back: Screen,
) -> impl IntoView {
    let w = use_app().words();
    view! {
        <header class="head">
            <a class="head-back" href=back.path()>{Icon::Back.draw()}<span>{w.back}</span></a>
            <h1>{title}</h1>
        </header>
    }
}
