//! Contacts: `CurrentLivingSituation.csv`.

use super::{
    Import, Verdict,
    about::{About, What},
    columns,
    deleted::TakenBack,
    enrollments::Episodes,
    people::People,
    places,
    staff::Staff,
};
use crate::import::{
    dates::{self, Reading},
    quote::{quoted, without_ssn},
    spoiled::spoiled,
    table::{Row, Table},
};
use crate::store::load::Records;
use chrono::NaiveDate;
use domain::{
    Moment,
    id::{ClientId, ContactId, StaffId},
    record::Record as _,
    wire::v1::{Component, Contact, ContactRow},
};
use std::collections::{HashMap, HashSet};

/// What was read of contacts.
#[derive(Debug, Default)]
pub(super) struct Contacts {
    rows: Records,
    /// Those of an earlier export that are no longer the person's.
    pub(super) taken_back: Vec<TakenBack>,
    /// Those of earlier exports that have a row in this one, whatever became of it.
    seen: HashSet<ContactId>,
}

impl Contacts {
    pub(super) fn extend(&mut self, other: Self) {
        self.rows.append(other.rows);
        self.taken_back.extend(other.taken_back);
        self.seen.extend(other.seen);
    }

    /// Notes that a row of this contact is there.
    pub(super) fn see(&mut self, contact: ContactId, import: &Import<'_>) {
        if import.context.known.contacts.contains_key(contact.as_bytes()) {
            self.seen.insert(contact);
        }
    }

    pub(super) fn is_in_file(&self, contact: ContactId) -> bool {
        self.seen.contains(&contact)
    }

    /// As records; `author` signs what is said of contacts that are taken back.
    pub(super) fn into_records(mut self, author: Option<StaffId>, now: Moment) -> Records {
        let author = author.into_iter();
        let back = author.flat_map(|author| {
            self.taken_back.iter().map(move |back| back.as_row(author, now).into())
        });
        self.rows.extend(back);
        self.rows.sort();
        self.rows
    }
}

/// The current living situations: HUD has one recorded at every contact
/// (data element 4.12), so each row is one.
pub(super) fn situations(
    table: &Table<'_>,
    episodes: &Episodes,
    people: &mut People,
    staff: &mut Staff,
    import: &mut Import<'_>,
) -> Contacts {
    let reading = import.reading(table, &columns::SITUATION);
    let mut contacts = Contacts::default();
    let mut seen = HashSet::new();
    let mut latest: HashMap<String, NaiveDate> = HashMap::new();
    for row in table.rows() {
        row.tell(&mut *import.on_progress);
        let what = What {
            kind: "living situation",
            key: "CurrentLivingSitID",
            day: "InformationDate",
            said: "contact",
        };
        let Some(About { contact_id, client, day, in_doubt }) =
            what.about(&row, episodes, people, &mut seen, &reading, &mut contacts, import)
        else {
            continue;
        };
        let (text, code) = (row.get("CurrentLivingSituation"), row.code("CurrentLivingSituation"));
        let described = code.and_then(places::living_situation);
        let unknown = code.and_then(places::not_known);
        let staying = described
            .map(|words| format!("Staying at: {words}."))
            .or_else(|| unknown.map(|why| format!("Where the person stays: {why}.")))
            .unwrap_or_else(|| "Where the person stays was not given.".to_owned());
        let mut doubts = Vec::new();
        let location = words(&row, "LocationDetails", &mut doubts);
        let place = if location.is_empty() { described.unwrap_or_default() } else { &location };
        let verified = match words(&row, "VerifiedBy", &mut doubts) {
            by if by.is_empty() => String::new(),
            by => format!(" Verified by {by}."),
        };
        // An export of changes need not hold the enrollment of a contact.
        let before = import.context.known.contacts.get(contact_id.as_bytes());
        let street = match episodes.get(&row.key("EnrollmentID")) {
            Some(episode) => episode.street_outreach,
            None => import.is_delta && before.is_some_and(|before| before.on_outreach),
        };
        let component = if street { Component::Outreach } else { Component::Monitoring };
        let contact = Contact {
            place: place.to_owned(),
            component,
            purpose: "Contact with a current living situation, from HMIS.".to_owned(),
            seen_heard: format!("{staying}{verified} {NO_WORDS}"),
            ..skeleton(contact_id, client, day, &row, &reading, import)
        };
        let newest = latest.entry(row.key("PersonalID")).or_insert(NaiveDate::MIN);
        if !in_doubt && *newest <= day && !place.is_empty() {
            *newest = day;
            if let Some(new) = people.get_mut(&row.key("PersonalID")) {
                place.clone_into(&mut new.client.place);
            }
        }
        if described.is_none() && unknown.is_none() {
            doubts.push(format!(
                "CurrentLivingSituation {} is no code of list 3.12.1; the contact stands without it.",
                quoted(&text)
            ));
        }
        push(contact, &row, doubts, in_doubt, staff, import, &mut contacts);
    }
    contacts
}

/// HMIS keeps no notes, and a note that says nothing should say why.
pub(super) const NO_WORDS: &str = "HMIS holds no words about this contact and no time of day.";

/// Words of a cell, without a number that may not be kept.
fn words(row: &Row<'_>, column: &str, doubts: &mut Vec<String>) -> String {
    let text = row.get(column);
    if let Some(why) = spoiled(&text) {
        doubts.push(format!("{column} {} {why}; left out.", quoted(&text)));
        return String::new();
    }
    match without_ssn(&text) {
        Some(left) => {
            doubts.push(format!(
                "{column} holds a number written like a social security number; it was left out."
            ));
            left
        }
        None => text,
    }
}

/// A contact with everything but its words. HMIS has a day and no time: noon
/// stands for it, or the moment of entry when that was earlier the same day.
pub(super) fn skeleton(
    contact_id: ContactId,
    client_id: ClientId,
    day: NaiveDate,
    row: &Row<'_>,
    reading: &Reading,
    import: &Import<'_>,
) -> Contact {
    let offset = import.context.offset_min;
    let noon = dates::noon(day, offset);
    let entered: Option<Moment> = reading.moment(&row.get("DateCreated"), offset);
    let occurred = entered.filter(|at| at.date() == day).map_or(noon, |at| at.min(noon));
    let signed = entered.map_or(occurred, |at| at.max(occurred));
    Contact {
        written_at: signed,
        signed_at: signed,
        ..Contact::at(contact_id, client_id, occurred)
    }
}

pub(super) fn push(
    contact: Contact,
    row: &Row<'_>,
    mut doubts: Vec<String>,
    date_in_doubt: bool,
    staff: &mut Staff,
    import: &mut Import<'_>,
    contacts: &mut Contacts,
) {
    if !contact.keeps_the_rules() {
        return import.broken(row, "contact", "It breaks a rule every contact must keep.");
    }
    let user = row.key("UserID");
    if date_in_doubt {
        let day = ["InformationDate", "DateProvided"].map(|column| row.get(column)).concat();
        doubts.push(format!(
            "Its date {} cannot be right. Taken and marked, and counted as no contact.",
            quoted(&day)
        ));
    } else if staff.known(&user).is_none() {
        doubts.push(format!(
            "UserID {} is not in User.csv, or was deleted there; signed by the HMIS import.",
            quoted(&user)
        ));
    }
    if doubts.is_empty() {
        import.report.add(row.at(), "contact", Verdict::Taken, "Taken as a contact.");
    } else {
        import.report.add(row.at(), "contact", Verdict::Changed, doubts.join(" "));
    }
    let author = staff.author(&user, import);
    let received_at = Some(contact.signed_at.min(import.context.now));
    let known = &import.context.known.contacts;
    let is_there = |id: &[u8; 16], body: &[u8]| known.get(id).is_some_and(|came| came.is(body));
    let row = ContactRow { contact, author, received_at, date_in_doubt };
    contacts.rows.push_contact(row, is_there);
}
