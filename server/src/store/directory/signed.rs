//! What phones deliver that is nobody's file.

use crate::{
    audit::Column,
    store::{
        StoreError,
        change::{Change, Put},
        rows,
    },
};
use domain::{
    record::{
        RecordRow,
        service_check::{about, suggests},
    },
    wire::v1::CellRecordRow,
};

/// Takes a record that is nobody's file, unless another is there under its id.
pub(in crate::store) async fn signed(
    change: &mut Change,
    row: &RecordRow,
) -> Result<Put, StoreError> {
    let RecordRow::OfCells(CellRecordRow { record, .. }) = row else { return Ok(Put::Kept) };
    let (agency, kind) = (change.agency, record.kind.word());
    let id = record.record_id.as_bytes();
    let body = rows::seal(&change.key, agency, kind, id, &row.to_json());
    let cells = record.cells();
    let about = about(&cells);
    let seq = change.next_seq();
    let done = sqlx::query(
        "insert into agency_record (agency_id, kind, record_id, about, seq, body)
         values (?, ?, ?, ?, ?, ?) on conflict do nothing",
    )
    .bind(agency.as_bytes().to_vec())
    .bind(kind)
    .bind(id.as_slice())
    .bind(about.map(|about| about.as_bytes().to_vec()))
    .bind(seq)
    .bind(body)
    .execute(change.db())
    .await?;
    if done.rows_affected() == 0 {
        return Ok(Put::Kept);
    }
    change.wrote("agency_record", [Column::text(kind), Column::bytes(id)]);
    if suggests(&cells) {
        sqlx::query("insert into suggestion (agency_id, record_id) values (?, ?)")
            .bind(agency.as_bytes().to_vec())
            .bind(id.as_slice())
            .execute(change.db())
            .await?;
        change.wrote("suggestion", [Column::bytes(id)]);
    }
    Ok(Put::Inserted)
}
