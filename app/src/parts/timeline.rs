//! What was done with a client, newest first.

use super::{
    contact_line::{ContactLine, staff_name},
    crisis_event_line::CrisisEventLine,
    dates,
    operation_kind::record_name,
    shown_notes::ShownNotes,
    text::beginning,
    unread::Unread,
};
use crate::{
    held::Held,
    place::{PlanScreen, Screen, kept},
    state::{AppState, use_app},
};
use ::sync::read_copy::ClientFile;
use domain::{
    Moment,
    json::Json,
    order,
    record::RecordKind,
    wire::v1::{AddendumKind, CellRecord, CellRecordRow, ContactRow, CrisisEventRow},
};
use leptos::prelude::*;

/// Contacts at first; "show older" brings the rest, a page at a time.
const FIRST_SHOWN: usize = 15;

/// Letters of what a record is of, more or less: a goal may be a page long.
const OF_WHAT_LETTERS: usize = 60;

/// What a line of the timeline is about.
enum Line<'a> {
    Contact(&'a ContactRow),
    CrisisEvent(&'a CrisisEventRow),
    Record(&'a CellRecordRow),
}

/// Contacts, crisis events and reviews that are shown, oldest first.
fn timeline(file: &ClientFile, shown: ShownNotes) -> Vec<(Moment, Line<'_>)> {
    let contacts = file.contacts.iter();
    let contacts = contacts.map(|row| (row.contact.occurred_start, Line::Contact(row)));
    let events = file.crisis_events.iter();
    let events = events.map(|row| (row.crisis_event.started.time(), Line::CrisisEvent(row)));
    let records = file.records.iter().map(|row| (row.record.at, Line::Record(row)));
    let mut lines: Vec<_> = contacts.chain(events).chain(records).collect();
    shown.leave_out(&mut lines);
    order::by(&mut lines, |(at, _)| at.utc_ms());
    lines
}

/// Where a record is read: a review with its need, what belongs to a client's own pages there, and
/// anything else by itself. What became of a release, a referral, a benefit or an appointment stands with that.
#[must_use]
pub fn leads_to(record: &CellRecord) -> Screen {
    let client_id = record.client_id;
    let id = |cell| record.content.get(cell).and_then(Json::as_text);
    let of = |cell| id(cell).and_then(|id| id.parse().ok()).unwrap_or(record.record_id);
    match record.kind {
        RecordKind::Review => id("need")
            .and_then(|need| need.parse().ok())
            .map_or(Screen::Needs(client_id), |need| Screen::Need(client_id, need)),
        RecordKind::ClientAccess
        | RecordKind::ClientAccessEnded
        | RecordKind::ClientMessage
        | RecordKind::MessageAnswer => Screen::AboutPlan(client_id, PlanScreen::Own),
        RecordKind::ReferralStep => Screen::Record(client_id, of("referral")),
        RecordKind::ReleaseEnded => Screen::Record(client_id, of("release")),
        RecordKind::Benefit => Screen::Benefits(client_id),
        RecordKind::Appointment => Screen::Appointments(client_id),
        _ => Screen::Record(client_id, record.record_id),
    }
}

/// What a record is of, or whom it names beside the client: tells two of one kind apart. Only what
/// somebody wrote: what choices are called is in other files than this.
fn of_what(record: &CellRecord) -> String {
    let text = |cell| record.content.get(cell).and_then(Json::as_text);
    let own = match record.kind {
        RecordKind::Review => Some("goal"),
        // Of a paper, "what" is a word of a choice.
        RecordKind::Appointment => Some("what"),
        RecordKind::Paper => Some("title"),
        _ => None,
    };
    let named = ["recipient", "provider", "program"].into_iter();
    let first = own.into_iter().chain(named).find_map(text);
    beginning(first.unwrap_or_default(), OF_WHAT_LETTERS)
}

/// A review, or another record that is made of its cells alone: what it is, and the way to it.
fn record_line(app: AppState, row: &CellRecordRow, author: &str) -> AnyView {
    let w = app.words();
    let path = leads_to(&row.record).path();
    let when = dates::time(w, row.record.at);
    let of_what = of_what(&row.record);
    let between = if of_what.is_empty() { "" } else { " · " };
    let head = [&when, " · ", record_name(w, row.record.kind), between, &of_what].concat();
    view! {
        <li class="contact">
            <a href=path>
                <span class="contact-head"><span>{head}</span></span>
                <span class="quiet contact-foot">{author.to_owned()}</span>
            </a>
        </li>
    }
    .into_any()
}

/// Every contact, crisis event and review, newest first, by month and day; or those of them that
/// somebody looks for.
#[component]
pub fn Timeline(
    file: Held<Option<ClientFile>>,
    unread: Held<bool>,
    again: Callback<()>,
) -> impl IntoView {
    let state = use_app();
    let w = state.words();
    let more = kept("shown");
    let shown = move || more.with(|more| more.parse().unwrap_or(FIRST_SHOWN));
    let notes = use_context::<ShownNotes>().unwrap_or_else(|| ShownNotes::of(file));
    let draw = move |file: &ClientFile| {
        let now = state.now.get();
        let own = state.profile.get_untracked().map(|profile| profile.staff_id);
        let author_of = |author| {
            if Some(author) == own {
                return String::new();
            }
            state.caseload.with_untracked(|caseload| staff_name(caseload, author))
        };
        let mut day = None;
        let mut month = String::new();
        let lines = timeline(file, notes);
        let count = lines.len();
        let rows = lines
            .into_iter()
            .rev()
            .take(shown())
            .map(|(at, line)| {
                let date = at.date();
                let heading = (day.replace(date) != Some(date)).then(|| {
                    let now_in = dates::month_year(w, date);
                    let is_new = month != now_in;
                    month.clone_from(&now_in);
                    view! {
                        {is_new.then(|| view! { <li class="month"><h3>{now_in}</h3></li> })}
                        <li class="day"><h4>{dates::heading(w, date, now.date())}</h4></li>
                    }
                });
                let row = match line {
                    Line::Contact(row) => row,
                    Line::CrisisEvent(row) => {
                        let line = view! { <CrisisEventLine row=row.clone() author=author_of(row.author)/> };
                        return view! { {heading}{line} }.into_any();
                    }
                    Line::Record(row) => {
                        let line = record_line(state, row, &author_of(row.author));
                        return view! { {heading}{line} }.into_any();
                    }
                };
                let mine = file
                    .addenda
                    .iter()
                    .filter(|added| added.addendum.contact_id == row.contact.contact_id);
                let in_error =
                    mine.clone().any(|added| added.addendum.kind == AddendumKind::EnteredInError);
                let author = author_of(row.author);
                view! {
                    {heading}
                    <ContactLine row=row.clone() author in_error addenda=mine.count()/>
                }
                .into_any()
            })
            .collect_view();
        let older = (count > shown()).then(|| {
            view! {
                <button
                    class="button wide"
                    type="button"
                    on:click=move |_| more.set((shown() + 50).to_string())
                >
                    {w.show_older(count - shown())}
                </button>
            }
        });
        // Until everything is fetched nobody knows that there are none.
        let empty = (count == 0 && notes.found.with(String::is_empty) && state.whole.get())
            .then(|| view! { <p class="empty">{w.no_notes_yet}</p> });
        view! { <ol class="timeline">{rows}</ol>{older}{empty} }
    };
    view! {
        <section class="history">
            <h2 id="contacts" tabindex="-1">{w.contacts}</h2>
            {move || unread.get().then(|| view! { <Unread words=w.phone_could_not_read again/> })}
            {move || file.with(|file| file.as_ref().map(draw))}
        </section>
    }
}
