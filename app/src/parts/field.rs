use crate::state::use_app;
use domain::length::{FIELD_MAX_BYTES, LINE_MAX_BYTES, over};
use leptos::prelude::*;
use std::borrow::Cow;

/// A number with its thousands apart, as both our languages write it here.
#[must_use]
pub fn count(n: usize) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// What is said under a field: that it holds too much, or else what its form says.
fn under(
    id: &str,
    max: usize,
    value: Signal<String>,
    say: Option<Signal<Option<String>>>,
) -> AnyView {
    let w = use_app().words();
    let by = Memo::new(move |_| value.with(|text| over(text, max)));
    let said = move || match by.get() {
        0 => say.and_then(|say| say.get()),
        by => Some(w.too_long_by(&count(by))),
    };
    let class = move || if by.get() > 0 { "problem" } else { "hint" };
    view! { <p class=class id=[id, "-said"].concat() role="status">{said}</p> }.into_any()
}

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
    /// Bytes that fit.
    #[prop(default = FIELD_MAX_BYTES)]
    max: usize,
) -> impl IntoView {
    let hint_id = (!hint.is_empty()).then(|| format!("{id}-hint"));
    let described = [hint_id.as_deref().unwrap_or_default(), " ", &id, "-said"].concat();
    let under = under(&id, max, value, None);
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            {hint_id.map(|hint_id| view! { <p class="hint" id=hint_id>{hint}</p> })}
            <textarea
                id=id
                rows=rows.to_string()
                autocomplete="off"
                aria-describedby=described
                prop:value=value
                on:input=move |event| on_input.run(event_target_value(&event))
            ></textarea>
            {under}
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
    /// Bytes that fit.
    #[prop(default = LINE_MAX_BYTES)]
    max: usize,
    /// What else to say under it.
    #[prop(optional)]
    say: Option<Signal<Option<String>>>,
) -> impl IntoView {
    let described = [&id, "-said"].concat();
    let under = under(&id, max, value, say);
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
                prop:value=value
                on:input=move |event| on_input.run(event_target_value(&event))
            />
            {under}
        </div>
    }
}
