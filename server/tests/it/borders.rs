//! What a worker can find out about people who are not their clients: nothing.

use crate::support::{ROSA, TestPhone, TestServer, WES, staff, words};
use domain::{
    id::{ClientId, ShiftId, TaskId},
    operation::Payload,
    wire::v1::{
        CrisisPlanLookup, OpeningsWaiting, QuarantinePage, ReceiptOutcome, SealedOperation, Shift,
        TaskClosed, TaskState,
    },
};
use server::{clock, keys, store::Batch};

/// One of each thing that a phone may say about somebody.
fn about(client: ClientId) -> Vec<Payload> {
    let note = words::note(client, "By the river");
    let closed = TaskClosed {
        task_id: TaskId::from_parts(1, keys::random()),
        client_id: client,
        state: TaskState::Done,
        at: words::at(0),
    };
    vec![
        Payload::AddendumSigned(words::addendum(&note, "more")),
        Payload::ContactSigned(note),
        Payload::CrisisEventEnded(words::crisis_event(client)),
        Payload::SupportPersonSaved(words::support_person(client, "Ruth")),
        Payload::TaskClosed(closed),
        Payload::CrisisPlanOpened(words::lookup(client)),
        Payload::CrisisPlanOpened(words::opening(client, clock::now())),
    ]
}

/// Everything a phone hears of a delivery: at once, when it is repeated, and when it asks.
async fn hears(
    server: &TestServer,
    phone: &TestPhone,
    sent: &[SealedOperation],
) -> Vec<Vec<ReceiptOutcome>> {
    let ids: Vec<_> = sent.iter().map(|sealed| sealed.op_id).collect();
    let answers = [
        phone.deliver(server, sent).await,
        phone.deliver(server, sent).await,
        phone.ask_about(server, &ids).await,
    ];
    let outcomes =
        answers.map(|answer| answer.receipts.into_iter().map(|one| one.outcome).collect());
    outcomes.to_vec()
}

#[tokio::test]
async fn a_colleagues_client_and_nobody_sound_the_same() {
    let server = TestServer::start().await;
    let theirs = server.add_clients(WES, 20..21).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let sam = TestPhone::enrolled(&server, "sam").await;
    for on_call in [false, true] {
        if on_call {
            let mut batch = Batch::of(crate::support::agency(101, "North"));
            batch.shifts.push(Shift {
                shift_id: ShiftId::from_parts(1, keys::random()),
                staff_id: staff(ROSA),
                from: clock::now().plus_ms(-3_600_000),
                to: clock::now().plus_ms(3_600_000),
            });
            server.store.load(batch, &mut |_, _| {}).await.unwrap();
        }
        let nobody = words::client_id(if on_call { 98 } else { 99 });
        let mut heard = Vec::new();
        for client in [theirs, nobody] {
            let mut sent = Vec::new();
            for payload in about(client) {
                let operation = rosa.operation(payload);
                sent.push(rosa.seal(&operation));
            }
            heard.push(hears(&server, &rosa, &sent).await);
            // One at a time goes another way through the server.
            let note = rosa.sign_note(words::note(client, "alone"));
            heard.last_mut().unwrap().push(vec![rosa.deliver_one(&server, &note).await]);
            let path = format!("/api/v1/clients/{client}/crisis-plan/versions");
            let answer = server.get(&path, &rosa.cookie).await;
            assert_eq!(answer.status, 404);
        }
        assert_eq!(heard[0], heard[1], "on call: {on_call}");
    }
    // Supervisors are told what it is, also of what sounded as if it was taken.
    let page: QuarantinePage = server.get("/api/v1/quarantine", &sam.cookie).await.json();
    let of = |client: ClientId| {
        let rows = page
            .rows
            .iter()
            .filter(move |row| row.about.as_ref().is_some_and(|about| about.client_id == client));
        rows.map(|row| serde_json::to_string(&row.code).unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(of(theirs), vec!["\"not_assigned\""; 14]);
    assert_eq!(of(words::client_id(99)), vec!["\"client_unknown\""; 8]);
    assert_eq!(of(words::client_id(98)), vec!["\"client_unknown\""; 8]);
}

/// A look at somebody's plan under an id that was, or was not, used before: once more, in one
/// delivery, and after a look at one's own client or at somebody else.
#[tokio::test]
async fn a_look_under_an_id_that_was_used_gives_nothing_away() {
    let server = TestServer::start().await;
    let own = server.add_clients(ROSA, 10..11).await[0];
    let theirs = server.add_clients(WES, 20..22).await;
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let mut wes = TestPhone::enrolled(&server, "wes").await;
    let sam = TestPhone::enrolled(&server, "sam").await;
    let mut heard = Vec::new();
    for (client, other) in [(theirs[0], theirs[1]), (words::client_id(99), words::client_id(98))] {
        let mut all = Vec::new();
        for first in [client, own, other, words::client_id(97)] {
            for together in [false, true] {
                let look = words::opening(first, clock::now());
                let of = |client_id| CrisisPlanLookup { client_id, ..look.clone() };
                let mut sent = Vec::new();
                for look in [of(first), of(client), of(client), of(own)] {
                    let operation = rosa.operation(Payload::CrisisPlanOpened(look));
                    sent.push(rosa.seal(&operation));
                }
                if together {
                    all.push(hears(&server, &rosa, &sent).await);
                } else {
                    for one in &sent {
                        all.push(hears(&server, &rosa, std::slice::from_ref(one)).await);
                    }
                }
            }
        }
        // Under the id of a colleague's look.
        let look = words::opening(theirs[0], clock::now());
        wes.does(&server, Payload::CrisisPlanOpened(look.clone())).await;
        let look = CrisisPlanLookup { client_id: client, ..look };
        all.push(vec![vec![rosa.does(&server, Payload::CrisisPlanOpened(look)).await]]);
        heard.push(all);
    }
    assert_eq!(heard[0], heard[1]);
    // Nothing is lost by it: what was not taken down is there for supervisors.
    let waits: OpeningsWaiting =
        server.get("/api/v1/on-call/openings/waiting", &sam.cookie).await.json();
    let kept = "select count(*) from op_quarantine";
    let sent = "select count(*) from operation";
    let (kept, sent) = (server.number(kept).await, server.number(sent).await);
    assert_eq!(i64::from(waits.waiting) + kept, sent);
}

#[tokio::test]
async fn an_attempt_to_release_gives_nothing_away() {
    let server = TestServer::start().await;
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let sam = TestPhone::enrolled(&server, "sam").await;
    let nobody = words::client_id(99);
    let opening = rosa.operation(Payload::CrisisPlanOpened(words::opening(nobody, clock::now())));
    let sent = [rosa.sign_note(words::note(nobody, "x")), rosa.seal(&opening)];
    let before = hears(&server, &rosa, &sent).await;
    for sealed in &sent {
        let hash = domain::Hash::of(&sealed.sealed);
        let path = format!("/api/v1/quarantine/{}/{hash}/release", sealed.op_id);
        let told = server.post(&path, &sam.cookie, &()).await.text();
        assert!(told.contains("client_unknown"), "{told}");
    }
    assert_eq!(hears(&server, &rosa, &sent).await[1..], before[1..]);
}
