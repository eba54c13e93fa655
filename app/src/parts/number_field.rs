use super::text::LineField;
use crate::{
    held::Live,
    state::use_app,
    words::form::{Words, words},
};
use domain::phone::{self, NotOne};
use leptos::prelude::*;
use std::borrow::Cow;

/// A field for a number to call or to text, which says what would be dialled
/// where that is not what one reads. Belongs to the chunks with forms.
#[component]
pub fn NumberField(
    /// Unique on the screen.
    #[prop(into)]
    id: Cow<'static, str>,
    /// What to write here.
    label: &'static str,
    /// Texts go to it.
    texts: bool,
    /// Bytes that fit.
    #[prop(default = domain::length::LINE_MAX_BYTES)]
    max: usize,
    /// The text now.
    #[prop(into)]
    value: Live<String>,
    /// Called at each keystroke.
    #[prop(into)]
    on_input: Callback<String>,
) -> impl IntoView {
    let f = words(use_app().language.get_untracked());
    let say = Live::derive(move || value.with(|written| says(f, written, texts)));
    view! { <LineField id label kind="tel" max value on_input say/> }
}

/// What would be dialled, or why nothing can be; nothing while somebody may still be typing.
#[must_use]
pub fn says(f: &Words, written: &str, texts: bool) -> String {
    say(f, written, texts).unwrap_or_default()
}

fn say(f: &Words, written: &str, texts: bool) -> Option<String> {
    match phone::problem(written, texts) {
        // Whoever is still typing has no whole number yet.
        Some(NotOne::Nothing) => None,
        Some(why) => Some(not_one(f, why).to_owned()),
        None => {
            let (number, written) = (phone::read(written).ok()?, written.trim());
            let shown = number.shown(written);
            (shown != written).then(|| f.dials(&shown))
        }
    }
}

/// Why something is not one number, and what to do.
#[must_use]
pub const fn not_one(f: &Words, why: NotOne) -> &'static str {
    match why {
        NotOne::Nothing => f.number_nothing,
        NotOne::Several => f.number_several,
        NotOne::TooLong => f.number_too_long,
        NotOne::Fax => f.number_fax,
        NotOne::Unclear => f.number_unclear,
    }
}
