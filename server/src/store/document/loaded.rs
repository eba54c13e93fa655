//! Documents that come from elsewhere: an import, the demonstration agency.

use super::{put, versions};
use crate::{
    audit::Column,
    clock,
    store::{
        StoreError,
        change::{Change, Put},
        rows,
    },
};
use domain::{
    Hash, Moment,
    document::{Cells, DocumentKind, Key, Value, Version, Versioned},
    id::{ClientId, OperationId, StaffId},
    wire::v1::{
        Alert, AlertKind, Client, ConflictId, ConflictSide, Ended, OpenConflict, Stage, StageBegun,
    },
};
use sqlx::Row as _;
use sync::merge::{Clash, Merged, merge, numbers, written};

/// A document as its source has it.
pub(in crate::store) struct LoadedDocument {
    version: Version,
    json: Vec<u8>,
}

impl LoadedDocument {
    /// # Errors
    /// Never for the types of documents there are.
    pub(in crate::store) fn new<D: Versioned>(document: &D) -> Result<Self, StoreError> {
        Ok(Self { version: Version::of(document), json: serde_json::to_vec(document)? })
    }

    /// One that is made of its cells alone.
    ///
    /// # Errors
    /// Never for the shapes there are.
    pub(in crate::store) fn of_cells(version: &Version) -> Result<Self, StoreError> {
        Ok(Self { version: version.clone(), json: version.to_json()? })
    }
}

/// Puts a document as its source has it. What people wrote here since the source spoke last
/// stays: its news are joined with that, and where both changed one value, theirs stands and the
/// source's is an open conflict, for somebody who knows the client to settle.
pub(in crate::store) async fn put_loaded(
    change: &mut Change,
    loaded: &LoadedDocument,
) -> Result<Put, StoreError> {
    let mut next = loaded.version.clone();
    let known = versions(change, next.kind, next.client_id, 0).await?;
    let Some(current) = known.last() else {
        next.number = next.number.max(1);
        let key = [Column::text(next.kind.word()), Column::bytes(&next.id)];
        change.makes("document_source", key);
        remember(change, loaded).await?;
        numbers::give(&[], &mut next.cells);
        return put(change, &next).await;
    };
    let said = match said_last(change, next.kind, &next.id).await? {
        Some(said) => Some(said),
        // From before it was remembered: the last version that no person here made.
        None => known.iter().rfind(|one| is_of_source(one, &next)).map(|one| one.cells.clone()),
    };
    if said.as_ref() == Some(&next.cells) {
        return Ok(Put::Unchanged);
    }
    remember(change, loaded).await?;
    let merged = merge(said.as_ref(), &next.cells, &current.cells);
    next.conflicts = still_open(current, &next, &merged);
    for clash in merged.clashes {
        let told = |open: &OpenConflict| {
            open.conflict_id.key() == clash.key && open.other.value == clash.other
        };
        if !next.conflicts.iter().any(told) {
            next.conflicts.push(conflict(loaded, &known, clash));
        }
    }
    next.cells = merged.content;
    numbers::give_in(&known, &mut next);
    if next.cells == current.cells && next.conflicts == current.conflicts {
        return Ok(Put::Unchanged);
    }
    next.id = current.id;
    next.number = current.number + 1;
    put(change, &next).await
}

/// Closes the case of somebody whom their source no longer has, and says why among the alerts.
/// Everything else stays as the source had it last; nothing is erased.
pub(in crate::store) async fn close_loaded(
    change: &mut Change,
    client: ClientId,
    why: &str,
) -> Result<Put, StoreError> {
    let kind = DocumentKind::Client;
    let body = match remembered(change, kind, client.as_bytes()).await? {
        Some(body) => body,
        // From before it was remembered, or of somebody whom no import brought.
        None => match versions(change, kind, client, 0).await?.last() {
            Some(current) => current.to_json()?,
            None => return Ok(Put::Unchanged),
        },
    };
    let mut sheet: Client = serde_json::from_slice(&body)?;
    sheet.stage = Stage::Closed;
    let ended = Some(Ended::RemovedAtSource);
    // Said once: a later export that has them no more either is no news.
    if !sheet.stages.iter().any(|begun| begun.ended == ended && begun.reason == why) {
        let begun = StageBegun::new(None, Stage::Closed, clock::now().date());
        sheet.stages.push(StageBegun { reason: why.to_owned(), ended, ..begun });
    }
    let alert = Alert { line_id: None, kind: AlertKind::Other, text: why.to_owned() };
    if !sheet.alerts.iter().any(|known| known.text == alert.text) {
        sheet.alerts.push(alert);
    }
    put_loaded(change, &LoadedDocument::new(&sheet)?).await
}

/// The conflicts that the source's news leave open, with what stands in the document now. What
/// the source itself had said stays open only while it still says so.
fn still_open(current: &Version, loaded: &Version, merged: &Merged) -> Vec<OpenConflict> {
    let mut open = current.conflicts.clone();
    open.retain_mut(|conflict| {
        let key = conflict.conflict_id.key();
        let value = merged.content.value(key);
        if value != conflict.kept.value {
            conflict.kept = side(value, loaded);
        }
        let is_sources = conflict.other.author == NOBODY;
        let is_said = loaded.cells.value(key) == conflict.other.value;
        conflict.kept.value != conflict.other.value && (is_said || !is_sources)
    });
    open
}

/// Who wrote what an import brought.
const NOBODY: StaffId = StaffId::from_bytes([0; 16]);

fn side(value: Value, version: &Version) -> ConflictSide {
    ConflictSide {
        value,
        author: version.author.unwrap_or(NOBODY),
        at: version.made_at.unwrap_or_else(|| Moment::new(0, 0)),
    }
}

/// Whether the source made this version: it says so of whoever wrote it, or nobody did.
fn is_of_source(version: &Version, loaded: &Version) -> bool {
    version.author.is_none() || version.author == loaded.author && version.made_at == loaded.made_at
}

fn conflict(loaded: &LoadedDocument, known: &[Version], clash: Clash) -> OpenConflict {
    let Key { line, field } = clash.key;
    // The same for everybody, and another one when the source says something else.
    let edit = OperationId::from_bytes(Hash::of(&loaded.json).id_bytes());
    let (kept, other) = if clash.kept_is_ours {
        (side(clash.kept, &loaded.version), written(known, clash.key, clash.other))
    } else {
        (written(known, clash.key, clash.kept), side(clash.other, &loaded.version))
    };
    OpenConflict { conflict_id: ConflictId { edit, line, field }, kept, other }
}

fn place(kind: DocumentKind) -> String {
    format!("source_of_{}", kind.word())
}

async fn said_last(
    change: &mut Change,
    kind: DocumentKind,
    id: &[u8; 16],
) -> Result<Option<Cells>, StoreError> {
    let body = remembered(change, kind, id).await?;
    Ok(body.map(|body| Version::read(kind, &body)).transpose()?.map(|said| said.cells))
}

async fn remembered(
    change: &mut Change,
    kind: DocumentKind,
    id: &[u8; 16],
) -> Result<Option<Vec<u8>>, StoreError> {
    let agency = change.agency;
    let row = sqlx::query(
        "select body from document_source where agency_id = ? and kind = ? and document_id = ?",
    )
    .bind(agency.as_bytes().as_slice())
    .bind(kind.word())
    .bind(id.as_slice())
    .fetch_optional(change.db())
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(rows::open(&change.key, agency, &place(kind), id, row.try_get(0)?)?))
}

async fn remember(change: &mut Change, loaded: &LoadedDocument) -> Result<(), StoreError> {
    let (agency, Version { kind, id, .. }) = (change.agency, &loaded.version);
    let body = rows::seal(&change.key, agency, &place(*kind), id, &loaded.json);
    sqlx::query(
        "insert into document_source (agency_id, kind, document_id, body) values (?, ?, ?, ?)
         on conflict (agency_id, kind, document_id) do update set body = excluded.body",
    )
    .bind(agency.as_bytes().as_slice())
    .bind(kind.word())
    .bind(id.as_slice())
    .bind(body)
    .execute(change.db())
    .await?;
    change.wrote("document_source", [Column::text(kind.word()), Column::bytes(id)]);
    Ok(())
}
