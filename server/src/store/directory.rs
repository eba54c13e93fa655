//! The directory of services, and what people were told when they asked one (docs/decisions/0026).

mod desk;
mod loaded;
mod signed;

pub use desk::{ServiceSaved, Settled};
pub(super) use loaded::load_own;
pub use loaded::{LoadedServices, SourceService};
pub(super) use signed::signed;

use super::{Store, StoreError, damage::Damage, rows};
use crate::{auth::Permit, keys::SealKey};
use domain::{
    id::{AgencyId, ServiceId},
    record::RecordKind,
    wire::v1::{DirectoryPage, Service},
};
use serde::de::DeserializeOwned;
use sqlx::{Row as _, SqliteConnection, sqlite::SqliteRow};

/// The word of a service in seals and in the audit log.
const SERVICE: &str = "service";
/// The same of what its source said last.
const SAID: &str = "service_said";
/// Services in a page, at most.
const PAGE: i64 = 500;
/// Bytes of the bodies on a page and in a list, unless the first alone has more.
const PAGE_BYTES: i64 = 1024 * 1024;
/// Checks of each service in a page, at most: the last ones.
const CHECKS_OF_EACH: i64 = 3;
/// Checks in a page about what is not in the directory, at most.
const CHECKS_OF_NONE: i64 = 100;

impl Store {
    /// What changed in the directory since the state of this tag, a page of it; none where nothing
    /// did. With no tag, or one of another history, from the beginning. Rows that do not open are left
    /// out, and said in the server's log.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn directory(
        &self,
        permit: &Permit,
        have: Option<&str>,
    ) -> Result<Option<DirectoryPage>, StoreError> {
        let agency = permit.agency();
        let key = self.agency_key(agency).await?;
        let mut tx = self.0.readers.begin().await?;
        let last = last_change(&mut tx, agency).await?;
        // A tag from after the last change is of a database that was put back.
        let known = have.and_then(|have| self.state_of(have)).filter(|since| *since <= last);
        if known == Some(last) {
            return Ok(None);
        }
        let since = known.unwrap_or_default();
        let found = sqlx::query(
            "select service_id, body, seq from service where agency_id = ? and seq > ?
             order by seq limit ?",
        )
        .bind(agency.as_bytes().as_slice())
        .bind(since)
        .bind(PAGE + 1)
        .fetch_all(&mut *tx)
        .await?;
        let is_cut = i64::try_from(found.len()).is_ok_and(|found| found > PAGE);
        let shown = found.get(..usize::try_from(PAGE).unwrap_or_default()).unwrap_or(&found);
        let by_count = match shown.last().filter(|_| is_cut) {
            Some(row) => row.try_get(2)?,
            None => last,
        };
        let upto = fits(&mut tx, agency, since, by_count).await?;
        let checks = checks(&mut tx, agency, since, upto).await?;
        tx.commit().await?;
        let damage = self.0.damage.clone();
        let tag = format!("{}.{upto}", self.epoch());
        let page = tokio::task::spawn_blocking(move || {
            let open = Open { agency, key: &key };
            let within = |row: &&SqliteRow| row.try_get::<i64, _>(2).is_ok_and(|seq| seq <= upto);
            let services = found.iter().filter(within);
            let kind = RecordKind::ServiceCheck.word();
            DirectoryPage {
                tag,
                whole: known.is_none(),
                more: is_cut || upto < by_count,
                services: services.filter_map(|row| open.listed(&damage, SERVICE, row)).collect(),
                checks: checks.iter().filter_map(|row| open.listed(&damage, kind, row)).collect(),
            }
        });
        Ok(Some(page.await?))
    }

    /// The change with which a tag says that the phone has come to its end; none where it is of
    /// another history.
    fn state_of(&self, tag: &str) -> Option<i64> {
        let (epoch, seq) = tag.rsplit_once('.')?;
        (epoch == self.epoch().to_string()).then(|| seq.parse().ok())?.filter(|seq| *seq >= 0)
    }

    /// Every service, for an export and a duplicate's other half.
    ///
    /// # Errors
    /// Those of the database, and when a body does not open.
    pub async fn services(&self, agency: AgencyId) -> Result<Vec<Service>, StoreError> {
        let key = self.agency_key(agency).await?;
        let found = sqlx::query(
            "select service_id, body from service where agency_id = ? order by service_id",
        )
        .bind(agency.as_bytes().as_slice())
        .fetch_all(&self.0.readers)
        .await?;
        let open = Open { agency, key: &key };
        found.iter().map(|row| open.read(SERVICE, row, 1)).collect()
    }
}

/// The last change of anything in the directory; 0 where there is nothing.
async fn last_change(db: &mut SqliteConnection, agency: AgencyId) -> Result<i64, StoreError> {
    let row = sqlx::query(
        "select max(
            coalesce((select max(seq) from service where agency_id = ?1), 0),
            coalesce((select max(seq) from agency_record where agency_id = ?1 and kind = ?2), 0))",
    )
    .bind(agency.as_bytes().as_slice())
    .bind(RecordKind::ServiceCheck.word())
    .fetch_one(db)
    .await?;
    Ok(row.try_get(0)?)
}

/// How far a page goes from one change towards another, such that what is on it is not too many
/// bytes; one change at least.
async fn fits(
    db: &mut SqliteConnection,
    agency: AgencyId,
    since: i64,
    upto: i64,
) -> Result<i64, StoreError> {
    let row = sqlx::query(
        "with change as (
            select seq, length(body) as size from service
            where agency_id = ?1 and seq > ?3 and seq <= ?4
            union all
            select seq, size from (
                select seq, length(body) as size, about,
                    row_number() over (partition by about order by seq desc) as place
                from agency_record where agency_id = ?1 and kind = ?2 and seq > ?3 and seq <= ?4)
            where place <= iif(about is null, ?5, ?6)),
         counted as (
            select seq, size, sum(size) over (order by seq rows unbounded preceding) as bytes
            from change)
         select (select max(seq) from counted where bytes <= ?7 or bytes = size),
            (select count(*) from counted where bytes > ?7 and bytes <> size)",
    )
    .bind(agency.as_bytes().as_slice())
    .bind(RecordKind::ServiceCheck.word())
    .bind(since)
    .bind(upto)
    .bind(CHECKS_OF_NONE)
    .bind(CHECKS_OF_EACH)
    .bind(PAGE_BYTES)
    .fetch_one(db)
    .await?;
    let (fits, beyond): (Option<i64>, i64) = (row.try_get(0)?, row.try_get(1)?);
    Ok(fits.filter(|_| beyond > 0).unwrap_or(upto))
}

/// The last checks of each service within these changes, and the last about none.
async fn checks(
    db: &mut SqliteConnection,
    agency: AgencyId,
    since: i64,
    upto: i64,
) -> Result<Vec<SqliteRow>, StoreError> {
    let found = sqlx::query(
        "select record_id, body from (
            select record_id, body, seq, about,
                row_number() over (partition by about order by seq desc) as place
            from agency_record where agency_id = ?1 and kind = ?2 and seq > ?3 and seq <= ?4)
         where place <= iif(about is null, ?5, ?6) order by seq",
    )
    .bind(agency.as_bytes().as_slice())
    .bind(RecordKind::ServiceCheck.word())
    .bind(since)
    .bind(upto)
    .bind(CHECKS_OF_NONE)
    .bind(CHECKS_OF_EACH)
    .fetch_all(db)
    .await?;
    Ok(found)
}

/// Opens bodies of rows that are about no client.
struct Open<'a> {
    agency: AgencyId,
    key: &'a SealKey,
}

impl Open<'_> {
    /// What lies in the column of a row whose first is its id.
    fn read<T: DeserializeOwned>(
        &self,
        kind: &str,
        row: &SqliteRow,
        column: usize,
    ) -> Result<T, StoreError> {
        let id = rows::id(row, 0)?;
        let body = rows::open(self.key, self.agency, kind, &id, row.try_get(column)?)?;
        Ok(serde_json::from_slice(&body)?)
    }

    /// The same of the second column, for lists that go on without what does not open.
    fn listed<T: DeserializeOwned>(
        &self,
        damage: &Damage,
        kind: &'static str,
        row: &SqliteRow,
    ) -> Option<T> {
        let note = |error: &StoreError| {
            damage.note(self.agency, kind, &rows::id(row, 0).unwrap_or_default(), error);
        };
        self.read(kind, row, 1).inspect_err(note).ok()
    }
}

/// A service as it lies.
#[derive(Debug)]
struct Held {
    body: Service,
    said: Option<Service>,
}

/// The service of this id, if it is there.
async fn find(
    change: &mut super::change::Change,
    id: ServiceId,
) -> Result<Option<Held>, StoreError> {
    let (agency, key) = (change.agency, change.key.clone());
    let row = sqlx::query(
        "select service_id, body, said from service where agency_id = ? and service_id = ?",
    )
    .bind(agency.as_bytes().as_slice())
    .bind(id.as_bytes().as_slice())
    .fetch_optional(change.db())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let open = Open { agency, key: &key };
    let said = row.try_get::<Option<&[u8]>, _>(2)?.map(|_| open.read(SAID, &row, 2)).transpose()?;
    Ok(Some(Held { body: open.read(SERVICE, &row, 1)?, said }))
}

/// Writes a service in its next state, and what its source said; none leaves that as it is.
async fn put(
    change: &mut super::change::Change,
    service: &Service,
    said: Option<&Service>,
) -> Result<(), StoreError> {
    let (agency, seq) = (change.agency, change.next_seq());
    let id = service.service_id.as_bytes();
    let sealed = rows::seal(&change.key, agency, SERVICE, id, &serde_json::to_vec(service)?);
    let said = match said {
        Some(said) => Some(rows::seal(&change.key, agency, SAID, id, &serde_json::to_vec(said)?)),
        None => None,
    };
    sqlx::query(
        "insert into service (agency_id, service_id, seq, body, said) values (?, ?, ?, ?, ?)
         on conflict (agency_id, service_id) do update
            set seq = excluded.seq, body = excluded.body, said = coalesce(excluded.said, said)",
    )
    .bind(agency.as_bytes().to_vec())
    .bind(id.as_slice())
    .bind(seq)
    .bind(sealed)
    .bind(said)
    .execute(change.db())
    .await?;
    change.wrote("service", [crate::audit::Column::bytes(id)]);
    Ok(())
}
