use super::client_header::language_name;
use crate::state::use_app;
use leptos::prelude::*;

/// Languages offered; another tag that is there already stays among them.
const LANGUAGES: [&str; 9] = ["en", "es", "pt", "ht", "fr", "ar", "vi", "zh", "ase"];

/// A choice of one language, by its name, or of none.
#[component]
pub fn LanguageSelect(
    /// Unique on the screen.
    id: &'static str,
    /// What it is for.
    label: &'static str,
    /// What to call none.
    none: &'static str,
    /// The tag at first, as BCP 47; empty for none.
    now: String,
    /// Called with a tag, or with nothing in it.
    #[prop(into)]
    on_choose: Callback<String>,
) -> impl IntoView {
    let w = use_app().words();
    let known = LANGUAGES.iter().any(|tag| *tag == now) || now.is_empty();
    let other = (!known).then(|| now.clone());
    let options = LANGUAGES.iter().map(|tag| (*tag).to_owned()).chain(other).chain([String::new()]);
    let options: Vec<_> = options
        .map(move |tag| {
            let name = if tag.is_empty() { none.to_owned() } else { language_name(w, &tag) };
            let chosen = tag == now;
            view! { <option value=tag selected=chosen>{name}</option> }
        })
        .collect();
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <select id=id on:change=move |event| on_choose.run(event_target_value(&event))>{options}</select>
        </div>
    }
}
