use super::{
    Store, StoreError,
    rows::{self, Kind},
};
use crate::{
    audit::{Chain, Entry},
    keys::SealKey,
};
use domain::{
    document::DocumentKind,
    id::{AgencyId, ClientId, StaffId},
    record::RecordKind,
};
use sqlx::{QueryBuilder, Row as _, Sqlite, SqliteConnection, Transaction};

/// A write to one agency: one `begin immediate` transaction, with the
/// agency's sequence numbers and its audit chain at hand.
pub(super) struct Change {
    tx: Transaction<'static, Sqlite>,
    pub(super) agency: AgencyId,
    pub(super) key: SealKey,
    seq: i64,
    /// The sequence number that the agency's row holds.
    kept_seq: i64,
    chain: Chain,
    audit_key: Vec<u8>,
}

/// Where a change stood when a savepoint was set.
pub(super) struct Mark(i64, i64, Chain);

/// What came of offering a row to the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Put {
    Inserted,
    Updated,
    /// Another record stands under its id, and stays.
    Kept,
    Unchanged,
}

impl Change {
    pub(super) async fn begin(store: &Store, agency: AgencyId) -> Result<Self, StoreError> {
        Ok(Self::begin_with(store, agency, nothing).await?.0)
    }

    /// Begins, and answers a number that the change would have to ask for next.
    pub(super) async fn begin_with(
        store: &Store,
        agency: AgencyId,
        number: impl FnOnce(&mut QueryBuilder<Sqlite>),
    ) -> Result<(Self, i64), StoreError> {
        let key = store.agency_key(agency).await?;
        let tx = store.0.writer.begin_with("begin immediate").await?;
        Self::join_with(store, tx, agency, key, number).await
    }

    /// Goes on with a transaction that has begun.
    pub(super) async fn join(
        store: &Store,
        tx: Transaction<'static, Sqlite>,
        agency: AgencyId,
        key: SealKey,
    ) -> Result<Self, StoreError> {
        Ok(Self::join_with(store, tx, agency, key, nothing).await?.0)
    }

    async fn join_with(
        store: &Store,
        mut tx: Transaction<'static, Sqlite>,
        agency: AgencyId,
        key: SealKey,
        number: impl FnOnce(&mut QueryBuilder<Sqlite>),
    ) -> Result<(Self, i64), StoreError> {
        // One query for all: each goes to the connection's thread and back.
        let mut sql = QueryBuilder::new("select a.head_seq, e.seq, e.hash, (");
        number(&mut sql);
        sql.push(
            ") from agency a left join audit_event e
                on e.agency_id = a.agency_id and e.seq =
                    (select max(seq) from audit_event where agency_id = a.agency_id)
             where a.agency_id = ",
        );
        sql.push_bind(agency.as_bytes().as_slice());
        let row = sql.build().fetch_one(&mut *tx).await?;
        let seq = row.try_get(0)?;
        let chain = match row.try_get(1)? {
            Some(last) => Chain::after(agency, last, rows::fixed(&row, 2)?),
            None => Chain::new(agency),
        };
        let audit_key = store.keyring().audit().to_vec();
        let number = row.try_get(3)?;
        Ok((Self { tx, agency, key, seq, kept_seq: seq, chain, audit_key }, number))
    }

    pub(super) fn db(&mut self) -> &mut SqliteConnection {
        &mut self.tx
    }

    pub(super) fn next_seq(&mut self) -> i64 {
        self.seq += 1;
        self.seq
    }

    /// So many sequence numbers at once; the first of them.
    pub(super) fn next_seqs(&mut self, count: usize) -> i64 {
        let first = self.seq + 1;
        self.seq += i64::try_from(count).unwrap_or_default();
        first
    }

    /// Adds the audit entries, and the sequence numbers given so far, to
    /// statements that are run together.
    pub(super) fn finish_together(&mut self, sql: &mut QueryBuilder<Sqlite>, entries: &[Entry]) {
        sql.push("; ");
        self.chain.insert(sql, &self.audit_key, entries);
        if self.seq != self.kept_seq {
            sql.push("; update agency set head_seq = ").push_bind(self.seq);
            sql.push(" where agency_id = ").push_bind(self.agency.as_bytes().as_slice());
            self.kept_seq = self.seq;
        }
    }

    pub(super) async fn audit(&mut self, entry: &Entry) -> Result<(), StoreError> {
        Ok(self.chain.append(&mut self.tx, &self.audit_key, entry).await?)
    }

    pub(super) async fn savepoint(&mut self) -> Result<Mark, StoreError> {
        sqlx::query("savepoint one").execute(self.db()).await?;
        Ok(self.mark())
    }

    /// Where it stands, for statements that set the savepoint `one` themselves.
    pub(super) fn mark(&self) -> Mark {
        Mark(self.seq, self.kept_seq, self.chain.clone())
    }

    pub(super) async fn release(&mut self) -> Result<(), StoreError> {
        sqlx::query("release one").execute(self.db()).await?;
        Ok(())
    }

    /// Undoes everything since the savepoint.
    pub(super) async fn undo(&mut self, mark: Mark) -> Result<(), StoreError> {
        sqlx::query("rollback to one").execute(self.db()).await?;
        self.release().await?;
        Mark(self.seq, self.kept_seq, self.chain) = mark;
        Ok(())
    }

    /// Undoes the whole change and begins it once more, for statements that came first and
    /// set no savepoint. The one connection that writes is kept, so nobody comes in between.
    pub(super) async fn begin_again(&mut self, mark: Mark) -> Result<(), StoreError> {
        sqlx::raw_sql("rollback; begin immediate").execute(self.db()).await?;
        Mark(self.seq, self.kept_seq, self.chain) = mark;
        Ok(())
    }

    pub(super) async fn commit(mut self) -> Result<(), StoreError> {
        if self.seq != self.kept_seq {
            sqlx::query("update agency set head_seq = ? where agency_id = ?")
                .bind(self.seq)
                .bind(self.agency.as_bytes().as_slice())
                .execute(&mut *self.tx)
                .await?;
        }
        Ok(self.tx.commit().await?)
    }

    /// The agency's content or staff changed: phones are to hear of it.
    pub(super) async fn content_changed(&mut self) -> Result<(), StoreError> {
        let seq = self.next_seq();
        sqlx::query("update agency set content_seq = ? where agency_id = ?")
            .bind(seq)
            .bind(self.agency.as_bytes().as_slice())
            .execute(self.db())
            .await?;
        Ok(())
    }

    /// Gives the row the next sequence number in the feed.
    async fn announce(
        &mut self,
        kind: Kind,
        id: &[u8; 16],
        client: ClientId,
    ) -> Result<(), StoreError> {
        let seq = self.next_seq();
        let agency = self.agency;
        sqlx::query(
            "insert into feed (agency_id, kind, entity_id, client_id, seq) values (?, ?, ?, ?, ?)
             on conflict (agency_id, kind, entity_id)
             do update set seq = excluded.seq, client_id = excluded.client_id",
        )
        .bind(agency.as_bytes().as_slice())
        .bind(kind.word())
        .bind(id.as_slice())
        .bind(client.as_bytes().as_slice())
        .bind(seq)
        .execute(self.db())
        .await?;
        Ok(())
    }

    /// The body of a row as it is stored now, opened.
    pub(super) async fn body(
        &mut self,
        kind: Kind,
        id: &[u8; 16],
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let sql = match kind {
            Kind::Record(_) => {
                "select body from record where agency_id = ? and record_id = ? and kind = ?"
            }
            Kind::Document(_) => {
                "select body from document where agency_id = ? and document_id = ? and kind = ?"
            }
            Kind::Task => "select body from task where agency_id = ? and task_id = ?",
        };
        let agency = self.agency;
        let mut query = sqlx::query(sql).bind(agency.as_bytes().as_slice()).bind(id.as_slice());
        if kind != Kind::Task {
            query = query.bind(kind.word());
        }
        let row = query.fetch_optional(self.db()).await?;
        row.map(|row| rows::open(&self.key, agency, kind.word(), id, row.try_get(0)?)).transpose()
    }

    /// Writes a row unless the same stands there, and announces it in the feed. A record that
    /// stands there stays as it is, whatever this one says; a document gets its next version.
    pub(super) async fn put(&mut self, row: &Row<'_>) -> Result<Put, StoreError> {
        let before = self.body(row.kind, row.id).await?;
        if before.as_deref() == Some(row.body) {
            return Ok(Put::Unchanged);
        }
        if let (Some(before), Kind::Record(kind)) = (&before, row.kind) {
            // What the server adds of itself may read differently by now; what was signed counts.
            let same = signed(kind, before)? == signed(kind, row.body)?;
            if !same {
                let id = uuid::Uuid::from_bytes(*row.id);
                tracing::warn!(kind = kind.word(), %id, "read differently now, and stays as it was");
            }
            return Ok(if same { Put::Unchanged } else { Put::Kept });
        }
        match row.kind {
            Kind::Record(kind) => self.insert_record(kind, row).await?,
            Kind::Document(kind) => self.put_document(kind, row).await?,
            Kind::Task => self.put_task(row).await?,
        }
        self.announce(row.kind, row.id, row.client).await?;
        Ok(if before.is_some() { Put::Updated } else { Put::Inserted })
    }

    async fn insert_record(&mut self, kind: RecordKind, row: &Row<'_>) -> Result<(), StoreError> {
        let sealed = self.sealed(row);
        sqlx::query(
            "insert into record (agency_id, kind, record_id, client_id, body)
             values (?, ?, ?, ?, ?)",
        )
        .bind(self.agency.as_bytes().to_vec())
        .bind(kind.word())
        .bind(row.id.as_slice())
        .bind(row.client.as_bytes().as_slice())
        .bind(sealed)
        .execute(self.db())
        .await?;
        Ok(())
    }

    async fn put_task(&mut self, row: &Row<'_>) -> Result<(), StoreError> {
        let sealed = self.sealed(row);
        sqlx::query(
            "insert into task (agency_id, task_id, client_id, body) values (?, ?, ?, ?)
             on conflict (agency_id, task_id) do update set body = excluded.body",
        )
        .bind(self.agency.as_bytes().to_vec())
        .bind(row.id.as_slice())
        .bind(row.client.as_bytes().as_slice())
        .bind(sealed)
        .execute(self.db())
        .await?;
        Ok(())
    }

    /// Puts the present version, and keeps it for good beside those before it. Fails where there
    /// is one of its number: phones would go on from words that are not on record.
    async fn put_document(&mut self, kind: DocumentKind, row: &Row<'_>) -> Result<(), StoreError> {
        let agency = self.agency.as_bytes().to_vec();
        if kind == DocumentKind::Client {
            // Everything else about them refers to it.
            sqlx::query(
                "insert into client (agency_id, client_id) values (?, ?) on conflict do nothing",
            )
            .bind(agency.as_slice())
            .bind(row.client.as_bytes().as_slice())
            .execute(self.db())
            .await?;
        }
        let version = match row.version {
            Some(version) => i64::from(version),
            None => self.next_version(kind, row.id).await?,
        };
        let statements = [
            "insert into document_version (agency_id, kind, document_id, client_id, version, body)
             values (?, ?, ?, ?, ?, ?)",
            "insert into document (agency_id, kind, document_id, client_id, version, body)
             values (?, ?, ?, ?, ?, ?)
             on conflict (agency_id, kind, document_id)
             do update set body = excluded.body, version = excluded.version",
        ];
        for sql in statements {
            let sealed = self.sealed(row);
            sqlx::query(sql)
                .bind(agency.as_slice())
                .bind(kind.word())
                .bind(row.id.as_slice())
                .bind(row.client.as_bytes().as_slice())
                .bind(version)
                .bind(sealed)
                .execute(self.db())
                .await?;
        }
        Ok(())
    }

    async fn next_version(&mut self, kind: DocumentKind, id: &[u8; 16]) -> Result<i64, StoreError> {
        let agency = self.agency.as_bytes().to_vec();
        let row = sqlx::query(
            "select coalesce(max(version), 0) + 1 from document
             where agency_id = ? and kind = ? and document_id = ?",
        )
        .bind(agency)
        .bind(kind.word())
        .bind(id.as_slice())
        .fetch_one(self.db())
        .await?;
        Ok(row.try_get(0)?)
    }

    fn sealed(&self, row: &Row<'_>) -> Vec<u8> {
        rows::seal(&self.key, self.agency, row.kind.word(), row.id, row.body)
    }

    /// Brings a client into a worker's scope, unless they are in it.
    pub(super) async fn assign(
        &mut self,
        staff: StaffId,
        client: ClientId,
    ) -> Result<bool, StoreError> {
        let seq = self.next_seq();
        let agency = self.agency;
        let done = sqlx::query(
            "insert into case_assignment (agency_id, staff_id, client_id, from_seq)
             select ?1, ?2, ?3, ?4
             -- An import names whoever carried them once.
             where not exists (select 1 from staff where agency_id = ?1 and staff_id = ?2
                and ended_at_ms is not null)
             on conflict (agency_id, staff_id, client_id) where to_seq is null do nothing",
        )
        .bind(agency.as_bytes().as_slice())
        .bind(staff.as_bytes().as_slice())
        .bind(client.as_bytes().as_slice())
        .bind(seq)
        .execute(self.db())
        .await?;
        Ok(done.rows_affected() > 0)
    }

    /// Takes a client out of a worker's scope.
    pub(super) async fn unassign(
        &mut self,
        staff: StaffId,
        client: ClientId,
    ) -> Result<bool, StoreError> {
        let seq = self.next_seq();
        let agency = self.agency;
        let done = sqlx::query(
            "update case_assignment set to_seq = ?
             where agency_id = ? and staff_id = ? and client_id = ? and to_seq is null",
        )
        .bind(seq)
        .bind(agency.as_bytes().as_slice())
        .bind(staff.as_bytes().as_slice())
        .bind(client.as_bytes().as_slice())
        .execute(self.db())
        .await?;
        Ok(done.rows_affected() > 0)
    }
}

/// What somebody signed, of a row.
fn signed(kind: RecordKind, body: &[u8]) -> Result<Option<serde_json::Value>, StoreError> {
    let mut row: serde_json::Value = serde_json::from_slice(body)?;
    Ok(row.get_mut(kind.word()).map(serde_json::Value::take))
}

/// The query of a change that asks for no number.
fn nothing(sql: &mut QueryBuilder<Sqlite>) {
    sql.push("0");
}

/// A row on its way into the store.
pub(super) struct Row<'a> {
    pub(super) kind: Kind,
    pub(super) id: &'a [u8; 16],
    pub(super) client: ClientId,
    /// The row's JSON.
    pub(super) body: &'a [u8],
    /// Of a document that counts its versions itself; none for the next one.
    pub(super) version: Option<u32>,
}
