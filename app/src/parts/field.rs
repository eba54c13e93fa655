use crate::held::Live;
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
    /// `text`, `password`, `time`, `date`, `search`, `tel`, `number`.
    #[prop(default = "text")]
    kind: &'static str,
    /// Hint for password managers and keyboards; `off` unless told.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// The text now.
    #[prop(into)]
    value: Live<String>,
    /// Called at each keystroke.
    #[prop(into)]
    on_input: Callback<String>,
    /// What stands under it, and its id.
    #[prop(optional)]
    under: Option<(String, AnyView)>,
    /// What is in it is wrong.
    #[prop(into, optional)]
    wrong: Live<bool>,
) -> impl IntoView {
    let (described, under) = under.unzip();
    // A browser's own field for numbers says that it is empty while "96." stands in it, and what is then put
    // back in mixes up the digits. It has the keys of one, and what is typed stays as it is typed.
    let is_number = kind == "number";
    let raw = matches!(kind, "password" | "search") || autocomplete == "username";
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <input
                id=id
                type=if is_number { "text" } else { kind }
                inputmode=is_number.then_some("numeric")
                autocomplete=autocomplete
                autocapitalize=raw.then_some("none")
                spellcheck=raw.then_some("false")
                aria-describedby=described
                aria-invalid=move || wrong.get().then_some("true")
                prop:value=move || value.get()
                on:input=move |event| on_input.run(event_target_value(&event))
            />
            {under}
        </div>
    }
}
