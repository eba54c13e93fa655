use super::change::Change;
use crate::{
    browser::page,
    held::{Derived, Held, Live},
    parts::text::TextArea,
    state::use_app,
    words::{form, note},
};
use domain::contact::{ContactDraft, QUOTES_MAX};
use leptos::prelude::*;

/// The client's own words, a field a quote, kept apart from everything else.
#[component]
pub(super) fn Quotes(draft: Held<ContactDraft>, edit: Callback<Change>) -> impl IntoView {
    let state = use_app();
    let language = state.language.get_untracked();
    let (f, n) = (form::words(language), note::words(language));
    let count = Derived::new(move |_| draft.with(|draft| draft.quotes.len()));
    let full = move || count.get() >= QUOTES_MAX;
    let add = move |_| {
        let id = format!("quote-{}", count.get_untracked());
        edit.run(Box::new(|draft| draft.quotes.push(String::new())));
        page::show(id.into());
    };
    let fields = move || {
        (0..count.get())
            .map(|index| {
                let id = format!("quote-{index}");
                let value = Live::derive(move || {
                    draft.with(|draft| draft.quotes.get(index).cloned().unwrap_or_default())
                });
                let on_input = move |text: String| {
                    edit.run(Box::new(move |draft| {
                        if let Some(quote) = draft.quotes.get_mut(index) {
                            quote.clone_from(&text);
                        }
                    }));
                };
                view! { <div class="quote"><TextArea id label=n.quote rows=2 value on_input/></div> }
            })
            .collect_view()
    };
    view! {
        {fields}
        <button class="button" type="button" disabled=full on:click=add>{n.add_quote}</button>
        {move || full().then(|| view! { <p class="hint" role="status">{f.quotes_full}</p> })}
    }
}
