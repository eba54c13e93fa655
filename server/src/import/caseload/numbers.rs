//! The cell with a phone number: one, several, or none that can be dialled.

use crate::import::{
    quote::{holds_ssn, quoted},
    spoiled::{is_shortened, spoiled},
};
use domain::{
    phone::{self, NotOne},
    wire::v1::ContactPoint,
};

/// The numbers of a cell, as far as they may be kept; `safe` and `text` are what the sheet says of
/// the one it was made for.
pub(super) fn points(
    cell: &str,
    safe: Option<bool>,
    text: Option<bool>,
    remarks: &mut Vec<String>,
) -> Vec<ContactPoint> {
    if cell.is_empty() {
        return Vec::new();
    }
    if let Some(why) = spoiled(cell) {
        remarks.push(format!("phone {} {why}; left out.", quoted(cell)));
        return Vec::new();
    }
    if is_shortened(cell) {
        let why = "was shortened by a spreadsheet and cannot be read; left out. Format the column \
                   as text, and type the number again";
        remarks.push(format!("phone {} {why}.", quoted(cell)));
        return Vec::new();
    }
    if holds_ssn(cell) {
        let why = "holds nine digits like a social security number, and a phone number has ten";
        remarks.push(format!("phone {why}; left out."));
        return Vec::new();
    }
    let point = |value: &str, safe, text| ContactPoint {
        value: value.to_owned(),
        call: true,
        text,
        safe,
        ..ContactPoint::default()
    };
    let whole = whole(cell);
    let Some(why) = phone::problem(&whole, false) else {
        if let Some(why) = unlikely(&whole) {
            remarks.push(format!("phone {} {why}: check it.", quoted(cell)));
        }
        if safe.is_none() {
            remarks
                .push("phone_safe does not say; the number warns before it is dialled.".to_owned());
        }
        return vec![point(&whole, safe.unwrap_or(false), text.unwrap_or(false))];
    };
    if let Some(numbers) = split(cell) {
        let count = numbers.len();
        remarks.push(format!(
            "phone {} holds {count} numbers; each was taken, and warns before it is dialled, since \
             phone_safe and text_ok speak of one.",
            quoted(cell)
        ));
        return numbers.iter().map(|number| point(number, false, false)).collect();
    }
    let why = match why {
        NotOne::Nothing => "holds no whole number",
        NotOne::Several => "may hold two numbers",
        NotOne::TooLong => "has more digits than a number",
        NotOne::Fax => "is a fax",
        NotOne::Unclear => "does not say clearly what to dial",
    };
    remarks.push(format!(
        "phone {} {why}; kept as written, and it cannot be dialled. Expected is one number like \
         860-555-0101.",
        quoted(cell)
    ));
    vec![point(&whole, safe.unwrap_or(false), text.unwrap_or(false))]
}

/// A spreadsheet takes a number for a sum of money.
fn whole(cell: &str) -> String {
    let digits = cell.split_once('.').filter(|(digits, rest)| {
        digits.trim_start_matches('+').bytes().all(|b| b.is_ascii_digit())
            && !rest.is_empty()
            && rest.bytes().all(|b| b == b'0')
    });
    digits.map_or(cell, |(digits, _)| digits).to_owned()
}

/// The numbers of a cell with something between them, where each is one beyond doubt.
fn split(cell: &str) -> Option<Vec<String>> {
    let spaced = cell.replace(" or ", ";").replace(" and ", ";");
    let parts = |separators: &[char]| -> Vec<String> {
        let parts = spaced.split(separators).map(|part| whole(part.trim()));
        parts.filter(|part| !part.is_empty()).collect()
    };
    let all = |parts: &[String], least: usize| {
        parts.len() > 1
            && parts.iter().all(|part| {
                let digits = part.chars().filter(char::is_ascii_digit).count();
                digits >= least && !holds_ssn(part) && phone::read(part).is_ok()
            })
    };
    let by_signs = parts(&[';', ',', '/', '|', '&', '\n']);
    if all(&by_signs, 7) {
        return Some(by_signs);
    }
    // Spaces stand within a number too.
    let by_spaces = parts(&[' ', '\n', '\t']);
    all(&by_spaces, 10).then_some(by_spaces)
}

/// Digits that no number of the North American plan has, where they are all there is: those
/// have ten, or eleven with a 1 in front, and neither area code nor exchange begins with 0 or 1.
fn unlikely(number: &str) -> Option<&'static str> {
    let rest = number.chars().filter(|c| !" -.()".contains(*c));
    let digits: String = rest.collect();
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let local = match digits.len() {
        11 => digits.strip_prefix('1'),
        10 => Some(digits.as_str()),
        7 => return Some("has no area code"),
        3..=6 => return None,
        _ => None,
    };
    let Some(local) = local else { return Some("has not ten digits") };
    let begins =
        |at: usize| local.as_bytes().get(at).is_some_and(|byte| (b'2'..=b'9').contains(byte));
    (!begins(0) || !begins(3)).then_some("begins as no number does")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cell: &str) -> (Vec<String>, String) {
        let mut remarks = Vec::new();
        let points = points(cell, Some(true), Some(true), &mut remarks);
        (points.into_iter().map(|point| point.value).collect(), remarks.join(" "))
    }

    #[test]
    fn a_number_is_taken_as_it_is_and_one_that_a_spreadsheet_made_a_sum_as_it_was() {
        for (cell, value) in [
            ("860-555-0101", "860-555-0101"),
            ("8605550101.0", "8605550101"),
            ("8605550101.00", "8605550101"),
            ("(860) 555-0101", "(860) 555-0101"),
        ] {
            assert_eq!(read(cell), (vec![value.to_owned()], String::new()), "{cell}");
        }
    }

    #[test]
    fn two_numbers_become_two_and_neither_is_called_safe() {
        for cell in [
            "860-555-0101 or 860-555-0102",
            "860-555-0101 / 860-555-0102",
            "860-555-0101\n860-555-0102",
            "8605550101 8605550102",
            "8605550101.0; 8605550102.0",
        ] {
            let mut remarks = Vec::new();
            let points = points(cell, Some(true), Some(true), &mut remarks);
            assert_eq!(points.len(), 2, "{cell}");
            assert!(points.iter().all(|point| !point.safe && !point.text), "{cell}");
            assert!(remarks.join(" ").contains("holds 2 numbers"), "{cell}");
        }
    }

    #[test]
    fn what_cannot_be_a_number_is_left_out_or_named() {
        for (cell, kept, why) in [
            ("8.60556E+09", 0, "shortened by a spreadsheet"),
            ("8.60556E9", 0, "shortened by a spreadsheet"),
            ("860555010", 0, "like a social security number"),
            ("078-05-1120", 0, "like a social security number"),
            ("555-0101", 1, "has no area code"),
            ("8605550101234", 1, "has"),
            ("060-555-0101", 1, "begins as no number does"),
            ("ask Rosa", 1, "holds no whole number"),
            ("fax 860-555-0101", 1, "is a fax"),
        ] {
            let (points, said) = read(cell);
            assert_eq!(points.len(), kept, "{cell}: {said}");
            assert!(said.contains(why), "{cell}: {said}");
        }
    }
}
