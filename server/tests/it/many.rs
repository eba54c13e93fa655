//! A day at its busiest. The limits are wide, for a slow machine that does
//! other things; what was measured is printed.

use crate::support::{ROSA, TestPhone, TestServer, agency, staff, words};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use server::store::{Batch, NewClient};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::task::JoinSet;

const CLIENTS: u8 = 60;
const NOTES: usize = 5_000;
/// A build that is not optimised opens seals too slowly for a hundred; the
/// benchmark sends those.
const PHONES: usize = if cfg!(debug_assertions) { 20 } else { 100 };

async fn busy_server() -> Arc<TestServer> {
    let server = TestServer::start().await;
    let mut batch = Batch::of(agency(101, "North"));
    batch.clients = (1..=CLIENTS)
        .map(|n| NewClient { client: words::client(n), assigned: vec![staff(ROSA)] })
        .collect();
    batch.crisis_plans = (1..=CLIENTS).map(|n| words::plan(words::client_id(n), n)).collect();
    batch.contacts = (1..=CLIENTS)
        .cycle()
        .take(NOTES)
        .map(|n| {
            let text = format!("Met by the river, {n}. ").repeat(20);
            words::row(words::note(words::client_id(n), &text), ROSA)
        })
        .collect();
    let began = Instant::now();
    server.store.load(batch, &mut |_, _| {}).await.unwrap();
    eprintln!("loading {NOTES} notes: {:?}", began.elapsed());
    assert!(began.elapsed() < Duration::from_secs(20));
    Arc::new(server)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_phones_fetch_five_thousand_notes_each_at_once() {
    let server = busy_server().await;
    let phone = Arc::new(TestPhone::enrolled(&server, "rosa").await);
    let began = Instant::now();
    let bytes = first_pull(&server, &phone).await;
    eprintln!("first pull: {:?}, {bytes} bytes on the way", began.elapsed());
    assert!(began.elapsed() < Duration::from_secs(5));

    let began = Instant::now();
    let mut pulls = JoinSet::new();
    for _ in 0..PHONES {
        let (server, phone) = (Arc::clone(&server), Arc::clone(&phone));
        pulls.spawn(async move { first_pull(&server, &phone).await });
    }
    assert_eq!(pulls.join_all().await.len(), PHONES);
    eprintln!("{PHONES} first pulls at once: {:?}", began.elapsed());
    assert!(began.elapsed() < Duration::from_secs(60));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pushes_and_empty_pulls_keep_pace_side_by_side() {
    let server = busy_server().await;
    let mut phone = TestPhone::enrolled(&server, "rosa").await;
    phone.pull(&server, None).await;
    let began = Instant::now();
    for _ in 0..500 {
        assert_eq!(phone.ask(&server, None).await.status, StatusCode::NO_CONTENT);
    }
    eprintln!("an empty pull: {:?}", began.elapsed() / 500);
    let began = Instant::now();
    for _ in 0..20 {
        let notes: Vec<_> = (0..50)
            .map(|n| phone.sign_note(words::note(words::client_id(1), &format!("note {n}"))))
            .collect();
        phone.deliver(&server, &notes).await;
    }
    eprintln!("an operation pushed by fifties: {:?}", began.elapsed() / 1_000);
    assert!(began.elapsed() < Duration::from_secs(30));
}

/// Every page of a first pull as a browser asks for it; bytes on the way.
async fn first_pull(server: &TestServer, phone: &TestPhone) -> usize {
    let (mut cursor, mut bytes) = (String::new(), 0);
    loop {
        let request = Request::get(format!("/api/v1/pull?cursor={cursor}"))
            .header(header::COOKIE, &phone.cookie)
            .header(header::ACCEPT_ENCODING, "zstd");
        let answer = server.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, StatusCode::OK);
        bytes += answer.body.len();
        let json = match answer.headers.contains_key(header::CONTENT_ENCODING) {
            true => zstd::decode_all(answer.body.as_slice()).unwrap(),
            false => answer.body,
        };
        let page: Page = serde_json::from_slice(&json).unwrap();
        cursor = page.next_cursor;
        if !page.has_more {
            return bytes;
        }
    }
}

#[derive(serde::Deserialize)]
struct Page {
    next_cursor: String,
    #[serde(default)]
    has_more: bool,
}
