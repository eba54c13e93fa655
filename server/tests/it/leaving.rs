//! People who leave, and clients who change hands, by commands beside a running server.

use crate::support::{
    ADA, PASSWORD, ROSA, SAM, TestPhone, TestServer, WES, agency, member, process::streetlight,
    staff, words,
};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use domain::{
    id::ShiftId,
    operation::Payload,
    wire::v1::{QuarantineCode, ReceiptOutcome, Role, SetShift, Shifts},
};
use server::{
    clock, keys,
    store::{Access, Batch, NewClient, NewStaff, OpenError, OpenOptions, Store},
};

/// Runs a command on the folder of a server that is at work, and says how it went.
fn run(server: &TestServer, arguments: &[&str]) -> (Option<i32>, String) {
    let output = streetlight(server.folder.path(), arguments).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8_lossy(&said).into_owned())
}

async fn put_shift(server: &TestServer, by: &TestPhone, who: u8, hours: (i64, i64)) -> StatusCode {
    let now = clock::now();
    let set = SetShift {
        staff_id: staff(who),
        from: now.plus_ms(hours.0 * 3_600_000),
        to: now.plus_ms(hours.1 * 3_600_000),
    };
    let id = ShiftId::from_parts(1, keys::random());
    let request = Request::put(format!("/api/v1/on-call/shifts/{id}"))
        .header(header::COOKIE, &by.cookie)
        .header(header::CONTENT_TYPE, "application/json");
    let body = serde_json::to_vec(&set).unwrap();
    server.send(request.body(Body::from(body)).unwrap()).await.status
}

#[tokio::test]
async fn whoever_has_left_gets_in_nowhere_and_carries_nobody() {
    let server = TestServer::start().await;
    let clients = server.add_clients(ROSA, 10..13).await;
    server.store.assign(server.north, staff(WES), clients[0]).await.unwrap();
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let second = TestPhone::enrolled(&server, "rosa").await;
    let sam = TestPhone::enrolled(&server, "sam").await;
    assert_eq!(put_shift(&server, &sam, ROSA, (-1, 1)).await, StatusCode::NO_CONTENT);
    assert_eq!(put_shift(&server, &sam, ROSA, (20, 30)).await, StatusCode::NO_CONTENT);

    let (code, said) = run(&server, &["user", "end", "ROSA"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("2 phones") && said.contains("3 clients"), "{said}");
    assert!(said.contains("2 of whom nobody"), "{said}");
    let alone = [clients[1].to_string(), clients[2].to_string()];
    assert!(alone.iter().all(|id| said.contains(id)), "{said}");
    let (_, listed) =
        run(&server, &["client", "list", "--unassigned", "--agency", &server.north.to_string()]);
    assert_eq!(listed.lines().collect::<Vec<_>>(), alone);

    for phone in [&rosa, &second] {
        assert_eq!(phone.ask(&server, None).await.code(), "signed_out");
    }
    assert_eq!(server.sign_in("rosa", PASSWORD).await.code(), "wrong_sign_in");
    let note = rosa.sign_note(words::note(clients[0], "written before"));
    let waits = ReceiptOutcome::Quarantined { code: QuarantineCode::DeviceRevoked };
    assert_eq!(rosa.deliver_one(&server, &note).await, waits);
    assert_eq!(server.number("select count(*) from case_assignment where to_seq is null").await, 1);
    let shifts: Shifts = server.get("/api/v1/on-call/shifts", &sam.cookie).await.json();
    assert!(shifts.shifts.is_empty(), "{shifts:?}");

    // Nothing brings them back in by another way.
    assert_eq!(put_shift(&server, &sam, ROSA, (1, 2)).await, StatusCode::NOT_FOUND);
    let (op_id, hash) = (note.op_id, domain::Hash::of(&note.sealed));
    let assign = format!("/api/v1/quarantine/{op_id}/{hash}/assign");
    let to_rosa = serde_json::json!({ "staff_id": staff(ROSA) });
    assert_eq!(server.post(&assign, &sam.cookie, &to_rosa).await.status, StatusCode::NOT_FOUND);
    let mut batch = Batch::of(agency(101, "North"));
    let password = Some("another password".to_owned());
    batch.staff = vec![NewStaff { password, ..member(ROSA, "Rosa", Role::Worker) }];
    batch.clients =
        vec![NewClient { client: words::client(10), assigned: vec![staff(ROSA), staff(SAM)] }];
    server.store.load(batch, &mut |_, _| {}).await.unwrap();
    assert_eq!(server.sign_in("rosa", "another password").await.code(), "wrong_sign_in");
    let hers = "select count(*) from case_assignment where to_seq is null
        and staff_id = x'01010101010101010101010101010101'";
    assert_eq!(server.number(hers).await, 0);
    let client = clients[0].to_string();
    for arguments in [
        ["user", "password", "rosa", ""].as_slice(),
        &["client", "assign", "rosa", &client],
        &["user", "end", "nobody"],
    ] {
        let arguments: Vec<_> = arguments.iter().copied().filter(|word| !word.is_empty()).collect();
        let (code, said) = run(&server, &arguments);
        assert_eq!(code, Some(64), "{arguments:?}: {said}");
        assert!(said.contains("Nothing was changed"), "{said}");
    }
    let (_, list) = run(&server, &["user", "list"]);
    assert!(
        list.lines().any(|line| line.starts_with("rosa") && line.contains("has left")),
        "{list}"
    );
    let (code, again) = run(&server, &["user", "end", "rosa"]);
    assert!(code == Some(0) && again.contains("already"), "{again}");

    // By a word of the operator alone, with nothing of what was theirs.
    let (code, said) = run(&server, &["user", "return", "rosa"]);
    assert_eq!(code, Some(0), "{said}");
    let answer = server.sign_in("rosa", said.trim()).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(server.number(hers).await, 0);
    assert_eq!(run(&server, &["user", "return", "rosa"]).0, Some(64));
    let (_, audit) = run(&server, &["verify-audit"]);
    assert!(audit.contains("\twhole\t") && !audit.contains("\taltered\t"), "{audit}");
    let (code, said) = run(&server, &["verify-audit"]);
    assert_eq!(code, Some(0), "{said}");
}

#[tokio::test]
async fn a_client_changes_hands_while_the_server_runs() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let (mut rosa, mut wes) =
        (TestPhone::enrolled(&server, "rosa").await, TestPhone::enrolled(&server, "wes").await);
    rosa.pull(&server, None).await;
    wes.pull(&server, None).await;
    let id = client.to_string();
    let (code, said) = run(&server, &["client", "assign", "wes", &id]);
    assert_eq!(code, Some(0), "{said}");
    let page = wes.pull_page(&server, None).await.unwrap();
    assert_eq!(page.clients.iter().map(|client| client.client_id).collect::<Vec<_>>(), [client]);
    let (_, said) = run(&server, &["client", "assign", "wes", &id]);
    assert!(said.contains("already"), "{said}");
    let (code, said) = run(&server, &["client", "unassign", "rosa", &id]);
    assert_eq!(code, Some(0), "{said}");
    let (_, said) = run(&server, &["client", "unassign", "rosa", &id]);
    assert!(said.contains("does not carry"), "{said}");
    // The last who may change the agency's content is not let go without a word.
    let (_, said) = run(&server, &["user", "end", "ada"]);
    assert!(said.contains("nobody is left who is an administrator"), "{said}");
    assert_eq!(rosa.pull_page(&server, None).await.unwrap().evict, [client]);
    let outcome = rosa.does(&server, Payload::ContactSigned(words::note(client, "x"))).await;
    assert!(matches!(outcome, ReceiptOutcome::Quarantined { .. }));

    let unknown = words::client_id(99).to_string();
    for arguments in [
        ["client", "assign", "ada", &id],
        ["client", "assign", "wes", &unknown],
        ["client", "assign", "olga", &id],
        ["client", "assign", "nobody", &id],
    ] {
        let (code, said) = run(&server, &arguments);
        assert_eq!(code, Some(64), "{arguments:?}: {said}");
    }
    let audited = "select count(*) from audit_event where action = 'assignment_changed'";
    assert_eq!(server.number(audited).await, 2);
    let _ = ADA;
}

#[tokio::test]
async fn people_are_added_and_get_passwords_while_the_server_runs() {
    let server = TestServer::start().await;
    let wes = TestPhone::enrolled(&server, "wes").await;
    let north = server.north.to_string();
    let (code, said) =
        run(&server, &["user", "add", "nia", "--name", "Nia Okafor", "--agency", &north]);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(server.sign_in("nia", said.trim()).await.status, StatusCode::OK);
    let (code, said) = run(&server, &["user", "password", "wes"]);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(wes.ask(&server, None).await.code(), "signed_out");
    assert_eq!(server.sign_in("wes", said.trim()).await.status, StatusCode::OK);
    assert_eq!(server.sign_in("wes", PASSWORD).await.code(), "wrong_sign_in");

    let (_, phones) = run(&server, &["phone", "list", "wes"]);
    assert!(phones.starts_with(&wes.device_id.to_string()), "{phones}");
    let id = wes.device_id.to_string();
    assert_eq!(run(&server, &["phone", "void", &id]).0, Some(0));
    assert_eq!(wes.deliver_bytes(&server, "{}").await.code(), "unknown_token");
    let unknown = domain::id::DeviceId::from_bytes([9; 16]).to_string();
    assert_eq!(run(&server, &["phone", "void", &unknown]).0, Some(64));
}

#[tokio::test]
async fn beside_a_restore_nothing_is_written() {
    let server = TestServer::start().await;
    let beside = OpenOptions { access: Access::Beside, ..server.read_access() };
    Store::open(&beside).await.unwrap();
    std::fs::write(server.folder.path().join("streetlight.db.restoring"), "at work").unwrap();
    let refused = Store::open(&beside).await.unwrap_err();
    assert!(matches!(refused, OpenError::InUse(_)), "{refused}");
}
