use crate::{
    enrolling::age_sessions,
    papers,
    support::{OLGA, ROSA, TestPhone, TestServer, WES, agency, rand_byte, staff, words},
};
use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use domain::{
    Hash,
    id::{DeviceId, ShiftId},
    operation::Payload,
    wire::v1::{DeviceRow, Revoked},
};
use server::{auth::HashedToken, clock, keys, router::API_ROUTES};

/// Whoever knocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Anonymous,
    Owner,
    Colleague,
    Supervisor,
    Administrator,
    RevokedPhone,
    OtherAgency,
    /// The owner, eleven minutes after the password.
    OldSession,
    /// A supervisor of whom a second factor is wanted, and who has none.
    Half,
}

use By::*;
const ALL: [By; 9] = [
    Anonymous,
    Owner,
    Colleague,
    Supervisor,
    Administrator,
    RevokedPhone,
    OtherAgency,
    OldSession,
    Half,
];

/// What each gets from each route, in the order of [`ALL`]; `{id}` is Rosa's phone, `{client}`
/// a client of hers, `{session}` a session of hers, `{op_id}/{hash}` a note in the quarantine, `{lookup}` an opening of a
/// plan on call, and `{shift}` a turn that is over when it is put on the roster.
/// A revoked phone's session is over, so that it is nobody.
const EXPECTED: [((&str, &str), [u16; 9]); 49] = [
    (("GET", "/api/v1/health"), [200, 200, 200, 200, 200, 200, 200, 200, 200]),
    (("POST", "/api/v1/session"), [401, 401, 401, 401, 401, 401, 401, 401, 401]),
    (("GET", "/api/v1/session"), [401, 200, 200, 200, 200, 401, 200, 200, 200]),
    (("DELETE", "/api/v1/session"), [401, 204, 204, 204, 204, 401, 204, 204, 204]),
    (("POST", "/api/v1/session/second"), [401, 401, 401, 401, 401, 401, 401, 401, 401]),
    (("GET", "/api/v1/account"), [401, 200, 200, 200, 200, 401, 200, 200, 200]),
    // A new password by the old one, whoever is signed in: each their own.
    (("POST", "/api/v1/account/password"), [401, 422, 422, 422, 422, 401, 422, 422, 401]),
    (("DELETE", "/api/v1/account/sessions"), [401, 204, 204, 204, 204, 401, 204, 204, 204]),
    (
        ("DELETE", "/api/v1/account/sessions/{session}"),
        [401, 204, 404, 404, 404, 401, 404, 204, 404],
    ),
    (("POST", "/api/v1/account/passkeys/challenge"), [401, 200, 200, 200, 200, 401, 200, 401, 200]),
    // Nothing was asked of any of them that it would answer.
    (("POST", "/api/v1/account/passkeys"), [401, 401, 401, 401, 401, 401, 401, 401, 401]),
    (
        ("DELETE", "/api/v1/account/passkeys/{passkey}"),
        [401, 404, 404, 404, 404, 401, 404, 401, 401],
    ),
    (("POST", "/api/v1/account/recovery-codes"), [401, 404, 404, 404, 404, 401, 404, 401, 401]),
    (("POST", "/api/v1/devices"), [401, 200, 200, 200, 200, 401, 200, 401, 200]),
    (("GET", "/api/v1/devices"), [401, 200, 200, 200, 200, 401, 200, 200, 200]),
    (("POST", "/api/v1/devices/{id}/key"), [401, 200, 403, 403, 403, 401, 404, 401, 401]),
    (("POST", "/api/v1/devices/{id}/revoke"), [401, 204, 403, 204, 204, 401, 404, 204, 401]),
    (("POST", "/api/v1/agency"), [401, 403, 403, 403, 204, 401, 403, 403, 401]),
    (("GET", "/api/v1/agency/units"), [401, 403, 403, 403, 200, 401, 403, 403, 401]),
    (("POST", "/api/v1/agency/units"), [401, 403, 403, 403, 204, 401, 403, 403, 401]),
    (("POST", "/api/v1/push"), [401, 401, 401, 401, 401, 401, 401, 401, 401]),
    (("GET", "/api/v1/pull"), [401, 200, 200, 200, 200, 401, 200, 200, 401]),
    (("GET", "/api/v1/attention"), [401, 403, 403, 200, 403, 401, 403, 403, 401]),
    (("GET", "/api/v1/quarantine"), [401, 403, 403, 200, 403, 401, 403, 403, 401]),
    (("GET", "/api/v1/quarantine/{op_id}/{hash}"), [401, 403, 403, 200, 403, 401, 403, 403, 401]),
    (
        ("POST", "/api/v1/quarantine/{op_id}/{hash}/assign"),
        [401, 403, 403, 204, 403, 401, 403, 403, 401],
    ),
    (
        ("POST", "/api/v1/quarantine/{op_id}/{hash}/release"),
        [401, 403, 403, 200, 403, 401, 403, 403, 401],
    ),
    (
        ("GET", "/api/v1/clients/{client}/crisis-plan/versions"),
        [401, 200, 404, 200, 404, 401, 404, 200, 401],
    ),
    (
        ("GET", "/api/v1/clients/{client}/documents/{kind}/versions"),
        [401, 200, 404, 200, 404, 401, 404, 200, 401],
    ),
    (("GET", "/api/v1/plans/outside"), [401, 403, 403, 200, 403, 401, 403, 403, 401]),
    (("GET", "/api/v1/disclosures"), [401, 403, 403, 200, 403, 401, 403, 403, 401]),
    (("POST", "/api/v1/disclosures/{record}/seen"), [401, 403, 403, 204, 403, 401, 403, 403, 401]),
    (("GET", "/api/v1/directory"), [401, 200, 200, 200, 200, 401, 200, 200, 401]),
    (("POST", "/api/v1/directory/services"), [401, 403, 403, 204, 204, 401, 403, 403, 401]),
    (("GET", "/api/v1/directory/suggestions"), [401, 403, 403, 200, 200, 401, 403, 403, 401]),
    (
        ("POST", "/api/v1/directory/suggestions/{record}/decline"),
        [401, 403, 403, 404, 404, 401, 403, 403, 401],
    ),
    // A phone sends by its deposit token, which no session has.
    (
        ("PUT", "/api/v1/papers/pages/{page}/parts/{part}"),
        [401, 401, 401, 401, 401, 401, 401, 401, 401],
    ),
    (
        ("GET", "/api/v1/papers/{record}/pages/{page}"),
        [401, 200, 404, 200, 404, 401, 404, 200, 401],
    ),
    (("GET", "/api/v1/on-call/plans"), [401, 204, 204, 204, 403, 401, 204, 204, 401]),
    (("GET", "/api/v1/on-call/shifts"), [401, 200, 200, 200, 200, 401, 200, 200, 401]),
    (("PUT", "/api/v1/on-call/shifts/{shift}"), [401, 403, 403, 204, 204, 401, 403, 403, 401]),
    (("DELETE", "/api/v1/on-call/shifts/{shift}"), [401, 403, 403, 204, 204, 401, 403, 403, 401]),
    (("GET", "/api/v1/on-call/openings"), [401, 403, 403, 200, 403, 401, 403, 403, 401]),
    (("GET", "/api/v1/on-call/openings/waiting"), [401, 403, 403, 200, 403, 401, 403, 403, 401]),
    (
        ("POST", "/api/v1/on-call/openings/{lookup}/review"),
        [401, 403, 403, 204, 403, 401, 403, 403, 401],
    ),
    // A client's plan, by what only the client has: no session opens one.
    (("POST", "/api/v1/own/open"), [404, 404, 404, 404, 404, 404, 404, 404, 404]),
    (("POST", "/api/v1/own/look"), [404, 404, 404, 404, 404, 404, 404, 404, 404]),
    (("POST", "/api/v1/own/say"), [404, 404, 404, 404, 404, 404, 404, 404, 404]),
    (("POST", "/api/v1/own/end"), [404, 404, 404, 404, 404, 404, 404, 404, 404]),
];

#[tokio::test]
async fn every_route_answers_everybody_as_the_table_says() {
    let routes: Vec<_> = EXPECTED.iter().map(|(route, _)| *route).collect();
    assert_eq!(routes, API_ROUTES, "a route without a row in the table");
    let server = TestServer::start().await;
    server.store.require_second_factor(agency(102, "South").agency_id, true).await.unwrap();
    let hers = server.add_clients(ROSA, 10..12).await[0].to_string();
    server.add_clients(WES, 20..21).await;
    let mut phone = TestPhone::enrolled(&server, "rosa").await;
    let kept = phone.sign_note(words::note(words::client_id(20), "not hers"));
    phone.deliver_one(&server, &kept).await;
    let opened = words::opening(words::client_id(20), clock::now());
    phone.does(&server, Payload::CrisisPlanOpened(opened.clone())).await;
    let told = words::told(words::client_id(10));
    phone.does(&server, Payload::RecordSigned(told.clone())).await;
    let told = told.record_id.to_string();
    let (paper, page) = papers::kept(&server, &mut phone, words::client_id(10)).await;
    let (paper, page) = (paper.to_string(), page.to_string());
    let shift = ShiftId::from_parts(1, keys::random()).to_string();
    let (op_id, hash) = (kept.op_id.to_string(), Hash::of(&kept.sealed).to_string());
    for ((method, path), expected) in EXPECTED {
        for (by, status) in ALL.into_iter().zip(expected) {
            let rosa = TestPhone::enrolled(&server, "rosa").await;
            let cookie = cookie_of(&server, by, &rosa).await;
            let path = path.replace("{id}", &rosa.device_id.to_string()).replace("{client}", &hers);
            let path = path.replace("{session}", &session_of(&rosa));
            let path = path.replace("{op_id}", &op_id).replace("{hash}", &hash);
            let path = path.replace("{lookup}", &opened.lookup_id.to_string());
            let path = path.replace("{shift}", &shift).replace("{kind}", "crisis_plan");
            let path = path.replace("/papers/{record}", &format!("/papers/{paper}"));
            let path = path.replace("{page}", &page).replace("{part}", "0");
            let path = path.replace("{passkey}", &shift).replace("{record}", &told);
            let answer = server.send(knock(method, &path, &cookie)).await;
            assert_eq!(answer.status.as_u16(), status, "{by:?} {method} {path}: {}", answer.text());
            assert_eq!(answer.headers.get(header::CACHE_CONTROL).unwrap(), "no-store");
        }
    }
}

/// What a phone's session is called where its owner is shown it.
fn session_of(phone: &TestPhone) -> String {
    let token = phone.cookie.split_once('=').unwrap().1;
    HashedToken::of(token).session_id().to_string()
}

async fn cookie_of(server: &TestServer, by: By, rosa: &TestPhone) -> String {
    let login = match by {
        Anonymous => return String::new(),
        Owner => return rosa.cookie.clone(),
        OldSession => {
            age_sessions(server, 11).await;
            return rosa.cookie.clone();
        }
        RevokedPhone => {
            let phone = TestPhone::enrolled(server, "rosa").await;
            phone.is_revoked(server, rosa, Revoked::Lost).await;
            return phone.cookie;
        }
        Colleague => "wes",
        Supervisor => "sam",
        Administrator => "ada",
        OtherAgency => "olga",
        Half => "sue",
    };
    TestPhone::enrolled(server, login).await.cookie
}

fn knock(method: &str, path: &str, cookie: &str) -> Request<Body> {
    let body = match path.rsplit('/').next() {
        Some("session") => {
            let login = format!("nobody{}{}", rand_byte(), rand_byte());
            serde_json::json!({ "login": login, "password": "x" })
        }
        Some("second") => serde_json::json!({ "ticket": "nobody's", "code": "x" }),
        Some("passkeys") => {
            serde_json::json!({ "name": "x", "client_data": "e30", "attestation": "oA" })
        }
        Some("password") => {
            serde_json::json!({ "old": "x", "new": "kettle under the stairs" })
        }
        Some("agency") => {
            let empty = domain::wire::v1::AgencyContent::default();
            serde_json::json!({ "before": empty, "content": empty })
        }
        Some("units") => {
            let rule = domain::wire::v1::UnitRule::begin("x", clock::now().date());
            serde_json::json!({ "after": 0, "rule": rule })
        }
        Some("open") => serde_json::json!({ "secret": "0123-4567-89AB-CDEF", "code": "ABCDEF" }),
        Some("look" | "end") => serde_json::json!({ "pass": format!("{}", rand_byte()) }),
        Some("say") => serde_json::json!({
            "pass": format!("{}", rand_byte()),
            "message": {
                "message_id": DeviceId::from_parts(1, keys::random()),
                "sort": "call_me",
                "at": "2025-11-21T22:00:00.000-05:00",
            },
        }),
        Some("services") => serde_json::json!({
            "service": { "service_id": "01890a5d-ac96-774b-bcce-b302099000c0", "name": "Pantry" },
        }),
        Some("assign") => serde_json::json!({ "staff_id": staff(WES) }),
        Some("revoke") => serde_json::json!({ "why": "left" }),
        Some("devices") => serde_json::json!({
            "device_id": DeviceId::from_parts(1, keys::random()),
            "name": "another",
            "key": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        }),
        _ if method == "PUT" => serde_json::json!({
            "staff_id": staff(WES),
            "from": "2025-11-21T22:00:00.000-05:00",
            "to": "2025-11-22T08:00:00.000-05:00",
        }),
        _ => serde_json::json!({}),
    };
    Request::builder()
        .method(Method::from_bytes(method.as_bytes()).unwrap())
        .uri(path)
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "application/json")
        .header("x-forwarded-for", format!("10.1.1.{}", rand_byte()))
        .body(Body::from(body.to_string()))
        .unwrap()
}

#[tokio::test]
async fn nobody_pulls_a_client_of_another_worker_or_agency() {
    let server = TestServer::start().await;
    server.add_clients(ROSA, 10..13).await;
    for login in ["wes", "sam", "ada", "olga"] {
        let mut phone = TestPhone::enrolled(&server, login).await;
        for page in phone.pull(&server, None).await {
            assert!(page.clients.is_empty() && page.contacts.is_empty(), "{login}");
            let names: Vec<_> = page.agency.iter().map(|agency| agency.name.as_str()).collect();
            assert_eq!(names, [if login == "olga" { "South" } else { "North" }]);
        }
    }
    let _ = OLGA;
}

#[tokio::test]
async fn a_worker_sees_own_phones_and_a_supervisor_the_agencys() {
    let server = TestServer::start().await;
    TestPhone::enrolled(&server, "rosa").await;
    TestPhone::enrolled(&server, "olga").await;
    let wes = TestPhone::enrolled(&server, "wes").await;
    let sam = TestPhone::signed_in(&server, "sam").await;
    let list = async |phone: &TestPhone| -> Vec<DeviceRow> {
        server.get("/api/v1/devices", &phone.cookie).await.json()
    };
    assert_eq!(list(&wes).await.len(), 1);
    assert_eq!(list(&sam).await.len(), 2);
}

#[tokio::test]
async fn a_session_cookie_does_not_deliver_and_a_deposit_token_does_not_read() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let request = Request::get("/api/v1/pull")
        .header(header::AUTHORIZATION, format!("Deposit {}", rosa.deposit))
        .header(header::COOKIE, format!("__Host-session={}", rosa.deposit));
    let answer = server.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.code(), "signed_out");
    rosa.deposit = rosa.cookie.trim_start_matches("__Host-session=").to_owned();
    let note = rosa.sign_note(words::note(client, "x"));
    let push = domain::wire::v1::Push {
        device_id: rosa.device_id,
        operations: vec![note],
        asks: Vec::new(),
    };
    let answer = rosa.deliver_bytes(&server, serde_json::to_vec(&push).unwrap()).await;
    assert_eq!((answer.status, answer.code()), (StatusCode::UNAUTHORIZED, "unknown_token".into()));
}
