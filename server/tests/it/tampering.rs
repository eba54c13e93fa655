//! Somebody with the database file, an afternoon, and without the master key: whatever they change,
//! `verify-audit` names.

mod any;

use crate::{
    directory, migrating, own, papers, second_factor, services,
    support::{
        ROSA, SAM, TestPhone, TestServer, WES, agency, look_at, member, options,
        process::{Serving, streetlight},
        staff, words,
    },
};
use axum::http::StatusCode;
use domain::{
    id::{AgencyId, LineId, ShiftId, StaffId},
    operation::Payload,
    wire::v1::{
        CrisisPlanEdit, CrisisPlanItem, DocumentBase, ReceiptOutcome, Revoked, Role, SaveService,
        Section, Shift,
    },
};
use server::{
    clock,
    store::{
        Batch, Login, NewClient, Store,
        imported::{Carrying, Memory, System},
    },
};
use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection};
use std::{fs, path::Path};
use tempfile::TempDir;

/// A file that somebody with every right opens: no trigger, no foreign key and no check holds.
async fn opened(folder: &Path) -> SqliteConnection {
    let mut db = look_at(&folder.join("streetlight.db")).await;
    let rules = "select name from sqlite_schema where type = 'trigger'";
    let triggers: Vec<String> = sqlx::query_scalar(rules).fetch_all(&mut db).await.unwrap();
    for trigger in triggers {
        let sql = AssertSqlSafe(format!("drop trigger {trigger}"));
        sqlx::raw_sql(sql).execute(&mut db).await.unwrap();
    }
    let rules = "pragma foreign_keys = off; pragma ignore_check_constraints = on";
    sqlx::raw_sql(rules).execute(&mut db).await.unwrap();
    db
}

pub async fn tamper(folder: &Path, sql: impl Into<String>) -> u64 {
    let mut db = opened(folder).await;
    let done = sqlx::raw_sql(AssertSqlSafe(sql.into())).execute(&mut db).await.unwrap();
    db.close().await.unwrap();
    done.rows_affected()
}

fn copy_of(folder: &Path) -> TempDir {
    let copy = TempDir::new().unwrap();
    for name in ["streetlight.db", "master.key"] {
        fs::copy(folder.join(name), copy.path().join(name)).unwrap();
    }
    papers::copy(&folder.join("papers"), &copy.path().join("papers"));
    copy
}

/// A server on which everything that is covered happened, most of it twice; and its database as it
/// was half-way.
async fn lived_in() -> (TempDir, TempDir) {
    let server = TestServer::start().await;
    let [one, two, three, four] = server.add_clients(ROSA, 10..14).await.try_into().unwrap();
    server.add_clients(WES, 20..22).await;
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let mut wes = TestPhone::enrolled(&server, "wes").await;
    let sam = TestPhone::enrolled(&server, "sam").await;
    let ada = TestPhone::enrolled(&server, "ada").await;
    second_factor::set_up_on(&server, &ada.cookie).await;
    server.store.require_second_factor(server.north, false).await.unwrap();
    services::saves_rule(&server, &ada, 0).await;
    let mut plan = words::plan(one, 50);
    let line = CrisisPlanItem::new(LineId::from_bytes([1; 16]), Section::WhatHelps);
    plan.items.push(CrisisPlanItem { text: "A walk by the water".to_owned(), ..line });
    let now = clock::now();
    let turn = |n: u8, hours: i64| Shift {
        shift_id: ShiftId::from_bytes([n; 16]),
        staff_id: staff(WES),
        from: now.plus_ms(-3_600_000),
        to: now.plus_ms(hours * 3_600_000),
    };
    let mut batch = Batch::of(agency(101, "North"));
    batch.crisis_plans.push(plan.clone());
    batch.shifts.extend([turn(60, 2), turn(61, 3)]);
    let system = |source_id: &str| {
        let (scope, source_id) = ("hmis".to_owned(), source_id.to_owned());
        Memory::System(System { scope, source_id, ..System::default() })
    };
    batch.memory.extend([system("ZZ-500"), Memory::User([70; 16], staff(ROSA))]);
    server.store.load(batch, &mut |_, _| {}).await.unwrap();
    let first = words::note_with_step(one, "Under the bridge.", "call");
    rosa.does(&server, Payload::ContactSigned(first.clone())).await;
    rosa.does(&server, Payload::AddendumSigned(words::addendum(&first, "more"))).await;
    for _ in 0..2 {
        let stranger = words::note(words::client_id(99), "a note");
        rosa.does(&server, Payload::ContactSigned(stranger)).await;
    }
    rosa.does(&server, Payload::ContactSigned(words::with_sister(two, None))).await;
    let way = own::link(one, 30);
    rosa.does(&server, Payload::RecordSigned(way.record.clone())).await;
    papers::kept(&server, &mut rosa, one).await;
    let folder = server.folder.path().to_owned();
    // What SQLite has not written into the file itself is not copied.
    let mut db = server.look().await;
    sqlx::raw_sql("pragma wal_checkpoint(truncate)").execute(&mut db).await.unwrap();
    drop(db);
    let before = copy_of(&folder);

    let mut content = plan.content();
    content.items.first_mut().unwrap().text = "A walk by the river".to_owned();
    let edit = CrisisPlanEdit {
        crisis_plan_id: plan.crisis_plan_id,
        client_id: plan.client_id,
        at: words::at(0),
        based_on: DocumentBase::Version(plan.version),
        before: Some(plan.content()),
        content,
        settles: Vec::new(),
    };
    let saved = rosa.does(&server, Payload::CrisisPlanSaved(edit)).await;
    assert_eq!(saved, ReceiptOutcome::Applied);
    for client in [one, two, three, four, one, two, three, four] {
        let note = words::note_with_step(client, "a note", "visit");
        rosa.does(&server, Payload::ContactSigned(note)).await;
    }
    for name in ["Pantry", "Shelter"] {
        let said = directory::check(None, &[("new_name", name), ("new_tel", "860-555-0134")]);
        rosa.does(&server, Payload::RecordSigned(said.clone())).await;
        let n = u8::try_from(name.len()).unwrap();
        let path = "/api/v1/directory/services";
        let takes = (name == "Pantry").then_some(said.record_id);
        let save = SaveService { before: None, service: directory::service(n, name), takes };
        let saved = server.post(path, &sam.cookie, &save).await;
        assert_eq!(saved.status, StatusCode::NO_CONTENT, "{}", saved.text());
    }
    rosa.does(&server, Payload::SupportPersonSaved(words::support_person(two, "Mo"))).await;
    rosa.does(&server, Payload::CrisisEventEnded(words::crisis_event(three))).await;
    papers::kept(&server, &mut rosa, two).await;
    rosa.does(&server, Payload::RecordSigned(own::link(two, 30).record)).await;
    let (secret, code) = (way.secret.to_string(), way.code.to_string());
    let open = serde_json::json!({ "secret": secret, "code": code });
    assert_eq!(server.ask_own("open", 1, open).await.status, StatusCode::OK);
    let opening = words::opening(one, now);
    assert_eq!(
        wes.does(&server, Payload::CrisisPlanOpened(opening.clone())).await,
        ReceiptOutcome::Applied
    );
    let path = format!("/api/v1/on-call/openings/{}/review", opening.lookup_id);
    let seen = server.post(&path, &sam.cookie, &serde_json::json!({})).await;
    assert_eq!(seen.status, StatusCode::NO_CONTENT, "{}", seen.text());
    wes.is_revoked(&server, &sam, Revoked::Lost).await;
    services::saves_rule(&server, &ada, 1).await;
    let mut batch = Batch::of(agency(101, "North of the River"));
    // She was a worker, and he carries a client more.
    batch.staff.push(member(ROSA, "Rosa", Role::Supervisor));
    let client = words::client(12);
    batch.clients.push(NewClient { client, assigned: vec![staff(WES), staff(SAM)] });
    batch.shifts.push(turn(60, 5));
    batch.memory.push(system("YY-600"));
    let (ends, begins, person) = Default::default();
    batch.carrying.push(Carrying { client: two, ends, begins, person });
    server.store.load(batch, &mut |_, _| {}).await.unwrap();
    server.store.unassign(server.north, staff(ROSA), four).await.unwrap();
    let whole = server.store.verify_audit(server.north).await.unwrap();
    assert!(whole.is_whole(), "{whole:?}");
    (server.stop().await, before)
}

/// A way of tampering, and what `verify-audit` must say of it.
struct Way {
    sql: &'static str,
    named: &'static str,
}

/// The rows `one` and `other` of the statements are notes of two clients.
const WAYS: [(&str, Way); 10] = [
    (
        "a note deleted",
        Way { sql: "delete from record where record_id = {one}", named: "record contact {one} is missing" },
    ),
    (
        "a note moved to another client",
        Way {
            sql: "update record set client_id = (select client_id from record where record_id = {other})
                where record_id = {one}",
            named: "record contact {one} is not as entry",
        },
    ),
    (
        "two notes swapped",
        Way {
            sql: "create temp table two as select record_id, body from record
                    where record_id in ({one}, {other});
                update record set body = (select t.body from two t where t.record_id <> record.record_id)
                    where record_id in ({one}, {other})",
            named: "record contact {one} is not as entry",
        },
    ),
    (
        "a note under another id",
        Way {
            sql: "update record set record_id = x'00112233445566778899aabbccddeeff' where record_id = {one}",
            named: "record contact 00112233-4455-6677-8899-aabbccddeeff is there, and no entry wrote it",
        },
    ),
    (
        "a note hidden from phones",
        Way {
            sql: "delete from feed where entity_id = {one}",
            named: "record contact {one} is not as entry",
        },
    ),
    (
        "a plan rolled back",
        Way {
            sql: "update document set body = v.body, version = v.version from document_version v
                where document.kind = 'crisis_plan' and v.document_id = document.document_id
                    and v.version = 1",
            named: "document crisis_plan 32323232-3232-3232-3232-323232323232 is not as entry",
        },
    ),
    (
        "a role changed",
        Way {
            sql: "update staff set role = 'administrator' where staff_id = zeroblob(15) || x'02' or hex(staff_id) like '0202%'",
            named: "staff 02020202-0202-0202-0202-020202020202 is not as entry",
        },
    ),
    (
        "a lost phone let in again",
        Way {
            sql: "update device set revoked = null, revoked_at_ms = null where revoked is not null",
            named: "was rolled back: it is as entry",
        },
    ),
    (
        "somebody added",
        Way {
            sql: "insert into staff select agency_id, randomblob(16), role, randomblob(32), password_hash,
                    body, login_rule, ended_at_ms from staff limit 1",
            named: "is there, and no entry wrote it",
        },
    ),
    (
        "the log cut off",
        Way {
            sql: "delete from audit_event where agency_id = x'65656565656565656565656565656565'
                and seq > (select max(seq) - 2 from audit_event
                    where agency_id = x'65656565656565656565656565656565')",
            named: "the log was cut off, or the database rolled back",
        },
    ),
];

#[tokio::test]
async fn whatever_was_changed_is_named_by_the_command_with_the_head_kept_elsewhere() {
    let (folder, before) = lived_in().await;
    let elsewhere = TempDir::new().unwrap();
    let heads = elsewhere.path().join("heads");
    let file = heads.to_str().unwrap();
    Serving::start_with(folder.path(), |command| {
        command.args(["--audit-head", file]);
    })
    .kill();
    let verify = |folder: &Path| {
        let done = streetlight(folder, &["verify-audit", "--head", file]).output().unwrap();
        (done.status.code(), String::from_utf8(done.stdout).unwrap())
    };
    let (code, said) = verify(folder.path());
    assert_eq!(code, Some(0), "{said}");
    let mut db = look_at(&folder.path().join("streetlight.db")).await;
    sqlx::raw_sql("pragma wal_checkpoint(truncate)").execute(&mut db).await.unwrap();
    let notes = "select min(hex(record_id)) from record where kind = 'contact'
        group by client_id order by 1 limit 2";
    let notes: Vec<String> = sqlx::query_scalar(notes).fetch_all(&mut db).await.unwrap();
    db.close().await.unwrap();
    let [one, other] = notes.try_into().unwrap();
    for (what, Way { sql, named }) in WAYS {
        let with = |text: &str, way: fn(&str) -> String| {
            text.replace("{one}", &way(&one)).replace("{other}", &way(&other))
        };
        let copy = copy_of(folder.path());
        let sql = with(sql, |hex| format!("x'{hex}'"));
        assert!(tamper(copy.path(), sql).await > 0, "{what}: nothing was changed");
        let named = with(named, |hex| uuid::Uuid::parse_str(hex).unwrap().to_string());
        let (code, said) = verify(copy.path());
        assert_eq!(code, Some(1), "{what}: {said}");
        assert!(said.contains(&named), "{what} is to be named: {said}");
    }

    // The whole file of an earlier day.
    let (code, said) = verify(before.path());
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("the log was cut off, or the database rolled back"), "{said}");
    // An agency taken out, with every trace of it.
    let copy = copy_of(folder.path());
    let all = "delete from agency where agency_id = x'66666666666666666666666666666666';
        delete from audit_event where agency_id = x'66666666666666666666666666666666'";
    tamper(copy.path(), all).await;
    let (code, said) = verify(copy.path());
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("66666666-6666-6666-6666-666666666666\tis not in the database"),
        "{said}"
    );
}

#[tokio::test]
async fn the_server_says_at_its_start_that_the_log_is_shorter_than_it_was() {
    let (folder, before) = lived_in().await;
    let elsewhere = TempDir::new().unwrap();
    let heads = elsewhere.path().join("heads");
    let with_heads = |folder: &Path| {
        Serving::start_with(folder, |command| {
            command.arg("--audit-head").arg(&heads);
        })
    };
    with_heads(folder.path()).kill();
    let lines = fs::read_to_string(&heads).unwrap().lines().count();
    assert_eq!(lines, 2, "one an agency");
    let serving = with_heads(before.path());
    let said = serving.said();
    assert!(said.contains("no longer has the entry whose hash was kept"), "{said}");

    let empty = elsewhere.path().join("empty");
    fs::write(&empty, "").unwrap();
    let done = streetlight(folder.path(), &["verify-audit", "--head"]).arg(&empty).output();
    let said = String::from_utf8(done.unwrap().stdout).unwrap();
    assert!(said.contains("holds no head of its log"), "{said}");
    let nowhere = Path::new("/proc/nothing/heads");
    let refused = streetlight(folder.path(), &["serve", "--plain-http", "--listen", "127.0.0.1:0"])
        .arg("--audit-head")
        .arg(nowhere)
        .output()
        .unwrap();
    assert_eq!(refused.status.code(), Some(78));
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(said.contains("start without --audit-head"), "{said}");
}

#[tokio::test]
async fn a_second_stock_taking_hides_nothing() {
    let (folder, _) = lived_in().await;
    let forged = "insert into staff select agency_id, x'ffffffffffffffffffffffffffffffff', role,
        randomblob(32), password_hash, body, login_rule, ended_at_ms from staff limit 1;
        delete from record where rowid = 1;
        update agency set stock_taken = 0";
    tamper(folder.path(), forged).await;
    Serving::start(folder.path()).kill();
    let done = streetlight(folder.path(), &["verify-audit"]).output().unwrap();
    let said = String::from_utf8(done.stdout).unwrap();
    assert_eq!(done.status.code(), Some(1), "{said}");
    for named in [
        "somebody made the server take down the rows once more",
        "staff ffffffff-ffff-ffff-ffff-ffffffffffff is there, and no entry wrote it",
        "is missing; entry",
    ] {
        assert!(said.contains(named), "{named}: {said}");
    }
}

/// With the log goes all that it vouched for, and the server is no help in hiding it: whatever
/// state of the stock-taking is pretended, and whatever the server does next.
#[tokio::test]
async fn a_log_that_was_deleted_whole_is_never_whole_again() {
    let (folder, _) = lived_in().await;
    let promoted = "update staff set role = 'administrator' where role = 'worker';
        delete from audit_event";
    let verify = |folder: &Path| {
        let done = streetlight(folder, &["verify-audit"]).output().unwrap();
        (done.status.code(), String::from_utf8(done.stdout).unwrap())
    };
    for taken in [0, 1] {
        let copy = copy_of(folder.path());
        tamper(copy.path(), format!("{promoted}; update agency set stock_taken = {taken}")).await;
        let (code, said) = verify(copy.path());
        assert_eq!(code, Some(1), "{said}");
        assert_eq!(said.matches("the whole log was deleted").count(), 2, "{said}");
        // A start, somebody who signs in, an import, and stock taken once more.
        Serving::start(copy.path()).kill();
        let store = Store::open(&options(copy.path())).await.unwrap();
        store.load(Batch::of(agency(101, "Somewhere else")), &mut |_, _| {}).await.unwrap();
        store.require_second_factor(AgencyId::from_bytes([102; 16]), true).await.unwrap();
        store.close().await;
        drop(store);
        for again in [0, 1] {
            tamper(copy.path(), format!("update agency set stock_taken = {again}")).await;
            Serving::start(copy.path()).kill();
            let (code, said) = verify(copy.path());
            assert_eq!(code, Some(1), "{said}");
            assert_eq!(said.matches("the whole log was deleted").count(), 2, "{said}");
        }
    }
    // One agency's alone, with the agency itself and its people left without it.
    let copy = copy_of(folder.path());
    let all = "delete from agency where agency_id = x'66666666666666666666666666666666';
        delete from audit_event where agency_id = x'66666666666666666666666666666666'";
    tamper(copy.path(), all).await;
    let (code, said) = verify(copy.path());
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("66666666-6666-6666-6666-666666666666\tis not in the database"),
        "{said}"
    );
}

#[tokio::test]
async fn rows_from_before_are_covered_from_the_first_start_on() {
    let folder = migrating::copy("0007");
    // Nobody has started this version on it: the chain is looked at, and no row.
    let before = streetlight(folder.path(), &["verify-audit"]).output().unwrap();
    let said = String::from_utf8(before.stdout).unwrap();
    assert!(before.status.success() && said.contains("not covered yet"), "{said}");

    Serving::start(folder.path()).kill();
    let verify = || {
        let done = streetlight(folder.path(), &["verify-audit"]).output().unwrap();
        (done.status.code(), String::from_utf8(done.stdout).unwrap())
    };
    let (code, said) = verify();
    assert_eq!(code, Some(0), "{said}");
    let note =
        "delete from record where rowid = (select min(rowid) from record where kind = 'contact')";
    assert_eq!(tamper(folder.path(), note).await, 1);
    let (code, said) = verify();
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("record contact") && said.contains("is missing; entry"), "{said}");
    // A stock once taken is not taken again, with the next start or the one after.
    Serving::start(folder.path()).kill();
    let (_, again) = verify();
    assert_eq!(again, said);
}

#[tokio::test]
async fn a_note_that_was_moved_to_another_client_opens_for_nobody() {
    let server = TestServer::start().await;
    let [hers] = server.add_clients(ROSA, 10..11).await.try_into().unwrap();
    server.add_clients(WES, 20..21).await;
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let mut wes = TestPhone::enrolled(&server, "wes").await;
    rosa.does(&server, Payload::ContactSigned(words::note(hers, "Not for him."))).await;
    let moved = "update record set client_id = x'14141414141414141414141414141414';
        update feed set client_id = x'14141414141414141414141414141414' where kind = 'contact'";
    tamper(server.folder.path(), moved).await;
    let pages = wes.pull(&server, None).await;
    assert_eq!(pages.iter().map(|page| page.contacts.len()).sum::<usize>(), 0);
    assert_eq!(pages.iter().map(|page| page.clients.len()).sum::<usize>(), 1, "his own");
    let found = server.store.verify_audit(server.north).await.unwrap();
    assert_eq!(found.findings.len(), 1, "{found:?}");
}

/// The server itself writes the row again that somebody changed, and does not vouch for them.
#[tokio::test]
async fn what_was_changed_is_named_also_after_the_server_wrote_the_row_again() {
    let server = TestServer::start().await;
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let sam = TestPhone::enrolled(&server, "sam").await;
    rosa.is_revoked(&server, &sam, Revoked::Lost).await;
    let folder = server.folder.path().to_owned();
    // A lost phone is let in, and enrolled again; a role is raised, and a password set; somebody
    // is made up, and given one.
    let changed = "update device set revoked = null, revoked_at_ms = null where revoked is not null;
        update staff set role = 'administrator' where staff_id = x'02020202020202020202020202020202'";
    tamper(&folder, changed).await;
    let again = TestPhone::signed_in(&server, "rosa").await;
    rosa.cookie = again.cookie;
    let answer = rosa.enrol(&server).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let made_up = "insert into staff (agency_id, staff_id, role, login_tag, login_rule, body)
        select agency_id, x'ffffffffffffffffffffffffffffffff', role, randomblob(32), 1, body
        from staff where staff_id = x'02020202020202020202020202020202'";
    tamper(&folder, made_up).await;
    for id in [[2; 16], [0xff; 16]] {
        let login = Login {
            agency: server.north,
            staff: StaffId::from_bytes(id),
            password_hash: None,
            ended: false,
        };
        server.store.set_password(&login, "a hash").await.unwrap();
    }
    let found = server.store.verify_audit(server.north).await.unwrap();
    let said: Vec<_> = found.findings.iter().map(ToString::to_string).collect();
    for named in [
        format!("device {} was changed", rosa.device_id),
        "staff 02020202-0202-0202-0202-020202020202 was changed".to_owned(),
        "staff ffffffff-ffff-ffff-ffff-ffffffffffff was there".to_owned(),
    ] {
        assert!(said.iter().any(|line| line.starts_with(&named)), "{named}: {said:?}");
    }
    assert_eq!(said.len(), 3, "{said:?}");
}
