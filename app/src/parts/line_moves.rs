use super::icon::Icon;
use crate::{held::Live, state::use_app, words::plan};
use leptos::prelude::*;

/// Up, down, out: buttons, since dragging needs two hands and dry fingers. Belongs to the chunk
/// `plan`.
#[component]
pub fn LineMoves(
    /// What the line says; empty where it says nothing.
    #[prop(into)]
    says: Live<String>,
    /// Moves it: up, or down.
    on_move: Callback<bool>,
    /// Takes it out, and offers to put it back.
    on_out: Callback<()>,
) -> impl IntoView {
    let p = plan::words(use_app().language.get_untracked());
    let line = move || {
        let words = says.get();
        if words.is_empty() { p.empty_line.to_owned() } else { words }
    };
    let label = move |what: &'static str| move || p.line_of(&line(), what);
    view! {
        <div class="row">
            <button class="button" type="button" aria-label=label(p.move_up) on:click=move |_| on_move.run(true)>{Icon::Up.draw()}<span>{p.move_up}</span></button>
            <button class="button" type="button" aria-label=label(p.move_down) on:click=move |_| on_move.run(false)>{Icon::Down.draw()}<span>{p.move_down}</span></button>
            <button class="button" type="button" aria-label=label(p.take_out) on:click=move |_| on_out.run(())>{p.take_out}</button>
        </div>
    }
}
