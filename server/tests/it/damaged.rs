//! Rows of a database that was damaged, or changed by hand: never taken for anything else.

use crate::support::{Answer, ROSA, TestPhone, TestServer, agency, words};
use axum::http::StatusCode;
use domain::{
    Hash,
    operation::Payload,
    wire::v1::{
        CrisisPlanEdit, DocumentBase, Push, QuarantineCode, QuarantinePage, QuarantinedOperation,
        ReceiptOutcome, SealedOperation,
    },
};
use server::store::Batch;

/// Changes the file behind the server's back, against every rule of its tables.
async fn damage(server: &TestServer, sql: &'static str) {
    let mut db = server.look().await;
    sqlx::raw_sql("pragma ignore_check_constraints = on").execute(&mut db).await.unwrap();
    sqlx::raw_sql(sql).execute(&mut db).await.unwrap();
}

async fn push(server: &TestServer, phone: &TestPhone, operations: &[SealedOperation]) -> Answer {
    let operations = operations.to_vec();
    let push = Push { device_id: phone.device_id, operations, asks: Vec::new() };
    phone.deliver_bytes(server, serde_json::to_vec(&push).unwrap()).await
}

#[tokio::test]
async fn a_hash_that_was_cut_short_is_never_answered_as_another_hash() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut phone = TestPhone::enrolled(&server, "rosa").await;
    let note = phone.sign_note(words::note(client, "Under the bridge."));
    assert_eq!(phone.deliver_one(&server, &note).await, ReceiptOutcome::Applied);
    damage(&server, "update operation set hash = x'0102'").await;

    // It is put off, and what comes with it is not.
    let beside = phone.sign_note(words::note(client, "In the park."));
    let answer = phone.deliver(&server, &[note.clone(), beside]).await;
    let outcomes: Vec<_> = answer.receipts.iter().map(|receipt| receipt.outcome).collect();
    assert_eq!(outcomes, [ReceiptOutcome::Retry { after: 600 }, ReceiptOutcome::Applied]);
    // Nothing was put into the quarantine for bytes that nobody compared.
    assert_eq!(server.number("select count(*) from op_quarantine").await, 0);
    // Who asks hears nothing, and goes on.
    let about = phone.ask_about(&server, &[note.op_id]).await;
    assert!(about.receipts.is_empty(), "{about:?}");
    let other = phone.sign_note(words::note(client, "At the library."));
    assert_eq!(phone.deliver_one(&server, &other).await, ReceiptOutcome::Applied);
}

#[tokio::test]
async fn a_damaged_row_of_the_quarantine_is_counted_and_hides_no_other() {
    let server = TestServer::start().await;
    let mut phone = TestPhone::enrolled(&server, "rosa").await;
    let sam = TestPhone::enrolled(&server, "sam").await;
    let stranger = words::client_id(77);
    let mut sent = Vec::new();
    for text in ["one", "two", "three"] {
        let note = phone.sign_note(words::note(stranger, text));
        let code = QuarantineCode::NotAssigned;
        assert_eq!(phone.deliver_one(&server, &note).await, ReceiptOutcome::Quarantined { code });
        sent.push(note);
    }
    damage(
        &server,
        "drop trigger op_quarantine_bytes_never_change;
         update op_quarantine set hash = x'00' where rowid = 2",
    )
    .await;

    let page: QuarantinePage = server.get("/api/v1/quarantine", &sam.cookie).await.json();
    let shown: Vec<_> = page.rows.iter().map(|row| (row.op_id, row.hash)).collect();
    let hash = |at: usize| (sent[at].op_id, Hash::of(&sent[at].sealed));
    assert_eq!((shown, page.damaged), (vec![hash(2), hash(0)], 1));

    // By its address it is nowhere, and nothing of zeros is anywhere.
    for of in [Hash::of(&sent[1].sealed), Hash::from_bytes([0; 32])] {
        let path = format!("/api/v1/quarantine/{}/{of}", sent[1].op_id);
        assert_eq!(server.get(&path, &sam.cookie).await.status, StatusCode::NOT_FOUND);
    }
    let path = format!("/api/v1/quarantine/{}/{}", sent[0].op_id, Hash::of(&sent[0].sealed));
    let whole: QuarantinedOperation = server.get(&path, &sam.cookie).await.json();
    assert!(whole.operation.is_some());
}

#[tokio::test]
async fn a_version_of_a_plan_under_a_damaged_id_is_refused_by_name() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let plan = words::plan(client, 50);
    let mut batch = Batch::of(agency(101, "North"));
    batch.crisis_plans.push(plan.clone());
    server.store.load(batch.clone(), &mut |_, _| {}).await.unwrap();
    let mut phone = TestPhone::enrolled(&server, "rosa").await;
    damage(
        &server,
        "drop trigger document_version_never_changes;
         pragma ignore_check_constraints = on;
         update document_version set document_id = x'0102' where kind = 'crisis_plan'",
    )
    .await;
    let mut content = plan.content();
    content.language = "es".to_owned();
    let edit = CrisisPlanEdit {
        crisis_plan_id: plan.crisis_plan_id,
        client_id: client,
        at: words::at(0),
        based_on: DocumentBase::Version(1),
        before: Some(plan.content()),
        content,
        settles: Vec::new(),
    };
    let put_off = phone.does(&server, Payload::CrisisPlanSaved(edit)).await;
    assert_eq!(put_off, ReceiptOutcome::Retry { after: 600 });
    // Whoever runs the server is told which row it is.
    batch.crisis_plans[0].language = "es".to_owned();
    let error = server.store.load(batch, &mut |_, _| {}).await.unwrap_err().to_string();
    assert!(error.contains("document_id has 2 bytes instead of 16"), "{error}");
    assert!(error.contains("version 1"), "{error}");
    assert_eq!(
        server.number("select count(*) from document_version where kind = 'crisis_plan'").await,
        1
    );
}

#[tokio::test]
async fn nothing_is_written_after_an_entry_of_the_audit_log_that_has_no_hash() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut phone = TestPhone::enrolled(&server, "rosa").await;
    damage(
        &server,
        "drop trigger audit_event_never_changes;
         update audit_event set hash = x'' where seq = (select max(seq) from audit_event)",
    )
    .await;
    let before = server.number("select count(*) from audit_event").await;
    let note = phone.sign_note(words::note(client, "Under the bridge."));
    let answer = push(&server, &phone, &[note]).await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(server.number("select count(*) from audit_event").await, before);
}
