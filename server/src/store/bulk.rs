//! Many records at once. Each call of a statement crosses to the connection's thread and back,
//! which costs more than writing a row: an import with a hundred thousand contacts would wait for
//! little else.

use super::{
    StoreError,
    change::{Change, Put, Row},
    rows::{self, Kind, Place},
};
use crate::audit::Column;
use domain::{id::ClientId, record::RecordKind};
use sqlx::{QueryBuilder, Row as _, Sqlite};
use std::collections::HashMap;

/// Records that are offered together; the connection keeps what it prepared for so many.
pub(super) const TOGETHER: usize = 200;

impl Change {
    /// What [`Change::put`] does, for records of one kind with ids of their own.
    pub(super) async fn put_records(
        &mut self,
        kind: RecordKind,
        offered: &[Row<'_>],
    ) -> Result<Vec<Put>, StoreError> {
        let mut there = self.bodies(kind, offered).await?;
        let (mut put, mut new) = (Vec::with_capacity(offered.len()), Vec::new());
        for row in offered {
            // The second of one id finds the first there.
            match there.insert(*row.id, row.body.to_vec()) {
                Some(before) => {
                    put.push(Self::stands(kind, &before, row)?);
                    there.insert(*row.id, before);
                }
                None => {
                    put.push(Put::Inserted);
                    new.push(row);
                }
            }
        }
        if !new.is_empty() {
            self.insert_records(kind, &new).await?;
        }
        Ok(put)
    }

    /// The bodies of those of these records that are there.
    async fn bodies(
        &mut self,
        kind: RecordKind,
        rows: &[Row<'_>],
    ) -> Result<HashMap<[u8; 16], Vec<u8>>, StoreError> {
        let agency = self.agency;
        let mut sql = QueryBuilder::<Sqlite>::new(
            "select record_id, client_id, body from record where agency_id = ",
        );
        sql.push_bind(agency.as_bytes().as_slice()).push(" and kind = ").push_bind(kind.word());
        sql.push(" and record_id in ").push_tuples(rows, |mut record, row| {
            record.push_bind(row.id.as_slice());
        });
        let mut bodies = HashMap::new();
        for row in sql.build().fetch_all(self.db()).await? {
            let (id, client) = (rows::id(&row, 0)?, ClientId::from_bytes(rows::id(&row, 1)?));
            let place = Place { agency, kind: kind.word(), id: &id, client, version: None };
            bodies.insert(id, place.open(&self.key, row.try_get(2)?)?);
        }
        Ok(bodies)
    }

    /// Writes records that are not there, and announces them in the feed.
    async fn insert_records(
        &mut self,
        kind: RecordKind,
        new: &[&Row<'_>],
    ) -> Result<(), StoreError> {
        let agency = self.agency.as_bytes().to_vec();
        let first_seq = self.next_seqs(new.len());
        let mut sql = QueryBuilder::<Sqlite>::new(
            "insert into record (agency_id, kind, record_id, client_id, body) ",
        );
        sql.push_values(new, |mut columns, row| {
            columns
                .push_bind(agency.as_slice())
                .push_bind(kind.word())
                .push_bind(row.id.as_slice())
                .push_bind(row.client.as_bytes().as_slice())
                .push_bind(self.sealed(row, None));
        });
        sql.push("; insert into feed (agency_id, kind, entity_id, client_id, seq) ");
        sql.push_values((first_seq..).zip(new), |mut columns, (seq, row)| {
            columns
                .push_bind(agency.as_slice())
                .push_bind(Kind::Record(kind).word())
                .push_bind(row.id.as_slice())
                .push_bind(row.client.as_bytes().as_slice())
                .push_bind(seq);
        });
        sql.build().execute(self.db()).await?;
        for row in new {
            self.wrote("record", [Column::text(kind.word()), Column::bytes(row.id)]);
        }
        Ok(())
    }
}
