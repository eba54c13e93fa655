//! What one session can ask for, and what can hide an opening from its review.

use crate::support::{ROSA, TestPhone, TestServer, WES, agency, staff, words};
use axum::http::StatusCode;
use domain::{
    id::ShiftId,
    operation::Payload,
    wire::v1::{Openings, OpeningsWaiting, ReceiptOutcome, Shift},
};
use server::{clock, keys, store::Batch};

const HOUR_MS: i64 = 3_600_000;

/// How many of so many requests are answered.
async fn answered(server: &TestServer, path: &str, cookie: &str, requests: usize) -> usize {
    let mut answered = 0;
    for _ in 0..requests {
        let status = server.get(path, cookie).await.status;
        assert!(status.is_success() || status == StatusCode::TOO_MANY_REQUESTS, "{status}");
        answered += usize::from(status.is_success());
    }
    answered
}

#[tokio::test]
async fn one_session_does_not_use_up_what_is_its_owners() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut batch = Batch::of(agency(101, "North"));
    batch.shifts.push(shift(ROSA, (-1, 1)));
    server.store.load(batch, &mut |_, _| {}).await.unwrap();
    let thief = TestPhone::enrolled(&server, "rosa").await;
    let rosa = TestPhone::enrolled(&server, "rosa").await;
    let server = server.started(|config| {
        config.pulls_per_minute = 3.try_into().unwrap();
        config.plan_reads_per_minute = 4.try_into().unwrap();
        config.requests_per_minute = 30.try_into().unwrap();
    });
    let versions = format!("/api/v1/clients/{client}/crisis-plan/versions");
    for phone in [&thief, &rosa] {
        assert_eq!(answered(&server, "/api/v1/pull", &phone.cookie, 5).await, 3);
        // Plans have one budget, whichever way they are asked for.
        assert_eq!(answered(&server, "/api/v1/on-call/plans", &phone.cookie, 3).await, 3);
        assert_eq!(answered(&server, &versions, &phone.cookie, 3).await, 1);
        // One comes back every two seconds.
        let rest = answered(&server, "/api/v1/session", &phone.cookie, 30).await;
        assert!((19..=22).contains(&rest), "{rest}");
    }
}

fn shift(who: u8, (from, to): (i64, i64)) -> Shift {
    let now = clock::now();
    Shift {
        shift_id: ShiftId::from_parts(1, keys::random()),
        staff_id: staff(who),
        from: now.plus_ms(from * HOUR_MS),
        to: now.plus_ms(to * HOUR_MS),
    }
}

#[tokio::test]
async fn openings_dated_in_another_age_hide_no_other_from_review() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut wes = TestPhone::enrolled(&server, "wes").await;
    let sam = TestPhone::enrolled(&server, "sam").await;
    let hidden = words::opening(client, clock::now());
    wes.does(&server, Payload::CrisisPlanOpened(hidden.clone())).await;
    let far = clock::now().plus_ms(7_900 * 365 * 24 * HOUR_MS);
    let ages = [far, clock::now(), clock::now().plus_ms(-20 * 365 * 24 * HOUR_MS)];
    for at in ages {
        let mut many = Vec::new();
        for _ in 0..100 {
            let opened = wes.operation(Payload::CrisisPlanOpened(words::opening(client, at)));
            many.push(wes.seal(&opened));
        }
        for part in many.chunks(50) {
            let answer = wes.deliver(&server, part).await;
            assert!(answer.receipts.iter().all(|one| one.outcome == ReceiptOutcome::Applied));
        }
    }
    let list =
        async || -> Openings { server.get("/api/v1/on-call/openings", &sam.cookie).await.json() };
    let found = list().await;
    let waiting: OpeningsWaiting =
        server.get("/api/v1/on-call/openings/waiting", &sam.cookie).await.json();
    assert_eq!((found.openings.len(), waiting.waiting), (301, 301), "each that waits is there");
    // In the order in which the server heard of them.
    assert_eq!(found.openings.last().map(|one| one.lookup_id), Some(hidden.lookup_id));
    let ancient = words::opening(client, clock::now().plus_ms(-50 * 365 * 24 * HOUR_MS));
    wes.does(&server, Payload::CrisisPlanOpened(ancient.clone())).await;
    assert_eq!(list().await.openings[0].lookup_id, ancient.lookup_id);
    // What the phone says of the time moves nothing ahead of what came after it.
    let last = words::opening(client, clock::now());
    wes.does(&server, Payload::CrisisPlanOpened(last.clone())).await;
    assert_eq!(list().await.openings[0].lookup_id, last.lookup_id);
}

#[tokio::test]
async fn a_lookup_dated_into_a_turn_that_is_long_over_is_outside_any() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut batch = Batch::of(agency(101, "North"));
    batch.shifts = vec![shift(WES, (-60, -50)), shift(WES, (-9, -3)), shift(WES, (30, 40))];
    server.store.load(batch, &mut |_, _| {}).await.unwrap();
    let mut wes = TestPhone::enrolled(&server, "wes").await;
    let sam = TestPhone::enrolled(&server, "sam").await;
    for hours in [-55, -5, 35] {
        let opened = words::opening(client, clock::now().plus_ms(hours * HOUR_MS));
        wes.does(&server, Payload::CrisisPlanOpened(opened)).await;
    }
    let found: Openings = server.get("/api/v1/on-call/openings", &sam.cookie).await.json();
    assert_eq!(found.openings.len(), 3);
    for one in &found.openings {
        assert!(!one.on_call, "{one:?}");
        assert!(
            (clock::now_ms() - one.received_at.utc_ms()).abs() < HOUR_MS,
            "both times are told"
        );
    }
}
