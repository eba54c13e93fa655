//! Opening a client's plan by secret and code, and by what stands for both afterwards.
//!
//! A try is counted before the code is looked at, in one transaction: fifty at once are no more guesses
//! than fifty in a row. The code is held against the sealed record and never against a row that somebody
//! could have put into the database.

use super::{By, Way, end, happened, material, way_of};
use crate::{
    audit::{Action, Entry, Who},
    auth::{HashedToken, PlainToken},
    clock,
    store::{
        Store, StoreError, Throttle,
        change::Change,
        push,
        rows::{self, Kind},
    },
};
use chrono::Days;
use domain::{
    document::{Cells, Key, Value},
    effects::Effect,
    id::{AgencyId, ClientId, RecordId},
    json::Json,
    own::{Code, Happened, Secret, WAY_DAYS_MAX, client_as_author},
    record::RecordKind,
    wire::v1::{CellRecord, CellRecordRow, OwnView},
};
use sqlx::{Row as _, sqlite::SqliteRow};
use std::time::Duration;

/// After the last day of a way it opens until that day is over everywhere in the country: the server's
/// day begins first.
const LATE_MS: i64 = 12 * 3_600_000;
/// Phones and browsers that keep nothing and on which one way is open at once; the one that was used
/// longest ago goes. One on which the plan is kept never does.
const PASSES: i64 = 20;
/// Milliseconds after which failures are forgotten.
const DAY_MS: i64 = 24 * 3_600_000;

/// Why a plan does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shut {
    /// There is no such link, or nobody knows the phone (any more).
    Unknown,
    /// Somebody ended it.
    Ended,
    /// Its last day is over.
    Expired,
    /// The client's case is closed.
    Closed,
    /// The code is not that of the link.
    WrongCode,
    /// Too many wrong codes; wait so long.
    Wait(Duration),
}

/// What opens the plan from now on; shown once.
#[derive(Debug)]
pub struct OwnPass(pub PlainToken);

/// What a pass leads to.
pub(super) struct Found {
    pub(super) change: Change,
    pub(super) way: Way,
    made: Cells,
    /// Why the plan does not open; none where it does.
    pub(super) shut: Option<Shut>,
}

/// An opened plan.
pub type OwnOpening = Result<(OwnPass, OwnView), Shut>;

pub(super) fn way(row: &SqliteRow) -> Result<Way, StoreError> {
    Ok(Way {
        agency: AgencyId::from_bytes(rows::id(row, 0)?),
        access: rows::id(row, 1)?,
        client: ClientId::from_bytes(rows::id(row, 2)?),
    })
}

impl Store {
    /// Opens a client's plan by secret and code.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn open_own(&self, secret: &Secret, code: &Code) -> Result<OwnOpening, StoreError> {
        let tag = secret.tag();
        let (way, ended) = match self.count_own(tag.as_bytes()).await? {
            Ok(counted) => counted,
            Err(shut) => return Ok(Err(shut)),
        };
        let mut change = Change::begin(self, way.agency).await?;
        let made = made(&mut change, way).await?;
        let text = |name| made.value(Key::fact(name)).as_text().map(str::to_owned);
        if text("verifier") != Some(secret.verifier(code).to_string()) {
            let object = (RecordKind::ClientAccess.word(), Some(way.access));
            let entry = Entry::done(
                clock::now_ms(),
                Who::default(),
                Action::OwnPlan(Happened::Opened),
                object,
            );
            change.audit(Entry { outcome: "wrong_code", ..entry });
            change.commit().await?;
            return Ok(Err(Shut::WrongCode));
        }
        sqlx::query("delete from client_access_attempt where tag = ?")
            .bind(tag.as_bytes().as_slice())
            .execute(change.db())
            .await?;
        let shut = if ended { Some(Shut::Ended) } else { shut(&mut change, way, &made).await? };
        if let Some(shut) = shut {
            change.commit().await?;
            return Ok(Err(shut));
        }
        let pass = PlainToken::generate();
        give(&mut change, way, &pass.hash()).await?;
        happened(&mut change, way, Happened::Opened, By::Client).await?;
        let view = material::view(&mut change, way, &made).await?;
        change.commit().await?;
        Ok(Ok((OwnPass(pass), view)))
    }

    /// The plan as it is now, by what stands for secret and code; `kept` says that it was kept on a
    /// phone, or removed from one just now. That it was removed counts for a plan that opens no more, too.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn look_own(
        &self,
        pass: &HashedToken,
        kept: Option<bool>,
    ) -> Result<Result<OwnView, Shut>, StoreError> {
        let Some(Found { mut change, way, made, shut }) = self.by_pass(pass).await? else {
            return Ok(Err(Shut::Unknown));
        };
        match kept {
            Some(true) if shut.is_none() => {
                // A phone says so until it is known to have been heard.
                if keep(&mut change, pass).await? {
                    happened(&mut change, way, Happened::Kept, By::Client).await?;
                }
            }
            Some(false) => {
                take(&mut change, pass).await?;
                happened(&mut change, way, Happened::Removed, By::Client).await?;
            }
            Some(true) | None => {}
        }
        if let Some(shut) = shut {
            change.commit().await?;
            return Ok(Err(shut));
        }
        let view = material::view(&mut change, way, &made).await?;
        change.commit().await?;
        Ok(Ok(view))
    }

    /// The client ends the way they came by, and may whenever it is not ended yet. It joins their file
    /// like an end that a worker signs.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn end_own(&self, pass: &HashedToken) -> Result<Result<(), Shut>, StoreError> {
        let Some(Found { mut change, way, shut, .. }) = self.by_pass(pass).await? else {
            return Ok(Err(Shut::Unknown));
        };
        if shut == Some(Shut::Ended) {
            return Ok(Err(Shut::Ended));
        }
        end(&mut change, way, By::Client).await?;
        let now = clock::now();
        let access = RecordId::from_bytes(way.access).to_string();
        let record = CellRecord {
            record_id: RecordId::from_parts(
                u64::try_from(now.utc_ms()).unwrap_or_default(),
                crate::keys::random(),
            ),
            kind: RecordKind::ClientAccessEnded,
            client_id: way.client,
            at: now,
            content: Json::Object(vec![("access".to_owned(), Json::Text(access))]),
        };
        let row = CellRecordRow::new(record, client_as_author(way.client), Some(now));
        let effect = Effect::Record(row.into());
        push::put_effect(&mut change, &effect).await?;
        change.commit().await?;
        Ok(Ok(()))
    }

    /// Begins a change on the plan that a pass stands for; none where nobody has such a pass.
    pub(super) async fn by_pass(&self, pass: &HashedToken) -> Result<Option<Found>, StoreError> {
        let agency: Option<Vec<u8>> =
            sqlx::query_scalar("select agency_id from client_pass where pass_hash = ?")
                .bind(pass.as_bytes().as_slice())
                .fetch_optional(&self.0.readers)
                .await?;
        let agency = agency.and_then(|agency| agency.try_into().ok()).map(AgencyId::from_bytes);
        let Some(agency) = agency else { return Ok(None) };
        let mut change = Change::begin(self, agency).await?;
        let Some((way, ended)) = way_of(&mut change, pass).await? else { return Ok(None) };
        let made = made(&mut change, way).await?;
        let shut = if ended { Some(Shut::Ended) } else { shut(&mut change, way, &made).await? };
        sqlx::query("update client_pass set at_ms = ? where pass_hash = ?")
            .bind(clock::now_ms())
            .bind(pass.as_bytes().as_slice())
            .execute(change.db())
            .await?;
        Ok(Some(Found { change, way, made, shut }))
    }

    /// Counts a try as a wrong code before it is judged: the way, and whether it is over.
    async fn count_own(&self, tag: &[u8; 32]) -> Result<Result<(Way, bool), Shut>, StoreError> {
        let now = clock::now_ms();
        let mut tx = self.0.writer.begin_with("begin immediate").await?;
        let found = sqlx::query(
            "select a.agency_id, a.access_id, a.client_id, a.ended_at_ms is not null,
                t.failures, t.last_at_ms
             from client_access a left join client_access_attempt t on t.tag = a.tag
             where a.tag = ?",
        )
        .bind(tag.as_slice())
        .fetch_optional(&mut *tx)
        .await?;
        let Some(found) = found else { return Ok(Err(Shut::Unknown)) };
        if let Some(failures) = found.try_get::<Option<u32>, _>(4)? {
            let so_far = Throttle { failures, last_at_ms: found.try_get(5)? };
            if let Some(wait) = so_far.wait(now) {
                return Ok(Err(Shut::Wait(wait)));
            }
        }
        sqlx::query("delete from client_access_attempt where last_at_ms < ?")
            .bind(now - DAY_MS)
            .execute(&mut *tx)
            .await?;
        sqlx::query(
            "insert into client_access_attempt (tag, failures, last_at_ms) values (?, 1, ?)
             on conflict (tag)
             do update set failures = failures + 1, last_at_ms = excluded.last_at_ms",
        )
        .bind(tag.as_slice())
        .bind(now)
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(Ok((way(&found)?, found.try_get(3)?)))
    }
}

/// What the record of a way says, but that it opens for no longer than any may.
async fn made(change: &mut Change, way: Way) -> Result<Cells, StoreError> {
    let kind = Kind::Record(RecordKind::ClientAccess);
    let body = change.body(kind, &way.access).await?.unwrap_or_default();
    let row: CellRecordRow = serde_json::from_slice(&body)?;
    let mut made = row.record.cells();
    let since = row.received_at.unwrap_or(row.record.at).date();
    let last = since.checked_add_days(Days::new(WAY_DAYS_MAX)).unwrap_or(since);
    if made.value(Key::fact("expires")).as_day().is_some_and(|said| said > last) {
        made.put(Key::fact("expires"), Value::day(last));
    }
    Ok(made)
}

/// Why a way that nobody ended does not open.
async fn shut(change: &mut Change, way: Way, made: &Cells) -> Result<Option<Shut>, StoreError> {
    let today = clock::now().plus_ms(-LATE_MS).date();
    let over = made.value(Key::fact("expires")).as_day().is_none_or(|last| last < today);
    if over {
        return Ok(Some(Shut::Expired));
    }
    Ok(material::is_closed(change, way).await?.then_some(Shut::Closed))
}

async fn give(change: &mut Change, way: Way, pass: &HashedToken) -> Result<(), StoreError> {
    sqlx::query(
        "insert into client_pass (agency_id, pass_hash, access_id, at_ms) values (?, ?, ?, ?)",
    )
    .bind(way.agency.as_bytes().as_slice())
    .bind(pass.as_bytes().as_slice())
    .bind(way.access.as_slice())
    .bind(clock::now_ms())
    .execute(change.db())
    .await?;
    sqlx::query(
        "delete from client_pass where agency_id = ?1 and access_id = ?2 and kept = 0
            and pass_hash not in
            (select pass_hash from client_pass where agency_id = ?1 and access_id = ?2 and kept = 0
             order by pass_hash = ?4 desc, at_ms desc limit ?3)",
    )
    .bind(way.agency.as_bytes().as_slice())
    .bind(way.access.as_slice())
    .bind(PASSES)
    .bind(pass.as_bytes().as_slice())
    .execute(change.db())
    .await?;
    Ok(())
}

/// The plan is kept where the pass is; false where that was known.
async fn keep(change: &mut Change, pass: &HashedToken) -> Result<bool, StoreError> {
    let kept = sqlx::query("update client_pass set kept = 1 where pass_hash = ? and kept = 0")
        .bind(pass.as_bytes().as_slice())
        .execute(change.db())
        .await?;
    Ok(kept.rows_affected() > 0)
}

/// The plan is not where the pass was any more.
async fn take(change: &mut Change, pass: &HashedToken) -> Result<(), StoreError> {
    sqlx::query("delete from client_pass where pass_hash = ?")
        .bind(pass.as_bytes().as_slice())
        .execute(change.db())
        .await?;
    Ok(())
}
