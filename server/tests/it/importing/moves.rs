//! A newer export of the same system: people who moved, were deleted, died or are gone.

use super::{Here, client};
use crate::support::{TestPhone, TestServer, look_at};
use domain::wire::v1::{Ended, Stage};

#[tokio::test]
async fn a_later_word_of_the_source_moves_what_it_made_itself() {
    let here = Here::new();
    here.hmis(&[]);
    assert_eq!(here.carriers("900001").await, ["wren.exampleworth"]);
    let said = here.hmis(&[("Enrollment.csv", "Enrollment.other_user.csv")]);
    assert_eq!(here.carriers("900001").await, ["wren.exampleworth.u2"]);
    assert!(said.report.contains("The source names another worker now: moved to them."));
    assert!(said.out.contains("Assignments: 1 began, 1 ended."), "{}", said.out);
    let again = here.hmis(&[("Enrollment.csv", "Enrollment.other_user.csv")]);
    assert!(again.out.contains("Assignments: 0 began, 0 ended."), "{}", again.out);
}

#[tokio::test]
async fn no_word_of_the_source_undoes_a_transfer() {
    let here = Here::new();
    here.hmis(&[]);
    let id = client(&here.known().await, "900001").to_string();
    here.run(&["client", "assign", "dana", &id]);
    here.run(&["client", "unassign", "wren.exampleworth", &id]);
    here.hmis(&[]);
    assert_eq!(here.carriers("900001").await, ["dana"], "the same export again");
    let said = here.hmis(&[("Enrollment.csv", "Enrollment.other_user.csv")]);
    assert_eq!(here.carriers("900001").await, ["dana"], "another worker in the export");
    assert!(said.report.contains("people here gave the client to"), "{}", said.report);
}

#[tokio::test]
async fn whoever_is_deleted_in_the_source_is_closed_and_marked_and_leaves_the_phone() {
    let here = Here::new();
    here.hmis_with(&[], &["--staff", staff_map(&here).as_str()]);
    let store = here.store().await;
    let Here { data, files } = here;
    let server = TestServer::over(data, store);
    let mut phone = TestPhone::enrolled(&server, "dana").await;
    let pages = phone.pull(&server, None).await;
    let juniper = |pages: &[domain::wire::v1::PullPage]| {
        pages
            .iter()
            .flat_map(|page| &page.clients)
            .find(|one| one.preferred_name == "Juniper")
            .cloned()
    };
    let before = juniper(&pages).expect("on the phone");

    let here = Here { data: server.stop().await, files };
    let said = here.hmis(&[("Client.csv", "Client.deleted.csv")]);
    assert!(said.of("Client.csv", 2).contains("Closed here, marked"), "{}", said.report);
    let known = here.known().await;
    let id = client(&known, "900001");
    assert_eq!(id, before.client_id);
    let now = known.said.get(&id).unwrap();
    assert_eq!((now.stage, now.place.as_str()), (Stage::Closed, before.place.as_str()));
    assert_eq!(now.names[1], "Juniper Q. Sampleton", "nothing is erased");
    assert_eq!(now.alerts.last().unwrap().text, "Deleted in HMIS on 2025-11-18");
    assert_eq!(now.stages.last().unwrap().ended, Some(Ended::RemovedAtSource));
    assert_eq!(here.carriers("900001").await, <[String; 0]>::default());
    let store = here.store().await;
    let Here { data, files } = here;
    let server = TestServer::over(data, store);
    let pages = phone.pull(&server, None).await;
    assert!(pages.iter().any(|page| page.evict.contains(&id)), "it leaves the phone");

    // And comes back, should the source take them back.
    let here = Here { data: server.stop().await, files };
    here.hmis(&[]);
    assert_eq!(here.carriers("900001").await, ["dana"]);
    let now = here.known().await;
    let now = now.said.get(&id).unwrap();
    assert_eq!((now.stage, now.alerts.len()), (Stage::Outreach, 0));
}

/// Wren, who is U1, is Dana here.
fn staff_map(here: &Here) -> String {
    let path = here.sheet("staff.csv", b"UserID,login\nU1,dana\n");
    path.to_str().unwrap().to_owned()
}

#[tokio::test]
async fn whom_people_gave_somebody_they_stay_with_after_a_deletion_and_the_report_says_so() {
    let here = Here::new();
    here.hmis(&[]);
    let id = client(&here.known().await, "900001").to_string();
    here.run(&["client", "assign", "dana", &id]);
    let said = here.hmis(&[("Client.csv", "Client.deleted.csv")]);
    assert_eq!(here.carriers("900001").await, ["dana"]);
    assert!(said.report.contains("on whose phone they stay"), "{}", said.report);
}

#[tokio::test]
async fn whoever_is_gone_from_the_export_is_listed_and_left() {
    let here = Here::new();
    here.hmis(&[]);
    let said = here.hmis(&[("Client.csv", "Client.gone.csv")]);
    let gone =
        "Client.csv,0,person who is gone,changed,PersonalID “900002” was in an earlier export";
    assert!(said.report.contains(gone), "{}", said.report);
    let known = here.known().await;
    assert_eq!(known.said.get(&client(&known, "900002")).unwrap().stage, Stage::Active);
    assert_eq!(here.carriers("900002").await, ["wren.exampleworth.u2"]);
}

#[tokio::test]
async fn a_contact_that_was_deleted_in_the_source_stays_legible_and_is_marked() {
    let here = Here::new();
    here.hmis(&[]);
    let later = [("CurrentLivingSituation.csv", "CurrentLivingSituation.deleted.csv")];
    let said = here.hmis(&later);
    let why = said.of("CurrentLivingSituation.csv", 4);
    assert!(why.contains("marked as entered in error"), "{why}");
    assert!(said.out.contains("1 contacts that the source deleted"), "{}", said.out);
    let again = here.hmis(&later);
    assert!(!again.out.contains("contacts that the source deleted"), "once: {}", again.out);
    assert!(!again.err.contains("read differently"), "{}", again.err);
    // Should the source take it back, the person gets a note anew.
    let back = here.hmis(&[]);
    assert!(back.out.contains("New: 0 clients, 1 contacts."), "{}", back.out);
    assert!(here.hmis(&[]).out.contains("New: 0 clients, 0 contacts."), "once");
    here.run(&["verify-audit"]);
}

#[tokio::test]
async fn whoever_died_is_closed_and_the_exit_of_an_unknown_enrollment_is_named() {
    let here = Here::new();
    let said = here.hmis(&[("Exit.csv", "Exit.died.csv")]);
    let known = here.known().await;
    let died = known.said.get(&client(&known, "900004")).unwrap();
    assert_eq!(died.stage, Stage::Closed);
    assert_eq!(died.alerts[0].text, "Died, as HMIS says (Destination 24, exit of 2025-05-30)");
    let [begun] = died.stages.as_slice() else { panic!("{:?}", died.stages) };
    assert_eq!((begun.ended, begun.since.to_string().as_str()), (Some(Ended::Died), "2025-05-30"));
    let again = here.hmis(&[("Exit.csv", "Exit.died.csv")]);
    assert!(again.out.contains("Changed: 0 clients"), "{}", again.out);
    assert!(said.of("Exit.csv", 2).contains("The person died"), "{}", said.report);
    let unknown = said.of("Exit.csv", 4);
    assert!(unknown.contains("skipped,EnrollmentID “E77” is not in Enrollment.csv."), "{unknown}");
}

#[tokio::test]
async fn a_smaller_export_takes_back_nothing_that_an_earlier_one_said() {
    let here = Here::new();
    here.hmis(&[]);
    let export = here.export(&[]);
    for file in ["Enrollment.csv", "CurrentLivingSituation.csv", "Services.csv"] {
        let whole = std::fs::read_to_string(export.join(file)).unwrap();
        std::fs::write(export.join(file), whole.lines().next().unwrap()).unwrap();
    }
    let said = here.tries("hmis", &export, &[]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.out.contains("Changed: 0 clients"), "{}", said.out);
    assert!(said.report.contains("EnrollmentID “E1” of PersonalID “900001”"), "{}", said.report);
}

#[tokio::test]
async fn people_from_before_imports_remembered_anything_stay_who_they_are_and_can_be_moved() {
    let here = Here::new();
    here.hmis(&[]);
    let id = client(&here.known().await, "900003").to_string();
    here.run(&["client", "assign", "dana", &id]);
    here.run(&["client", "unassign", "wren.exampleworth", &id]);
    let mut db = look_at(&here.data.path().join("streetlight.db")).await;
    sqlx::query("delete from import_memory").execute(&mut db).await.unwrap();
    sqlx::Connection::close(db).await.unwrap();
    let said = here.hmis(&[("Enrollment.csv", "Enrollment.other_user.csv")]);
    assert!(said.out.contains("New: 0 clients, 0 contacts."), "{}", said.out);
    assert_eq!(here.carriers("900001").await, ["wren.exampleworth.u2"]);
    assert_eq!(here.carriers("900003").await, ["dana"], "that was decided here");
}

/// A year mistyped, or an enrollment that is not in the export, makes nobody alive who died.
#[tokio::test]
async fn whoever_died_is_closed_whatever_the_day_and_the_enrollment_say() {
    for row in [
        "EX1,E4,900004,2031-01-01,24",
        "EX1,E4,900004,6/1/2062,24",
        "EX1,E999,900004,2025-05-30,24",
        "EX1,E999,900004,,24",
    ] {
        let here = Here::new();
        let export = here.export(&[]);
        let enrollments = std::fs::read_to_string(export.join("Enrollment.csv")).unwrap();
        assert!(enrollments.contains("900004"));
        let of_them = enrollments.lines().find(|line| line.contains("900004")).unwrap();
        let row = row.replace("E4", of_them.split(',').next().unwrap());
        let exits = format!("ExitID,EnrollmentID,PersonalID,ExitDate,Destination\n{row}\n");
        std::fs::write(export.join("Exit.csv"), exits).unwrap();
        let said = here.tries("hmis", &export, &[]);
        assert_eq!(said.code, Some(0), "{}", said.err);
        let known = here.known().await;
        let died = known.said.get(&client(&known, "900004")).unwrap();
        assert_eq!(died.stage, Stage::Closed, "{row}: {}", said.report);
        assert!(died.alerts[0].text.starts_with("Died, as HMIS says"), "{row}");
        assert!(said.of("Exit.csv", 2).contains("died"), "{}", said.report);
    }
}
