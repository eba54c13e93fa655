use crate::support::{ROSA, TestPhone, TestServer, words};
use axum::http::StatusCode;
use chrono::TimeDelta;
use domain::{
    agency::release_texts,
    wire::v1::{AgencyContent, CrisisLine, CrisisProtocol, Policy, ReleaseText, SaveAgencyContent},
};
use server::clock;
use std::slice::from_ref;

fn line(label: &str, tel: &str) -> CrisisLine {
    let tel = tel.to_owned();
    CrisisLine { label: label.to_owned(), tel, ..CrisisLine::begin(words::at(0).date()) }
}

fn content(definition: &str, lines: Vec<CrisisLine>) -> AgencyContent {
    let protocol = CrisisProtocol {
        definition: definition.to_owned(),
        steps: vec!["Respond at once.".to_owned()],
        responder_label: "Mobile crisis".to_owned(),
        effective: Some(words::at(0).date()),
        ..CrisisProtocol::default()
    };
    AgencyContent { lines, protocol, ..AgencyContent::default() }
}

#[tokio::test]
async fn what_an_administrator_writes_is_on_every_phone_after_its_next_pull() {
    let server = TestServer::start().await;
    server.add_clients(ROSA, 10..11).await;
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let ada = TestPhone::enrolled(&server, "ada").await;
    rosa.pull(&server, None).await;
    assert_eq!(rosa.pull_page(&server, None).await, None);

    let written = content("A life may be in danger.", vec![line(" On call ", "860-555-0100")]);
    let save = SaveAgencyContent { before: AgencyContent::default(), content: written };
    let answer = server.post("/api/v1/agency", &ada.cookie, &save).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT, "{}", answer.text());

    let agency = rosa.pull_page(&server, None).await.unwrap().agency.unwrap();
    assert_eq!(agency.lines, [line("On call", "860-555-0100")]);
    assert_eq!(agency.protocol.definition, "A life may be in danger.");
    assert_eq!((agency.name.as_str(), agency.staff.len()), ("North", 4), "nothing else changed");
    let mut db = server.look().await;
    let (staff, detail): (Vec<u8>, String) = sqlx::query_as(
        "select staff_id, detail from audit_event
         where action = 'agency_saved' and staff_id is not null",
    )
    .fetch_one(&mut db)
    .await
    .unwrap();
    assert_eq!(staff, crate::support::staff(crate::support::ADA).as_bytes());
    assert_eq!(detail, r#"{"lines":1,"steps":1}"#, "numbers, not words");
    drop(db);
    let server = server.restart().await;
    assert_eq!(server.store.agency(server.north).await.unwrap().lines.len(), 1);
}

#[tokio::test]
async fn the_second_of_two_administrators_is_told_and_changes_nothing() {
    let server = TestServer::start().await;
    let ada = TestPhone::enrolled(&server, "ada").await;
    let first = content("first", vec![line("One", "988")]);
    let second = content("second", vec![line("Two", "988")]);
    let save = async |before: &AgencyContent, content: &AgencyContent| {
        let save = SaveAgencyContent { before: before.clone(), content: content.clone() };
        server.post("/api/v1/agency", &ada.cookie, &save).await
    };
    let empty = AgencyContent::default();
    assert_eq!(save(&empty, &first).await.status, StatusCode::NO_CONTENT);
    let late = save(&empty, &second).await;
    assert_eq!((late.status, late.code()), (StatusCode::CONFLICT, "changed_meanwhile".into()));
    assert_eq!(server.store.agency(server.north).await.unwrap().protocol, first.protocol);
    // A reply that was lost: the same once more is no clash.
    assert_eq!(save(&empty, &first).await.status, StatusCode::NO_CONTENT);
    // Having seen the first, the second may decide.
    assert_eq!(save(&first, &second).await.status, StatusCode::NO_CONTENT);
    assert_eq!(server.store.agency(server.north).await.unwrap().protocol, second.protocol);
}

#[tokio::test]
async fn a_line_that_nobody_could_call_is_refused_and_nothing_is_saved() {
    let server = TestServer::start().await;
    let ada = TestPhone::enrolled(&server, "ada").await;
    let written = content("A life may be in danger.", vec![line("Nobody", "ask around")]);
    let save = SaveAgencyContent { before: AgencyContent::default(), content: written };
    let answer = server.post("/api/v1/agency", &ada.cookie, &save).await;
    let refused = (StatusCode::UNPROCESSABLE_ENTITY, "content_invalid".to_owned());
    assert_eq!((answer.status, answer.code()), refused);
    assert!(server.store.agency(server.north).await.unwrap().lines.is_empty());
    for line in [
        line("Two in one", "988 or 911"),
        line("More than one reads", "988, then 2 for Spanish and 1 for the rest"),
        line(&"x".repeat(201), "988"),
    ] {
        let written = content("A life may be in danger.", vec![line]);
        let save = SaveAgencyContent { before: AgencyContent::default(), content: written };
        let answer = server.post("/api/v1/agency", &ada.cookie, &save).await;
        assert_eq!((answer.status, answer.code()), refused);
    }
    let large = content(&"x".repeat(1_100 * 1024), Vec::new());
    let save = SaveAgencyContent { before: AgencyContent::default(), content: large };
    let answer = server.post("/api/v1/agency", &ada.cookie, &save).await;
    assert_eq!(answer.code(), "too_large");
}

#[tokio::test]
async fn deadlines_reach_every_phone_and_an_app_that_does_not_know_them_leaves_them_alone() {
    let server = TestServer::start().await;
    server.add_clients(ROSA, 10..11).await;
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let ada = TestPhone::enrolled(&server, "ada").await;
    rosa.pull(&server, None).await;
    let save = async |before: &AgencyContent, content: &AgencyContent| {
        let save = SaveAgencyContent { before: before.clone(), content: content.clone() };
        server.post("/api/v1/agency", &ada.cookie, &save).await
    };
    let of = |policy: &Policy| AgencyContent {
        policy: Some(policy.clone()),
        ..AgencyContent::default()
    };
    let usual = Policy::default();
    let strict = Policy { note_due_h: 24, service_week: 7, ..Policy::default() };
    assert_eq!(save(&of(&usual), &of(&strict)).await.status, StatusCode::NO_CONTENT);
    let agency = rosa.pull_page(&server, None).await.unwrap().agency.unwrap();
    assert_eq!(agency.policy, strict);
    let mut db = server.look().await;
    let detail: String = sqlx::query_scalar(
        "select detail from audit_event where action = 'agency_saved' and staff_id is not null",
    )
    .fetch_one(&mut db)
    .await
    .unwrap();
    assert!(detail.contains(r#""note_due_h":24"#), "the log says what was set: {detail}");
    drop(db);

    // Whoever had seen others is told; the same once more is no clash.
    let late = save(&of(&usual), &of(&Policy { note_due_h: 48, ..Policy::default() })).await;
    assert_eq!((late.status, late.code()), (StatusCode::CONFLICT, "changed_meanwhile".into()));
    assert_eq!(save(&of(&usual), &of(&strict)).await.status, StatusCode::NO_CONTENT);

    // As an app from before sends it.
    let definition = content("A life may be in danger.", Vec::new());
    let answer = save(&AgencyContent::default(), &definition).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT, "{}", answer.text());
    assert_eq!(server.store.agency(server.north).await.unwrap().policy, strict);

    let absurd = of(&Policy { idle_lock_s: 0, ..strict.clone() });
    let answer = save(&of(&strict), &absurd).await;
    let refused = (StatusCode::UNPROCESSABLE_ENTITY, "content_invalid".to_owned());
    assert_eq!((answer.status, answer.code()), refused);
}

#[tokio::test]
async fn what_is_read_before_a_release_reaches_every_phone_and_nobody_rewrites_what_was_read() {
    let server = TestServer::start().await;
    server.add_clients(ROSA, 10..11).await;
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let ada = TestPhone::enrolled(&server, "ada").await;
    rosa.pull(&server, None).await;
    // The day of the phone that is furthest behind.
    let there = clock::now().plus_ms(-12 * 3_600_000).date();
    let text = |in_days: i64, words: &str| ReleaseText {
        from: Some(there + TimeDelta::days(in_days)),
        en: words.to_owned(),
        es: format!("{words}, en español"),
    };
    let of = |texts: &[ReleaseText]| AgencyContent {
        release_texts: Some(texts.to_vec()),
        ..AgencyContent::default()
    };
    let save = async |before: &AgencyContent, content: &AgencyContent| {
        let save = SaveAgencyContent { before: before.clone(), content: content.clone() };
        let answer = server.post("/api/v1/agency", &ada.cookie, &save).await;
        (answer.status, if answer.status.is_success() { String::new() } else { answer.code() })
    };
    let done = (StatusCode::NO_CONTENT, String::new());
    let refused = (StatusCode::UNPROCESSABLE_ENTITY, "content_invalid".to_owned());
    let (read, later) = (text(0, "You do not have to sign this."), text(9, "You need not sign."));
    assert_eq!(save(&of(&[]), &of(&[text(-1, "Dated back.")])).await, refused);
    let unseen = save(&AgencyContent::default(), &of(from_ref(&later))).await;
    assert_eq!(unseen, refused, "whoever has not seen those that stand there");
    assert_eq!(save(&of(&[]), &of(&[read.clone(), later.clone()])).await, done);
    let agency = rosa.pull_page(&server, None).await.unwrap().agency.unwrap();
    assert_eq!(release_texts(&agency).unwrap(), [read.clone(), later.clone()]);

    // As an app from before sends it, which knows of no such texts.
    let definition = content("A life may be in danger.", Vec::new());
    assert_eq!(save(&AgencyContent::default(), &definition).await, done);
    let agency = server.store.agency(server.north).await.unwrap();
    assert_eq!(release_texts(&agency).unwrap(), [read.clone(), later.clone()]);

    // What was read to people stays as it was; what is to come may be taken back.
    let with = |texts: &[ReleaseText]| {
        let protocol = definition.protocol.clone();
        AgencyContent { protocol, ..of(texts) }
    };
    let both = with(&[read.clone(), later.clone()]);
    let other = ReleaseText { en: "You must sign this.".to_owned(), ..read.clone() };
    assert_eq!(save(&both, &with(from_ref(&later))).await, refused);
    assert_eq!(save(&both, &with(&[other, later])).await, refused);
    assert_eq!(save(&both, &with(from_ref(&read))).await, done);
    let agency = server.store.agency(server.north).await.unwrap();
    assert_eq!(release_texts(&agency).unwrap(), from_ref(&read));

    let one = ReleaseText { es: String::new(), ..text(20, "In English alone.") };
    assert_eq!(save(&with(from_ref(&read)), &with(&[read, one])).await, refused);
    let said = "select count(*) from audit_event where action = 'agency_saved'
        and detail like '%release_texts_from%'";
    assert_eq!(server.number(said).await, 2);
}
