use leptos::prelude::*;
use std::borrow::Cow;

/// A text area with its label. The text goes in by `prop:value`: Leptos 0.8
/// renders children of a textarea unescaped.
#[component]
pub fn TextArea(
    /// Unique on the screen.
    #[prop(into)]
    id: Cow<'static, str>,
    /// What to write here.
    label: &'static str,
    /// A line under the label.
    #[prop(optional)]
    hint: &'static str,
    /// The text now.
    #[prop(into)]
    value: Signal<String>,
    /// Called at each keystroke.
    #[prop(into)]
    on_input: Callback<String>,
    /// Lines to show at first.
    #[prop(default = 3)]
    rows: u8,
) -> impl IntoView {
    let hint_id = (!hint.is_empty()).then(|| format!("{id}-hint"));
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            {hint_id.clone().map(|hint_id| view! { <p class="hint" id=hint_id>{hint}</p> })}
            <textarea
                id=id
                rows=rows.to_string()
                autocomplete="off"
                aria-describedby=hint_id
                prop:value=value
                on:input=move |event| on_input.run(event_target_value(&event))
            ></textarea>
        </div>
    }
}

/// A one-line field with its label.
#[component]
pub fn TextField(
    /// Unique on the screen.
    #[prop(into)]
    id: Cow<'static, str>,
    /// What to write here.
    label: &'static str,
    /// `text`, `password`, `time`, `date`, `search`, `tel`.
    #[prop(default = "text")]
    kind: &'static str,
    /// Hint for password managers and keyboards; `off` unless told.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// The text now.
    #[prop(into)]
    value: Signal<String>,
    /// Called at each keystroke.
    #[prop(into)]
    on_input: Callback<String>,
) -> impl IntoView {
    let raw = matches!(kind, "password" | "search") || autocomplete == "username";
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <input
                id=id
                type=kind
                autocomplete=autocomplete
                autocapitalize=raw.then_some("none")
                spellcheck=raw.then_some("false")
                prop:value=value
                on:input=move |event| on_input.run(event_target_value(&event))
            />
        </div>
    }
}
