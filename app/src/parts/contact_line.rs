use super::{dates, icon::Icon};
use crate::{place::Screen, state::use_app, words::Words};
use ::sync::{
    pending::{Pending, PendingState, PendingWork},
    replica::WaitingState,
};
use domain::{
    alike::end_of,
    id::{ContactId, StaffId},
    operation::Payload,
    wire::v1::{AddendumKind, Contact, ContactRow, Mode, Outcome, StaffCard, With},
};
use leptos::prelude::*;

/// What kind of contact it was, in two or three words.
#[must_use]
pub const fn kind(w: &Words, contact: &Contact) -> &'static str {
    match attempt(w, contact.outcome) {
        None => mode(w, contact.mode),
        Some(attempt) => attempt,
    }
}

/// What came of an attempt; nothing where it came about.
#[must_use]
pub const fn attempt(w: &Words, outcome: Outcome) -> Option<&'static str> {
    Some(match outcome {
        Outcome::Completed => return None,
        Outcome::AttemptedNoAnswer => w.outcome_no_answer,
        Outcome::NoShow => w.outcome_no_show,
        Outcome::Cancelled => w.outcome_cancelled,
        Outcome::LeftMessage => w.outcome_left_message,
        Outcome::Declined => w.outcome_declined,
    })
}

/// By what means.
#[must_use]
pub const fn mode(w: &Words, mode: Mode) -> &'static str {
    match mode {
        Mode::FaceToFace => w.mode_face_to_face,
        Mode::Phone => w.mode_phone,
        Mode::Text => w.mode_text,
        Mode::Email => w.mode_email,
        Mode::Video => w.mode_video,
        Mode::Letter => w.mode_letter,
    }
}

/// What sort of addendum it is.
#[must_use]
pub const fn addendum_kind(w: &Words, kind: AddendumKind) -> &'static str {
    match kind {
        AddendumKind::Addendum => w.addendum,
        AddendumKind::Correction => w.correction,
        AddendumKind::LateEntry => w.late_entry,
        AddendumKind::EnteredInError => w.entered_in_error,
    }
}

/// Whom it was with.
#[must_use]
pub const fn with(w: &Words, with: With) -> &'static str {
    match with {
        With::Client => w.with_client,
        With::Collateral => w.with_collateral,
        With::Provider => w.with_provider,
        With::Team => w.with_team,
        With::Other => w.with_other,
    }
}

/// Where a note is: on this phone, received, or waiting for somebody.
#[must_use]
pub fn whereabouts(
    w: &Words,
    row: &ContactRow,
    pending: &PendingWork,
    now: domain::Moment,
) -> (Icon, String) {
    if let Some(at) = row.received_at {
        return (Icon::Tick, w.received_at(&dates::day_time(w, dates::here(at), now)));
    }
    pending_state(w, pending_of(row.contact.contact_id, pending), now)
}

/// The pending operation that signed a contact.
#[must_use]
pub fn pending_of(contact_id: ContactId, pending: &PendingWork) -> Option<&Pending> {
    pending.iter().find(|item| {
        matches!(&item.operation.payload, Payload::ContactSigned(contact) if contact.contact_id == contact_id)
    })
}

/// Words for a pending operation.
#[must_use]
pub fn pending_state(w: &Words, pending: Option<&Pending>, now: domain::Moment) -> (Icon, String) {
    match pending.map(|item| &item.state) {
        Some(PendingState::Received { at, .. }) => {
            (Icon::Tick, w.received_at(&dates::day_time(w, dates::here(*at), now)))
        }
        Some(PendingState::Quarantined(..) | PendingState::Waiting(WaitingState::Stuck { .. })) => {
            (Icon::Hand, w.needs_attention.to_owned())
        }
        _ => (Icon::Dot, w.saved_on_this_phone.to_owned()),
    }
}

/// The foot of a line in the timeline: where it is unless the server has it, as nearly all are,
/// and what else there is to say.
#[must_use]
pub fn foot((icon, place): (Icon, String), author: String, more: String) -> Option<AnyView> {
    let not_received = icon != Icon::Tick;
    let place = if not_received { place } else { String::new() };
    let parts = [place, author, more];
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    (!parts.is_empty()).then(|| {
        view! {
            <span class="quiet contact-foot">
                {not_received.then(|| icon.draw())}
                <span>{parts.join(" · ")}</span>
            </span>
        }
        .into_any()
    })
}

/// One contact in the timeline.
#[component]
pub fn ContactLine(
    row: ContactRow,
    /// Who signed, by name; empty for oneself.
    author: String,
    /// It was marked as entered in error.
    in_error: bool,
    /// Addenda it has.
    addenda: usize,
) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let place = whereabouts(w, &row, &state.pending.get_untracked(), state.now.get_untracked());
    let added = (addenda > 0).then(|| w.addenda_count(addenda));
    let foot = foot(place, author, added.unwrap_or_default());
    let doubted = row.is_in_doubt();
    let contact = row.contact;
    let path = Screen::Contact(contact.client_id, contact.contact_id).path();
    let kind = kind(w, &contact).to_owned();
    let first = [contact.seen_heard, contact.purpose, contact.what_i_did]
        .into_iter()
        .find(|text| !text.is_empty())
        .unwrap_or_default();
    let who = (contact.with != With::Client).then(|| {
        let relation = with(w, contact.with);
        if contact.with_whom.is_empty() { relation.to_owned() } else { contact.with_whom }
    });
    let head = [Some(dates::time(w, contact.occurred_start)), Some(kind), who]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ");
    view! {
        <li class="contact" class:in-error=in_error>
            <a href=path>
                <span class="contact-head">{head}</span>
                {in_error.then_some(view! { <span class="mark">{w.entered_in_error}</span> })}
                {doubted.then_some(view! { <span class="mark">{w.date_in_doubt}</span> })}
                <span class="contact-first">{first}</span>
                {foot}
            </a>
        </li>
    }
}

/// A colleague's name for a signature.
#[must_use]
pub fn staff_name(caseload: &::sync::read_copy::Caseload, staff_id: StaffId) -> String {
    let Some(agency) = &caseload.agency else { return String::new() };
    let Some(card) = agency.staff.iter().find(|card| card.staff_id == staff_id) else {
        return String::new();
    };
    let mut name = card.name.clone();
    let mut behind = |mark: &str, words: &str| {
        name.push_str(mark);
        name.push_str(words);
    };
    if !card.credentials.is_empty() {
        behind(", ", &card.credentials);
    }
    // Two colleagues may have one name. What one signed, the other did not.
    let is_same = |other: &StaffCard| {
        other.staff_id != staff_id
            && (&other.name, &other.credentials) == (&card.name, &card.credentials)
    };
    if agency.staff.iter().any(is_same) {
        behind(" · ", &end_of(&staff_id.to_string()));
    }
    name
}
