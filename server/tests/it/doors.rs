//! What one phone, session or address can do to everybody else, at the doors that are open to it.

use crate::{
    directory::check,
    support::{PASSWORD, ROSA, TestPhone, TestServer, agency, words},
};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use domain::{
    id::{ClientId, LineId},
    operation::Payload,
    wire::v1::{
        CrisisPlanEdit, CrisisPlanItem, DirectoryPage, DocumentBase, Enrol, PlanVersions, Push,
        QuarantineCode, QuarantinePage, ReceiptOutcome, Revoke, Revoked, Section, Suggestions,
    },
};
use http_body_util::BodyExt as _;
use server::store::Batch;
use std::{collections::BTreeSet, time::Duration};
use tower::ServiceExt as _;

async fn pull(server: &TestServer, cookie: &str, cursor: &str) -> axum::response::Response {
    let request =
        Request::get(format!("/api/v1/pull?cursor={cursor}")).header(header::COOKIE, cookie);
    server.router().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
}

/// A page stays in memory until it was read: so many of one session and no more, whatever the cursor.
#[tokio::test]
async fn a_session_has_two_pulls_under_way_and_takes_nothing_from_others() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    rosa.pull(&server, None).await;
    let before = rosa.cursor.clone().unwrap();
    let other = TestPhone::enrolled(&server, "rosa").await;
    let mut batch = Batch::of(agency(101, "North"));
    batch.records = (0..8)
        .map(|n| {
            let mut note = words::note(client, &n.to_string());
            note.seen_heard = "x".repeat(300_000);
            words::row(note, ROSA).into()
        })
        .collect();
    server.store.load(batch, &mut |_, _| {}).await.unwrap();
    let mut under_way = Vec::new();
    for cursor in [before.as_str(), before.as_str(), before.as_str(), ""] {
        let answer = pull(&server, &rosa.cookie, cursor).await;
        if answer.status() == StatusCode::OK {
            under_way.push(answer);
        } else {
            assert_eq!(answer.status(), StatusCode::TOO_MANY_REQUESTS);
            assert!(answer.headers().contains_key(header::RETRY_AFTER));
        }
    }
    assert_eq!(under_way.len(), 2);
    assert_eq!(pull(&server, &other.cookie, "").await.status(), StatusCode::OK);
    for answer in under_way {
        let bytes = answer.into_body().collect().await.unwrap().to_bytes();
        assert!(bytes.len() > 1_000_000, "{}", bytes.len());
    }
    // What was away for long gets as large a page as ever, and all of it.
    let page = rosa.pull_page(&server, None).await.unwrap();
    assert!(page.contacts.len() > 4, "{}", page.contacts.len());
    rosa.pull(&server, None).await;
}

/// A delivery of which a megabyte arrives and the rest does not, as long as the sender is kept.
fn begin(server: &TestServer, token: &str, from: &str) -> (Unfinished, Answering) {
    let (send, receive) = tokio::sync::mpsc::channel(1);
    send.try_send(Ok(axum::body::Bytes::from(vec![b' '; 1_000_000]))).unwrap();
    let stream = futures_util::stream::unfold(receive, |mut receive| async {
        receive.recv().await.map(|next| (next, receive))
    });
    let request = Request::post("/api/v1/push")
        .header(header::AUTHORIZATION, format!("Deposit {token}"))
        .header(header::CONTENT_TYPE, "application/json")
        .header("x-forwarded-for", from)
        .body(Body::from_stream(stream))
        .unwrap();
    (send, tokio::spawn(server.router().oneshot(request)))
}

type Unfinished = tokio::sync::mpsc::Sender<Result<axum::body::Bytes, std::convert::Infallible>>;
type Answering =
    tokio::task::JoinHandle<Result<axum::response::Response, std::convert::Infallible>>;

#[tokio::test]
async fn a_body_that_stops_is_given_up_long_before_one_that_goes_on() {
    let server = TestServer::start().await;
    let rosa = TestPhone::enrolled(&server, "rosa").await;
    let began = std::time::Instant::now();
    let (_send, answer) = begin(&server, &rosa.deposit, "203.0.113.7");
    let (goes_on, slow) = begin(&server, &rosa.deposit, "203.0.113.8");
    for _ in 0..18 {
        tokio::time::sleep(Duration::from_secs(1)).await;
        goes_on.send(Ok(axum::body::Bytes::from(vec![b' '; 2_000]))).await.unwrap();
    }
    assert!(answer.is_finished(), "after {:?}", began.elapsed());
    assert_eq!(answer.await.unwrap().unwrap().status(), StatusCode::SERVICE_UNAVAILABLE);
    drop(goes_on);
    // It arrived, and is no delivery.
    assert_eq!(slow.await.unwrap().unwrap().status(), StatusCode::BAD_REQUEST);
}

/// Bodies that never end, by a token that was copied: each takes memory. Whoever has a session is
/// not held up, nor is anybody from another address.
#[tokio::test]
async fn bodies_that_do_not_arrive_have_a_measure() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let begin = |token: &str, from: &str| begin(&server, token, from);
    let mut held = Vec::new();
    let (mut waiting, mut refused) = (0, 0);
    for n in 0..10 {
        let (send, answer) = begin(&rosa.deposit, "203.0.113.7");
        held.push(send);
        tokio::time::sleep(Duration::from_millis(50)).await;
        if answer.is_finished() {
            assert_eq!(
                answer.await.unwrap().unwrap().status(),
                StatusCode::SERVICE_UNAVAILABLE,
                "{n}"
            );
            refused += 1;
        } else {
            waiting += 1;
        }
    }
    assert_eq!((waiting, refused), (2, 8), "two of one phone from one address");
    let note = rosa.sign_note(words::note(client, "By the river"));
    let push = Push { device_id: rosa.device_id, operations: vec![note], asks: Vec::new() };
    let body = serde_json::to_vec(&push).unwrap();
    for (from, cookie) in [("203.0.113.7", rosa.cookie.as_str()), ("203.0.113.8", "")] {
        let request = Request::post("/api/v1/push")
            .header(header::AUTHORIZATION, format!("Deposit {}", rosa.deposit))
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::COOKIE, cookie)
            .header("x-forwarded-for", from);
        let answer = server.send(request.body(Body::from(body.clone())).unwrap()).await;
        assert_eq!(answer.status, StatusCode::OK, "{from}: {}", answer.text());
    }
    // What is given up makes room.
    held.clear();
    tokio::time::sleep(Duration::from_millis(100)).await;
    let (_send, answer) = begin(&rosa.deposit, "203.0.113.7");
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(!answer.is_finished());
    answer.abort();
}

fn line(n: u8, bytes: usize) -> CrisisPlanItem {
    let item = CrisisPlanItem::new(LineId::from_bytes([n; 16]), Section::WhatHelps);
    CrisisPlanItem { text: char::from(b'a' + n % 26).to_string().repeat(bytes), ..item }
}

/// An edit that goes on from the first version and adds these lines.
fn adds(client: ClientId, lines: impl IntoIterator<Item = CrisisPlanItem>) -> Payload {
    let plan = words::plan(client, 50);
    let mut content = plan.content();
    content.items.extend(lines);
    Payload::CrisisPlanSaved(CrisisPlanEdit {
        crisis_plan_id: plan.crisis_plan_id,
        client_id: client,
        at: words::at(0),
        based_on: DocumentBase::Version(1),
        before: Some(plan.content()),
        content,
        settles: Vec::new(),
    })
}

async fn planned(server: &TestServer) -> ClientId {
    let client = *server.add_clients(ROSA, 10..11).await.first().unwrap();
    let mut batch = Batch::of(agency(101, "North"));
    batch.crisis_plans.push(words::plan(client, 50));
    server.store.load(batch, &mut |_, _| {}).await.unwrap();
    client
}

#[tokio::test]
async fn a_plan_grows_no_longer_than_one_may_write_whatever_it_is_merged_of() {
    let server = TestServer::start().await;
    let client = planned(&server).await;
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let sam = TestPhone::enrolled(&server, "sam").await;
    let too_long = ReceiptOutcome::Quarantined { code: QuarantineCode::FieldInvalid };
    let mut outcomes = Vec::new();
    for n in 1..=4 {
        outcomes.push(rosa.does(&server, adds(client, [line(n, 50_000)])).await);
    }
    assert_eq!(outcomes, [ReceiptOutcome::Applied, ReceiptOutcome::Merged, too_long, too_long]);
    // The words that did not fit are kept, where a supervisor sees them.
    let page: QuarantinePage = server.get("/api/v1/quarantine", &sam.cookie).await.json();
    assert_eq!(page.rows.len(), 2);
    // Many on one line: conflicts are held to a measure too.
    let mut last = ReceiptOutcome::Applied;
    for n in 10..30 {
        let other = CrisisPlanItem { text: line(n, 50_000).text, ..line(1, 0) };
        last = rosa.does(&server, adds(client, [other])).await;
    }
    assert_eq!(last, too_long);
    let longest = "select max(length(body)) from document where kind = 'crisis_plan'";
    assert!(server.number(longest).await < 1_000_000);
    // Whoever goes on from what stands there is taken.
    let mut pages = rosa.pull(&server, None).await.into_iter();
    let now = pages.find_map(|page| page.crisis_plans.first().cloned()).unwrap();
    let mut content = now.content();
    content.items.retain(|item| item.item_id != LineId::from_bytes([2; 16]));
    let edit = CrisisPlanEdit {
        crisis_plan_id: now.crisis_plan_id,
        client_id: client,
        at: words::at(0),
        based_on: DocumentBase::Version(now.version),
        before: Some(now.content()),
        content,
        settles: Vec::new(),
    };
    assert_eq!(rosa.does(&server, Payload::CrisisPlanSaved(edit)).await, ReceiptOutcome::Applied);
}

#[tokio::test]
async fn one_push_merges_so_much_and_the_rest_comes_with_the_next() {
    let server = TestServer::start().await;
    let client = planned(&server).await;
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    assert_eq!(rosa.does(&server, adds(client, [line(1, 100_000)])).await, ReceiptOutcome::Applied);
    let mut sealed = Vec::new();
    for n in 0..50 {
        let edit = adds(client, [CrisisPlanItem { text: n.to_string(), ..line(2, 0) }]);
        let operation = rosa.operation(edit);
        sealed.push(rosa.seal(&operation));
    }
    let (mut taken, mut rounds) = (0, 0);
    while !sealed.is_empty() {
        let answer = rosa.deliver(&server, &sealed).await;
        let later = |one: &ReceiptOutcome| matches!(one, ReceiptOutcome::Retry { after: 1 });
        let outcomes: Vec<_> = answer.receipts.iter().map(|receipt| receipt.outcome).collect();
        let settled = outcomes.iter().filter(|one| !later(one)).count();
        assert!(settled > 0, "each push does something");
        let mut outcomes = outcomes.into_iter();
        sealed.retain(|_| outcomes.next().is_some_and(|one| later(&one)));
        (taken, rounds) = (taken + settled, rounds + 1);
    }
    assert_eq!(taken, 50);
    assert!((2..=25).contains(&rounds), "{rounds}");
    // Versions come as many as an answer holds, to the end.
    let (mut before, mut seen) = (None, Vec::new());
    loop {
        let asked = before.map(|number| format!("?before={number}")).unwrap_or_default();
        let path = format!("/api/v1/clients/{client}/crisis-plan/versions{asked}");
        let answer = server.get(&path, &rosa.cookie).await;
        assert!(answer.body.len() < 5_000_000, "{}", answer.body.len());
        let page: PlanVersions = answer.json();
        seen.extend(page.versions.iter().map(|one| one.version));
        before = page.older;
        if before.is_none() {
            break;
        }
    }
    let newest =
        server.number("select max(version) from document where kind = 'crisis_plan'").await;
    let all: Vec<u32> = (1..=u32::try_from(newest).unwrap()).rev().collect();
    assert_eq!(seen, all);
}

#[tokio::test]
async fn the_directory_comes_in_pages_of_so_many_bytes_and_all_of_it_comes() {
    let server = TestServer::start().await;
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let sam = TestPhone::enrolled(&server, "sam").await;
    let long = "x".repeat(60_000);
    for n in 0..40 {
        let said = check(None, &[("new_name", &format!("Pantry {n}")), ("new_about", &long)]);
        let outcome = rosa.does(&server, Payload::RecordSigned(said)).await;
        assert_eq!(outcome, ReceiptOutcome::Applied);
    }
    let (mut have, mut seen, mut pages) = (String::new(), BTreeSet::new(), 0);
    loop {
        let answer = server.get(&format!("/api/v1/directory?have={have}"), &rosa.cookie).await;
        assert!(answer.body.len() < 1_300_000, "{}", answer.body.len());
        let page: DirectoryPage = answer.json();
        seen.extend(page.checks.iter().map(|one| one.record.record_id));
        (have, pages) = (page.tag, pages + 1);
        if !page.more {
            break;
        }
    }
    assert_eq!(seen.len(), 40);
    assert!(pages > 1);
    let listed = server.get("/api/v1/directory/suggestions", &sam.cookie).await;
    assert!(listed.body.len() < 1_300_000, "{}", listed.body.len());
    assert!(!listed.json::<Suggestions>().suggestions.is_empty());
}

#[tokio::test]
async fn a_lost_phone_whose_key_is_known_fills_no_disk() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let sam = TestPhone::enrolled(&server, "sam").await;
    rosa.is_revoked(&server, &sam, Revoked::Lost).await;
    let (mut kept, mut later) = (0, 0);
    for _ in 0..10 {
        let notes: Vec<_> =
            (0..50).map(|_| rosa.sign_note(words::note(client, "By the river"))).collect();
        for receipt in rosa.deliver(&server, &notes).await.receipts {
            match receipt.outcome {
                ReceiptOutcome::Quarantined { code: QuarantineCode::DeviceRevoked } => kept += 1,
                ReceiptOutcome::Retry { after: 1.. } => later += 1,
                other => panic!("{other:?}"),
            }
        }
    }
    assert_eq!((kept, later), (300, 200));
    assert_eq!(server.number("select count(*) from op_quarantine").await, 300);
    // An hour later there is room again.
    let mut db = server.look().await;
    let back = "update op_quarantine set received_at_ms = received_at_ms - 3600001";
    sqlx::query(back).execute(&mut db).await.unwrap();
    let note = rosa.sign_note(words::note(client, "By the river"));
    let revoked = ReceiptOutcome::Quarantined { code: QuarantineCode::DeviceRevoked };
    assert_eq!(rosa.deliver_one(&server, &note).await, revoked);
}

/// Of everybody, nobody's client and a colleague's alike: no list grows without end.
#[tokio::test]
async fn looks_at_plans_have_a_measure_an_hour_whomever_they_are_at() {
    let server = TestServer::start().await;
    let theirs = server.add_clients(ROSA, 10..11).await[0];
    let mut wes = TestPhone::enrolled(&server, "wes").await;
    let mut taken = 0;
    for round in 0..14 {
        let whose = if round % 2 == 0 { theirs } else { words::client_id(99) };
        let mut sealed = Vec::new();
        for _ in 0..50 {
            let look = words::opening(whose, server::clock::now());
            let operation = wes.operation(Payload::CrisisPlanOpened(look));
            sealed.push(wes.seal(&operation));
        }
        let answer = wes.deliver(&server, &sealed).await;
        taken +=
            answer.receipts.iter().filter(|one| one.outcome == ReceiptOutcome::Applied).count();
    }
    // The clock may strike within the test.
    assert!((600..=700).contains(&taken), "{taken}");
    let note = wes.operation(Payload::CrisisPlanOpened(words::lookup(theirs)));
    let outcome = wes.deliver_one(&server, &wes.seal(&note)).await;
    assert!(outcome.is_terminal(), "what is no look at another's is not counted: {outcome:?}");
}

/// A session whose password was given a day ago.
async fn left_open(server: &TestServer, login: &str) -> TestPhone {
    let phone = TestPhone::enrolled(server, login).await;
    let mut db = server.look().await;
    let back = "update session set began_at_ms = began_at_ms - 700000";
    sqlx::query(back).execute(&mut db).await.unwrap();
    phone
}

#[tokio::test]
async fn a_session_left_open_takes_no_phone_from_its_owner_and_uses_up_nothing_of_theirs() {
    let server = TestServer::start().await;
    let other = TestPhone::enrolled(&server, "rosa").await;
    let copied = left_open(&server, "rosa").await;
    let server = server.started(|config| config.enrolments_per_hour = 5.try_into().unwrap());
    let path = |phone: &TestPhone| format!("/api/v1/devices/{}/revoke", phone.device_id);
    for why in [Revoked::Lost, Revoked::Left] {
        let refused = server.post(&path(&other), &copied.cookie, &Revoke { why }).await;
        assert_eq!(refused.code(), "password_needed");
    }
    let enrol = |device_id, key| Enrol { device_id, name: "Pixel".to_owned(), key };
    for _ in 0..10 {
        let new = domain::id::DeviceId::from_parts(1, server::keys::random());
        let enrol = enrol(new, vec![7; 32]);
        let refused = server.post("/api/v1/devices", &copied.cookie, &enrol).await;
        assert_eq!(refused.code(), "password_needed");
    }
    // By a key that is another's, a few times.
    let refused = async || {
        let enrol = enrol(other.device_id, vec![7; 32]);
        server.post("/api/v1/devices", &copied.cookie, &enrol).await.code()
    };
    for _ in 0..5 {
        assert_eq!(refused().await, "device_known");
    }
    assert_eq!(refused().await, "too_many");
    // The owner signs in, enrols a phone, and marks another as lost.
    let fresh = TestPhone::enrolled(&server, "rosa").await;
    let lost = server.post(&path(&other), &fresh.cookie, &Revoke { why: Revoked::Lost }).await;
    assert_eq!(lost.status, StatusCode::NO_CONTENT, "{}", lost.text());
    // Of the phone in hand nobody asks.
    let own = server.post(&path(&copied), &copied.cookie, &Revoke { why: Revoked::Left }).await;
    assert_eq!(own.status, StatusCode::NO_CONTENT, "{}", own.text());
    assert_eq!(server.sign_in("rosa", PASSWORD).await.status, StatusCode::OK);
}

#[tokio::test]
async fn who_tried_to_enrol_or_to_read_as_another_phone_is_in_the_audit_log() {
    let server = TestServer::start().await;
    let wes = TestPhone::enrolled(&server, "wes").await;
    let rosa = left_open(&server, "rosa").await;
    let enrol = |device_id| Enrol { device_id, name: "Pixel".to_owned(), key: vec![7; 32] };
    let new = domain::id::DeviceId::from_parts(1, server::keys::random());
    server.post("/api/v1/devices", &rosa.cookie, &enrol(new)).await;
    server.post("/api/v1/devices", &rosa.cookie, &enrol(wes.device_id)).await;
    let other = server.get_as("/api/v1/pull", &rosa.cookie, wes.device_id).await;
    assert_eq!(other.code(), "signed_out");
    let mut db = server.look().await;
    let noted = "select outcome from audit_event where action = 'refused'
        and staff_id = x'01010101010101010101010101010101' order by seq";
    let noted: Vec<String> = sqlx::query_scalar(noted).fetch_all(&mut db).await.unwrap();
    assert_eq!(noted, ["password_needed", "device_known", "signed_out"]);
}
