use crate::support::{PASSWORD, TestPhone, TestServer, agency, member};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use domain::wire::v1::{DeviceKey, DeviceRow, Revoked, Role, SignedIn};
use server::store::{Batch, NewStaff};

#[tokio::test]
async fn somebody_signs_in_and_the_cookie_says_so_afterwards() {
    let server = TestServer::start().await;
    let answer = server.sign_in("Rosa", PASSWORD).await;
    assert_eq!(answer.json::<SignedIn>().name, "Rosa");
    let set = answer.headers.get(header::SET_COOKIE).unwrap().to_str().unwrap();
    for part in ["__Host-session=", "Secure", "HttpOnly", "SameSite=Strict", "Path=/"] {
        assert!(set.contains(part), "{part} in {set}");
    }
    let cookie = answer.cookie().unwrap();
    let who = server.get("/api/v1/session", &cookie).await;
    let who: SignedIn = who.json();
    assert_eq!(who.agency.staff.len(), 4);

    let request = Request::delete("/api/v1/session").header(header::COOKIE, &cookie);
    let gone = server.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    assert_eq!(server.get("/api/v1/session", &cookie).await.code(), "signed_out");
}

#[tokio::test]
async fn a_keyboard_that_writes_letters_in_two_parts_signs_in_the_same() {
    let server = TestServer::start().await;
    let login = "h\u{1b0}\u{1a1}ng.tr\u{1ea7}n";
    let mut batch = Batch::of(agency(101, "North"));
    let password = Some(PASSWORD.to_owned());
    batch.staff =
        vec![NewStaff { login: login.to_owned(), password, ..member(7, "Hương", Role::Worker) }];
    server.store.load(batch, &mut |_, _| {}).await.unwrap();
    for typed in [login, "HU\u{31b}O\u{31b}NG.TRA\u{302}\u{300}N", " Hương.Trần "] {
        let answer = server.sign_in(typed, PASSWORD).await;
        assert_eq!(answer.status, StatusCode::OK, "{typed}: {}", answer.text());
    }
    // Without the marks it is another name.
    let answer = server.sign_in("huong.tran", PASSWORD).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_wrong_password_and_a_name_nobody_has_sound_the_same_and_are_slowed_the_same() {
    let server = TestServer::start().await;
    for login in ["rosa", "nobody"] {
        for _ in 0..5 {
            let answer = server.sign_in(login, "wrong").await;
            assert_eq!(
                (answer.status, answer.code()),
                (StatusCode::UNAUTHORIZED, "wrong_sign_in".into())
            );
        }
        let slowed = server.sign_in(login, "wrong").await;
        assert_eq!(slowed.status, StatusCode::TOO_MANY_REQUESTS, "{login}");
        assert_eq!(slowed.headers.get(header::RETRY_AFTER).unwrap(), "2");
    }
}

#[tokio::test]
async fn one_address_runs_out_of_attempts() {
    let server = TestServer::start().await;
    let attempt = async |n: u32| {
        let body = serde_json::json!({ "login": format!("somebody{n}"), "password": "x" });
        let request = Request::post("/api/v1/session")
            .header("x-forwarded-for", format!("1.2.3.{n}, 9.9.9.9"))
            .header(header::CONTENT_TYPE, "application/json");
        server.send(request.body(Body::from(body.to_string())).unwrap()).await.status
    };
    for n in 0..10 {
        assert_eq!(attempt(n).await, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(attempt(11).await, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn another_site_cannot_sign_anybody_in_or_out() {
    let server = TestServer::start().await;
    let request = Request::post("/api/v1/session")
        .header("sec-fetch-site", "cross-site")
        .header(header::CONTENT_TYPE, "application/json");
    let answer = server.send(request.body(Body::from("{}")).unwrap()).await;
    assert_eq!((answer.status, answer.code()), (StatusCode::FORBIDDEN, "cross_site".into()));
}

#[tokio::test]
async fn enrolling_again_gives_a_fresh_token_and_another_key_does_not_get_in() {
    let server = TestServer::start().await;
    let mut phone = TestPhone::enrolled(&server, "rosa").await;
    let again = phone.enrol(&server).await;
    assert_eq!(again.status, StatusCode::OK);
    assert_ne!(again.json::<domain::wire::v1::Enrolled>().deposit_token, phone.deposit);
    phone.key[0] ^= 1;
    let clash = phone.enrol(&server).await;
    assert_eq!((clash.status, clash.code()), (StatusCode::CONFLICT, "device_known".into()));
}

#[tokio::test]
async fn a_forgotten_passcode_is_mended_by_signing_in_again() {
    let server = TestServer::start().await;
    let phone = TestPhone::enrolled(&server, "rosa").await;
    let again = TestPhone::signed_in(&server, "rosa").await;
    assert_eq!(again.ask(&server, None).await.code(), "device_unknown");
    let path = format!("/api/v1/devices/{}/key", phone.device_id);
    let answer = server.post(&path, &again.cookie, &()).await;
    assert_eq!(answer.json::<DeviceKey>().key, phone.key);
    assert_eq!(again.ask(&server, None).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_key_of_a_lost_phone_is_withheld_and_its_session_over() {
    let server = TestServer::start().await;
    let phone = TestPhone::enrolled(&server, "rosa").await;
    let sam = TestPhone::signed_in(&server, "sam").await;
    phone.is_revoked(&server, &sam, Revoked::Lost).await;
    assert_eq!(phone.ask(&server, None).await.code(), "signed_out");
    let again = TestPhone::signed_in(&server, "rosa").await;
    let path = format!("/api/v1/devices/{}/key", phone.device_id);
    assert_eq!(server.post(&path, &again.cookie, &()).await.code(), "device_revoked");
    let list: Vec<DeviceRow> = server.get("/api/v1/devices", &again.cookie).await.json();
    assert_eq!(list.len(), 1);
    assert_eq!((list[0].name.as_str(), list[0].revoked), ("Pixel, Chrome", Some(Revoked::Lost)));
}

#[tokio::test]
async fn signing_in_on_a_revoked_phone_still_reads_nothing() {
    let server = TestServer::start().await;
    let phone = TestPhone::enrolled(&server, "rosa").await;
    phone.is_revoked(&server, &phone, Revoked::Left).await;
    let request = Request::post("/api/v1/session").header(header::CONTENT_TYPE, "application/json");
    let body = serde_json::json!(
        { "login": "rosa", "password": PASSWORD, "device_id": phone.device_id }
    );
    let answer = server.send(request.body(Body::from(body.to_string())).unwrap()).await;
    let pull = server.get("/api/v1/pull", &answer.cookie().unwrap()).await;
    assert_eq!((pull.status, pull.code()), (StatusCode::FORBIDDEN, "device_revoked".into()));
}

#[tokio::test]
async fn sessions_that_are_over_are_deleted_when_somebody_signs_in() {
    let server = TestServer::start().await;
    let mut cookies = Vec::new();
    for login in ["rosa", "wes", "sam", "olga"] {
        cookies.push(server.sign_in(login, PASSWORD).await.cookie().unwrap());
    }
    const HOUR_MS: i64 = 3_600_000;
    let mut db = server.look().await;
    // Rosa's has not been used for a day, Wes's is two days old, Olga's is another agency's.
    for (staff, began, seen) in [(1, 30, 24), (2, 48, 1), (3, 47, 23), (5, 100, 100)] {
        sqlx::query(
            "update session set began_at_ms = began_at_ms - ?, seen_at_ms = seen_at_ms - ?
             where staff_id = ?",
        )
        .bind(began * HOUR_MS)
        .bind(seen * HOUR_MS)
        .bind(vec![staff; 16])
        .execute(&mut db)
        .await
        .unwrap();
    }
    server.sign_in("ada", PASSWORD).await;
    let left = "select count(*) from session";
    assert_eq!(
        server.number(left).await,
        3,
        "Sam's, Ada's, and Olga's until somebody of hers comes"
    );
    assert_eq!(server.get("/api/v1/session", &cookies[2]).await.status, StatusCode::OK);
}
