//! Versions of a document: as many of them as a merge has to know, and as many as an answer holds.

use super::may_read;
use crate::{
    audit::{Action, Entry, Who},
    auth::Permit,
    clock,
    keys::SealKey,
    store::{
        Store, StoreError,
        change::Change,
        rows::{self, Kind, Place},
    },
};
use domain::{
    document::{DocumentKind, Edit, Version},
    id::{AgencyId, ClientId},
    wire::v1::DocumentBase,
};
use serde_json::value::RawValue;
use sqlx::{Row as _, sqlite::SqliteRow};

/// Bytes of versions that one merge looks at, besides the last and the one the edit is based on:
/// who wrote a value first, and numbers of lines that were taken out, are looked for no further
/// back.
const LOOKED_AT: i64 = 256 * 1024;
/// Bytes of versions that one change opens to merge, for all of its edits. More of them are put
/// off: everybody waits for whoever writes.
const MERGED_AT_ONCE: usize = 4 * 1024 * 1024;
/// Bytes of versions in an answer, unless the first alone has more.
const ANSWER_BYTES: i64 = 4 * 1024 * 1024;

/// Some of the versions of a document.
#[derive(Debug)]
pub struct VersionsPage {
    /// As JSON, newest first.
    pub versions: Vec<Box<RawValue>>,
    /// There are others before this number.
    pub older: Option<u32>,
}

/// The versions that a merge of this edit has to know, oldest first: the last ones and its base. One
/// of those before that does not open is left out; for the last, the document itself stands in.
pub(super) async fn for_merge(
    change: &mut Change,
    edit: &Edit,
) -> Result<Vec<Version>, StoreError> {
    let (agency, kind, client) = (change.agency, edit.kind, edit.client_id);
    let base = match edit.based_on {
        DocumentBase::Version(number) => number,
        DocumentBase::Nothing | DocumentBase::Edit(_) => 0,
    };
    let found = sqlx::query(
        "with sized as (
            select document_id, body, version,
                sum(length(body)) over (order by version desc rows unbounded preceding)
                    - length(body) as newer
            from document_version where agency_id = ?1 and kind = ?2 and client_id = ?3)
         select document_id, body, version from sized
         where newer < ?4 or version = ?5 order by version",
    )
    .bind(agency.as_bytes().as_slice())
    .bind(kind.word())
    .bind(client.as_bytes().as_slice())
    .bind(LOOKED_AT)
    .bind(base)
    .fetch_all(change.db())
    .await?;
    let bytes = |row: &SqliteRow| row.try_get::<&[u8], _>(1).map_or(0, <[u8]>::len);
    change.take_merging(found.iter().map(bytes).sum(), MERGED_AT_ONCE)?;
    let mut versions = Vec::with_capacity(found.len());
    for (at, row) in found.iter().enumerate() {
        let id = rows::id(row, 0)?;
        let opened = open(agency, &change.key, (kind, client), row);
        let opened = change.damage.skip(agency, "document_version", &id, opened)?;
        if opened.is_none() && at + 1 == found.len() {
            // The same words lie in the document.
            if let Some(body) = change.body(Kind::Document(kind), &edit.id).await? {
                versions.push(Version { number: row.try_get(2)?, ..Version::read(kind, &body)? });
            }
        }
        versions.extend(opened);
    }
    Ok(versions)
}

/// Opens a version, from the columns id, body and number.
pub(super) fn open(
    agency: AgencyId,
    key: &SealKey,
    (kind, client): (DocumentKind, ClientId),
    row: &SqliteRow,
) -> Result<Version, StoreError> {
    let (id, version) = (&rows::id(row, 0)?, Some(row.try_get(2)?));
    let read = || {
        let place = Place { agency, kind: kind.word(), id, client, version };
        let body = place.open(key, row.try_get(1)?)?;
        // A fact sheet from before versions were counted says nothing of its number.
        Ok(Version { number: row.try_get(2)?, ..Version::read(kind, &body)? })
    };
    read().map_err(|error: StoreError| error.in_row("document_version", id))
}

impl Store {
    /// The versions of a client's document, newest first, from before a number where one is given:
    /// as many as an answer holds. Nothing where the client is not in the reader's scope. One that
    /// does not open is left out. Written to the audit log.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn document_versions(
        &self,
        permit: &Permit,
        (kind, client): (DocumentKind, ClientId),
        before: Option<u32>,
    ) -> Result<Option<VersionsPage>, StoreError> {
        let agency = permit.agency();
        let key = self.agency_key(agency).await?;
        let mut tx = self.0.readers.begin().await?;
        if !may_read(&mut tx, permit, client).await? {
            return Ok(None);
        }
        let found = sqlx::query(
            "with sized as (
                select document_id, body, version,
                    sum(length(body)) over (order by version desc rows unbounded preceding)
                        - length(body) as newer,
                    min(version) over () as first
                from document_version where agency_id = ?1 and kind = ?2 and client_id = ?3
                    and (?4 is null or version < ?4))
             select document_id, body, version, first from sized
             where newer < ?5 order by version desc",
        )
        .bind(agency.as_bytes().as_slice())
        .bind(kind.word())
        .bind(client.as_bytes().as_slice())
        .bind(before)
        .bind(ANSWER_BYTES)
        .fetch_all(&mut *tx)
        .await?;
        tx.commit().await?;
        let older = match found.last() {
            Some(last) if last.try_get::<u32, _>(2)? > last.try_get::<u32, _>(3)? => {
                Some(last.try_get(2)?)
            }
            _ => None,
        };
        let damage = self.0.damage.clone();
        // Opening them is work for another thread than those that serve everybody.
        let versions = tokio::task::spawn_blocking(move || {
            let mut versions = Vec::with_capacity(found.len());
            for row in &found {
                let opened = open(agency, &key, (kind, client), row);
                if let Some(version) = damage.skip(agency, "document_version", &[0; 16], opened)? {
                    versions.push(serde_json::from_slice(&version.to_json()?)?);
                }
            }
            Ok::<_, StoreError>(versions)
        });
        let versions: Vec<Box<RawValue>> = versions.await??;
        let who = Who { staff: Some(permit.staff()), device: permit.device() };
        let object = ("client", Some(*client.as_bytes()));
        let entry = Entry::done(clock::now_ms(), who, Action::DocumentVersionsRead, object)
            .with(serde_json::json!({ "kind": kind.word(), "versions": versions.len() }));
        let mut change = Change::begin(self, agency).await?;
        change.audit(entry);
        change.commit().await?;
        Ok(Some(VersionsPage { versions, older }))
    }
}
