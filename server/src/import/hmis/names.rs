//! What somebody is called and when they were born, as far as they wished to say.

use crate::import::{
    dates::{EXPECTED, Of, Reading},
    placeholder::is_placeholder_part,
    quote::{holds_ssn, quoted},
    spoiled::spoiled,
    table::Row,
};
use domain::{id::ClientId, wire::v1::Client};

/// The parts of a name, in the order in which they are said.
const NAMES: [&str; 4] = ["FirstName", "MiddleName", "LastName", "NameSuffix"];

/// What the person is called, as far as they wished to say (data element 3.01). Gives why the row
/// cannot be believed, if it cannot.
pub(super) fn name(
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
        if let Some(why) = spoiled(&part) {
            return Some(format!("{column} {} {why}; expected is a name.", quoted(&part)));
        }
        if !part.is_empty() && !is_hash(&part) {
            parts.push((column, part));
        }
    }
    let parts = named(parts, remarks);
    if holds_ssn(&parts.join(" ")) {
        return Some(
            "The cells of the name together hold a number written like a social security number; \
             the cells of this row may have moved."
                .to_owned(),
        );
    }
    let first =
        Some(row.get("FirstName")).filter(|first| parts.contains(first)).unwrap_or_default();
    let quality = row.get("NameDataQuality");
    match row.code("NameDataQuality") {
        Some(2) if !hashed && !parts.is_empty() => {
            client.alias = parts.join(" ");
            client.preferred_name = client.alias.clone();
            remarks.push(
                "NameDataQuality 2 says that the name is partial, a street name or a code name; \
                 kept as alias."
                    .into(),
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
                Some(code @ (8 | 9 | 99)) => format!(
                    "NameDataQuality {code} says that the name was not given; an alias stands for \
                     it."
                ),
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

/// The parts of a name, without words that stand where one is not known.
fn named(parts: Vec<(&str, String)>, remarks: &mut Vec<String>) -> Vec<String> {
    let mut kept = Vec::new();
    for (column, part) in parts {
        if is_placeholder_part(&part) {
            let part = quoted(&part);
            remarks.push(format!("{column} {part} stands where a name is not known; left out."));
        } else {
            kept.push(part);
        }
    }
    kept
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
pub(super) fn born_on(
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
        _ if read.date > reading.today => {
            format!("{} lies in the future; left empty.", quoted(&text))
        }
        Some(1) => {
            if let Some(doubt) = read.doubt {
                remarks.push(format!("DOB {} is {doubt}: {}.", quoted(&text), read.date));
            }
            return Some(read.date);
        }
        Some(2) => "is approximate, as DOBDataQuality 2 says; left empty, so that nobody takes it \
                    for exact."
            .into(),
        Some(code @ (8 | 9 | 99)) => {
            format!("was left empty, for DOBDataQuality {code} says that it was not given.")
        }
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
