//! Many at once. How fast is a matter for `make bench`; here all of it has to arrive.

use crate::support::{ROSA, TestPhone, TestServer, agency, staff, words};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use domain::wire::v1::PullPage;
use server::store::{Batch, NewClient};
use std::{collections::BTreeSet, sync::Arc};
use tokio::task::JoinSet;

const CLIENTS: u8 = 60;
const NOTES: usize = 1_500;
const PHONES: usize = 8;

async fn busy_server() -> Arc<TestServer> {
    let server = TestServer::start().await;
    let mut batch = Batch::of(agency(101, "North"));
    batch.clients = (1..=CLIENTS)
        .map(|n| NewClient { client: words::client(n), assigned: vec![staff(ROSA)] })
        .collect();
    batch.crisis_plans = (1..=CLIENTS).map(|n| words::plan(words::client_id(n), n)).collect();
    batch.records = (1..=CLIENTS)
        .cycle()
        .take(NOTES)
        .map(|n| {
            let text = format!("Met by the river, {n}. ").repeat(20);
            words::row(words::note(words::client_id(n), &text), ROSA).into()
        })
        .collect();
    server.store.load(batch, &mut |_, _| {}).await.unwrap();
    Arc::new(server)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn phones_that_fetch_all_at_once_each_get_every_note_once() {
    let server = busy_server().await;
    let mut pulls = JoinSet::new();
    for _ in 0..PHONES {
        let phone = TestPhone::enrolled(&server, "rosa").await;
        let server = Arc::clone(&server);
        pulls.spawn(async move { first_pull(&server, &phone).await });
    }
    assert_eq!(pulls.join_all().await, vec![NOTES; PHONES]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_phones_push_at_once_arrives_while_others_ask_for_news() {
    let server = busy_server().await;
    let mut asking = TestPhone::enrolled(&server, "rosa").await;
    asking.pull(&server, None).await;
    let mut pushes = JoinSet::new();
    for _ in 0..4 {
        let server = Arc::clone(&server);
        pushes.spawn(async move {
            let mut phone = TestPhone::enrolled(&server, "rosa").await;
            for _ in 0..5 {
                let notes: Vec<_> = (0..50)
                    .map(|n| {
                        phone.sign_note(words::note(words::client_id(1), &format!("note {n}")))
                    })
                    .collect();
                phone.deliver(&server, &notes).await;
            }
        });
    }
    for _ in 0..100 {
        let status = asking.ask(&server, None).await.status;
        assert!([StatusCode::NO_CONTENT, StatusCode::OK].contains(&status), "{status}");
    }
    pushes.join_all().await;
    assert_eq!(first_pull(&server, &asking).await, NOTES + 1_000);
}

/// Every page of a first pull as a browser asks for it; how many different notes were on them, and none twice.
async fn first_pull(server: &TestServer, phone: &TestPhone) -> usize {
    let (mut cursor, mut seen) = (String::new(), BTreeSet::new());
    loop {
        let request = Request::get(format!("/api/v1/pull?cursor={cursor}"))
            .header(header::COOKIE, &phone.cookie)
            .header(header::ACCEPT_ENCODING, "zstd");
        let answer = server.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, StatusCode::OK);
        let json = match answer.headers.contains_key(header::CONTENT_ENCODING) {
            true => zstd::decode_all(answer.body.as_slice()).unwrap(),
            false => answer.body,
        };
        let page: PullPage = serde_json::from_slice(&json).unwrap();
        for row in page.contacts {
            assert!(seen.insert(row.contact.contact_id), "twice: {}", row.contact.contact_id);
        }
        cursor = page.next_cursor.to_string();
        if !page.has_more {
            return seen.len();
        }
    }
}
