//! Pages of a pull when what is on them is large, or damaged.

use crate::support::{ROSA, TestPhone, TestServer, agency, words};
use domain::wire::v1::{Contact, PullPage};
use server::store::Batch;
use std::collections::BTreeSet;

/// Bytes that no phone at 2 Mbit/s waits longer than ten seconds for.
const PAGE_MAX: usize = 2_500_000;

/// Notes as large as a note may come in.
async fn with_notes(server: &TestServer, notes: usize, bytes: usize) {
    server.add_clients(ROSA, 10..11).await;
    let client = words::client_id(10);
    for from in (0..notes).step_by(50) {
        let mut batch = Batch::of(agency(101, "North"));
        batch.records = (from..notes.min(from + 50))
            .map(|n| {
                let note = Contact {
                    seen_heard: "x".repeat(bytes),
                    ..words::note(client, &n.to_string())
                };
                words::row(note, ROSA).into()
            })
            .collect();
        server.store.load(batch, &mut |_, _| {}).await.unwrap();
    }
}

/// Pulls to the end; every note comes once, and no page is large.
async fn pulls_all(server: &TestServer, phone: &mut TestPhone, notes: usize) {
    let mut seen = BTreeSet::new();
    loop {
        let answer = phone.ask(server, None).await;
        if answer.status == 204 {
            break;
        }
        assert!(answer.status == 200, "{}", answer.status);
        assert!(answer.body.len() < PAGE_MAX, "{} bytes", answer.body.len());
        let page: PullPage = answer.json();
        for row in &page.contacts {
            assert!(seen.insert(row.contact.contact_id), "twice");
        }
        phone.cursor = Some(page.next_cursor.clone());
        if !page.has_more {
            assert_eq!(page.digest.map(|digest| digest.contacts.count), u32::try_from(notes).ok());
            break;
        }
    }
    assert_eq!(seen.len(), notes);
}

#[tokio::test]
async fn pages_are_as_small_as_what_is_on_them_is_large() {
    let server = TestServer::start().await;
    with_notes(&server, 12, 700_000).await;
    let mut first = TestPhone::enrolled(&server, "rosa").await;
    pulls_all(&server, &mut first, 12).await;
    // The same as changes, on a phone that was there before.
    let server = TestServer::start().await;
    server.add_clients(ROSA, 10..11).await;
    let mut before = TestPhone::enrolled(&server, "rosa").await;
    before.pull(&server, None).await;
    with_notes(&server, 12, 700_000).await;
    pulls_all(&server, &mut before, 12).await;
}

#[tokio::test]
async fn more_than_the_database_lays_together_still_arrives() {
    let server = TestServer::start().await;
    with_notes(&server, 300, 700_000).await;
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    // Far more than fits into memory beside others; the first pages show that it goes on.
    for _ in 0..6 {
        let answer = rosa.ask(&server, None).await;
        assert!(answer.status == 200 && answer.body.len() < PAGE_MAX);
        let page: PullPage = answer.json();
        assert!(page.has_more);
        rosa.cursor = Some(page.next_cursor);
    }
}

#[tokio::test]
async fn large_plans_and_sheets_are_paged_by_client() {
    let server = TestServer::start().await;
    let clients = server.add_clients(ROSA, 10..50).await;
    let mut batch = Batch::of(agency(101, "North"));
    for (n, client) in (10..).zip(&clients) {
        let mut plan = words::plan(*client, n);
        let id = domain::id::LineId::from_bytes([1; 16]);
        let item = domain::wire::v1::CrisisPlanItem::new(id, domain::wire::v1::Section::WhatHelps);
        plan.items = vec![domain::wire::v1::CrisisPlanItem { text: "y".repeat(100_000), ..item }];
        batch.crisis_plans.push(plan);
    }
    server.store.load(batch, &mut |_, _| {}).await.unwrap();
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let (mut sheets, mut plans) = (0, 0);
    loop {
        let answer = rosa.ask(&server, None).await;
        assert!(answer.status == 200 && answer.body.len() < PAGE_MAX, "{}", answer.body.len());
        let page: PullPage = answer.json();
        sheets += page.clients.len();
        plans += page.crisis_plans.len();
        rosa.cursor = Some(page.next_cursor);
        if !page.has_more {
            break;
        }
    }
    assert_eq!((sheets, plans), (40, 40));
}

#[tokio::test]
async fn a_row_that_does_not_open_stops_no_pull_and_nobody_is_told_to_count_without_it() {
    let server = TestServer::start().await;
    with_notes(&server, 20, 100).await;
    let mut db = server.look().await;
    sqlx::raw_sql("drop trigger record_never_changes").execute(&mut db).await.unwrap();
    sqlx::raw_sql(
        "update record set body = cast(substr(body, 1, 40) || x'00' || substr(body, 42) as blob)
         where rowid in (3, 9)",
    )
    .execute(&mut db)
    .await
    .unwrap();
    for round in 0..2 {
        let mut rosa = TestPhone::enrolled(&server, "rosa").await;
        let pages = rosa.pull(&server, Some(7)).await;
        let notes: usize = pages.iter().map(|page| page.contacts.len()).sum();
        assert_eq!(notes, 18, "round {round}");
        // A phone that fetched them while they opened counts them, and keeps them.
        assert_eq!(pages.last().unwrap().digest, None, "round {round}");
        assert!(rosa.pull_page(&server, None).await.is_none(), "round {round}: it has the rest");
    }
}
