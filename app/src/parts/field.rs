use leptos::prelude::*;
use std::borrow::Cow;

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
    /// What stands under it, and its id.
    #[prop(optional)]
    under: Option<(String, AnyView)>,
    /// What is in it is wrong.
    #[prop(into, optional)]
    wrong: Signal<bool>,
) -> impl IntoView {
    let (described, under) = under.unzip();
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
                aria-describedby=described
                aria-invalid=move || wrong.get().then_some("true")
                prop:value=value
                on:input=move |event| on_input.run(event_target_value(&event))
            />
            {under}
        </div>
    }
}
