use super::{Import, Verdict, codes, enrollments::Episode, people::People, staff::Staff};
use crate::import::{
    dates,
    table::{Row, Table},
};
use chrono::NaiveDate;
use domain::{
    Moment,
    dated::in_doubt,
    id::{ClientId, ContactId},
    record::Record as _,
    wire::v1::{Component, Contact, ContactRow},
};
use std::collections::{HashMap, HashSet};

/// The current living situations: HUD has one recorded at every contact
/// (data element 4.12), so each row is one.
pub(super) fn situations(
    table: &Table,
    episodes: &HashMap<String, Episode>,
    people: &mut People,
    staff: &mut Staff,
    import: &mut Import<'_>,
) -> Vec<ContactRow> {
    let mut contacts = Vec::new();
    let mut seen = HashSet::new();
    let mut latest: HashMap<String, NaiveDate> = HashMap::new();
    for row in table.rows() {
        row.tell(&mut *import.on_progress);
        let key = row.get("CurrentLivingSitID");
        let About { client, day, in_doubt } =
            match about(&row, &key, "InformationDate", episodes, people, &mut seen, import) {
                Ok(about) => about,
                Err(why) => {
                    import.skip(row.at(), "contact", why);
                    continue;
                }
            };
        let situation = row.code("CurrentLivingSituation");
        let described = situation.and_then(codes::living_situation);
        let unknown = situation.and_then(codes::not_known);
        let staying = described
            .map(|words| format!("Staying at: {words}."))
            .or_else(|| unknown.map(|why| format!("Where the person stays: {why}.")))
            .unwrap_or_else(|| "Where the person stays was not given.".to_owned());
        let location = row.get("LocationDetails");
        let place = if location.is_empty() { described.unwrap_or_default() } else { &location };
        let verified = match row.get("VerifiedBy") {
            by if by.is_empty() => String::new(),
            by => format!(" Verified by {by}."),
        };
        let street =
            episodes.get(&row.get("EnrollmentID")).is_some_and(|episode| episode.street_outreach);
        let component = if street { Component::Outreach } else { Component::Monitoring };
        let contact = Contact {
            place: place.to_owned(),
            component,
            purpose: "Contact with a current living situation, from HMIS.".to_owned(),
            seen_heard: format!("{staying}{verified} {NO_WORDS}"),
            ..skeleton(import.keys.contact("living situation", &key), client, day, &row, import)
        };
        let newest = latest.entry(row.get("PersonalID")).or_insert(NaiveDate::MIN);
        if !in_doubt && *newest <= day && !place.is_empty() {
            *newest = day;
            if let Some(new) = people.get_mut(&row.get("PersonalID")) {
                place.clone_into(&mut new.client.place);
            }
        }
        let doubt = (described.is_none() && unknown.is_none()).then_some(
            "CurrentLivingSituation is not a code of the format; the contact stands without it.",
        );
        push(contact, &row, doubt, in_doubt, staff, import, &mut contacts);
    }
    contacts
}

/// The services that are contacts: PATH services, PATH referrals, and the
/// contact records of the format before 2020.
pub(super) fn services(
    table: &Table,
    episodes: &HashMap<String, Episode>,
    people: &People,
    staff: &mut Staff,
    import: &mut Import<'_>,
) -> Vec<ContactRow> {
    let mut contacts = Vec::new();
    let mut seen = HashSet::new();
    for row in table.rows() {
        row.tell(&mut *import.on_progress);
        let (seen_heard, component) = match service(&row) {
            Ok(words) => words,
            Err(why) => {
                import.skip(row.at(), "service", why);
                continue;
            }
        };
        let key = row.get("ServicesID");
        match about(&row, &key, "DateProvided", episodes, people, &mut seen, import) {
            Ok(About { client, day, in_doubt }) => {
                let contact = Contact {
                    component,
                    purpose: "Service recorded in HMIS.".to_owned(),
                    seen_heard: format!("{seen_heard} {NO_WORDS}"),
                    ..skeleton(import.keys.contact("service", &key), client, day, &row, import)
                };
                push(contact, &row, None, in_doubt, staff, import, &mut contacts);
            }
            Err(why) => import.skip(row.at(), "service", why),
        }
    }
    contacts
}

/// HMIS keeps no notes, and a note that says nothing should say why.
const NO_WORDS: &str = "HMIS holds no words about this contact and no time of day.";

fn service(row: &Row<'_>) -> Result<(String, Component), String> {
    let kind = row.code("TypeProvided").unwrap_or_default();
    match row.code("RecordType") {
        Some(12) => Ok(("An outreach contact.".to_owned(), Component::Outreach)),
        Some(141) => match codes::path_service(kind) {
            Some((name, component)) => Ok((format!("PATH service: {name}."), component)),
            None => Ok((
                "A PATH service of a kind not in the format.".to_owned(),
                Component::Monitoring,
            )),
        },
        Some(161) => {
            let to = codes::path_referral(kind).unwrap_or("a kind not in the format");
            let outcome = row.code("ReferralOutcome").and_then(codes::referral_outcome);
            let outcome =
                outcome.map_or_else(String::new, |outcome| format!(" Outcome: {outcome}."));
            Ok((format!("PATH referral: {to}.{outcome}"), Component::Referral))
        }
        Some(code) => Err(codes::not_a_contact(code).map_or_else(
            || format!("RecordType {code} is not a code of the format."),
            |what| format!("It is {what}, not a contact."),
        )),
        None => Err("RecordType is not a number.".to_owned()),
    }
}

/// Whom a row is about and on which day.
struct About {
    client: ClientId,
    day: NaiveDate,
    /// Nobody can believe the day.
    in_doubt: bool,
}

/// Whom a row is about and on which day, or why it cannot be a contact.
fn about(
    row: &Row<'_>,
    key: &str,
    day: &str,
    episodes: &HashMap<String, Episode>,
    people: &People,
    seen: &mut HashSet<String>,
    import: &Import<'_>,
) -> Result<About, &'static str> {
    let person = row.get("PersonalID");
    if row.is_cut_off() {
        return Err("The row ends before its last column; the file may be cut off.");
    }
    if !row.get("DateDeleted").is_empty() {
        return Err("Deleted in the source.");
    }
    if key.is_empty() {
        return Err("It has no key of its own.");
    }
    let client =
        people.get(&person).ok_or("Nobody with this PersonalID was taken from Client.csv.")?;
    if episodes.get(&row.get("EnrollmentID")).is_some_and(|episode| episode.person != person) {
        return Err("Its enrollment belongs to another person.");
    }
    let day = dates::iso_of_any_year(&row.get(day)).ok_or("Its date is not a date.")?;
    let noon = dates::noon(day, import.context.offset_min);
    let in_doubt = in_doubt(noon, import.context.now, client.born_on);
    if !seen.insert(key.to_owned()) {
        return Err("An earlier row has the same key.");
    }
    Ok(About { client: client.client_id, day, in_doubt })
}

/// A contact with everything but its words. HMIS has a day and no time: noon
/// stands for it, or the moment of entry when that was earlier the same day.
fn skeleton(
    contact_id: ContactId,
    client_id: ClientId,
    day: NaiveDate,
    row: &Row<'_>,
    import: &Import<'_>,
) -> Contact {
    let offset = import.context.offset_min;
    let noon = dates::noon(day, offset);
    let entered: Option<Moment> = dates::iso_moment(&row.get("DateCreated"), offset);
    let occurred = entered.filter(|at| at.date() == day).map_or(noon, |at| at.min(noon));
    let signed = entered.map_or(occurred, |at| at.max(occurred));
    Contact {
        written_at: signed,
        signed_at: signed,
        ..Contact::at(contact_id, client_id, occurred)
    }
}

fn push(
    contact: Contact,
    row: &Row<'_>,
    doubt: Option<&str>,
    date_in_doubt: bool,
    staff: &mut Staff,
    import: &mut Import<'_>,
    contacts: &mut Vec<ContactRow>,
) {
    if !contact.keeps_the_rules() {
        return import.skip(row.at(), "contact", "It breaks a rule every contact must keep.");
    }
    let user = row.get("UserID");
    let (verdict, why) = match (doubt, staff.known(&user)) {
        _ if date_in_doubt => (
            Verdict::Changed,
            "Its date cannot be right. Taken and marked, and counted as no contact.",
        ),
        (Some(doubt), _) => (Verdict::Changed, doubt),
        (None, None) => {
            (Verdict::Changed, "Its UserID is not in User.csv; signed by the HMIS import.")
        }
        (None, Some(_)) => (Verdict::Taken, "Taken as a contact."),
    };
    import.report.add(row.at(), "contact", verdict, why);
    let author = staff.author(&user, import);
    let received_at = Some(contact.signed_at.min(import.context.now));
    contacts.push(ContactRow { contact, author, received_at, date_in_doubt });
}
