use crate::support::{ROSA, TestPhone, TestServer, agency, options, staff, words};
use domain::{
    operation::Payload,
    record::RecordKind,
    wire::v1::{Client, ContactRow},
};
use server::store::{Access, Batch, NewClient, OpenError, OpenOptions, Store};
use std::path::Path;

const CANARIES: [&str; 7] = [
    "canary-note",
    "canary-step",
    "canary-name",
    "canary-phone",
    "canary-addendum",
    "canary-agency",
    "canary-login",
];

#[tokio::test]
async fn nothing_anybody_said_or_is_called_stands_in_the_files_in_clear() {
    let server = TestServer::start().await;
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let client = words::client_id(60);
    let named = Client { preferred_name: "canary-name".to_owned(), ..words::client(60) };
    rosa.does(&server, Payload::ClientMet(named)).await;
    let note = words::note_with_step(client, "canary-note", "canary-step");
    rosa.does(&server, Payload::ContactSigned(note.clone())).await;
    let more = words::addendum(&note, "canary-addendum");
    rosa.does(&server, Payload::AddendumSigned(more)).await;
    let enrol = serde_json::json!({
        "device_id": domain::id::DeviceId::from_bytes([7; 16]),
        "name": "canary-phone",
        "key": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    });
    server.post("/api/v1/devices", &rosa.cookie, &enrol).await;
    server.store.load(Batch::of(agency(103, "canary-agency")), &mut |_, _| {}).await.unwrap();
    server.sign_in("canary-login", "x").await;
    let backup = server.folder.path().join("copy.db");
    let beside = Store::open(&server.read_access()).await.unwrap();
    beside.backup(&backup).await.unwrap();
    let mut looked_at = 0;
    for entry in std::fs::read_dir(server.folder.path()).unwrap() {
        let path = entry.unwrap().path();
        if !path.is_file() {
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        looked_at += 1;
        for canary in CANARIES {
            let found = bytes.windows(canary.len()).any(|window| window == canary.as_bytes());
            assert!(!found, "{canary} in {}", path.display());
        }
    }
    assert!(looked_at >= 4, "database, log, backup and key");
}

#[tokio::test]
async fn a_batch_loaded_twice_changes_nothing_the_second_time() {
    let server = TestServer::start().await;
    let mut batch = Batch::of(agency(101, "North"));
    batch.clients = vec![NewClient { client: words::client(10), assigned: vec![staff(ROSA)] }];
    batch.records.push(words::row(words::note(words::client_id(10), "one"), ROSA).into());
    batch.crisis_plans = vec![words::plan(words::client_id(10), 50)];
    let mut heard = Vec::new();
    let mut progress = |done, total| heard.push((done, total));
    let first = server.store.load(batch.clone(), &mut progress).await.unwrap();
    assert_eq!((first.inserted.clients, first.inserted.of(RecordKind::Contact)), (1, 1));
    assert_eq!(heard, [(3, 3)]);
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    rosa.pull(&server, None).await;
    let second = server.store.load(batch.clone(), &mut |_, _| {}).await.unwrap();
    assert_eq!(second.inserted, Default::default());
    assert_eq!(second.updated, Default::default());
    assert_eq!((second.unchanged.clients, second.unchanged.assignments), (1, 1));
    assert_eq!(rosa.pull_page(&server, None).await, None);
    batch.crisis_plans[0].language = "es".to_owned();
    let third = server.store.load(batch, &mut |_, _| {}).await.unwrap();
    assert_eq!(third.updated.crisis_plans, 1);
    let page = rosa.pull_page(&server, None).await.unwrap();
    assert_eq!(page.crisis_plans[0].version, 2);
}

#[tokio::test]
async fn everything_is_there_after_a_restart() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    rosa.does(&server, Payload::ContactSigned(words::note(client, "kept"))).await;
    rosa.pull(&server, None).await;
    let server = server.restart().await;
    assert_eq!(rosa.pull_page(&server, None).await, None);
    rosa.cursor = None;
    let pages = rosa.pull(&server, None).await;
    assert_eq!(pages.iter().map(|page| page.contacts.len()).sum::<usize>(), 1);
}

async fn refusal(options: &OpenOptions) -> OpenError {
    Store::open(options).await.expect_err("it must not open")
}

#[tokio::test]
async fn one_process_has_a_database_and_a_reader_may_look_on() {
    let server = TestServer::start().await;
    let second = refusal(&options(server.folder.path())).await;
    assert!(matches!(second, OpenError::InUse(_)), "{second}");
    assert!(second.to_string().contains("Nothing was changed"));
    let reader = Store::open(&server.read_access()).await.unwrap();
    assert_eq!(reader.agencies().await.unwrap().len(), 2);
}

fn spoil(folder: &Path, from: usize) {
    let file = folder.join("streetlight.db");
    let mut bytes = std::fs::read(&file).unwrap();
    bytes.iter_mut().skip(from).take(40_000).for_each(|byte| *byte = 0x5a);
    std::fs::write(&file, bytes).unwrap();
}

#[tokio::test]
async fn a_damaged_database_is_said_to_be_damaged() {
    for from in [0, 4_096] {
        let folder = tempfile::tempdir().unwrap();
        Store::open(&options(folder.path())).await.unwrap().close().await;
        spoil(folder.path(), from);
        let error = refusal(&options(folder.path())).await;
        assert!(matches!(error, OpenError::Corrupt(..)), "{error:?}");
        let sentence = error.to_string();
        assert!(sentence.contains("damaged") && sentence.contains("restore"), "{sentence}");
    }
}

#[tokio::test]
async fn a_database_from_the_future_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    Store::open(&options(folder.path())).await.unwrap().close().await;
    let mut db = crate::support::look_at(&folder.path().join("streetlight.db")).await;
    sqlx::query(
        "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
         values (9999, 'from the future', 1, x'00', 0)",
    )
    .execute(&mut db)
    .await
    .unwrap();
    let error = refusal(&options(folder.path())).await;
    assert!(matches!(error, OpenError::Newer(_, 9999)), "{error}");
}

#[tokio::test]
async fn without_its_key_or_with_another_the_database_is_not_opened() {
    let server = TestServer::start().await;
    let key = server.folder.path().join("master.key");
    let aside = server.folder.path().join("aside");
    server.store.close().await;
    let TestServer { folder, store, .. } = server;
    drop(store);
    std::fs::rename(&key, &aside).unwrap();
    let error = refusal(&OpenOptions { access: Access::Read, ..options(folder.path()) }).await;
    assert!(error.to_string().contains("missing"), "{error}");
    std::fs::copy(&aside, &key).unwrap();
    std::fs::write(&key, format!("{}\n", "A".repeat(43))).unwrap();
    let error = refusal(&OpenOptions { access: Access::Read, ..options(folder.path()) }).await;
    assert!(matches!(error, OpenError::WrongKey(_)), "{error}");
}

#[tokio::test]
async fn a_note_that_is_imported_again_with_other_words_stays_as_it_was_and_is_counted() {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..11).await[0];
    let row = words::row(words::note(client, "By the river"), ROSA);
    let load = async |row: ContactRow| {
        let mut batch = Batch::of(agency(101, "North"));
        batch.records.push(row.into());
        server.store.load(batch, &mut |_, _| {}).await.unwrap()
    };
    assert_eq!(load(row.clone()).await.inserted.of(RecordKind::Contact), 1);
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    rosa.pull(&server, None).await;

    let mut other = row.clone();
    other.contact.seen_heard = "By the lake".to_owned();
    let loaded = load(other).await;
    assert_eq!((loaded.kept.of(RecordKind::Contact), loaded.updated), (1, Default::default()));
    // What the server made of it is no word of anybody's.
    let loaded = load(ContactRow { date_in_doubt: true, ..row.clone() }).await;
    assert_eq!(loaded.unchanged.of(RecordKind::Contact), 1);
    assert_eq!(rosa.pull_page(&server, None).await, None);
    rosa.cursor = None;
    let pages = rosa.pull(&server, None).await;
    let notes: Vec<_> = pages.iter().flat_map(|page| &page.contacts).collect();
    assert_eq!(notes, [&row]);
}
