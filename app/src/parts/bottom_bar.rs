use super::icon::Icon;
use crate::{routes::log_path, state::use_app};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The four places, under the thumb; a rail at the side on wide screens.
/// "Log" is one tap from anywhere: on a client's screen it opens the form
/// about that client.
#[component]
pub fn BottomBar() -> impl IntoView {
    let w = use_app().words();
    let pathname = use_location().pathname;
    let place = move |path: &'static str| {
        let here = pathname.get();
        let there = if path == "/" { here == "/" } else { here.starts_with(path) };
        if there { "page" } else { "false" }
    };
    let log = move || {
        let here = pathname.get();
        here.strip_prefix("/clients/")
            .and_then(|rest| rest.split('/').next()?.parse().ok())
            .map_or_else(|| "/log".to_owned(), log_path)
    };
    view! {
        <nav class="bar" aria-label=w.places>
            <a href="/" aria-current=move || place("/")>{Icon::Sun.draw()}<span>{w.today}</span></a>
            <a href="/clients" aria-current=move || place("/clients")>
                {Icon::People.draw()}<span>{w.clients}</span>
            </a>
            <a href=log class="bar-log" aria-current=move || place("/log")>
                {Icon::Pen.draw()}<span>{w.log}</span>
            </a>
            <a href="/me" aria-current=move || place("/me")>{Icon::Person.draw()}<span>{w.me}</span></a>
        </nav>
    }
}
