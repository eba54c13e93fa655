//! Pages of papers: taking them from phones in parts, and handing them out by the record that names
//! them (docs/decisions/0029). The bytes lie in a [`folder`]; the database knows of a page once all of
//! it is there.

mod folder;
mod kept;

pub use folder::{Broken, PageAt};
pub(super) use folder::{Folder, PartError};
pub use kept::Tidied;

use super::{
    Deposit, Store, StoreError,
    change::Change,
    document::may_read,
    rows::{self, Place},
};
use crate::{
    audit::{Action, Column, Entry, Who},
    auth::Permit,
    clock,
    keys::{SealKey, aad},
};
use domain::{
    Hash,
    document::Cells,
    id::{AgencyId, ClientId, PageId, RecordId},
    record::{
        RecordKind,
        paper::{Page, SHAPE, pages},
    },
    wire::v1::{CellRecordRow, PageTaken, PartHead, parts_of},
};
use sqlx::{Row as _, SqliteConnection};
use std::io;

/// Pages of one phone of which parts are missing, at most: a week without a network has fewer.
const UNFINISHED_MAX: usize = 200;

/// What became of a part.
#[derive(Debug)]
pub enum PartTaken {
    /// It is on disk.
    Taken(PageTaken),
    /// The phone's key does not open it, or it is none of this page.
    Unreadable,
    /// It is not of the page that it says, or the page is not what it says of itself: nothing of what
    /// was not whole is kept.
    Differs,
    /// There is no room for more.
    NoRoom,
}

/// What came of asking for a page.
#[derive(Debug)]
pub enum PageRead {
    /// Its bytes, and their type.
    Here(Vec<u8>, Option<&'static str>),
    /// The paper is known, and this page of it has not come yet.
    NotYet,
    /// Nothing that the reader may see names it.
    Unknown,
}

impl Store {
    /// Takes a part from a phone. When this returns, it is on disk. `room` is how many bytes of papers
    /// there may be in all.
    ///
    /// # Errors
    /// When the disk or the database fails; then the phone is to try again.
    pub async fn take_part(
        &self,
        from: &Deposit,
        (page, part): (PageId, u32),
        sealed: &[u8],
        room: u64,
    ) -> Result<PartTaken, StoreError> {
        let place = aad("paper", from.device, format_args!("{page}/{part}"));
        let Ok(opened) = from.outbox.open(&place, sealed) else {
            return Ok(PartTaken::Unreadable);
        };
        let head = PartHead::split(&opened).map(|(head, _)| head);
        let Some(head) = head.filter(|head| (head.page_id, head.part) == (page, part)) else {
            return Ok(PartTaken::Unreadable);
        };
        let at = PageAt { agency: from.agency, device: from.device, page };
        let mut db = self.0.readers.acquire().await?;
        if let Some(known) = known(&mut db, at).await? {
            let is_it = known == (head.client_id, head.bytes, head.sha256);
            let have = (0..parts_of(head.bytes)).collect();
            let taken = PartTaken::Taken(PageTaken { have, whole: true });
            return Ok(if is_it { taken } else { PartTaken::Differs });
        }
        if self.on_disk(move |papers| papers.parts(at)).await?.is_empty()
            && !self.has_room(&mut db, at, head.bytes, room).await?
        {
            return Ok(PartTaken::NoRoom);
        }
        drop(db);
        let key = self.agency_key(from.agency).await?;
        let put = self.on_disk(move |papers| put(papers, &key, at, &head, &opened)).await?;
        match put {
            Put::Part(have) => Ok(PartTaken::Taken(PageTaken { have, whole: false })),
            Put::Differs => Ok(PartTaken::Differs),
            Put::Whole => {
                let who = Who { staff: Some(from.staff), device: Some(from.device) };
                self.received(at, &head, who).await?;
                let have = (0..parts_of(head.bytes)).collect();
                Ok(PartTaken::Taken(PageTaken { have, whole: true }))
            }
        }
    }

    /// Whether another page of a phone may begin.
    async fn has_room(
        &self,
        db: &mut SqliteConnection,
        at: PageAt,
        bytes: u32,
        room: u64,
    ) -> Result<bool, StoreError> {
        let begun = self.on_disk(move |papers| papers.pages_of(at.agency, at.device)).await?;
        let row = sqlx::query(
            "select (select count(*) from paper_page where agency_id = ?1 and device_id = ?2),
                (select coalesce(sum(bytes), 0) from paper_page)",
        );
        let row = row.bind(at.agency.as_bytes().as_slice()).bind(at.device.as_bytes().as_slice());
        let row = row.fetch_one(db).await?;
        let (whole, held): (i64, i64) = (row.try_get(0)?, row.try_get(1)?);
        let unfinished = begun.len().saturating_sub(usize::try_from(whole).unwrap_or(0));
        let held = u64::try_from(held).unwrap_or(u64::MAX);
        Ok(unfinished < UNFINISHED_MAX && held.saturating_add(u64::from(bytes)) <= room)
    }

    /// A page is here as a whole. Where two came to that at once, it is once.
    async fn received(&self, at: PageAt, head: &PartHead, who: Who) -> Result<(), StoreError> {
        let mut change = Change::begin(self, at.agency).await?;
        let now = clock::now_ms();
        let made = sqlx::query(
            "insert into paper_page
                (agency_id, device_id, page_id, client_id, bytes, sha256, received_at_ms)
             values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
        )
        .bind(at.agency.as_bytes().as_slice())
        .bind(at.device.as_bytes().as_slice())
        .bind(at.page.as_bytes().as_slice())
        .bind(head.client_id.as_bytes().as_slice())
        .bind(i64::from(head.bytes))
        .bind(head.sha256.as_bytes().as_slice())
        .bind(now)
        .execute(change.db())
        .await?;
        if made.rows_affected() > 0 {
            let key = [Column::bytes(at.device.as_bytes()), Column::bytes(at.page.as_bytes())];
            change.wrote("paper_page", key);
            let object = ("paper_page", Some(*at.page.as_bytes()));
            let entry = Entry::done(now, who, Action::PaperReceived, object);
            change.audit(entry.with(serde_json::json!({ "bytes": head.bytes })));
        }
        change.commit().await
    }

    /// A page of a paper, for whoever may read the client's file. That it was read is written down
    /// before it is handed out.
    ///
    /// # Errors
    /// Those of the database and the disk, and when what lies there is not the page any more.
    pub async fn read_page(
        &self,
        permit: &Permit,
        record: RecordId,
        page: PageId,
    ) -> Result<PageRead, StoreError> {
        let agency = permit.agency();
        let mut change = Change::begin(self, agency).await?;
        let Some((client, named)) = named(&mut change, record, page).await? else {
            return Ok(PageRead::Unknown);
        };
        if !may_read(change.db(), permit, client).await? {
            return Ok(PageRead::Unknown);
        }
        // The phone that sent it has the bytes that the record names; what another sent under the
        // same id is none of this paper.
        let row = sqlx::query(
            "select device_id from paper_page
             where agency_id = ? and page_id = ? and client_id = ? and sha256 = ? limit 1",
        )
        .bind(agency.as_bytes().as_slice())
        .bind(page.as_bytes().as_slice())
        .bind(client.as_bytes().as_slice())
        .bind(named.sha256.as_bytes().as_slice())
        .fetch_optional(change.db())
        .await?;
        let Some(row) = row else { return Ok(PageRead::NotYet) };
        let device = domain::id::DeviceId::from_bytes(rows::id(&row, 0)?);
        let who = Who { staff: Some(permit.staff()), device: permit.device() };
        let object = ("paper", Some(*record.as_bytes()));
        let entry = Entry::done(clock::now_ms(), who, Action::PaperRead, object);
        change.audit(entry.with(serde_json::json!({ "page": page.to_string() })));
        let key = change.key.clone();
        change.commit().await?;
        let at = PageAt { agency, device, page };
        let read = self.on_disk(move |papers| {
            let mut bytes = Vec::with_capacity(usize::try_from(named.bytes).unwrap_or(0));
            match papers.read(&key, at, &mut |part| bytes.extend_from_slice(part)) {
                Ok(_) => Ok(Ok(PageRead::Here(bytes, named.media_type()))),
                Err(PartError::Broken(broken)) => Ok(Err(broken)),
                Err(PartError::Disk(error)) => Err(error),
            }
        });
        read.await?.map_err(|broken| {
            tracing::error!(%at, %broken, "a page of a paper cannot be handed out");
            StoreError::Seal(crate::keys::SealBroken)
        })
    }

    /// Does something with the folder beside other work.
    async fn on_disk<T: Send + 'static>(
        &self,
        act: impl FnOnce(&Folder) -> io::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let papers = self.0.papers.clone();
        let path = papers.path().to_owned();
        let done = tokio::task::spawn_blocking(move || act(&papers)).await?;
        done.map_err(|error| match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => StoreError::DiskFull,
            _ => StoreError::File(path, error),
        })
    }
}

enum Put {
    Part(Vec<u32>),
    Whole,
    Differs,
}

/// Puts a part in its place unless it is there, and looks whether the page is whole with it. One that
/// has all its parts and is not what they say is taken away.
fn put(
    papers: &Folder,
    key: &SealKey,
    at: PageAt,
    head: &PartHead,
    opened: &[u8],
) -> io::Result<Put> {
    match papers.part(key, at, head.part) {
        Ok(there) if there == opened => {}
        // Another part in this place, of a phone that changed its mind about what the page is.
        Ok(_) => {
            papers.remove(at)?;
            return Ok(Put::Differs);
        }
        // None, or one that the disk has spoiled.
        Err(PartError::Broken(_)) => papers.put(key, at, head, opened)?,
        Err(PartError::Disk(error)) => return Err(error),
    }
    let have = papers.parts(at)?;
    if (0..parts_of(head.bytes)).any(|part| !have.contains(&part)) {
        return Ok(Put::Part(have));
    }
    match papers.read(key, at, &mut |_| {}) {
        Ok(whole) if (PartHead { part: head.part, ..whole }) == *head => Ok(Put::Whole),
        Err(PartError::Disk(error)) => Err(error),
        Ok(_) | Err(PartError::Broken(_)) => {
            papers.remove(at)?;
            Ok(Put::Differs)
        }
    }
}

/// What is known of a page that is here as a whole.
async fn known(
    db: &mut SqliteConnection,
    at: PageAt,
) -> Result<Option<(ClientId, u32, Hash)>, StoreError> {
    let row = sqlx::query(
        "select client_id, bytes, sha256 from paper_page
         where agency_id = ? and device_id = ? and page_id = ?",
    )
    .bind(at.agency.as_bytes().as_slice())
    .bind(at.device.as_bytes().as_slice())
    .bind(at.page.as_bytes().as_slice())
    .fetch_optional(db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let client = ClientId::from_bytes(rows::id(&row, 0)?);
    Ok(Some((client, row.try_get(1)?, rows::hash(&row, 2)?)))
}

/// The client of a paper and what it says of one of its pages.
async fn named(
    change: &mut Change,
    record: RecordId,
    page: PageId,
) -> Result<Option<(ClientId, Page)>, StoreError> {
    let (agency, kind) = (change.agency, RecordKind::Paper.word());
    let row = sqlx::query(
        "select client_id, body from record where agency_id = ? and kind = ? and record_id = ?",
    )
    .bind(agency.as_bytes().as_slice())
    .bind(kind)
    .bind(record.as_bytes().as_slice())
    .fetch_optional(change.db())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let client = ClientId::from_bytes(rows::id(&row, 0)?);
    let place = Place { agency, kind, id: record.as_bytes(), client, version: None };
    let body = place.open(&change.key, row.try_get(1)?)?;
    let row: CellRecordRow = serde_json::from_slice(&body)?;
    let cells = Cells::read(SHAPE, &row.record.content);
    let found = pages(&cells).into_iter().find(|found| found.page_id == page);
    Ok(found.map(|page| (client, page)))
}

/// Every page of an agency that is here as a whole. A database from before there were any, which is only
/// looked at, has none.
async fn whole_pages(
    db: &mut SqliteConnection,
    agency: AgencyId,
) -> Result<Vec<(PageAt, Hash)>, StoreError> {
    let table = sqlx::query("select 1 from sqlite_schema where name = 'paper_page'");
    if table.fetch_optional(&mut *db).await?.is_none() {
        return Ok(Vec::new());
    }
    let rows = sqlx::query(
        "select device_id, page_id, sha256 from paper_page where agency_id = ?
         order by device_id, page_id",
    )
    .bind(agency.as_bytes().as_slice())
    .fetch_all(db)
    .await?;
    let read = |row: &sqlx::sqlite::SqliteRow| {
        let device = domain::id::DeviceId::from_bytes(rows::id(row, 0)?);
        let page = PageId::from_bytes(rows::id(row, 1)?);
        Ok((PageAt { agency, device, page }, rows::hash(row, 2)?))
    };
    rows.iter().map(read).collect()
}
