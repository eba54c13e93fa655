//! Reading HUD's HMIS CSV export, from the outside. Everybody in the fixtures is made up.

#[path = "fixtures/context.rs"]
mod against;

use against::context;
use chrono::NaiveDate;
use domain::{
    id::StaffId,
    record::Record as _,
    wire::v1::{Client, Component, Stage},
};
use proptest::prelude::*;
use server::import::{
    Colleague, Context, ImportError, Options, Report, Source, Verdict,
    hmis::{Files, read},
    prepare,
};
use server::store::load::Batch;
use std::path::PathBuf;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/hmis/small")
}

fn files() -> Files {
    Files::from_dir(&folder()).expect("the fixture is there")
}

fn colleague(staff_id: StaffId, login: &str, name: &str) -> Colleague {
    let (login, name) = (login.to_owned(), name.to_owned());
    Colleague { staff_id, login, name, carries: true, has_left: false, can_sign_in: false }
}

fn imported() -> (Batch, Report) {
    read(&files(), &context(), &mut |_| {}).expect("the fixture has every column")
}

fn called<'a>(batch: &'a Batch, name: &str) -> &'a Client {
    let found = batch.clients.iter().find(|new| new.client.preferred_name == name);
    &found.unwrap_or_else(|| panic!("nobody is called {name}")).client
}

fn why(report: &Report, file: &str, line: u64) -> (Verdict, String) {
    let found = report.lines.iter().find(|entry| &*entry.file == file && entry.line == line);
    let found = found.unwrap_or_else(|| panic!("{file}:{line} is not in the report"));
    (found.verdict, found.why.to_string())
}

#[test]
fn importing_twice_gives_the_same_batch() {
    assert_eq!(imported(), imported());
    let mut known = context();
    let staff = imported().0.staff;
    known.colleagues =
        staff.iter().map(|new| colleague(new.card.staff_id, &new.login, &new.card.name)).collect();
    let again = read(&files(), &known, &mut |_| {}).expect("still readable");
    assert_eq!(again.0, imported().0, "sign-in names that were given stay with their owners");
}

#[test]
fn staff_sign_in_under_the_plain_letters_of_their_names() {
    let mut files = files();
    let named = "UserID,UserFirstName,UserLastName,DateDeleted\n\
                 u-1,Hương,Trần,\nu-2,Þórður,Guðjónsson,\nu-3,明,王,\n";
    files.insert("User.csv", named.into());
    let logins = |context: &Context| -> Vec<String> {
        let (batch, _) = read(&files, context, &mut |_| {}).expect("readable");
        batch.staff.iter().map(|new| new.login.clone()).take(3).collect()
    };
    assert_eq!(logins(&context()), ["huong.tran", "thordur.gudjonsson", "u.3"]);
    let (batch, _) = read(&files, &context(), &mut |_| {}).expect("readable");
    let mut known = context();
    known.colleagues.push(colleague(batch.staff[0].card.staff_id, "hng.trn", "Hương Trần"));
    assert_eq!(logins(&known)[0], "hng.trn", "a name once given stays");
}

#[test]
fn names_are_taken_only_as_far_as_the_person_gave_them() {
    let (batch, report) = imported();
    assert_eq!(called(&batch, "Juniper").legal_name, "Juniper Q. Sampleton");
    assert_eq!(called(&batch, "Zoë").legal_name, "Zoë Placeholder", "Latin-1 is understood");
    let street_name = called(&batch, "Compass");
    assert_eq!((street_name.alias.as_str(), street_name.legal_name.as_str()), ("Compass", ""));
    assert_eq!(called(&batch, "Client 0004").alias, "Client 0004");
    assert_eq!(called(&batch, "Client 0006").legal_name, "", "an unknown quality is not trusted");
    assert_eq!(batch.clients.len(), 5, "one deleted, one listed twice");
    assert_eq!(why(&report, "Client.csv", 6).0, Verdict::Skipped);
}

#[test]
fn only_a_full_date_of_birth_is_taken() {
    let (batch, report) = imported();
    assert_eq!(called(&batch, "Juniper").born_on, NaiveDate::from_ymd_opt(1984, 5, 6));
    for name in ["Zoë", "Compass", "Client 0006"] {
        assert_eq!(called(&batch, name).born_on, None, "{name}");
    }
    assert!(why(&report, "Client.csv", 3).1.contains("approximate"));
}

#[test]
fn the_open_enrollment_is_shown_with_stage_programme_and_worker() {
    let (batch, _) = imported();
    let juniper = called(&batch, "Juniper");
    assert_eq!(juniper.stage, Stage::Outreach, "street outreach without engagement");
    assert_eq!(juniper.program, "Night Walk (sample)");
    assert_eq!(juniper.opened_on, NaiveDate::from_ymd_opt(2025, 1, 10));
    assert_eq!(
        (juniper.languages.as_slice(), juniper.interpreter),
        (["es".to_owned()].as_slice(), true)
    );
    let wren = batch.staff.first().map(|new| new.card.staff_id);
    assert_eq!(juniper.primary, wren);
    assert_eq!(batch.carrying.first().and_then(|carrying| carrying.begins), wren);
    assert_eq!(called(&batch, "Zoë").stage, Stage::Active, "engaged");
    assert_eq!(called(&batch, "Compass").stage, Stage::Active, "its exit lies in the future");
    assert_eq!(called(&batch, "Client 0004").stage, Stage::Closed);
    assert_eq!(called(&batch, "Client 0006").stage, Stage::Referred, "no readable enrollment");
}

#[test]
fn two_users_of_one_name_sign_in_differently_and_a_deleted_one_not_at_all() {
    let (batch, _) = imported();
    let logins: Vec<&str> = batch.staff.iter().map(|new| new.login.as_str()).collect();
    assert_eq!(logins, ["wren.exampleworth", "wren.exampleworth.u2", "hmis.import"]);
    assert!(batch.staff.iter().all(|new| new.password.is_none()));
}

#[test]
fn each_living_situation_is_a_contact_and_keeps_the_rules() {
    let (batch, report) = imported();
    assert_eq!(batch.contacts().count(), 7, "five living situations and two PATH services");
    assert!(batch.contacts().all(|row| row.contact.keeps_the_rules()));
    let first = batch.contacts().next().expect("six").contact;
    assert_eq!(first.place, "Under the footbridge,\nnorth side (blue tarp)");
    assert!(first.seen_heard.starts_with("Staying at: a place not meant for sleeping"));
    assert_eq!(
        first.occurred_start.local().to_string(),
        "2025-01-10 09:30:00",
        "written before noon"
    );
    assert_eq!(first.component, Component::Outreach);
    assert_eq!(
        called(&batch, "Juniper").place,
        "emergency shelter, or a hotel or motel paid for by a shelter voucher"
    );
    for (line, said) in [(8, "not a date"), (9, "another person"), (10, "Deleted"), (11, "cut off")]
    {
        let (verdict, why) = why(&report, "CurrentLivingSituation.csv", line);
        assert_eq!(verdict, Verdict::Skipped, "{line}: {why}");
        assert!(why.contains(said), "{line}: {why}");
    }
    assert_eq!(
        why(&report, "CurrentLivingSituation.csv", 6).0,
        Verdict::Changed,
        "an unknown code"
    );
}

#[test]
fn a_contact_in_the_future_is_taken_and_marked() {
    let (batch, report) = imported();
    let marked: Vec<_> = batch.contacts().filter(|row| row.date_in_doubt).collect();
    let [row] = marked.as_slice() else { panic!("one: {marked:?}") };
    assert!(row.contact.occurred_start > context().now);
    assert!(row.received_at <= Some(context().now), "nobody was told of it later than now");
    let (verdict, why) = why(&report, "CurrentLivingSituation.csv", 7);
    assert_eq!(verdict, Verdict::Changed);
    assert!(why.contains("cannot be right"), "{why}");
}

#[test]
fn path_services_are_contacts_and_nights_in_a_bed_are_not() {
    let (batch, report) = imported();
    let words: Vec<String> = batch.contacts().map(|row| row.contact.seen_heard).collect();
    assert!(words.iter().any(|words| words.starts_with("PATH service: screening.")));
    assert!(words.iter().any(|words| {
        words.starts_with("PATH referral: community mental health. Outcome: attained.")
    }));
    assert!(why(&report, "Services.csv", 4).1.contains("a night in a bed"));
    assert!(why(&report, "Services.csv", 5).1.contains("777"));
}

#[test]
fn a_missing_file_and_a_missing_column_are_one_sentence_each() {
    let mut without = Files::default();
    without.insert("Client.csv", b"PersonalID\n".to_vec());
    let error = read(&without, &context(), &mut |_| {}).expect_err("no User.csv");
    assert_eq!(
        error.to_string(),
        "User.csv is missing: the folder holds client.csv. Nothing was imported."
    );
    let mut files = files();
    files.insert("Client.csv", b"PersonalID,First Name,DOB\n1,A,\n".to_vec());
    let error = read(&files, &context(), &mut |_| {}).expect_err("no LastName");
    assert_eq!(
        error.to_string(),
        "Client.csv has no column LastName: its columns are PersonalID, First Name, DOB. Nothing was imported."
    );
    files.insert("Client.csv", Vec::new());
    let error = read(&files, &context(), &mut |_| {}).expect_err("empty");
    assert_eq!(error, ImportError::NoHeader { file: "Client.csv".into() });
}

#[test]
fn empty_optional_files_are_reported_and_left() {
    let mut files = files();
    files.insert("Exit.csv", Vec::new());
    let (batch, report) = read(&files, &context(), &mut |_| {}).expect("Exit.csv is optional");
    assert_eq!(called(&batch, "Client 0004").stage, Stage::Outreach);
    assert!(why(&report, "Exit.csv", 0).1.ends_with("It was left out."));
}

#[test]
fn a_hashed_export_brings_no_names() {
    let mut files = files();
    files.insert("Export.csv", b"ExportID,HashStatus\nX1,4\n".to_vec());
    let (batch, _) = read(&files, &context(), &mut |_| {}).expect("readable");
    assert!(batch.clients.iter().all(|new| new.client.preferred_name.starts_with("Client ")));
}

#[test]
fn a_dry_run_reports_and_loads_nothing() {
    let report = tempfile::NamedTempFile::new().expect("a temporary file");
    let options = Options {
        source: Source::Hmis(folder()),
        report: Some(report.path().to_owned()),
        dry_run: true,
    };
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let batch = prepare(&options, &context(), &mut out, &mut err).expect("the fixture is readable");
    assert!(batch.batch.is_none());
    let out = String::from_utf8(out).expect("text");
    assert!(
        out.contains("Dry run, nothing was loaded: 3 staff, 5 clients, 7 contacts.\n"),
        "{out}"
    );
    let last = out.lines().last().expect("a line");
    assert!(last.starts_with("People: ") && last.contains("is assigned to nobody"), "{last}");
    let rows = std::fs::read_to_string(report.path()).expect("written");
    assert!(rows.starts_with("file,line,what,verdict,why\n"), "{rows}");
    assert!(String::from_utf8(err).expect("text").contains("Client.csv: 7 of 7 rows"));
}

proptest! {
    #[test]
    fn no_damage_to_any_file_makes_it_panic(
        name in prop::sample::select(vec![
            "Client.csv", "Enrollment.csv", "CurrentLivingSituation.csv", "Services.csv",
            "Project.csv", "User.csv", "Export.csv", "Exit.csv",
        ]),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in any::<Option<prop::sample::Index>>(),
    ) {
        let mut bytes = std::fs::read(folder().join(name)).expect("the fixture is there");
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(at) = cut {
            let at = at.index(bytes.len());
            bytes.truncate(at);
        }
        let mut files = files();
        files.insert(name, bytes);
        if let Ok((batch, _)) = read(&files, &context(), &mut |_| {}) {
            prop_assert!(batch.contacts().all(|row| row.contact.keeps_the_rules()));
            prop_assert!(batch.clients.iter().all(|new| !new.client.preferred_name.is_empty()));
        }
    }
}
