use crate::held::Live;
use leptos::prelude::*;

/// A box to tick. Belongs to the chunks with forms.
pub fn check(
    id: String,
    label: &'static str,
    on: Live<bool>,
    set: impl Fn(bool) + 'static,
) -> AnyView {
    view! {
        <label class="check">
            <input
                type="checkbox"
                id=id
                prop:checked=move || on.get()
                on:change=move |event| set(event_target_checked(&event))
            />
            <span>{label}</span>
        </label>
    }
    .into_any()
}
