//! Pages of papers: in parts, out of order, twice, from whom and for whom, through kills and restores.

use crate::support::{
    ROSA, TestPhone, TestServer, WES, agency, options, process::streetlight, words,
};
use axum::http::{StatusCode, header};
use domain::{
    Hash,
    id::{ClientId, PageId, RecordId},
    operation::Payload,
    record::{
        RecordKind,
        paper::{JPEG, Page, add_page, begin},
    },
    wire::v1::{CellRecord, PART_BYTES, PageTaken, PartHead, ReceiptOutcome, Revoked, parts_of},
};
use server::{
    keys,
    store::{Broken, restore},
};
use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};
use tempfile::TempDir;

/// A page of noise, which no compression makes smaller.
pub struct Picture {
    pub page_id: PageId,
    pub bytes: Vec<u8>,
}

impl Picture {
    pub fn of(length: u32) -> Self {
        let mut bytes = Vec::new();
        while bytes.len() < length as usize {
            bytes.extend_from_slice(&keys::random::<4096>());
        }
        bytes.truncate(length as usize);
        Self { page_id: PageId::from_parts(1, keys::random()), bytes }
    }

    pub fn parts(&self) -> u32 {
        parts_of(u32::try_from(self.bytes.len()).unwrap())
    }

    pub fn head(&self, client_id: ClientId, part: u32) -> PartHead {
        let bytes = u32::try_from(self.bytes.len()).unwrap();
        let sha256 = Hash::of(&self.bytes);
        PartHead { page_id: self.page_id, client_id, part, bytes, sha256 }
    }

    pub fn part(&self, part: u32) -> &[u8] {
        let mut parts = self.bytes.chunks(PART_BYTES as usize);
        parts.nth(part as usize).unwrap()
    }

    async fn send(
        &self,
        server: &TestServer,
        by: &TestPhone,
        client: ClientId,
        part: u32,
    ) -> PageTaken {
        let answer = by.send_part(server, &self.head(client, part), self.part(part)).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        answer.json()
    }

    async fn send_all(&self, server: &TestServer, by: &TestPhone, client: ClientId) {
        for part in 0..self.parts() {
            self.send(server, by, client, part).await;
        }
    }

    fn page(&self) -> Page {
        let bytes = u32::try_from(self.bytes.len()).unwrap();
        let sha256 = Hash::of(&self.bytes);
        Page { page_id: self.page_id, media: JPEG.to_owned(), bytes, sha256 }
    }
}

/// The record of a paper with these pages.
pub fn record(client_id: ClientId, pages: &[&Picture]) -> CellRecord {
    let mut cells = begin(None);
    pages.iter().for_each(|picture| add_page(&mut cells, &picture.page()));
    CellRecord {
        record_id: RecordId::from_parts(1, keys::random()),
        kind: RecordKind::Paper,
        client_id,
        at: words::at(0),
        content: cells.json(),
    }
}

/// A paper with a page of two parts, which the server has.
pub async fn kept(
    server: &TestServer,
    phone: &mut TestPhone,
    client: ClientId,
) -> (RecordId, PageId) {
    let picture = Picture::of(PART_BYTES + 7);
    let record = record(client, &[&picture]);
    let id = record.record_id;
    assert_eq!(phone.does(server, Payload::RecordSigned(record)).await, ReceiptOutcome::Applied);
    picture.send_all(server, phone, client).await;
    (id, picture.page_id)
}

/// Copies a folder of papers, if there is one.
pub fn copy(from: &Path, to: &Path) {
    for file in files(from) {
        let place = to.join(file.strip_prefix(from).unwrap());
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::copy(&file, place).unwrap();
    }
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] })
        .collect();
    files.sort();
    files
}

fn path(record: RecordId, page: PageId) -> String {
    format!("/api/v1/papers/{record}/pages/{page}")
}

struct Given {
    server: TestServer,
    client: ClientId,
    rosa: TestPhone,
}

async fn given() -> Given {
    let server = TestServer::start().await;
    let client = server.add_clients(ROSA, 10..12).await.remove(0);
    let rosa = TestPhone::enrolled(&server, "rosa").await;
    Given { server, client, rosa }
}

#[tokio::test]
async fn parts_come_in_any_order_and_twice_and_the_whole_is_handed_out_as_it_was_taken() {
    let Given { server, client, mut rosa } = given().await;
    let picture = Picture::of(3 * PART_BYTES + 11);
    let record = record(client, &[&picture]);
    let place = path(record.record_id, picture.page_id);
    rosa.does(&server, Payload::RecordSigned(record)).await;
    let early = server.get(&place, &rosa.cookie).await;
    assert_eq!((early.status, early.code()), (StatusCode::NOT_FOUND, "paper_not_here".into()));
    for (part, have) in [(2, vec![2]), (0, vec![0, 2]), (2, vec![0, 2]), (3, vec![0, 2, 3])] {
        let taken = picture.send(&server, &rosa, client, part).await;
        assert_eq!(taken, PageTaken { have, whole: false });
    }
    assert_eq!(server.get(&place, &rosa.cookie).await.code(), "paper_not_here");
    for _ in 0..2 {
        let taken = picture.send(&server, &rosa, client, 1).await;
        assert_eq!(taken, PageTaken { have: vec![0, 1, 2, 3], whole: true });
    }
    let answer = server.get(&place, &rosa.cookie).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.body, picture.bytes);
    for (name, value) in [
        (header::CONTENT_TYPE, "image/jpeg"),
        (header::CONTENT_DISPOSITION, "attachment"),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        assert_eq!(answer.headers.get(&name).unwrap(), value);
    }
    assert_eq!(server.number("select count(*) from paper_page").await, 1);
    let count = "select count(*) from audit_event where action in ('paper_received', 'paper_read')";
    assert_eq!(server.number(count).await, 2, "received once, read once");
    assert!(server.store.verify_audit(server.north).await.unwrap().is_whole());
    assert_eq!(server.store.verify_papers(server.north).await.unwrap(), []);
    let lies = fs::read(&files(&server.folder.path().join("papers"))[0]).unwrap();
    assert!(!lies.windows(32).any(|part| part == &picture.bytes[..32]), "nothing in the clear");
}

#[tokio::test]
async fn what_is_not_the_page_it_says_is_not_kept() {
    let Given { server, client, rosa } = given().await;
    let picture = Picture::of(PART_BYTES + 5);
    picture.send(&server, &rosa, client, 0).await;
    // The second part is of another page: together they are not what they say.
    let other = Picture {
        page_id: picture.page_id,
        bytes: [&picture.bytes[..PART_BYTES as usize], b"other"].concat(),
    };
    let head = PartHead { sha256: Hash::of(&picture.bytes), ..other.head(client, 1) };
    let answer = rosa.send_part(&server, &head, other.part(1)).await;
    assert_eq!((answer.status.as_u16(), answer.code()), (422, "paper_differs".into()));
    assert!(files(&server.folder.path().join("papers")).is_empty(), "it begins anew");
    picture.send_all(&server, &rosa, client).await;
    // What is whole stays as it is, whatever comes later under its id.
    let later = rosa.send_part(&server, &other.head(client, 1), other.part(1)).await;
    assert_eq!(later.code(), "paper_differs");
    assert_eq!(server.store.verify_papers(server.north).await.unwrap(), []);
}

#[tokio::test]
async fn a_part_opens_only_as_that_part_of_that_page_and_under_the_phones_own_key() {
    let Given { server, client, rosa } = given().await;
    let picture = Picture::of(PART_BYTES + 5);
    let (head, bytes) = (picture.head(client, 0), picture.part(0));
    let seal = |place: String| {
        let key = keys::outbox_key(&rosa.key, rosa.device_id);
        key.seal(&keys::aad("paper", rosa.device_id, place), &head.with(bytes))
    };
    let good = seal(format!("{}/0", picture.page_id));
    let elsewhere = seal(format!("{}/1", picture.page_id));
    let mut spoiled = good.clone();
    spoiled[40] ^= 1;
    for (part, sealed) in [(0, elsewhere), (1, good.clone()), (0, spoiled), (0, b"noise".to_vec())]
    {
        let answer = rosa.send_sealed(&server, (picture.page_id, part), sealed).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (400, "unreadable".into()));
    }
    let wes = TestPhone::enrolled(&server, "wes").await;
    let answer = wes.send_sealed(&server, (picture.page_id, 0), good).await;
    assert_eq!(answer.code(), "unreadable", "another phone's key");
    let long = vec![0; PART_BYTES as usize + 8 * 1024];
    let answer = rosa.send_sealed(&server, (picture.page_id, 0), long).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(files(&server.folder.path().join("papers")).is_empty());
}

#[tokio::test]
async fn a_page_goes_to_whoever_may_read_the_file_and_by_the_record_that_names_it() {
    let Given { server, client, mut rosa } = given().await;
    let (record, page) = kept(&server, &mut rosa, client).await;
    let hers = server.add_clients(WES, 20..21).await[0];
    let mut wes = TestPhone::enrolled(&server, "wes").await;
    // Wes signs a paper of his own client that names Rosa's page, and sends other bytes by its id.
    let forged = Picture { page_id: page, bytes: Picture::of(40).bytes };
    let naming = self::record(hers, &[&forged]);
    let by_his = naming.record_id;
    wes.does(&server, Payload::RecordSigned(naming)).await;
    let answer = server.get(&path(by_his, page), &wes.cookie).await;
    assert_eq!(answer.code(), "paper_not_here", "not Rosa's bytes");
    forged.send_all(&server, &wes, hers).await;
    assert_eq!(server.get(&path(by_his, page), &wes.cookie).await.body, forged.bytes);
    assert_eq!(server.get(&path(record, page), &wes.cookie).await.code(), "not_found");
    let mine = server.get(&path(record, page), &rosa.cookie).await;
    assert_eq!(mine.body.len(), PART_BYTES as usize + 7, "hers is hers");
    let unknown = path(record, PageId::from_parts(1, keys::random()));
    assert_eq!(server.get(&unknown, &rosa.cookie).await.code(), "not_found");
    // Whoever does not carry the client any more does not read on.
    server.store.unassign(server.north, crate::support::staff(ROSA), client).await.unwrap();
    assert_eq!(server.get(&path(record, page), &rosa.cookie).await.code(), "not_found");
}

#[tokio::test]
async fn a_revoked_phone_still_sends_and_its_pages_are_there_once_a_supervisor_lets_the_paper_in() {
    let Given { server, client, mut rosa } = given().await;
    let sam = TestPhone::enrolled(&server, "sam").await;
    rosa.is_revoked(&server, &sam, Revoked::Left).await;
    let picture = Picture::of(1_000);
    let paper = rosa.operation(Payload::RecordSigned(record(client, &[&picture])));
    let Payload::RecordSigned(record) = &paper.payload else { unreachable!() };
    let place = path(record.record_id, picture.page_id);
    let sealed = rosa.seal(&paper);
    let outcome = rosa.deliver_one(&server, &sealed).await;
    assert!(matches!(outcome, ReceiptOutcome::Quarantined { .. }), "{outcome:?}");
    picture.send_all(&server, &rosa, client).await;
    assert_eq!(server.get(&place, &sam.cookie).await.code(), "not_found");
    let hash = Hash::of(&sealed.sealed);
    let release = format!("/api/v1/quarantine/{}/{hash}/release", sealed.op_id);
    let answer = server.post(&release, &sam.cookie, &serde_json::json!({})).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(server.get(&place, &sam.cookie).await.body, picture.bytes);
}

#[tokio::test]
async fn a_server_that_is_full_says_so_and_takes_the_rest_of_what_was_begun() {
    let Given { server, client, rosa } = given().await;
    let (first, second) = (Picture::of(PART_BYTES * 2), Picture::of(PART_BYTES * 2));
    first.send(&server, &rosa, client, 0).await;
    let server = server.started(|config| config.papers_max_bytes = u64::from(PART_BYTES) * 2);
    let whole = first.send(&server, &rosa, client, 1).await;
    assert!(whole.whole);
    let answer = rosa.send_part(&server, &second.head(client, 0), second.part(0)).await;
    assert_eq!((answer.status.as_u16(), answer.code()), (507, "papers_full".into()));
    let server = server.started(|config| {
        config.papers_max_bytes = u64::MAX;
        config.paper_parts_per_minute = 1.try_into().unwrap();
    });
    second.send(&server, &rosa, client, 0).await;
    let answer = rosa.send_part(&server, &second.head(client, 1), second.part(1)).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(answer.headers.contains_key(header::RETRY_AFTER));
    // A note does not wait for it.
    let mut rosa = rosa;
    let note = rosa.sign_note(words::note(client, "while pictures wait"));
    assert_eq!(rosa.deliver_one(&server, &note).await, ReceiptOutcome::Applied);
}

#[tokio::test]
async fn what_never_became_whole_goes_after_thirty_days_and_what_did_is_known_after_a_kill() {
    let Given { server, client, rosa } = given().await;
    let (left, whole) = (Picture::of(PART_BYTES * 2), Picture::of(PART_BYTES * 2));
    left.send(&server, &rosa, client, 0).await;
    whole.send_all(&server, &rosa, client).await;
    // As if it had been killed after the last part and before the database heard of it.
    let papers = server.folder.path().join("papers");
    let server = server
        .restart_after(async |folder| {
            let mut db = crate::support::look_at(&folder.join("streetlight.db")).await;
            let sql = "drop trigger paper_page_never_goes; delete from paper_page";
            sqlx::raw_sql(sql).execute(&mut db).await.unwrap();
        })
        .await;
    let days = |days: u64| SystemTime::now() + Duration::from_secs(days * 24 * 60 * 60);
    let tidied = server.store.tidy_papers(days(29)).await.unwrap();
    assert_eq!((tidied.adopted, tidied.removed), (1, 0));
    assert_eq!(server.number("select count(*) from paper_page").await, 1);
    let half = papers.join(format!("{}/{}/{}", server.north, rosa.device_id, left.page_id));
    fs::write(half.join(".1.00"), b"half").unwrap();
    let tidied = server.store.tidy_papers(days(31)).await.unwrap();
    assert_eq!((tidied.adopted, tidied.removed), (0, 1));
    assert!(!half.exists());
    // The phone comes back after all: it begins anew.
    assert_eq!(left.send(&server, &rosa, client, 1).await.have, [1]);
    assert!(left.send(&server, &rosa, client, 0).await.whole);
}

#[tokio::test]
async fn a_backup_carries_the_pages_and_a_restore_brings_them_back_and_keeps_those_that_came_since()
{
    let Given { server, client, mut rosa } = given().await;
    let (record, page) = kept(&server, &mut rosa, client).await;
    let elsewhere = TempDir::new().unwrap();
    let backup = elsewhere.path().join("backup.db");
    assert_eq!(server.store.backup(&backup).await.unwrap(), []);
    assert_eq!(files(&elsewhere.path().join("backup.db.papers")).len(), 2);
    let (later_record, later) = kept(&server, &mut rosa, client).await;
    let later_bytes = server.get(&path(later_record, later), &rosa.cookie).await.body;
    // The disk is lost but for what came after the backup.
    let server = server
        .restart_after(async |folder| {
            let place = format!("papers/{}/{}/{page}", agency(101, "").agency_id, rosa.device_id);
            fs::remove_dir_all(folder.join(place)).unwrap();
            let restored = restore(&options(folder), &backup, false).await.unwrap();
            assert_eq!(restored.missing, []);
        })
        .await;
    assert_eq!(server.number("select count(*) from paper_page").await, 2, "both are known");
    assert_eq!(server.store.verify_papers(server.north).await.unwrap(), []);
    assert!(server.store.verify_audit(server.north).await.unwrap().is_whole());
    let wes = TestPhone::enrolled(&server, "sam").await;
    assert_eq!(
        server.get(&path(record, page), &wes.cookie).await.body.len(),
        PART_BYTES as usize + 7
    );
    // The paper itself is offered again by the phone; its page is there already.
    let again = server.get(&path(later_record, later), &wes.cookie).await;
    assert_eq!(again.code(), "not_found");
    assert_eq!(later_bytes.len(), PART_BYTES as usize + 7);
}

#[tokio::test]
async fn a_page_that_is_missing_or_was_changed_is_named_by_verify_audit_backup_and_restore() {
    let Given { server, client, mut rosa } = given().await;
    let (record, page) = kept(&server, &mut rosa, client).await;
    let whole = TempDir::new().unwrap();
    server.store.backup(&whole.path().join("b.db")).await.unwrap();
    let all = files(&server.folder.path().join("papers"));
    let was = fs::read(&all[1]).unwrap();
    let mut changed = was.clone();
    *changed.last_mut().unwrap() ^= 1;
    fs::write(&all[1], changed).unwrap();
    let found = server.store.verify_papers(server.north).await.unwrap();
    assert_eq!(
        found.iter().map(|(at, broken)| (at.page, broken.clone())).collect::<Vec<_>>(),
        [(page, Broken::Altered(1))]
    );
    let answer = server.get(&path(record, page), &rosa.cookie).await;
    assert_eq!(
        answer.status,
        StatusCode::INTERNAL_SERVER_ERROR,
        "never half of a page, nor another"
    );
    fs::remove_file(&all[1]).unwrap();
    let folder = server.stop().await;
    let run = |arguments: &[&str]| {
        let done = streetlight(folder.path(), arguments).output().unwrap();
        (done.status.success(), String::from_utf8(done.stdout).unwrap())
    };
    let named = format!("page {page} from phone {}: part 1 is missing", rosa.device_id);
    let (ok, said) = run(&["verify-audit"]);
    assert!(!ok && said.contains(&named), "{said}");
    let elsewhere = TempDir::new().unwrap();
    let backup = elsewhere.path().join("c.db");
    let (ok, said) = run(&["backup", backup.to_str().unwrap()]);
    assert!(!ok && said.contains(&named) && backup.exists(), "{said}");
    // Nor is it in that backup; in the one of before it is.
    let (ok, said) = run(&["restore", backup.to_str().unwrap()]);
    assert!(ok && said.contains(&named), "{said}");
    let (ok, said) = run(&["restore", whole.path().join("b.db").to_str().unwrap()]);
    assert!(ok && !said.contains("missing"), "{said}");
    let (ok, said) = run(&["verify-audit"]);
    assert!(ok, "{said}");
}
