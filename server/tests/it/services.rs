//! Notes as services for a funder: what is exported, what is left out, and by which rules units are
//! counted.

use crate::support::{
    ADA, ROSA, TestPhone, TestServer, agency,
    process::{Serving, streetlight},
    staff, words,
};
use crate::tampering::tamper;
use axum::http::StatusCode;
use domain::{
    Moment,
    contact::layouts::{Layout, Part, read_text},
    id::{ClientId, ContactId},
    operation::Payload,
    wire::v1::{
        Addendum, AddendumKind, Component, Contact, Outcome, PullPage, Rounding, SaveUnitRule,
        UnitRule, UnitRules, With,
    },
};
use server::{export::cells::as_written, keys, store::Batch};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Output,
};

/// Ten in the morning of 2 March 2026 in New York.
const MORNING: i64 = 1_772_463_600_000;
const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;
const PATH: &str = "/api/v1/agency/units";
/// Of the two agencies of a test, the one whose notes are exported.
const NORTH: [&str; 2] = ["--agency", "65656565-6565-6565-6565-656565656565"];

fn at(ms: i64) -> Moment {
    Moment::new(MORNING + ms, -300)
}

/// A visit that began so long after ten, signed when it was over.
fn visit(client: ClientId, after: i64, minutes: i64) -> Contact {
    let (start, end) = (at(after), at(after + minutes * MINUTE));
    Contact {
        occurred_start: start,
        occurred_end: end,
        written_at: end,
        signed_at: end,
        component: Component::Monitoring,
        ..words::note(client, "Under the bridge.")
    }
}

fn rule(from: &str) -> UnitRule {
    UnitRule {
        on: true,
        rounding: Rounding::EightMinute,
        min_minutes: 8,
        ..UnitRule::begin("Medicaid", from.parse().unwrap())
    }
}

async fn save(server: &TestServer, cookie: &str, after: u32, rule: &UnitRule) -> StatusCode {
    let save = SaveUnitRule { after, rule: rule.clone() };
    server.post(PATH, cookie, &save).await.status
}

/// An administrator saves one rule more.
pub async fn saves_rule(server: &TestServer, by: &TestPhone, after: u32) {
    assert_eq!(save(server, &by.cookie, after, &rule("2026-01-01")).await, StatusCode::NO_CONTENT);
}

/// What the command wrote: a row a service, by the names of its columns.
struct Exported {
    output: Output,
    out: PathBuf,
    rows: Vec<BTreeMap<String, String>>,
}

impl Exported {
    fn said(&self) -> String {
        String::from_utf8_lossy(&self.output.stdout).into_owned()
    }

    fn complained(&self) -> String {
        String::from_utf8_lossy(&self.output.stderr).into_owned()
    }

    fn code(&self) -> Option<i32> {
        self.output.status.code()
    }

    fn row(&self, note: &Contact) -> &BTreeMap<String, String> {
        let id = note.contact_id.to_string();
        self.rows.iter().find(|row| row["note"] == id).unwrap()
    }

    fn units(&self) -> u32 {
        self.rows.iter().map(|row| row["units"].parse::<u32>().unwrap()).sum()
    }
}

fn table(path: &Path) -> Vec<BTreeMap<String, String>> {
    let text = fs::read(path).unwrap();
    let text = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&text);
    let mut reader = csv::Reader::from_reader(text);
    let header = reader.headers().unwrap().clone();
    let row = |row: csv::Result<csv::StringRecord>| {
        let row = row.unwrap();
        header.iter().zip(&row).map(|(name, cell)| (name.to_owned(), cell.to_owned())).collect()
    };
    reader.records().map(row).collect()
}

/// March 2026, into a new file beside the database.
fn export(data: &Path, more: &[&str]) -> Exported {
    let out = data.join(format!("services-{}.csv", keys::hex(&keys::random::<8>())));
    let days = ["export", "services", "--from", "2026-03-01", "--to", "2026-03-31"];
    let output = streetlight(data, &days).arg("--out").arg(&out).args(more).output().unwrap();
    let rows = if out.exists() { table(&out) } else { Vec::new() };
    Exported { output, out, rows }
}

#[tokio::test]
async fn every_note_of_the_period_is_in_the_export_or_in_its_report_with_the_reason() {
    let server = TestServer::start().await;
    let [one, two] = server.add_clients(ROSA, 10..12).await.try_into().unwrap();
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let ada = TestPhone::enrolled(&server, "ada").await;
    assert_eq!(save(&server, &ada.cookie, 0, &rule("2026-01-01")).await, StatusCode::NO_CONTENT);

    let long = Contact {
        need_nos: vec![3, 7],
        place: "=HYPERLINK(\"http://x\")".to_owned(),
        travel_minutes: Some(40),
        ..visit(one, 0, 53)
    };
    let attempt = Contact { outcome: Outcome::NoShow, ..visit(one, 60 * MINUTE, 20) };
    // While she was with the first.
    let overlapping = visit(two, 45 * MINUTE, 23);
    let with_team = Contact { with: With::Team, ..visit(two, 120 * MINUTE, 30) };
    let late = Contact { signed_at: at(10 * DAY), ..visit(two, DAY, 15) };
    let wrong = visit(one, 180 * MINUTE, 60);
    let outside = visit(one, 40 * DAY, 60);
    for note in [&long, &attempt, &overlapping, &with_team, &late, &wrong, &outside] {
        rosa.does(&server, Payload::ContactSigned(note.clone())).await;
    }
    let added = |note: &Contact, kind| Addendum {
        kind,
        reason: "She misread her watch.".to_owned(),
        ..words::addendum(note, "It was somebody else.")
    };
    let in_error = added(&wrong, AddendumKind::EnteredInError);
    rosa.does(&server, Payload::AddendumSigned(in_error)).await;
    let correction = added(&late, AddendumKind::Correction);
    rosa.does(&server, Payload::AddendumSigned(correction)).await;
    // One from another system, and one whose day cannot be right.
    let mut imported = visit(one, 240 * MINUTE, 60);
    let mut id = *imported.contact_id.as_bytes();
    id[6] = 0x80;
    imported.contact_id = ContactId::from_bytes(id);
    let mut doubted = words::row(visit(one, 300 * MINUTE, 60), ROSA);
    doubted.date_in_doubt = true;
    let mut batch = Batch::of(agency(101, "North"));
    batch.records.push(words::row(imported.clone(), ROSA).into());
    batch.records.push(doubted.clone().into());
    server.store.load(batch, &mut |_, _| {}).await.unwrap();
    // A stranger's: in the quarantine, and no note.
    rosa.does(&server, Payload::ContactSigned(visit(words::client_id(99), 0, 60))).await;

    // Beside the server, which goes on.
    let data = server.folder.path();
    let report = data.join("left-out.csv");
    let done = export(
        data,
        &[&NORTH, &["--report", report.to_str().unwrap(), "--by", "ada"][..]].concat(),
    );
    assert_eq!(done.code(), Some(0), "{}", done.complained());
    let left_out = table(&report);
    assert_eq!((done.rows.len(), left_out.len()), (5, 3), "eight notes of March");
    assert!(done.said().contains("8 notes from 2026-03-01 to 2026-03-31: 5 in"), "{}", done.said());
    let reasons: BTreeMap<_, _> =
        left_out.iter().map(|row| (row["note"].as_str(), row["reason"].as_str())).collect();
    let wanted = [
        (wrong.contact_id.to_string(), "entered_in_error"),
        (imported.contact_id.to_string(), "imported"),
        (doubted.contact.contact_id.to_string(), "date_in_doubt"),
    ];
    for (note, reason) in &wanted {
        assert_eq!(reasons[note.as_str()], *reason);
        assert!(done.said().contains(&format!("1 {reason}: ")), "{}", done.said());
    }
    assert!(done.said().contains("1 items wait in the quarantine"), "{}", done.said());
    assert!(done.said().contains("2 notes share time"), "{}", done.said());

    let row = done.row(&long);
    for (column, expected) in [
        ("client", one.to_string().as_str()),
        ("staff", staff(ROSA).to_string().as_str()),
        ("staff_name", "Rosa"),
        ("role", "worker"),
        ("date", "2026-03-02"),
        ("start", "2026-03-02T10:00"),
        ("start_offset", "UTC-05:00"),
        ("end", "2026-03-02T10:53"),
        ("minutes", "53"),
        ("travel_minutes", "40"),
        ("with", "client"),
        ("mode", "face_to_face"),
        ("outcome", "completed"),
        ("place", "'=HYPERLINK(\"http://x\")"),
        ("component", "monitoring"),
        ("needs", "3;7"),
        ("counted_minutes", "53"),
        ("units", "4"),
        ("unit_rule", "1"),
        ("unit_rule_name", "Medicaid"),
        ("signed_at", "2026-03-02T10:53:00.000-05:00"),
        ("signed_by_clock_of", "phone"),
        ("received_by_clock_of", "server"),
        ("late_entry", "no"),
        ("corrections", ""),
    ] {
        assert_eq!(row[column], expected, "{column}");
    }
    assert!(!row["received_at"].is_empty());
    assert_eq!(row["overlaps_with"], overlapping.contact_id.to_string());
    let of = |note: &Contact| {
        let row = done.row(note);
        (row["counted_minutes"].clone(), row["units"].clone(), row["no_more_units_because"].clone())
    };
    let cells = |minutes: &str, units: &str, why: &str| {
        (minutes.to_owned(), units.to_owned(), why.to_owned())
    };
    assert_eq!(of(&attempt), cells("0", "0", "did_not_come_about"));
    assert_eq!(of(&overlapping), cells("15", "1", ""));
    assert_eq!(of(&with_team), cells("0", "0", "rule_does_not_count_these_people"));
    assert_eq!(of(&late), cells("15", "1", ""));
    let row = done.row(&late);
    assert_eq!(row["late_entry"], "yes");
    assert!(row["corrections"].starts_with("correction 2026-"), "{}", row["corrections"]);
    assert!(row["corrections"].ends_with("Rosa"), "{}", row["corrections"]);
    assert_eq!(done.units(), 6);
    assert!(done.said().contains("6 units by rule 1."), "{}", done.said());

    // Without a report they are listed, and a smaller period has the same units of the same notes.
    let out = data.join("one-day.csv");
    let day = ["export", "services", "--from", "2026-03-02", "--to", "2026-03-02", "--out"];
    let output = streetlight(data, &day).arg(&out).args(NORTH).output().unwrap();
    let listed = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(listed.contains("entered_in_error"), "{listed}");
    for row in table(&out) {
        let whole = done.rows.iter().find(|other| other["note"] == row["note"]).unwrap();
        assert_eq!(&row, whole);
    }
    let mut db = server.look().await;
    let (by, detail): (Option<Vec<u8>>, String) = sqlx::query_as(
        "select staff_id, detail from audit_event where action = 'services_exported' order by seq limit 1",
    )
    .fetch_one(&mut db)
    .await
    .unwrap();
    assert_eq!(by, Some(staff(ADA).as_bytes().to_vec()));
    let detail: serde_json::Value = serde_json::from_str(&detail).unwrap();
    let expected = serde_json::json!({
        "from": "2026-03-01", "to": "2026-03-31", "layout": null, "services": 5, "left_out": 3,
    });
    assert_eq!(detail, expected);
    assert!(server.store.verify_audit(server.north).await.unwrap().is_whole());
}

/// What people paste, and what breaks tables.
const NAUGHTY: [&str; 12] = [
    "=HYPERLINK(\"http://x\")",
    "+1\u{a0}-2",
    "＝cmd|' /C calc'!A0",
    "\u{feff}\u{200b}@SUM(A1)",
    "שלום עליכם, والسلام",
    "\u{202e}right to left\u{202c} and back",
    "👩🏽‍🤝‍👩🏻 👨‍👩‍👧‍👦",
    "Zoe\u{308}\u{323}\u{304} a\u{301}",
    "a\u{0}b\u{7}\u{1b}[31mred",
    "one\r\ntwo\rthree\n\n    four spaces in\n;\t,",
    "\"quoted\", 'and', \u{201c}curly\u{201d}\n=1",
    "'an apostrophe first",
];

#[tokio::test]
async fn any_text_comes_out_of_every_layout_as_it_was_written() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let naughty = |n: usize| NAUGHTY[n % NAUGHTY.len()].to_owned();
    let notes: Vec<Contact> = (0..NAUGHTY.len())
        .map(|n| Contact {
            with: With::Collateral,
            with_whom: naughty(n),
            place: naughty(n + 1),
            purpose: naughty(n + 2),
            seen_heard: naughty(n + 3),
            impression: naughty(n + 4),
            quotes: vec![naughty(n + 5), naughty(n + 6)],
            what_i_did: naughty(n + 7),
            what_client_did: naughty(n + 8),
            response: naughty(n + 9),
            next_step: words::note_with_step(client, "x", &naughty(n + 10)).next_step,
            ..visit(client, i64::try_from(n).unwrap() * 60 * MINUTE, 30)
        })
        .collect();
    let large = Contact { seen_heard: "🏠 é\r\n".repeat(120_000), ..visit(client, DAY, 30) };
    let mut batch = Batch::of(agency(101, "North"));
    for note in notes.iter().chain([&large]) {
        batch.records.push(words::row(note.clone(), ROSA).into());
    }
    server.store.load(batch, &mut |_, _| {}).await.unwrap();
    let folder = server.stop().await;

    for (layout, language) in
        [("girp", "en"), ("dap", "es"), ("birp", "en"), ("soap", "es"), ("soap", "en")]
    {
        let done = export(
            folder.path(),
            &[&NORTH, &["--layout", layout, "--language", language][..]].concat(),
        );
        assert_eq!(done.code(), Some(0), "{}", done.complained());
        let spoken = match language {
            "es" => app::words::Language::Spanish,
            _ => app::words::Language::English,
        };
        let (w, n) = (spoken.all_words(), app::words::note::words(spoken));
        let name = |part| app::words::layout_names::part(w, n, part);
        let headings = match Layout::of(layout).unwrap() {
            Layout::Girp => ["goal", "intervention", "response", "plan", "impression"].as_slice(),
            Layout::Dap => &["data", "assessment", "plan"],
            Layout::Birp => &["behavior", "intervention", "response", "plan", "impression"],
            Layout::Soap => &["subjective", "objective", "assessment", "plan"],
        };
        for note in notes.iter().chain([&large]) {
            let row = done.row(note);
            let mut read: Vec<(&str, String)> =
                [(Part::Place, "place"), (Part::WithWhom, "with_whom")]
                    .map(|(part, column)| (name(part), as_written(&row[column]).to_owned()))
                    .into();
            for heading in headings {
                let cell = as_written(&row[*heading]);
                let texts =
                    if cell.is_empty() { Vec::new() } else { read_text(cell, name).unwrap() };
                read.extend(texts.into_iter().map(|(part, text)| (name(part), text)));
            }
            let step = note.next_step.as_ref().map(|step| step.text.clone()).unwrap_or_default();
            let mut written = vec![
                (name(Part::WithWhom), note.with_whom.clone()),
                (name(Part::Place), note.place.clone()),
                (name(Part::Purpose), note.purpose.clone()),
                (name(Part::SeenHeard), note.seen_heard.clone()),
                (name(Part::Impression), note.impression.clone()),
                (name(Part::WhatIDid), note.what_i_did.clone()),
                (name(Part::WhatClientDid), note.what_client_did.clone()),
                (name(Part::Response), note.response.clone()),
                (name(Part::NextStep), step),
            ];
            written.extend(note.quotes.iter().map(|quote| (name(Part::Quote), quote.clone())));
            for texts in [&mut read, &mut written] {
                texts.retain(|(_, text)| !text.is_empty());
                texts.sort();
            }
            assert_eq!(read, written, "{layout}");
        }
    }
}

#[tokio::test]
async fn what_cannot_be_exported_is_refused_with_a_sentence_and_leaves_no_half_file() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let (good, bad) = (visit(client, 0, 30), visit(client, 60 * MINUTE, 30));
    for note in [&good, &bad] {
        rosa.does(&server, Payload::ContactSigned(note.clone())).await;
    }
    let data = server.folder.path().to_owned();
    let there = data.join("there.csv");
    fs::write(&there, "somebody's work").unwrap();
    let again = |out: &Path, more: &[&str]| {
        let days = ["export", "services", "--from", "2026-03-01", "--to", "2026-03-31"];
        let mut asked = streetlight(&data, &days);
        let done = asked.arg("--out").arg(out).args(NORTH).args(more).output().unwrap();
        (done.status.code(), String::from_utf8_lossy(&done.stderr).into_owned())
    };
    let (code, said) = again(&there, &[]);
    assert_eq!(code, Some(73), "{said}");
    assert!(said.contains("no file was replaced"), "{said}");
    assert_eq!(fs::read_to_string(&there).unwrap(), "somebody's work");
    let fresh = data.join("fresh.csv");
    let (code, said) = again(&fresh, &["--report", there.to_str().unwrap()]);
    assert_eq!((code, fresh.exists()), (Some(73), false), "{said}");
    let (code, said) = again(&data.join("no/such/folder.csv"), &[]);
    assert_eq!(code, Some(73), "{said}");
    let (code, said) = again(&fresh, &["--by", "nobody"]);
    assert_eq!((code, fresh.exists()), (Some(64), false), "{said}");
    let (code, said) = again(&fresh, &["--layout", "verse"]);
    assert_eq!(code, Some(64), "{said}");
    let back = ["export", "services", "--from", "2026-03-31", "--to", "2026-03-01", "--out"];
    let back = streetlight(&data, &back).arg(&fresh).args(NORTH).output().unwrap();
    assert_eq!((back.status.code(), fresh.exists()), (Some(64), false));

    // One that does not open is named, and hides no other.
    let mut db = server.look().await;
    sqlx::raw_sql("drop trigger record_never_changes").execute(&mut db).await.unwrap();
    sqlx::query("update record set body = x'02' where record_id = ?")
        .bind(bad.contact_id.as_bytes().as_slice())
        .execute(&mut db)
        .await
        .unwrap();
    let done = export(&data, &NORTH);
    assert_eq!(done.code(), Some(65), "{}", done.complained());
    assert_eq!(done.rows.len(), 1);
    assert_eq!(done.row(&good)["units"], "0");
    assert!(done.said().contains("No units: no rule is for these days"), "{}", done.said());
    let named = format!("{},,,unreadable,", bad.contact_id);
    assert!(done.complained().contains(&named), "{}", done.complained());
    let mode =
        std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&done.out).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600, "its owner's alone");
}

#[test]
fn an_empty_period_is_a_file_with_a_header_also_beside_a_server_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let add = streetlight(folder.path(), &["agency", "add", "North"]).output().unwrap();
    assert!(add.status.success(), "{add:?}");
    let serving = Serving::start(folder.path());
    let done = export(folder.path(), &[]);
    assert_eq!(done.code(), Some(0), "{}", done.complained());
    assert!(done.said().starts_with("0 notes from"), "{}", done.said());
    let text = fs::read_to_string(&done.out).unwrap();
    assert!(text.starts_with("\u{feff}\"note\",\"client\",\"staff\","), "{text}");
    drop(serving);
}

#[tokio::test]
async fn a_rule_once_saved_stays_and_the_second_of_two_administrators_is_told() {
    let server = TestServer::start().await;
    let ada = TestPhone::enrolled(&server, "ada").await;
    let rules = async || server.get(PATH, &ada.cookie).await.json::<UnitRules>();
    assert_eq!(rules().await, UnitRules::default());
    let first = rule("2026-01-01");
    assert_eq!(save(&server, &ada.cookie, 0, &first).await, StatusCode::NO_CONTENT);
    // An answer that was lost: the same once more is no clash, and no second rule.
    assert_eq!(save(&server, &ada.cookie, 0, &first).await, StatusCode::NO_CONTENT);
    let second = UnitRule { on: false, ..rule("2026-06-01") };
    assert_eq!(save(&server, &ada.cookie, 0, &second).await, StatusCode::CONFLICT);
    assert_eq!(save(&server, &ada.cookie, 1, &second).await, StatusCode::NO_CONTENT);
    let numbered = |number, rule: &UnitRule| UnitRule { number, ..rule.clone() };
    let expected = UnitRules { rules: vec![numbered(1, &first), numbered(2, &second)] };
    assert_eq!(rules().await, expected);
    // Whatever number a phone says, the server's stands.
    let third = numbered(77, &rule("2026-07-01"));
    assert_eq!(save(&server, &ada.cookie, 2, &third).await, StatusCode::NO_CONTENT);
    assert_eq!(rules().await.last(), 3);
    for bad in [
        UnitRule { unit_minutes: 0, ..rule("2026-01-01") },
        UnitRule { name: " ".to_owned(), ..rule("2026-01-01") },
        UnitRule { modes: Vec::new(), ..rule("2026-01-01") },
    ] {
        assert_eq!(save(&server, &ada.cookie, 3, &bad).await, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let saved = "select count(*) from audit_event where action = 'unit_rule_saved'";
    assert_eq!(server.number(saved).await, 3);
    let server = server.restart().await;
    assert_eq!(server.store.unit_rules(server.north).await.unwrap().last(), 3);
    assert!(server.store.verify_audit(server.north).await.unwrap().is_whole());
}

#[tokio::test]
async fn every_phone_hears_of_a_rule_and_one_that_does_not_open_keeps_no_crisis_line_from_it() {
    let server = TestServer::start().await;
    let ada = TestPhone::enrolled(&server, "ada").await;
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let agency = |pages: Vec<PullPage>| pages.into_iter().find_map(|page| page.agency);
    let before = agency(rosa.pull(&server, None).await).expect("at first all of it");
    assert_eq!(before.units, None);
    assert_eq!(save(&server, &ada.cookie, 0, &rule("2026-01-01")).await, StatusCode::NO_CONTENT);
    let told = agency(rosa.pull(&server, None).await).expect("what changed");
    let rules: UnitRules = serde_json::from_slice(&told.units.unwrap().to_vec()).unwrap();
    assert_eq!(rules.last(), 1);
    // What the agency itself is made of is kept without it.
    let damage = "update agency_content set body = cast(substr(body, 1, length(body) - 1) as blob)";
    assert!(tamper(server.folder.path(), damage.to_owned()).await > 0);
    let mut eve = TestPhone::enrolled(&server, "rosa").await;
    let here = agency(eve.pull(&server, None).await).expect("all the same");
    assert_eq!((here.units, here.lines), (None, before.lines));
}
