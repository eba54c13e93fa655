use super::{bottom_bar::first_place, icon::Icon, operation_kind::document_name};
use crate::{
    place::{PlanScreen, Screen, use_place},
    state::{AppState, use_app},
};
use leptos::prelude::*;

/// The way back to where one came from, by the name of that place. It does what the phone's own
/// "back" does; opened by its address, a screen leads to the one above it.
#[component]
pub fn Back(
    /// The screen above this one.
    above: Screen,
) -> impl IntoView {
    let app = use_app();
    let place = use_place();
    move || {
        let path = place.before().unwrap_or_else(|| above.path());
        let name = name(app, Screen::at(&path));
        // `rel` is what makes it lead back: see `browser::history`.
        view! { <a class="head-back" rel="prev" href=path>{Icon::Back.draw()}<span>{name}</span></a> }
    }
}

/// What a place is called from the next.
fn name(app: AppState, screen: Screen) -> String {
    let w = app.words();
    let name = match screen {
        Screen::Today => first_place(app).0,
        Screen::Clients => w.clients,
        Screen::PickClient => w.log,
        Screen::Log(_) | Screen::LogAs(..) => w.log_contact,
        Screen::Client(id) => {
            let name = app.caseload.with(|caseload| {
                caseload.clients.get(&id).map(|entry| entry.client.preferred_name.clone())
            });
            return name.unwrap_or_else(|| w.back.to_owned());
        }
        Screen::Plan(_) => w.crisis_plan,
        Screen::AboutPlan(_, PlanScreen::Edit) => w.plan_change,
        Screen::FactSheet(_) => w.fact_sheet,
        Screen::Document(_, kind, _) => document_name(w, kind),
        Screen::Supports(_) => w.support_people,
        Screen::Contact(..) => w.contact,
        Screen::Response(_) => w.respond,
        Screen::OnCall => w.on_call,
        Screen::Me => w.me,
        _ => w.back,
    };
    name.to_owned()
}
