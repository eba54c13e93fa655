use super::{Import, Verdict};
use crate::{
    import::{
        dates,
        table::{Row, Table},
    },
    store::load::NewClient,
};
use domain::{
    id::{ClientId, StaffId},
    wire::v1::{Client, Stage},
};
use std::collections::HashMap;

/// The people of the export by their PersonalID, in the order of the file.
#[derive(Debug, Default)]
pub(super) struct People {
    new: Vec<NewClient>,
    by_person: HashMap<String, usize>,
}

pub(super) fn read(table: &Table, export: Option<&Table>, import: &mut Import<'_>) -> People {
    let hashed = export.is_some_and(|export| {
        export.rows().next().is_some_and(|row| matches!(row.code("HashStatus"), Some(2..=4)))
    });
    let mut people = People::default();
    for row in table.rows() {
        row.tell(&mut *import.on_progress);
        let person = row.get("PersonalID");
        let why = if row.is_cut_off() {
            Some("The row ends before its last column; the file may be cut off.")
        } else if person.is_empty() {
            Some("It has no PersonalID.")
        } else if !row.get("DateDeleted").is_empty() {
            Some("Deleted in the source.")
        } else if people.by_person.contains_key(&person) {
            Some("An earlier row has the same PersonalID; that one was taken.")
        } else {
            None
        };
        if let Some(why) = why {
            import.skip(row.at(), "client", why);
            continue;
        }
        let mut remarks = Vec::new();
        let mut client = blank(import.keys.client(&person));
        name(&row, &person, hashed, &mut client, &mut remarks);
        client.born_on = born_on(&row, import, &mut remarks);
        let verdict = if remarks.is_empty() { Verdict::Taken } else { Verdict::Changed };
        let why = if remarks.is_empty() { "Fact sheet made.".into() } else { remarks.join(" ") };
        import.report.add(row.at(), "client", verdict, why);
        people.by_person.insert(person, people.new.len());
        people.new.push(NewClient { client, assigned: Vec::new() });
    }
    people
}

/// What the person is called, as far as they wished to say (data element 3.01).
fn name(row: &Row<'_>, person: &str, hashed: bool, client: &mut Client, remarks: &mut Vec<&str>) {
    let parts: Vec<String> = ["FirstName", "MiddleName", "LastName", "NameSuffix"]
        .iter()
        .map(|column| row.get(column))
        .filter(|part| !part.is_empty() && !is_hash(part))
        .collect();
    let first = row.get("FirstName");
    match row.code("NameDataQuality") {
        Some(1) if !hashed && !parts.is_empty() => {
            client.legal_name = parts.join(" ");
            client.preferred_name =
                if first.is_empty() || is_hash(&first) { parts.join(" ") } else { first };
        }
        Some(2) if !hashed && !parts.is_empty() => {
            client.alias = parts.join(" ");
            client.preferred_name = client.alias.clone();
            remarks
                .push("The name is marked partial, a street name or a code name; kept as alias.");
        }
        quality => {
            let last: Vec<char> = person.chars().rev().take(4).collect();
            client.alias = format!("Client {}", last.into_iter().rev().collect::<String>());
            client.preferred_name = client.alias.clone();
            remarks.push(match quality {
                Some(8 | 9 | 99) => "The name was not given; an alias stands for it.",
                Some(1 | 2) => "The name is missing or hashed; an alias stands for it.",
                _ => "NameDataQuality is not a code of the format; an alias stands for the name.",
            });
        }
    }
}

/// A hashed export writes hexadecimal where names stand.
fn is_hash(text: &str) -> bool {
    text.len() >= 40 && text.chars().all(|c| c.is_ascii_hexdigit())
}

/// The date of birth where it is full (data element 3.03).
fn born_on(
    row: &Row<'_>,
    import: &Import<'_>,
    remarks: &mut Vec<&str>,
) -> Option<chrono::NaiveDate> {
    let text = row.get("DOB");
    if text.is_empty() {
        return None;
    }
    match (dates::iso(&text), row.code("DOBDataQuality")) {
        (None, _) => remarks.push("The date of birth is not a date; left empty."),
        (Some(date), _) if date > import.context.now.date() => {
            remarks.push("The date of birth lies in the future; left empty.");
        }
        (Some(date), Some(1)) => return Some(date),
        (Some(_), Some(2)) => remarks
            .push("The date of birth is marked approximate; left empty, so that nobody takes it for exact."),
        (Some(_), _) => remarks.push("The date of birth is marked as not given; left empty."),
    }
    None
}

impl People {
    pub(super) fn get(&self, person: &str) -> Option<&Client> {
        self.by_person.get(person).and_then(|at| self.new.get(*at)).map(|new| &new.client)
    }

    pub(super) fn get_mut(&mut self, person: &str) -> Option<&mut NewClient> {
        self.by_person.get(person).and_then(|at| self.new.get_mut(*at))
    }

    pub(super) fn assign(&mut self, person: &str, staff: StaffId) {
        if let Some(new) = self.get_mut(person) {
            new.client.primary = Some(staff);
            new.assigned = vec![staff];
        }
    }

    pub(super) fn into_new(self) -> Vec<NewClient> {
        self.new
    }
}

/// Somebody of whom nothing is known yet.
pub(crate) const fn blank(client_id: ClientId) -> Client {
    Client::new(client_id, String::new(), Stage::Referred)
}
