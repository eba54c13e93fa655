//! Everything a signed contact says, for its worker and for whoever reads it in the quarantine.

use super::{
    contact_line::{attempt, mode, with},
    dates,
    document_values::{Around, disclosure::right},
};
use crate::{
    state::AppState,
    words::{Words, disclosure, document, needs, note},
};
use domain::{
    span::Span,
    wire::v1::{AboutNeed, Component, Contact, Progress},
};
use leptos::prelude::*;

/// Every field of a contact, each once, with its name: the one list of them, for
/// whoever reads a note. Empty ones are left out.
#[must_use]
pub fn contact_facts(
    app: AppState,
    contact: &Contact,
    // Who signed, empty where something else on the screen says it; none before it is signed.
    author: Option<&str>,
) -> AnyView {
    facts_around(app, contact, author, as_written(app, contact))
}

/// The facts of a contact around what was written in it, however that is laid out.
#[must_use]
pub fn facts_around(
    app: AppState,
    contact: &Contact,
    author: Option<&str>,
    written: AnyView,
) -> AnyView {
    let (w, n) = (app.words(), note::words(app.language.get_untracked()));
    let d = disclosure::words(app.language.get_untracked());
    let now = app.now.get_untracked();
    let when = |at| dates::day_time(w, at, now);
    let lasted = Span::new(contact.occurred_start, contact.occurred_end);
    let whom = [with(w, contact.with), contact.with_whom.as_str()];
    let signed = match author {
        None => String::new(),
        Some("") => when(contact.signed_at),
        Some(author) => n.signed_by(&when(contact.signed_at), author),
    };
    let came_of_it = attempt(w, contact.outcome).unwrap_or(n.outcome_completed);
    view! {
        <dl>
            {rows([
                (w.date, dates::from_to(w, lasted, now)),
                (n.duration, n.minutes(&lasted.minutes().to_string())),
                (w.what_came_of_it, came_of_it.to_owned()),
                (n.by_what_means, mode(w, contact.mode).to_owned()),
                (n.with_whom_kind, joined(&whom, ": ")),
                (d.heading, contact.told.map_or_else(String::new, |told| right(d, told).to_owned())),
                (w.place, contact.place.clone()),
            ])}
            {written}
            {rows([
                (n.function, function_name(n, contact.component).to_owned()),
                (n.needs, needs_said(app, contact)),
                (n.planned, yes_no(w, contact.planned)),
                (n.interpreter_took_part, yes_no(w, contact.interpreter)),
                (n.travel_minutes, contact.travel_minutes.map_or_else(String::new, |minutes| n.minutes(&minutes.to_string()))),
                (n.of_a_crisis, contact.closes_task.map_or_else(String::new, |_| w.yes.to_owned())),
                (n.writing_began, when(contact.written_at)),
                (n.signed, signed),
            ])}
        </dl>
    }
    .into_any()
}

/// What was written, in the order of the form.
fn as_written(app: AppState, contact: &Contact) -> AnyView {
    let (w, n) = (app.words(), note::words(app.language.get_untracked()));
    // The words of an impression and of the client look different from facts.
    let impression = contact.impression.as_str();
    let impression = (!impression.is_empty())
        .then(|| view! { <div class="impression"><dt>{n.impression}</dt><dd>{impression.to_owned()}</dd></div> });
    let quotes: Vec<_> = contact
        .quotes
        .iter()
        .map(|quote| view! { <blockquote>{quote.clone()}</blockquote> })
        .collect();
    let quotes =
        (!quotes.is_empty()).then(|| view! { <div><dt>{n.quote}</dt><dd>{quotes}</dd></div> });
    let next = contact.next_step.as_ref().map_or_else(String::new, |step| {
        [&step.text, " (", &next_step_by(app, contact), ")"].concat()
    });
    view! {
        {rows([(w.purpose, contact.purpose.clone()), (w.seen_heard, contact.seen_heard.clone())])}
        {quotes}
        {impression}
        {rows([
            (w.what_i_did, contact.what_i_did.clone()),
            (n.what_client_did, contact.what_client_did.clone()),
            (w.response, contact.response.clone()),
            (w.next_step, next),
        ])}
    }
    .into_any()
}

/// By which day the next step of a contact is due; nothing where it has none.
#[must_use]
pub fn next_step_by(app: AppState, contact: &Contact) -> String {
    let today = app.now.get_untracked().date();
    let due = contact.next_step.as_ref().map(|step| step.due);
    due.map_or_else(String::new, |due| dates::day(app.words(), due, today))
}

/// The needs a contact was about, each with how it goes; by their names where the assessment is at
/// hand (see [`Around`]), by their numbers otherwise.
fn needs_said(app: AppState, contact: &Contact) -> String {
    let s = needs::words(app.language.get_untracked());
    if contact.about_no_need {
        return s.about_none.to_owned();
    }
    let going = |about: &AboutNeed| about.progress.map_or("", |it| progress_name(s, it));
    let around = use_context::<Around>().filter(|around| around.assessed.is_some());
    let Some(around) = around else {
        let numbers = contact.need_nos.iter().map(ToString::to_string);
        let going = contact.needs.iter().map(|about| going(about).to_owned());
        let all: Vec<_> = numbers.chain(going).collect();
        return joined(&all.iter().map(String::as_str).collect::<Vec<_>>(), ", ");
    };
    if contact.needs.is_empty() {
        return contact.need_nos.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    }
    let gone = document::words(app.language.get_untracked()).gone;
    let named = |about: &AboutNeed| {
        let name = around.item(&about.need.to_string());
        joined(&[name.as_deref().unwrap_or(gone), going(about)], ": ")
    };
    contact.needs.iter().map(named).collect::<Vec<_>>().join("; ")
}

/// How it goes with a need, in a word.
#[must_use]
pub const fn progress_name(s: &needs::Words, progress: Progress) -> &'static str {
    match progress {
        Progress::Worse => s.progress_worse,
        Progress::Same => s.progress_same,
        Progress::Better => s.progress_better,
        Progress::Met => s.progress_met,
    }
}

fn rows<const N: usize>(facts: [(&'static str, String); N]) -> impl IntoView {
    let there = facts.into_iter().filter(|(_, fact)| !fact.is_empty());
    there.map(|(name, fact)| view! { <div><dt>{name}</dt><dd>{fact}</dd></div> }).collect_view()
}

/// What a contact was for, as case management calls it.
#[must_use]
pub const fn function_name(n: &note::Words, component: Component) -> &'static str {
    match component {
        Component::Assessment => n.function_assessment,
        Component::Planning => n.function_planning,
        Component::Referral => n.function_referral,
        Component::Monitoring => n.function_monitoring,
        Component::Outreach => n.function_outreach,
        Component::Advocacy => n.function_advocacy,
        Component::Crisis => n.function_crisis,
    }
}

fn yes_no(w: &Words, yes: bool) -> String {
    if yes { w.yes } else { w.no }.to_owned()
}

/// What there is of it, with something between.
fn joined(texts: &[&str], between: &str) -> String {
    let there: Vec<_> = texts.iter().copied().filter(|text| !text.is_empty()).collect();
    there.join(between)
}
