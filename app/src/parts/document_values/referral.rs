//! What the values of a referral and of its steps are called.

use super::{plain, release::category};
use crate::{
    parts::cells::CellWords,
    state::AppState,
    words::{
        referral::{Words, words},
        release,
    },
};
use domain::{document::CellName, json::Json, referral::State};

/// For every screen that shows values of a referral or a step.
pub const WORDS: CellWords = CellWords { name, value, line: |_, _| String::new() };

/// The words of this part.
#[must_use]
pub fn own(app: AppState) -> &'static Words {
    words(app.language.get_untracked())
}

/// The words of a choice with what they are called; none for what is no choice.
#[must_use]
pub fn choices(app: AppState, sort: &str) -> Vec<(&'static str, &'static str)> {
    let s = own(app);
    match sort {
        "referral_to" => vec![("external", s.to_external), ("internal", s.to_internal)],
        "accepting" => vec![
            ("yes", s.accepting_yes),
            ("waitlist", s.accepting_waitlist),
            ("no", s.accepting_no),
        ],
        "referral_state" => {
            State::STEPS.into_iter().map(|state| (state.word(), state_name(s, state))).collect()
        }
        "referral_way" => vec![
            ("by_hand", s.way_by_hand),
            ("shared", s.way_shared),
            ("fax", s.way_fax),
            ("mail", s.way_mail),
            ("phone", s.way_phone),
            ("portal", s.way_portal),
        ],
        _ => Vec::new(),
    }
}

/// How a referral stands, in a few words.
#[must_use]
pub const fn state_name(s: &Words, state: State) -> &'static str {
    match state {
        State::Made => s.state_made,
        State::Sent => s.state_sent,
        State::Acknowledged => s.state_acknowledged,
        State::Waitlisted => s.state_waitlisted,
        State::Accepted => s.state_accepted,
        State::Missed => s.state_missed,
        State::Linked => s.state_linked,
        State::Refused => s.state_refused,
        State::Closed => s.state_closed,
    }
}

fn name(app: AppState, field: CellName) -> &'static str {
    let s = own(app);
    match field.as_str() {
        "line" => s.line,
        "need" => s.need,
        "need_number" => s.need_number,
        "goal" => s.goal,
        "plan_finished" => s.plan_finished,
        "urgent_reason" => s.urgent_reason,
        "referral_to" => s.referral_to,
        "provider" => s.provider,
        "reach" => s.reach,
        "checked_on" => s.checked_on,
        "answered_by" => s.answered_by,
        "accepting" => s.accepting,
        "wait" => s.wait,
        "fits_person" => s.fits_person,
        "fits_language" => s.fits_language,
        "fits_payer" => s.fits_payer,
        "check_note" => s.check_note,
        "issue" => s.issue,
        "service" => s.service,
        "timeline" => s.timeline,
        "payer" => s.payer,
        "target" => s.target,
        "review" => s.review,
        "next_step" => s.next_step,
        "state" => s.state,
        "on" => s.on,
        "way" => s.way,
        "appointment" => s.appointment,
        "appointment_at" => s.appointment_at,
        "needs_ride" => s.needs_ride,
        "needs_escort" => s.needs_escort,
        "learned" => s.learned,
        "plan" => s.tells_plan,
        other => category(release::words(app.language.get_untracked()), other),
    }
}

fn value(app: AppState, sort: &str, json: &Json) -> Option<String> {
    plain(&choices(app, sort), sort, json)
}
