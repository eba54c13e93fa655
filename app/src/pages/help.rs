use crate::{parts::page_head::PageHead, place::Screen, state::use_app};
use leptos::prelude::*;

/// How Streetlight works, in a few plain sentences. Holds nobody's data.
#[component]
pub fn Help() -> impl IntoView {
    let w = use_app().words();
    let parts = [
        (w.help_saved_title, w.help_saved),
        (w.help_offline_title, w.help_offline),
        (w.help_lock_title, w.help_lock),
        (w.help_install_title, w.help_install),
    ];
    view! {
        <main class="reading" id="main">
            <PageHead title=w.help back=Screen::Today/>
            {parts.map(|(title, text)| view! { <section><h2>{title}</h2><p>{text}</p></section> }).collect_view()}
        </main>
    }
}
