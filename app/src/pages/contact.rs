mod addendum_form;

use super::client::load_file;
use crate::{
    parts::{
        contact_line::{kind, staff_name, whereabouts, with},
        dates,
        page_head::PageHead,
    },
    routes::client_path,
    state::use_app,
    words::{Words, desk},
};
use addendum_form::AddendumForm;
use domain::{
    id::{ClientId, ContactId},
    span::Span,
    wire::v1::{AddendumKind, AddendumRow, ContactRow, With},
};
use leptos::{prelude::*, task::spawn_local};

/// One signed contact as it will always read, and the addenda to it.
#[component]
pub fn ContactPage(client_id: ClientId, contact_id: ContactId) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let found = RwSignal::new(None::<(ContactRow, Vec<AddendumRow>)>);
    Effect::new(move |_| {
        state.files_version.track();
        spawn_local(async move {
            let file = match load_file(client_id).await {
                Ok(Some(file)) => file,
                Ok(None) => return,
                Err(_) => return state.tell(w.phone_could_not_read),
            };
            let row = file.contacts.into_iter().find(|row| row.contact.contact_id == contact_id);
            let mut addenda = file.addenda;
            addenda.retain(|row| row.addendum.contact_id == contact_id);
            found.set(row.map(|row| (row, addenda)));
        });
    });
    // Counts up when the worker wants to mark it as entered in error.
    let in_error = RwSignal::new(0_u32);
    view! {
        <PageHead title=w.contact back=client_path(client_id)/>
        {move || found.get().map(|(row, addenda)| view! { <Note row addenda in_error/> })}
        <AddendumForm client_id contact_id in_error/>
    }
    .into_any()
}

#[component]
fn Note(row: ContactRow, addenda: Vec<AddendumRow>, in_error: RwSignal<u32>) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let d = desk::words(state.language.get_untracked());
    let now = state.now.get_untracked();
    let contact = row.contact.clone();
    let (icon, place) = whereabouts(w, &row, &state.pending.get(), now);
    let lasted = Span::new(contact.occurred_start, contact.occurred_end);
    let span = dates::from_to(w, lasted, now);
    let minutes = d.lasted(&lasted.minutes().to_string());
    let author = state.caseload.with_untracked(|caseload| staff_name(caseload, row.author));
    let whom = if contact.with == With::Client {
        with(w, contact.with).to_owned()
    } else {
        format!("{}: {}", with(w, contact.with), contact.with_whom)
    };
    let next = contact.next_step.as_ref().map_or_else(String::new, |step| {
        format!("{} ({})", step.text, dates::day(w, step.due, now.date()))
    });
    let quotes = contact
        .quotes
        .iter()
        .map(|quote| view! { <blockquote>{quote.clone()}</blockquote> })
        .collect_view();
    let parts = [
        (w.place, contact.place.clone()),
        (w.purpose, contact.purpose.clone()),
        (w.seen_heard, contact.seen_heard.clone()),
    ];
    let after = [
        (w.what_i_did, contact.what_i_did.clone()),
        (w.what_client_did, contact.what_client_did.clone()),
        (w.response, contact.response.clone()),
        (w.next_step, next),
    ];
    let is_in_error = addenda.iter().any(|row| row.addendum.kind == AddendumKind::EnteredInError);
    let doubted = (row.is_in_doubt() && !is_in_error)
        .then(|| d.date_in_doubt_text(&dates::on_paper(w, lasted.start().date())));
    view! {
        <article class="note" class:in-error=is_in_error>
            {doubted.map(|text| view! {
                <div class="banner">
                    <p>{text}</p>
                    <button class="button" type="button" on:click=move |_| in_error.update(|times| *times += 1)>
                        {w.entered_in_error}
                    </button>
                </div>
            })}
            <h2>{kind(w, &contact)}" · "{whom}</h2>
            <p>{span}" ("{minutes}")"</p>
            <dl>{section(parts)}</dl>
            {quotes}
            {(!contact.impression.is_empty()).then(|| view! {
                <dl class="impression"><div><dt>{w.impression}</dt><dd>{contact.impression.clone()}</dd></div></dl>
            })}
            <dl>{section(after)}</dl>
            <p class="quiet">{d.signed_by(&dates::day_time(w, contact.signed_at, now), &author)}</p>
            <p class="quiet contact-foot">{icon.draw()}<span>{place}</span></p>
            {addenda.iter().map(|row| added(w, row, now, state.caseload.with_untracked(|all| staff_name(all, row.author)))).collect_view()}
        </article>
    }
}

fn section<const N: usize>(parts: [(&'static str, String); N]) -> impl IntoView {
    parts
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(name, text)| view! { <div><dt>{name}</dt><dd>{text}</dd></div> })
        .collect_view()
}

fn added(
    w: &'static Words,
    row: &AddendumRow,
    now: domain::Moment,
    author: String,
) -> impl IntoView + use<> {
    let addendum = &row.addendum;
    let when = dates::day_time(w, addendum.at, now);
    view! {
        <section class="addendum">
            <h3>{addendum_kind(w, addendum.kind)}</h3>
            <p>{addendum.text.clone()}</p>
            {(!addendum.reason.is_empty()).then(|| view! { <p class="quiet">{w.reason}": "{addendum.reason.clone()}</p> })}
            <p class="quiet">{when}" · "{author}</p>
        </section>
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
