//! Responses to distress and crises, and the notes and tasks that follow.

use crate::support::{ROSA, TestPhone, TestServer, WES, staff, words};
use domain::{
    id::TaskId,
    operation::Payload,
    response::note_of,
    wire::v1::{CrisisEvent, QuarantineCode, ReceiptOutcome, Stamp, Task, TaskState},
};
use server::keys;

const fn quarantined(code: QuarantineCode) -> ReceiptOutcome {
    ReceiptOutcome::Quarantined { code }
}

async fn tasks(server: &TestServer, phone: &mut TestPhone) -> Vec<Task> {
    phone.cursor = None;
    let pages = phone.pull(server, None).await;
    let mut tasks: Vec<Task> = pages.into_iter().flat_map(|page| page.tasks).collect();
    tasks.sort_by(|one, other| one.title.cmp(&other.title));
    tasks
}

fn open(tasks: &[Task]) -> Vec<&str> {
    let open = tasks.iter().filter(|task| task.state == TaskState::Open);
    open.map(|task| task.title.as_str()).collect()
}

#[tokio::test]
async fn an_event_reaches_a_colleague_whole_with_its_three_tasks_and_once() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    server.store.assign(server.north, staff(WES), client).await.unwrap();
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let mut wes = TestPhone::enrolled(&server, "wes").await;
    wes.pull(&server, None).await;

    let event = words::crisis_event(client);
    let operation = rosa.operation(Payload::CrisisEventEnded(event.clone()));
    let sealed = rosa.seal(&operation);
    assert_eq!(rosa.deliver_one(&server, &sealed).await, ReceiptOutcome::Applied);
    assert_eq!(rosa.deliver_one(&server, &sealed).await, ReceiptOutcome::Duplicate);

    let page = wes.pull_page(&server, None).await.unwrap();
    let [row] = page.crisis_events.as_slice() else { panic!("one event: {page:?}") };
    assert_eq!((&row.crisis_event, row.author), (&event, staff(ROSA)));
    assert!(row.received_at.is_some());
    assert_eq!(page.tasks.len(), 3);
    assert!(page.tasks.iter().all(|task| task.owner == staff(ROSA)));
    assert_eq!(wes.pull_page(&server, None).await, None);

    // Somebody who begins from nothing finds it among the notes.
    wes.cursor = None;
    let pages = wes.pull(&server, Some(2)).await;
    let events: Vec<_> = pages.iter().flat_map(|page| &page.crisis_events).collect();
    assert_eq!(events, [row]);
    let audited = "select count(*) from audit_event where action = 'crisis_event_ended'";
    assert_eq!(server.number(audited).await, 1);
}

#[tokio::test]
async fn signing_its_note_does_the_note_task_and_leaves_the_others() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let event = words::crisis_event(client);
    rosa.does(&server, Payload::CrisisEventEnded(event.clone())).await;
    let before = tasks(&server, &mut rosa).await;
    assert_eq!(open(&before), ["Follow up", "Look over the crisis plan", "Write the crisis note"]);

    let draft = note_of(&event, TaskId::from_parts(1, keys::random()), words::at(0));
    let note = draft.sign(words::at(60_000)).unwrap();
    assert_eq!(rosa.does(&server, Payload::ContactSigned(note)).await, ReceiptOutcome::Applied);
    let after = tasks(&server, &mut rosa).await;
    assert_eq!(open(&after), ["Follow up", "Look over the crisis plan"]);
    assert_eq!(server.number("select count(*) from record where kind = 'contact'").await, 1);
}

#[tokio::test]
async fn a_note_that_names_another_clients_task_is_taken_and_closes_nothing() {
    let server = TestServer::start().await;
    let clients = server.add_clients(ROSA, 10..12).await;
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let event = words::crisis_event(clients[0]);
    rosa.does(&server, Payload::CrisisEventEnded(event.clone())).await;
    let mut note = words::note(clients[1], "By the river.");
    note.closes_task = event.note_task.map(|task| task.task_id);
    assert_eq!(rosa.does(&server, Payload::ContactSigned(note)).await, ReceiptOutcome::Applied);
    let mut unknown = words::note(clients[1], "By the river again.");
    unknown.closes_task = Some(TaskId::from_parts(1, keys::random()));
    assert_eq!(rosa.does(&server, Payload::ContactSigned(unknown)).await, ReceiptOutcome::Applied);
    assert_eq!(open(&tasks(&server, &mut rosa).await).len(), 3);
}

#[tokio::test]
async fn what_cannot_be_taken_is_kept_for_a_supervisor() {
    let server = TestServer::start().await;
    let mine = server.add_clients(ROSA, 10..11).await[0];
    let theirs = server.add_clients(WES, 11..12).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let mut does =
        async |event: CrisisEvent| rosa.does(&server, Payload::CrisisEventEnded(event)).await;

    let of_wes = words::crisis_event(theirs);
    assert_eq!(does(of_wes).await, quarantined(QuarantineCode::NotAssigned));
    let unknown = words::crisis_event(words::client_id(99));
    assert_eq!(does(unknown).await, quarantined(QuarantineCode::NotAssigned));

    let event = words::crisis_event(mine);
    let mut twice = words::crisis_event(mine);
    twice.steps.extend(event.steps.clone());
    assert_eq!(does(twice).await, quarantined(QuarantineCode::FieldInvalid));

    assert_eq!(does(event.clone()).await, ReceiptOutcome::Applied);
    let other_words = CrisisEvent { took_part: "Somebody else".to_owned(), ..event };
    assert_eq!(does(other_words).await, quarantined(QuarantineCode::IdReused));
    assert_eq!(server.number("select count(*) from record where kind = 'crisis_event'").await, 1);
    assert_eq!(server.number("select count(*) from op_quarantine").await, 4);
}

#[tokio::test]
async fn times_in_a_wrong_order_are_taken_as_they_are() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let mut event = words::crisis_event(client);
    event.ended = Stamp::new(words::at(-3_600_000));
    assert!(event.times().iter().any(|time| time.out_of_order));
    let outcome = rosa.does(&server, Payload::CrisisEventEnded(event.clone())).await;
    assert_eq!(outcome, ReceiptOutcome::Applied);
    let pages = rosa.pull(&server, None).await;
    let row = pages.iter().flat_map(|page| &page.crisis_events).next().unwrap();
    assert_eq!(row.crisis_event, event);
}

#[tokio::test]
async fn nothing_anybody_wrote_stands_in_the_database_in_clear() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    rosa.does(&server, Payload::CrisisEventEnded(words::crisis_event(client))).await;
    let folder = server.folder;
    server.store.close().await;
    for file in std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().path()) {
        let bytes = std::fs::read(&file).unwrap_or_default();
        let found = bytes.windows(8).any(|window| window == b"Barefoot");
        assert!(!found, "{}", file.display());
    }
}
