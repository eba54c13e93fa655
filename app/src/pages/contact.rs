mod addendum_form;
mod layout;

use crate::{
    held::{Derived, Held},
    parts::{
        contact_facts::{contact_facts, facts_around},
        contact_line::{addendum_kind, staff_name, whereabouts},
        dates,
        document_values::Around,
        page_head::PageHead,
        unread::Unread,
    },
    place::Screen,
    state::{
        document::known_document,
        file::{FollowedFile, follow_file},
        layout::chosen,
        use_app,
    },
    words::{Words, desk, layouts},
};
use addendum_form::AddendumForm;
use domain::{
    contact::layouts::Layout,
    document::DocumentKind,
    id::{ClientId, ContactId},
    wire::v1::{AddendumKind, AddendumRow, ContactRow},
};
use layout::{LayoutChoice, in_layout};
use leptos::{prelude::*, task::spawn_local};

/// One signed contact as it will always read, and the addenda to it.
#[component]
pub fn ContactPage(client_id: ClientId, contact_id: ContactId) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let FollowedFile { file, unread, again } = follow_file(state, client_id);
    // Drawn anew only when something is different.
    let found = Derived::new(move |_| {
        file.with(|file| {
            let file = file.as_ref()?;
            let row = file.contacts.iter().find(|row| row.contact.contact_id == contact_id)?;
            let addenda = file.addenda.iter().filter(|row| row.addendum.contact_id == contact_id);
            Some((row.clone(), addenda.cloned().collect::<Vec<_>>()))
        })
    });
    // Nothing is added to a note that is not here; whoever is at it goes on, whatever leaves the phone.
    let is_here =
        Derived::new(move |was: Option<&bool>| was == Some(&true) || found.with(Option::is_some));
    let d = desk::words(state.language.get_untracked());
    // The needs it was about are called by what the assessment says.
    let around = Held::new(Around::new(state, client_id, None));
    spawn_local(async move {
        if let Ok((Some(version), _)) = known_document(DocumentKind::Assessment, client_id).await {
            let _left = around.try_set(Around::new(state, client_id, Some(version.cells)));
        }
    });
    // Apart from the note, which is drawn anew when its needs have names: it stays open then.
    let layout = Held::new(chosen(state));
    // Counts up when the worker wants to mark it as entered in error.
    let in_error = Held::new(0_u32);
    view! {
        <PageHead title=w.contact back=Screen::Client(client_id)/>
        {move || unread.get().then(|| view! { <Unread words=w.phone_could_not_read again/> })}
        {move || is_here.get().then(|| view! { <LayoutChoice chosen=layout/> })}
        {move || {
            provide_context(around.get());
            found.get().map(|(row, addenda)| view! { <Note row addenda layout in_error/> })
        }}
        {move || is_here.get().then(|| view! {
            <div class="not-printed"><AddendumForm client_id contact_id in_error/></div>
        })}
        {move || (!is_here.get() && file.with(Option::is_some)).then(|| {
            let says = if state.whole.get() { d.nothing_here } else { w.still_fetching };
            view! { <p class="empty" role="status">{says}</p> }
        })}
    }
    .into_any()
}

#[component]
fn Note(
    row: ContactRow,
    addenda: Vec<AddendumRow>,
    layout: Held<Option<Layout>>,
    in_error: Held<u32>,
) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let now = state.now.get_untracked();
    let (icon, place) = whereabouts(w, &row, &state.pending.get(), now);
    let d = desk::words(state.language.get_untracked());
    let author = state.caseload.with_untracked(|caseload| staff_name(caseload, row.author));
    let is_in_error = addenda.iter().any(|row| row.addendum.kind == AddendumKind::EnteredInError);
    let day = row.contact.occurred_start.date();
    let doubted =
        (row.is_in_doubt() && !is_in_error).then(|| d.date_in_doubt_text(&dates::on_paper(w, day)));
    let l = layouts::words(state.language.get_untracked());
    let contact = row.contact.clone();
    let facts = move || match layout.get() {
        None => contact_facts(state, &contact, Some(&author)),
        Some(layout) => facts_around(state, &contact, Some(&author), in_layout(layout, &contact)),
    };
    let whose = state.caseload.with_untracked(|caseload| {
        let entry = caseload.clients.get(&row.contact.client_id);
        entry.map(|entry| entry.client.preferred_name.clone()).unwrap_or_default()
    });
    view! {
        <article class="note" class:in-error=is_in_error>
            <p class="only-printed">{l.of_client(&whose)}" · "{dates::on_paper(w, day)}</p>
            {doubted.map(|text| view! {
                <div class="banner">
                    <p>{text}</p>
                    <button class="button" type="button" on:click=move |_| in_error.update(|times| *times += 1)>
                        {w.entered_in_error}
                    </button>
                </div>
            })}
            {facts}
            <p class="quiet contact-foot">{icon.draw()}<span>{place}</span></p>
            {addenda.iter().map(|row| added(w, row, now, state.caseload.with_untracked(|all| staff_name(all, row.author)))).collect_view()}
        </article>
    }
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
            <h2>{addendum_kind(w, addendum.kind)}</h2>
            <p>{addendum.text.clone()}</p>
            {(!addendum.reason.is_empty()).then(|| view! { <p class="quiet">{w.reason}": "{addendum.reason.clone()}</p> })}
            <p class="quiet">{when}" · "{author}</p>
        </section>
    }
}
