//! One row of which a bit was flipped: it is left out and told of, and nothing else waits for it.

use crate::{
    support::{ADA, ROSA, TestPhone, TestServer, WES, agency, staff, words},
    tampering::tamper,
};
use axum::http::StatusCode;
use domain::{
    id::{ClientId, LineId, ShiftId, TaskId},
    operation::Payload,
    wire::v1::{
        Attention, CrisisPlanEdit, CrisisPlanItem, DeviceRow, DocumentBase, Openings, PlanVersions,
        ReceiptOutcome, Section, Shift, SignedIn, TaskClosed, TaskState, TeamPlans,
    },
};
use server::{clock, store::Batch};

/// Two clients of Rosa's, each with a plan, a note and a task; Wes is on call and has opened both
/// plans.
async fn busy() -> (TestServer, Vec<ClientId>, TestPhone, TestPhone) {
    let server = TestServer::start().await;
    let clients = server.add_clients(ROSA, 10..12).await;
    let mut batch = Batch::of(agency(101, "North"));
    for (client, n) in clients.iter().zip(50..) {
        let mut plan = words::plan(*client, n);
        plan.items.push(line(1, "A walk"));
        batch.crisis_plans.push(plan);
    }
    let now = clock::now();
    batch.shifts.push(Shift {
        shift_id: ShiftId::from_bytes([60; 16]),
        staff_id: staff(WES),
        from: now.plus_ms(-3_600_000),
        to: now.plus_ms(3_600_000),
    });
    server.store.load(batch, &mut |_, _| {}).await.unwrap();
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let mut wes = TestPhone::enrolled(&server, "wes").await;
    for client in &clients {
        let note = words::note_with_step(*client, "Under the bridge.", "call");
        rosa.does(&server, Payload::ContactSigned(note)).await;
        let opening = words::opening(*client, now);
        wes.does(&server, Payload::CrisisPlanOpened(opening)).await;
    }
    (server, clients, rosa, wes)
}

fn line(n: u8, text: &str) -> CrisisPlanItem {
    let item = CrisisPlanItem::new(LineId::from_bytes([n; 16]), Section::WhatHelps);
    CrisisPlanItem { text: text.to_owned(), ..item }
}

/// Of the client 11 where a row is a client's; the end of a seal is cut off.
const WAYS: [(&str, &str); 13] = [
    ("a note", "update record set body = CUT where kind = 'contact' and client_id = HIS"),
    ("a fact sheet", "update document set body = CUT where kind = 'client' and client_id = HIS"),
    ("a plan", "update document set body = CUT where kind = 'crisis_plan' and client_id = HIS"),
    (
        "a plan's id",
        "update document set document_id = randomblob(16) where kind = 'crisis_plan' and client_id = HIS",
    ),
    (
        "a plan's kind",
        "update document set kind = 'crisis_plao' where kind = 'crisis_plan' and client_id = HIS",
    ),
    ("a task", "update task set body = CUT where client_id = HIS"),
    ("a task's id", "update task set task_id = randomblob(16) where client_id = HIS"),
    (
        "a note's id",
        "update record set record_id = randomblob(16) where kind = 'contact' and client_id = HIS",
    ),
    (
        "a place in the feed",
        "update feed set entity_id = randomblob(16) where kind = 'contact' and client_id = HIS",
    ),
    (
        "the kind of a place in the feed",
        "update feed set kind = 'con,act' where kind = 'contact' and client_id = HIS",
    ),
    (
        "somebody's card",
        "update staff set body = CUT where staff_id = x'02020202020202020202020202020202'",
    ),
    (
        "the agency's own row",
        "update agency set body = CUT where agency_id = x'65656565656565656565656565656565'",
    ),
    (
        "a phone's row",
        "update device set body = CUT where staff_id = x'02020202020202020202020202020202'",
    ),
];

fn sql(way: &str) -> String {
    way.replace("CUT", "cast(substr(body, 1, length(body) - 1) as blob)")
        .replace("HIS", "x'0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b'")
}

#[tokio::test]
async fn one_damaged_row_keeps_nobody_and_nothing_else_from_arriving() {
    for (what, way) in WAYS {
        let (server, clients, mut rosa, wes) = busy().await;
        assert!(tamper(server.folder.path(), sql(way)).await > 0, "{what}");
        for login in ["rosa", "wes", "sam", "ada"] {
            let answer = server.sign_in(login, crate::support::PASSWORD).await;
            assert_eq!(answer.status, StatusCode::OK, "{what}: {login} {}", answer.text());
            assert_eq!(answer.json::<SignedIn>().agency.staff.len(), 4, "{what}");
        }
        let pages = rosa.pull(&server, None).await;
        let of = |client: &ClientId| {
            pages.iter().flat_map(|page| &page.contacts).any(|row| row.contact.client_id == *client)
                && pages.iter().flat_map(|page| &page.tasks).any(|task| task.client_id == *client)
                && pages.iter().flat_map(|page| &page.clients).any(|row| row.client_id == *client)
                && pages
                    .iter()
                    .flat_map(|page| &page.crisis_plans)
                    .any(|row| row.client_id == *client)
        };
        assert!(of(&clients[0]), "{what}: everything of another client");
        // The digest agrees with what the phone was given, so that it does not begin over.
        assert!(rosa.pull_page(&server, None).await.is_none(), "{what}");
        let team: TeamPlans = server.get("/api/v1/on-call/plans", &wes.cookie).await.json();
        assert!(team.plans.iter().any(|one| one.plan.client_id == clients[0]), "{what}");
        let sam = TestPhone::enrolled(&server, "sam").await;
        let found: Openings = server.get("/api/v1/on-call/openings", &sam.cookie).await.json();
        assert_eq!(found.openings.len(), 2, "{what}: what was opened is there, whoever it was");
        let phones = server.get("/api/v1/devices", &sam.cookie).await;
        assert_eq!(phones.status, StatusCode::OK, "{what}");
        let wes_phone =
            phones.json::<Vec<DeviceRow>>().iter().any(|one| one.device_id == wes.device_id);
        assert!(wes_phone, "{what}: a phone can be marked as lost whatever it is called");
        for path in ["/api/v1/account", "/api/v1/devices?of=me"] {
            let answer = server.get(path, &wes.cookie).await;
            assert_eq!(answer.status, StatusCode::OK, "{what}: {path}");
        }
        let waits: Attention = server.get("/api/v1/attention", &sam.cookie).await.json();
        // Under another id a row is one that is missing, and one that does not open.
        let most = if what.ends_with("id") || what.ends_with("feed") { 2 } else { 1 };
        assert!((1..=most).contains(&waits.damaged), "{what}: the office is told: {waits:?}");
        let lines = server.store.staff_lines().await.unwrap();
        assert_eq!(lines.len(), 6, "{what}");
        assert!(lines.iter().any(|line| line.card.staff_id == staff(ADA) && line.login == "ada"));
    }
}

/// What a phone delivers about the client 11, whose row is damaged, with a note about another.
async fn delivers(
    what: &str,
    way: &str,
    about: impl Fn(&TestServer, ClientId, TaskId) -> Payload,
) -> ReceiptOutcome {
    let (server, clients, mut rosa, _) = busy().await;
    let [good, his] = clients.as_slice() else { panic!("two") };
    let pages = rosa.pull(&server, None).await;
    let mut tasks = pages.iter().flat_map(|page| &page.tasks);
    let task = tasks.find(|task| task.client_id == *his).unwrap().task_id;
    assert!(tamper(server.folder.path(), sql(way)).await > 0, "{what}");
    let operation = rosa.operation(about(&server, *his, task));
    let with = rosa.sign_note(words::note(*good, "With it."));
    let answer = rosa.deliver(&server, &[rosa.seal(&operation), with]).await;
    let [about, with] = answer.receipts.as_slice() else { panic!("a receipt each: {answer:?}") };
    assert_eq!(with.outcome, ReceiptOutcome::Applied, "{what}: the other");
    about.outcome
}

fn edit(client: ClientId) -> Payload {
    let plan = words::plan(client, 51);
    let mut before = plan.content();
    before.items.push(line(1, "A walk"));
    let mut content = before.clone();
    content.items.push(line(2, "Music"));
    Payload::CrisisPlanSaved(CrisisPlanEdit {
        crisis_plan_id: plan.crisis_plan_id,
        client_id: client,
        at: words::at(0),
        based_on: DocumentBase::Version(1),
        before: Some(before),
        content,
        settles: Vec::new(),
    })
}

#[tokio::test]
async fn a_delivery_that_meets_a_damaged_row_is_taken_but_for_that_and_nothing_of_it_is_lost() {
    let applied = ReceiptOutcome::Applied;
    let later = ReceiptOutcome::Retry { after: 600 };
    let plan = "update document set body = CUT where kind = 'crisis_plan' and client_id = HIS";
    let version =
        "update document_version set body = CUT where kind = 'crisis_plan' and client_id = HIS";
    let both = format!("{plan}; {version}");
    let edits = |_: &TestServer, client, _| edit(client);
    assert_eq!(delivers("plan", plan, edits).await, applied, "its versions have it whole");
    assert_eq!(delivers("version", version, edits).await, applied, "the document has it whole");
    assert_eq!(delivers("both", &both, edits).await, later);

    let task = "update task set body = CUT where client_id = HIS";
    let closes = |_: &TestServer, client_id, task_id| {
        let (state, at) = (TaskState::Done, words::at(0));
        Payload::TaskClosed(TaskClosed { task_id, client_id, state, at })
    };
    assert_eq!(delivers("task", task, closes).await, later);
    let does = |_: &TestServer, client, task_id| {
        let note = words::note(client, "Called.");
        Payload::ContactSigned(domain::wire::v1::Contact { closes_task: Some(task_id), ..note })
    };
    assert_eq!(delivers("note", task, does).await, applied, "a note waits for no task");

    let sheet = "update document set body = CUT where kind = 'client' and client_id = HIS";
    let old = |_: &TestServer, client, _| {
        let mut note = words::note(client, "Long ago.");
        note.occurred_start = clock::now().plus_ms(-30 * 365 * 86_400_000);
        note.occurred_end = note.occurred_start.plus_ms(60_000);
        Payload::ContactSigned(note)
    };
    assert_eq!(delivers("sheet", sheet, old).await, applied);
}

#[tokio::test]
async fn a_damaged_version_hides_no_other() {
    let (server, clients, mut rosa, _) = busy().await;
    assert_eq!(rosa.does(&server, edit(clients[1])).await, ReceiptOutcome::Applied);
    let first = "update document_version set body = CUT
        where kind = 'crisis_plan' and client_id = HIS and version = 1";
    tamper(server.folder.path(), sql(first)).await;
    let path = format!("/api/v1/clients/{}/crisis-plan/versions", clients[1]);
    let found: PlanVersions = server.get(&path, &rosa.cookie).await.json();
    let numbers: Vec<_> = found.versions.iter().map(|one| one.version).collect();
    assert_eq!((numbers, found.older), (vec![2], None));
    let sam = TestPhone::enrolled(&server, "sam").await;
    let waits: Attention = server.get("/api/v1/attention", &sam.cookie).await.json();
    assert_eq!(waits.damaged, 1);
}

#[tokio::test]
async fn a_phone_that_has_a_row_which_was_damaged_since_is_told_nothing_that_would_make_it_begin_anew()
 {
    for row in [
        "update record set body = CUT where kind = 'contact' and client_id = HIS",
        "update document set body = CUT where kind = 'client' and client_id = HIS",
        "update document set body = CUT where kind = 'crisis_plan' and client_id = HIS",
    ] {
        let (server, clients, mut rosa, _) = busy().await;
        let whole = rosa.pull(&server, None).await;
        assert!(whole.last().is_some_and(|page| page.digest.is_some()), "{row}");
        tamper(server.folder.path(), sql(row)).await;
        // Another phone comes upon it.
        let mut other = TestPhone::enrolled(&server, "rosa").await;
        other.pull(&server, None).await;
        let note = words::note_with_step(clients[0], "By the pier.", "call");
        other.does(&server, Payload::ContactSigned(note)).await;
        let news = rosa.pull_page(&server, None).await.expect("the note of the other phone");
        assert!(news.contacts.iter().any(|row| row.contact.client_id == clients[0]), "{row}");
        assert_eq!(news.digest, None, "it has the last good copy: {row}");
    }
}
