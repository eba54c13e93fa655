//! A client's own plan: opened by link and code, and by nothing else.

use crate::{
    fact_sheets,
    support::{Answer, ROSA, SAM, TestPhone, TestServer, options, staff, words},
};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use domain::{
    id::{ClientId, RecordId},
    json::Json,
    operation::Payload,
    own::{Code, Happened, Secret, Sort, WAY_DAYS_MAX},
    record::RecordKind,
    wire::v1::{
        CellRecord, OwnHeard, OwnMessage, OwnOpened, OwnView, QuarantineCode, ReceiptOutcome,
        Stage, TaskClosed, TaskState,
    },
};
use futures_util::future::join_all;
use serde_json::json;
use server::{clock, keys};

/// A link that a worker made.
pub struct Link {
    pub record: CellRecord,
    pub secret: Secret,
    pub code: Code,
}

/// A link that works until so many days from now.
pub fn link(client: ClientId, days: i64) -> Link {
    let secret = Secret::of(keys::random());
    let code = Code::of(|| Ok::<_, ()>(keys::random())).unwrap();
    let expires = clock::now().plus_ms(days * 86_400_000).date();
    let texts = [
        ("tag", secret.tag().to_string()),
        ("verifier", secret.verifier(&code).to_string()),
        ("expires", expires.to_string()),
        ("language", "en".to_owned()),
    ];
    let record = record(
        RecordKind::ClientAccess,
        client,
        texts.map(|(name, text)| (name.to_owned(), Json::Text(text))).into(),
    );
    Link { record, secret, code }
}

pub fn record(kind: RecordKind, client_id: ClientId, content: Vec<(String, Json)>) -> CellRecord {
    let record_id = RecordId::from_parts(1, keys::random());
    CellRecord { record_id, kind, client_id, at: clock::now(), content: Json::Object(content) }
}

fn ended(link: &Link) -> CellRecord {
    let access = Json::Text(link.record.record_id.to_string());
    record(RecordKind::ClientAccessEnded, link.record.client_id, vec![("access".into(), access)])
}

impl TestServer {
    /// Asks as a browser that nobody is signed in on, from an address of its own.
    pub async fn ask_own(&self, what: &str, from: u32, body: serde_json::Value) -> Answer {
        let address = format!("10.{}.{}.{}", from >> 16, (from >> 8) & 255, from & 255);
        let request = Request::post(format!("/api/v1/own/{what}"))
            .header("x-forwarded-for", address)
            .header(header::CONTENT_TYPE, "application/json");
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    async fn open(&self, link: &Link, from: u32) -> Answer {
        let (secret, code) = (link.secret.to_string(), link.code.to_string());
        self.ask_own("open", from, json!({ "secret": secret, "code": code })).await
    }
}

async fn signs(phone: &mut TestPhone, server: &TestServer, record: &CellRecord) {
    let outcome = phone.does(server, Payload::RecordSigned(record.clone())).await;
    assert_eq!(outcome, ReceiptOutcome::Applied);
}

/// Rosa's client with a link that is known to the server.
async fn linked() -> (TestServer, TestPhone, Link) {
    let server = TestServer::start().await;
    let client = *server.add_clients(ROSA, 10..11).await.first().unwrap();
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let link = link(client, 30);
    signs(&mut rosa, &server, &link.record).await;
    (server, rosa, link)
}

#[tokio::test]
async fn link_and_code_open_the_plan_and_what_happened_can_be_read_in_it() {
    let (server, _, link) = linked().await;
    let answer = server.open(&link, 1).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let opened: OwnOpened = answer.json();
    assert_eq!(opened.view.agency, "North");
    let log: Vec<_> = opened.view.log.iter().map(|event| (event.what, event.by.as_str())).collect();
    assert_eq!(log, [(Happened::Opened, ""), (Happened::Made, "Rosa")]);
    // Kept and removed: the pass is enough, and both are on record.
    for kept in [true, false] {
        let body = json!({ "pass": opened.pass, "kept": kept });
        let view: OwnView = server.ask_own("look", 2, body).await.json();
        let what = if kept { Happened::Kept } else { Happened::Removed };
        assert_eq!(view.log.first().map(|event| event.what), Some(what));
    }
    let verified = server.store.verify_audit(server.north).await.unwrap();
    assert!(verified.is_whole(), "{:?}", verified.findings);
    // Neither secret nor code nor pass lies in the database as it is.
    let database = std::fs::read(server.folder.path().join("streetlight.db")).unwrap();
    let log = std::fs::read(server.folder.path().join("streetlight.db-wal")).unwrap_or_default();
    let bytes = [database, log].concat();
    let plain = |text: &str| text.replace(['-', ' '], "");
    for never in [plain(&link.secret.to_string()), plain(&link.code.to_string()), opened.pass] {
        assert!(!bytes.windows(never.len()).any(|window| window == never.as_bytes()));
    }
}

#[tokio::test]
async fn what_is_over_says_in_a_sentence_what_to_do() {
    let (server, mut rosa, first) = linked().await;
    let client = first.record.client_id;
    let opened: OwnOpened = server.open(&first, 1).await.json();
    signs(&mut rosa, &server, &ended(&first)).await;
    let again = json!({ "pass": opened.pass });
    assert_eq!(server.open(&first, 2).await.code(), "own_ended");
    assert_eq!(server.ask_own("look", 3, again).await.code(), "own_ended");
    let old = link(client, -2);
    signs(&mut rosa, &server, &old.record).await;
    assert_eq!(server.open(&old, 4).await.code(), "own_expired");
    let unknown = link(client, 30);
    assert_eq!(server.open(&unknown, 5).await.code(), "own_unknown");
    // No record opens for ever, whatever a made-up one says.
    let endless = link(client, 40_000);
    signs(&mut rosa, &server, &endless.record).await;
    let opened: OwnOpened = server.open(&endless, 9).await.json();
    let last = opened.view.until.expect("the last day is said");
    assert!((last - clock::now().date()).num_days().unsigned_abs() <= WAY_DAYS_MAX, "{last}");
    // Whoever has only the link does not learn that it is over.
    let wrong = json!({ "secret": first.secret.to_string(), "code": "AAAAAA" });
    assert_eq!(server.ask_own("open", 6, wrong).await.code(), "own_wrong_code");
    // One that another client's file names is not ended by it.
    let other = server.add_clients(ROSA, 11..12).await[0];
    let mine = link(client, 30);
    signs(&mut rosa, &server, &mine.record).await;
    let mut foreign = ended(&mine);
    foreign.client_id = other;
    signs(&mut rosa, &server, &foreign).await;
    assert_eq!(server.open(&mine, 7).await.status, StatusCode::OK);
    // Nobody makes another link under the same secret.
    let mut twin = mine.record.clone();
    twin.record_id = RecordId::from_parts(1, keys::random());
    let outcome = rosa.does(&server, Payload::RecordSigned(twin)).await;
    let code = QuarantineCode::FieldInvalid;
    assert_eq!(outcome, ReceiptOutcome::Quarantined { code });
}

#[tokio::test]
async fn fifty_at_once_guess_no_more_often_than_one_and_the_right_code_works_after_the_wait() {
    let (server, _, link) = linked().await;
    let guess = async |n: u32| {
        let secret = link.secret.to_string();
        let letters = ["A", "B", "C", "D", "E", "F", "G", "H", "J", "K"];
        let code = [
            "AAAA",
            letters.get(n as usize / 10 % 10).unwrap(),
            letters.get(n as usize % 10).unwrap(),
        ]
        .concat();
        server.ask_own("open", 100 + n, json!({ "secret": secret, "code": code })).await
    };
    let answers = join_all((0..50).map(guess)).await;
    let judged =
        |answers: &[Answer]| answers.iter().filter(|one| one.code() == "own_wrong_code").count();
    let slowed = answers.iter().filter(|one| one.status == StatusCode::TOO_MANY_REQUESTS).count();
    assert_eq!((judged(&answers), slowed), (5, 45));
    assert!(
        answers
            .iter()
            .all(|one| one.code() != "too_many" || one.headers.contains_key(header::RETRY_AFTER))
    );
    // The right code waits like any other, from wherever it comes.
    assert_eq!(server.open(&link, 9_000).await.status, StatusCode::TOO_MANY_REQUESTS);
    let mut db = server.look().await;
    sqlx::query("update client_access_attempt set failures = 20, last_at_ms = last_at_ms - 300000")
        .execute(&mut db)
        .await
        .unwrap();
    let answers = join_all((50..100).map(guess)).await;
    assert_eq!(judged(&answers), 1, "one wait is one try");
    sqlx::query("update client_access_attempt set last_at_ms = last_at_ms - 300000")
        .execute(&mut db)
        .await
        .unwrap();
    let right = server.open(&link, 9_001).await;
    assert_eq!(right.status, StatusCode::OK, "{}", right.text());
    assert_eq!(server.number("select count(*) from client_access_attempt").await, 0);
    // A phone on which the plan is open already notices nothing of it all.
    let opened: OwnOpened = right.json();
    join_all((0..50).map(guess)).await;
    let look = json!({ "pass": opened.pass });
    assert_eq!(server.ask_own("look", 9_002, look).await.status, StatusCode::OK);
    let one_address = join_all((0..40).map(|_| server.open(&link, 7))).await;
    assert!(one_address.iter().all(|one| one.status == StatusCode::TOO_MANY_REQUESTS));
}

/// Links that nobody made have no wait of their own; the address has.
#[tokio::test]
async fn one_address_tries_twenty_links_a_minute_and_leaves_nothing_behind() {
    let (server, _, known) = linked().await;
    let client = known.record.client_id;
    let mut answered = 0;
    for _ in 0..40 {
        let answer = server.open(&link(client, 30), 7).await;
        assert!(matches!(answer.status.as_u16(), 404 | 429), "{}", answer.text());
        answered += usize::from(answer.status == StatusCode::NOT_FOUND);
    }
    // One comes back every three seconds.
    assert!((20..=23).contains(&answered), "{answered}");
    assert_eq!(server.open(&known, 8).await.status, StatusCode::OK);
    // Passes that were made up, of which there is no end.
    let mut refused = 0;
    for n in 0..400 {
        let made_up = json!({ "pass": format!("made up {n}") });
        let answer = server.ask_own("look", 9, made_up).await;
        assert!(matches!(answer.status.as_u16(), 404 | 429), "{}", answer.text());
        refused += usize::from(answer.status == StatusCode::TOO_MANY_REQUESTS);
    }
    assert!((80..=100).contains(&refused), "{refused}");
}

fn message(sort: Sort, text: &str) -> OwnMessage {
    OwnMessage {
        message_id: RecordId::from_parts(1, keys::random()),
        sort,
        line: None,
        about: String::new(),
        text: text.to_owned(),
        at: clock::now(),
    }
}

#[tokio::test]
async fn what_a_client_says_is_taken_once_and_stays_to_do_until_it_is_answered() {
    let (server, mut rosa, link) = linked().await;
    let opened: OwnOpened = server.open(&link, 1).await.json();
    let said = message(Sort::CallMe, "After six, please.");
    let say = async |message: &OwnMessage| {
        let body = json!({ "pass": opened.pass, "message": message });
        server.ask_own("say", 1, body).await
    };
    let first: OwnHeard = say(&said).await.json();
    let at_once = join_all((0..10).map(|_| say(&said))).await;
    assert!(at_once.iter().all(|again| again.json::<OwnHeard>() == first));
    let pages = rosa.pull(&server, None).await;
    let rows: Vec<_> = pages.iter().flat_map(|page| &page.records).collect();
    let own: Vec<_> =
        rows.iter().filter(|row| row.record.kind == RecordKind::ClientMessage).collect();
    let tasks: Vec<_> = pages.iter().flat_map(|page| &page.tasks).collect();
    let ([row], [task]) = (own.as_slice(), tasks.as_slice()) else { panic!("{own:?} {tasks:?}") };
    assert_eq!(row.author, domain::own::client_as_author(link.record.client_id));
    assert_eq!((task.owner, task.message_id), (staff(ROSA), Some(said.message_id)));
    assert_eq!(task.title, "Asks to be called: After six, please.");
    // Ticking it off is no answer.
    let closed = TaskClosed {
        task_id: task.task_id,
        client_id: task.client_id,
        state: TaskState::Done,
        at: clock::now(),
    };
    rosa.does(&server, Payload::TaskClosed(closed)).await;
    assert!(rosa.pull(&server, None).await.iter().all(|page| page.tasks.is_empty()));
    let text = |name: &str, text: String| (name.to_owned(), Json::Text(text));
    let answer = record(
        RecordKind::MessageAnswer,
        link.record.client_id,
        vec![
            text("line", said.message_id.to_string()),
            text("goal", said.text.clone()),
            text("text", "I call at seven.".into()),
            text("closes_task", task.task_id.to_string()),
        ],
    );
    signs(&mut rosa, &server, &answer).await;
    let pages = rosa.pull(&server, None).await;
    let states: Vec<_> = pages.iter().flat_map(|page| &page.tasks).map(|task| task.state).collect();
    assert_eq!(states, [TaskState::Done]);
    let view: OwnView = server.ask_own("look", 1, json!({ "pass": opened.pass })).await.json();
    let [seen] = view.said.as_slice() else { panic!("{:?}", view.said) };
    let answer = seen.answer.as_ref().map(|answer| (answer.text.as_str(), answer.by.as_str()));
    assert_eq!(answer, Some(("I call at seven.", "Rosa")));
    // Nothing is no message, and an id is one message's for ever.
    assert_eq!(say(&message(Sort::Feedback, " ")).await.status, StatusCode::BAD_REQUEST);
    let mut reused = message(Sort::Leave, "");
    reused.message_id = RecordId::from_bytes(*link.record.record_id.as_bytes());
    assert_eq!(say(&reused).await.status, StatusCode::OK, "ids are a kind's own");
    let verified = server.store.verify_audit(server.north).await.unwrap();
    assert!(verified.is_whole(), "{:?}", verified.findings);
}

#[tokio::test]
async fn what_a_client_says_reaches_somebody_who_may_answer_also_where_nobody_carried_them() {
    let (server, _, link) = linked().await;
    let client = link.record.client_id;
    let opened: OwnOpened = server.open(&link, 1).await.json();
    server.store.unassign(server.north, staff(ROSA), client).await.unwrap();
    let mut sam = TestPhone::enrolled(&server, "sam").await;
    assert!(sam.pull(&server, None).await.iter().all(|page| page.tasks.is_empty()));
    let said = message(Sort::CallMe, "After six, please.");
    let body = json!({ "pass": opened.pass, "message": said });
    assert_eq!(server.ask_own("say", 1, body).await.status, StatusCode::OK);
    let pages = sam.pull(&server, None).await;
    let tasks: Vec<_> = pages.iter().flat_map(|page| &page.tasks).collect();
    let [task] = tasks.as_slice() else { panic!("{tasks:?}") };
    assert_eq!((task.owner, task.message_id), (staff(SAM), Some(said.message_id)));
    let text = |name: &str, text: String| (name.to_owned(), Json::Text(text));
    let answer = vec![
        text("line", said.message_id.to_string()),
        text("text", "I call at seven.".into()),
        text("closes_task", task.task_id.to_string()),
    ];
    signs(&mut sam, &server, &record(RecordKind::MessageAnswer, client, answer)).await;
    let view: OwnView = server.ask_own("look", 1, json!({ "pass": opened.pass })).await.json();
    assert!(view.said.first().is_some_and(|said| said.answer.is_some()));
    let given = "select count(*) from audit_event where action = 'assignment_changed'";
    assert_eq!(server.number(given).await, 2, "taken from one, given to the other");
    assert!(server.store.verify_audit(server.north).await.unwrap().is_whole());
}

#[tokio::test]
async fn a_client_ends_their_own_link_and_the_workers_phone_hears_of_it() {
    let (server, mut rosa, link) = linked().await;
    let opened: OwnOpened = server.open(&link, 1).await.json();
    let end = json!({ "pass": opened.pass });
    let answer = server.ask_own("end", 1, end.clone()).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT, "{}", answer.text());
    assert_eq!(server.ask_own("end", 1, end).await.code(), "own_ended");
    assert_eq!(server.open(&link, 2).await.code(), "own_ended");
    let pages = rosa.pull(&server, None).await;
    let ended = pages.iter().flat_map(|page| &page.records);
    let ended: Vec<_> =
        ended.filter(|row| row.record.kind == RecordKind::ClientAccessEnded).collect();
    assert_eq!(ended.len(), 1);
    assert!(server.store.verify_audit(server.north).await.unwrap().is_whole());
}

#[tokio::test]
async fn no_word_that_is_not_the_clients_to_see_is_in_an_answer() {
    let (server, mut rosa, link) = linked().await;
    let client = link.record.client_id;
    let mut note = words::note_with_step(client, "canary seen or heard", "canary step for staff");
    note.impression = "canary impression".into();
    note.purpose = "canary purpose".into();
    rosa.does(&server, Payload::ContactSigned(note)).await;
    let mut shown = words::note_with_step(client, "canary other note", "Go to the housing office");
    shown.next_step.as_mut().unwrap().for_client = true;
    rosa.does(&server, Payload::ContactSigned(shown)).await;
    let answer = server.open(&link, 1).await;
    assert!(!answer.text().contains("canary"), "{}", answer.text());
    assert!(answer.text().contains("Go to the housing office"));
    assert!(!answer.text().contains(&client.to_string()), "not even by whose id it is");
    let name = words::client(10).preferred_name;
    assert!(!answer.text().contains(&name), "{name}");
}

#[tokio::test]
async fn a_link_that_was_ended_since_a_backup_stays_so_when_it_is_put_back() {
    let (server, mut rosa, first) = linked().await;
    let second = link(first.record.client_id, 30);
    signs(&mut rosa, &server, &second.record).await;
    let opened: OwnOpened = server.open(&first, 1).await.json();
    let backup = server.folder.path().join("backup.db");
    server.store.backup(&backup).await.unwrap();
    signs(&mut rosa, &server, &ended(&first)).await;
    let server = server
        .restart_after(async |folder| {
            server::store::restore(&options(folder), &backup, false).await.unwrap();
        })
        .await;
    assert_eq!(server.open(&first, 2).await.code(), "own_ended");
    // The phone asks for link and code again, and forgets nothing: a restore is nobody's wish.
    let look = json!({ "pass": opened.pass });
    assert_eq!(server.ask_own("look", 3, look).await.code(), "own_unknown");
    assert_eq!(server.open(&second, 4).await.status, StatusCode::OK);
    assert!(server.store.verify_audit(server.north).await.unwrap().is_whole());
}

#[tokio::test]
async fn the_pages_of_a_closed_case_say_so() {
    let (server, mut rosa, link) = linked().await;
    let opened = server.open(&link, 2).await;
    let pages = rosa.pull(&server, None).await;
    let seen = pages.iter().flat_map(|page| &page.clients).next().unwrap();
    let edit = fact_sheets::edit(seen, |sheet| sheet.stage = Stage::Closed);
    rosa.does(&server, Payload::FactSheetSaved(edit)).await;
    let opened: OwnOpened = opened.json();
    assert_eq!(server.open(&link, 1).await.code(), "own_closed");
    let look = json!({ "pass": opened.pass });
    assert_eq!(server.ask_own("look", 1, look.clone()).await.code(), "own_closed");
    let say = json!({ "pass": opened.pass, "message": message(Sort::CallMe, "") });
    assert_eq!(server.ask_own("say", 1, say).await.code(), "own_closed");
    // Ending the link works for one that opens nothing, too.
    assert_eq!(server.ask_own("end", 1, look.clone()).await.status, StatusCode::NO_CONTENT);
    assert_eq!(server.ask_own("look", 1, look).await.code(), "own_ended");
}

#[tokio::test]
async fn a_phone_that_nobody_knows_is_not_told_that_the_link_was_ended() {
    let (server, mut rosa, link) = linked().await;
    let first: OwnOpened = server.open(&link, 1).await.json();
    let kept = json!({ "pass": first.pass, "kept": true });
    for _ in 0..2 {
        let view: OwnView = server.ask_own("look", 1, kept.clone()).await.json();
        let times = view.log.iter().filter(|event| event.what == Happened::Kept).count();
        assert_eq!(times, 1, "however often a phone says so");
    }
    let idle: OwnOpened = server.open(&link, 2).await.json();
    let used: OwnOpened = server.open(&link, 3).await.json();
    let code = async |pass: &str| {
        let answer = server.ask_own("look", 1, json!({ "pass": pass })).await;
        if answer.status == StatusCode::OK { "open".to_owned() } else { answer.code() }
    };
    for from in 0..20 {
        assert_eq!(code(&used.pass).await, "open");
        assert_eq!(server.open(&link, 100 + from).await.status, StatusCode::OK);
    }
    assert_eq!(code(&idle.pass).await, "own_unknown", "the one used longest ago went");
    assert_eq!(code(&used.pass).await, "open");
    assert_eq!(code(&first.pass).await, "open", "where it is kept it stays");
    let said = message(Sort::CallMe, "After six, please.");
    let say = json!({ "pass": used.pass, "message": said });
    let heard: OwnHeard = server.ask_own("say", 1, say.clone()).await.json();
    // Removed is removed, and the pass with it.
    let removed = json!({ "pass": first.pass, "kept": false });
    assert_eq!(server.ask_own("look", 1, removed).await.status, StatusCode::OK);
    assert_eq!(code(&first.pass).await, "own_unknown");
    signs(&mut rosa, &server, &ended(&link)).await;
    assert_eq!(code(&used.pass).await, "own_ended");
    assert_eq!(code(&idle.pass).await, "own_unknown");
    // What arrived before is not said to have been lost, and nothing more is taken.
    assert_eq!(server.ask_own("say", 1, say).await.json::<OwnHeard>(), heard);
    let more = json!({ "pass": used.pass, "message": message(Sort::CallMe, "") });
    assert_eq!(server.ask_own("say", 1, more).await.code(), "own_ended");
}

#[tokio::test]
async fn an_end_that_overtakes_its_link_ends_it_all_the_same() {
    let (server, mut rosa, first) = linked().await;
    let late = link(first.record.client_id, 30);
    signs(&mut rosa, &server, &ended(&late)).await;
    assert_eq!(server.open(&late, 1).await.code(), "own_unknown");
    signs(&mut rosa, &server, &late.record).await;
    assert_eq!(server.open(&late, 2).await.code(), "own_ended");
    assert_eq!(server.open(&first, 3).await.status, StatusCode::OK);
    assert!(server.store.verify_audit(server.north).await.unwrap().is_whole());
}
