//! Guessing passwords: many at once, for an hour, and beside the owner.

use crate::support::{Answer, PASSWORD, TestPhone, TestServer};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use futures_util::future::join_all;

/// An attempt from an address of its own, with whatever cookies the browser has.
async fn attempt(
    server: &TestServer,
    login: &str,
    password: &str,
    from: u32,
    cookies: &str,
) -> Answer {
    let request = Request::post("/api/v1/session")
        .header(
            "x-forwarded-for",
            format!("10.{}.{}.{}", from >> 16, (from >> 8) & 255, from & 255),
        )
        .header(header::COOKIE, cookies)
        .header(header::CONTENT_TYPE, "application/json");
    let body = serde_json::json!({ "login": login, "password": password });
    server.send(request.body(Body::from(body.to_string())).unwrap()).await
}

/// All cookies that an answer sets, as a browser sends them back.
fn cookies(answer: &Answer) -> String {
    let set = answer.headers.get_all(header::SET_COOKIE).iter();
    let pairs = set.filter_map(|value| value.to_str().ok()?.split(';').next());
    pairs.collect::<Vec<_>>().join("; ")
}

/// Moves the clock by moving everything that failed into the past.
async fn later(server: &TestServer, ms: i64) {
    let mut db = server.look().await;
    for table in ["sign_in_attempt", "known_browser"] {
        let sql = format!("update {table} set last_at_ms = last_at_ms - ?");
        sqlx::query(sqlx::AssertSqlSafe(sql)).bind(ms).execute(&mut db).await.unwrap();
    }
}

fn judged(answers: &[Answer]) -> usize {
    answers.iter().filter(|answer| answer.status == StatusCode::UNAUTHORIZED).count()
}

#[tokio::test]
async fn sixty_addresses_at_once_are_judged_no_more_often_than_one() {
    let server = TestServer::start().await;
    for login in ["rosa", "nobody"] {
        let at_once = (0..60).map(|n| attempt(&server, login, "wrong", n, ""));
        let answers = join_all(at_once).await;
        // Five, and one more for each wait that is over by the time all have asked.
        assert!((5..=8).contains(&judged(&answers)), "{login}: {}", judged(&answers));
        let slowed = answers.iter().filter(|answer| answer.status == StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(slowed.count(), 60 - judged(&answers), "{login}");
        // A wait of minutes is over: it is one that is judged, however long this takes.
        let mut db = server.look().await;
        sqlx::query("update sign_in_attempt set failures = 20, last_at_ms = last_at_ms - 300000")
            .execute(&mut db)
            .await
            .unwrap();
        let at_once = (0..60).map(|n| attempt(&server, login, "wrong", 100 + n, ""));
        assert_eq!(judged(&join_all(at_once).await), 1, "{login}");
    }
}

#[tokio::test]
async fn an_hour_of_guessing_from_sixty_addresses_is_judged_as_the_rule_says() {
    let server = TestServer::start().await;
    let mut all = 0;
    for round in 0..120_u32 {
        let at_once = (0..60).map(|n| attempt(&server, "rosa", "wrong", 1_000 * round + n, ""));
        all += judged(&join_all(at_once).await);
        later(&server, 30_000).await;
    }
    // Five at once, then after 2, 4, 8 … seconds up to five minutes: in steps of half a
    // minute these are five early ones, and one in five minutes.
    assert!((15..=5 + 8 + 12).contains(&all), "{all} were judged");
}

#[tokio::test]
async fn the_owner_on_a_known_phone_signs_in_every_time() {
    let server = TestServer::start().await;
    let server = server.started(|config| config.sign_in_per_minute = 30.try_into().unwrap());
    let first = attempt(&server, "rosa", PASSWORD, 1, "").await;
    assert_eq!(first.status, StatusCode::OK);
    let mut hers = cookies(&first);
    for round in 0..12_u32 {
        let strangers = (0..20).map(|n| attempt(&server, "rosa", "wrong", 100 * round + n, ""));
        assert!(judged(&join_all(strangers).await) <= 8);
        // Some of them sit where the owner does.
        join_all((0..40).map(|_| attempt(&server, "rosa", "wrong", 7, ""))).await;
        // Five minutes, however long this takes.
        let mut db = server.look().await;
        let many = sqlx::query("update sign_in_attempt set failures = 40");
        many.execute(&mut db).await.unwrap();
        let slowed = attempt(&server, "rosa", PASSWORD, 90_000 + round, "").await;
        assert_eq!(slowed.status, StatusCode::TOO_MANY_REQUESTS, "a stranger's right guess waits");
        let owner = attempt(&server, "rosa", PASSWORD, 7, &hers).await;
        assert_eq!(owner.status, StatusCode::OK, "round {round}: {}", owner.text());
        hers = cookies(&owner);
        later(&server, 61_000).await;
    }
}

#[tokio::test]
async fn what_a_known_phone_carries_opens_no_door_of_its_own() {
    let server = TestServer::start().await;
    let hers = cookies(&attempt(&server, "rosa", PASSWORD, 1, "").await);
    // It is hers alone: another's name waits as ever.
    let strangers = (0..20).map(|n| attempt(&server, "wes", "wrong", n, &hers));
    assert!((5..=8).contains(&judged(&join_all(strangers).await)));
    // Stolen, it judges ten more, and is nobody's from then on.
    join_all((0..10).map(|n| attempt(&server, "rosa", "wrong", 200 + n, ""))).await;
    let mut db = server.look().await;
    sqlx::query("update sign_in_attempt set failures = 40").execute(&mut db).await.unwrap();
    let thieves = join_all((0..40).map(|n| attempt(&server, "rosa", "wrong", 300 + n, &hers)));
    assert_eq!(judged(&thieves.await), 10);
    let thieves = join_all((0..40).map(|n| attempt(&server, "rosa", "wrong", 400 + n, &hers)));
    assert_eq!(judged(&thieves.await), 0, "the token is void, the stranger's delay holds");
    // Typing the password wrongly a few times costs the owner nothing.
    later(&server, 400_000).await;
    let again = attempt(&server, "rosa", PASSWORD, 2, &hers).await;
    assert_eq!(again.status, StatusCode::OK);
    let hers = cookies(&again);
    for n in 0..4 {
        assert_eq!(
            attempt(&server, "rosa", "wrong", n, &hers).await.status,
            StatusCode::UNAUTHORIZED
        );
    }
    assert_eq!(attempt(&server, "rosa", PASSWORD, 8, &hers).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_phone_that_is_lost_is_no_longer_known() {
    let server = TestServer::start().await;
    let answer = attempt(&server, "rosa", PASSWORD, 1, "").await;
    let hers = cookies(&answer);
    let mut phone = TestPhone::signed_in(&server, "rosa").await;
    phone.cookie = hers.clone();
    phone.enrol(&server).await;
    let sam = TestPhone::signed_in(&server, "sam").await;
    phone.is_revoked(&server, &sam, domain::wire::v1::Revoked::Lost).await;
    join_all((0..20).map(|n| attempt(&server, "rosa", "wrong", n, ""))).await;
    let thief = attempt(&server, "rosa", PASSWORD, 9, &hers).await;
    assert_eq!(thief.status, StatusCode::TOO_MANY_REQUESTS);
}
