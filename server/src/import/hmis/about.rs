//! Whom a row of contacts is about: what `CurrentLivingSituation.csv` and `Services.csv` have in
//! common.

use super::{
    Import, Verdict,
    contacts::Contacts,
    deleted::{self, TakenBack},
    enrollments::Episodes,
    is_deleted,
    people::People,
};
use crate::import::{
    dates::{self, EXPECTED, Of, Reading},
    quote::quoted,
    spoiled::no_key,
    table::Row,
};
use chrono::NaiveDate;
use domain::{
    dated::in_doubt,
    id::{ClientId, ContactId},
};
use std::{borrow::Cow, collections::HashSet};

/// What a file calls its key and its day, and what the report calls its rows.
pub(super) struct What {
    pub(super) kind: &'static str,
    pub(super) key: &'static str,
    pub(super) day: &'static str,
    pub(super) said: &'static str,
}

/// Whom a row is about and on which day.
pub(super) struct About {
    pub(super) contact_id: ContactId,
    pub(super) client: ClientId,
    pub(super) day: NaiveDate,
    /// Nobody can believe the day.
    pub(super) in_doubt: bool,
}

impl What {
    /// Under the first a contact came when it came once; under the second when it had been
    /// somebody else's before.
    pub(super) fn ids(&self, row: &Row<'_>, import: &Import<'_>) -> [ContactId; 2] {
        let (key, raw, person) = (row.key(self.key), row.get(self.key), row.key("PersonalID"));
        let known = |id: &ContactId| import.context.known.ids.contains_key(id.as_bytes());
        // A spreadsheet may have saved the export with which it came.
        let as_it_stood = (key != raw).then(|| import.keys.contact(self.kind, &raw)).filter(known);
        let first = as_it_stood.unwrap_or_else(|| import.keys.contact(self.kind, &key));
        [first, import.keys.contact(self.kind, &format!("{key}|{person}"))]
    }

    /// Whom a row is about and on which day; none where it cannot be a contact, which is then in
    /// the report.
    #[expect(clippy::too_many_arguments, reason = "one row and the tables it refers to")]
    pub(super) fn about(
        &self,
        row: &Row<'_>,
        episodes: &Episodes,
        people: &People,
        seen: &mut HashSet<ContactId>,
        reading: &Reading,
        contacts: &mut Contacts,
        import: &mut Import<'_>,
    ) -> Option<About> {
        let (key, person) = (row.key(self.key), row.key("PersonalID"));
        let [first, second] = self.ids(row, import);
        contacts.see(first, import);
        contacts.see(second, import);
        if is_deleted(row) {
            let at = reading.moment(&row.get("DateDeleted"), import.context.offset_min);
            let day = reading.likely(&row.get("DateDeleted"), Of::Event);
            let noon = day.map(|read| dates::noon(read.date, import.context.offset_min));
            let at = at.or(noon).unwrap_or(import.context.now);
            let before = contacts.taken_back.len();
            for id in [first, second] {
                contacts.taken_back.extend(TakenBack::of(id, at, deleted::DELETED, import));
            }
            if contacts.taken_back.len() > before {
                let why = "Deleted in the source. The contact stays legible here, is marked as entered in error, and counts no longer.";
                import.report.add(row.at(), self.said, Verdict::Changed, why);
            } else {
                import.skip(row, self.said, "Deleted in the source.");
            }
            return None;
        }
        let broken = |import: &mut Import<'_>, why: Cow<'static, str>| {
            import.broken(row, self.said, why);
            None
        };
        if let Some(why) = no_key(self.key, &key) {
            return broken(import, why.into());
        }
        let Some(client) = people.get(&person) else {
            let why = people.why_not(&person);
            import.skip(row, self.said, why);
            return None;
        };
        let enrollment = row.key("EnrollmentID");
        if let Some(owner) = episodes.owner(&enrollment)
            && *owner != person
        {
            let why = format!(
                "EnrollmentID {} belongs to another person in Enrollment.csv, to PersonalID {}, \
                 and this row names {}: it may be about either of them.",
                quoted(&enrollment),
                quoted(owner),
                quoted(&person)
            );
            return broken(import, why.into());
        }
        let text = row.get(self.day);
        let Some(read) = reading.read(&text, Of::Event) else {
            let why = format!("{} {} is not a date; {EXPECTED}.", self.day, quoted(&text));
            return broken(import, why.into());
        };
        let day = read.date;
        let noon = dates::noon(day, import.context.offset_min);
        let in_doubt = in_doubt(noon, import.context.now, client.born_on);
        if !seen.insert(first) {
            let why = format!(
                "{} {} stands on an earlier line too; that one was read.",
                self.key,
                quoted(&key)
            );
            import.skip(row, self.said, why);
            return None;
        }
        let owner = import.context.known.ids.get(first.as_bytes());
        let moved = owner.is_some_and(|owner| owner != client.client_id.as_bytes());
        if moved {
            let now = import.context.now;
            contacts.taken_back.extend(TakenBack::of(first, now, deleted::MOVED, import));
        }
        // The note that stands under the key is another person's, or marked: it stays so.
        let contact_id = if moved || TakenBack::is_known(first, import) { second } else { first };
        Some(About { contact_id, client: client.client_id, day, in_doubt })
    }
}
