use crate::support::{ROSA, TestPhone, TestServer, staff, words};
use domain::{
    Hash,
    id::{ClientId, ContactId, OperationId, TaskId},
    operation::Payload,
    wire::v1::{Client, QuarantineCode, ReceiptOutcome, Revoked, TaskClosed, TaskState},
};
use server::{audit::Finding, keys};

const fn quarantined(code: QuarantineCode) -> ReceiptOutcome {
    ReceiptOutcome::Quarantined { code }
}

#[tokio::test]
async fn a_note_written_on_one_phone_arrives_on_a_colleagues() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    server.store.assign(server.north, staff(2), client).await.unwrap();
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let mut wes = TestPhone::enrolled(&server, "wes").await;
    wes.pull(&server, None).await;

    let note = words::note_with_step(client, "Under the bridge, talking.", "Bring the bus pass");
    let sealed = rosa.sign_note(note.clone());
    let answer = rosa.deliver(&server, std::slice::from_ref(&sealed)).await;
    assert_eq!(answer.receipts[0].outcome, ReceiptOutcome::Applied);
    assert_eq!(answer.receipts[0].hash, Hash::of(&sealed.sealed));

    let page = wes.pull_page(&server, None).await.unwrap();
    assert_eq!(page.contacts[0].contact, note);
    assert_eq!(page.contacts[0].author, staff(ROSA));
    assert!(page.contacts[0].received_at.is_some());
    assert_eq!(page.tasks[0].title, "Bring the bus pass");
    assert_eq!(wes.pull_page(&server, None).await, None);
}

#[tokio::test]
async fn a_reply_that_was_lost_changes_nothing_when_the_phone_asks_again() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let notes: Vec<_> =
        (0..5).map(|n| rosa.sign_note(words::note(client, &format!("note {n}")))).collect();
    let first = rosa.deliver(&server, &notes[..3]).await;
    let again = rosa.deliver(&server, &notes).await;
    for (n, receipt) in again.receipts.iter().enumerate() {
        let outcome = if n < 3 { ReceiptOutcome::Duplicate } else { ReceiptOutcome::Applied };
        assert_eq!((receipt.op_id, receipt.outcome), (notes[n].op_id, outcome));
    }
    assert_eq!(again.receipts[0].received_at, first.receipts[0].received_at);
    assert_eq!(server.number("select count(*) from record where kind = 'contact'").await, 5);
    let signed = "select count(*) from audit_event where action = 'contact_signed'";
    assert_eq!(server.number(signed).await, 5);
}

#[tokio::test]
async fn the_same_operation_twice_in_one_push_is_applied_once() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let note = rosa.sign_note(words::note(client, "once"));
    let answer = rosa.deliver(&server, &[note.clone(), note]).await;
    assert_eq!(answer.receipts[0].outcome, ReceiptOutcome::Applied);
    assert_eq!(answer.receipts[1].outcome, ReceiptOutcome::Duplicate);
}

#[tokio::test]
async fn other_bytes_under_a_known_id_are_kept_and_the_receipt_names_the_first() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let mut operation = rosa.operation(Payload::ContactSigned(words::note(client, "first")));
    let first = rosa.seal(&operation);
    rosa.deliver_one(&server, &first).await;
    operation.payload = Payload::ContactSigned(words::note(client, "second"));
    let second = rosa.seal(&operation);
    let answer = rosa.deliver(&server, std::slice::from_ref(&second)).await;
    assert_eq!(answer.receipts[0].outcome, quarantined(QuarantineCode::IdReused));
    assert_eq!(answer.receipts[0].hash, Hash::of(&first.sealed));
    assert_eq!(kept(&server).await, [("id_reused".to_owned(), second.sealed)]);
    assert_eq!(server.number("select count(*) from record where kind = 'contact'").await, 1);
    assert_eq!(rosa.deliver_one(&server, &first).await, ReceiptOutcome::Duplicate);
}

async fn kept(server: &TestServer) -> Vec<(String, Vec<u8>)> {
    let mut db = server.look().await;
    sqlx::query_as("select code, sealed from op_quarantine order by received_at_ms, rowid")
        .fetch_all(&mut db)
        .await
        .unwrap()
}

#[tokio::test]
async fn what_cannot_be_applied_is_kept_byte_for_byte_and_spoils_nothing_else() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    server.add_clients(2, 20..21).await;
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let good = rosa.sign_note(words::note(client, "good"));

    let mut broken = rosa.sign_note(words::note(client, "broken"));
    broken.sealed[20] ^= 1;
    let noise = rosa.seal_bytes(OperationId::from_parts(1, keys::random()), b"not an operation");
    let mut future = rosa.operation(Payload::ContactSigned(words::note(client, "future")));
    future.schema += 1;
    let future = rosa.seal(&future);
    let other_id = rosa.operation(Payload::ContactSigned(words::note(client, "other")));
    let other_id =
        rosa.seal_bytes(OperationId::from_parts(1, keys::random()), &other_id.to_bytes());
    let mut backwards = words::note(client, "backwards");
    backwards.occurred_end = words::at(-60_000);
    let backwards = rosa.sign_note(backwards);
    let nobody = rosa.sign_note(words::note(ClientId::from_bytes([99; 16]), "nobody"));
    let not_mine = rosa.sign_note(words::note(words::client_id(20), "not mine"));
    let unknown_note = words::addendum(&words::note(client, "never sent"), "more");
    let unknown_note = rosa.operation(Payload::AddendumSigned(unknown_note));
    let unknown_note = rosa.seal(&unknown_note);
    let unknown_task = rosa.operation(Payload::TaskClosed(TaskClosed {
        task_id: TaskId::from_bytes([9; 16]),
        client_id: client,
        state: TaskState::Done,
        at: words::at(0),
    }));
    let unknown_task = rosa.seal(&unknown_task);
    let met_twice = rosa.operation(Payload::ClientMet(words::client(10)));
    let met_twice = rosa.seal(&met_twice);

    let long = Client { place: "x".repeat(70_000), ..words::client(30) };
    let long = rosa.operation(Payload::ClientMet(long));
    let long = rosa.seal(&long);

    let bad = [
        (broken, QuarantineCode::SealBroken),
        (noise, QuarantineCode::Unreadable),
        (future, QuarantineCode::SchemaUnknown),
        (other_id, QuarantineCode::Unreadable),
        (backwards, QuarantineCode::FieldInvalid),
        (nobody, QuarantineCode::NotAssigned),
        (not_mine, QuarantineCode::NotAssigned),
        (unknown_note, QuarantineCode::TargetUnknown),
        (unknown_task, QuarantineCode::TargetUnknown),
        (met_twice, QuarantineCode::IdReused),
        (long, QuarantineCode::FieldInvalid),
    ];
    let mut all: Vec<_> = bad.iter().map(|(operation, _)| operation.clone()).collect();
    all.push(good);
    for _ in 0..2 {
        let answer = rosa.deliver(&server, &all).await;
        for (receipt, (operation, code)) in answer.receipts.iter().zip(&bad) {
            assert_eq!(receipt.outcome, quarantined(*code));
            assert_eq!(receipt.hash, Hash::of(&operation.sealed));
        }
    }
    assert_eq!(rosa.deliver_one(&server, all.last().unwrap()).await, ReceiptOutcome::Duplicate);
    let kept: Vec<_> = kept(&server).await.into_iter().map(|(_, sealed)| sealed).collect();
    assert_eq!(kept, bad.iter().map(|(o, _)| o.sealed.clone()).collect::<Vec<_>>());
    assert_eq!(server.number("select count(*) from record where kind = 'contact'").await, 1);
}

#[tokio::test]
async fn a_signed_note_never_changes_whatever_comes_under_its_id() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let first = words::note(client, "first");
    let forged = domain::wire::v1::Contact {
        contact_id: ContactId::from_bytes(*first.contact_id.as_bytes()),
        ..words::note(client, "forged")
    };
    rosa.does(&server, Payload::ContactSigned(first.clone())).await;
    let outcome = rosa.does(&server, Payload::ContactSigned(forged)).await;
    assert_eq!(outcome, quarantined(QuarantineCode::IdReused));
    let pages = rosa.pull(&server, None).await;
    let contacts: Vec<_> = pages.iter().flat_map(|page| &page.contacts).collect();
    assert_eq!(contacts.len(), 1);
    assert_eq!(contacts[0].contact, first);
}

#[tokio::test]
async fn somebody_new_is_met_and_is_in_the_workers_scope_from_then_on() {
    let server = TestServer::start().await;
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    rosa.pull(&server, None).await;
    let met = rosa.does(&server, Payload::ClientMet(words::client(30))).await;
    assert_eq!(met, ReceiptOutcome::Applied);
    let note = words::note(words::client_id(30), "first talk");
    let signed = rosa.does(&server, Payload::ContactSigned(note.clone())).await;
    assert_eq!(signed, ReceiptOutcome::Applied);
    let added = rosa.does(&server, Payload::AddendumSigned(words::addendum(&note, "more"))).await;
    assert_eq!(added, ReceiptOutcome::Applied);
    let pages = rosa.pull(&server, None).await;
    assert_eq!(pages[0].clients[0].primary, Some(staff(ROSA)));
    assert_eq!(pages.iter().map(|page| page.contacts.len()).sum::<usize>(), 1);
    assert_eq!(pages.iter().map(|page| page.addenda.len()).sum::<usize>(), 1);
}

#[tokio::test]
async fn a_task_is_closed_and_opened_again() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let note = words::note_with_step(client, "talked", "call the clinic");
    let task_id = note.next_step.as_ref().unwrap().task_id;
    rosa.does(&server, Payload::ContactSigned(note)).await;
    rosa.pull(&server, None).await;
    for state in [TaskState::Done, TaskState::Open] {
        let closed = TaskClosed { task_id, client_id: client, state, at: words::at(0) };
        let outcome = rosa.does(&server, Payload::TaskClosed(closed)).await;
        assert_eq!(outcome, ReceiptOutcome::Applied);
        let page = rosa.pull_page(&server, None).await.unwrap();
        assert_eq!((page.tasks[0].state, page.tasks[0].title.as_str()), (state, "call the clinic"));
    }
}

#[tokio::test]
async fn opening_a_crisis_plan_offline_reaches_the_audit_log_with_both_clocks() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    rosa.does(&server, Payload::CrisisPlanOpened(words::lookup(client))).await;
    let mut db = server.look().await;
    let (detail, at_ms, staff_id): (String, i64, Vec<u8>) = sqlx::query_as(
        "select detail, at_ms, staff_id from audit_event where action = 'crisis_plan_opened'",
    )
    .fetch_one(&mut db)
    .await
    .unwrap();
    let detail: serde_json::Value = serde_json::from_str(&detail).unwrap();
    assert_eq!(detail["offline"], true);
    assert_eq!(detail["phone_time"], serde_json::to_value(words::at(0)).unwrap());
    assert_eq!(detail["reason"], "own_client");
    assert!((server::clock::now_ms() - at_ms).abs() < 60_000);
    assert_eq!(staff_id, staff(ROSA).as_bytes());
}

#[tokio::test]
async fn a_revoked_phone_delivers_into_the_quarantine_and_reads_nothing() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    for why in [Revoked::Left, Revoked::Lost] {
        let mut rosa = TestPhone::enrolled(&server, "rosa").await;
        let before = rosa.sign_note(words::note(client, "before"));
        let after = rosa.sign_note(words::note(client, "after"));
        assert_eq!(rosa.deliver_one(&server, &before).await, ReceiptOutcome::Applied);
        let sam = TestPhone::signed_in(&server, "sam").await;
        rosa.is_revoked(&server, &sam, why).await;
        assert_eq!(rosa.deliver_one(&server, &before).await, ReceiptOutcome::Duplicate);
        let outcome = rosa.deliver_one(&server, &after).await;
        assert_eq!(outcome, quarantined(QuarantineCode::DeviceRevoked));
        assert_eq!(rosa.ask(&server, None).await.code(), "signed_out");
    }
}

#[tokio::test]
async fn a_signed_out_phone_still_delivers() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    rosa.cookie = String::new();
    let note = rosa.sign_note(words::note(client, "from a locked phone"));
    assert_eq!(rosa.deliver_one(&server, &note).await, ReceiptOutcome::Applied);
}

#[tokio::test]
async fn the_audit_chain_is_whole_and_an_altered_entry_shows() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    for n in 0..3 {
        rosa.does(&server, Payload::ContactSigned(words::note(client, &format!("{n}")))).await;
    }
    let whole = server.store.verify_audit(server.north).await.unwrap();
    assert!(whole.is_whole() && whole.entries >= 5, "{whole:?}");

    let mut db = server.look().await;
    let refused = sqlx::query("update audit_event set outcome = 'x'").execute(&mut db).await;
    assert!(refused.unwrap_err().to_string().contains("only added to"));
    let refused = sqlx::query("delete from audit_event").execute(&mut db).await;
    assert!(refused.unwrap_err().to_string().contains("only added to"));

    sqlx::query("drop trigger audit_event_never_changes").execute(&mut db).await.unwrap();
    sqlx::query("update audit_event set at_ms = at_ms + 1 where seq = 4")
        .execute(&mut db)
        .await
        .unwrap();
    let found = server.store.verify_audit(server.north).await.unwrap();
    assert_eq!(found.findings.first(), Some(&Finding::Broken(4)));
}

#[tokio::test]
async fn an_empty_push_says_which_history_it_is_even_to_a_phone_that_may_not_read() {
    let server = TestServer::start().await;
    let rosa = TestPhone::enrolled(&server, "rosa").await;
    rosa.is_revoked(&server, &rosa, Revoked::Left).await;
    let events = server.number("select count(*) from audit_event").await;
    let answer = rosa.deliver(&server, &[]).await;
    assert!(answer.receipts.is_empty());
    assert_eq!(answer.epoch, server.store.epoch());
    assert_eq!(server.number("select count(*) from audit_event").await, events);
}

#[tokio::test]
async fn plain_notes_and_odd_ones_in_one_push_each_get_their_due() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let stranger = ClientId::from_bytes([99; 16]);
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let first = words::note_with_step(client, "first", "call");
    let known = rosa.sign_note(words::note(client, "known"));
    rosa.deliver_one(&server, &known).await;
    let mut sign = |payload| {
        let operation = rosa.operation(payload);
        rosa.seal(&operation)
    };
    let note = sign(Payload::ContactSigned(first.clone()));
    let push = [
        note.clone(),
        sign(Payload::CrisisPlanOpened(words::lookup(client))),
        // To a note of this very push.
        sign(Payload::AddendumSigned(words::addendum(&first, "more"))),
        sign(Payload::ContactSigned(words::note(stranger, "nobody"))),
        known,
        // Another operation, but a note that is signed already.
        sign(Payload::ContactSigned(first.clone())),
        note,
        sign(Payload::ContactSigned(words::note(client, "last"))),
    ];
    let answer = rosa.deliver(&server, &push).await;
    let outcomes: Vec<_> = answer.receipts.iter().map(|receipt| receipt.outcome).collect();
    use ReceiptOutcome::{Applied, Duplicate};
    let (unknown, reused) =
        (quarantined(QuarantineCode::NotAssigned), quarantined(QuarantineCode::IdReused));
    assert_eq!(
        outcomes,
        [Applied, Applied, Applied, unknown, Duplicate, reused, Duplicate, Applied]
    );
    let again = rosa.deliver(&server, &push[..3]).await;
    assert!(again.receipts.iter().all(|receipt| receipt.outcome == Duplicate));
    let whole = server.store.verify_audit(server.north).await.unwrap();
    assert!(whole.is_whole(), "{whole:?}");
    let pages = rosa.pull(&server, None).await;
    assert_eq!(pages.iter().map(|page| page.contacts.len()).sum::<usize>(), 3);
    assert_eq!(pages.iter().map(|page| page.tasks.len()).sum::<usize>(), 1);
    assert_eq!(pages.iter().map(|page| page.addenda.len()).sum::<usize>(), 1);
}

#[tokio::test]
async fn a_run_of_plain_operations_leaves_what_each_alone_would() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let head = server.number("select head_seq from agency order by agency_id").await;
    let first = words::note_with_step(client, "first", "call");
    rosa.does(&server, Payload::ContactSigned(first.clone())).await;
    let push: Vec<_> = [
        Payload::ContactSigned(words::note_with_step(client, "second", "visit")),
        Payload::AddendumSigned(words::addendum(&first, "more")),
        Payload::CrisisPlanOpened(words::lookup(client)),
    ]
    .into_iter()
    .map(|payload| {
        let operation = rosa.operation(payload);
        rosa.seal(&operation)
    })
    .collect();
    let answer = rosa.deliver(&server, &push).await;
    assert!(answer.receipts.iter().all(|r| r.outcome == ReceiptOutcome::Applied));
    // Two notes, two tasks and an addendum, one number each and none left out.
    assert_eq!(server.number("select head_seq from agency order by agency_id").await, head + 5);
    let fed = server.number("select count(distinct seq) from feed where kind <> 'client'").await;
    assert_eq!(fed, 5);
    assert_eq!(server.number("select max(seq) from feed").await, head + 5);
    let pages = rosa.pull(&server, None).await;
    let addenda: Vec<_> = pages.iter().flat_map(|page| &page.addenda).collect();
    assert_eq!(addenda[0].addendum.text, "more");
    let tasks: Vec<_> = pages.iter().flat_map(|page| &page.tasks).collect();
    assert_eq!(tasks.len(), 2);
}
