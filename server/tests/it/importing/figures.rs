//! An export of many rows arrives whole, and how long that takes and how much memory. The figures
//! are to be looked at and never a reason to fail: `make bench` prints them for 100,000 rows.

use super::Here;
use crate::support::{look_at, process::streetlight};
use std::{
    fmt::Write as _,
    fs,
    path::Path,
    process::Stdio,
    time::{Duration, Instant},
};

/// So many rows unless somebody asks for more.
const ROWS: usize = 2_000;

fn rows() -> usize {
    let asked = std::env::var("STREETLIGHT_IMPORT_ROWS").ok();
    asked.and_then(|rows| rows.parse().ok()).unwrap_or(ROWS)
}

/// People with an enrollment each, and for each of them eighteen contacts.
fn write(folder: &Path, people: usize, contacts: usize) {
    fs::create_dir_all(folder).unwrap();
    let mut users = "UserID,UserFirstName,UserLastName\n".to_owned();
    for user in 0..40 {
        writeln!(users, "u{user},Worker,Number{user}").unwrap();
    }
    let mut clients = "PersonalID,FirstName,MiddleName,LastName,NameSuffix,NameDataQuality,SSN,SSNDataQuality,DOB,DOBDataQuality,DateCreated,DateUpdated,UserID,DateDeleted,ExportID\n".to_owned();
    let mut enrollments = "EnrollmentID,PersonalID,ProjectID,EntryDate,HouseholdID,DateOfEngagement,TranslationNeeded,PreferredLanguage,DateCreated,DateUpdated,UserID,DateDeleted,ExportID\n".to_owned();
    let mut places = "CurrentLivingSitID,EnrollmentID,PersonalID,InformationDate,CurrentLivingSituation,VerifiedBy,LocationDetails,DateCreated,DateUpdated,UserID,DateDeleted,ExportID\n".to_owned();
    let when = "2025-01-10 09:30:00,2025-01-10 09:30:00";
    for number in 0..people {
        let user = number % 40;
        writeln!(
            clients,
            "{number},First{number},,Last{number},,1,,99,19{}-05-06,1,{when},u{user},,X",
            50 + number % 50
        )
        .unwrap();
        writeln!(
            enrollments,
            "e{number},{number},p,2025-01-{:02},h{number},,0,171,{when},u{user},,X",
            1 + number % 28
        )
        .unwrap();
    }
    for contact in 0..contacts {
        let (number, user) = (contact % people, contact % 40);
        writeln!(places, "s{contact},e{number},{number},2025-{:02}-{:02},116,,\"Bench {contact}, by the river\",{when},u{user},,X", 1 + contact % 10, 1 + contact % 28).unwrap();
    }
    for (name, text) in [
        ("User.csv", users.as_str()),
        ("Client.csv", &clients),
        ("Enrollment.csv", &enrollments),
        ("CurrentLivingSituation.csv", &places),
        ("Project.csv", "ProjectID,ProjectName,ProjectType\np,Street,4\n"),
        ("Services.csv", "ServicesID,PersonalID,DateProvided,RecordType,TypeProvided\n"),
        ("Export.csv", "ExportID,SourceID,ExportDirective\nX,ZZ-1,2\n"),
    ] {
        fs::write(folder.join(name), text).unwrap();
    }
}

/// Seconds by the clock and of the processor, and the most memory at a time in megabytes, of one
/// run.
fn run(here: &Here, folder: &Path, more: &[&str]) -> (f64, f64, u64) {
    let arguments = [&["import", "hmis", folder.to_str().unwrap()], more].concat();
    let began = Instant::now();
    let mut child = streetlight(here.data.path(), &arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let status = format!("/proc/{}/status", child.id());
    let stat = format!("/proc/{}/stat", child.id());
    let (mut peak, mut ticks) = (0, 0);
    let code = loop {
        if let Some(code) = child.try_wait().unwrap() {
            break code;
        }
        let held = fs::read_to_string(&status).unwrap_or_default();
        let line = held.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
        peak = peak.max(kilobytes.unwrap_or(0) / 1_024);
        // Fields 14 and 15 of proc_pid_stat(5), in hundredths of a second.
        let times = fs::read_to_string(&stat).unwrap_or_default();
        let times = times.split(' ').skip(13).take(2).filter_map(|time| time.parse::<u32>().ok());
        ticks = times.sum::<u32>().max(ticks);
        std::thread::sleep(Duration::from_millis(10));
    };
    assert!(code.success(), "{code}");
    (began.elapsed().as_secs_f64(), f64::from(ticks) / 100.0, peak)
}

#[tokio::test]
async fn an_export_of_many_rows_arrives_whole_and_the_same_again_changes_nothing() {
    let rows = rows();
    let (people, contacts) = (rows / 20, rows / 20 * 18);
    let here = Here::new();
    let folder = here.files.path().join("large");
    write(&folder, people, contacts);
    let report = here.files.path().join("report.csv");
    let report = ["--report", report.to_str().unwrap()];
    for (what, more) in [
        ("dry run", ["--dry-run", report[0], report[1]].as_slice()),
        ("first import", &report),
        ("the same again", &report),
    ] {
        let (seconds, worked, megabytes) = run(&here, &folder, more);
        println!(
            "{rows} rows, {what}: {seconds:.1} s, of the processor {worked:.1} s, {megabytes} MB"
        );
        let lines = fs::read_to_string(here.files.path().join("report.csv")).unwrap();
        let of = |file: &str| lines.lines().filter(|line| line.starts_with(file)).count();
        assert_eq!((of("Client.csv,"), of("Enrollment.csv,")), (people, people), "{what}");
        assert_eq!(of("CurrentLivingSituation.csv,"), contacts, "{what}: each row once");
    }
    let mut db = look_at(&here.data.path().join("streetlight.db")).await;
    let count = "select (select count(*) from client), (select count(*) from record)";
    let (clients, records): (i64, i64) = sqlx::query_as(count).fetch_one(&mut db).await.unwrap();
    assert_eq!((clients, records), (people as i64, contacts as i64));
}
