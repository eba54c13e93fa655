//! One's own account, and screens for what is done at a desk. They need the server: what they show is
//! asked for when it is looked at and kept nowhere on the phone.

pub mod content;
mod content_form;
pub mod openings;
pub mod outside_reviews;
pub mod phones;
pub mod quarantine;
pub mod quarantined;
mod reading;
pub mod roster;
pub mod sure;

use crate::{
    parts::choices::choices,
    place::Screen,
    state::{
        AppState,
        refusal::{Refused, ask_here},
        use_app,
    },
    words::office::{Words, words},
};
use domain::{id::StaffId, wire::v1::StaffCard};
use leptos::{prelude::*, task::spawn_local};
use serde::de::DeserializeOwned;

/// The words of these screens, in the language in force.
pub(super) fn office_words(state: AppState) -> &'static Words {
    words(state.language.get_untracked())
}

/// Something that the server is asked for.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Asked<T> {
    /// No answer yet.
    Waiting,
    /// The answer.
    Here(T),
    /// Why there is none.
    Refused(Refused),
}

/// Asks for `path` and puts the answer into `asked`. The screen may be left
/// meanwhile; then nobody is told.
pub(super) fn fetch<T>(asked: RwSignal<Asked<T>>, path: String)
where
    T: DeserializeOwned + Send + Sync + 'static,
{
    spawn_local(async move {
        let _left = asked.try_set(match ask_here("GET", &path, None::<&()>).await {
            Ok(answer) => Asked::Here(answer),
            Err(refused) => Asked::Refused(refused),
        });
    });
}

/// What happened, what is safe, what to do.
pub(super) fn sentence(state: AppState, refused: &Refused) -> &'static str {
    let (w, ow) = (state.words(), office_words(state));
    match refused {
        Refused::Unreachable => ow.needs_server,
        Refused::Said { status: 401, .. } => w.signed_out_here,
        Refused::Said { code, .. } if code == "device_revoked" => w.phone_revoked,
        Refused::Said { status: 403, .. } => ow.not_yours,
        Refused::Said { status: 404, .. } => ow.not_there,
        Refused::Said { .. } => ow.server_trouble,
    }
}

/// Says why the server did not answer, and what can be done about it.
#[expect(clippy::needless_pass_by_value, reason = "it is what a view hands over")]
#[component]
pub(super) fn Trouble(
    /// Why.
    refused: Refused,
    /// Asks again.
    again: impl Fn() + Send + 'static,
) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let signed_out = matches!(refused, Refused::Said { status: 401, .. });
    view! {
        <section class="block" role="alert">
            <p>{sentence(state, &refused)}</p>
            {if signed_out {
                view! { <a class="button primary wide" href=Screen::SignIn.path()>{w.sign_in}</a> }.into_any()
            } else {
                view! {
                    <button class="button wide" type="button" on:click=move |_| again()>{w.try_again}</button>
                }.into_any()
            }}
        </section>
    }
}

/// Everybody of the agency, as this phone knows them.
fn staff(state: AppState) -> Vec<StaffCard> {
    state.caseload.with_untracked(|caseload| {
        caseload.agency.as_ref().map(|agency| agency.staff.clone()).unwrap_or_default()
    })
}

/// A colleague's name.
fn name_of(state: AppState, staff_id: StaffId) -> String {
    state
        .caseload
        .with_untracked(|caseload| crate::parts::contact_line::staff_name(caseload, staff_id))
}

/// A row of people of whom one is chosen.
fn people(
    name: &'static str,
    label: &'static str,
    people: Vec<(StaffId, String)>,
    chosen: Signal<Option<StaffId>>,
    on_choose: impl Fn(Option<StaffId>) + Send + Sync + 'static + Copy,
) -> AnyView {
    let options = people.into_iter().map(|(id, name)| (Some(id), name)).collect();
    choices(name, label, options, move || chosen.get(), on_choose)
}
