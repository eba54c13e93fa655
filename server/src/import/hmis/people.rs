//! The people of an export: `Client.csv`.

use super::{
    Import, Verdict, columns,
    enrollments::Episodes,
    is_deleted,
    names::{born_on, name},
};
use crate::import::{
    dates::{Of, Reading},
    gathered::{Gathered, is_called_otherwise, is_somebody_else},
    quote::quoted,
    spoiled::no_key,
    table::{Row, Table},
};
use domain::{
    id::{ClientId, StaffId},
    wire::v1::{Client, Stage},
};
use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};

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
        let person = row.key("PersonalID");
        let again = !people.in_file.insert(person.clone());
        if let Some(why) = no_key("PersonalID", &person) {
            import.broken(&row, "client", why);
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
        let known = import.keys.known_client(&row.get("PersonalID"));
        let Some(id) = known.or_else(|| import.keys.known_client(person)) else {
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
        // A spreadsheet may have saved the export from which they came.
        let known = import.keys.known_client(&row.get("PersonalID"));
        let mut client = blank(known.unwrap_or_else(|| import.keys.client(&person)));
        let mut refused = name(row, &person, hashed, &mut client, &mut remarks);
        client.born_on = born_on(row, reading, &mut remarks);
        if refused.is_none() && is_somebody_else(&client, import.context) {
            refused = Some(format!(
                "PersonalID {} was somebody else in an earlier export, of another name and of another \
                 date of birth or none here. Left as it is: look which of the two it is.",
                quoted(&person)
            ));
        }
        if let Some(why) = refused {
            import.report.people.add(Verdict::Skipped);
            return import.broken(row, "client", why);
        }
        if is_called_otherwise(&client, import.context) {
            remarks.push("No name is as in the earlier export: see that it is one person.".into());
        }
        let verdict = if remarks.is_empty() { Verdict::Taken } else { Verdict::Changed };
        let why: Cow<'static, str> = if remarks.is_empty() {
            "Taken as it stands.".into()
        } else {
            remarks.join(" ").into()
        };
        import.report.add(row.at(), "client", verdict, why);
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
            client.stages.clone_from(&said.stages);
        }
        if deleted && new.enrollments.is_empty() {
            new.client.stage = Stage::Closed;
        }
    }

    /// An export of changes does not name every enrollment there is.
    pub(super) fn keep_enrollments(
        &mut self,
        person: &str,
        episodes: &Episodes,
        import: &Import<'_>,
    ) {
        let Some(new) = self.get_mut(person).filter(|_| import.is_delta) else { return };
        let Some(before) = import.context.known.people.get(&new.client.client_id) else { return };
        let others = before.enrollments.iter().filter(|key| !episodes.is_in_file(key));
        new.enrollments.extend(others.cloned());
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

/// Somebody of whom nothing is known yet.
pub(crate) const fn blank(client_id: ClientId) -> Client {
    Client::new(client_id, String::new(), Stage::Referred)
}
