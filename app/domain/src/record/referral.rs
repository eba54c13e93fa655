//! A referral of a client to a service, and what became of it, a step at a time (seed 004:12-55; domain
//! catalogue C7, `referral`).
//!
//! Both are signed once and never change. How a referral stands follows from its steps, see
//! [`crate::referral`].

use crate::{
    directory::is_fresh,
    document::{Absent, Cell, Cells, Key, Shape, Value, service_plan::review_window},
    id::{LineId, RecordId, ServiceId},
    json::Json,
    problem::Problem,
    record::{
        CLOSES_TASK, NEXT_STEP, line_of_plan,
        release::{problem, says},
        service_check,
    },
    referral::State,
};
use chrono::NaiveDate;

pub use line_of_plan::about;

#[cfg(test)]
pub(crate) mod tests;

/// Of which cells a referral is made.
pub const SHAPE: &Shape = &Shape { id: "record_id", facts: FACTS, lists: &[], due: None };

/// Of which cells a step of one is made.
pub const STEP: &Shape = &Shape { id: "record_id", facts: STEP_FACTS, lists: &[], due: None };

const FACTS: &[Cell] = &[
    // The line of the plan and the need it answers, as they stood (004:49-55).
    Cell::new("line", &["line"], "line_of_plan", Absent::Nothing),
    Cell::new("need", &["need"], "item_of_assessment", Absent::Nothing),
    Cell::new("need_number", &["need_number"], "count", Absent::Nothing),
    Cell::words("goal", &["goal"]),
    // Before the plan is finished only where it cannot wait (004:12, 25-32).
    Cell::flag("plan_finished", &["plan_finished"]),
    Cell::words("urgent_reason", &["urgent_reason"]),
    // To whom (004:18-20).
    Cell::new("referral_to", &["referral_to"], "referral_to", Absent::Nothing),
    Cell::words("provider", &["provider"]),
    Cell::words("reach", &["reach"]),
    // Which service of the directory, and the check there that says what they said.
    Cell::new("about_service", &["about_service"], "service_of_directory", Absent::Nothing),
    Cell::new("check", &["check"], "record", Absent::Nothing),
    // Due diligence (004:21-24).
    Cell::day("checked_on", &["checked_on"]),
    Cell::words("answered_by", &["answered_by"]),
    Cell::new("accepting", &["accepting"], "accepting", Absent::Nothing),
    Cell::words("wait", &["wait"]),
    Cell::flag("fits_person", &["fits_person"]),
    Cell::flag("fits_language", &["fits_language"]),
    Cell::flag("fits_payer", &["fits_payer"]),
    Cell::words("check_note", &["check_note"]),
    // What leaves (004:34-46).
    Cell::words("issue", &["issue"]),
    Cell::words("service", &["service"]),
    Cell::words("timeline", &["timeline"]),
    Cell::words("payer", &["payer"]),
    // Which categories of a release that tells of; of name and payer see `disclosure::tells_of`.
    Cell::flag("plan", &["plan"]),
    Cell::flag("mental_health", &["mental_health"]),
    Cell::flag("substance_use", &["substance_use"]),
    Cell::flag("hiv", &["hiv"]),
    Cell::day("target", &["target"]),
    Cell::day("review", &["review"]),
    Cell::new(NEXT_STEP, &[NEXT_STEP], NEXT_STEP, Absent::Nothing),
];

const STEP_FACTS: &[Cell] = &[
    Cell::new("referral", &["referral"], "record", Absent::Nothing),
    Cell::words("provider", &["provider"]),
    Cell::new("state", &["state"], "referral_state", Absent::Nothing),
    Cell::day("on", &["on"]),
    Cell::new("way", &["way"], "referral_way", Absent::Nothing),
    Cell::words("answered_by", &["answered_by"]),
    // Asked again, where what they said has grown old.
    Cell::new("accepting", &["accepting"], "accepting", Absent::Nothing),
    Cell::day("appointment", &["appointment"]),
    Cell::words("appointment_at", &["appointment_at"]),
    Cell::flag("needs_ride", &["needs_ride"]),
    Cell::flag("needs_escort", &["needs_escort"]),
    Cell::words("learned", &["learned"]),
    Cell::new(NEXT_STEP, &[NEXT_STEP], NEXT_STEP, Absent::Nothing),
    Cell::new(CLOSES_TASK, &[CLOSES_TASK], "task", Absent::Nothing),
];

/// A referral from a line of a plan that nothing is written in yet.
#[must_use]
pub fn begin(plan: &Cells, line: LineId, number: Option<u32>, today: NaiveDate) -> Cells {
    let mut referral = line_of_plan::begin(SHAPE, plan, line, number);
    let of_line = |name| plan.value(Key::of_line(line, name));
    let mut put = |name, value| referral.put(Key::fact(name), value);
    put("provider", words_of(&of_line("provider")));
    put("payer", words_of(&of_line("funding")));
    put("referral_to", Value::of("referral_to", Json::Text("external".to_owned())));
    let finished = plan.value(Key::fact("state")).as_word() == Some("finished");
    put("plan_finished", Value::flag(finished));
    put("plan", Value::flag(true));
    put("checked_on", Value::day(today));
    put("target", of_line("target"));
    let review = of_line("review");
    let review =
        if review == Value::Nothing { Value::day(*review_window(today).end()) } else { review };
    put("review", review);
    referral
}

fn words_of(value: &Value) -> Value {
    Value::text(value.as_text().unwrap_or_default())
}

/// Whether it goes to somebody outside of the agency.
#[must_use]
pub fn is_external(referral: &Cells) -> bool {
    referral.value(Key::fact("referral_to")).as_word() != Some("internal")
}

/// Whether what the provider said of their service may be relied on, by the rule of the directory.
#[must_use]
pub fn is_checked(referral: &Cells, today: NaiveDate, max_age_d: u16) -> bool {
    let checked = referral.value(Key::fact("checked_on")).as_day();
    checked.is_some_and(|on| is_fresh(on, today, max_age_d))
        && referral.value(Key::fact("accepting")) != Value::Nothing
}

/// That it goes to this service of the directory, and that what they said is what a check says there.
pub fn chosen(referral: &mut Cells, service: ServiceId, check: Option<RecordId>) {
    let id = Json::Text(service.to_string());
    referral.put(Key::fact("about_service"), Value::of("service_of_directory", id));
    let check = check.map(|id| Value::of("record", Json::Text(id.to_string())));
    referral.put(Key::fact("check"), check.unwrap_or(Value::Nothing));
}

/// What is not so any more once a fact of this name was changed by hand.
pub fn changed(referral: &mut Cells, name: &str) {
    if name == "provider" {
        referral.put(Key::fact("about_service"), Value::Nothing);
    }
    if matches!(name, "provider" | "checked_on" | "accepting" | "answered_by") {
        referral.put(Key::fact("check"), Value::Nothing);
    }
}

/// What a service of the directory was asked for a referral, as a check that everybody reads there; none
/// where it stands there already. Of the client it says nothing: whether it fits them, and notes, stay
/// in their file.
#[must_use]
pub fn for_directory(referral: &Cells) -> Option<Cells> {
    let said =
        |name| Some(referral.value(Key::fact(name))).filter(|value| *value != Value::Nothing);
    let service = said("about_service").filter(|_| said("check").is_none())?;
    let (on, accepting) = (said("checked_on")?, said("accepting")?);
    let mut check = Cells::empty(service_check::SHAPE);
    check.put(Key::fact("about_service"), service);
    check.put(Key::fact("checked_on"), on);
    check.put(Key::fact("accepting"), accepting);
    for name in ["provider", "answered_by"] {
        check.put(Key::fact(name), referral.value(Key::fact(name)));
    }
    Some(check)
}

/// What a referral lacks before it can be signed on `today` (004:34-55), where an answer of the provider
/// is good for so many days.
#[must_use]
pub fn lacks(referral: &Cells, today: NaiveDate, max_age_d: u16) -> Vec<Problem> {
    let value = |name| referral.value(Key::fact(name));
    let blank = |name| !says(referral, name);
    let open = |name| value(name) == Value::Nothing;
    let checks = [
        (!value("plan_finished").is_yes() && blank("urgent_reason"), "urgent_reason"),
        (open("referral_to"), "referral_to"),
        (blank("provider"), "provider"),
        (!is_checked(referral, today, max_age_d) && open("accepting"), "accepting"),
        (!is_checked(referral, today, max_age_d) && !open("accepting"), "checked_on"),
        // One that takes nobody is no referral: it is a reason to look elsewhere.
        (value("accepting").as_word() == Some("no"), "accepting"),
        (blank("answered_by"), "answered_by"),
        (blank("issue"), "issue"),
        (blank("service"), "service"),
        (blank("timeline"), "timeline"),
        (blank("payer"), "payer"),
        (value("target").as_day().is_none_or(|target| target < today), "target"),
        (value("review").as_day().is_none_or(|review| review < today), "review"),
    ];
    checks.into_iter().filter(|(lacks, _)| *lacks).map(|(_, name)| problem(name)).collect()
}

/// The step by which a referral gets to a state, with nothing said of it yet.
#[must_use]
pub fn begin_step(referral: &Cells, id: RecordId, today: NaiveDate) -> Cells {
    let mut step = Cells::empty(STEP);
    step.put(Key::fact("referral"), Value::of("record", Json::Text(id.to_string())));
    step.put(Key::fact("provider"), referral.value(Key::fact("provider")));
    step.put(Key::fact("on"), Value::day(today));
    step
}

/// What a step lacks before it can be signed on `today`, beside what may be told, where an answer of the
/// provider is good for so many days.
#[must_use]
pub fn step_lacks(
    step: &Cells,
    referral: &Cells,
    today: NaiveDate,
    max_age_d: u16,
) -> Vec<Problem> {
    let value = |name| step.value(Key::fact(name));
    let open = |name| value(name) == Value::Nothing;
    let state = State::said(step);
    let is = |wanted| state == Some(wanted);
    let ends = is(State::Refused) || is(State::Closed);
    let on = value("on").as_day();
    let checks = [
        (state.is_none(), "state"),
        (on.is_none_or(|on| on > today), "on"),
        (is(State::Sent) && open("way"), "way"),
        (
            is(State::Sent) && !is_checked(referral, today, max_age_d) && open("accepting"),
            "accepting",
        ),
        (is(State::Sent) && value("accepting").as_word() == Some("no"), "accepting"),
        // They may take somebody and give no day yet; one before they did is a slip.
        (
            is(State::Accepted) && value("appointment").as_day() < on && !open("appointment"),
            "appointment",
        ),
        (ends && !says(step, "learned"), "learned"),
    ];
    checks.into_iter().filter(|(lacks, _)| *lacks).map(|(_, name)| problem(name)).collect()
}

/// Whether a fact is asked for, as a step stands.
#[must_use]
pub fn step_asks(step: &Cells, name: &str) -> bool {
    let Some(state) = State::said(step) else { return matches!(name, "state" | "on") };
    match name {
        "way" | "accepting" => state == State::Sent,
        "appointment" | "appointment_at" | "needs_ride" | "needs_escort" => {
            matches!(state, State::Accepted)
        }
        "answered_by" => {
            matches!(
                state,
                State::Acknowledged | State::Accepted | State::Waitlisted | State::Refused
            )
        }
        "learned" => !matches!(state, State::Sent | State::Acknowledged),
        _ => true,
    }
}
