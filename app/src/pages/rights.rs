use crate::{
    parts::{emergency::EmergencyNumbers, page_head::PageHead},
    place::Screen,
    state::use_app,
};
use leptos::prelude::*;

/// What a client may expect and do (seed 000:83-104). Holds nobody's data.
#[component]
pub fn Rights() -> impl IntoView {
    let w = use_app().words();
    let parts = [
        (w.rights_plan_title, w.rights_plan),
        (w.rights_leave_title, w.rights_leave),
        (w.rights_complain_title, w.rights_complain),
        (w.rights_advocate_title, w.rights_advocate),
        (w.rights_sharing_title, w.rights_sharing),
    ];
    view! {
        <main class="reading" id="main">
            <PageHead title=w.your_rights back=Screen::Today/>
            {parts.map(|(title, text)| view! { <section><h2>{title}</h2><p>{text}</p></section> }).collect_view()}
            <EmergencyNumbers/>
            <p class="quiet">{w.rights_effective}</p>
        </main>
    }
}
