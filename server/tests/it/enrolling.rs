//! What a session that was left open, or copied, can do about phones: enrol no new one, and
//! outlive no lost one.

use crate::support::{PASSWORD, TestPhone, TestServer, process::streetlight};
use axum::http::{Request, StatusCode, header};
use domain::{
    id::DeviceId,
    wire::v1::{DeviceRow, Enrolled, Revoke, Revoked, Role, SignedIn},
};

const MINUTE_MS: i64 = 60_000;

/// Every session began so many minutes earlier than it did.
pub async fn age_sessions(server: &TestServer, minutes: i64) {
    let mut db = server.look().await;
    sqlx::query("update session set began_at_ms = began_at_ms - ?")
        .bind(minutes * MINUTE_MS)
        .execute(&mut db)
        .await
        .unwrap();
}

/// Another phone in the hands of whoever has this one's session.
async fn with_the_session_of(server: &TestServer, phone: &TestPhone) -> TestPhone {
    let mut other = TestPhone::signed_in(server, "rosa").await;
    let request = Request::delete("/api/v1/session").header(header::COOKIE, &other.cookie);
    server.send(request.body(axum::body::Body::empty()).unwrap()).await;
    other.cookie.clone_from(&phone.cookie);
    other
}

async fn enrol_with_the_session_of(server: &TestServer, phone: &TestPhone) -> TestPhone {
    let mut other = with_the_session_of(server, phone).await;
    let answer = other.enrol(server).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    other.deposit = answer.json::<Enrolled>().deposit_token;
    other
}

async fn phones(server: &TestServer, by: &TestPhone) -> Vec<DeviceRow> {
    server.get("/api/v1/devices", &by.cookie).await.json()
}

/// What the list says was signed in together with a phone.
async fn same_sign_in(server: &TestServer, by: &TestPhone, phone: &TestPhone) -> Vec<DeviceId> {
    let mut list = phones(server, by).await.into_iter();
    list.find(|row| row.device_id == phone.device_id).unwrap().same_sign_in
}

#[tokio::test]
async fn ten_minutes_after_the_password_a_session_enrols_no_new_phone() {
    let server = TestServer::start().await;
    let rosa = TestPhone::signed_in(&server, "rosa").await;
    age_sessions(&server, 11).await;
    let answer = rosa.enrol(&server).await;
    assert_eq!(
        (answer.status, answer.code()),
        (StatusCode::UNAUTHORIZED, "password_needed".into())
    );
    assert_eq!(server.number("select count(*) from device").await, 0);
    // It is still a session, and the password opens the way again.
    assert_eq!(server.get("/api/v1/session", &rosa.cookie).await.status, StatusCode::OK);
    let mut rosa = rosa;
    rosa.cookie = TestPhone::signed_in(&server, "rosa").await.cookie;
    assert_eq!(rosa.enrol(&server).await.status, StatusCode::OK);
}

#[tokio::test]
async fn whoever_is_slow_to_choose_a_passcode_is_still_in_time() {
    let server = TestServer::start().await;
    let rosa = TestPhone::signed_in(&server, "rosa").await;
    age_sessions(&server, 9).await;
    assert_eq!(rosa.enrol(&server).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_session_of_yesterday_on_a_phone_that_is_known_enrols_that_one_again_and_no_other() {
    let server = TestServer::start().await;
    let rosa = TestPhone::enrolled(&server, "rosa").await;
    age_sessions(&server, 24 * 60).await;
    let thief = with_the_session_of(&server, &rosa).await;
    assert_eq!(thief.enrol(&server).await.code(), "password_needed");
    // By its key it is the same phone, whose token was lost or voided.
    let again = rosa.enrol(&server).await;
    assert_eq!(again.status, StatusCode::OK, "{}", again.text());
    // A phone of the same name with another key is not.
    let mut other_key = rosa;
    other_key.key = [7; 32];
    assert_eq!(other_key.enrol(&server).await.code(), "device_known");
}

#[tokio::test]
async fn a_key_is_fetched_as_soon_after_the_password_as_a_phone_is_enrolled() {
    let server = TestServer::start().await;
    let rosa = TestPhone::enrolled(&server, "rosa").await;
    let path = format!("/api/v1/devices/{}/key", rosa.device_id);
    age_sessions(&server, 11).await;
    let answer = server.post(&path, &rosa.cookie, &()).await;
    assert_eq!(
        (answer.status, answer.code()),
        (StatusCode::UNAUTHORIZED, "password_needed".into())
    );
}

#[tokio::test]
async fn a_lost_phone_takes_along_the_session_that_has_moved_to_a_thiefs() {
    for why in [Revoked::Lost, Revoked::Left] {
        let server = TestServer::start().await;
        let rosa = TestPhone::enrolled(&server, "rosa").await;
        let elsewhere = TestPhone::enrolled(&server, "rosa").await;
        let thief = enrol_with_the_session_of(&server, &rosa).await;
        assert_eq!(thief.ask(&server, None).await.status, StatusCode::OK, "it reads");
        let sam = TestPhone::signed_in(&server, "sam").await;
        rosa.is_revoked(&server, &sam, why).await;
        assert_eq!(thief.ask(&server, None).await.code(), "signed_out", "{why:?}");
        assert_eq!(elsewhere.ask(&server, None).await.status, StatusCode::OK, "not hers elsewhere");
    }
}

#[tokio::test]
async fn a_lost_phone_takes_along_a_session_that_fetched_its_key_and_then_anothers() {
    let server = TestServer::start().await;
    let lost = TestPhone::enrolled(&server, "rosa").await;
    let second = TestPhone::enrolled(&server, "rosa").await;
    let thief = TestPhone::signed_in(&server, "rosa").await;
    for phone in [&lost, &second] {
        let path = format!("/api/v1/devices/{}/key", phone.device_id);
        assert_eq!(server.post(&path, &thief.cookie, &()).await.status, StatusCode::OK);
    }
    lost.is_revoked(&server, &second, Revoked::Lost).await;
    assert_eq!(thief.ask(&server, None).await.code(), "signed_out");
    assert_eq!(second.ask(&server, None).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_lost_phone_takes_along_whatever_began_in_its_browser() {
    let server = TestServer::start().await;
    let rosa = TestPhone::enrolled(&server, "rosa").await;
    // Signed in once more in the same browser, bound to no phone.
    let known: String = {
        let set = server.sign_in("rosa", PASSWORD).await;
        let cookies = set.headers.get_all(header::SET_COOKIE).iter();
        let cookies = cookies.map(|value| value.to_str().unwrap().split(';').next().unwrap());
        cookies.collect::<Vec<_>>().join("; ")
    };
    let mut lost = TestPhone::signed_in(&server, "rosa").await;
    lost.cookie.clone_from(&known);
    assert_eq!(lost.enrol(&server).await.status, StatusCode::OK);
    let request = Request::post("/api/v1/session")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::COOKIE, &known);
    let body = serde_json::json!({ "login": "rosa", "password": PASSWORD }).to_string();
    let again = server.send(request.body(body.into()).unwrap()).await;
    let again = again.cookie().unwrap();
    lost.is_revoked(&server, &rosa, Revoked::Lost).await;
    assert_eq!(server.get("/api/v1/session", &again).await.code(), "signed_out");
}

#[tokio::test]
async fn a_browser_that_moved_to_another_phone_is_known_no_longer_once_the_first_is_lost() {
    let server = TestServer::start().await;
    let rosa = TestPhone::enrolled(&server, "rosa").await;
    enrol_with_the_session_of(&server, &rosa).await;
    let sam = TestPhone::signed_in(&server, "sam").await;
    let known = "select count(*) from known_browser where device_id is not null";
    assert_eq!(server.number(known).await, 1);
    rosa.is_revoked(&server, &sam, Revoked::Lost).await;
    assert_eq!(server.number(known).await, 0);
}

#[tokio::test]
async fn phones_that_a_session_of_a_lost_one_was_on_are_named_however_long_the_way() {
    let server = TestServer::start().await;
    let lost = TestPhone::enrolled(&server, "rosa").await;
    let hers = TestPhone::enrolled(&server, "rosa").await;
    let thief = enrol_with_the_session_of(&server, &lost).await;
    // From the second phone a third, by another session; then the thief signs out everywhere.
    let next = TestPhone::signed_in(&server, "rosa").await;
    let path = format!("/api/v1/devices/{}/key", thief.device_id);
    assert_eq!(server.post(&path, &next.cookie, &()).await.status, StatusCode::OK);
    let third = enrol_with_the_session_of(&server, &next).await;
    for cookie in [&lost.cookie, &next.cookie] {
        let request = Request::delete("/api/v1/session").header(header::COOKIE, cookie);
        let answer = server.send(request.body(axum::body::Body::empty()).unwrap()).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT);
    }
    let sam = TestPhone::signed_in(&server, "sam").await;
    lost.is_revoked(&server, &sam, Revoked::Lost).await;
    let mut expected = [thief.device_id, third.device_id];
    expected.sort();
    assert_eq!(same_sign_in(&server, &sam, &lost).await, expected);
    assert!(same_sign_in(&server, &sam, &third).await.contains(&lost.device_id));
    assert!(same_sign_in(&server, &sam, &hers).await.is_empty());
}

#[tokio::test]
async fn of_sessions_that_are_over_nothing_is_kept_but_the_way_from_phone_to_phone() {
    let server = TestServer::start().await;
    let rosa = TestPhone::enrolled(&server, "rosa").await;
    let wes = TestPhone::enrolled(&server, "wes").await;
    enrol_with_the_session_of(&server, &rosa).await;
    let kept = "select count(*) from session_phone";
    assert_eq!(server.number(kept).await, 3);
    for phone in [&rosa, &wes] {
        let request = Request::delete("/api/v1/session").header(header::COOKIE, &phone.cookie);
        server.send(request.body(axum::body::Body::empty()).unwrap()).await;
    }
    assert_eq!(server.number(kept).await, 2, "of Rosa's, which was on two");
}

#[tokio::test]
async fn whoever_manages_phones_can_ask_for_their_own_alone() {
    let server = TestServer::start().await;
    TestPhone::enrolled(&server, "rosa").await;
    let sam = TestPhone::enrolled(&server, "sam").await;
    assert_eq!(phones(&server, &sam).await.len(), 2);
    let own: Vec<DeviceRow> = server.get("/api/v1/devices?of=me", &sam.cookie).await.json();
    let own: Vec<DeviceId> = own.into_iter().map(|row| row.device_id).collect();
    assert_eq!(own, [sam.device_id]);
}

#[tokio::test]
async fn at_the_console_a_phone_is_marked_as_lost_and_what_is_left_to_do_is_said() {
    let server = TestServer::start().await;
    let rosa = TestPhone::enrolled(&server, "rosa").await;
    let thief = enrol_with_the_session_of(&server, &rosa).await;
    // It works beside a server that has the database.
    let run = |arguments: &[&str]| {
        let output = streetlight(server.folder.path(), arguments).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        (output.status.code(), said, String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let phone = rosa.device_id.to_string();
    let (code, said, trouble) = run(&["phone", "lost", &phone]);
    assert_eq!(code, Some(0), "{trouble}");
    assert!(said.contains("streetlight user password rosa"), "{said}");
    assert!(said.contains(&format!("streetlight phone lost {}", thief.device_id)), "{said}");
    assert_eq!(thief.ask(&server, None).await.code(), "signed_out");
    let (_, list, _) = run(&["phone", "list", "rosa"]);
    assert!(list.contains("(Lost)"), "{list}");
    assert!(list.contains(&format!("same sign-in as {phone}")), "{list}");
    let (code, _, trouble) = run(&["phone", "lost", "01890a5d-ac96-774b-bcce-b30209900004"]);
    assert_eq!(code, Some(64), "{trouble}");
    let whole = server.store.verify_audit(server.north).await.unwrap();
    assert!(whole.is_whole(), "{whole:?}");
}

#[tokio::test]
async fn another_agencys_sessions_stay_what_they_are() {
    let server = TestServer::start().await;
    let rosa = TestPhone::enrolled(&server, "rosa").await;
    let olga = TestPhone::enrolled(&server, "olga").await;
    let sue = TestPhone::signed_in(&server, "sue").await;
    let path = format!("/api/v1/devices/{}/revoke", rosa.device_id);
    let answer = server.post(&path, &sue.cookie, &Revoke { why: Revoked::Lost }).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    let who: SignedIn = server.get("/api/v1/session", &rosa.cookie).await.json();
    assert_eq!(who.role, Role::Worker);
    assert_eq!(olga.ask(&server, None).await.status, StatusCode::OK);
}
