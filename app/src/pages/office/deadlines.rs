use crate::{
    parts::{choices::choices, day_field::CountField, online::office_words},
    state::{form::Writing, use_app},
    words::office::Words,
};
use domain::{
    agency::{ContentDraft, DEADLINES, Deadline},
    wire::v1::Policy,
};
use leptos::prelude::*;

/// What each deadline is called, with the unit it is set in.
const fn labels(ow: &Words) -> [&'static str; DEADLINES.len()] {
    [
        ow.note_due_h,
        ow.crisis_note_due_h,
        ow.crisis_followup_h,
        ow.crisis_plan_review_d,
        ow.no_contact_alert_d,
        ow.provider_check_max_age_d,
        ow.idle_lock_s,
    ]
}

/// The id of its field.
pub(super) fn field_of(deadline: &Deadline) -> String {
    ["deadline-", deadline.name].concat()
}

/// The days of the week on which people at level I are seen.
const WEEKS: [u8; 2] = [5, 7];

const fn week(ow: &Words, days: u8) -> &'static str {
    if days == 5 { ow.five_days } else { ow.seven_days }
}

/// How all of them are set, a line each.
pub(super) fn lines(ow: &Words, policy: &Policy) -> Vec<String> {
    let line =
        |(label, deadline): (&str, &Deadline)| format!("{label}: {}", (deadline.read)(policy));
    let mut lines: Vec<String> = labels(ow).into_iter().zip(&DEADLINES).map(line).collect();
    lines.push(format!("{}: {}", ow.service_week, week(ow, policy.service_week)));
    lines
}

/// The fields for them.
#[component]
pub(super) fn Deadlines(writing: Writing<ContentDraft>) -> impl IntoView {
    let ow = office_words(use_app());
    let edit = move |change: &dyn Fn(&mut Policy)| {
        writing.edit(|draft| {
            if let Some(policy) = &mut draft.content.policy {
                change(policy);
            }
        });
    };
    let field = |(label, deadline): (&'static str, &'static Deadline)| {
        let value = writing.read(move |draft| {
            // Nothing stands there while somebody types another number.
            draft.content.policy.as_ref().map(deadline.read).filter(|number| *number > 0)
        });
        let on_input = move |number: Option<u16>| {
            edit(&|policy| (deadline.write)(policy, number.unwrap_or_default()));
        };
        view! { <CountField id=field_of(deadline) label value on_input/> }
    };
    let fields = labels(ow).into_iter().zip(&DEADLINES).map(field).collect_view();
    let days = move || {
        writing.draft.with(|draft| draft.content.policy.as_ref().map(|policy| policy.service_week))
    };
    let options = WEEKS.map(|days| (Some(days), week(ow, days))).to_vec();
    view! {
        <h2>{ow.deadlines}</h2>
        <p class="hint">{ow.deadlines_text}</p>
        {fields}
        {choices("service-week", ow.service_week, options, days, move |days| {
            edit(&|policy| policy.service_week = days.unwrap_or(policy.service_week));
        })}
    }
}
