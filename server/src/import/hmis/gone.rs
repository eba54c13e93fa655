//! Rows that came with an earlier export and are not in this one, without a word that they were
//! deleted. Nothing follows from it, since an export has a time; somebody should look.

use super::{
    Import, Verdict, contacts::Contacts, deleted::TakenBack, enrollments::Episodes, people::People,
    system::Export,
};
use crate::{
    import::{quote::quoted, spoiled::plain_key},
    store::imported::Came,
};
use domain::id::{ClientId, ContactId};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// Puts into the report who and what came with an earlier export of this system and is not in
/// this one. A row that is gone may be outside of the export's time, so nothing follows from it.
pub(super) fn tell(scope: &str, people: &People, episodes: &Episodes, import: &mut Import<'_>) {
    let (clients, enrollments) = (Arc::from("Client.csv"), Arc::from("Enrollment.csv"));
    let mut gone = Vec::new();
    for (client, person) in &import.context.known.people {
        let Some(key) = person.key.as_ref().filter(|_| person.system == scope) else { continue };
        if person.deleted {
            continue;
        }
        if !people.is_in_file(plain_key(key)) {
            let why = format!(
                "PersonalID {} was in an earlier export and is not in this one. Left as before; \
                 look in HMIS whether they were deleted or merged. Here it is client {client}.",
                quoted(key)
            );
            gone.push((&clients, "person who is gone", key, why));
            continue;
        }
        // Whose own row was deleted or cannot be read is in the report already.
        let taken = people.get(plain_key(key)).is_some();
        let missing = person.enrollments.iter().filter(|key| !episodes.is_in_file(key));
        for enrollment in missing.filter(|_| taken) {
            let why = format!(
                "EnrollmentID {} of PersonalID {} was in an earlier export and is not in this one. \
                 Look in HMIS whether it was deleted.",
                quoted(enrollment),
                quoted(key)
            );
            gone.push((&enrollments, "enrollment that is gone", enrollment, why));
        }
    }
    gone.sort();
    for (file, what, _, why) in gone {
        import.report.add((file, 0), what, Verdict::Changed, why);
    }
}

/// So many days are named in one sentence.
const DAYS_MAX: usize = 6;

/// Puts into the report which contacts are gone of people who are in the export, a line each: by
/// the days that this export covers, since it need not hold others.
pub(super) fn tell_of_contacts(
    scope: &str,
    export: &Export,
    people: &People,
    contacts: &Contacts,
    import: &mut Import<'_>,
) {
    let known = &import.context.known;
    let mut gone: BTreeMap<(bool, &String), BTreeSet<_>> = BTreeMap::new();
    for (id, Came { day, by_service, .. }) in &known.contacts {
        let contact = ContactId::from_bytes(*id);
        let owner = known.ids.get(id).map(|owner| ClientId::from_bytes(*owner));
        let person = owner.and_then(|owner| known.people.get(&owner));
        let Some(person) = person.filter(|person| person.system == scope && !person.deleted) else {
            continue;
        };
        let Some(key) = &person.key else { continue };
        if people.get(plain_key(key)).is_some()
            && export.covers(*day)
            && !contacts.is_in_file(contact)
            && !TakenBack::is_known(contact, import)
        {
            gone.entry((*by_service, key)).or_default().insert((*day, *id));
        }
    }
    let mut lines = Vec::new();
    for ((by_service, key), rows) in gone {
        let mut days: Vec<String> = rows.iter().map(|(day, _)| day.to_string()).collect();
        days.dedup();
        let more = match days.len().saturating_sub(DAYS_MAX) {
            0 => String::new(),
            more => format!(" and {more} more days"),
        };
        days.truncate(DAYS_MAX);
        let (number, were) = match rows.len() {
            1 => ("1 contact".to_owned(), "was"),
            many => (format!("{many} contacts"), "were"),
        };
        let why = format!(
            "{number} of PersonalID {} {were} in an earlier export and not in this one: {}{more}. \
             Left as before; if they were deleted in HMIS, mark them here as entered in error.",
            quoted(key),
            days.join(", ")
        );
        lines.push((if by_service { "Services.csv" } else { "CurrentLivingSituation.csv" }, why));
    }
    for (file, why) in lines {
        import.report.add((&Arc::from(file), 0), "contacts that are gone", Verdict::Changed, why);
    }
}
