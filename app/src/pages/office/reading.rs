//! What an operation in the quarantine says, every word of it.

use super::office_words;
use crate::{
    parts::{
        client_header::language_name,
        contact_facts::contact_facts,
        contact_line::addendum_kind,
        crisis_event_line::{outcome, path},
        dates,
        plan_lines::section_name,
    },
    state::{AppState, use_app},
    words::Words,
};
use domain::{
    operation::{Operation, Payload},
    wire::v1::{
        Client, CrisisEvent, CrisisPlanEdit, CrisisPlanItem, LookupReason, MadeWith,
        QuarantinedOperation, Section, Stamp, SupportPerson, Task, TaskState,
    },
};
use leptos::prelude::*;

/// A heading with what stands under it; empty ones are left out.
type Part = (&'static str, String);

/// The operation as a supervisor reads it; or that it cannot be read.
#[component]
pub(super) fn Reading(kept: QuarantinedOperation) -> impl IntoView {
    let state = use_app();
    let ow = office_words(state);
    let Some(operation) = kept.operation else {
        return view! { <p class="banner">{ow.cannot_be_read}</p> }.into_any();
    };
    if let Payload::ContactSigned(contact) = operation.payload {
        let facts = contact_facts(state, &contact, "");
        return view! { <article class="note block">{facts}</article> }.into_any();
    }
    let parts = parts(state, &operation, kept.task.as_ref())
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(name, text)| view! { <div><dt>{name}</dt><dd>{text}</dd></div> })
        .collect_view();
    view! { <article class="note block"><dl>{parts}</dl></article> }.into_any()
}

fn parts(state: AppState, operation: &Operation, task: Option<&Task>) -> Vec<Part> {
    let (w, ow) = (state.words(), office_words(state));
    let now = state.now.get_untracked();
    match &operation.payload {
        // Has a list of its own, which its worker reads as well.
        Payload::ContactSigned(_) => Vec::new(),
        Payload::AddendumSigned(addendum) => vec![
            (w.kind_of_addendum, addendum_kind(w, addendum.kind).to_owned()),
            (w.addendum_text, addendum.text.clone()),
            (w.reason, addendum.reason.clone()),
        ],
        Payload::CrisisPlanOpened(lookup) => vec![
            (
                w.reason,
                match lookup.reason {
                    LookupReason::OwnClient => ow.reason_own_client.to_owned(),
                    LookupReason::ShownToClient => ow.reason_shown.to_owned(),
                    LookupReason::Printed => ow.reason_printed.to_owned(),
                    LookupReason::OnCall => ow.reason_on_call.to_owned(),
                },
            ),
            (w.date, dates::day_time(w, lookup.at, now)),
            (ow.offline_when_opened, yes_no(w, lookup.offline)),
        ],
        Payload::TaskClosed(closed) => vec![
            (ow.task, task.map(|task| task.title.clone()).unwrap_or_default()),
            (
                w.what_came_of_it,
                match closed.state {
                    TaskState::Open => ow.state_open.to_owned(),
                    TaskState::Done => ow.state_done.to_owned(),
                    TaskState::Cancelled => ow.state_cancelled.to_owned(),
                },
            ),
        ],
        Payload::ClientMet(client) => client_parts(state, client),
        Payload::CrisisPlanSaved(edit) => plan_parts(state, edit),
        Payload::CrisisEventEnded(event) => event_parts(state, event),
        Payload::SupportPersonSaved(person) => person_parts(state, person),
    }
}

fn yes_no(w: &Words, yes: bool) -> String {
    if yes { w.yes } else { w.no }.to_owned()
}

fn client_parts(state: AppState, client: &Client) -> Vec<Part> {
    let (w, ow) = (state.words(), office_words(state));
    let languages: Vec<_> = client.languages.iter().map(|tag| language_name(w, tag)).collect();
    let points: Vec<_> = client
        .contact_points
        .iter()
        .map(|point| joined(&[point.value.clone(), point.note.clone()], " · "))
        .collect();
    let alerts: Vec<_> = client.alerts.iter().map(|alert| alert.text.clone()).collect();
    vec![
        (w.what_to_call, client.preferred_name.clone()),
        (w.alias, client.alias.clone()),
        (w.legal_name, client.legal_name.clone()),
        (w.where_met, client.place.clone()),
        (w.languages, languages.join(", ")),
        (w.communication_needs, client.communication_needs.clone()),
        (ow.contact_points, points.join("\n")),
        (w.needs_attention, alerts.join("\n")),
        (w.program, client.program.clone()),
    ]
}

fn event_parts(state: AppState, event: &CrisisEvent) -> Vec<Part> {
    let (w, ow) = (state.words(), office_words(state));
    let now = state.now.get_untracked();
    let when = |stamp: &Stamp| dates::day_time(w, stamp.time(), now);
    let steps: Vec<_> = event
        .steps
        .iter()
        .map(|taken| {
            joined(&[taken.at.as_ref().map(when).unwrap_or_default(), taken.note.clone()], " · ")
        })
        .collect();
    let reached: Vec<_> =
        event.reached.iter().map(|one| joined(&[when(&one.at), one.who.clone()], " · ")).collect();
    let handed = event.handed_over.as_ref();
    let handed = handed.map(|over| joined(&[when(&over.at), over.to.clone()], " · "));
    vec![
        (w.what_crisis_event, path(w, event.path).to_owned()),
        (w.date, format!("{} – {}", when(&event.started), when(&event.ended))),
        (ow.event_happened, event.what_happened.clone()),
        (ow.event_steps, steps.join("\n")),
        (ow.event_reached, reached.join("\n")),
        (ow.event_handed, handed.unwrap_or_default()),
        (ow.event_took_part, event.took_part.clone()),
        (ow.event_nobody_went, event.why_nobody_went.clone()),
        (w.what_came_of_it, event.outcome.map_or("", |how| outcome(w, how)).to_owned()),
    ]
}

fn person_parts(state: AppState, person: &SupportPerson) -> Vec<Part> {
    let (w, ow) = (state.words(), office_words(state));
    let language = match person.language.as_str() {
        "" => String::new(),
        tag => language_name(w, tag),
    };
    let roles = [
        person.ended.then_some(ow.person_ended),
        person.do_not_involve.then_some(w.alert_do_not_involve),
        person.guardian.then_some(ow.person_guardian),
        person.agent.then_some(w.agent),
    ];
    let roles: Vec<_> = roles.into_iter().flatten().map(str::to_owned).collect();
    let who = joined(&[person.name.clone(), person.relation.clone()], ", ");
    vec![
        (w.support_people, joined(&[&[who][..], &roles].concat(), "\n")),
        (ow.contact_points, joined(&[person.tel.clone(), person.sms.clone()], " · ")),
        (w.language, language),
        (ow.person_note, person.note.clone()),
    ]
}

fn plan_parts(state: AppState, edit: &CrisisPlanEdit) -> Vec<Part> {
    let (w, ow) = (state.words(), office_words(state));
    let content = &edit.content;
    let made = match content.made_with {
        MadeWith::Client => w.made_with_client,
        MadeWith::Supporter => w.made_with_supporter,
        MadeWith::CaseManagerOnly => w.made_by_case_manager,
    };
    let today = state.now.get_untracked().date();
    let mut parts = vec![
        (w.what_plan, made.to_owned()),
        (ow.agreed_label, yes_no(w, content.client_agrees)),
        (w.plan_stale, dates::day(w, content.review_due, today)),
        (w.language, language_name(w, &content.language)),
    ];
    for section in Section::ALL {
        let lines: Vec<_> =
            content.items.iter().filter(|item| item.section == section).map(line).collect();
        parts.push((section_name(w, section), lines.join("\n")));
    }
    let directive = content.advance_directive.as_ref();
    parts.push((
        w.advance_directive,
        directive
            .map(|known| joined(&[known.where_kept.clone(), known.agent.clone()], " · "))
            .unwrap_or_default(),
    ));
    parts
}

fn line(item: &CrisisPlanItem) -> String {
    let CrisisPlanItem { name, relation, tel, sms, text, obstacles, .. } = item;
    joined(&[name, relation, tel, sms, text, obstacles].map(Clone::clone), " · ")
}

/// What there is of it, with something between.
fn joined(texts: &[String], between: &str) -> String {
    let there: Vec<_> = texts.iter().filter(|text| !text.is_empty()).map(String::as_str).collect();
    there.join(between)
}
