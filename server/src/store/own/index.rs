//! What a record about a way to a client's plan does once it takes effect.

use super::{By, Way, end, happened, material};
use crate::{
    audit::Column,
    clock,
    store::{StoreError, change::Change},
};
use domain::{
    Hash,
    document::{Cells, Key},
    id::{RecordId, StaffId},
    own::Happened,
    record::{RecordKind, RecordRow},
};

/// Whether records of a kind are looked at when they take effect: they never go the short way.
pub(in crate::store) fn is_indexed(kind: RecordKind) -> bool {
    matches!(kind, RecordKind::ClientAccess | RecordKind::ClientAccessEnded)
}

/// A record took effect, which `staff` signed.
pub(in crate::store) async fn took_effect(
    change: &mut Change,
    row: &RecordRow,
    staff: StaffId,
) -> Result<(), StoreError> {
    let RecordRow::OfCells(row) = row else { return Ok(()) };
    let cells = row.record.cells();
    let (agency, client) = (change.agency, row.record.client_id);
    let id = *row.record.record_id.as_bytes();
    match row.record.kind {
        RecordKind::ClientAccess => {
            // One without what opens it opens nothing, and is kept like any record.
            let tag = cells.value(Key::fact("tag"));
            let Some(tag) = tag.as_text().and_then(|tag| tag.parse::<Hash>().ok()) else {
                return Ok(());
            };
            let way = Way { agency, access: id, client };
            // It may have waited in the quarantine, and its end overtaken it.
            let ends = material::records(change, way, RecordKind::ClientAccessEnded).await?;
            let end = ends.iter().find(|row| ended(&row.record.cells()) == Some(id));
            sqlx::query(
                "insert into client_access (agency_id, access_id, client_id, tag, ended_at_ms)
                 values (?, ?, ?, ?, ?)",
            )
            .bind(agency.as_bytes().as_slice())
            .bind(id.as_slice())
            .bind(client.as_bytes().as_slice())
            .bind(tag.as_bytes().as_slice())
            .bind(end.map(|_| clock::now_ms()))
            .execute(change.db())
            .await?;
            change.wrote("client_access", [Column::bytes(&id)]);
            happened(change, way, Happened::Made, By::Staff(staff)).await?;
            match end {
                Some(row) => happened(change, way, Happened::Ended, By::Staff(row.author)).await,
                None => Ok(()),
            }
        }
        RecordKind::ClientAccessEnded => {
            if let Some(access) = ended(&cells) {
                let way = Way { agency, access, client };
                end(change, way, By::Staff(staff)).await?;
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// The way that the record of an end names.
fn ended(cells: &Cells) -> Option<[u8; 16]> {
    let access = cells.value(Key::fact("access"));
    let access = access.as_word().and_then(|id| id.parse::<RecordId>().ok());
    access.map(|access| *access.as_bytes())
}
