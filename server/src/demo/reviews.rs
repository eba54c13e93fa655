//! Reviews: where a plan has a second version, a line of the first was looked at before it.

use super::{
    Dice,
    cast::Persona,
    notes::fill,
    words::reviews::{CHANGE, CLIENT, CLIENT_ES, DONE, PROVIDER},
};
use crate::import::derived;
use chrono::NaiveTime;
use domain::{
    Moment,
    document::{
        Cells, DocumentKind, Key, Value, Version, assessment,
        service_plan::{LINES, is_outside},
    },
    id::{LineId, RecordId, StaffId},
    json::Json,
    record::{
        RecordKind,
        review::{Outcome, begin},
    },
    wire::v1::{CellRecord, CellRecordRow},
};

/// Reviews of somebody's plan, as its worker signed them; the present plan says when.
pub(super) fn of(
    persona: &Persona,
    documents: &mut [Version],
    worker: StaffId,
    now: Moment,
) -> Vec<CellRecordRow> {
    let numbers = documents.iter().rfind(|one| one.kind == DocumentKind::Assessment);
    let numbers = numbers.map(|one| one.cells.clone());
    let mut plans: Vec<&mut Version> =
        documents.iter_mut().filter(|one| one.kind == DocumentKind::ServicePlan).collect();
    let mut rows = Vec::new();
    let [before, after] = plans.as_mut_slice() else { return rows };
    let Some(made) = after.made_at else { return rows };
    let lines: Vec<LineId> = before.cells.lines_in(LINES, None).map(|line| line.id).collect();
    for line in lines {
        let goes_on = |cells: &Cells| {
            cells.value(Key::of_line(line, "disposition")).as_word() == Some("in_plan")
        };
        if !goes_on(&before.cells) || !goes_on(&after.cells) {
            continue;
        }
        let reviewed = Key::of_line(line, "reviewed");
        let held = after.cells.clone();
        after.cells.put(reviewed, Value::day(made.date()));
        let next = after.cells.value(Key::of_line(line, "review"));
        // What was planned for another day than a review could give was not reviewed.
        if is_outside(&after.cells, line) || next.as_day().is_none_or(|day| day <= made.date()) {
            after.cells = held;
            continue;
        }
        let need = before.cells.value(Key::of_line(line, "need"));
        let need = need.as_word().and_then(|id| id.parse().ok());
        let number =
            need.zip(numbers.as_ref()).and_then(|(need, all)| assessment::number(all, need));
        let mut content = begin(&before.cells, line, number, made.date());
        content.put(Key::fact("next_review"), next);
        answer(persona, &mut content, line);
        let morning = NaiveTime::from_hms_opt(10, 20, 0).unwrap_or_default();
        let at = Moment::from_local(made.date().and_time(morning), now.offset_min()).min(now);
        let key = format!("demo|review|{}|{line}", persona.client.client_id);
        let record = CellRecord {
            record_id: RecordId::from_bytes(derived(&key)),
            kind: RecordKind::Review,
            client_id: persona.client.client_id,
            at,
            content: content.json(),
        };
        rows.push(CellRecordRow::new(record, worker, Some(at)));
    }
    rows
}

/// The three questions, and who says what.
fn answer(persona: &Persona, review: &mut Cells, line: LineId) {
    let mut dice = Dice::new(&format!("demo|review|{line}"));
    let client = if persona.speaks_spanish() { CLIENT_ES } else { CLIENT };
    for (name, of, chance) in [
        ("done", DONE, 100),
        ("change", CHANGE, 85),
        ("from_client", client, 80),
        ("from_provider", PROVIDER, 40),
    ] {
        if dice.chance(chance) {
            let words = fill(dice.word(of), persona, &mut dice);
            review.put(Key::fact(name), Value::text(&words));
        }
    }
    let mut choose = |name, sort: &str, of: &[&'static str]| {
        let word = Json::Text(dice.word(of).to_owned());
        review.put(Key::fact(name), Value::of(sort, word));
    };
    choose("enough", "how_far", &["yes", "partly", "partly", "no"]);
    choose("good", "how_far", &["yes", "yes", "partly"]);
    choose("manner", "review_manner", &["formal", "informal"]);
    choose("outcome", "review_outcome", &[Outcome::Continue.word()]);
}
