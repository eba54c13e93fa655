use crate::{
    own,
    support::{
        PASSWORD, ROSA, TestPhone, TestServer, WES, agency, options, process::streetlight, staff,
        words,
    },
    tampering::tamper,
};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use domain::{
    id::ShiftId,
    operation::Payload,
    wire::v1::{Enrolled, OwnOpened, Push, QuarantineCode, ReceiptOutcome, Revoked, Shift},
};
use server::{
    auth::password,
    store::{Batch, OpenError, Store, restore},
};
use std::{fs, path::Path};
use tempfile::TempDir;

#[tokio::test]
async fn after_a_restore_phones_start_over_and_refill_the_gap() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let before = rosa.sign_note(words::note_with_step(client, "before", "step"));
    rosa.deliver_one(&server, &before).await;
    let backup = server.folder.path().join("backup.db");
    server.store.backup(&backup).await.unwrap();
    let after = rosa.sign_note(words::note(client, "after"));
    rosa.deliver_one(&server, &after).await;
    rosa.pull(&server, None).await;
    let epoch = server.store.epoch();

    let in_use = restore(&options(server.folder.path()), &backup, false).await.unwrap_err();
    assert!(matches!(in_use, OpenError::InUse(_)));
    let server = server
        .restart_after(async |folder| {
            let restored = restore(&options(folder), &backup, false).await.unwrap();
            assert!(restored.kept.unwrap().exists());
        })
        .await;
    assert_ne!(server.store.epoch(), epoch);
    let whole = server.store.verify_audit(server.north).await.unwrap();
    assert!(whole.is_whole(), "{whole:?}");

    // Sessions ended with the old history; the phone's own token still delivers.
    assert_eq!(rosa.ask(&server, None).await.code(), "signed_out");
    let answer = rosa.deliver(&server, &[before, after]).await;
    assert_eq!(answer.epoch, server.store.epoch());
    assert_eq!(answer.receipts[0].outcome, ReceiptOutcome::Duplicate);
    assert_eq!(answer.receipts[1].outcome, ReceiptOutcome::Applied);

    let again = TestPhone::signed_in(&server, "rosa").await;
    rosa.cookie = again.cookie;
    rosa.deposit = rosa.enrol(&server).await.json::<Enrolled>().deposit_token;
    let pages = rosa.pull(&server, None).await;
    assert!(pages[0].reset);
    assert_eq!(pages.iter().map(|page| page.contacts.len()).sum::<usize>(), 2);
    assert_eq!(
        rosa.does(&server, Payload::CrisisPlanOpened(words::lookup(client))).await,
        ReceiptOutcome::Applied
    );
}

#[tokio::test]
async fn a_damaged_backup_is_refused_and_the_database_left_as_it_was() {
    let server = TestServer::start().await;
    let backup = server.folder.path().join("backup.db");
    fs::write(&backup, vec![7; 100_000]).unwrap();
    let server = server
        .restart_after(async |folder| {
            let error = restore(&options(folder), &backup, false).await.unwrap_err();
            assert!(matches!(error, OpenError::Corrupt(..)), "{error}");
        })
        .await;
    assert_eq!(server.store.agencies().await.unwrap().len(), 2);
}

/// What `streetlight restore` says, and where it ends.
fn restored(folder: &Path, backup: &Path, more: &[&str]) -> String {
    let done = streetlight(folder, &["restore", backup.to_str().unwrap()]).args(more).output();
    let done = done.unwrap();
    assert!(done.status.success(), "{done:?}");
    String::from_utf8(done.stdout).unwrap()
}

async fn set_password(server: &TestServer, login: &str, password: &str) {
    let of = server.store.login(&server.store.keyring().login_tag(login)).await.unwrap().unwrap();
    let hash = password::hash(password);
    server.store.set_password(&of, &hash).await.unwrap();
}

#[tokio::test]
async fn whoever_was_shut_out_since_the_backup_stays_out() {
    let server = TestServer::start().await;
    let [one, two] = server.add_clients(ROSA, 10..12).await.try_into().unwrap();
    let mut lost = TestPhone::enrolled(&server, "rosa").await;
    let mut copied = TestPhone::enrolled(&server, "rosa").await;
    let mut hers = TestPhone::enrolled(&server, "rosa").await;
    let wes = TestPhone::enrolled(&server, "wes").await;
    let sam = TestPhone::enrolled(&server, "sam").await;
    let now = server::clock::now();
    let turn = Shift {
        shift_id: ShiftId::from_bytes([60; 16]),
        staff_id: staff(ROSA),
        from: now.plus_ms(-3_600_000),
        to: now.plus_ms(3_600_000),
    };
    let mut batch = Batch::of(agency(101, "North"));
    batch.shifts.push(turn.clone());
    server.store.load(batch, &mut |_, _| {}).await.unwrap();
    let elsewhere = TempDir::new().unwrap();
    let backup = elsewhere.path().join("backup.db");
    server.store.backup(&backup).await.unwrap();

    lost.is_revoked(&server, &sam, Revoked::Lost).await;
    let [deposit] = server.store.deposits_of(copied.device_id).await.unwrap().try_into().unwrap();
    assert!(server.store.void_token(&deposit).await.unwrap());
    let tag = |login: &str| server.store.keyring().login_tag(login);
    let gone = server.store.login(&tag("wes")).await.unwrap().unwrap();
    server.store.end_staff(&gone).await.unwrap().unwrap();
    set_password(&server, "sam", "another one for Sam").await;
    server.store.unassign(server.north, staff(ROSA), two).await.unwrap();
    let path = format!("/api/v1/on-call/shifts/{}", turn.shift_id);
    let ada = TestPhone::enrolled(&server, "ada").await;
    let dropped = Request::delete(&path).header(header::COOKIE, &ada.cookie);
    let dropped = server.send(dropped.body(Body::empty()).unwrap()).await;
    assert_eq!(dropped.status, StatusCode::NO_CONTENT, "{}", dropped.text());

    let server = server
        .restart_after(async |folder| {
            let said = restored(folder, &backup, &[]);
            for named in [
                "1 people left",
                "sam needs a new password",
                "1 clients were taken",
                "1 turns on call",
            ] {
                assert!(said.contains(named), "{named}: {said}");
            }
            assert!(!said.contains("rosa needs"), "{said}");
        })
        .await;
    // Whoever has the lost phone delivers into the quarantine, and gets neither key nor files.
    let revoked = ReceiptOutcome::Quarantined { code: QuarantineCode::DeviceRevoked };
    assert_eq!(lost.does(&server, Payload::ContactSigned(words::note(one, "x"))).await, revoked);
    lost.cookie = sign_in(&server, "rosa", PASSWORD).await;
    let answer = lost.enrol(&server).await;
    assert!(answer.status.is_client_error(), "{}", answer.text());
    // Whoever copied the token delivers nothing, and its owner goes on after signing in.
    let note = copied.sign_note(words::note(one, "still here"));
    let push = Push { device_id: copied.device_id, operations: vec![note.clone()], asks: vec![] };
    let refused = copied.deliver_bytes(&server, serde_json::to_vec(&push).unwrap()).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED, "{}", refused.text());
    copied.cookie = sign_in(&server, "rosa", PASSWORD).await;
    copied.deposit = copied.enrol(&server).await.json::<Enrolled>().deposit_token;
    assert_eq!(copied.deliver_one(&server, &note).await, ReceiptOutcome::Applied);
    // Nothing changed about this one.
    let note = words::note(one, "as ever");
    let outcome = hers.does(&server, Payload::ContactSigned(note)).await;
    assert_eq!(outcome, ReceiptOutcome::Applied);
    // Neither password of his counts, nor any of whoever left.
    for (login, password) in [("sam", PASSWORD), ("sam", "another one for Sam"), ("wes", PASSWORD)]
    {
        let answer = server.sign_in(login, password).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{login}");
    }
    set_password(&server, "sam", "a third one for Sam").await;
    sign_in(&server, "sam", "a third one for Sam").await;
    assert_eq!(
        wes.deliver(&server, &[]).await.epoch,
        server.store.epoch(),
        "what waits on a phone of somebody who left is still taken"
    );
    let open = "select count(*) from case_assignment where to_seq is null";
    assert_eq!(server.number(open).await, 1);
    let turns = "select count(*) from on_call_shift where to_ms > (unixepoch() + 60) * 1000";
    assert_eq!(server.number(turns).await, 0);
    let whole = server.store.verify_audit(server.north).await.unwrap();
    assert!(whole.is_whole(), "{whole:?}");
}

/// Whoever can write into a backup file needs no key to say who carries whom.
#[tokio::test]
async fn nobody_carries_a_client_by_a_line_that_was_written_into_a_backup() {
    let server = TestServer::start().await;
    server.add_clients(ROSA, 10..12).await;
    let elsewhere = TempDir::new().unwrap();
    server.store.backup(&elsewhere.path().join("streetlight.db")).await.unwrap();
    let wes: String = staff(WES).as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    let line = format!(
        "insert into case_assignment (agency_id, staff_id, client_id, from_seq, to_seq)
         select agency_id, x'{wes}', client_id, 5000, null from case_assignment limit 1"
    );
    assert_eq!(tamper(elsewhere.path(), line).await, 1);
    let server = server
        .restart_after(async |folder| {
            let said = restored(folder, &elsewhere.path().join("streetlight.db"), &[]);
            assert!(said.contains("1 clients were taken"), "{said}");
        })
        .await;
    // What stood there before stands there still.
    let open = server.number("select count(*) from case_assignment where to_seq is null").await;
    assert_eq!(open, 2);
}

/// A client who removed their plan from a phone meant it.
#[tokio::test]
async fn a_plan_that_was_removed_from_a_clients_phone_stays_removed() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let way = own::link(client, 30);
    rosa.does(&server, Payload::RecordSigned(way.record.clone())).await;
    let mut passes = Vec::new();
    for from in [1, 2] {
        let open =
            serde_json::json!({ "secret": way.secret.to_string(), "code": way.code.to_string() });
        let opened: OwnOpened = server.ask_own("open", from, open).await.json();
        passes.push(opened.pass);
    }
    let look = |pass: &str, kept: Option<bool>| serde_json::json!({ "pass": pass, "kept": kept });
    for pass in &passes {
        let kept = server.ask_own("look", 3, look(pass, Some(true))).await;
        assert_eq!(kept.status, StatusCode::OK, "{}", kept.text());
    }
    let elsewhere = TempDir::new().unwrap();
    let backup = elsewhere.path().join("backup.db");
    server.store.backup(&backup).await.unwrap();
    server.ask_own("look", 3, look(&passes[0], Some(false))).await;
    let server = server
        .restart_after(async |folder| {
            restored(folder, &backup, &[]);
        })
        .await;
    assert_eq!(server.ask_own("look", 4, look(&passes[0], None)).await.code(), "own_unknown");
    let other = server.ask_own("look", 4, look(&passes[1], None)).await;
    assert_eq!(other.status, StatusCode::OK, "{}", other.text());
}

async fn sign_in(server: &TestServer, login: &str, password: &str) -> String {
    let answer = server.sign_in(login, password).await;
    assert_eq!(answer.status, StatusCode::OK, "{login}: {}", answer.text());
    answer.cookie().unwrap()
}

#[tokio::test]
async fn where_there_is_nothing_to_ask_nobody_gets_in_by_the_backup_and_nothing_is_lost() {
    let server = TestServer::start().await;
    let [client] = server.add_clients(ROSA, 10..11).await.try_into().unwrap();
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let elsewhere = TempDir::new().unwrap();
    let backup = elsewhere.path().join("backup.db");
    server.store.backup(&backup).await.unwrap();
    let waiting = rosa.sign_note(words::note(client, "written since"));
    let folder = server.stop().await;
    let machine = |more: &[&str]| {
        let new = TempDir::new().unwrap();
        fs::copy(folder.path().join("master.key"), new.path().join("master.key")).unwrap();
        let said = restored(new.path(), &backup, more);
        (new, said)
    };

    let (new, said) = machine(&[]);
    assert!(said.contains("no password and no phone of the backup lets anybody in"), "{said}");
    let store = Store::open(&options(new.path())).await.unwrap();
    let server = TestServer::over(new, store);
    let refused = server.sign_in("rosa", PASSWORD).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    let operations = vec![waiting.clone()];
    let push = Push { device_id: rosa.device_id, operations, asks: vec![] };
    let refused = rosa.deliver_bytes(&server, serde_json::to_vec(&push).unwrap()).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED, "{}", refused.text());
    // Who is still there gets a password; the phone is enrolled again, and delivers what it kept.
    set_password(&server, "rosa", "a new one for Rosa").await;
    rosa.cookie = sign_in(&server, "rosa", "a new one for Rosa").await;
    rosa.deposit = rosa.enrol(&server).await.json::<Enrolled>().deposit_token;
    assert_eq!(rosa.deliver_one(&server, &waiting).await, ReceiptOutcome::Applied);

    // Somebody says that nothing happened since.
    let (new, said) = machine(&["--trust-backup"]);
    assert!(said.contains("it is trusted, as you said"), "{said}");
    let store = Store::open(&options(new.path())).await.unwrap();
    let server = TestServer::over(new, store);
    sign_in(&server, "rosa", PASSWORD).await;
}
