//! What a phone is told that may not sync now, and that it loses nothing by it.

use crate::support::{ROSA, TestPhone, TestServer, words};
use axum::http::{StatusCode, header};
use domain::wire::v1::{Push, ReceiptOutcome};
use server::api::PROTOCOL;

#[tokio::test]
async fn an_app_that_is_too_old_is_told_so_and_delivers_once_it_is_not() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let note = rosa.sign_note(words::note(client, "before the update"));
    let body = serde_json::to_vec(&Push {
        device_id: rosa.device_id,
        operations: vec![note.clone()],
        asks: Vec::new(),
    })
    .unwrap();

    let server = server.started(|config| config.oldest_protocol = PROTOCOL + 1);
    let pushed = rosa.deliver_bytes(&server, body).await;
    for answer in [pushed, rosa.ask(&server, None).await] {
        assert_eq!(answer.status, StatusCode::UPGRADE_REQUIRED);
        assert_eq!(answer.code(), "app_too_old");
    }
    assert_eq!(server.number("select count(*) from operation").await, 0);
    // Everything else still answers: somebody may have to sign in to update.
    assert_eq!(server.get("/api/v1/session", &rosa.cookie).await.status, StatusCode::OK);

    let server = server.started(|config| config.oldest_protocol = PROTOCOL);
    assert_eq!(rosa.deliver_one(&server, &note).await, ReceiptOutcome::Applied);
    let pages = rosa.pull(&server, None).await;
    assert_eq!(pages.iter().map(|page| page.contacts.len()).sum::<usize>(), 1);
}

#[tokio::test]
async fn a_phone_that_delivers_without_end_has_to_wait_and_others_have_not() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let mut wes = TestPhone::enrolled(&server, "wes").await;
    let server = server.started(|config| config.pushes_per_minute = 3.try_into().unwrap());
    for _ in 0..3 {
        rosa.deliver(&server, &[]).await;
    }
    let note = rosa.sign_note(words::note(client, "the fourth"));
    let operations = vec![note.clone()];
    let body =
        serde_json::to_vec(&Push { device_id: rosa.device_id, operations, asks: Vec::new() })
            .unwrap();
    let answer = rosa.deliver_bytes(&server, body).await;
    assert_eq!(
        (answer.status, answer.code().as_str()),
        (StatusCode::TOO_MANY_REQUESTS, "too_many")
    );
    let wait: u64 = answer.headers[header::RETRY_AFTER].to_str().unwrap().parse().unwrap();
    assert!((1..=20).contains(&wait), "one delivery comes back every twenty seconds: {wait}");
    assert_eq!(server.number("select count(*) from operation").await, 0);
    wes.deliver(&server, &[]).await;

    // A token that nobody has uses up nobody's deliveries.
    wes.deposit = "nobody's".to_owned();
    assert_eq!(wes.deliver_bytes(&server, "{}").await.code(), "unknown_token");

    let server = server.started(|_| {});
    assert_eq!(rosa.deliver_one(&server, &note).await, ReceiptOutcome::Applied);
}

#[tokio::test]
async fn a_worker_who_pulls_without_end_has_to_wait_and_others_have_not() {
    let server = TestServer::start().await;
    let rosa = TestPhone::enrolled(&server, "rosa").await;
    let wes = TestPhone::enrolled(&server, "wes").await;
    let server = server.started(|config| config.pulls_per_minute = 3.try_into().unwrap());
    for _ in 0..3 {
        assert_eq!(server.get("/api/v1/pull", &rosa.cookie).await.status, StatusCode::OK);
    }
    let answer = server.get("/api/v1/pull", &rosa.cookie).await;
    assert_eq!(
        (answer.status, answer.code().as_str()),
        (StatusCode::TOO_MANY_REQUESTS, "too_many")
    );
    let wait: u64 = answer.headers[header::RETRY_AFTER].to_str().unwrap().parse().unwrap();
    assert!((1..=20).contains(&wait), "one page comes back every twenty seconds: {wait}");
    assert_eq!(server.get("/api/v1/pull", &wes.cookie).await.status, StatusCode::OK);
}
