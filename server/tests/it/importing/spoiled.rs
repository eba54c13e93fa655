//! Files in which a spreadsheet put something else than what stood there, and files that are not
//! the ones they should be.

use super::{Here, client, fixture};
use domain::wire::v1::Stage;
use std::fs;

#[tokio::test]
async fn what_a_spreadsheet_shows_instead_of_a_value_becomes_nobody_s_name_or_key() {
    let here = Here::new();
    let said = here.caseload(&fixture("caseload/spoiled.csv"));
    let of = |line| said.of("spoiled.csv", line);
    assert!(
        of(2).contains("preferred_name “=HYPERLINK(\"\"x\"\",\"\"Ada\"\")” is a formula"),
        "{}",
        of(2)
    );
    assert!(
        of(3).contains("preferred_name “#REF!” is an error that a spreadsheet shows"),
        "{}",
        of(3)
    );
    for line in [4, 5] {
        let why = of(line);
        assert!(why.contains("skipped,key “#N/A” is an error that a spreadsheet shows"), "{why}");
    }
    assert!(of(6).contains("place “=SUM(B1:B2)” is a formula"), "{}", of(6));
    assert!(of(6).contains("phone “#N/A” is an error that a spreadsheet shows; left out"));
    assert!(of(7).contains(",client,taken,"), "{}", of(7));
    let known = here.known().await;
    let mut names: Vec<&str> = known.said.values().map(|said| said.names[0].as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["Juniper", "Marlow"]);
    assert_eq!(
        known.said.get(&client(&known, "00123")).unwrap().names[0],
        "Marlow",
        "kept as text"
    );
}

#[tokio::test]
async fn lines_above_the_header_are_passed_over_and_named() {
    let here = Here::new();
    let said = here.caseload(&fixture("caseload/titled.csv"));
    for line in [1, 2] {
        let why = said.of("titled.csv", line);
        assert!(why.contains("skipped,It stands above the line with the names"), "{why}");
    }
    assert!(said.of("titled.csv", 5).contains(",client,taken,"), "{}", said.report);
    assert!(said.last().starts_with("People: 1 taken as they stand, 0 with"), "{}", said.out);
}

#[tokio::test]
async fn a_header_of_another_sheet_makes_nobody_however_it_calls_its_columns() {
    let here = Here::new();
    let said = here.caseload(&fixture("caseload/pasted_other.csv"));
    assert!(said.of("pasted_other.csv", 3).contains("It is another header"), "{}", said.report);
    assert!(said.of("pasted_other.csv", 4).contains("under another header"), "{}", said.report);
    assert_eq!(here.known().await.people.len(), 1);
    // Somebody may be called so.
    let street = here.sheet("street.csv", b"preferred_name\nStreet\nMobile\n");
    assert!(here.caseload(&street).out.contains("New: 2 clients"));
}

#[tokio::test]
async fn keys_that_a_spreadsheet_made_sums_of_money_are_the_same_people() {
    let here = Here::new();
    here.hmis(&[]);
    let said = here.hmis(&[("Client.csv", "Client.resaved_keys.csv")]);
    assert!(said.out.contains("New: 0 clients, 0 contacts."), "{}{}", said.out, said.report);
    let shortened = said.of("Client.csv", 6);
    assert!(shortened.contains("PersonalID “9.00007E+05” was shortened"), "{shortened}");
    assert_eq!(here.known().await.people.len(), 5);
    // And the other way about.
    let there = Here::new();
    there.hmis(&[("Client.csv", "Client.resaved_keys.csv")]);
    let again = there.hmis(&[]);
    assert!(again.out.contains("New: 1 clients"), "Marlow alone: {}", again.out);
}

#[tokio::test]
async fn enrollments_of_which_nobody_is_in_the_export_are_refused() {
    let here = Here::new();
    let export = here.export(&[]);
    let sheet = "PersonalID,FirstName,LastName,NameDataQuality\n1,Ada,Roe,1\n";
    fs::write(export.join("Client.csv"), sheet).unwrap();
    let said = here.tries("hmis", &export, &[]);
    assert_eq!(said.code, Some(65), "{}{}", said.out, said.err);
    assert!(said.err.contains("PersonalID “900001” is not in Client.csv"), "{}", said.err);
    assert!(here.known().await.people.is_empty());
}

#[tokio::test]
async fn a_social_security_number_over_several_cells_of_a_name_is_no_name() {
    let here = Here::new();
    let sheet = b"preferred_name,legal_name,alias\nAda 078-05,1120,\nBo,,078-051120\nCy,,\n";
    let said = here.caseload(&here.sheet("moved.csv", sheet));
    assert!(
        said.of("moved.csv", 2).contains("The names together hold a number"),
        "{}",
        said.report
    );
    assert!(said.of("moved.csv", 3).contains("where a name is expected"), "{}", said.report);
    let known = here.known().await;
    assert_eq!(known.said.len(), 1);
    assert!(!format!("{:?}{}", known.said, said.report).contains("1120"));
}

#[tokio::test]
async fn a_folder_or_a_second_file_in_the_place_of_one_is_said_so() {
    let here = Here::new();
    let export = here.export(&[]);
    fs::remove_file(export.join("Client.csv")).unwrap();
    fs::create_dir(export.join("Client.csv")).unwrap();
    let said = here.tries("hmis", &export, &[]);
    assert_eq!(said.code, Some(64), "{}", said.err);
    assert!(said.err.contains("Client.csv is a folder"), "{}", said.err);

    let export = here.export(&[]);
    fs::copy(export.join("User.csv"), export.join("client.csv")).unwrap();
    let said = here.tries("hmis", &export, &[]);
    assert_eq!(said.code, Some(64), "{}", said.err);
    assert!(said.err.contains("twice, in capitals and in small letters"), "{}", said.err);

    let export = here.export(&[]);
    fs::remove_file(export.join("Client.csv")).unwrap();
    std::os::unix::fs::symlink("Client.csv", export.join("Client.csv")).unwrap();
    let said = here.tries("hmis", &export, &[]);
    assert_eq!(said.code, Some(66), "it leads to itself: {}", said.err);
    assert!(said.err.contains("Client.csv cannot be read"), "{}", said.err);

    here.export(&[]);
    let said = here.tries("hmis", here.files.path(), &[]);
    assert_eq!(said.code, Some(64), "{}", said.err);
    assert!(said.err.contains("export within it: name that one"), "{}", said.err);

    let huge = here.files.path().join("huge.csv");
    fs::File::create(&huge).unwrap().set_len((1 << 30) + 1).unwrap();
    let said = here.tries("caseload", &huge, &[]);
    assert_eq!(said.code, Some(64), "{}", said.err);
    assert!(said.err.contains("more than a gigabyte"), "{}", said.err);
}

#[tokio::test]
async fn many_columns_and_cells_of_a_megabyte_are_read_and_named_in_few_words() {
    let here = Here::new();
    let (many, cells) =
        ((0..5_000).map(|n| format!(",c{n}")).collect::<String>(), ",x".repeat(5_000));
    let sheet = format!("preferred_name,place{many}\nAda,Pier{cells}\n");
    let said = here.caseload(&here.sheet("wide.csv", sheet.as_bytes()));
    let why = said.of("wide.csv", 1);
    assert!(why.contains("c39 and 4960 more. Only the names"), "{} bytes: {why:.300}", why.len());
    let long = "x".repeat(1 << 20);
    let sheet = format!("preferred_name,place,notes\nBo,{long},{long}\n");
    let said = here.caseload(&here.sheet("long.csv", sheet.as_bytes()));
    assert!(said.report.contains("place is longer than 16384 bytes"), "{}", said.report);
    assert!(!said.report.contains("notes is longer"), "nothing is read of it: {}", said.report);
}

#[tokio::test]
async fn the_report_goes_through_each_file_line_by_line() {
    let here = Here::new();
    let said = here.hmis(&[]);
    let lines: Vec<u64> = said
        .report
        .lines()
        .filter_map(|line| line.strip_prefix("Enrollment.csv,")?.split(',').next()?.parse().ok())
        .collect();
    assert_eq!(lines, (2..=8).collect::<Vec<_>>(), "{}", said.report);
    let future = said.of("Exit.csv", 3);
    assert!(future.contains("ExitDate “2031-05-30” lies in the future"), "{future}");
    let whose = said.of("CurrentLivingSituation.csv", 9);
    assert!(whose.contains("EnrollmentID “E1” belongs to another person"), "{whose}");
}

#[tokio::test]
async fn contacts_that_are_gone_from_a_newer_export_are_listed_by_person_and_day() {
    let here = Here::new();
    here.hmis(&[]);
    let later = [("CurrentLivingSituation.csv", "CurrentLivingSituation.gone.csv")];
    let said = here.hmis(&later);
    let gone = "CurrentLivingSituation.csv,0,contacts that are gone,changed,1 contact of PersonalID \
                “900001” was in an earlier export and not in this one: 2025-01-17.";
    let gone = gone.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.report.replace('"', "").contains(&gone), "{}", said.report);
    assert_eq!(said.report.matches("contacts that are gone").count(), 1, "{}", said.report);
    // Outside of the days that the export covers it need not be in it.
    let export = here.export(&later);
    let about = "ExportID,SourceID,ExportStartDate,ExportEndDate,ExportDirective,ImplementationID\n\
                 X1,ZZ-500,2025-02-01,2025-11-19,2,made-up\n";
    fs::write(export.join("Export.csv"), about).unwrap();
    let said = here.tries("hmis", &export, &[]);
    assert!(!said.report.contains("contacts that are gone"), "{}", said.report);
    // Nor is it gone from one that holds changes only.
    let said = here.hmis(&[later[0], ("Export.csv", "Export.changes.csv")]);
    assert!(!said.report.contains("that are gone"), "{}", said.report);
    // One that was deleted there, or marked here already, is none of them.
    let said = here.hmis(&[("CurrentLivingSituation.csv", "CurrentLivingSituation.deleted.csv")]);
    assert!(!said.report.contains("that are gone"), "{}", said.report);
    let said = here.hmis(&later);
    assert!(!said.report.contains("that are gone"), "{}", said.report);
}

#[tokio::test]
async fn an_export_without_all_exits_opens_no_case_that_an_earlier_one_closed() {
    let here = Here::new();
    here.hmis(&[("Exit.csv", "Exit.died.csv")]);
    let stage = async || {
        let known = here.known().await;
        let said = known.said.get(&client(&known, "900004")).unwrap().clone();
        (said.stage, said.alerts.len(), said.stages.len())
    };
    assert_eq!(stage().await, (Stage::Closed, 1, 1));
    let without = here.export(&[]);
    fs::remove_file(without.join("Exit.csv")).unwrap();
    let said = here.tries("hmis", &without, &[]);
    assert_eq!(stage().await, (Stage::Closed, 1, 1), "{}", said.report);
    assert!(
        said.of("Exit.csv", 0).contains("does not say who has left or died"),
        "{}",
        said.report
    );
    assert!(said.of("Enrollment.csv", 5).contains("left closed"), "{}", said.report);
    // Changes only, and the exit is none of them.
    let changes = here.export(&[("Export.csv", "Export.changes.csv")]);
    fs::write(changes.join("Exit.csv"), "ExitID,EnrollmentID,PersonalID,ExitDate,Destination\n")
        .unwrap();
    here.tries("hmis", &changes, &[]);
    assert_eq!(stage().await, (Stage::Closed, 1, 1));
    // One that holds all exits and not this one takes its word back.
    let all = here.export(&[]);
    fs::write(all.join("Exit.csv"), "ExitID,EnrollmentID,PersonalID,ExitDate,Destination\n")
        .unwrap();
    let said = here.tries("hmis", &all, &[]);
    assert_eq!(stage().await, (Stage::Outreach, 0, 0));
    assert!(
        said.of("Enrollment.csv", 5).contains("this one does not: open again"),
        "{}",
        said.report
    );
}

#[tokio::test]
async fn an_export_of_changes_closes_nobody_whose_open_enrollment_did_not_change() {
    let here = Here::new();
    here.hmis(&[]);
    let export = here.export(&[("Export.csv", "Export.changes.csv")]);
    let all = fs::read_to_string(export.join("Enrollment.csv")).unwrap();
    let of = |key: &str| all.lines().find(|line| line.starts_with(key)).unwrap().to_owned();
    let header = all.lines().next().unwrap();
    fs::write(export.join("Enrollment.csv"), format!("{header}\n{}\n", of("E5,"))).unwrap();
    let exits =
        "ExitID,EnrollmentID,PersonalID,ExitDate,Destination\nEX9,E5,900001,2024-09-01,410\n";
    fs::write(export.join("Exit.csv"), exits).unwrap();
    let said = here.tries("hmis", &export, &[]);
    assert!(said.of("Enrollment.csv", 2).contains("the case is left open"), "{}", said.report);
    assert!(said.of("Export.csv", 0).contains("holds changes only"), "{}", said.report);
    assert!(said.out.contains("As before: 5 clients, 7 contacts."), "{}", said.out);
    let known = here.known().await;
    let id = client(&known, "900001");
    assert_eq!(known.said.get(&id).unwrap().stage, Stage::Outreach);
    let mut enrollments = known.people.get(&id).unwrap().enrollments.clone();
    enrollments.sort();
    assert_eq!(enrollments, ["E1", "E5"], "what it does not name is remembered");
}
