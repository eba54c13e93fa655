//! A thief with a dictionary: every name with every birthday, against the ids in a stolen backup and
//! those that a phone has in the clear.

use crate::{
    faults::amount,
    support::{PASSWORD, TestPhone, TestServer, look_at, options, process::streetlight, words},
};
use domain::{
    Hash,
    id::ClientId,
    wire::v1::{Client, ReceiptOutcome},
};
use server::{
    keys,
    store::{Batch, NewClient, Store},
};
use sqlx::{AssertSqlSafe, Row as _};
use std::{
    collections::{BTreeSet, HashSet},
    fs,
    io::Write as _,
    path::Path,
    process::Stdio,
};
use tempfile::TempDir;

/// Names that everybody can look up. The clients are among them.
const FIRST: [&str; 20] = [
    "juniper", "marlow", "rosa", "wes", "ada", "olga", "sam", "mo", "dana", "ines", "luis",
    "maria", "john", "james", "linda", "robert", "carlos", "ana", "wei", "fatima",
];
const LAST: [&str; 20] = [
    "sampleton",
    "stone",
    "diaz",
    "ito",
    "park",
    "ivanova",
    "smith",
    "johnson",
    "williams",
    "brown",
    "jones",
    "garcia",
    "miller",
    "davis",
    "rodriguez",
    "martinez",
    "hernandez",
    "lopez",
    "wilson",
    "lee",
];

/// So many of the clients have no key of the agency's, and are known by name and birthday.
const PEOPLE: [(&str, &str, &str); 3] = [
    ("Juniper", "Juniper Stone", "1984-05-06"),
    ("Marlow", "Marlow Ito", "1971-03-04"),
    ("Fatima", "Fatima Lee", "1990-12-31"),
];

fn run(data: &Path, arguments: &[&str]) -> String {
    let done = streetlight(data, arguments).output().unwrap();
    assert!(done.status.success(), "{done:?}");
    String::from_utf8(done.stdout).unwrap()
}

fn sheet() -> String {
    let lines = PEOPLE.map(|(called, legal, born)| format!("{called},{legal},{born},dana\n"));
    format!("preferred_name,legal_name,born_on,worker_login\n{}", lines.concat())
}

/// An agency with Dana.
fn agency() -> TempDir {
    let folder = TempDir::new().unwrap();
    run(folder.path(), &["agency", "add", "North"]);
    let add = ["user", "add", "dana", "--name", "Dana Reyes", "--password-stdin"];
    let mut add = streetlight(folder.path(), &add).stdin(Stdio::piped()).spawn().unwrap();
    add.stdin.take().unwrap().write_all(format!("{PASSWORD}\n").as_bytes()).unwrap();
    assert!(add.wait().unwrap().success());
    folder
}

fn import(data: &Path) -> String {
    let file = data.join("people.csv");
    fs::write(&file, sheet()).unwrap();
    run(data, &["import", "caseload", file.to_str().unwrap()])
}

/// Every run of sixteen bytes that a column of the file holds: ids, and what may be one.
async fn ids_in(file: &Path) -> HashSet<[u8; 16]> {
    let mut db = look_at(file).await;
    let tables = "select name from sqlite_schema where type = 'table' and name not like 'sqlite%'";
    let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(&mut db).await.unwrap();
    let mut ids = HashSet::new();
    for table in tables {
        let all = AssertSqlSafe(format!("select * from {table}"));
        for row in sqlx::query(all).fetch_all(&mut db).await.unwrap() {
            let bytes = (0..row.len()).filter_map(|at| row.try_get::<&[u8], _>(at).ok());
            ids.extend(bytes.flat_map(|bytes| bytes.array_windows().copied().collect::<Vec<_>>()));
        }
    }
    ids
}

/// An id as an import makes it of a text, by whatever hash of it.
fn id_of(hash: &[u8; 32]) -> [u8; 16] {
    let mut id: [u8; 16] = *hash.first_chunk().unwrap();
    id[6] = (id[6] & 0x0f) | 0x80;
    id[8] = (id[8] & 0x3f) | 0x80;
    id
}

fn text_of(agency: &str, called: &str, legal: &str, born: &str) -> String {
    format!("caseload|{agency}|client|person|{called}|{legal}||{born}")
}

/// Goes through so many pairs of name and birthday; which of the ids they name.
fn named(
    agency: &str,
    ids: &HashSet<[u8; 16]>,
    pairs: usize,
    keys_tried: &[&[u8]],
) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    let names = FIRST.iter().flat_map(|first| LAST.iter().map(move |last| (*first, *last)));
    let names: Vec<_> = names.collect();
    let days = (0..).map(|day| {
        let born = chrono::NaiveDate::from_ymd_opt(1990, 12, 31).unwrap();
        (born - chrono::Days::new(day)).to_string()
    });
    let all = days.flat_map(|born| names.iter().map(move |name| (*name, born.clone())));
    for ((first, last), born) in all.take(pairs) {
        let text = text_of(agency, first, &format!("{first} {last}"), &born);
        let mut tried = vec![*Hash::of(text.as_bytes()).as_bytes()];
        tried.extend(keys_tried.iter().map(|key| keys::hmac(key, &[text.as_bytes()])));
        if tried.iter().any(|hash| ids.contains(&id_of(hash))) {
            named.insert(text);
        }
    }
    named
}

#[tokio::test]
async fn a_dictionary_names_nobody_in_a_stolen_backup_or_on_a_phone() {
    let folder = agency();
    assert!(import(folder.path()).contains("New: 3 clients"));
    let again = import(folder.path());
    assert!(again.contains("New: 0 clients") && again.contains("As before: 3 clients"), "{again}");

    let store = Store::open(&options(folder.path())).await.unwrap();
    let agency = store.agencies().await.unwrap().first().unwrap().to_string();
    let backup = folder.path().join("stolen.db");
    store.backup(&backup).await.unwrap();
    let server = TestServer::over(folder, store);
    let mut phone = TestPhone::enrolled(&server, "dana").await;
    let pages = phone.pull(&server, None).await;
    let clients: Vec<_> = pages.iter().flat_map(|page| &page.clients).collect();
    assert_eq!(clients.len(), PEOPLE.len());
    let on_phone: HashSet<_> = clients.iter().map(|client| *client.client_id.as_bytes()).collect();
    let mut ids = ids_in(&backup).await;
    assert!(on_phone.is_subset(&ids), "the thief looks where the ids are");
    ids.extend(on_phone);

    // Years of birthdays, each with every name: ten million in `make faults`.
    let pairs = amount("STREETLIGHT_NAMES", 3_000_000);
    let mut db = look_at(&backup).await;
    let sealed = "select sealed_key from agency";
    let sealed: Vec<u8> = sqlx::query_scalar(sealed).fetch_one(&mut db).await.unwrap();
    let found = named(&agency, &ids, pairs, &[]);
    assert_eq!(found, BTreeSet::new(), "nobody is named");
    // Nor by whatever else lies there, taken for the key.
    let id = uuid::Uuid::parse_str(&agency).unwrap();
    let wrong: [&[u8]; 4] = [&[], &[0; 32], id.as_bytes(), &sealed];
    assert_eq!(named(&agency, &ids, pairs / 20, &wrong), BTreeSet::new());

    // The dictionary is one that names these people where it can.
    let plain = PEOPLE.map(|(called, legal, born)| {
        let (called, legal) = (called.to_lowercase(), legal.to_lowercase());
        id_of(Hash::of(text_of(&agency, &called, &legal, born).as_bytes()).as_bytes())
    });
    assert_eq!(named(&agency, &HashSet::from(plain), 3_000_000, &[]).len(), PEOPLE.len());
}

#[tokio::test]
async fn an_import_finds_whoever_came_under_a_plain_id_and_their_notes_arrive() {
    let folder = agency();
    let store = Store::open(&options(folder.path())).await.unwrap();
    let agency_id = *store.agencies().await.unwrap().first().unwrap();
    let dana = store.login(&store.keyring().login_tag("dana")).await.unwrap().unwrap().staff;
    let mut before = Batch::of(store.agency(agency_id).await.unwrap());
    before.clients = Vec::from(PEOPLE.map(|(called, legal, born)| {
        let text =
            text_of(&agency_id.to_string(), &called.to_lowercase(), &legal.to_lowercase(), born);
        let id = ClientId::from_bytes(id_of(Hash::of(text.as_bytes()).as_bytes()));
        NewClient { client: Client { client_id: id, ..words::client(1) }, assigned: vec![dana] }
    }));
    let ids: Vec<_> = before.clients.iter().map(|new| new.client.client_id).collect();
    store.load(before, &mut |_, _| {}).await.unwrap();
    let server = TestServer::over(folder, store);
    let mut phone = TestPhone::enrolled(&server, "dana").await;
    let waiting = ids.iter().map(|id| phone.sign_note(words::note(*id, "written before")));
    let waiting: Vec<_> = waiting.collect();

    let server = server
        .restart_after(async |folder| {
            let said = import(folder);
            assert!(said.contains("New: 0 clients"), "{said}");
        })
        .await;
    assert_eq!(server.number("select count(*) from client").await, 3);
    for note in &waiting {
        assert_eq!(phone.deliver_one(&server, note).await, ReceiptOutcome::Applied);
    }
    let pages = phone.pull(&server, None).await;
    let clients: BTreeSet<_> =
        pages.iter().flat_map(|page| &page.clients).map(|client| client.client_id).collect();
    assert_eq!(clients, ids.into_iter().collect());
    assert_eq!(pages.iter().map(|page| page.contacts.len()).sum::<usize>(), 3);
}
