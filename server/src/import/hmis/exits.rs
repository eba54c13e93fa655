//! How enrollments ended: `Exit.csv`.

use super::{Import, Verdict, codes, columns, is_deleted};
use crate::import::{
    dates::{EXPECTED, Of},
    quote::quoted,
    table::Table,
};
use chrono::NaiveDate;
use std::collections::HashMap;

/// How an enrollment ended.
#[derive(Debug, Clone, Copy)]
pub(super) struct Exit {
    /// None where the row says that the person died, on a day that cannot be read.
    pub(super) on: Option<NaiveDate>,
    /// The person died.
    pub(super) died: bool,
}

/// The exits by enrollment.
#[derive(Debug, Default)]
pub(super) struct Exits {
    by_enrollment: HashMap<String, Exit>,
    /// Who died by the word of an exit of no enrollment, and when.
    pub(super) dead: HashMap<String, Option<NaiveDate>>,
    /// They are all that there are: an enrollment without one is open.
    pub(super) are_all: bool,
}

impl Exits {
    pub(super) fn get(&self, enrollment: &str) -> Option<&Exit> {
        self.by_enrollment.get(enrollment)
    }
}

pub(super) fn read(table: &Table<'_>, enrollments: &Table<'_>, import: &mut Import<'_>) -> Exits {
    let reading = import.reading(table, &columns::EXIT);
    let owners: HashMap<String, String> =
        enrollments.rows().map(|row| (row.key("EnrollmentID"), row.key("PersonalID"))).collect();
    let mut exits: HashMap<String, Exit> = HashMap::new();
    let mut dead = HashMap::new();
    for row in table.rows() {
        row.tell(&mut *import.on_progress);
        let (key, person, text) =
            (row.key("EnrollmentID"), row.key("PersonalID"), row.get("ExitDate"));
        if is_deleted(&row) {
            import.skip(&row, "exit", "Deleted in the source.");
            continue;
        }
        let died = row.code("Destination") == Some(codes::DECEASED);
        let Some(owner) = owners.get(&key) else {
            let why = format!("EnrollmentID {} is not in Enrollment.csv.", quoted(&key));
            if died && owners.values().any(|owner| *owner == person) {
                let on = reading.likely(&text, Of::Event).map(|read| read.date);
                dead.insert(person, on.filter(|on| *on <= reading.today));
                let why = format!(
                    "{why} It says that the person died all the same; their case is closed."
                );
                import.report.add(row.at(), "exit", Verdict::Changed, why);
            } else {
                import.broken(&row, "exit", why);
            }
            continue;
        };
        if !person.is_empty() && person != *owner {
            let why = format!(
                "EnrollmentID {} belongs to another person in Enrollment.csv, to PersonalID {}, \
                 and this row names {}: nobody's enrollment was ended.",
                quoted(&key),
                quoted(owner),
                quoted(&person)
            );
            import.broken(&row, "exit", why);
            continue;
        }
        if exits.contains_key(&key) {
            import.skip(
                &row,
                "exit",
                "An earlier line ends the same enrollment; that one was read.",
            );
            continue;
        }
        let on = reading.likely(&text, Of::Event).map(|read| read.date);
        // That they died is no mistake of the year.
        let to_come = died && on.is_some_and(|on| on > reading.today);
        match on {
            Some(date) if date > reading.today && !died => {
                let why = format!(
                    "ExitDate {} lies in the future; the enrollment stays open.",
                    quoted(&text)
                );
                import.skip(&row, "exit", why);
                continue;
            }
            None if !died => {
                let why = format!(
                    "ExitDate {} was not read, {EXPECTED}; the enrollment stays open.",
                    quoted(&text)
                );
                import.broken(&row, "exit", why);
                continue;
            }
            _ => {}
        }
        let on = on.filter(|_| !to_come);
        exits.insert(key, Exit { on, died });
        let (verdict, why) = match (died, on) {
            (true, None) if to_come => (
                Verdict::Changed,
                format!(
                    "The person died; ExitDate {} lies in the future and was not taken.",
                    quoted(&text)
                ),
            ),
            (false, _) => (Verdict::Taken, "It ends the enrollment.".to_owned()),
            (true, Some(_)) => {
                (Verdict::Taken, "The person died; it ends the enrollment.".to_owned())
            }
            (true, None) => (
                Verdict::Changed,
                format!("The person died; ExitDate {} was not read, {EXPECTED}.", quoted(&text)),
            ),
        };
        import.report.add(row.at(), "exit", verdict, why);
    }
    Exits { by_enrollment: exits, dead, are_all: !import.is_delta }
}
