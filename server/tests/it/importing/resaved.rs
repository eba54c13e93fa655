//! Exports that went through a spreadsheet, and of other editions of the format.

use super::{Here, client};
use chrono::NaiveDate;
use domain::wire::v1::Stage;

#[tokio::test]
async fn dates_that_a_spreadsheet_wrote_are_read_where_they_can_be() {
    let here = Here::new();
    let said = here.hmis(&[("Enrollment.csv", "Enrollment.resaved.csv")]);
    let known = here.known().await;
    let juniper = known.said.get(&client(&known, "900001")).unwrap();
    assert_eq!(juniper.stage, Stage::Outreach, "{}", said.report);
    assert_eq!(juniper.opened_on, NaiveDate::from_ymd_opt(2025, 1, 10));
    let zoe = known.said.get(&client(&known, "900002")).unwrap();
    assert_eq!(zoe.stage, Stage::Active, "the day of engagement was read");
}

#[tokio::test]
async fn an_export_of_which_no_enrollment_can_be_read_is_refused_with_the_cell() {
    let here = Here::new();
    let export = here.export(&[]);
    let sheet =
        "EnrollmentID,PersonalID,ProjectID,EntryDate\nE1,900001,PR1,10th\nE2,900002,PR1,?\n";
    std::fs::write(export.join("Enrollment.csv"), sheet).unwrap();
    let said = here.tries("hmis", &export, &[]);
    assert_eq!(said.code, Some(65));
    assert!(said.err.contains("not one row of Enrollment.csv could be read"), "{}", said.err);
    assert!(said.err.contains("EntryDate “10th” was not read, expected is a date like 2026-01-31"));
    assert!(said.of("Enrollment.csv", 3).contains("“?”"), "the report is there: {}", said.report);
    assert!(here.known().await.people.is_empty());
}

#[tokio::test]
async fn places_of_earlier_editions_are_read() {
    let here = Here::new();
    let said = here.hmis(&[("CurrentLivingSituation.csv", "CurrentLivingSituation.fy2022.csv")]);
    for line in [2, 4] {
        let why = said.of("CurrentLivingSituation.csv", line);
        assert!(why.contains("Taken as a contact."), "{why}");
    }
    let known = here.known().await;
    let juniper = known.said.get(&client(&known, "900001")).unwrap();
    assert!(juniper.place.starts_with("emergency shelter"), "{}", juniper.place);
}

#[tokio::test]
async fn an_export_of_the_edition_of_2020_is_read() {
    let here = Here::new();
    let said = here.tries("hmis", &super::fixture("hmis/fy2020"), &[]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.out.contains("New: 2 clients, 4 contacts."), "{}{}", said.out, said.report);
    let known = here.known().await;
    let juniper = known.said.get(&client(&known, "900001")).unwrap();
    assert_eq!(juniper.stage, Stage::Outreach);
    assert_eq!(juniper.place, "Call 860-555-0101, [number left out]");
    let marlow = known.said.get(&client(&known, "900002")).unwrap();
    assert_eq!((marlow.stage, marlow.alerts.len()), (Stage::Closed, 1), "who died");
}

#[tokio::test]
async fn another_language_is_taken_from_the_column_it_stands_in() {
    let here = Here::new();
    let said = here.hmis(&[("Enrollment.csv", "Enrollment.other_language.csv")]);
    let known = here.known().await;
    assert_eq!(known.said.get(&client(&known, "900001")).unwrap().languages, ["fil"].map(|_| "tl"));
    let why = said.of("Enrollment.csv", 4);
    assert!(why.contains("The language “Invented Tongue” is none"), "{why}");
}

#[tokio::test]
async fn an_empty_quality_takes_the_name_and_not_the_birthday_and_totals_are_nobody() {
    let here = Here::new();
    let said = here.hmis(&[("Client.csv", "Client.blank_quality.csv")]);
    let why = said.of("Client.csv", 2);
    assert!(why.contains("NameDataQuality is empty; the name was taken"), "{why}");
    assert!(why.contains("DOBDataQuality is empty"), "{why}");
    let known = here.known().await;
    let juniper = known.said.get(&client(&known, "900001")).unwrap();
    assert_eq!((juniper.names[1].as_str(), juniper.born_on), ("Juniper Q. Sampleton", None));
    let totals = said.report.lines().find(|line| line.contains("a line of totals"));
    assert!(totals.is_some_and(|line| line.contains(",skipped,")), "{}", said.report);
}

#[tokio::test]
async fn utf_16_without_a_mark_is_read_and_names_keep_their_letters() {
    let here = Here::new();
    let text = "preferred_name\tplace\nZoë\tPier\nHương\tBench\n";
    for (name, bytes) in [
        ("little.csv", text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()),
        ("big.csv", text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
    ] {
        let said = here.caseload(&here.sheet(name, &bytes));
        assert!(said.report.contains(&format!("{name},3,client,")), "{}", said.report);
    }
    let known = here.known().await;
    let mut names: Vec<&str> = known.said.values().map(|said| said.names[0].as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["Hương", "Zoë"]);
}

#[tokio::test]
async fn an_export_that_writes_null_for_nothing_deletes_nobody() {
    let here = Here::new();
    let export = here.export(&[]);
    let clients =
        "PersonalID,FirstName,LastName,NameDataQuality,DateDeleted\n900001,Ada,Null,1,NULL\n";
    std::fs::write(export.join("Client.csv"), clients).unwrap();
    let said = here.tries("hmis", &export, &[]);
    assert!(said.of("Client.csv", 2).contains(",client,taken,"), "{}", said.report);
    let known = here.known().await;
    assert_eq!(known.said.get(&client(&known, "900001")).unwrap().names[1], "Ada Null");
}
