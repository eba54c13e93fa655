use crate::state::{draft::Keeper, use_app};
use leptos::prelude::*;

/// Whether what was typed is on the disk, in words. Busy from a keystroke until
/// that keystroke is there too, without saying so at each one.
#[component]
pub fn Kept(
    /// Of the form.
    keeper: Keeper,
    /// What to say before anything was typed.
    #[prop(optional)]
    before: &'static str,
    /// What to say once it is kept.
    kept: &'static str,
) -> impl IntoView {
    let w = use_app().words();
    view! {
        <p class="quiet kept" role="status" aria-busy=move || keeper.behind.get().to_string()>
            {move || match keeper.kept.get() {
                None => before,
                Some(true) => kept,
                Some(false) => w.draft_not_kept,
            }}
        </p>
    }
}
