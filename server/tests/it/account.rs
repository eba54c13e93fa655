//! One's own account: the password, where one is signed in, and one's phones.

use crate::{
    enrolling::age_sessions,
    support::{Answer, PASSWORD, ROSA, TestPhone, TestServer, options, staff},
};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use domain::{
    id::SessionId,
    wire::v1::{Account, DeviceRow, PasswordChanged, Revoked},
};
use futures_util::future::join_all;
use server::{auth::HashedToken, clock, store::Store};

const NEW: &str = "four words nobody joins";

async fn account(server: &TestServer, cookie: &str) -> Account {
    let answer = server.get("/api/v1/account", cookie).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer.json()
}

async fn change(server: &TestServer, cookie: &str, old: &str, new: &str) -> Answer {
    let body = serde_json::json!({ "old": old, "new": new });
    server.post("/api/v1/account/password", cookie, &body).await
}

async fn delete(server: &TestServer, cookie: &str, path: &str) -> Answer {
    let request = Request::delete(path).header(header::COOKIE, cookie);
    server.send(request.body(Body::empty()).unwrap()).await
}

fn id_of(cookie: &str) -> SessionId {
    let pair = cookie.split(';').next().unwrap();
    HashedToken::of(pair.split_once('=').unwrap().1).session_id()
}

/// All cookies that an answer sets, as a browser sends them back.
fn cookies(answer: &Answer) -> String {
    let set = answer.headers.get_all(header::SET_COOKIE).iter();
    let pairs = set.filter_map(|value| value.to_str().ok()?.split(';').next());
    pairs.collect::<Vec<_>>().join("; ")
}

/// What the log says of one kind of act: who, how it went, and its numbers.
async fn audited(
    server: &TestServer,
    action: &'static str,
) -> Vec<(Option<Vec<u8>>, String, String)> {
    let mut db = server.look().await;
    let sql = "select staff_id, outcome, coalesce(detail, '') from audit_event
        where action = ? order by seq";
    sqlx::query_as(sql).bind(action).fetch_all(&mut db).await.unwrap()
}

#[tokio::test]
async fn whoever_changes_their_password_stays_signed_in_and_is_signed_out_everywhere_else() {
    let server = TestServer::start().await;
    let rosa = TestPhone::enrolled(&server, "rosa").await;
    let elsewhere = TestPhone::enrolled(&server, "rosa").await;
    let wes = TestPhone::enrolled(&server, "wes").await;
    let before = clock::now_ms();
    let answer = change(&server, &rosa.cookie, PASSWORD, NEW).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let at = answer.json::<PasswordChanged>().at;
    assert!(at.utc_ms() >= before);
    for gone in [&rosa.cookie, &elsewhere.cookie] {
        let answer = server.get("/api/v1/session", gone).await;
        assert_eq!(answer.code(), "signed_out", "a copy of the cookie is worth nothing either");
    }
    let mut renewed = rosa;
    renewed.cookie = answer.cookie().unwrap();
    assert_eq!(renewed.ask(&server, None).await.status, StatusCode::OK, "on the same phone");
    assert_eq!(wes.ask(&server, None).await.status, StatusCode::OK, "nobody else's ends");
    assert_eq!(account(&server, &renewed.cookie).await.password_set_at, Some(at));
    assert_eq!(server.sign_in("rosa", PASSWORD).await.code(), "wrong_sign_in");
    assert_eq!(server.sign_in("rosa", NEW).await.status, StatusCode::OK);
    let said = audited(&server, "password_set").await;
    let (who, outcome, detail) = said.last().unwrap();
    assert_eq!(who.as_deref(), Some(staff(ROSA).as_bytes().as_slice()));
    assert_eq!((outcome.as_str(), detail.as_str()), ("done", r#"{"sessions":1}"#));
    assert!(server.store.verify_audit(server.north).await.unwrap().is_whole());
}

#[tokio::test]
async fn what_a_new_password_must_be_is_one_rule_and_a_refusal_changes_nothing() {
    let server = TestServer::start().await;
    let rosa = TestPhone::enrolled(&server, "rosa").await;
    let long = "kettle under the stairs ".repeat(50);
    for (old, new, code) in [
        ("wrong", NEW, "wrong_password"),
        (PASSWORD, PASSWORD, "password_same"),
        (PASSWORD, "elevenchars", "password_too_short"),
        (PASSWORD, "Correct horse, battery staple!", "password_guessable"),
        (PASSWORD, "password12345", "password_guessable"),
        (PASSWORD, "Rosa.rosa.Rosa", "password_guessable"),
        (PASSWORD, &long[..1_025], "password_too_long"),
    ] {
        let answer = change(&server, &rosa.cookie, old, new).await;
        assert_eq!(answer.status.as_u16(), 422, "{new}: {}", answer.text());
        assert_eq!(answer.code(), code, "{new}");
    }
    assert_eq!(rosa.ask(&server, None).await.status, StatusCode::OK);
    assert_eq!(server.sign_in("rosa", PASSWORD).await.status, StatusCode::OK);
    // At its edge: as long as it may be.
    let answer = change(&server, &rosa.cookie, PASSWORD, &long[..1_024]).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(server.sign_in("rosa", &long[..1_024]).await.status, StatusCode::OK);
    let refused = audited(&server, "password_set").await;
    assert_eq!(refused.iter().filter(|(_, outcome, _)| outcome == "wrong_password").count(), 1);
}

#[tokio::test]
async fn whoever_found_a_session_guesses_the_old_password_no_faster_than_at_the_door() {
    let server = TestServer::start().await;
    let mut stolen = Vec::new();
    for _ in 0..4 {
        stolen.push(TestPhone::signed_in(&server, "rosa").await.cookie);
    }
    // Many at once, over several sessions: five are judged, the rest waits.
    let at_once = (0..32).map(|n| change(&server, &stolen[n % 4], "wrong", NEW));
    let answers = join_all(at_once).await;
    let judged = answers.iter().filter(|answer| answer.status == StatusCode::UNPROCESSABLE_ENTITY);
    let judged = judged.count();
    assert!((5..=8).contains(&judged), "{judged}");
    let rest = answers.iter().filter(|answer| answer.status == StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(rest.count(), 32 - judged);
    // It is one count: at the door they wait as well.
    assert_eq!(server.sign_in("rosa", "wrong").await.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn one_session_tries_to_change_the_password_ten_times_an_hour() {
    let server = TestServer::start().await;
    let rosa = TestPhone::signed_in(&server, "rosa").await;
    for _ in 0..10 {
        let answer = change(&server, &rosa.cookie, PASSWORD, "short").await;
        assert_eq!(answer.code(), "password_too_short");
    }
    let answer = change(&server, &rosa.cookie, PASSWORD, NEW).await;
    assert_eq!((answer.status, answer.code()), (StatusCode::TOO_MANY_REQUESTS, "too_many".into()));
    // Whoever has used it up keeps its owner from nothing.
    let again = TestPhone::signed_in(&server, "rosa").await;
    assert_eq!(change(&server, &again.cookie, PASSWORD, NEW).await.status, StatusCode::OK);
}

#[tokio::test]
async fn one_session_asks_about_its_account_sixty_times_a_minute() {
    let server = TestServer::start().await;
    let rosa = TestPhone::signed_in(&server, "rosa").await;
    let nobodys = format!("/api/v1/account/sessions/{}", SessionId::from_bytes([9; 16]));
    for _ in 0..20 {
        account(&server, &rosa.cookie).await;
        assert_eq!(delete(&server, &rosa.cookie, &nobodys).await.status, StatusCode::NOT_FOUND);
        let others = delete(&server, &rosa.cookie, "/api/v1/account/sessions").await;
        assert_eq!(others.status, StatusCode::NO_CONTENT);
    }
    for answer in [
        server.get("/api/v1/account", &rosa.cookie).await,
        delete(&server, &rosa.cookie, &nobodys).await,
        delete(&server, &rosa.cookie, "/api/v1/account/sessions").await,
    ] {
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    }
    let again = TestPhone::signed_in(&server, "rosa").await;
    account(&server, &again.cookie).await;
}

#[tokio::test]
async fn a_worker_sees_where_they_are_signed_in_and_ends_one_or_all_others() {
    let server = TestServer::start().await;
    let rosa = TestPhone::enrolled(&server, "rosa").await;
    let second = TestPhone::enrolled(&server, "rosa").await;
    let third = TestPhone::signed_in(&server, "rosa").await;
    let wes = TestPhone::enrolled(&server, "wes").await;
    let seen = account(&server, &rosa.cookie).await;
    assert_eq!(seen.sessions.len(), 3);
    let own = &seen.sessions[0];
    assert!(own.this_one && own.device_id == Some(rosa.device_id), "one's own comes first");
    assert_eq!(own.session_id, id_of(&rosa.cookie));
    let elsewhere = seen.sessions.iter().find(|one| one.session_id == id_of(&third.cookie));
    assert_eq!(elsewhere.unwrap().device_id, None, "nothing was set up with it");

    // Of somebody else's nothing can be ended.
    let path = |cookie: &str| format!("/api/v1/account/sessions/{}", id_of(cookie));
    let answer = delete(&server, &rosa.cookie, &path(&wes.cookie)).await;
    assert_eq!((answer.status, answer.code()), (StatusCode::NOT_FOUND, "not_found".into()));
    assert_eq!(wes.ask(&server, None).await.status, StatusCode::OK);

    let answer = delete(&server, &rosa.cookie, &path(&second.cookie)).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert_eq!(second.ask(&server, None).await.code(), "signed_out");
    assert_eq!(
        delete(&server, &rosa.cookie, &path(&second.cookie)).await.status,
        StatusCode::NOT_FOUND
    );
    TestPhone::signed_in(&server, "rosa").await;
    let answer = delete(&server, &rosa.cookie, "/api/v1/account/sessions").await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert_eq!(server.get("/api/v1/session", &third.cookie).await.code(), "signed_out");
    let left = account(&server, &rosa.cookie).await;
    assert_eq!(left.sessions.iter().map(|one| one.this_one).collect::<Vec<_>>(), [true]);
    let numbers: Vec<String> =
        audited(&server, "sessions_ended").await.into_iter().map(|(.., detail)| detail).collect();
    assert_eq!(numbers, [r#"{"sessions":1}"#, r#"{"sessions":2}"#]);
}

#[tokio::test]
async fn a_browser_whose_session_was_ended_is_a_stranger() {
    let server = TestServer::start().await;
    let rosa = TestPhone::enrolled(&server, "rosa").await;
    let elsewhere = server.sign_in("rosa", PASSWORD).await;
    let known = "select count(*) from known_browser";
    let before = server.number(known).await;
    let path = format!("/api/v1/account/sessions/{}", id_of(&cookies(&elsewhere)));
    assert_eq!(delete(&server, &rosa.cookie, &path).await.status, StatusCode::NO_CONTENT);
    assert_eq!(server.number(known).await, before - 1);
}

#[tokio::test]
async fn sessions_that_are_over_are_not_shown() {
    let server = TestServer::start().await;
    TestPhone::signed_in(&server, "rosa").await;
    age_sessions(&server, 49 * 60).await;
    let rosa = TestPhone::signed_in(&server, "wes").await;
    assert_eq!(account(&server, &rosa.cookie).await.sessions.len(), 1);
}

#[tokio::test]
async fn a_changed_password_opens_no_door_that_its_session_did_not() {
    let server = TestServer::start().await;
    let rosa = TestPhone::enrolled(&server, "rosa").await;
    age_sessions(&server, 11).await;
    let answer = change(&server, &rosa.cookie, PASSWORD, NEW).await;
    let mut thief = TestPhone::signed_in(&server, "wes").await;
    thief.cookie = answer.cookie().unwrap();
    // The session is as old as it was: a new phone asks for the password again.
    assert_eq!(thief.enrol(&server).await.code(), "password_needed");
}

#[tokio::test]
async fn a_lost_phone_takes_along_the_session_that_changed_the_password_on_it() {
    let server = TestServer::start().await;
    let lost = TestPhone::enrolled(&server, "rosa").await;
    let mut thief = TestPhone::signed_in(&server, "wes").await;
    thief.cookie.clone_from(&lost.cookie);
    assert_eq!(thief.enrol(&server).await.status, StatusCode::OK);
    // By now the session is on the thief's phone; so is the one that takes its place.
    thief.cookie = change(&server, &lost.cookie, PASSWORD, NEW).await.cookie().unwrap();
    let sam = TestPhone::signed_in(&server, "sam").await;
    lost.is_revoked(&server, &sam, Revoked::Lost).await;
    assert_eq!(server.get("/api/v1/session", &thief.cookie).await.code(), "signed_out");
}

#[tokio::test]
async fn whoever_left_or_got_a_new_password_meanwhile_changes_nothing() {
    let server = TestServer::start().await;
    let rosa = TestPhone::enrolled(&server, "rosa").await;
    let login =
        server.store.login(&server.store.keyring().login_tag("rosa")).await.unwrap().unwrap();
    let hash = server::auth::password::hash("set at the console");
    server.store.set_password(&login, &hash).await.unwrap();
    assert_eq!(change(&server, &rosa.cookie, PASSWORD, NEW).await.code(), "signed_out");
    assert_eq!(server.sign_in("rosa", "set at the console").await.status, StatusCode::OK);
}

#[tokio::test]
async fn many_changes_at_once_leave_one_password_and_one_session() {
    let server = TestServer::start().await;
    let rosa = TestPhone::enrolled(&server, "rosa").await;
    let new = |n: usize| format!("{NEW} number {n}");
    let texts: Vec<String> = (0..4).map(new).collect();
    let at_once = texts.iter().map(|new| change(&server, &rosa.cookie, PASSWORD, new));
    let answers = join_all(at_once).await;
    let done: Vec<usize> = (0..4).filter(|n| answers[*n].status == StatusCode::OK).collect();
    assert_eq!(done.len(), 1, "{answers:?}");
    assert_eq!(server.number("select count(*) from session").await, 1);
    assert_eq!(server.sign_in("rosa", &new(done[0])).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_worker_is_told_when_and_where_each_phone_of_theirs_was_set_up_and_nobody_else_where() {
    let server = TestServer::start().await;
    let rosa = TestPhone::signed_in(&server, "rosa").await;
    let from = |address: &str, path: &str| {
        Request::builder()
            .uri(path)
            .header("x-forwarded-for", address.to_owned())
            .header(header::COOKIE, &rosa.cookie)
            .header(header::CONTENT_TYPE, "application/json")
    };
    let enrol = |key: &[u8; 32], name: &str| {
        serde_json::to_vec(&domain::wire::v1::Enrol {
            device_id: rosa.device_id,
            name: name.to_owned(),
            key: key.to_vec(),
        })
        .unwrap()
    };
    let request = from("203.0.113.7", "/api/v1/devices").method("POST");
    let answer = server.send(request.body(Body::from(enrol(&rosa.key, "Pixel"))).unwrap()).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    // Made known again from elsewhere it is the same phone, first set up where it was.
    let request = from("198.51.100.9", "/api/v1/devices").method("POST");
    server.send(request.body(Body::from(enrol(&rosa.key, "Pixel 9"))).unwrap()).await;
    let request = from("198.51.100.9", "/api/v1/account");
    let seen: Account = server.send(request.body(Body::empty()).unwrap()).await.json();
    assert_eq!(seen.here, "198.51.100.9");
    let [phone] = seen.phones.as_slice() else { panic!("{seen:?}") };
    assert_eq!(
        (phone.name.as_str(), phone.enrolled_from.as_deref()),
        ("Pixel 9", Some("203.0.113.7"))
    );
    assert!((clock::now_ms() - phone.enrolled_at.utc_ms()).abs() < 60_000);
    // It lies sealed, and a supervisor who looks after phones is not told.
    let sam = TestPhone::enrolled(&server, "sam").await;
    let all: Vec<DeviceRow> = server.get("/api/v1/devices", &sam.cookie).await.json();
    let hers = all.iter().find(|row| row.device_id == rosa.device_id).unwrap();
    assert_eq!((hers.name.as_str(), hers.enrolled_from.as_deref()), ("Pixel 9", None));
    let file = std::fs::read(server.folder.path().join("streetlight.db")).unwrap();
    assert!(!file.windows(11).any(|bytes| bytes == b"203.0.113.7"));
    assert_eq!(account(&server, &sam.cookie).await.phones.len(), 1);
}

#[tokio::test]
async fn a_phone_from_before_keeps_its_name_and_its_place_is_not_known() {
    let folder = crate::migrating::copy("0007");
    let store = Store::open(&options(folder.path())).await.unwrap();
    let server = TestServer::over(folder, store);
    let sam = TestPhone::enrolled(&server, "sam").await;
    let all: Vec<DeviceRow> = server.get("/api/v1/devices", &sam.cookie).await.json();
    let former: Vec<&str> = all
        .iter()
        .filter(|row| row.device_id != sam.device_id)
        .map(|row| row.name.as_str())
        .collect();
    assert!(!former.is_empty() && former.iter().all(|name| *name == "Pixel, Chrome"), "{former:?}");
    assert!(server.store.verify_audit(server.north).await.unwrap().is_whole());
}
