//! Signing in with a passkey beside the password, and what somebody with the password alone, a copied
//! answer or another passkey comes to.

mod setting_up;
mod stolen_password;

use crate::{
    enrolling::age_sessions,
    support::{
        Answer, PASSWORD, ROSA, TestPhone, TestServer,
        authenticator::{Authenticator, PRESENT, Says, VERIFIED},
        process::streetlight,
        staff,
    },
};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use domain::wire::v1::{
    Account, Assertion, NewPasskey, RecoveryCodes, SecondNeeded, SecondStep, SignedIn,
};
use server::router::API_ROUTES;

const NEW_PASSWORD: &str = "four words nobody joins";

async fn ask_new(server: &TestServer, cookie: &str) -> Answer {
    server.post("/api/v1/account/passkeys/challenge", cookie, &()).await
}

pub async fn set_up_on(server: &TestServer, cookie: &str) -> (Authenticator, Vec<String>) {
    let authenticator = Authenticator::new();
    let answer = ask_new(server, cookie).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let made = authenticator.make(&answer.json::<NewPasskey>());
    let answer = server.post("/api/v1/account/passkeys", cookie, &made).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    (authenticator, answer.json::<RecoveryCodes>().codes)
}

/// Somebody signs in with the password alone and sets up a passkey.
async fn set_up(server: &TestServer, login: &str) -> (TestPhone, Authenticator, Vec<String>) {
    let phone = TestPhone::enrolled(server, login).await;
    let (authenticator, codes) = set_up_on(server, &phone.cookie).await;
    (phone, authenticator, codes)
}

async fn password(server: &TestServer, login: &str) -> SecondNeeded {
    let answer = server.sign_in(login, PASSWORD).await;
    assert_eq!(answer.status, StatusCode::ACCEPTED, "{}", answer.text());
    assert_eq!(answer.headers.get(header::SET_COOKIE), None, "nobody is signed in yet");
    answer.json()
}

async fn second(server: &TestServer, step: &SecondStep) -> Answer {
    let request = Request::post("/api/v1/session/second")
        .header(
            "x-forwarded-for",
            format!("10.3.{}.{}", crate::support::rand_byte(), crate::support::rand_byte()),
        )
        .header(header::CONTENT_TYPE, "application/json");
    server.send(request.body(Body::from(serde_json::to_vec(step).unwrap())).unwrap()).await
}

fn with_passkey(asked: &SecondNeeded, passkey: Assertion) -> SecondStep {
    let ticket = asked.ticket.clone();
    SecondStep { ticket, device_id: None, passkey: Some(passkey), code: None }
}

fn with_code(asked: &SecondNeeded, code: &str) -> SecondStep {
    let ticket = asked.ticket.clone();
    SecondStep { ticket, device_id: None, passkey: None, code: Some(code.to_owned()) }
}

fn refused(answer: &Answer) -> (u16, String) {
    (answer.status.as_u16(), answer.code())
}

async fn account(server: &TestServer, cookie: &str) -> Account {
    server.get("/api/v1/account", cookie).await.json()
}

#[tokio::test]
async fn a_passkey_beside_the_password_signs_in_and_the_password_alone_no_longer_does() {
    let server = TestServer::start().await;
    let other = TestPhone::enrolled(&server, "rosa").await;
    let (phone, mut authenticator, codes) = set_up(&server, "rosa").await;
    assert_eq!(codes.len(), 10);
    assert_eq!(phone.ask(&server, None).await.status, StatusCode::OK, "this phone goes on");
    assert_eq!(other.ask(&server, None).await.code(), "signed_out", "no session without is left");
    for _ in 0..2 {
        let asked = password(&server, "rosa").await;
        assert_eq!(asked.rp_id, "streetlight.test");
        assert_eq!(asked.known.first().map(|known| &known.0), Some(&authenticator.credential_id));
        let mut step = with_passkey(&asked, authenticator.answer(&asked));
        step.device_id = Some(phone.device_id);
        let answer = second(&server, &step).await;
        assert_eq!(answer.json::<SignedIn>().staff_id, staff(ROSA));
        let cookie = answer.cookie().unwrap();
        let mut again = TestPhone::signed_in(&server, "wes").await;
        again.cookie.clone_from(&cookie);
        assert_eq!(again.ask(&server, None).await.status, StatusCode::OK, "bound to the phone");
        let shown = account(&server, &cookie).await.second_factor.unwrap();
        assert_eq!((shown.passkeys.len(), shown.codes_left, shown.required), (1, 10, false));
        assert_eq!(shown.passkeys[0].name, "Pixel, Chrome");
        assert!(shown.passkeys[0].used_at.is_some());
    }
    assert!(server.store.verify_audit(server.north).await.unwrap().is_whole());
    // Nobody else needs one.
    assert_eq!(server.sign_in("wes", PASSWORD).await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_answer_is_taken_once_and_a_question_answered_once() {
    let server = TestServer::start().await;
    let (_, mut authenticator, _) = set_up(&server, "rosa").await;
    let asked = password(&server, "rosa").await;
    let step = with_passkey(&asked, authenticator.answer(&asked));
    assert_eq!(second(&server, &step).await.status, StatusCode::OK);
    assert_eq!(refused(&second(&server, &step).await), (401, "second_expired".into()), "replayed");
    let next = with_passkey(&asked, authenticator.answer(&asked));
    assert_eq!(refused(&second(&server, &next).await), (401, "second_expired".into()));
    // Under the ticket of another sign-in it answers another question; and the question is used up.
    let other = password(&server, "rosa").await;
    let mut moved = step;
    moved.ticket.clone_from(&other.ticket);
    assert_eq!(refused(&second(&server, &moved).await), (401, "wrong_second".into()));
    let right = with_passkey(&other, authenticator.answer(&other));
    assert_eq!(refused(&second(&server, &right).await), (401, "second_expired".into()));
    // Many at once: one is taken.
    let asked = password(&server, "rosa").await;
    let step = with_passkey(&asked, authenticator.answer(&asked));
    let answers = futures_util::future::join_all((0..8).map(|_| second(&server, &step))).await;
    let taken = answers.iter().filter(|answer| answer.status == StatusCode::OK).count();
    assert_eq!(taken, 1);
}

#[tokio::test]
async fn five_minutes_after_the_password_its_question_is_over() {
    let server = TestServer::start().await;
    let (_, mut authenticator, codes) = set_up(&server, "rosa").await;
    let later = async |ms: i64| {
        let mut db = server.look().await;
        let moved = sqlx::query("update challenge set at_ms = at_ms - ?").bind(ms);
        moved.execute(&mut db).await.unwrap();
    };
    let asked = password(&server, "rosa").await;
    later(301_000).await;
    let step = with_passkey(&asked, authenticator.answer(&asked));
    assert_eq!(refused(&second(&server, &step).await), (401, "second_expired".into()));
    let step = with_code(&asked, &codes[0]);
    assert_eq!(refused(&second(&server, &step).await), (401, "second_expired".into()));
    let asked = password(&server, "rosa").await;
    later(280_000).await;
    let step = with_passkey(&asked, authenticator.answer(&asked));
    assert_eq!(second(&server, &step).await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_answer_with_one_thing_wrong_is_not_taken() {
    let server = TestServer::start().await;
    let (_, right, _) = set_up(&server, "rosa").await;
    let says = |change: fn(&mut Says)| {
        let mut says = Says::default();
        change(&mut says);
        says
    };
    let wrong = [
        says(|says| says.origin = "https://streetlight.test.evil.example".to_owned()),
        says(|says| says.origin = "http://streetlight.test".to_owned()),
        says(|says| says.origin = "https://streetlight.test:8443".to_owned()),
        says(|says| says.cross_origin = true),
        says(|says| says.name = "evil.example".to_owned()),
        says(|says| says.kind = Some("webauthn.create")),
        says(|says| says.flags = VERIFIED),
        says(|says| says.flags = PRESENT),
        says(|says| says.more = vec![0]),
    ];
    for (count, says) in (1..).zip(wrong) {
        let asked = password(&server, "rosa").await;
        let mut authenticator = Authenticator { says, count, ..right.clone() };
        let step = with_passkey(&asked, authenticator.answer(&asked));
        assert_eq!(refused(&second(&server, &step).await), (401, "wrong_second".into()), "{count}");
        forget_failures(&server).await;
    }
    // Another key under the same name, and a signature over something else.
    let asked = password(&server, "rosa").await;
    let mut forged = Authenticator::new();
    forged.credential_id.clone_from(&right.credential_id);
    forged.count = 50;
    let step = with_passkey(&asked, forged.answer(&asked));
    assert_eq!(second(&server, &step).await.code(), "wrong_second");
    let asked = password(&server, "rosa").await;
    let mut bent = right.clone();
    bent.count = 50;
    let mut answer = bent.answer(&asked);
    *answer.signature.last_mut().unwrap() ^= 1;
    assert_eq!(second(&server, &with_passkey(&asked, answer)).await.code(), "wrong_second");
    // None of all that stood in the way of the right one.
    let asked = password(&server, "rosa").await;
    let mut right = Authenticator { count: 60, ..right };
    let step = with_passkey(&asked, right.answer(&asked));
    assert_eq!(second(&server, &step).await.status, StatusCode::OK);
}

/// As if a day had passed: what was counted is forgotten.
async fn forget_failures(server: &TestServer) {
    let mut db = server.look().await;
    sqlx::query("delete from sign_in_attempt").execute(&mut db).await.unwrap();
}

#[tokio::test]
async fn a_copied_passkey_shows_by_its_count() {
    let server = TestServer::start().await;
    let (_, mut authenticator, _) = set_up(&server, "rosa").await;
    let copy = authenticator.clone();
    for _ in 0..2 {
        let asked = password(&server, "rosa").await;
        let step = with_passkey(&asked, authenticator.answer(&asked));
        assert_eq!(second(&server, &step).await.status, StatusCode::OK);
    }
    let asked = password(&server, "rosa").await;
    let mut copy = copy;
    let step = with_passkey(&asked, copy.answer(&asked));
    assert_eq!(second(&server, &step).await.code(), "wrong_second");
    // One that lives on several phones does not count, and says nothing by it.
    let (_, shared, _) = set_up(&server, "wes").await;
    for _ in 0..2 {
        let asked = password(&server, "wes").await;
        let step = with_passkey(&asked, shared.answer_as_counted(&asked));
        assert_eq!(second(&server, &step).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn another_persons_passkey_opens_nothing_of_ones_own() {
    let server = TestServer::start().await;
    set_up(&server, "rosa").await;
    let (_, mut of_wes, _) = set_up(&server, "wes").await;
    let (_, mut of_olga, _) = set_up(&server, "olga").await;
    for other in [&mut of_wes, &mut of_olga] {
        let asked = password(&server, "rosa").await;
        let step = with_passkey(&asked, other.answer(&asked));
        assert_eq!(refused(&second(&server, &step).await), (401, "wrong_second".into()));
    }
    // Nor can it be set up a second time, by somebody else.
    let sam = TestPhone::signed_in(&server, "sam").await;
    let asked = ask_new(&server, &sam.cookie).await.json::<NewPasskey>();
    let answer = server.post("/api/v1/account/passkeys", &sam.cookie, &of_wes.make(&asked)).await;
    assert_eq!(refused(&answer), (409, "passkey_known".into()));
}

#[tokio::test]
async fn a_recovery_code_signs_in_once_however_it_is_typed_and_lies_nowhere_in_the_clear() {
    let server = TestServer::start().await;
    let (_, _, codes) = set_up(&server, "rosa").await;
    let asked = password(&server, "rosa").await;
    let typed = format!("  {} ", codes[0].to_uppercase().replace('-', " "));
    let answer = second(&server, &with_code(&asked, &typed)).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let left = account(&server, &answer.cookie().unwrap()).await.second_factor.unwrap();
    assert_eq!(left.codes_left, 9);
    let asked = password(&server, "rosa").await;
    let again = second(&server, &with_code(&asked, &codes[0])).await;
    assert_eq!(refused(&again), (401, "wrong_second".into()));
    // A mistyped one costs a try and not the password.
    let right = second(&server, &with_code(&asked, &codes[1])).await;
    assert_eq!(right.status, StatusCode::OK, "{}", right.text());
    // At once, it is one.
    let (one, two) = (password(&server, "rosa").await, password(&server, "rosa").await);
    let (one, two) = (with_code(&one, &codes[2]), with_code(&two, &codes[2]));
    let both = futures_util::future::join(second(&server, &one), second(&server, &two)).await;
    let taken = [&both.0, &both.1].into_iter().filter(|one| one.status == StatusCode::OK);
    assert_eq!(taken.count(), 1);
    let mut db = server.look().await;
    sqlx::raw_sql("pragma wal_checkpoint(truncate)").execute(&mut db).await.unwrap();
    let file = std::fs::read(server.folder.path().join("streetlight.db")).unwrap();
    for code in &codes {
        let plain = code.replace('-', "");
        for text in [code.as_bytes(), plain.as_bytes()] {
            assert!(!file.windows(text.len()).any(|bytes| bytes == text), "{code}");
        }
    }
}

#[tokio::test]
async fn whoever_knows_the_password_guesses_recovery_codes_five_at_once_and_then_waits() {
    let server = TestServer::start().await;
    let (_, _, codes) = set_up(&server, "rosa").await;
    let mut tickets = Vec::new();
    for _ in 0..4 {
        tickets.push(password(&server, "rosa").await);
    }
    let steps: Vec<SecondStep> =
        (0..40).map(|n| with_code(&tickets[n % 4], &format!("aaaa-bbbb-cccc-{n:04}"))).collect();
    let at_once = steps.iter().map(|step| second(&server, step));
    let answers = futures_util::future::join_all(at_once).await;
    let judged = answers.iter().filter(|answer| answer.status == StatusCode::UNAUTHORIZED).count();
    assert!((5..=8).contains(&judged), "{judged}");
    // The right password, given again, starts no new count.
    let mut db = server.look().await;
    sqlx::query("update sign_in_attempt set failures = 20").execute(&mut db).await.unwrap();
    forget_names(&server).await;
    let asked = password(&server, "rosa").await;
    let slowed = second(&server, &with_code(&asked, &codes[0])).await;
    assert_eq!(slowed.status, StatusCode::TOO_MANY_REQUESTS);
    let five_minutes = sqlx::query("update sign_in_attempt set last_at_ms = last_at_ms - 301000");
    five_minutes.execute(&mut db).await.unwrap();
    let right = second(&server, &with_code(&asked, &codes[0])).await;
    assert_eq!(right.status, StatusCode::OK, "nobody is locked out for good: {}", right.text());
    // A ticket that was made up is worth nothing.
    let made_up = SecondStep { ticket: "A".repeat(43), ..with_code(&asked, &codes[1]) };
    assert_eq!(refused(&second(&server, &made_up).await), (401, "second_expired".into()));
}

/// What was counted for names alone is forgotten.
async fn forget_names(server: &TestServer) {
    let tag = server.store.keyring().login_tag("rosa");
    let mut db = server.look().await;
    let names = sqlx::query("delete from sign_in_attempt where login_tag = ?").bind(tag.to_vec());
    names.execute(&mut db).await.unwrap();
}

#[tokio::test]
async fn one_address_runs_out_of_tries_at_the_second_step_as_well() {
    let server = TestServer::start().await;
    let attempt = async || {
        let step = SecondStep {
            ticket: "A".repeat(43),
            device_id: None,
            passkey: None,
            code: Some("x".into()),
        };
        let request = Request::post("/api/v1/session/second")
            .header("x-forwarded-for", "9.9.9.9")
            .header(header::CONTENT_TYPE, "application/json");
        server.send(request.body(Body::from(serde_json::to_vec(&step).unwrap())).unwrap()).await
    };
    for _ in 0..10 {
        assert_eq!(attempt().await.code(), "second_expired");
    }
    assert_eq!(attempt().await.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn neither_a_changed_nor_a_reset_password_gets_around_the_second_factor() {
    let server = TestServer::start().await;
    let (phone, mut authenticator, _) = set_up(&server, "rosa").await;
    let body = serde_json::json!({ "old": PASSWORD, "new": NEW_PASSWORD });
    let answer = server.post("/api/v1/account/password", &phone.cookie, &body).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let answer = server.sign_in("rosa", NEW_PASSWORD).await;
    assert_eq!(answer.status, StatusCode::ACCEPTED);
    let before: SecondNeeded = answer.json();
    // A password that is replaced meanwhile takes its question along.
    let login =
        server.store.login(&server.store.keyring().login_tag("rosa")).await.unwrap().unwrap();
    let hash = server::auth::password::hash("set at the console");
    server.store.set_password(&login, &hash).await.unwrap();
    let step = with_passkey(&before, authenticator.answer(&before));
    assert_eq!(second(&server, &step).await.status, StatusCode::UNAUTHORIZED);
    let answer = server.sign_in("rosa", "set at the console").await;
    assert_eq!(answer.status, StatusCode::ACCEPTED, "asked for it all the same");
    let asked: SecondNeeded = answer.json();
    let step = with_passkey(&asked, authenticator.answer(&asked));
    assert_eq!(second(&server, &step).await.status, StatusCode::OK);
}

#[tokio::test]
async fn where_it_is_required_a_session_without_it_opens_nothing_but_the_way_to_set_it_up() {
    let server = TestServer::start().await;
    let sam = TestPhone::enrolled(&server, "sam").await;
    let rosa = TestPhone::enrolled(&server, "rosa").await;
    let run = |arguments: &[&str]| {
        let output = streetlight(server.folder.path(), arguments).output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let north = server.north.to_string();
    assert_eq!(run(&["agency", "second-factor", "on", "--agency", &north]).0, Some(0));
    let pull = sam.ask(&server, None).await;
    assert_eq!(
        refused(&pull),
        (401, "second_factor_missing".into()),
        "a session of before as well"
    );
    assert_eq!(rosa.ask(&server, None).await.status, StatusCode::OK, "a worker needs none");
    let again = server.sign_in("sam", PASSWORD).await;
    let half = again.json::<SignedIn>();
    assert!(half.second_factor_missing);
    assert_eq!(half.agency.staff.len(), 1, "a password alone says who else works here");
    let open = ["/api/v1/session", "/api/v1/account", "/api/v1/devices", "/api/v1/health"];
    let cookie = again.cookie().unwrap();
    for (method, path) in API_ROUTES {
        if method == "GET" {
            let path = path.replace(['{', '}'], "");
            let answer = server.get(&path, &cookie).await;
            match open.contains(&path.as_str()) {
                true => assert_eq!(answer.status, StatusCode::OK, "{path}"),
                false => assert_eq!(answer.code(), "second_factor_missing", "{path}"),
            }
        }
    }
    let seen = account(&server, &cookie).await.second_factor.unwrap();
    assert!(seen.required && seen.passkeys.is_empty());
    let mut phone = TestPhone::signed_in(&server, "wes").await;
    phone.cookie.clone_from(&cookie);
    assert_eq!(phone.enrol(&server).await.status, StatusCode::OK);
    let (mut authenticator, codes) = set_up_on(&server, &cookie).await;
    assert_eq!(codes.len(), 10);
    assert_eq!(phone.ask(&server, None).await.status, StatusCode::OK);
    let asked = password(&server, "sam").await;
    let step = with_passkey(&asked, authenticator.answer(&asked));
    let answer = second(&server, &step).await;
    assert!(!answer.json::<SignedIn>().second_factor_missing);
    assert_eq!(run(&["agency", "second-factor", "off", "--agency", &north]).0, Some(0));
    assert_eq!(server.sign_in("ada", PASSWORD).await.status, StatusCode::OK);
    assert!(server.store.verify_audit(server.north).await.unwrap().is_whole());
}
