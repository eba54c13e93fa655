//! Setting a second factor up, and what becomes of it.

use super::*;

#[tokio::test]
async fn whoever_has_the_password_alone_adds_no_passkey_of_their_own() {
    let server = TestServer::start().await;
    let thief = TestPhone::enrolled(&server, "rosa").await;
    let (phone, ..) = set_up(&server, "rosa").await;
    // A session that was begun without, should there ever be one.
    let mut db = server.look().await;
    sqlx::query("update session set second_factor = 0").execute(&mut db).await.unwrap();
    assert_eq!(ask_new(&server, &thief.cookie).await.code(), "signed_out");
    assert_eq!(ask_new(&server, &phone.cookie).await.code(), "second_factor_missing");
    sqlx::query("update session set second_factor = 1").execute(&mut db).await.unwrap();
    // Nor a session that was left open for ten minutes, or copied.
    let asked = ask_new(&server, &phone.cookie).await.json::<NewPasskey>();
    age_sessions(&server, 11).await;
    assert_eq!(ask_new(&server, &phone.cookie).await.code(), "password_needed");
    let made = Authenticator::new().make(&asked);
    let answer = server.post("/api/v1/account/passkeys", &phone.cookie, &made).await;
    assert_eq!(refused(&answer), (401, "password_needed".into()));
    let codes = server.post("/api/v1/account/recovery-codes", &phone.cookie, &()).await;
    assert_eq!(codes.code(), "password_needed");
    let passkey =
        account(&server, &phone.cookie).await.second_factor.unwrap().passkeys[0].passkey_id;
    let request = Request::delete(format!("/api/v1/account/passkeys/{passkey}"));
    let request = request.header(header::COOKIE, &phone.cookie).body(Body::empty()).unwrap();
    assert_eq!(server.send(request).await.code(), "password_needed");
}

#[tokio::test]
async fn a_new_passkey_with_one_thing_wrong_is_not_taken_and_its_question_is_used_up() {
    let server = TestServer::start().await;
    let rosa = TestPhone::enrolled(&server, "rosa").await;
    let wrong: [fn(&mut Says); 7] = [
        |says| says.origin = "https://evil.example".to_owned(),
        |says| says.name = "evil.example".to_owned(),
        |says| says.kind = Some("webauthn.get"),
        |says| says.flags = PRESENT,
        |says| says.flags = VERIFIED,
        |says| says.algorithm = -257,
        |says| says.more = vec![1, 2, 3],
    ];
    for (n, change) in wrong.into_iter().enumerate() {
        let asked = ask_new(&server, &rosa.cookie).await.json::<NewPasskey>();
        let mut authenticator = Authenticator::new();
        change(&mut authenticator.says);
        let made = authenticator.make(&asked);
        let answer = server.post("/api/v1/account/passkeys", &rosa.cookie, &made).await;
        assert_eq!(refused(&answer), (422, "passkey_not_taken".into()), "{n}");
        authenticator.says = Says::default();
        let made = authenticator.make(&asked);
        let answer = server.post("/api/v1/account/passkeys", &rosa.cookie, &made).await;
        assert_eq!(refused(&answer), (401, "second_expired".into()), "{n}");
    }
    // The question that somebody else was asked is nobody else's.
    let wes = TestPhone::enrolled(&server, "wes").await;
    let asked = ask_new(&server, &wes.cookie).await.json::<NewPasskey>();
    ask_new(&server, &rosa.cookie).await;
    let made = Authenticator::new().make(&asked);
    let answer = server.post("/api/v1/account/passkeys", &rosa.cookie, &made).await;
    assert_eq!(answer.code(), "passkey_not_taken");
    assert_eq!(server.number("select count(*) from passkey").await, 0);
}

#[tokio::test]
async fn whatever_an_authenticator_says_is_read_without_coming_to_grief() {
    let server = TestServer::start().await;
    let rosa = TestPhone::enrolled(&server, "rosa").await;
    let asked = ask_new(&server, &rosa.cookie).await.json::<NewPasskey>();
    let made = Authenticator::new().make(&asked);
    let origin = crate::support::authenticator::ORIGIN.parse().unwrap();
    let of = server::auth::webauthn::Asked { origin: &origin, challenge: &asked.challenge };
    let take =
        |attestation: &[u8]| server::auth::webauthn::take_new(of, &made.client_data, attestation);
    assert!(take(&made.attestation).is_ok());
    for cut in 0..made.attestation.len() {
        assert!(take(&made.attestation[..cut]).is_err(), "{cut}");
        for bit in 0..8 {
            let mut bent = made.attestation.clone();
            bent[cut] ^= 1 << bit;
            let _either = take(&bent);
        }
    }
    // Deep and large lies about what follows.
    for bytes in [
        vec![0x9f; 16_000],
        vec![0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        vec![0x5b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
    ] {
        assert!(take(&bytes).is_err());
    }
}

#[tokio::test]
async fn a_passkey_is_taken_away_and_with_the_last_one_the_codes() {
    let server = TestServer::start().await;
    let (phone, _, codes) = set_up(&server, "rosa").await;
    let (_, none) = set_up_on(&server, &phone.cookie).await;
    assert!(none.is_empty(), "those of the first still count");
    let shown = account(&server, &phone.cookie).await.second_factor.unwrap();
    assert_eq!((shown.passkeys.len(), shown.codes_left), (2, 10));
    let fresh = server.post("/api/v1/account/recovery-codes", &phone.cookie, &()).await;
    let fresh = fresh.json::<RecoveryCodes>().codes;
    let asked = password(&server, "rosa").await;
    assert_eq!(second(&server, &with_code(&asked, &codes[0])).await.code(), "wrong_second");
    assert_eq!(second(&server, &with_code(&asked, &fresh[0])).await.status, StatusCode::OK);
    let wes = TestPhone::enrolled(&server, "wes").await;
    for passkey in shown.passkeys {
        let path = format!("/api/v1/account/passkeys/{}", passkey.passkey_id);
        let remove = async |cookie: &str| {
            let request = Request::delete(&path).header(header::COOKIE, cookie);
            server.send(request.body(Body::empty()).unwrap()).await.status
        };
        assert_eq!(remove(&wes.cookie).await, StatusCode::NOT_FOUND, "not another's");
        assert_eq!(remove(&phone.cookie).await, StatusCode::NO_CONTENT);
        assert_eq!(remove(&phone.cookie).await, StatusCode::NOT_FOUND);
    }
    assert_eq!(server.number("select count(*) from recovery_code").await, 0);
    assert_eq!(server.sign_in("rosa", PASSWORD).await.status, StatusCode::OK);
    let none = server.post("/api/v1/account/recovery-codes", &phone.cookie, &()).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    assert!(server.store.verify_audit(server.north).await.unwrap().is_whole());
}

#[tokio::test]
async fn ten_passkeys_are_enough() {
    let server = TestServer::start().await;
    let (phone, ..) = set_up(&server, "rosa").await;
    for _ in 1..10 {
        set_up_on(&server, &phone.cookie).await;
    }
    let asked = ask_new(&server, &phone.cookie).await.json::<NewPasskey>();
    let made = Authenticator::new().make(&asked);
    let answer = server.post("/api/v1/account/passkeys", &phone.cookie, &made).await;
    assert_eq!(refused(&answer), (422, "too_many_passkeys".into()));
}

#[tokio::test]
async fn at_the_console_a_second_factor_is_taken_away_and_whoever_left_has_none() {
    let server = TestServer::start().await;
    let (phone, ..) = set_up(&server, "rosa").await;
    set_up(&server, "wes").await;
    let run = |arguments: &[&str]| {
        let output = streetlight(server.folder.path(), arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let said = run(&["user", "reset-second-factor", "rosa"]);
    assert!(said.contains("streetlight user password rosa"), "{said}");
    assert_eq!(phone.ask(&server, None).await.code(), "signed_out");
    assert_eq!(server.sign_in("rosa", PASSWORD).await.status, StatusCode::OK);
    run(&["user", "end", "wes"]);
    assert_eq!(server.number("select count(*) from passkey").await, 0);
    assert_eq!(server.number("select count(*) from recovery_code").await, 0);
    assert!(server.store.verify_audit(server.north).await.unwrap().is_whole());
}

#[tokio::test]
async fn a_server_that_does_not_know_its_name_sets_none_up_and_lets_nobody_in_without() {
    let server = TestServer::start().await;
    let (phone, mut authenticator, codes) = set_up(&server, "rosa").await;
    let server = server.started(|config| config.origin = None);
    assert_eq!(account(&server, &phone.cookie).await.second_factor, None);
    assert_eq!(refused(&ask_new(&server, &phone.cookie).await), (422, "no_passkeys_here".into()));
    let asked = password(&server, "rosa").await;
    assert_eq!(asked.rp_id, "");
    let step = with_passkey(&asked, authenticator.answer(&asked));
    assert_eq!(second(&server, &step).await.code(), "no_passkeys_here");
    assert_eq!(second(&server, &with_code(&asked, &codes[0])).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_restore_brings_back_no_passkey_that_was_taken_away_and_no_code_that_was_used() {
    let server = TestServer::start().await;
    let (rosa, _, codes) = set_up(&server, "rosa").await;
    set_up_on(&server, &rosa.cookie).await;
    let folder = server.folder.path().to_owned();
    let run = |arguments: &[&str]| {
        let output = streetlight(&folder, arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    };
    let backup = folder.join("backup.db").display().to_string();
    run(&["backup", &backup]);
    let shown = account(&server, &rosa.cookie).await.second_factor.unwrap();
    let path = format!("/api/v1/account/passkeys/{}", shown.passkeys[0].passkey_id);
    let request = Request::delete(&path).header(header::COOKIE, &rosa.cookie);
    server.send(request.body(Body::empty()).unwrap()).await;
    let asked = password(&server, "rosa").await;
    assert_eq!(second(&server, &with_code(&asked, &codes[0])).await.status, StatusCode::OK);
    // Somebody who had none yet when the backup was made.
    set_up(&server, "wes").await;
    let north = server.north.to_string();
    run(&["agency", "second-factor", "on", "--agency", &north]);
    let server = server.restart_after(async |_| run(&["restore", &backup])).await;
    assert_eq!(server.number("select count(*) from passkey").await, 1);
    assert_eq!(server.number("select count(*) from agency_rule where second_factor = 1").await, 1);
    let asked = password(&server, "rosa").await;
    assert_eq!(second(&server, &with_code(&asked, &codes[0])).await.code(), "wrong_second");
    assert_eq!(second(&server, &with_code(&asked, &codes[1])).await.status, StatusCode::OK);
    // The password that stood beside a passkey does not stand alone.
    assert_eq!(server.sign_in("wes", PASSWORD).await.status, StatusCode::UNAUTHORIZED);
}
