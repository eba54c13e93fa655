//! Fields for words. Each says under it when it holds too much, while one
//! writes. Belongs to the chunks with forms.

use super::{field::TextField, form::complaint_at};
use crate::{held::Live, state::use_app, words::form};
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

/// As many whole words as are about so many letters long, and a sign that there are more.
#[must_use]
pub fn beginning(said: &str, letters: usize) -> String {
    let mut short = String::new();
    for word in said.split_whitespace() {
        if short.chars().count() + word.chars().count() > letters && !short.is_empty() {
            return [&short, "…"].concat();
        }
        if !short.is_empty() {
            short.push(' ');
        }
        short.push_str(word);
    }
    short
}

/// What stands under a field: the id of what is said, the view of it, and whether it
/// says that something is wrong. What is to be put right comes first, then that the
/// field holds too much, or else what its form says.
fn under(
    id: &str,
    max: usize,
    value: Live<String>,
    say: Live<String>,
) -> (String, AnyView, Live<bool>) {
    let f = form::words(use_app().language.get_untracked());
    let complaint = complaint_at(id);
    let too_long = move || value.with(|text| over(text, max));
    let wrong = Live::derive(move || complaint.with(|said| !said.is_empty()) || too_long() > 0);
    let said = move || match (complaint.get(), too_long()) {
        (complaint, _) if !complaint.is_empty() => complaint,
        (_, 0) => say.get(),
        (_, by) => f.too_long_by(&count(by)),
    };
    let class = move || if wrong.get() { "problem" } else { "hint" };
    let said_id = [id, "-said"].concat();
    let view = view! { <p class=class id=said_id.clone() role="status">{said}</p> }.into_any();
    (said_id, view, wrong)
}

/// A field for one line of words.
#[component]
pub fn LineField(
    /// Unique on the screen.
    #[prop(into)]
    id: Cow<'static, str>,
    /// What to write here.
    label: &'static str,
    /// `text`, `tel`, `date`, `number`.
    #[prop(default = "text")]
    kind: &'static str,
    /// The text now.
    #[prop(into)]
    value: Live<String>,
    /// Called at each keystroke.
    #[prop(into)]
    on_input: Callback<String>,
    /// Bytes that fit.
    #[prop(default = LINE_MAX_BYTES)]
    max: usize,
    /// What else to say under it.
    #[prop(into, optional)]
    say: Live<String>,
) -> impl IntoView {
    let (said_id, view, wrong) = under(&id, max, value, say);
    view! { <TextField id label kind value on_input under=(said_id, view) wrong/> }
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
    value: Live<String>,
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
    let (said_id, under, wrong) = under(&id, max, value, Live::default());
    let described = [hint_id.as_deref().unwrap_or_default(), " ", &said_id].concat();
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            {hint_id.map(|hint_id| view! { <p class="hint" id=hint_id>{hint}</p> })}
            <textarea
                id=id
                rows=rows.to_string()
                autocomplete="off"
                aria-describedby=described
                aria-invalid=move || wrong.get().then_some("true")
                prop:value=move || value.get()
                on:input=move |event| on_input.run(event_target_value(&event))
            ></textarea>
            {under}
        </div>
    }
}
