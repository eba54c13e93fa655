//! What a service said when it was asked, and what is different there from what the directory says
//! (seed 004:21-24): a record that is nobody's file (docs/decisions/0026).
//!
//! Anybody may sign one. It never changes; what a check suggests is taken into the directory at a
//! desk, or not.

use crate::{
    document::{Absent, Cell, Cells, Key, Shape, Value},
    id::ServiceId,
    json::Json,
    problem::Problem,
    record::release::{no_number, problem, says},
    wire::v1::Service,
};
use chrono::NaiveDate;

#[cfg(test)]
mod tests;

/// Of which cells a check is made.
pub const SHAPE: &Shape = &Shape { id: "record_id", facts: FACTS, lists: &[], due: None };

/// Days of a wait beyond which a number is a slip of the pen: ten years.
const WAIT_MAX_DAYS: i64 = 3_660;

/// What somebody may write that is different. Of a service that is not in the directory, all there is.
pub const SUGGESTS: [&str; 8] = [
    "new_name",
    "new_provider",
    "new_tel",
    "new_address",
    "new_hours",
    "new_entry",
    "new_about",
    "new_other",
];

const FACTS: &[Cell] = &[
    // None where it is not in the directory. Its names stand here as they stood there.
    Cell::new("about_service", &["about_service"], "service_of_directory", Absent::Nothing),
    Cell::words("service", &["service"]),
    Cell::words("provider", &["provider"]),
    Cell::new("accepting", &["accepting"], "accepting", Absent::Nothing),
    Cell::new("wait_days", &["wait_days"], "count", Absent::Nothing),
    Cell::flag("fits_person", &["fits_person"]),
    Cell::flag("fits_language", &["fits_language"]),
    Cell::flag("fits_payer", &["fits_payer"]),
    // Which age, language or payer that is about, and what else was said.
    Cell::words("check_note", &["check_note"]),
    Cell::words("answered_by", &["answered_by"]),
    Cell::day("checked_on", &["checked_on"]),
    // What is different.
    Cell::flag("is_closed", &["is_closed"]),
    Cell::words("new_name", &["new_name"]),
    Cell::words("new_provider", &["new_provider"]),
    Cell::words("new_tel", &["new_tel"]),
    Cell::words("new_address", &["new_address"]),
    Cell::words("new_hours", &["new_hours"]),
    Cell::words("new_entry", &["new_entry"]),
    Cell::words("new_about", &["new_about"]),
    Cell::words("new_other", &["new_other"]),
];

/// A check of this service, or of one that is not in the directory, with nothing said yet.
#[must_use]
pub fn begin(service: Option<&Service>, today: NaiveDate) -> Cells {
    let mut check = Cells::empty(SHAPE);
    if let Some(service) = service {
        let id = Value::of("service_of_directory", Json::Text(service.service_id.to_string()));
        check.put(Key::fact("about_service"), id);
        check.put(Key::fact("service"), Value::text(&service.name));
        check.put(Key::fact("provider"), Value::text(&service.provider));
    }
    check.put(Key::fact("checked_on"), Value::day(today));
    check
}

/// Which service it is about; none where it is not in the directory.
#[must_use]
pub fn about(check: &Cells) -> Option<ServiceId> {
    check.value(Key::fact("about_service")).as_word()?.parse().ok()
}

/// Whether the service was asked whether it takes people.
#[must_use]
pub fn was_asked(check: &Cells) -> bool {
    check.value(Key::fact("accepting")) != Value::Nothing
}

/// When it was asked.
#[must_use]
pub fn asked_on(check: &Cells) -> Option<NaiveDate> {
    check.value(Key::fact("checked_on")).as_day()
}

/// Days that somebody waits, as they said.
#[must_use]
pub fn wait_days(check: &Cells) -> Option<i64> {
    match check.value(Key::fact("wait_days")).parts() {
        Some((_, Json::Number(days))) => Some(*days).filter(|days| *days >= 0),
        _ => None,
    }
}

/// Whether it says that something is different from what the directory says, or not in it.
#[must_use]
pub fn suggests(check: &Cells) -> bool {
    about(check).is_none()
        || check.value(Key::fact("is_closed")).is_yes()
        || SUGGESTS.iter().any(|name| says(check, name))
}

/// Whether a fact is asked for: of a service that is not in the directory, nothing is different.
#[must_use]
pub fn asks(check: &Cells, name: &str) -> bool {
    match name {
        "is_closed" | "new_other" => about(check).is_some(),
        "wait_days" => check.value(Key::fact("accepting")).as_word() != Some("no"),
        _ => true,
    }
}

/// What a check lacks before it can be signed on `today`.
#[must_use]
pub fn lacks(check: &Cells, today: NaiveDate) -> Vec<Problem> {
    let is_new = about(check).is_none();
    let wait = check.value(Key::fact("wait_days"));
    let bad_wait = asks(check, "wait_days")
        && wait != Value::Nothing
        && wait_days(check).is_none_or(|days| days > WAIT_MAX_DAYS);
    let checks = [
        (is_new && !says(check, "new_name"), "new_name"),
        // A place that nobody can find or call helps nobody.
        (is_new && !says(check, "new_tel") && !says(check, "new_address"), "new_tel"),
        (!was_asked(check) && !suggests(check), "accepting"),
        (bad_wait, "wait_days"),
        (asked_on(check).is_none_or(|on| on > today), "checked_on"),
    ];
    let lacking = checks.into_iter().filter(|(lacks, _)| *lacks).map(|(_, name)| problem(name));
    lacking.chain(no_number(check, "new_tel")).collect()
}

/// The service as it would stand in the directory with what a check says is different; what only a
/// person can put in its place, hours in words for example, is added to what stands there in words.
#[must_use]
pub fn applied(check: &Cells, to: Service) -> Service {
    let mut service = to;
    let said = |name| {
        let value = check.value(Key::fact(name));
        value.as_text().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let put = |field: &mut String, name| field.clone_from(&said(name).unwrap_or(field.clone()));
    put(&mut service.name, "new_name");
    put(&mut service.provider, "new_provider");
    put(&mut service.tel, "new_tel");
    put(&mut service.address, "new_address");
    put(&mut service.entry, "new_entry");
    put(&mut service.about, "new_about");
    if let Some(hours) = said("new_hours") {
        // Hours by weekday that are known to be wrong are worse than none.
        service.hours.clear();
        service.hours_note = hours;
    }
    service.closed |= check.value(Key::fact("is_closed")).is_yes();
    service
}
