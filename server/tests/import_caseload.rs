//! Reading a caseload sheet, from the outside. Everybody in the fixture is made up.

#[path = "fixtures/context.rs"]
mod against;

use chrono::NaiveDate;
use domain::{
    id::{ClientId, StaffId},
    wire::v1::{Level, Stage},
};
use proptest::prelude::*;
use server::import::{Colleague, Context, ImportError, Report, Verdict, caseload::read};
use server::store::load::Batch;

const EXAMPLE: &[u8] = include_bytes!("fixtures/caseload/example.csv");

fn context() -> Context {
    let mut context = against::context();
    context.colleagues.push(Colleague {
        staff_id: DANA,
        login: "dana".to_owned(),
        name: "Dana Whitlock".to_owned(),
        carries: true,
        has_left: false,
        can_sign_in: true,
    });
    context
}

const DANA: StaffId = StaffId::from_bytes([4; 16]);

/// Who is to be given to whom.
fn given(batch: &Batch) -> Vec<Option<StaffId>> {
    batch.carrying.iter().map(|carrying| carrying.begins).collect()
}

fn sheet(bytes: &[u8]) -> (Batch, Report) {
    read("people.csv", bytes, &context(), &mut |_| {}).expect("a readable sheet")
}

#[test]
fn the_example_in_the_manual_is_read_as_the_manual_says() {
    let (batch, report) = sheet(EXAMPLE);
    let [juniper, compass, marlow] = batch.clients.as_slice() else { panic!("three people") };
    assert_eq!(juniper.client.level, Some(Level::II));
    assert_eq!(juniper.client.languages, ["en", "es"]);
    assert_eq!(given(&batch), [Some(DANA), Some(DANA), None]);
    assert_eq!(report.people.nobody, 1);
    assert!(juniper.client.contact_points.iter().all(|point| point.safe && point.text));
    assert_eq!(compass.client.preferred_name, "Compass");
    assert_eq!(compass.client.stage, Stage::Outreach);
    assert!(compass.client.interpreter);
    assert_eq!(marlow.client.born_on, NaiveDate::from_ymd_opt(1971, 3, 4));
    assert!(marlow.client.contact_points.iter().all(|point| !point.safe));
    let [first, second, third] = report.lines.as_slice() else { panic!("three rows") };
    assert_eq!((first.verdict, second.verdict), (Verdict::Taken, Verdict::Taken));
    assert_eq!(third.verdict, Verdict::Changed);
    assert!(third.why.contains("born_on is ambiguous"), "{}", third.why);
    assert!(third.why.contains("4 March 1971"), "{}", third.why);
    assert!(third.why.contains("Nobody signs in as “nobody”"), "{}", third.why);
}

#[test]
fn semicolons_tabs_and_utf_16_read_the_same() {
    let plain = "Preferred Name,LEVEL,phone,phone safe\nZoë,2,555-0101,yes\n";
    let expected = sheet(plain.as_bytes());
    let mut utf16 = vec![0xff, 0xfe];
    utf16.extend(plain.replace(',', "\t").encode_utf16().flat_map(u16::to_le_bytes));
    for bytes in [
        plain.replace(',', ";").into_bytes(),
        plain.replace(',', "\t").replace('\n', "\r\n").into_bytes(),
        format!("\u{feff}{plain}").into_bytes(),
        utf16,
    ] {
        assert_eq!(sheet(&bytes), expected);
    }
    let excel = sheet(format!("sep=;\n{}", plain.replace(',', ";")).as_bytes());
    assert_eq!(excel.0, expected.0);
    assert_eq!(
        excel.1.lines.first().map(|line| line.line),
        Some(3),
        "lines count from the top of the file"
    );
}

#[test]
fn a_corrected_date_of_birth_keeps_the_person_when_there_is_a_key() {
    let id = |sheet_text: &str| {
        sheet(sheet_text.as_bytes()).0.clients.first().map(|new| new.client.client_id)
    };
    assert_eq!(
        id("preferred_name,born_on,key\nAda,1990-01-01,7\n"),
        id("preferred_name,born_on,key\nAda B.,1990-01-02,7\n")
    );
    assert_ne!(
        id("preferred_name,born_on\nAda,1990-01-01\n"),
        id("preferred_name,born_on\nAda,1990-01-02\n")
    );
}

#[test]
fn whoever_was_imported_before_names_were_folded_by_unicode_is_found_again() {
    // Ids as the former rule made them of these lines.
    let before = ["43a568dd-e574-8e8e-9147-1d567ead3e9d", "9701bab6-5e9a-83a4-b362-b721d89ba080"];
    let text = "preferred_name,born_on\nHương Trần,1990-01-01\nHuong Tran,1990-01-01\n";
    let mut context = context();
    let known = before.iter().map(|id| *id.parse::<ClientId>().expect("an id").as_bytes());
    context.known.ids = known.map(|id| (id, id)).collect();
    let again = read("people.csv", text.as_bytes(), &context, &mut |_| {}).expect("readable");
    let ids: Vec<String> =
        again.0.clients.iter().map(|new| new.client.client_id.to_string()).collect();
    assert_eq!(ids, before);
    let (fresh, report) = sheet(text.as_bytes());
    assert_eq!(fresh.clients.len(), 1, "with or without marks is one person");
    assert_eq!(report.count(Verdict::Skipped), 1);
}

#[test]
fn the_same_person_twice_and_nobody_at_all_are_skipped() {
    let (batch, report) = sheet(b"preferred_name,place\nAda,Pier\nada,Library\n,Bench\n,,,,\n");
    assert_eq!(batch.clients.len(), 1);
    let why: Vec<&str> = report.lines.iter().map(|line| &*line.why).collect();
    assert!(why.iter().any(|why| why.contains("Line 2 is the same person")), "{why:?}");
    assert_eq!(report.count(Verdict::Skipped), 2);
}

#[test]
fn a_number_that_a_spreadsheet_ruined_is_left_out() {
    let (batch, report) = sheet(b"preferred_name,phone\nAda,8.60556E+09\n");
    assert!(batch.clients.iter().all(|new| new.client.contact_points.is_empty()));
    assert!(report.lines.iter().any(|line| line.why.contains("shortened by a spreadsheet")));
}

#[test]
fn a_number_that_cannot_be_dialled_is_kept_as_written_and_named() {
    for (phone, why) in [
        ("ask Rosa", "holds no whole number"),
        ("860555010186055501", "has more digits than a number"),
        ("fax 860-555-0101", "is a fax"),
    ] {
        let (batch, report) = sheet(format!("preferred_name,phone\nAda,{phone}\n").as_bytes());
        let written = batch.clients[0].client.contact_points[0].value.as_str();
        assert_eq!(written, phone);
        let line = report.lines.first().expect("a row");
        assert_eq!(line.verdict, Verdict::Changed);
        assert!(line.why.contains(why), "{phone}: {}", line.why);
        assert!(line.why.contains(&format!("“{phone}”")), "{phone}: {}", line.why);
    }
    for (phone, written) in
        [("860-555-0101 ext. 7", "860-555-0101 ext. 7"), ("8605550101.0", "8605550101")]
    {
        let (batch, report) =
            sheet(format!("preferred_name,phone,phone_safe\nAda,{phone},yes\n").as_bytes());
        assert_eq!(batch.clients[0].client.contact_points[0].value, written);
        let why = &report.lines[0].why;
        assert!(!why.contains("dialled"), "{phone}: {why}");
    }
}

#[test]
fn what_is_too_long_is_named_and_the_person_taken() {
    let long = "x".repeat(20_000);
    let (batch, report) = sheet(format!("preferred_name,place\nAda,{long}\nBo,Pier\n").as_bytes());
    assert_eq!(batch.clients.len(), 2);
    let cell: Vec<_> = report.lines.iter().filter(|line| line.what == "cell").collect();
    assert_eq!((cell.len(), cell[0].line, cell[0].verdict), (1, 2, Verdict::Changed));
    assert!(cell[0].why.starts_with("place is longer than 16384 bytes"), "{}", cell[0].why);
    let row = report.lines.iter().find(|line| line.what == "client").expect("a row");
    assert!(row.why.contains("place is longer than the 1000 bytes"), "{}", row.why);
    assert_eq!(batch.clients[0].client.place.len(), 16 * 1024);
}

#[test]
fn a_sheet_without_the_one_column_is_refused_in_one_sentence() {
    let refusal = read("people.csv", b"name,phone\nAda,1\n", &context(), &mut |_| {});
    assert_eq!(
        refusal.map_err(|error| error.to_string()),
        Err("people.csv has no column preferred_name: its columns are name, phone. Nothing was imported.".to_owned())
    );
    let empty = read("people.csv", b"", &context(), &mut |_| {});
    assert_eq!(empty, Err(ImportError::NoHeader { file: "people.csv".into() }));
}

#[test]
fn an_empty_cell_at_the_end_of_each_row_is_no_reason_and_one_that_is_not_empty_is() {
    let row = |n: usize, more: &str| format!("Person {n},Pier,{more}\n");
    let rows: String = (0..12).map(|n| row(n, "")).collect();
    let (batch, _) = sheet(format!("preferred_name,place\n{rows}").as_bytes());
    assert_eq!(batch.clients.len(), 12);
    let moved = row(12, "Bench");
    let (batch, report) = sheet(format!("preferred_name,place\n{rows}{moved}").as_bytes());
    assert_eq!(batch.clients.len(), 12);
    let line = report.lines.iter().find(|line| line.line == 14).expect("it is in the report");
    assert!(line.why.starts_with("The row has 3 cells where the header names 2."), "{}", line.why);
    let few = sheet(format!("preferred_name,place\n{}", row(1, "")).as_bytes());
    assert_eq!(few.0.clients.len(), 0, "one row alone may have moved");
}

proptest! {
    #[test]
    fn no_damage_to_the_sheet_makes_it_panic(
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..20),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = EXAMPLE.to_vec();
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(cut.index(bytes.len()));
        let _ = read("people.csv", &bytes, &context(), &mut |_| {});
    }

    #[test]
    fn any_bytes_at_all_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let _ = read("people.csv", &bytes, &context(), &mut |_| {});
    }
}
