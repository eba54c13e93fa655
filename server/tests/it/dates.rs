//! Dates that cannot be right: taken as they were signed, and marked.

use crate::support::{ROSA, TestPhone, TestServer, agency, staff, words};
use chrono::NaiveDate;
use domain::{
    Moment,
    operation::Payload,
    wire::v1::{Contact, ReceiptOutcome, Stamp},
};
use server::{
    clock,
    store::{Batch, NewClient},
};

fn at(text: &str) -> Moment {
    serde_json::from_value(text.into()).unwrap()
}

/// Signed when it happened, as a phone does whose clock is wrong.
fn dated(client: domain::id::ClientId, when: Moment) -> Contact {
    let note = words::note(client, "By the river.");
    Contact { occurred_start: when, occurred_end: when, written_at: when, signed_at: when, ..note }
}

async fn marks(server: &TestServer, phone: &mut TestPhone) -> Vec<(String, bool)> {
    phone.cursor = None;
    let pages = phone.pull(server, None).await;
    let contacts = pages.iter().flat_map(|page| &page.contacts);
    let mut marks: Vec<_> = contacts
        .map(|row| (row.contact.occurred_start.date().to_string(), row.date_in_doubt))
        .collect();
    marks.sort();
    marks
}

#[tokio::test]
async fn a_date_nobody_can_believe_is_taken_and_marked() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let now = clock::now();
    let here = Moment::new(now.utc_ms(), -300);
    let tomorrow = here.plus_ms(86_400_000);
    let last_week = here.plus_ms(-7 * 86_400_000);
    let odd = ["0001-01-02T12:00:00-05:00", "0206-03-03T12:00:00-05:00", "1970-01-01T00:00:00Z"];
    let ahead = ["2327-03-03T12:00:00-05:00", "9998-12-30T12:00:00-05:00"];
    let mut wanted = Vec::new();
    for (when, doubted) in odd.iter().chain(&ahead).map(|text| (at(text), true)).chain([
        (tomorrow, true),
        (here, false),
        (last_week, false),
    ]) {
        let contact = dated(client, when);
        let outcome = rosa.does(&server, Payload::ContactSigned(contact)).await;
        assert_eq!(outcome, ReceiptOutcome::Applied, "{when:?}");
        wanted.push((when.date().to_string(), doubted));
    }
    wanted.sort();
    assert_eq!(marks(&server, &mut rosa).await, wanted);
}

#[tokio::test]
async fn what_was_signed_before_its_day_is_marked_however_late_it_arrives() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let signed = clock::now().plus_ms(-30 * 86_400_000);
    let mut contact = dated(client, signed.plus_ms(5 * 86_400_000));
    contact.signed_at = signed;
    rosa.does(&server, Payload::ContactSigned(contact)).await;
    assert!(marks(&server, &mut rosa).await.iter().all(|(_, doubted)| *doubted));
}

#[tokio::test]
async fn years_before_the_birth_of_the_client_is_marked_many_at_once_too() {
    let server = TestServer::start().await;
    let mut batch = Batch::of(agency(101, "North"));
    let mut client = words::client(10);
    client.born_on = NaiveDate::from_ymd_opt(2008, 5, 1);
    let client_id = client.client_id;
    batch.clients = vec![NewClient { client, assigned: vec![staff(ROSA)] }];
    server.store.load(batch, &mut |_, _| {}).await.unwrap();
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let sealed: Vec<_> = ["2005-03-03T12:00:00-05:00", "2020-03-03T12:00:00-05:00"]
        .map(|text| rosa.operation(Payload::ContactSigned(dated(client_id, at(text)))))
        .iter()
        .map(|operation| rosa.seal(operation))
        .collect();
    for sealed in &sealed {
        assert_eq!(rosa.deliver_one(&server, sealed).await, ReceiptOutcome::Applied);
    }
    let mut event = words::crisis_event(client_id);
    event.started = Stamp::new(event.started.at).put_right(at("2005-03-03T12:00:00-05:00"));
    assert_eq!(rosa.does(&server, Payload::CrisisEventEnded(event)).await, ReceiptOutcome::Applied);
    let wanted = [("2005-03-03".to_owned(), true), ("2020-03-03".to_owned(), false)];
    assert_eq!(marks(&server, &mut rosa).await, wanted);
    rosa.cursor = None;
    let pages = rosa.pull(&server, None).await;
    assert!(pages.iter().flat_map(|page| &page.crisis_events).all(|row| row.date_in_doubt));
}
