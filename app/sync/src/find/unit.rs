//! What can be found.

use super::{Facts, Kind, segment::kept_day};
use crate::read_copy::ClientFile;
use chrono::NaiveDate;
use domain::{
    document::{
        Cells, DocumentKind, Key, Line, Value, Version,
        assessment::{self, items},
    },
    id::{ContactId, CrisisEventId, LineId, PersonId, StaffId},
    json::Json,
    record::{Record, RecordKind},
    supports::{Support, former, supports},
    wire::v1::{AddendumKind, CellRecord, ContactRow},
};

/// Where something that was found is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A note.
    Contact(ContactId),
    /// A crisis event.
    CrisisEvent(CrisisEventId),
    /// A record that is made of its cells alone.
    Record(CellRecord),
    /// Somebody around the client, or who was.
    Support(PersonId),
    /// A document: a line of it, or its facts.
    Document(DocumentKind, Option<LineId>),
}

/// One thing that can be found: a note with what was added to it, a line of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Where it is read.
    pub place: Place,
    /// What is known of it.
    pub facts: Facts,
    /// It was marked as entered in error.
    pub in_error: bool,
    /// It is over: somebody who is no support any more.
    pub is_former: bool,
    /// Every text that was written in it, each in a line of its own.
    pub text: String,
}

/// Words within a value that is more than words: a number, a level and why, where a paper is kept; a
/// whole line that somebody else would have kept.
const WORDS_WITHIN: &[&str] = &[
    "value",
    "reason",
    "level_reason",
    "where_kept",
    "agent",
    "own",
    "text",
    "name",
    "note",
    "goal",
    "activities",
];
/// In which language a document is written is a choice, kept as a text.
const LANGUAGE: &str = "language";

/// What can be found of a client, always in the same order: records as their file has them, then
/// documents as they are handed in. `documents` has the fact sheet among them. A record of which
/// nothing was written but choices can be found by what it is; a line that says nothing is none.
#[must_use]
pub fn units_of(file: &ClientFile, documents: &[Version]) -> Vec<Unit> {
    let numbers = numbers_of(documents);
    let mut units = Vec::new();
    for row in &file.contacts {
        units.push(contact(row, file, &numbers));
    }
    for row in &file.crisis_events {
        let event = &row.crisis_event;
        let place = Place::CrisisEvent(event.crisis_event_id);
        let kind = RecordKind::CrisisEvent;
        let day = event.started.time().date();
        units.push(of_record(place, kind, day, row.author, text_of(event)));
    }
    for row in &file.records {
        let record = &row.record;
        let (place, day) = (Place::Record(record.clone()), record.at.date());
        let mut unit = of_record(place, record.kind, day, row.author, text_of(record));
        let need = record.content.get("need").and_then(Json::as_text);
        unit.facts.needs = need.and_then(|need| number_of(&numbers, need)).into_iter().collect();
        units.push(unit);
    }
    for (people, is_former) in
        [(supports(&file.support_people), false), (former(&file.support_people), true)]
    {
        units.extend(people.iter().filter_map(|one| support(one, is_former)));
    }
    for version in documents {
        of_document(version, &numbers, &mut units);
    }
    units
}

fn of_record(
    place: Place,
    kind: RecordKind,
    day: NaiveDate,
    author: StaffId,
    text: String,
) -> Unit {
    let facts = Facts {
        kind: Kind::Record(kind),
        day: kept_day(day),
        author: Some(author),
        needs: Vec::new(),
    };
    Unit { place, facts, in_error: false, is_former: false, text }
}

fn text_of(record: &impl Record) -> String {
    let mut text = String::new();
    record.each_text(&mut |words| add(&mut text, words));
    text
}

fn add(text: &mut String, words: &str) {
    if !words.trim().is_empty() {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(words);
    }
}

/// Numbers of needs, by the lines of the assessment that they are.
type Numbers = [(String, u32)];

fn number_of(numbers: &Numbers, line: &str) -> Option<u32> {
    numbers.iter().find(|(known, _)| known == line).map(|(_, number)| *number)
}

fn numbers_of(documents: &[Version]) -> Vec<(String, u32)> {
    let assessed = documents.iter().filter(|one| one.kind == DocumentKind::Assessment);
    let all = assessed.flat_map(|version| items(&version.cells));
    all.filter_map(|item| Some((item.id.to_string(), item.number?))).collect()
}

/// A note, with everything that was added to it.
fn contact(row: &ContactRow, file: &ClientFile, numbers: &Numbers) -> Unit {
    let contact = &row.contact;
    let mut text = text_of(contact);
    let mut in_error = false;
    let added = file.addenda.iter().map(|row| &row.addendum);
    for addendum in added.filter(|one| one.contact_id == contact.contact_id) {
        in_error |= addendum.kind == AddendumKind::EnteredInError;
        addendum.each_text(&mut |words| add(&mut text, words));
    }
    let place = Place::Contact(contact.contact_id);
    let day = contact.occurred_start.date();
    let mut unit = of_record(place, RecordKind::Contact, day, row.author, text);
    // Older notes speak of needs by their numbers alone.
    let by_line = contact.needs.iter();
    let by_line = by_line.filter_map(|about| number_of(numbers, &about.need.to_string()));
    unit.facts.needs = match contact.needs.is_empty() {
        true => contact.need_nos.iter().map(|number| u32::from(*number)).collect(),
        false => by_line.collect(),
    };
    Unit { in_error, ..unit }
}

/// Somebody around a client, by everything that holds of them.
fn support(support: &Support<'_>, is_former: bool) -> Option<Unit> {
    let last = support.writings.last()?;
    let mut text = String::new();
    for row in &support.writings {
        row.support_person.each_text(&mut |words| add(&mut text, words));
    }
    let place = Place::Support(support.person_id);
    let day = last.support_person.at.date();
    let unit = of_record(place, RecordKind::SupportPerson, day, last.author, text);
    Some(Unit { is_former, ..unit })
}

/// The facts of a document together, and each of its lines.
fn of_document(version: &Version, numbers: &Numbers, units: &mut Vec<Unit>) {
    let cells = &version.cells;
    let unit = |line: Option<LineId>, needs: Vec<u32>, text: String| Unit {
        place: Place::Document(version.kind, line),
        facts: Facts {
            kind: Kind::Document(version.kind),
            day: version.made_at.and_then(|at| kept_day(at.date())),
            author: version.author,
            needs,
        },
        in_error: false,
        is_former: false,
        text,
    };
    let mut text = String::new();
    for key in cells.fact_keys().filter(|key| key.field != *LANGUAGE) {
        hear(&cells.value(key), &mut text);
    }
    disputed(version, None, &mut text);
    if !text.is_empty() {
        units.push(unit(None, Vec::new(), text));
    }
    // In the order in which they are shown is dearer than it is worth: as they are kept.
    for line in &cells.lines {
        let mut text = String::new();
        for key in cells.line_keys(line) {
            hear(&cells.value(key), &mut text);
        }
        disputed(version, Some(line.id), &mut text);
        if !text.is_empty() {
            units.push(unit(Some(line.id), about(cells, line, numbers), text));
        }
    }
}

/// What another wrote where two people wrote different things, until somebody decides.
fn disputed(version: &Version, line: Option<LineId>, text: &mut String) {
    let open = version.conflicts.iter().filter(|conflict| conflict.conflict_id.line == line);
    open.for_each(|conflict| hear(&conflict.other.value, text));
}

/// The words of a cell; nothing where it is a choice.
fn hear(value: &Value, text: &mut String) {
    match value.parts() {
        Some(("text", Json::Text(words))) => add(text, words),
        Some((_, json)) => {
            let within = WORDS_WITHIN.iter().filter_map(|key| json.get(key));
            within.filter_map(Json::as_text).for_each(|words| add(text, words));
        }
        None => {}
    }
}

/// The number of the need that a line is, or is about.
fn about(cells: &Cells, line: &Line, numbers: &Numbers) -> Vec<u32> {
    let list = cells.list_of(line);
    let of = list.map(|list| cells.value(Key::of_line(line.id, list.words)));
    let named = of.as_ref().and_then(Value::as_word).and_then(|word| number_of(numbers, word));
    assessment::number(cells, line.id).or(named).into_iter().collect()
}

/// The words of a unit as they are searched.
#[must_use]
pub fn folded(unit: &Unit) -> String {
    domain::search::fold(&unit.text)
}
