//! What was told of clients to others, as a supervisor is shown it: nothing that was told is ever
//! refused, and nothing that no release in force allowed goes unseen.

use crate::support::{ROSA, TestPhone, TestServer, WES, words};
use axum::http::{Request, StatusCode, header};
use domain::{
    document::{Key, Value},
    id::TaskId,
    json::Json,
    operation::Payload,
    response::note_of,
    wire::v1::{
        Attention, Contact, CrisisEvent, DoubtAbout, DoubtfulDisclosures, HandedOver, Outcome,
        ReceiptOutcome, Stamp, Told,
    },
};
use server::keys;

const PATH: &str = "/api/v1/disclosures";

async fn listed(server: &TestServer, sam: &TestPhone) -> DoubtfulDisclosures {
    server.get(PATH, &sam.cookie).await.json()
}

async fn abouts(server: &TestServer, sam: &TestPhone) -> Vec<DoubtAbout> {
    let mut all: Vec<_> =
        listed(server, sam).await.disclosures.iter().map(|one| one.about).collect();
    all.sort_by_key(|about| format!("{about:?}"));
    all
}

async fn see(server: &TestServer, by: &TestPhone, record: &str) -> StatusCode {
    let request = Request::post(format!("{PATH}/{record}/seen"))
        .header(header::COOKIE, &by.cookie)
        .body(axum::body::Body::empty())
        .unwrap();
    server.send(request).await.status
}

#[tokio::test]
async fn what_a_release_in_force_allows_is_no_matter_for_a_supervisor() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let sam = TestPhone::enrolled(&server, "sam").await;
    let release = words::release(client);
    for record in [release.clone(), words::told_under(&release, 1_000)] {
        let outcome = rosa.does(&server, Payload::RecordSigned(record)).await;
        assert_eq!(outcome, ReceiptOutcome::Applied);
    }
    assert_eq!(abouts(&server, &sam).await, []);
}

#[tokio::test]
async fn a_release_taken_back_while_another_phone_is_offline_is_kept_and_flagged_with_both_times() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let mut second = TestPhone::enrolled(&server, "rosa").await;
    let sam = TestPhone::enrolled(&server, "sam").await;
    let release = words::release(client);
    rosa.does(&server, Payload::RecordSigned(release.clone())).await;
    // It is taken back; the second phone has not heard of that, and its clock is an hour behind.
    let end = words::release_ended(&release, 60_000);
    rosa.does(&server, Payload::RecordSigned(end.clone())).await;
    let told = words::told_under(&release, -3_600_000);
    let outcome = second.does(&server, Payload::RecordSigned(told.clone())).await;
    assert_eq!(outcome, ReceiptOutcome::Applied, "what was told is kept");

    let found = listed(&server, &sam).await;
    let [one] = found.disclosures.as_slice() else { panic!("{found:?}") };
    assert_eq!((one.about, one.record_id), (DoubtAbout::Ended, told.record_id));
    assert_eq!((one.told_at, one.ended_at), (told.at, Some(end.at)));
    assert!(one.received_at.is_some() && one.ended_received_at.is_some());
    assert_eq!((one.client_name.as_str(), one.recipient.as_str()), ("Person 10", "Dr. Ruiz"));

    // The other way round: the end is heard of last, and had been signed before.
    let other = words::release(client);
    rosa.does(&server, Payload::RecordSigned(other.clone())).await;
    second.does(&server, Payload::RecordSigned(words::told_under(&other, 90_000))).await;
    assert_eq!(listed(&server, &sam).await.disclosures.len(), 1, "nobody has taken it back yet");
    rosa.does(&server, Payload::RecordSigned(words::release_ended(&other, 30_000))).await;
    assert_eq!(abouts(&server, &sam).await, [DoubtAbout::Ended, DoubtAbout::Ended]);
}

#[tokio::test]
async fn no_forged_disclosure_and_no_app_from_before_goes_unseen() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let hers = server.add_clients(WES, 20..21).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let mut wes = TestPhone::enrolled(&server, "wes").await;
    let sam = TestPhone::enrolled(&server, "sam").await;
    // Under a release that is not on record, and under one of somebody else's client.
    let nowhere = words::release(client);
    let elsewhere = words::release(hers);
    wes.does(&server, Payload::RecordSigned(elsewhere.clone())).await;
    for release in [&nowhere, &elsewhere] {
        let mut told = words::told_under(release, 0);
        told.client_id = client;
        assert_eq!(rosa.does(&server, Payload::RecordSigned(told)).await, ReceiptOutcome::Applied);
    }
    // An app from before asks nothing; one that asks is believed.
    for (told, outcome) in [
        (None, Outcome::Completed),
        (None, Outcome::LeftMessage),
        (None, Outcome::NoShow),
        (Some(Told::Nothing), Outcome::Completed),
    ] {
        let note = Contact { outcome, ..words::with_sister(client, told) };
        assert_eq!(rosa.does(&server, Payload::ContactSigned(note)).await, ReceiptOutcome::Applied);
    }
    // Several in one push go the same way.
    let notes = [words::with_sister(client, None), words::with_sister(client, Some(Told::Nothing))];
    let notes: Vec<_> = notes.into_iter().map(|note| rosa.sign_note(note)).collect();
    let receipts = rosa.deliver(&server, &notes).await.receipts;
    assert!(receipts.iter().all(|receipt| receipt.outcome == ReceiptOutcome::Applied));
    let all = abouts(&server, &sam).await;
    assert_eq!(
        all,
        [
            DoubtAbout::NoRelease,
            DoubtAbout::NoRelease,
            DoubtAbout::Unsaid,
            DoubtAbout::Unsaid,
            DoubtAbout::Unsaid
        ]
    );
    let waits: Attention = server.get("/api/v1/attention", &sam.cookie).await.json();
    assert_eq!(waits.disclosures, 5);
}

#[tokio::test]
async fn what_a_supervisor_has_looked_at_waits_no_longer_and_that_is_on_record() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let sam = TestPhone::enrolled(&server, "sam").await;
    let told = words::told(client);
    rosa.does(&server, Payload::RecordSigned(told.clone())).await;
    let note = words::with_sister(client, None);
    rosa.does(&server, Payload::ContactSigned(note.clone())).await;
    assert_eq!(abouts(&server, &sam).await, [DoubtAbout::Unsaid, DoubtAbout::WithoutRight]);

    let (told, note) = (told.record_id.to_string(), note.contact_id.to_string());
    assert_eq!(see(&server, &rosa, &told).await, StatusCode::FORBIDDEN);
    assert_eq!(see(&server, &sam, &words::client_id(10).to_string()).await, StatusCode::NOT_FOUND);
    for record in [&told, &note, &told] {
        assert_eq!(see(&server, &sam, record).await, StatusCode::NO_CONTENT);
    }
    assert_eq!(abouts(&server, &sam).await, []);
    let seen = "select count(*) from audit_event where action = 'disclosure_seen'";
    assert_eq!(server.number(seen).await, 2, "twice is once");
    assert!(server.store.verify_audit(server.north).await.unwrap().is_whole());
}

/// A crisis in which somebody else took over, and the note of it, in which nothing is said of what
/// they were told.
fn handed_over(client: domain::id::ClientId) -> (CrisisEvent, domain::contact::ContactDraft) {
    let at = Stamp::new(words::at(20 * 60_000));
    let event = CrisisEvent {
        handed_over: Some(HandedOver { to: "Mobile Crisis, Ofc. Lee".into(), at }),
        ..words::crisis_event(client)
    };
    let note = note_of(&event, TaskId::from_parts(1, keys::random()), words::at(0));
    (event, note)
}

#[tokio::test]
async fn what_whoever_took_over_in_a_crisis_was_told_is_said_in_its_note_or_looked_at() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let sam = TestPhone::enrolled(&server, "sam").await;
    let word = |word: &str| Value::of("disclosure_right", Json::Text(word.into()));

    // The note is due on a day that is long over, and nobody has written it.
    let (event, draft) = handed_over(client);
    rosa.does(&server, Payload::CrisisEventEnded(event.clone())).await;
    let found = listed(&server, &sam).await;
    let [one] = found.disclosures.as_slice() else { panic!("{found:?}") };
    assert_eq!(
        (one.about, one.recipient.as_str()),
        (DoubtAbout::Unsaid, "Mobile Crisis, Ofc. Lee")
    );
    assert_eq!(one.told_at, words::at(20 * 60_000));
    // Until that day it is on its worker's list, and nobody else has to ask.
    let (mut to_come, _) = handed_over(client);
    if let Some(task) = &mut to_come.note_task {
        task.due = "2199-01-01".parse().unwrap();
    }
    rosa.does(&server, Payload::CrisisEventEnded(to_come)).await;
    assert_eq!(abouts(&server, &sam).await, [DoubtAbout::Unsaid]);

    // What they were told is a record of its own, with the time at which they took over.
    let mut told = draft;
    for (name, value) in [
        ("right", word("emergency")),
        ("affiliation", Value::text("Mobile Crisis")),
        ("nature", Value::text("In traffic")),
        ("information", Value::text("His name")),
        ("contact_details", Value::flag(true)),
    ] {
        told.disclosure.0.put(Key::fact(name), value);
    }
    let signed = words::at(60 * 60_000);
    let record = told.disclosed(signed).expect("something was told");
    assert_eq!(domain::record::disclosure::told_at(&record.cells(), signed), one.told_at);
    let note = told.sign(signed).unwrap();
    assert_eq!(note.told, Some(Told::InEmergency));
    rosa.does(&server, Payload::ContactSigned(note)).await;
    assert_eq!(
        abouts(&server, &sam).await,
        [DoubtAbout::Unsaid],
        "the note says it, nothing bears it out"
    );
    rosa.does(&server, Payload::RecordSigned(record)).await;
    assert_eq!(abouts(&server, &sam).await, [DoubtAbout::Emergency]);

    // One who says that nothing was told is believed; an app from before asks nothing.
    for (right, left) in [(Some("nothing"), 1), (None, 2)] {
        let (event, mut draft) = handed_over(client);
        match right {
            Some(right) => draft.disclosure.0.put(Key::fact("right"), word(right)),
            None => draft.handed_over = None,
        }
        rosa.does(&server, Payload::CrisisEventEnded(event)).await;
        let note = draft.sign(signed).unwrap();
        rosa.does(&server, Payload::ContactSigned(note)).await;
        assert_eq!(abouts(&server, &sam).await.len(), left);
    }
    let found = listed(&server, &sam).await;
    let unsaid = found.disclosures.iter().find(|one| one.about == DoubtAbout::Unsaid).unwrap();
    assert_eq!(see(&server, &sam, &unsaid.record_id.to_string()).await, StatusCode::NO_CONTENT);
    assert_eq!(abouts(&server, &sam).await, [DoubtAbout::Emergency]);
}
