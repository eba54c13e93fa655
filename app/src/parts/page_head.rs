use super::back::Back;
use crate::place::Screen;
use leptos::prelude::*;

/// Head of a screen below the top level: the way back, and what this is.
#[component]
pub fn PageHead(
    /// What the screen is.
    #[prop(into)]
    title: String,
    /// The screen above this one: where "back" leads whoever has opened it by its address.
    back: Screen,
) -> impl IntoView {
    view! {
        <header class="head">
            <Back above=back/>
            <h1>{title}</h1>
        </header>
    }
}
