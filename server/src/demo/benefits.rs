//! What people of the demonstration have, applied for or lost: most of it is well, and some of it runs out.

use super::{
    cast::Persona,
    made::{Made, put, word},
};
use chrono::NaiveDate;
use domain::{
    Moment,
    document::{Cells, Value},
    id::{RecordId, StaffId},
    record::{
        RecordKind,
        benefit::{Standing, begin},
    },
    wire::v1::CellRecordRow,
};

/// The benefits of somebody. Of six the first has none yet.
pub(super) fn of(
    persona: &Persona,
    worker: StaffId,
    today: NaiveDate,
    now: Moment,
) -> Vec<CellRecordRow> {
    let mut made = Made { persona, worker, today, now, rows: Vec::new() };
    match persona.number % 6 {
        0 => {}
        1 => {
            medicaid(&mut made, 200);
        }
        2 => {
            medicaid(&mut made, 18);
            let mut food = new(&made, "food", Standing::Applied, -40);
            put(&mut food, "answer_due", Value::day(made.day(-5)));
            made.put(RecordKind::Benefit, "food", -40, &food);
        }
        3 => {
            let mut ssi = new(&made, "ssi", Standing::Refused, -20);
            put(&mut ssi, "appeal_by", Value::day(made.day(40)));
            put(&mut ssi, "papers_missing", Value::text("Doctor’s letter, last two pay stubs"));
            made.put(RecordKind::Benefit, "ssi", -20, &ssi);
        }
        4 => {
            let (id, applied) = applied(&mut made);
            let mut has = begin(Some((&applied, id)));
            put(&mut has, "since", Value::day(made.day(-10)));
            put(&mut has, "standing", word("benefit_standing", Standing::Has.word()));
            put(&mut has, "from", Value::day(made.day(-10)));
            put(&mut has, "until", Value::day(made.day(355)));
            made.put(RecordKind::Benefit, "housing_had", -10, &has);
        }
        _ => {
            let mut lost = new(&made, "cash", Standing::Lost, -25);
            put(&mut lost, "note", Value::text("A letter went to the old address."));
            made.put(RecordKind::Benefit, "cash", -25, &lost);
        }
    }
    made.rows
}

fn new(made: &Made<'_>, sort: &str, standing: Standing, days: i64) -> Cells {
    let mut benefit = begin(None);
    put(&mut benefit, "since", Value::day(made.day(days)));
    put(&mut benefit, "benefit", word("benefit_kind", sort));
    put(&mut benefit, "standing", word("benefit_standing", standing.word()));
    benefit
}

/// For so many days to come.
fn medicaid(made: &mut Made<'_>, days: i64) {
    let mut benefit = new(made, "medicaid", Standing::Has, -160);
    put(&mut benefit, "program", Value::text("HUSKY C"));
    put(&mut benefit, "payer", Value::text("State of Connecticut"));
    put(&mut benefit, "from", Value::day(made.day(-160)));
    put(&mut benefit, "until", Value::day(made.day(days)));
    made.put(RecordKind::Benefit, "medicaid", -160, &benefit);
}

fn applied(made: &mut Made<'_>) -> (RecordId, Cells) {
    let applied = new(made, "housing", Standing::Applied, -70);
    (made.put(RecordKind::Benefit, "housing", -70, &applied), applied)
}
