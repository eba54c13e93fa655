//! What the values of a fact sheet are called. Belongs to the chunk `plan`.

use super::{
    cells::{CellWords, joined},
    client_header::{language_name, level_name, stage_name},
    contact_line::staff_name,
    dates,
    phone_buttons::manners,
    service_model::model_name,
};
use crate::{
    state::AppState,
    words::fact_sheet::{Words, words},
};
use chrono::NaiveDate;
use domain::{
    document::{CellName, Value},
    json::{Json, ReadObject},
    wire::v1::{Alert, AlertKind, ContactPoint, Ended, Level, LevelBegun, Pause, StageBegun},
};

/// For every screen that shows values of a fact sheet.
pub const FACT_SHEET_WORDS: CellWords = CellWords { name, value, line };

fn own(app: AppState) -> &'static Words {
    words(app.language.get_untracked())
}

fn name(app: AppState, field: CellName) -> &'static str {
    let (w, s) = (app.words(), own(app));
    match field.as_str() {
        "preferred_name" => s.what_to_call,
        "legal_name" => w.legal_name,
        "alias" => w.alias,
        "pronouns" => s.pronouns,
        "born_on" => s.born_on,
        "languages" => w.languages,
        "interpreter" => s.interpreter,
        "communication_needs" => w.communication_needs,
        "place" => w.place,
        "stage" => s.stage,
        "level" => s.level,
        "program" => w.program,
        "opened_on" => s.opened_on,
        "review_due" => s.review_due,
        "primary" => s.primary,
        "number" => s.number,
        "note" => s.number_note,
        "kind" => s.alert_kind,
        "text" => s.alert_text,
        "days" => s.pause,
        "begun" => s.history,
        "model" => s.model,
        "mail" => s.mail,
        "best" => s.best,
        "not_at" => s.not_at,
        _ => crate::words::document::words(app.language.get_untracked()).field_line,
    }
}

#[derive(ReadObject)]
struct LevelGiven {
    #[serde(default)]
    level: Option<Level>,
    #[serde(default)]
    level_reason: String,
}

#[derive(ReadObject)]
struct Hours {
    #[serde(default)]
    not_from: u32,
    #[serde(default)]
    not_until: u32,
}

fn value(app: AppState, sort: &str, json: &Json) -> Option<String> {
    let (w, s) = (app.words(), own(app));
    Some(match sort {
        "languages" => {
            let tags: Vec<String> = json.read()?;
            tags.iter().map(|tag| language_name(w, tag)).collect::<Vec<_>>().join(", ")
        }
        "stage" => stage_name(w, json.read()?).to_owned(),
        "stage_since" | "stage_begun" => stage_begun(app, &json.read()?),
        "level_since" | "level_begun" => level_begun(app, &json.read()?),
        "model" => model_name(s, &json.read::<String>()?),
        "yes_or_no" => if json.read()? { w.yes } else { w.no }.to_owned(),
        "hours" => {
            let hours: Hours = json.read()?;
            let [from, until] =
                [hours.not_from, hours.not_until].map(|minute| dates::the_hour(w, minute));
            w.not_between(&from, &until)
        }
        "level" => {
            let given: LevelGiven = json.read()?;
            joined(&[level(app, given.level), &given.level_reason], " · ")
        }
        "staff" => {
            let staff = json.read()?;
            app.caseload.with_untracked(|caseload| staff_name(caseload, staff))
        }
        "number" | "contact_point" => number(app, &json.read()?),
        "alert_kind" => alert_kind(s, json.read()?).to_owned(),
        "alert" => alert(s, &json.read()?),
        "days" | "pause" => days(app, json.read()?),
        _ => return None,
    })
}

fn line(app: AppState, line: &Value) -> String {
    let s = own(app);
    let Some((sort, _)) = line.parts() else { return String::new() };
    match sort {
        "contact_point" => s.number,
        "alert" => s.alert_text,
        "stage_begun" => s.stage,
        "level_begun" => s.level,
        _ => s.pause,
    }
    .to_owned()
}

/// A number with what may be done with it, as one sentence.
#[must_use]
pub fn number(app: AppState, point: &ContactPoint) -> String {
    let s = own(app);
    let may = [
        point.call.then_some(s.calls),
        point.text.then_some(s.texts),
        Some(if point.safe { s.safe } else { s.not_safe }),
    ];
    let may: Vec<&str> = may.into_iter().flatten().collect();
    joined(&[&point.value, &point.note, &may.join(", "), &manners(app.words(), point)], " · ")
}

/// What an alert is about.
#[must_use]
pub const fn alert_kind(s: &Words, kind: AlertKind) -> &'static str {
    match kind {
        AlertKind::AdvanceDirective => s.alert_kind_advance_directive,
        AlertKind::DoNotInvolve => s.alert_kind_do_not_involve,
        AlertKind::StaffSafety => s.alert_kind_staff_safety,
        AlertKind::Medical => s.alert_kind_medical,
        AlertKind::Other => s.alert_kind_other,
    }
}

fn alert(s: &Words, alert: &Alert) -> String {
    joined(&[alert_kind(s, alert.kind), &alert.text], ": ")
}

fn days(app: AppState, pause: Pause) -> String {
    let (w, s) = (app.words(), own(app));
    let today = app.now.get_untracked().date();
    let from = dates::long_day(w, pause.from, today);
    match pause.to {
        Some(to) => s.days_from_to(&from, &dates::long_day(w, to, today)),
        None => s.days_from_on(&from),
    }
}

/// A level of care, or that there is none.
fn level(app: AppState, level: Option<Level>) -> &'static str {
    level.map_or(own(app).no_level, |level| level_name(app.words(), level))
}

/// A stage of the case with its day, its reason, and how it ended.
#[must_use]
pub fn stage_begun(app: AppState, begun: &StageBegun) -> String {
    let name = stage_name(app.words(), begun.stage);
    let how = begun.ended.map(|ended| ended_name(app, ended)).unwrap_or_default();
    begins(app, &joined(&[name, how], ": "), begun.since, &begun.reason)
}

/// A level of care with its day and its reason.
#[must_use]
pub fn level_begun(app: AppState, begun: &LevelBegun) -> String {
    begins(app, level(app, begun.level), begun.since, &begun.reason)
}

fn begins(app: AppState, what: &str, since: NaiveDate, reason: &str) -> String {
    let day = dates::on_paper(app.words(), since);
    joined(&[what, &own(app).since_day(&day), reason], " · ")
}

/// How a case ended.
#[must_use]
pub fn ended_name(app: AppState, ended: Ended) -> &'static str {
    let s = own(app);
    match ended {
        Ended::NotFound => s.ended_not_found,
        Ended::Declined => s.ended_declined,
        Ended::NotEligible => s.ended_not_eligible,
        Ended::GoalsMet => s.ended_goals_met,
        Ended::HandedOver => s.ended_handed_over,
        Ended::Moved => s.ended_moved,
        Ended::Died => app.words().ended_died,
        Ended::RemovedAtSource => s.ended_removed_at_source,
        Ended::Other => s.ended_other,
    }
}
