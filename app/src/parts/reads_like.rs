//! How hard what a client takes home is to read, said while it is written. Belongs to the chunks in which
//! plans are written.

use crate::{
    held::{Derived, Live},
    state::use_app,
    words::form,
};
use domain::readability::{AIM, readability};
use leptos::prelude::*;

/// The school grade of these texts, and what would make them easier; nothing of a few words.
#[component]
pub fn ReadsLike(
    /// All that the client reads of it.
    texts: Live<Vec<String>>,
    /// The language that it is in, as its tag.
    tag: Live<String>,
) -> impl IntoView {
    let f = form::words(use_app().language.get_untracked());
    let found = Derived::new(move |_| {
        texts.with(|texts| readability(texts.iter().map(String::as_str), &tag.get()))
    });
    move || {
        found.get().map(|found| {
            let grade = found.grade.to_string();
            let says = if found.grade > AIM { f.reads_hard(&grade) } else { f.reads_easy(&grade) };
            let long = (!found.long_words.is_empty())
                .then(|| view! { " "{f.long_words(&found.long_words.join(", "))} });
            view! { <p class="hint" id="reads-like">{says}{long}</p> }
        })
    }
}
