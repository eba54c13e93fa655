use crate::support::{Answer, ROSA, TestPhone, TestServer, WES, staff, words};
use axum::http::StatusCode;
use domain::{
    Hash,
    id::{ClientId, OperationId},
    operation::{Payload, PayloadKind},
    wire::v1::{
        AssignClient, QuarantineCode, QuarantinePage, QuarantinedOperation, Receipt,
        ReceiptOutcome, Revoked, SealedOperation,
    },
};
use server::keys;

const fn quarantined(code: QuarantineCode) -> ReceiptOutcome {
    ReceiptOutcome::Quarantined { code }
}

async fn list(server: &TestServer, by: &TestPhone) -> QuarantinePage {
    server.get("/api/v1/quarantine", &by.cookie).await.json()
}

fn path_of(sealed: &SealedOperation, what: &str) -> String {
    format!("/api/v1/quarantine/{}/{}{what}", sealed.op_id, Hash::of(&sealed.sealed))
}

async fn read(server: &TestServer, by: &TestPhone, of: &SealedOperation) -> QuarantinedOperation {
    server.get(&path_of(of, ""), &by.cookie).await.json()
}

async fn assign(server: &TestServer, by: &TestPhone, of: &SealedOperation, to: u8) -> Answer {
    let to = AssignClient { staff_id: staff(to) };
    server.post(&path_of(of, "/assign"), &by.cookie, &to).await
}

async fn release(server: &TestServer, by: &TestPhone, of: &SealedOperation) -> ReceiptOutcome {
    let answer = server.post(&path_of(of, "/release"), &by.cookie, &serde_json::json!({})).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let receipt: Receipt = answer.json();
    assert_eq!((receipt.op_id, receipt.hash), (of.op_id, Hash::of(&of.sealed)));
    receipt.outcome
}

async fn audited(server: &TestServer, action: &str) -> i64 {
    let mut db = server.look().await;
    sqlx::query_scalar("select count(*) from audit_event where action = ?")
        .bind(action)
        .fetch_one(&mut db)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_note_of_a_worker_who_left_is_read_and_released_to_the_next_worker() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let sam = TestPhone::enrolled(&server, "sam").await;
    let mut wes = TestPhone::enrolled(&server, "wes").await;
    wes.pull(&server, None).await;
    rosa.is_revoked(&server, &sam, Revoked::Left).await;
    server.store.unassign(server.north, staff(ROSA), client).await.unwrap();
    let note = words::note_with_step(client, "Last words before she left.", "Call the clinic");
    let sealed = rosa.sign_note(note.clone());
    rosa.deliver_one(&server, &sealed).await;

    let [row] = &list(&server, &sam).await.rows[..] else { panic!("one operation waits") };
    assert_eq!(
        (row.op_id, row.author, row.revoked),
        (sealed.op_id, staff(ROSA), Some(Revoked::Left))
    );
    assert_eq!(row.device_name, "Pixel, Chrome");
    let about = row.about.as_ref().unwrap();
    assert_eq!((about.kind, about.client_name.as_str()), (PayloadKind::ContactSigned, "Person 10"));
    assert!(about.assigned.is_empty());

    let whole = read(&server, &sam, &sealed).await;
    assert_eq!(whole.operation.unwrap().payload, Payload::ContactSigned(note.clone()));
    assert_eq!(whole.hindrance, Some(QuarantineCode::NotAssigned), "nobody would get it");
    let outcome = release(&server, &sam, &sealed).await;
    assert_eq!(outcome, quarantined(QuarantineCode::NotAssigned));
    assert_eq!(server.number("select count(*) from record where kind = 'contact'").await, 0);

    assert_eq!(assign(&server, &sam, &sealed, WES).await.status, StatusCode::NO_CONTENT);
    assert_eq!(read(&server, &sam, &sealed).await.hindrance, None);
    assert_eq!(release(&server, &sam, &sealed).await, ReceiptOutcome::Applied);
    assert_eq!(release(&server, &sam, &sealed).await, ReceiptOutcome::Duplicate, "once for all");

    let pages = wes.pull(&server, None).await;
    let notes: Vec<_> = pages.iter().flat_map(|page| &page.contacts).collect();
    assert_eq!((notes.len(), &notes[0].contact, notes[0].author), (1, &note, staff(ROSA)));
    assert_eq!(
        notes[0].received_at,
        Some(row.received_at),
        "when it came, not when it was let out"
    );
    assert_eq!(pages.iter().map(|page| page.tasks.len()).sum::<usize>(), 1);
    assert!(list(&server, &sam).await.rows.is_empty());
    assert!(read(&server, &sam, &sealed).await.row.released_at.is_some(), "it can still be read");
    assert_eq!(
        server.number("select count(*) from op_quarantine").await,
        1,
        "and is never removed"
    );

    assert_eq!(audited(&server, "quarantine_read").await, 3);
    assert_eq!(audited(&server, "operation_released").await, 2);
    assert_eq!(audited(&server, "contact_signed").await, 1);
    let whole = server.store.verify_audit(server.north).await.unwrap();
    assert!(whole.is_whole(), "{whole:?}");
}

#[tokio::test]
async fn the_phone_that_sent_it_hears_of_the_release_when_it_asks() {
    let server = TestServer::start().await;
    let client = server.add_clients(WES, 10..11).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let wes = TestPhone::enrolled(&server, "wes").await;
    let sam = TestPhone::enrolled(&server, "sam").await;
    let (sealed, other) = (
        rosa.sign_note(words::note(client, "Met him at the door.")),
        rosa.sign_note(words::note(client, "Still waits.")),
    );
    rosa.deliver(&server, &[sealed.clone(), other.clone()]).await;
    let asks = [sealed.op_id, other.op_id, OperationId::from_parts(1, keys::random())];
    let told = async |phone: &TestPhone| {
        let receipts = phone.ask_about(&server, &asks).await.receipts.into_iter();
        receipts.map(|receipt| (receipt.op_id, receipt.outcome)).collect::<Vec<_>>()
    };
    let not_assigned = quarantined(QuarantineCode::NotAssigned);
    assert_eq!(told(&rosa).await, [(sealed.op_id, not_assigned), (other.op_id, not_assigned)]);
    assert_eq!(release(&server, &sam, &sealed).await, ReceiptOutcome::Applied);
    let applied = (sealed.op_id, ReceiptOutcome::Duplicate);
    assert_eq!(told(&rosa).await, [applied, (other.op_id, not_assigned)]);
    assert_eq!(rosa.deliver_one(&server, &sealed).await, ReceiptOutcome::Duplicate);
    assert!(told(&wes).await.is_empty(), "nobody hears of another phone's operations");
}

#[tokio::test]
async fn what_does_not_open_is_said_to_be_unreadable_and_stays() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let sam = TestPhone::enrolled(&server, "sam").await;
    let mut broken = rosa.sign_note(words::note(client, "broken"));
    broken.sealed[20] ^= 1;
    let noise = rosa.seal_bytes(OperationId::from_parts(1, keys::random()), b"not an operation");
    for (sealed, code) in
        [(broken, QuarantineCode::SealBroken), (noise, QuarantineCode::Unreadable)]
    {
        rosa.deliver_one(&server, &sealed).await;
        let kept = read(&server, &sam, &sealed).await;
        assert_eq!((kept.row.code, kept.hindrance), (code, Some(code)));
        assert_eq!((kept.operation, kept.row.about), (None, None));
        assert_eq!(release(&server, &sam, &sealed).await, quarantined(code));
        assert_eq!(assign(&server, &sam, &sealed, WES).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(list(&server, &sam).await.rows.len(), 2);
}

#[tokio::test]
async fn other_bytes_under_a_known_id_can_be_read_and_not_released() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let sam = TestPhone::enrolled(&server, "sam").await;
    let mut operation = rosa.operation(Payload::ContactSigned(words::note(client, "first")));
    rosa.deliver_one(&server, &rosa.seal(&operation)).await;
    operation.payload = Payload::ContactSigned(words::note(client, "second"));
    let second = rosa.seal(&operation);
    rosa.deliver(&server, std::slice::from_ref(&second)).await;
    assert!(read(&server, &sam, &second).await.operation.is_some());
    assert_eq!(release(&server, &sam, &second).await, quarantined(QuarantineCode::IdReused));
    assert_eq!(server.number("select count(*) from record where kind = 'contact'").await, 1);
    let first = server.number("select count(*) from operation where quarantined is not null").await;
    assert_eq!(first, 0, "what came first is in effect as before");
}

#[tokio::test]
async fn somebody_met_by_a_worker_who_left_comes_first_and_the_note_about_them_after() {
    let server = TestServer::start().await;
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let mut wes = TestPhone::enrolled(&server, "wes").await;
    let sam = TestPhone::enrolled(&server, "sam").await;
    rosa.is_revoked(&server, &sam, Revoked::Left).await;
    let met = rosa.operation(Payload::ClientMet(words::client(30)));
    let met = rosa.seal(&met);
    let note = rosa.sign_note(words::note(words::client_id(30), "first talk"));
    rosa.deliver(&server, &[met.clone(), note.clone()]).await;
    assert_eq!(read(&server, &sam, &note).await.hindrance, Some(QuarantineCode::ClientUnknown));
    assert_eq!(release(&server, &sam, &note).await, quarantined(QuarantineCode::ClientUnknown));
    assert_eq!(release(&server, &sam, &met).await, ReceiptOutcome::Applied);
    assert_eq!(assign(&server, &sam, &note, WES).await.status, StatusCode::NO_CONTENT);
    assert_eq!(release(&server, &sam, &note).await, ReceiptOutcome::Applied);
    let pages = wes.pull(&server, None).await;
    assert_eq!(pages.iter().map(|page| page.clients.len()).sum::<usize>(), 1);
    assert_eq!(pages.iter().map(|page| page.contacts.len()).sum::<usize>(), 1);
}

#[tokio::test]
async fn a_client_is_given_to_nobody_who_carries_no_clients() {
    let server = TestServer::start().await;
    server.add_clients(WES, 20..21).await;
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let sam = TestPhone::enrolled(&server, "sam").await;
    let note = rosa.sign_note(words::note(words::client_id(20), "not mine"));
    rosa.deliver_one(&server, &note).await;
    for nobody in [crate::support::ADA, crate::support::OLGA, 99] {
        assert_eq!(assign(&server, &sam, &note, nobody).await.status, StatusCode::NOT_FOUND);
    }
    let about = read(&server, &sam, &note).await.row.about.unwrap();
    assert_eq!(about.assigned, [staff(WES)]);
    let unknown = SealedOperation { op_id: OperationId::from_bytes([9; 16]), sealed: vec![1] };
    let answer = server.get(&path_of(&unknown, ""), &sam.cookie).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert_eq!(
        server.get("/api/v1/quarantine/x/y", &sam.cookie).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_supervisor_of_another_agency_sees_none_of_it() {
    let server = TestServer::start().await;
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let sue = TestPhone::enrolled(&server, "sue").await;
    let note = rosa.sign_note(words::note(ClientId::from_bytes([99; 16]), "North's own"));
    rosa.deliver_one(&server, &note).await;
    assert!(list(&server, &sue).await.rows.is_empty());
    for what in ["/assign", "/release"] {
        let to = AssignClient { staff_id: staff(WES) };
        let answer = server.post(&path_of(&note, what), &sue.cookie, &to).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(server.get(&path_of(&note, ""), &sue.cookie).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_session_that_belongs_to_another_phone_reads_nothing() {
    let server = TestServer::start().await;
    let rosa = TestPhone::enrolled(&server, "rosa").await;
    let sam = TestPhone::enrolled(&server, "sam").await;
    for path in ["/api/v1/quarantine", "/api/v1/devices", "/api/v1/pull"] {
        let answer = server.get_as(path, &sam.cookie, rosa.device_id).await;
        assert_eq!(answer.code(), "signed_out", "{path}");
        let answer = server.get_as(path, &sam.cookie, sam.device_id).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn a_long_quarantine_is_read_page_by_page() {
    let server = TestServer::start().await;
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let sam = TestPhone::enrolled(&server, "sam").await;
    let nobody = ClientId::from_bytes([99; 16]);
    let notes: Vec<_> =
        (0..130).map(|n| rosa.sign_note(words::note(nobody, &format!("{n}")))).collect();
    for batch in notes.chunks(50) {
        rosa.deliver(&server, batch).await;
    }
    let first = list(&server, &sam).await;
    let path = format!("/api/v1/quarantine?before={}", first.older.unwrap());
    let second: QuarantinePage = server.get(&path, &sam.cookie).await.json();
    assert_eq!((first.rows.len(), second.rows.len(), second.older), (100, 30, None));
    let mut seen: Vec<_> = first.rows.iter().chain(&second.rows).map(|row| row.op_id).collect();
    seen.reverse();
    assert_eq!(seen, notes.iter().map(|note| note.op_id).collect::<Vec<_>>());
}
