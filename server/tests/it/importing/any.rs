//! Whatever quotes, separators, line ends and encodings do to a sheet: each row is in the report,
//! nothing of one column comes to stand in another, and no social security number is kept.
//!
//! A slip adds quotation marks and line ends, or separators, as many as it likes. What no reader
//! can know of is one that keeps the number of cells in a row of words, such as a separator that
//! moved, or one too many before a line end that cuts a cell off.

#![expect(clippy::indexing_slicing, reason = "a test that cannot go on is to stop there")]

use super::fixture;
use crate::support::agency;
use domain::{Moment, wire::v1::Client};
use proptest::{prelude::*, sample::Index};
use server::{
    import::{Context, IdSecret, Report, caseload, hmis},
    store::load::Batch,
};
use std::collections::{BTreeMap, BTreeSet};

/// Columns, and whether their cells may hold line breaks as they are.
const SHEET: [(&str, bool); 8] = [
    ("preferred_name", false),
    ("legal_name", false),
    ("ssn", false),
    ("alias", false),
    ("place", true),
    ("program", false),
    ("alert", true),
    ("pronouns", false),
];

const PEOPLE: [(&str, bool); 7] = [
    ("PersonalID", false),
    ("FirstName", false),
    ("MiddleName", false),
    ("LastName", false),
    ("NameDataQuality", false),
    ("SSN", false),
    ("ExportID", false),
];

const PLACES: [(&str, bool); 8] = [
    ("CurrentLivingSitID", false),
    ("EnrollmentID", false),
    ("PersonalID", false),
    ("InformationDate", false),
    ("CurrentLivingSituation", false),
    ("VerifiedBy", false),
    ("LocationDetails", true),
    ("UserID", false),
];

/// A sheet on its way to damage.
#[derive(Debug, Clone)]
struct Sheet {
    rows: Vec<Vec<(bool, bool)>>,
    separator: char,
    line_end: &'static str,
    slips: Vec<(Index, u8)>,
    with_quotes: bool,
    encoding: u8,
}

fn sheets(width: usize) -> impl Strategy<Value = Sheet> {
    (
        prop::collection::vec(prop::collection::vec(any::<(bool, bool)>(), width), 1..7),
        prop::sample::select(vec![',', ';', '\t']),
        prop::sample::select(vec!["\n", "\r\n", "\r"]),
        prop::collection::vec((any::<Index>(), 0_u8..3), 0..5),
        any::<bool>(),
        0_u8..7,
    )
        .prop_map(|(rows, separator, line_end, slips, with_quotes, encoding)| Sheet {
            rows,
            separator,
            line_end,
            slips,
            with_quotes,
            encoding,
        })
}

/// The number of a row, as people and programs write such numbers.
fn social(row: usize) -> String {
    let (a, b, c) = (520 + row, 31 + row, 7_310 + row);
    if row.is_multiple_of(2) { format!("{a}-{b}-{c}") } else { format!("{a}{b}{c}") }
}

/// What stands in a cell: its column and row can be read from it wherever it comes to stand.
fn cell(columns: &[(&str, bool)], column: usize, row: usize, more: bool, line_end: &str) -> String {
    let (name, long) = columns[column];
    match name {
        "ssn" | "SSN" => social(row),
        "NameDataQuality" => "1".to_owned(),
        "ExportID" => "X1".to_owned(),
        "EnrollmentID" | "UserID" => String::new(),
        "PersonalID" if columns.len() == PLACES.len() => "900001".to_owned(),
        "InformationDate" => "2025-01-10".to_owned(),
        "CurrentLivingSituation" => "116".to_owned(),
        // Where clerks write them, though nobody asked.
        "VerifiedBy" if more => format!("c{column}r{row}e {}", social(row)),
        "LocationDetails" if more => {
            format!("c{column}r{row}e, {};{line_end}é \"said\"", social(row))
        }
        _ if long && more => format!("c{column}r{row}e, more;{line_end}é \"said\""),
        _ => format!("c{column}r{row}e"),
    }
}

impl Sheet {
    fn text(&self, columns: &[(&str, bool)]) -> String {
        let separator = self.separator.to_string();
        let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
        let mut lines = vec![names.join(&separator)];
        for (row, cells) in self.rows.iter().enumerate() {
            let cells = cells.iter().enumerate().map(|(column, (quoted, more))| {
                let text = cell(columns, column, row, *more, self.line_end);
                let must = text.contains(['"', '\n', '\r', self.separator]);
                if *quoted || must { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
            });
            lines.push(cells.collect::<Vec<_>>().join(&separator));
        }
        let mut text = lines.join(self.line_end);
        let header = lines[0].len() + self.line_end.len();
        for (at, what) in &self.slips {
            let places: Vec<usize> =
                text.char_indices().map(|(at, _)| at).filter(|at| *at >= header).collect();
            let slip = match (what, self.with_quotes) {
                (_, false) => &separator,
                (0, true) => self.line_end,
                (_, true) => "\"",
            };
            text.insert_str(places[at.index(places.len())], slip);
        }
        text
    }

    fn bytes(&self, text: &str) -> Vec<u8> {
        let little = || text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let big = || text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
        match self.encoding {
            0 => text.as_bytes().to_vec(),
            1 => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            2 => [vec![0xff, 0xfe], little()].concat(),
            3 => [vec![0xfe, 0xff], big()].concat(),
            4 => little(),
            5 => big(),
            // Windows-1252 has the Latin letters where Unicode has them.
            _ => text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect(),
        }
    }
}

/// The cells that are in a text, as column and row.
fn cells_in(text: &str) -> BTreeSet<(usize, usize)> {
    let begins = text.match_indices('c').map(|(at, _)| &text[at + 1..]);
    begins
        .filter_map(|rest| {
            let (column, rest) = rest.split_once('r')?;
            let (row, _) = rest.split_once('e')?;
            Some((column.parse().ok()?, row.parse().ok()?))
        })
        .collect()
}

/// Which rows are on which lines.
fn lines(text: &str) -> BTreeMap<u64, BTreeSet<usize>> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines = (1..).zip(text.split('\n')).skip(1);
    lines.map(|(line, text)| (line, cells_in(text).iter().map(|cell| cell.1).collect())).collect()
}

fn context() -> Context {
    let now = Moment::new(1_763_700_000_000, -300);
    Context::new(agency(9, "North"), IdSecret::new([3; 32].into()), now, -300)
}

/// Values of somebody or something that was taken, each with the columns it may come from.
type Values = Vec<(Vec<usize>, String)>;

fn check(
    sheet: &Sheet,
    text: &str,
    (file, what): (&str, &str),
    (batch, report): &(Batch, Report),
    all: Vec<Values>,
) -> Result<(), TestCaseError> {
    let mut taken = BTreeSet::new();
    for values in all {
        let mut rows = BTreeSet::new();
        for (columns, value) in values {
            for (column, row) in cells_in(&value) {
                prop_assert!(columns.contains(&column), "column {column} in {value:?}: {text:?}");
                rows.insert(row);
            }
        }
        prop_assert!(rows.len() <= 1, "cells of rows {rows:?} in one: {text:?}");
        taken.extend(rows);
    }
    let mut told = BTreeSet::new();
    for line in report.lines.iter().filter(|line| {
        &*line.file == file && line.line > 1 && (line.what == "row" || line.what == what)
    }) {
        prop_assert!(told.insert(line.line), "line {} twice: {text:?}", line.line);
    }
    let lines = lines(text);
    // A row is told by the line on which it begins, however many lines its cells go over.
    taken.extend(lines.iter().filter(|(line, _)| told.contains(line)).flat_map(|(_, rows)| rows));
    for (line, rows) in lines {
        let within = rows.iter().any(|row| taken.contains(row));
        prop_assert!(rows.is_empty() || told.contains(&line) || within, "{line}: {text:?}");
    }
    // Records are held as bytes.
    let contacts: Vec<_> = batch.contacts().collect();
    let kept = format!("{batch:?} {contacts:?} {report:?}");
    for row in 0..sheet.rows.len() {
        let number = social(row);
        prop_assert!(!kept.contains(&number), "{number} in {kept}");
        prop_assert!(!kept.contains(&number.replace('-', "")), "{number} in {kept}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn no_slip_in_a_sheet_loses_a_row_or_moves_a_cell(sheet in sheets(SHEET.len())) {
        let text = sheet.text(&SHEET);
        let read = caseload::read("people.csv", &sheet.bytes(&text), &context(), &mut |_| {});
        let read = read.expect("the header is whole");
        let values = |client: &Client| -> Values {
            let alerts = client.alerts.iter().map(|alert| (vec![6], alert.text.clone()));
            let names = [
                // If empty, another name stands in.
                (vec![0, 1, 3], client.preferred_name.clone()),
                (vec![1], client.legal_name.clone()),
                (vec![3], client.alias.clone()),
                (vec![4], client.place.clone()),
                (vec![5], client.program.clone()),
                (vec![7], client.pronouns.clone()),
            ];
            names.into_iter().chain(alerts).collect()
        };
        let all = read.0.clients.iter().map(|new| values(&new.client)).collect();
        check(&sheet, &text, ("people.csv", "client"), &read, all)?;
        if sheet.slips.is_empty() {
            prop_assert_eq!(read.0.clients.len(), sheet.rows.len(), "{:?}", text);
        }
    }

    #[test]
    fn no_slip_in_an_export_loses_a_row_or_moves_a_cell(sheet in sheets(PEOPLE.len())) {
        let text = sheet.text(&PEOPLE);
        let mut files = hmis::Files::from_dir(&fixture("hmis/small")).unwrap();
        files.insert("Client.csv", sheet.bytes(&text));
        let read = hmis::read(&files, &context(), &mut |_| {}).expect("the header is whole");
        let values = |client: &Client| -> Values {
            vec![
                (vec![1, 2, 3], client.legal_name.clone()),
                (vec![1, 2, 3], client.preferred_name.clone()),
                // Four characters of the PersonalID stand in for a name.
                (vec![0, 1, 2, 3], client.alias.clone()),
            ]
        };
        let all = read.0.clients.iter().map(|new| values(&new.client)).collect();
        check(&sheet, &text, ("Client.csv", "client"), &read, all)?;
        if sheet.slips.is_empty() {
            prop_assert_eq!(read.0.clients.len(), sheet.rows.len(), "{:?}", text);
        }
    }

    #[test]
    fn no_slip_in_contacts_loses_a_row_or_moves_a_cell(sheet in sheets(PLACES.len())) {
        let text = sheet.text(&PLACES);
        let mut files = hmis::Files::from_dir(&fixture("hmis/small")).unwrap();
        files.insert("CurrentLivingSituation.csv", sheet.bytes(&text));
        files.insert("Services.csv", b"ServicesID,PersonalID,DateProvided,RecordType,TypeProvided\n".to_vec());
        let read = hmis::read(&files, &context(), &mut |_| {}).expect("the header is whole");
        let all = read.0.contacts().map(|row| vec![
            (vec![6], row.contact.place),
            (vec![5], row.contact.seen_heard),
        ]);
        let all = all.collect();
        check(&sheet, &text, ("CurrentLivingSituation.csv", "contact"), &read, all)?;
        if sheet.slips.is_empty() {
            prop_assert_eq!(read.0.contacts().count(), sheet.rows.len(), "{:?}", text);
        }
    }
}
