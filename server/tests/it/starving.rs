//! What somebody can do with a copied deposit token, or with a session: the honest get
//! through beside them, and nothing fills up.

use crate::support::{Answer, ROSA, TestPhone, TestServer, words};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use domain::{
    id::{DeviceId, OperationId},
    wire::v1::{Enrolled, Push, PushAnswer, QuarantineCode, ReceiptOutcome, SealedOperation},
};
use server::keys;

/// A delivery by this token from an address, with whatever session there is.
async fn push(
    server: &TestServer,
    phone: &TestPhone,
    (from, cookie): (&str, &str),
    operations: Vec<SealedOperation>,
) -> Answer {
    let push = Push { device_id: phone.device_id, operations, asks: Vec::new() };
    let request = Request::post("/api/v1/push")
        .header(header::AUTHORIZATION, format!("Deposit {}", phone.deposit))
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::COOKIE, cookie)
        .header("x-forwarded-for", from);
    server.send(request.body(Body::from(serde_json::to_vec(&push).unwrap())).unwrap()).await
}

/// Bytes that no key opens.
fn noise(count: usize) -> Vec<SealedOperation> {
    let one = |_| SealedOperation {
        op_id: OperationId::from_parts(1, keys::random()),
        sealed: vec![7; 200],
    };
    (0..count).map(one).collect()
}

#[tokio::test]
async fn a_copied_token_does_not_starve_its_phone() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let server = server.started(|config| config.pushes_per_minute = 20.try_into().unwrap());
    let mut through = 0;
    let cookie = rosa.cookie.clone();
    for round in 0..15_u32 {
        for n in 0..20 {
            // From a few addresses, and from many.
            let from = format!("203.0.{}.{}", if n % 2 == 0 { 0 } else { round }, n % 5);
            push(&server, &rosa, (&from, ""), noise(1)).await;
        }
        // Behind the same address as one of them.
        let note = rosa.sign_note(words::note(client, "By the river"));
        let answer = push(&server, &rosa, ("203.0.0.0", &cookie), vec![note]).await;
        through += usize::from(answer.status == StatusCode::OK);
    }
    assert_eq!(through, 15);
    // Another's session is none.
    let wes = TestPhone::enrolled(&server, "wes").await;
    let answer = push(&server, &rosa, ("203.0.0.0", &wes.cookie), noise(1)).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_phone_without_a_session_gets_through_from_an_address_of_its_own() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let server = server.started(|config| config.pushes_per_minute = 20.try_into().unwrap());
    for n in 0..300_u32 {
        push(&server, &rosa, (&format!("203.0.113.{}", n % 3), ""), noise(1)).await;
    }
    let note = rosa.sign_note(words::note(client, "By the lake"));
    let answer = push(&server, &rosa, ("198.51.100.7", ""), vec![note]).await;
    assert_eq!(answer.status, StatusCode::OK);
}

#[tokio::test]
async fn one_address_has_its_share_over_all_phones() {
    let server = TestServer::start().await;
    let mut phones = Vec::new();
    for _ in 0..30 {
        phones.push(TestPhone::enrolled(&server, "rosa").await);
    }
    let server = server.started(|config| config.pushes_per_minute = 2.try_into().unwrap());
    let mut taken = 0;
    for phone in phones.iter().chain(&phones) {
        let answer = push(&server, phone, ("203.0.113.9", ""), Vec::new()).await;
        taken += usize::from(answer.status == StatusCode::OK);
    }
    // One comes back every three seconds.
    assert!((20..=23).contains(&taken), "ten times what one phone may: {taken}");
    let wes = TestPhone::enrolled(&server, "wes").await;
    assert_eq!(push(&server, &wes, ("203.0.113.10", ""), Vec::new()).await.status, StatusCode::OK);
}

#[tokio::test]
async fn noise_fills_the_quarantine_no_further_than_so_far_and_holds_up_nothing_honest() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let first = noise(1);
    for round in 0..20 {
        let mut operations = if round == 0 { first.clone() } else { noise(1) };
        operations.extend(noise(24));
        operations.push(rosa.sign_note(words::note(client, "By the river")));
        // Another's words under an id that is known are noise as well.
        operations.push(SealedOperation { op_id: first[0].op_id, sealed: vec![round; 300] });
        let answer: PushAnswer = push(&server, &rosa, ("10.9.9.9", ""), operations).await.json();
        assert_eq!(answer.receipts.len(), 27);
        assert_eq!(answer.receipts[25].outcome, ReceiptOutcome::Applied);
    }
    assert_eq!(server.number("select count(*) from op_quarantine").await, 60);
    assert_eq!(server.number("select count(*) from record").await, 20);
    // What is known already is answered as ever, what waits is told when to come back.
    let answer = rosa.deliver(&server, &[first[0].clone(), noise(1).remove(0)]).await;
    let broken = ReceiptOutcome::Quarantined { code: QuarantineCode::SealBroken };
    assert_eq!(answer.receipts[0].outcome, broken);
    assert!(matches!(answer.receipts[1].outcome, ReceiptOutcome::Retry { after: 1.. }));
    // An hour later there is room again, for so much more.
    let mut db = server.look().await;
    let back = "update op_quarantine set received_at_ms = received_at_ms - 3600001";
    sqlx::query(back).execute(&mut db).await.unwrap();
    rosa.deliver(&server, &noise(40)).await;
    rosa.deliver(&server, &noise(40)).await;
    assert_eq!(server.number("select count(*) from op_quarantine").await, 120);
}

#[tokio::test]
async fn a_session_does_not_enrol_phones_without_end() {
    let server = TestServer::start().await;
    let rosa = TestPhone::signed_in(&server, "rosa").await;
    let wes = TestPhone::signed_in(&server, "wes").await;
    let server = server.started(|config| config.enrolments_per_hour = 5.try_into().unwrap());
    let enrol = async |cookie: &str| {
        let body = serde_json::json!({
            "device_id": DeviceId::from_parts(1, keys::random()),
            "name": "another",
            "key": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        });
        server.post("/api/v1/devices", cookie, &body).await
    };
    for _ in 0..5 {
        assert_eq!(enrol(&rosa.cookie).await.status, StatusCode::OK);
    }
    let refused = enrol(&rosa.cookie).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.headers.contains_key(header::RETRY_AFTER));
    // Another session of the same person's has no more.
    let again = TestPhone::signed_in(&server, "rosa").await;
    assert_eq!(enrol(&again.cookie).await.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(enrol(&wes.cookie).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_token_is_voided_and_renewed_and_nothing_that_waits_is_lost() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let waiting = rosa.sign_note(words::note(client, "By the river"));
    let mut copied = TestPhone::signed_in(&server, "wes").await;
    (copied.device_id, copied.deposit) = (rosa.device_id, rosa.deposit.clone());
    let known = server.store.deposits_of(rosa.device_id).await.unwrap();
    assert!(server.store.void_token(&known[0]).await.unwrap());
    for phone in [&rosa, &copied] {
        let answer = push(&server, phone, ("10.0.0.1", ""), vec![waiting.clone()]).await;
        assert_eq!(answer.code(), "unknown_token");
    }
    // The app enrols the phone again under its id and key, as after a restore.
    rosa.deposit = rosa.enrol(&server).await.json::<Enrolled>().deposit_token;
    assert_eq!(rosa.deliver_one(&server, &waiting).await, ReceiptOutcome::Applied);
    let answer = push(&server, &copied, ("10.0.0.1", ""), Vec::new()).await;
    assert_eq!(answer.code(), "unknown_token");
    let audited = "select count(*) from audit_event where action = 'token_voided'";
    assert_eq!(server.number(audited).await, 1);
}
