//! What the values of a fact sheet are called. Belongs to the chunk `plan`.

use super::{
    cells::{CellWords, joined},
    client_header::{language_name, level_name},
    contact_line::staff_name,
    dates,
};
use crate::{
    state::AppState,
    words::fact_sheet::{Words, words},
};
use domain::{
    document::{CellName, Value},
    json::{Json, ReadObject},
    wire::v1::{Alert, AlertKind, ContactPoint, Level, Pause, Stage},
};
use leptos::prelude::*;

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

fn value(app: AppState, sort: &str, json: &Json) -> Option<String> {
    let (w, s) = (app.words(), own(app));
    Some(match sort {
        "languages" => {
            let tags: Vec<String> = json.read()?;
            tags.iter().map(|tag| language_name(w, tag)).collect::<Vec<_>>().join(", ")
        }
        "stage" => stage(s, json.read()?).to_owned(),
        "level" => {
            let given: LevelGiven = json.read()?;
            joined(&[level_name(w, given.level), &given.level_reason], " · ")
        }
        "staff" => {
            let staff = json.read()?;
            app.caseload.with_untracked(|caseload| staff_name(caseload, staff))
        }
        "number" | "contact_point" => number(s, &json.read()?),
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
        _ => s.pause,
    }
    .to_owned()
}

/// A number with what may be done with it, as one sentence.
#[must_use]
pub fn number(s: &Words, point: &ContactPoint) -> String {
    let may = [
        point.call.then_some(s.calls),
        point.text.then_some(s.texts),
        Some(if point.safe { s.safe } else { s.not_safe }),
    ];
    let may: Vec<&str> = may.into_iter().flatten().collect();
    joined(&[&point.value, &point.note, &may.join(", ")], " · ")
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

/// Where a case stands.
#[must_use]
pub const fn stage(s: &Words, stage: Stage) -> &'static str {
    match stage {
        Stage::Referred => s.stage_referred,
        Stage::Outreach => s.stage_outreach,
        Stage::EligibilityPending => s.stage_eligibility_pending,
        Stage::Active => s.stage_active,
        Stage::OnHold => s.stage_on_hold,
        Stage::DischargePlanning => s.stage_discharge_planning,
        Stage::Closed => s.stage_closed,
    }
}
