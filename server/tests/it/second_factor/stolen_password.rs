//! What somebody who knows the password, and nothing else, does to its owner.

use super::*;
use std::time::Duration;

#[tokio::test]
async fn wrong_codes_of_somebody_else_keep_no_passkey_waiting() {
    let server = TestServer::start().await;
    let (_, mut authenticator, _) = set_up(&server, "rosa").await;
    let asked = password(&server, "rosa").await;
    for n in 0..5 {
        second(&server, &with_code(&asked, &format!("aaaa-bbbb-cccc-{n:04}"))).await;
    }
    let mut db = server.look().await;
    sqlx::query("update sign_in_attempt set failures = 20").execute(&mut db).await.unwrap();
    let waits = second(&server, &with_code(&asked, "aaaa-bbbb-cccc-dddd")).await;
    assert_eq!(waits.status, StatusCode::TOO_MANY_REQUESTS);
    forget_names(&server).await;
    let asked = password(&server, "rosa").await;
    let answer = second(&server, &with_passkey(&asked, authenticator.answer(&asked))).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
}

#[tokio::test]
async fn an_answer_that_is_neither_passkey_nor_code_counts_as_no_guess() {
    let server = TestServer::start().await;
    let (_, _, codes) = set_up(&server, "rosa").await;
    let asked = password(&server, "rosa").await;
    for _ in 0..10 {
        let nothing = SecondStep { passkey: None, code: None, ..with_code(&asked, "") };
        let answer = second(&server, &nothing).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{}", answer.text());
    }
    assert_eq!(second(&server, &with_code(&asked, &codes[0])).await.status, StatusCode::OK);
}

#[tokio::test]
async fn questions_without_answers_are_slowed_like_wrong_passwords_until_one_is_answered() {
    let server = TestServer::start().await;
    let (_, _, codes) = set_up(&server, "rosa").await;
    let asked = password(&server, "rosa").await;
    for _ in 0..4 {
        password(&server, "rosa").await;
    }
    let slowed = server.sign_in("rosa", PASSWORD).await;
    assert_eq!(slowed.status, StatusCode::TOO_MANY_REQUESTS);
    // The owner's question is still there: ten may wait, and no more than five came at once.
    assert_eq!(second(&server, &with_code(&asked, &codes[0])).await.status, StatusCode::OK);
    password(&server, "rosa").await;
    let noted = "select count(*) from audit_event
        where action = 'signed_in' and outcome = 'second_needed'";
    assert!(server.number(noted).await >= 6, "a right password alone is on record");
}

#[tokio::test]
async fn a_question_is_over_with_the_password_it_followed() {
    let server = TestServer::start().await;
    let (phone, ..) = set_up(&server, "rosa").await;
    password(&server, "rosa").await;
    assert_eq!(server.number("select count(*) from challenge").await, 1);
    let change = serde_json::json!({ "old": PASSWORD, "new": NEW_PASSWORD });
    let answer = server.post("/api/v1/account/password", &phone.cookie, &change).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(server.number("select count(*) from challenge").await, 0);
}

/// Their request was let in while there was no passkey, and waits for its turn to write while the
/// owner sets one up.
#[tokio::test]
async fn a_session_that_ends_while_its_request_waits_gets_no_recovery_codes() {
    let server = TestServer::start().await;
    let (owner, ..) = set_up(&server, "wes").await;
    let thief = TestPhone::enrolled(&server, "rosa").await;
    let mut db = server.look().await;
    sqlx::query("begin immediate").execute(&mut db).await.unwrap();
    let path = "/api/v1/account/recovery-codes";
    let asks = server.post(path, &thief.cookie, &());
    let sets_up = async {
        tokio::time::sleep(Duration::from_millis(500)).await;
        let passkey = "insert into passkey select agency_id, randomblob(16), ?, randomblob(16),
                public_key, 0, body, added_at_ms, null from passkey";
        for sql in [passkey, "delete from session where staff_id = ?"] {
            sqlx::query(sql).bind(staff(ROSA).as_bytes().to_vec()).execute(&mut db).await.unwrap();
        }
        sqlx::query("commit").execute(&mut db).await.unwrap();
    };
    let (answer, ()) = tokio::join!(asks, sets_up);
    assert_eq!(answer.status, StatusCode::NOT_FOUND, "{}", answer.text());
    assert_eq!(server.number("select count(*) from recovery_code").await, 10, "those of wes");
    assert_eq!(server.post(path, &owner.cookie, &()).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_passkey_that_was_taken_out_of_the_database_leaves_no_password_alone_after_a_restore() {
    let server = TestServer::start().await;
    set_up(&server, "rosa").await;
    let folder = server.folder.path().to_owned();
    let run = |arguments: &[&str]| {
        let output = streetlight(&folder, arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let backup = folder.join("backup.db").display().to_string();
    run(&["backup", &backup]);
    let mut db = server.look().await;
    sqlx::query("delete from passkey").execute(&mut db).await.unwrap();
    drop(db);
    let mut said = String::new();
    let server = server.restart_after(async |_| said = run(&["restore", &backup])).await;
    assert_eq!(server.sign_in("rosa", PASSWORD).await.status, StatusCode::UNAUTHORIZED);
    assert!(said.contains("rosa"), "whose password counts no longer is named: {said}");
}
