//! What an operation in the quarantine says, every word of it.

use super::office_words;
use crate::{
    pages::contact::addendum_kind,
    parts::{
        client_header::language_name,
        contact_line::{kind, mode, with},
        crisis_event_line::{outcome, path},
        dates,
        plan_lines::section_name,
    },
    state::{AppState, use_app},
    words::Words,
};
use domain::{
    Moment,
    operation::{Operation, Payload},
    span::Span,
    wire::v1::{
        Client, Component, Contact, CrisisEvent, CrisisPlanEdit, CrisisPlanItem, LookupReason,
        MadeWith, Outcome, QuarantinedOperation, Section, Stamp, SupportPerson, Task, TaskState,
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
        Payload::ContactSigned(contact) => contact_parts(state, contact),
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

fn contact_parts(state: AppState, contact: &Contact) -> Vec<Part> {
    let (w, ow) = (state.words(), office_words(state));
    let now: Moment = state.now.get_untracked();
    let whom = [with(w, contact.with), &contact.with_whom].map(str::to_owned);
    let function = match contact.component {
        Component::Assessment => w.function_assessment,
        Component::Planning => w.function_planning,
        Component::Referral => w.function_referral,
        Component::Monitoring => w.function_monitoring,
        Component::Outreach => w.function_outreach,
        Component::Advocacy => w.function_advocacy,
        Component::Crisis => w.function_crisis,
    };
    // What happened says it already of a contact that came about.
    let means = match contact.outcome {
        Outcome::Completed => String::new(),
        _ => mode(w, contact.mode).to_owned(),
    };
    let needs: Vec<_> = contact.need_nos.iter().map(ToString::to_string).collect();
    let next = contact.next_step.as_ref().map_or_else(String::new, |step| {
        format!("{} ({})", step.text, dates::day(w, step.due, now.date()))
    });
    vec![
        (w.kind_of_contact, kind(w, contact).to_owned()),
        (w.by_what_means, means),
        (w.date, dates::from_to(w, Span::new(contact.occurred_start, contact.occurred_end), now)),
        (w.with_whom_kind, joined(&whom, ": ")),
        (w.place, contact.place.clone()),
        (w.purpose, contact.purpose.clone()),
        (w.seen_heard, contact.seen_heard.clone()),
        (
            w.quote,
            contact.quotes.iter().map(|quote| format!("“{quote}”")).collect::<Vec<_>>().join("\n"),
        ),
        (w.impression, contact.impression.clone()),
        (w.what_i_did, contact.what_i_did.clone()),
        (w.what_client_did, contact.what_client_did.clone()),
        (w.response, contact.response.clone()),
        (w.next_step, next),
        (w.function, function.to_owned()),
        (ow.needs, needs.join(", ")),
        (w.planned, yes_no(w, contact.planned)),
        (w.interpreter_took_part, yes_no(w, contact.interpreter)),
    ]
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
