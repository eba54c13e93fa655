use crate::{
    parts::{client_list::ClientList, icon::Icon},
    place::{Screen, kept},
    state::use_app,
};
use leptos::prelude::*;

/// "Log" pressed where no client is on screen: about whom?
#[component]
pub fn PickClient() -> impl IntoView {
    let w = use_app().words();
    view! {
        <header class="head top"><h1>{w.log_about_whom}</h1></header>
        <p><a class="button wide" href=Screen::AddClient.path()>{Icon::Plus.draw()}<span>{w.someone_new}</span></a></p>
        <ClientList link=Screen::Log query=kept("search")/>
    }
}
