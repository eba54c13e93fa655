//! Appointments of people of the demonstration: one is to come, of one nobody has said what came of it.

use super::{
    cast::Persona,
    made::{Made, put, word},
};
use chrono::NaiveDate;
use domain::{
    Moment,
    document::{Cells, Value},
    id::StaffId,
    record::{
        RecordKind,
        appointment::{Standing, WayThere, begin, outcome},
    },
    wire::v1::CellRecordRow,
};

/// The appointments of somebody. Most have none.
pub(super) fn of(
    persona: &Persona,
    worker: StaffId,
    today: NaiveDate,
    now: Moment,
) -> Vec<CellRecordRow> {
    let mut made = Made { persona, worker, today, now, rows: Vec::new() };
    match persona.number % 7 {
        2 => {
            let mut dentist = new(&made, "Dentist", 9, 14 * 60);
            put(&mut dentist, "place", Value::text("Community dental clinic, second floor"));
            put(&mut dentist, "way_there", word("way_there", WayThere::RideAsked.word()));
            put(&mut dentist, "hopes", Value::text("No needles before somebody explains it."));
            made.put(RecordKind::Appointment, "dentist", -3, &dentist);
        }
        4 => {
            let lease = new(&made, "Signing the lease", -2, 10 * 60 + 30);
            made.put(RecordKind::Appointment, "lease", -12, &lease);
        }
        6 => {
            let intake = new(&made, "First visit at the day program", -20, 9 * 60);
            let id = made.put(RecordKind::Appointment, "intake", -30, &intake);
            let mut kept = outcome((&intake, id), Standing::Kept);
            put(&mut kept, "came_of_it", Value::text("Stayed two hours and wants to go again."));
            made.put(RecordKind::Appointment, "intake_kept", -20, &kept);
        }
        _ => {}
    }
    made.rows
}

fn new(made: &Made<'_>, what: &str, days: i64, minute: u32) -> Cells {
    let mut appointment = begin(None);
    put(&mut appointment, "what", Value::text(what));
    put(&mut appointment, "on", Value::day(made.day(days)));
    put(&mut appointment, "at", Value::time(minute));
    appointment
}
