//! The services that are contacts: PATH services, PATH referrals, and the
//! contact records of the format before 2020. `Services.csv`.

use super::{
    Import,
    about::{About, What},
    codes, columns,
    contacts::{Contacts, NO_WORDS, push, skeleton},
    enrollments::Episodes,
    people::People,
    staff::Staff,
};
use crate::import::{
    quote::quoted,
    table::{Row, Table},
};
use crate::store::imported::OF_A_SERVICE;
use domain::wire::v1::{Component, Contact};
use std::collections::HashSet;

pub(super) fn read(
    table: &Table<'_>,
    episodes: &Episodes,
    people: &People,
    staff: &mut Staff,
    import: &mut Import<'_>,
) -> Contacts {
    let reading = import.reading(table, &columns::SERVICES);
    let mut contacts = Contacts::default();
    let mut seen = HashSet::new();
    let what = What { kind: "service", key: "ServicesID", day: "DateProvided", said: "service" };
    for row in table.rows() {
        row.tell(&mut *import.on_progress);
        let (seen_heard, component, doubt) = match service(&row) {
            Ok(words) => words,
            Err(why) => {
                for id in what.ids(&row, import) {
                    contacts.see(id, import);
                }
                import.skip(&row, "service", why);
                continue;
            }
        };
        if let Some(About { contact_id, client, day, in_doubt }) =
            what.about(&row, episodes, people, &mut seen, &reading, &mut contacts, import)
        {
            let contact = Contact {
                component,
                purpose: OF_A_SERVICE.to_owned(),
                seen_heard: format!("{seen_heard} {NO_WORDS}"),
                ..skeleton(contact_id, client, day, &row, &reading, import)
            };
            push(
                contact,
                &row,
                doubt.into_iter().collect(),
                in_doubt,
                staff,
                import,
                &mut contacts,
            );
        }
    }
    contacts
}

/// What the contact says, what it was for, and what is worth checking.
type Words = (String, Component, Option<String>);

fn service(row: &Row<'_>) -> Result<Words, String> {
    let kind = row.code("TypeProvided").unwrap_or_default();
    let no_code = |list| {
        format!("TypeProvided {} is no code of list {list}.", quoted(&row.get("TypeProvided")))
    };
    match row.code("RecordType") {
        Some(12) => Ok(("An outreach contact.".to_owned(), Component::Outreach, None)),
        Some(141) => Ok(match codes::path_service(kind) {
            Some((name, component)) => (format!("PATH service: {name}."), component, None),
            None => (
                "A PATH service of a kind not in the format.".to_owned(),
                Component::Monitoring,
                Some(no_code("P1.2")),
            ),
        }),
        Some(161) => {
            let to = codes::path_referral(kind);
            let outcome = row.code("ReferralOutcome").and_then(codes::referral_outcome);
            let outcome =
                outcome.map_or_else(String::new, |outcome| format!(" Outcome: {outcome}."));
            let doubt = to.is_none().then(|| no_code("P2.2"));
            let to = to.unwrap_or("a kind not in the format");
            Ok((format!("PATH referral: {to}.{outcome}"), Component::Referral, doubt))
        }
        Some(code) => Err(codes::not_a_contact(code).map_or_else(
            || format!("RecordType {code} is not a code of list 1.4."),
            |what| format!("It is {what}, not a contact."),
        )),
        None => Err(format!(
            "RecordType {} is not a number of list 1.4.",
            quoted(&row.get("RecordType"))
        )),
    }
}
