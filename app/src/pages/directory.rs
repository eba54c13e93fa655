//! The directory of services: looking for one, what it said when it was asked, and what a desk does
//! with what is suggested for it. Belongs to the chunk `linking`.

mod check;
mod desk;
mod find;
mod service;
mod write;
mod write_form;

use crate::place::Screen;
use domain::id::ServiceId;
use leptos::prelude::*;

/// One of the screens of the chunk.
pub fn draw(screen: Screen) -> AnyView {
    match screen {
        Screen::Service(service_id) => view! { <service::One service_id/> }.into_any(),
        Screen::Sign(_, _, about) => {
            let about = about.map(|line| ServiceId::from_bytes(*line.as_bytes()));
            view! { <check::Check about/> }.into_any()
        }
        Screen::Suggestions => view! { <desk::Desk/> }.into_any(),
        Screen::WriteService(about) => view! { <write::Write about/> }.into_any(),
        _ => view! { <find::Find/> }.into_any(),
    }
}
