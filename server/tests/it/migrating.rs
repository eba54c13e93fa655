//! Databases as older versions left them, opened by this one.
//!
//! `fixtures/databases/NNNN` was written by the last server whose newest migration was NNNN, with
//! what its pull then told Rosa's phone.

use crate::support::{
    ROSA, TestPhone, TestServer, look_at, options,
    process::{Serving, streetlight},
    staff, words,
};
use domain::{
    id::DeviceId,
    operation::Payload,
    wire::v1::{Digest, PullPage, Revoked},
};
use server::{audit::Who, store::Store};
use sqlx::Connection as _;
use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};
use tempfile::TempDir;

fn fixture(version: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/databases").join(version)
}

/// A folder with a copy of the database and its key.
pub fn copy(version: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    for name in ["streetlight.db", "master.key"] {
        fs::copy(fixture(version).join(name), folder.path().join(name)).unwrap();
    }
    let key = folder.path().join("master.key");
    fs::set_permissions(key, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    folder
}

/// Everything but the time of the answer, and what the server of before did not count.
fn told(mut page: PullPage) -> PullPage {
    page.server_time = words::at(0);
    // Cursors of before had no tag.
    page.next_cursor.truncate(page.next_cursor.find('~').unwrap_or(page.next_cursor.len()));
    page.digest = page.digest.map(|digest| Digest {
        records: None,
        documents: None,
        cell_records: None,
        ..digest
    });
    page
}

#[tokio::test]
async fn a_database_with_a_table_a_kind_keeps_every_row_its_versions_and_its_feed() {
    let folder = copy("0007");
    let store = Store::open(&options(folder.path())).await.unwrap();
    let server = TestServer::over(folder, store);
    let mut rosa = TestPhone::enrolled(&server, "rosa").await;
    let before: Vec<PullPage> =
        serde_json::from_slice(&fs::read(fixture("0007").join("pages.json")).unwrap()).unwrap();
    let after = rosa.pull(&server, None).await;
    assert_eq!(
        after.into_iter().map(told).collect::<Vec<_>>(),
        before.into_iter().map(told).collect::<Vec<_>>(),
    );
    let versions = "select count(*) from document_version where kind = 'crisis_plan'";
    assert_eq!(server.number(versions).await, 3, "of the plan, each as it was");
    let sheets = "select count(*) from document_version where kind = 'client' and version = 1";
    assert_eq!(server.number(sheets).await, 5);

    // A phone of before goes on where it was, and hears only of what is new.
    rosa.cursor = Some(fs::read_to_string(fixture("0007").join("cursor.txt")).unwrap());
    assert_eq!(rosa.pull_page(&server, None).await, None);
    let client = words::client_id(10);
    rosa.does(&server, Payload::CrisisEventEnded(words::crisis_event(client))).await;
    let page = rosa.pull_page(&server, None).await.unwrap();
    assert_eq!((page.crisis_events.len(), page.contacts.len()), (1, 0));
    assert_eq!(page.crisis_events[0].author, staff(ROSA));

    let folder = server.stop().await;
    let verified = streetlight(folder.path(), &["verify-audit"]).output().unwrap();
    assert!(verified.status.success(), "{verified:?}");
}

#[tokio::test]
async fn a_session_from_before_ends_with_the_phone_it_was_on() {
    let folder = copy("0007");
    let store = Store::open(&options(folder.path())).await.unwrap();
    let server = TestServer::over(folder, store);
    let bound = "select count(*) from session where device_id is not null";
    assert_eq!(server.number(bound).await, 2);
    assert_eq!(server.number("select count(*) from session_phone").await, 2);
    let mut db = server.look().await;
    let phone = "select device_id from session limit 1";
    let phone: Vec<u8> = sqlx::query_scalar(phone).fetch_one(&mut db).await.unwrap();
    let phone = DeviceId::from_bytes(phone.try_into().unwrap());
    server.store.revoke(server.north, Who::default(), phone, Revoked::Lost).await.unwrap();
    let left = "select count(*) from session join device using (agency_id, device_id)
        where revoked is not null";
    assert_eq!(server.number(left).await, 0);
}

/// Rows of a size that take the migration some tenths of a second. Their bodies are another's,
/// which nobody opens here.
const MANY: &str = "
    with recursive n (i) as (select 1 union all select i + 1 from n where i < 20000)
    insert into contact (agency_id, contact_id, client_id, body)
        select c.agency_id, randomblob(16), c.client_id, c.body
        from n, (select * from contact limit 1) c;
    insert or ignore into feed (agency_id, kind, entity_id, client_id, seq)
        select agency_id, 'contact', contact_id, client_id, 1000 + rowid from contact";

#[tokio::test]
async fn killed_in_the_middle_of_the_migration_the_server_begins_it_anew() {
    let folder = copy("0007");
    let mut db = look_at(&folder.path().join("streetlight.db")).await;
    sqlx::raw_sql(MANY).execute(&mut db).await.unwrap();
    // Or some of it lies beside the file that is copied.
    db.close().await.unwrap();
    let mut unfinished = 0;
    for round in 1..=20 {
        let try_it = TempDir::new().unwrap();
        for name in ["streetlight.db", "master.key"] {
            fs::copy(folder.path().join(name), try_it.path().join(name)).unwrap();
        }
        let serve = ["serve", "--plain-http", "--listen", "127.0.0.1:0"];
        let mut serving = streetlight(try_it.path(), &serve).spawn().unwrap();
        // From before it has begun until after its end.
        std::thread::sleep(Duration::from_millis(round * round * 2));
        serving.kill().unwrap();
        serving.wait().unwrap();
        let file = try_it.path().join("streetlight.db");
        let known = "select count(*) from _sqlx_migrations where version = 9";
        let done: i64 =
            sqlx::query_scalar(known).fetch_one(&mut look_at(&file).await).await.unwrap();
        unfinished += u32::from(done == 0);
        let mut again = Serving::start(try_it.path());
        again.kill();
        let contacts = "select count(*) from record where kind = 'contact'";
        let contacts: i64 =
            sqlx::query_scalar(contacts).fetch_one(&mut look_at(&file).await).await.unwrap();
        assert_eq!(contacts, 20_007);
        let fed = "select count(*) from feed where kind = 'contact'";
        let fed: i64 = sqlx::query_scalar(fed).fetch_one(&mut look_at(&file).await).await.unwrap();
        assert_eq!(fed, 20_007);
        let verified = streetlight(try_it.path(), &["verify-audit"]).output().unwrap();
        let said = String::from_utf8(verified.stdout).unwrap();
        assert!(verified.status.success(), "{said}");
        let covered = said.split('\t').find_map(|part| part.strip_suffix(" rows")).unwrap();
        assert!(covered.parse::<i64>().unwrap() > 20_007, "{said}");
    }
    assert!(unfinished > 0, "not one kill came before the end");
}
