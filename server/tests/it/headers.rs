//! Headers on every answer, whoever gives it, and methods that mean what they do.

use crate::support::{PASSWORD, TestPhone, TestServer};
use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use domain::wire::v1::DeviceKey;

/// Requests that layers answer before any route, beside some that routes do.
fn knocks() -> Vec<Request<Body>> {
    let get = |path: &str| Request::get(path).body(Body::empty()).unwrap();
    let cross = |path: &str| {
        let request = Request::post(path).header("sec-fetch-site", "cross-site");
        request.body(Body::from("{}")).unwrap()
    };
    let with = |method: Method, path: &str| {
        Request::builder().method(method).uri(path).body(Body::empty()).unwrap()
    };
    vec![
        get("/api/v1/health"),
        get("/api/v1/pull"),
        get("/api/v1/no-such-route"),
        get("/api/v1"),
        get("/api/v1/"),
        get("/api/v2/pull"),
        get("/api/"),
        get("/api"),
        with(Method::PATCH, "/api/v1/pull"),
        with(Method::OPTIONS, "/api/v1/session"),
        with(Method::HEAD, "/api/v1/health"),
        cross("/api/v1/session"),
        cross("/api/v1/push"),
        cross("/api/v9/session"),
        cross("/sign-in"),
        get("/"),
        get("/sign-in"),
        get("/no-such-file.js"),
        with(Method::DELETE, "/sign-in"),
    ]
}

#[tokio::test]
async fn no_answer_goes_without_its_headers_whoever_gives_it() {
    let server = TestServer::start().await;
    for request in knocks() {
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        let answer = server.send(request).await;
        let name = |name: &str| answer.headers.get(name).and_then(|value| value.to_str().ok());
        let said = format!("{method} {path}: {} {:?}", answer.status, answer.headers);
        assert_eq!(name("x-content-type-options"), Some("nosniff"), "{said}");
        let hsts = name("strict-transport-security").unwrap_or_default();
        assert!(hsts.contains("max-age=31536000") && hsts.contains("includeSubDomains"), "{said}");
        let policy = name("content-security-policy").unwrap_or_default();
        assert!(policy.contains("frame-ancestors 'none'"), "{said}");
        if path.starts_with("/api") {
            assert_eq!(name("cache-control"), Some("no-store"), "{said}");
        }
    }
    let plain = server.started(|config| config.cookie = server::auth::Cookie::PlainHttp);
    for request in knocks() {
        let answer = plain.send(request).await;
        assert_eq!(answer.headers.get(header::STRICT_TRANSPORT_SECURITY), None);
    }
}

#[tokio::test]
async fn a_get_gives_no_key_and_binds_no_session() {
    let server = TestServer::start().await;
    let phone = TestPhone::enrolled(&server, "rosa").await;
    let again = TestPhone::signed_in(&server, "rosa").await;
    let path = format!("/api/v1/devices/{}/key", phone.device_id);
    for method in [Method::GET, Method::HEAD] {
        let request = Request::builder().method(method.clone()).uri(&path);
        let request = request.header(header::COOKIE, &again.cookie).body(Body::empty()).unwrap();
        let answer = server.send(request).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method}");
    }
    assert_eq!(again.ask(&server, None).await.code(), "device_unknown");
    assert_eq!(
        server.number("select count(*) from audit_event where action = 'device_key_read'").await,
        0
    );
    let key: DeviceKey = server.post(&path, &again.cookie, &serde_json::json!({})).await.json();
    assert_eq!(key.key, phone.key);
    assert_eq!(again.ask(&server, None).await.status, StatusCode::OK);
}

#[tokio::test]
async fn failed_sign_ins_and_refusals_are_in_the_audit_log() {
    let server = TestServer::start().await;
    let count = async |action: &'static str, outcome: &'static str| -> i64 {
        let mut db = server.look().await;
        sqlx::query_scalar("select count(*) from audit_event where action = ? and outcome = ?")
            .bind(action)
            .bind(outcome)
            .fetch_one(&mut db)
            .await
            .unwrap()
    };
    server.sign_in("rosa", "wrong").await;
    server.sign_in("rosa", "wrong").await;
    server.sign_in("nobody", "wrong").await;
    assert_eq!(count("signed_in", "wrong_sign_in").await, 2);
    server.sign_in("rosa", PASSWORD).await;
    assert_eq!(count("signed_in", "done").await, 1);

    let rosa = TestPhone::enrolled(&server, "rosa").await;
    let refused = server.get("/api/v1/quarantine", &rosa.cookie).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(count("refused", "forbidden").await, 1);
    // Again and again is one entry a minute, so that nobody fills the log.
    for _ in 0..20 {
        server.get("/api/v1/quarantine", &rosa.cookie).await;
    }
    assert_eq!(count("refused", "forbidden").await, 1);
    let sam = TestPhone::enrolled(&server, "sam").await;
    let answer = server.post("/api/v1/agency", &sam.cookie, &serde_json::json!({})).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(count("refused", "forbidden").await, 2);
    let whole = server.store.verify_audit(server.north).await.unwrap();
    assert!(whole.is_whole(), "{whole:?}");
}
