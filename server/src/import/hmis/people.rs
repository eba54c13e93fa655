//! The people of an export: `Client.csv`.

use super::{Import, Verdict, columns, is_deleted};
use crate::import::{
    dates::{EXPECTED, Of, Reading},
    gathered::{Gathered, is_somebody_else},
    quote::{holds_ssn, quoted},
    table::{Row, Table},
};
use domain::{
    id::{ClientId, StaffId},
    wire::v1::{Client, Stage},
};
use std::collections::{HashMap, HashSet};

/// The people of the export by their PersonalID, in the order of the file.
#[derive(Debug, Default)]
pub(super) struct People {
    new: Vec<Gathered>,
    by_person: HashMap<String, usize>,
    deleted: Vec<Deleted>,
    /// Every PersonalID there is a row for, whatever became of it.
    in_file: HashSet<String>,
}

/// Somebody known here whom the source has deleted.
#[derive(Debug)]
pub(super) struct Deleted {
    pub(super) id: ClientId,
    pub(super) line: u64,
    pub(super) why: String,
}

pub(super) fn read(table: &Table<'_>, hashed: bool, import: &mut Import<'_>) -> People {
    let reading = import.reading(table, &columns::CLIENT);
    let mut people = People::default();
    import.report.people.skipped += table.broken();
    for row in table.rows() {
        row.tell(&mut *import.on_progress);
        let person = row.get("PersonalID");
        let again = !people.in_file.insert(person.clone());
        if person.is_empty() {
            import.broken(&row, "client", "It has no PersonalID.");
            import.report.people.add(Verdict::Skipped);
        } else if again {
            let why = format!(
                "PersonalID {} stands on an earlier line too; that one was read.",
                quoted(&person)
            );
            import.skip(&row, "client", why);
        } else if is_deleted(&row) {
            people.delete(&row, &person, &reading, import);
        } else {
            people.take(&row, person, hashed, &reading, import);
        }
    }
    people
}

impl People {
    /// Somebody who was deleted in the source before ever coming here is nothing to us.
    fn delete(&mut self, row: &Row<'_>, person: &str, reading: &Reading, import: &mut Import<'_>) {
        import.report.people.add(Verdict::Skipped);
        let Some(id) = import.keys.known_client(person) else {
            return import.skip(row, "client", "Deleted in the source.");
        };
        let day = reading.likely(&row.get("DateDeleted"), Of::Event);
        let day = day.map_or_else(String::new, |read| format!(" on {}", read.date));
        let why = "Deleted in the source. Closed here, marked, and taken from whom the source \
                   gave it to; nothing is erased.";
        import.report.add(row.at(), "client", Verdict::Changed, why);
        let why = format!("Deleted in HMIS{day}");
        self.deleted.push(Deleted { id, line: row.at().1, why });
    }

    fn take(
        &mut self,
        row: &Row<'_>,
        person: String,
        hashed: bool,
        reading: &Reading,
        import: &mut Import<'_>,
    ) {
        let mut remarks = Vec::new();
        let mut client = blank(import.keys.client(&person));
        let mut refused = name(row, &person, hashed, &mut client, &mut remarks);
        client.born_on = born_on(row, reading, &mut remarks);
        if refused.is_none() && is_somebody_else(&client, import.context) {
            refused = Some(format!(
                "PersonalID {} was somebody else in an earlier export, of another name and another \
                 date of birth. Left as it is: look which of the two it is.",
                quoted(&person)
            ));
        }
        if let Some(why) = refused {
            import.report.people.add(Verdict::Skipped);
            return import.broken(row, "client", why);
        }
        let verdict = if remarks.is_empty() { Verdict::Taken } else { Verdict::Changed };
        let why =
            if remarks.is_empty() { "Fact sheet made.".into() } else { remarks.join(" ").into() };
        import.report.lines.push(crate::import::Line {
            file: row.at().0.clone(),
            line: row.at().1,
            what: "client",
            verdict,
            why,
            broken: false,
        });
        self.by_person.insert(person.clone(), self.new.len());
        let at = (row.at().0.clone(), row.at().1);
        let (worker, enrollments) = (None, Vec::new());
        self.new.push(Gathered { client, at, key: person, worker, enrollments, verdict });
    }

    pub(super) fn get(&self, person: &str) -> Option<&Client> {
        self.by_person.get(person).and_then(|at| self.new.get(*at)).map(|new| &new.client)
    }

    pub(super) fn get_mut(&mut self, person: &str) -> Option<&mut Gathered> {
        self.by_person.get(person).and_then(|at| self.new.get_mut(*at))
    }

    /// Why nobody by this PersonalID can have a row of another file.
    pub(super) fn why_not(&self, person: &str) -> String {
        let person_quoted = quoted(person);
        if self.in_file.contains(person) {
            format!("PersonalID {person_quoted} was not taken from Client.csv: see the line there.")
        } else {
            format!("PersonalID {person_quoted} is not in Client.csv.")
        }
    }

    /// The PersonalIDs that were taken, in the order of the file.
    pub(super) fn keys(&self) -> Vec<String> {
        self.new.iter().map(|new| new.key.clone()).collect()
    }

    /// Somebody of whom no enrollment can be shown. One that was deleted closes the case; one
    /// that is not in this export, or is broken in it, leaves what an earlier one said.
    pub(super) fn without_enrollment(&mut self, person: &str, deleted: bool, import: &Import<'_>) {
        let Some(new) = self.get_mut(person) else { return };
        let client = &mut new.client;
        if let Some(said) = import.context.known.said.get(&client.client_id) {
            client.stage = said.stage;
            client.program.clone_from(&said.program);
            client.opened_on = said.opened_on;
            client.languages.clone_from(&said.languages);
            client.interpreter = said.interpreter;
            client.alerts.clone_from(&said.alerts);
        }
        if deleted && new.enrollments.is_empty() {
            new.client.stage = Stage::Closed;
        }
    }

    /// Where nothing in this export says where to find somebody, what an earlier one said stays.
    pub(super) fn keep_places(&mut self, import: &Import<'_>) {
        for new in self.new.iter_mut().filter(|new| new.client.place.is_empty()) {
            if let Some(said) = import.context.known.said.get(&new.client.client_id) {
                new.client.place.clone_from(&said.place);
            }
        }
    }

    pub(super) fn is_in_file(&self, person: &str) -> bool {
        self.in_file.contains(person)
    }

    pub(super) fn assign(&mut self, person: &str, staff: StaffId) {
        self.get_mut(person).into_iter().for_each(|new| new.worker = Some(staff));
    }

    pub(super) fn take_deleted(&mut self) -> Vec<Deleted> {
        std::mem::take(&mut self.deleted)
    }

    pub(super) fn into_gathered(self) -> Vec<Gathered> {
        self.new
    }
}

/// The parts of a name, in the order in which they are said.
const NAMES: [&str; 4] = ["FirstName", "MiddleName", "LastName", "NameSuffix"];

/// What the person is called, as far as they wished to say (data element 3.01). Gives why the row
/// cannot be believed, if it cannot.
fn name(
    row: &Row<'_>,
    person: &str,
    hashed: bool,
    client: &mut Client,
    remarks: &mut Vec<String>,
) -> Option<String> {
    let social: String = row.get("SSN").chars().filter(char::is_ascii_digit).collect();
    let mut parts = Vec::new();
    for column in NAMES {
        let part = row.get(column);
        let digits: String = part.chars().filter(char::is_ascii_digit).collect();
        if holds_ssn(&part) || (digits.len() >= 7 && !is_hash(&part)) || part.contains('\n') {
            return Some(format!(
                "{column} holds {} where a name is expected; the cells of this row may have moved.",
                quoted(&part)
            ));
        }
        if !part.is_empty() && !is_hash(&part) {
            parts.push(part);
        }
    }
    let first = row.get("FirstName");
    let quality = row.get("NameDataQuality");
    match row.code("NameDataQuality") {
        Some(2) if !hashed && !parts.is_empty() => {
            client.alias = parts.join(" ");
            client.preferred_name = client.alias.clone();
            remarks.push(
                "The name is marked partial, a street name or a code name; kept as alias.".into(),
            );
        }
        code if !hashed && !parts.is_empty() && (code == Some(1) || quality.is_empty()) => {
            client.legal_name = parts.join(" ");
            client.preferred_name =
                if first.is_empty() || is_hash(&first) { parts.join(" ") } else { first };
            if quality.is_empty() {
                remarks.push(
                    "NameDataQuality is empty; the name was taken as it stands: check it.".into(),
                );
            }
        }
        code => {
            client.alias = format!("Client {}", tail(row, person, &social, client.client_id));
            client.preferred_name = client.alias.clone();
            remarks.push(match code {
                Some(8 | 9 | 99) => "The name was not given; an alias stands for it.".into(),
                Some(1 | 2) => "The name is missing or hashed; an alias stands for it.".into(),
                _ if quality.is_empty() => {
                    "There is no name and no NameDataQuality; an alias stands for it.".into()
                }
                _ => format!(
                    "NameDataQuality {} is none of 1, 2, 8, 9 and 99; an alias stands for the name.",
                    quoted(&quality)
                ),
            });
        }
    }
    None
}

/// The last four characters of the PersonalID; of the id here, where those would be of a social
/// security number.
fn tail(row: &Row<'_>, person: &str, social: &str, id: ClientId) -> String {
    let is_social = holds_ssn(person) || (!social.is_empty() && person == row.get("SSN"));
    let whole = if is_social { id.to_string() } else { person.to_owned() };
    let last: Vec<char> = whole.chars().rev().take(4).collect();
    last.into_iter().rev().collect()
}

/// A hashed export writes hexadecimal where names stand.
fn is_hash(text: &str) -> bool {
    text.len() >= 40 && text.chars().all(|c| c.is_ascii_hexdigit())
}

/// The date of birth where it is full (data element 3.03).
fn born_on(
    row: &Row<'_>,
    reading: &Reading,
    remarks: &mut Vec<String>,
) -> Option<chrono::NaiveDate> {
    let (text, quality) = (row.get("DOB"), row.get("DOBDataQuality"));
    if text.is_empty() {
        return None;
    }
    let Some(read) = reading.likely(&text, Of::Birth) else {
        remarks.push(format!("DOB {} was not read, {EXPECTED}; left empty.", quoted(&text)));
        return None;
    };
    let why = match row.code("DOBDataQuality") {
        _ if read.date > reading.today => "lies in the future; left empty.".to_owned(),
        Some(1) => {
            if let Some(doubt) = read.doubt {
                remarks.push(format!("DOB {} is {doubt}: {}.", quoted(&text), read.date));
            }
            return Some(read.date);
        }
        Some(2) => "is marked approximate; left empty, so that nobody takes it for exact.".into(),
        Some(8 | 9 | 99) => "is marked as not given; left empty.".into(),
        _ if quality.is_empty() => {
            "was left empty: DOBDataQuality is empty, and only 1 says that it is exact.".into()
        }
        _ => format!(
            "was left empty: DOBDataQuality {} is none of 1, 2, 8, 9 and 99.",
            quoted(&quality)
        ),
    };
    remarks.push(format!("The date of birth {why}"));
    None
}

/// Somebody of whom nothing is known yet.
pub(crate) const fn blank(client_id: ClientId) -> Client {
    Client::new(client_id, String::new(), Stage::Referred)
}
