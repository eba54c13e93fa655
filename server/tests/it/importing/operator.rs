//! What the person at the keyboard may do wrong, and what is said then.

use super::{Here, fixture};
use std::{fs, io::Write as _};

#[tokio::test]
async fn what_is_no_sheet_is_refused_in_one_sentence_with_the_right_code() {
    let here = Here::new();
    let workbook = b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0[Content_Types].xml";
    let export = here.export(&[]);
    let nothing = here.files.path().join("nothing.csv");
    for (kind, path, code, sentence) in [
        (
            "caseload",
            here.sheet("people.xlsx", workbook),
            65,
            "is a workbook, and a sheet in CSV is needed",
        ),
        (
            "hmis",
            here.sheet("export.xlsx", workbook),
            65,
            "is a workbook, and a sheet in CSV is needed",
        ),
        ("caseload", here.sheet("people.zip", b"PK\x03\x04\x14\0\0\0\0\0"), 65, "is a zip file"),
        (
            "hmis",
            here.sheet("bad.zip", b"PK\x03\x04\x14\0\0\0\0\0"),
            65,
            "is a zip file that is damaged",
        ),
        ("caseload", here.sheet("people.pdf", b"%PDF-1.7"), 65, "is a PDF"),
        ("caseload", here.sheet("empty.csv", b""), 65, "has no first line with column names"),
        ("caseload", here.sheet("other.csv", b"a,b\n1,2\n"), 65, "has no column preferred_name"),
        ("caseload", nothing.clone(), 66, "cannot be read"),
        ("hmis", nothing, 66, "cannot be read"),
        ("caseload", export.clone(), 64, "is a folder: name the sheet"),
        ("hmis", export.join("Client.csv"), 64, "is a single file: name the folder"),
        ("hmis", here.data.path().to_owned(), 66, "User.csv is missing: the folder holds"),
    ] {
        let said = here.tries(kind, &path, &[]);
        assert_eq!(said.code, Some(code), "{}: {}", path.display(), said.err);
        assert!(said.err.contains(sentence), "{}: {}", path.display(), said.err);
        assert!(said.err.contains("Nothing was imported."), "{}", said.err);
    }
    fs::write(export.join("Client.csv"), workbook).unwrap();
    let said = here.tries("hmis", &export, &[]);
    assert_eq!(said.code, Some(65));
    assert!(said.err.contains("Client.csv is a workbook"), "{}", said.err);
}

#[tokio::test]
async fn a_zip_file_is_read_as_the_folder_in_it_is() {
    let here = Here::new();
    let zipped = here.files.path().join("export.zip");
    let mut zip = zip::ZipWriter::new(fs::File::create(&zipped).unwrap());
    for entry in fs::read_dir(fixture("hmis/small")).unwrap() {
        let entry = entry.unwrap();
        let name = format!("HMIS export/{}", entry.file_name().to_str().unwrap());
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(&fs::read(entry.path()).unwrap()).unwrap();
    }
    zip.finish().unwrap();
    let said = here.tries("hmis", &zipped, &[]);
    assert!(said.out.contains("New: 5 clients, 7 contacts"), "{}{}", said.out, said.err);
    assert!(here.hmis(&[]).out.contains("New: 0 clients, 0 contacts. Changed: 0 clients"));
}

#[tokio::test]
async fn a_report_takes_the_place_of_a_report_and_of_no_other_file() {
    let here = Here::new();
    let export = here.export(&[]);
    let sheet = here.sheet("people.csv", b"preferred_name\nAda\n");
    let database = here.data.path().join("streetlight.db");
    let from = export.to_str().unwrap();
    for other in [&export.join("Client.csv"), &sheet, &database, &here.data.path().to_owned()] {
        let before = fs::read(other).ok();
        let over = other.to_str().unwrap();
        for source in [["hmis", from], ["caseload", sheet.to_str().unwrap()]] {
            let arguments = [&["import"], &source[..], &["--report", over]].concat();
            let done = crate::support::process::streetlight(here.data.path(), &arguments);
            let done = { done }.output().unwrap();
            let err = String::from_utf8_lossy(&done.stderr).into_owned();
            assert_eq!(done.status.code(), Some(64), "{over}: {err}");
            assert!(err.contains("is no report of an import"), "{err}");
        }
        assert_eq!(fs::read(other).ok(), before, "{over}");
    }
    let report = here.files.path().join("kept.csv");
    for _ in 0..2 {
        let arguments = ["import", "hmis", from, "--report", report.to_str().unwrap()];
        here.run(&arguments);
    }
    let nowhere = here.files.path().join("no/such/folder.csv");
    let arguments = ["import", "hmis", from, "--report", nowhere.to_str().unwrap()];
    let mut done = crate::support::process::streetlight(here.data.path(), &arguments);
    assert_eq!(done.output().unwrap().status.code(), Some(73));
}

#[tokio::test]
async fn the_offset_is_explained_and_a_wrong_one_refused() {
    let here = Here::new();
    let help = here.run(&["import", "hmis", "--help"]);
    let help = String::from_utf8_lossy(&help.stdout).into_owned();
    let words: Vec<&str> = help.split_whitespace().collect();
    assert!(words.join(" ").contains("-300 in New York in winter"), "{help}");
    let said = here.tries("hmis", &here.export(&[]), &["--utc-offset-minutes", "9000"]);
    assert_eq!(said.code, Some(64), "{}", said.err);
}

#[tokio::test]
async fn the_last_line_counts_people_and_the_reasons_quote_the_cell() {
    let here = Here::new();
    let sheet = "preferred_name,born_on,level,worker_login\n\
                 Ada,soon,IV,dana\nBo,1990-01-01,II,dana\nCy,,,nobody\nbroken\n";
    let said = here.caseload(&here.sheet("people.csv", sheet.as_bytes()));
    let why = said.of("people.csv", 2);
    assert!(
        why.contains("born_on “soon” was not read, expected is a date like 2026-01-31"),
        "{why}"
    );
    assert!(why.contains("level “IV” is none of I, II and III"), "{why}");
    assert!(said.of("people.csv", 4).contains("Nobody signs in as “nobody”"), "{}", said.report);
    let last = said.last();
    assert!(
        last.starts_with("People: 1 taken as they stand, 2 with something to check, "),
        "{last}"
    );
    assert!(last.contains("1 skipped; 1 is assigned to nobody"), "{last}");
}
