//! Packages of the Human Services Data Specification, as an operator imports and exports them.

use super::service;
use crate::support::{TestPhone, TestServer, process::streetlight};
use domain::{
    id::AgencyId,
    wire::v1::{OpenHours, SaveService, Service},
};
use std::{
    fs,
    path::{Path, PathBuf},
    time::Instant,
};
use tempfile::TempDir;

/// A package like those that 211 centres publish: services of two organizations, and what hangs on them.
fn package(folder: &Path, services: usize) -> PathBuf {
    let package = folder.join("package");
    fs::create_dir_all(&package).unwrap();
    let table = |name: &str, header: &str, row: &dyn Fn(usize) -> String| {
        let rows: Vec<String> = (0..services).map(row).collect();
        let text = format!("{header}\n{}\n", rows.join("\n"));
        fs::write(package.join(format!("{name}.csv")), text).unwrap();
    };
    let lines = "id,name,description\nO-1,Harbor House,Rooms\nO-2,\"Eastside Health, Inc.\",Care\n";
    fs::write(package.join("organizations.csv"), lines).unwrap();
    let lines = "id,code,name\nT-1,BH-1800,Emergency Shelter\nT-2,LH-1,Medical Clinics\n";
    fs::write(package.join("taxonomy_terms.csv"), lines).unwrap();
    table(
        "services",
        "id,organization_id,name,description,status,application_process,fees_description,eligibility_description,minimum_age,maximum_age",
        &|n| {
            format!(
                "S-{n},O-{},Service {n},\"What it does, in {n} words\",active,Walk in,Free,Adults,18,",
                1 + n % 2
            )
        },
    );
    table("locations", "id,location_type,name", &|n| format!("L-{n},physical,Place {n}"));
    table("service_at_location", "id,service_id,location_id", &|n| format!("A-{n},S-{n},L-{n}"));
    table(
        "addresses",
        "id,location_id,address_1,city,state_province,postal_code,country,address_type",
        &|n| format!("D-{n},L-{n},{n} Main St,Harbor,CT,06000,US,physical"),
    );
    table("phones", "id,service_id,location_id,number,extension,type", &|n| match n % 3 {
        0 => format!("P-{n},S-{n},,860-555-{:04},12,voice", n % 10_000),
        1 => format!("P-{n},,L-{n},860-555-{:04},,voice", n % 10_000),
        _ => format!("P-{n},S-{n},,ask at the desk,,voice"),
    });
    table("schedules", "id,service_id,freq,byday,opens_at,closes_at,description", &|n| {
        format!("H-{n},S-{n},WEEKLY,\"MO,TU\",09:00,17:30,Closed on holidays")
    });
    table("languages", "id,service_id,name,code", &|n| format!("G-{n},S-{n},Spanish,es"));
    table("attributes", "id,link_id,taxonomy_term_id", &|n| format!("X-{n},S-{n},T-{}", 1 + n % 2));
    package
}

/// Runs the command; what it said, and how it ended.
fn run(data: &Path, agency: AgencyId, args: &[&str]) -> (Option<i32>, String) {
    let agency = agency.to_string();
    let args: Vec<&str> = args.iter().copied().chain(["--agency", agency.as_str()]).collect();
    let done = streetlight(data, &args).output().unwrap();
    let said = [done.stdout, done.stderr].concat();
    (done.status.code(), String::from_utf8(said).unwrap())
}

async fn services(server: &TestServer) -> Vec<Service> {
    server.store.services(server.north).await.unwrap()
}

#[tokio::test]
async fn a_package_is_taken_once_and_its_second_time_changes_nothing() {
    let server = TestServer::start().await;
    let (north, elsewhere) = (server.north, TempDir::new().unwrap());
    let folder = package(elsewhere.path(), 12);
    let report = elsewhere.path().join("report.csv");
    let args = ["import", "hsds", folder.to_str().unwrap(), "--report", report.to_str().unwrap()];
    let mut first = String::new();
    let server = server
        .restart_after(async |data| {
            let (code, said) = run(data, north, &args);
            assert_eq!(code, Some(0), "{said}");
            first = said;
        })
        .await;
    assert!(
        first.contains("New: 12 services. Changed: 0. As before: 0. Left out: 0 rows, 4 cells."),
        "{first}"
    );
    let told = fs::read_to_string(&report).unwrap();
    assert!(told.contains("services.csv,4,cell,changed,phones.number: ask at the desk"), "{told}");
    let here = services(&server).await;
    let one = here.iter().find(|one| one.name == "Service 3").unwrap();
    assert_eq!(one.provider, "Eastside Health, Inc.");
    assert_eq!((one.tel.as_str(), one.age_from), ("860-555-0003 ext. 12", Some(18)));
    assert_eq!(one.address, "3 Main St, Harbor, CT 06000");
    assert_eq!(
        (one.needs.as_slice(), one.languages.as_slice()),
        (&["body".to_owned()][..], &["Spanish".to_owned()][..])
    );
    let hours = |day| OpenHours { day, from: 540, until: 1_050 };
    assert_eq!(
        (one.hours.as_slice(), one.hours_note.as_str()),
        (&[hours(1), hours(2)][..], "Closed on holidays")
    );
    assert_eq!(one.source, "HSDS");

    let head = server.number("select head_seq from agency order by agency_id").await;
    let server = server
        .restart_after(async |data| {
            let (code, said) = run(data, north, &args);
            assert_eq!(code, Some(0), "{said}");
            assert!(said.contains("New: 0 services. Changed: 0. As before: 12."), "{said}");
        })
        .await;
    assert_eq!(server.number("select head_seq from agency order by agency_id").await, head);
    assert_eq!(services(&server).await, here);
}

#[tokio::test]
async fn what_people_here_wrote_outlives_every_package() {
    let server = TestServer::start().await;
    let (north, elsewhere) = (server.north, TempDir::new().unwrap());
    let folder = package(elsewhere.path(), 3);
    let args = ["import", "hsds", folder.to_str().unwrap()];
    let server =
        server.restart_after(async |data| assert_eq!(run(data, north, &args).0, Some(0))).await;
    let ada = TestPhone::enrolled(&server, "ada").await;
    let here = services(&server).await;
    let one = here.iter().find(|one| one.name == "Service 1").unwrap();
    let ours = Service { tel: "860-555-0177".to_owned(), ..one.clone() };
    let own = service(7, "Only known here");
    for (before, service) in [(Some(one.clone()), ours.clone()), (None, own.clone())] {
        let save = SaveService { before, service, takes: None };
        let answer = server.post("/api/v1/directory/services", &ada.cookie, &save).await;
        assert!(answer.status.is_success(), "{}", answer.text());
    }
    // The publisher changes the number and the description, and drops a service.
    let path = folder.join("phones.csv");
    let text = fs::read_to_string(&path).unwrap().replace("860-555-0001", "860-555-0155");
    fs::write(&path, text).unwrap();
    let path = folder.join("services.csv");
    let text = fs::read_to_string(&path).unwrap().replace("in 1 words", "in few words");
    let kept: Vec<&str> = text.lines().filter(|line| !line.starts_with("S-2,")).collect();
    fs::write(&path, kept.join("\n")).unwrap();
    let server = server
        .restart_after(async |data| {
            let (code, said) = run(data, north, &args);
            assert_eq!(code, Some(0), "{said}");
            assert!(said.contains("Changed: 1."), "{said}");
            assert!(said.contains("1 services say something else here"), "{said}");
            assert!(said.contains("1 services that came from HSDS are not in it"), "{said}");
        })
        .await;
    let now = services(&server).await;
    let of = |name: &str| now.iter().find(|one| one.name == name).unwrap();
    assert_eq!(of("Service 1").tel, "860-555-0177");
    assert_eq!(of("Service 1").about, "What it does, in few words");
    assert_eq!(of("Only known here"), &own);
    assert!(!of("Service 2").closed, "nobody here said that it is gone");
}

#[tokio::test]
async fn what_is_exported_is_read_back_as_it_was_in_tables_and_in_json() {
    let server = TestServer::start().await;
    let (north, elsewhere) = (server.north, TempDir::new().unwrap());
    let ada = TestPhone::enrolled(&server, "ada").await;
    let full = Service {
        provider: "Harbor Homes".to_owned(),
        about: "Rooms, \"with a door\"\nthat locks".to_owned(),
        needs: vec!["housing".to_owned(), "safety".to_owned()],
        languages: vec!["English".to_owned(), "Spanish".to_owned()],
        people: "Adults".to_owned(),
        age_from: Some(18),
        age_to: Some(64),
        payers: "Medicaid".to_owned(),
        tel: "860-555-0101".to_owned(),
        sms: "860-555-0102".to_owned(),
        tty: "860-555-0103".to_owned(),
        address: "12 Pier Street, Harbor, CT 06000".to_owned(),
        hours: vec![
            OpenHours { day: 1, from: 540, until: 1_440 },
            OpenHours { day: 7, from: 1_320, until: 1_560 },
        ],
        hours_note: "Closed on holidays".to_owned(),
        entry: "Ring twice".to_owned(),
        ..service(1, "Rooms")
    };
    let odd =
        Service { address: "Behind the church".to_owned(), closed: true, ..service(2, "Pantry") };
    for service in [full, odd] {
        let save = SaveService { before: None, service, takes: None };
        let answer = server.post("/api/v1/directory/services", &ada.cookie, &save).await;
        assert!(answer.status.is_success(), "{}", answer.text());
    }
    let here = services(&server).await;
    let path = |name: &str| elsewhere.path().join(name).to_str().unwrap().to_owned();
    let (tables, json) = (path("tables"), path("services.json"));
    let server = server
        .restart_after(async |data| {
            for to in [&tables, &json] {
                let (code, said) = run(data, north, &["export", "hsds", to]);
                assert_eq!((code, said.contains("2 services written")), (Some(0), true), "{said}");
                let (again, said) = run(data, north, &["export", "hsds", to]);
                assert_eq!(again, Some(64), "nothing is written over: {said}");
                let (code, said) = run(data, north, &["import", "hsds", to]);
                assert_eq!(code, Some(0), "{said}");
                assert!(
                    said.contains(
                        "New: 0 services. Changed: 0. As before: 2. Left out: 0 rows, 0 cells."
                    ),
                    "{said}"
                );
            }
        })
        .await;
    assert_eq!(services(&server).await, here);
}

#[tokio::test]
async fn what_is_no_package_is_refused_in_a_sentence_and_with_a_code() {
    let server = TestServer::start().await;
    let (north, elsewhere) = (server.north, TempDir::new().unwrap());
    let path = |name: &str| elsewhere.path().join(name);
    fs::create_dir(path("empty")).unwrap();
    fs::write(path("no.json"), "{\"what\": 1}").unwrap();
    fs::create_dir(path("nameless")).unwrap();
    fs::write(path("nameless").join("services.csv"), "id,name\nS-1,\n").unwrap();
    server
        .restart_after(async |data| {
            for (name, code) in [("empty", 66), ("gone", 66), ("no.json", 64), ("nameless", 65)] {
                let package = path(name);
                let (ended, said) =
                    run(data, north, &["import", "hsds", package.to_str().unwrap()]);
                assert_eq!(ended, Some(code), "{name}: {said}");
                assert!(said.contains("Nothing was imported"), "{name}: {said}");
            }
        })
        .await;
}

/// How long five thousand take is measured with the built server, not with that of the tests; here it is
/// enough that they are all taken.
#[tokio::test]
async fn five_thousand_services_are_taken_and_the_log_vouches_for_each() {
    let server = TestServer::start().await;
    let (north, elsewhere) = (server.north, TempDir::new().unwrap());
    let folder = package(elsewhere.path(), 5_000);
    let began = Instant::now();
    let server = server
        .restart_after(async |data| {
            let (code, said) = run(data, north, &["import", "hsds", folder.to_str().unwrap()]);
            assert_eq!(code, Some(0), "{said}");
            assert!(said.contains("New: 5000 services."), "{said}");
        })
        .await;
    eprintln!("5,000 services in {:?}", began.elapsed());
    let whole = server.store.verify_audit(server.north).await.unwrap();
    assert!(whole.is_whole(), "{whole:?}");
}
