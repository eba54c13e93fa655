//! Fields for days, times and numbers of minutes. Belongs to the chunks with forms.

use super::text::LineField;
use crate::{
    held::{Held, Live},
    state::use_app,
    words::times,
};
use leptos::prelude::*;
use std::borrow::Cow;

/// A field that always stands for something, whatever is typed into it: where that
/// is empty, not complete or cannot be, what still holds is said under it.
#[component]
pub fn DayField(
    /// Unique on the screen.
    #[prop(into)]
    id: Cow<'static, str>,
    /// What to write here.
    label: &'static str,
    /// `date`, `time`, `number`.
    kind: &'static str,
    /// As the field shows it.
    #[prop(into)]
    value: Live<String>,
    /// As it is said, where the field shows it for machines.
    #[prop(into)]
    stays: Live<String>,
    /// What to know of it, where there is nothing to put right.
    #[prop(into, optional)]
    hint: Live<String>,
    /// Called at each keystroke; answers whether it is what holds now.
    #[prop(into)]
    on_input: Callback<String, bool>,
) -> impl IntoView {
    let t = times::words(use_app().language.get_untracked());
    // What stood there when something was typed that did not hold: another field may change it.
    let refused = Held::new(None::<String>);
    let say = Live::derive(move || {
        let refused = refused.get();
        if refused.is_some_and(|stood| stood == value.get()) {
            t.stays(&stays.get())
        } else {
            hint.get()
        }
    });
    let typed = move |text: String| {
        let holds = on_input.run(text);
        refused.set((!holds).then(|| value.get_untracked()));
    };
    view! { <LineField id label kind value say on_input=typed/> }
}

/// What is said to stay where no number does.
const NONE: &str = "—";

/// A field for a whole number, or none where it is empty. What is no whole number is left as it was
/// typed, and changes nothing.
#[component]
pub fn CountField(
    /// Unique on the screen.
    #[prop(into)]
    id: Cow<'static, str>,
    /// What to write here.
    label: &'static str,
    /// As it is.
    #[prop(into)]
    value: Live<Option<u16>>,
    /// What to know of it.
    #[prop(into, optional)]
    hint: Live<String>,
    /// Called with each number.
    #[prop(into)]
    on_input: Callback<Option<u16>>,
) -> impl IntoView {
    let shown = move || value.get().map(|number| number.to_string());
    let typed = move |text: String| {
        let text = text.trim();
        let number = text.parse().ok();
        let holds = number.is_some() || text.is_empty();
        if holds {
            on_input.run(number);
        }
        holds
    };
    view! {
        <DayField
            id
            label
            kind="number"
            value=Live::derive(move || shown().unwrap_or_default())
            stays=Live::derive(move || shown().unwrap_or_else(|| NONE.to_owned()))
            hint
            on_input=typed
        />
    }
}
