mod begin;

use super::{
    StoreError,
    damage::Damage,
    imprints::{self, Finished},
    rows::{self, Kind, Place},
};
use crate::{
    audit::{Action, Chain, Column, Entry, RowKey, Who},
    clock,
    keys::{Keyring, SealKey},
};
use domain::{
    document::DocumentKind,
    id::{AgencyId, ClientId},
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
    keyring: Keyring,
    /// Where rows are noted that do not open.
    pub(super) damage: Damage,
    /// Bytes of versions that its edits were merged with so far.
    merged: usize,
    /// Entries that join the chain when the change is done.
    entries: Vec<Entry>,
    /// Rows of covered tables that were written, and with which entry.
    written: Vec<(usize, RowKey<'static>)>,
    /// Those of them that were not there before the change.
    made: Vec<Vec<u8>>,
}

/// Where a change stood when a savepoint was set.
pub(super) struct Mark {
    seq: i64,
    kept_seq: i64,
    chain: Chain,
    entries: usize,
    written: usize,
    made: usize,
}

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
    /// So many bytes more are to be opened for merging.
    ///
    /// # Errors
    /// [`StoreError::TooMuch`] beyond the most there may be in one change, except for its first.
    pub(super) fn take_merging(&mut self, bytes: usize, most: usize) -> Result<(), StoreError> {
        if self.merged > 0 && self.merged + bytes > most {
            return Err(StoreError::TooMuch);
        }
        self.merged += bytes.max(1);
        Ok(())
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
        self.chain.insert(sql, self.keyring.audit(), entries);
        if self.seq != self.kept_seq {
            sql.push("; update agency set head_seq = ").push_bind(self.seq);
            sql.push(" where agency_id = ").push_bind(self.agency.as_bytes().as_slice());
            self.kept_seq = self.seq;
        }
    }

    /// Notes down an entry for the audit log.
    pub(super) fn audit(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    /// The same at once, for a change with too many entries to hold.
    pub(super) async fn audit_now(&mut self, entry: Entry) -> Result<(), StoreError> {
        Ok(self.chain.append(&mut self.tx, self.keyring.audit(), &[entry]).await?)
    }

    /// A row of a covered table was written, or taken away, with the next entry. Whoever writes
    /// one and does not say so makes `verify-audit` name it.
    pub(super) fn wrote<'a>(&mut self, table: &str, key: impl Into<Vec<Column<'a>>>) {
        self.written.push((self.entries.len(), RowKey::new(table, key).into_owned()));
    }

    /// A row of a covered table is not there yet, and will be with this change: should the same
    /// change write it once more, it was still not there before.
    pub(super) fn makes<'a>(&mut self, table: &str, key: impl Into<Vec<Column<'a>>>) {
        self.made.push(RowKey::new(table, key).to_bytes());
    }

    /// What the log keeps of rows.
    pub(super) fn imprint_key(&self) -> &[u8] {
        self.keyring.imprints()
    }

    /// Takes the entries into the chain, each with the rows that were written with it as they
    /// stand now.
    async fn finish(&mut self) -> Result<(), StoreError> {
        if !self.written.is_empty() {
            if self.entries.is_empty() {
                let object = ("agency", Some(*self.agency.as_bytes()));
                let (now, who) = (clock::now_ms(), Who::default());
                self.audit(Entry::done(now, who, Action::RowsMended, object));
            }
            let written = std::mem::take(&mut self.written);
            let made = self.made.drain(..).collect();
            let (agency, key) = (self.agency, self.keyring.imprints());
            let rows = imprints::of(&mut self.tx, agency, key, written, &made).await?;
            let last = self.entries.len().saturating_sub(1);
            for Finished { with, row, before, imprint } in rows {
                let Some(entry) = self.entries.get_mut(with.min(last)) else { continue };
                match before {
                    Some(before) => entry.rows.add_changed(&row, before, imprint),
                    None => entry.rows.add(&row, imprint),
                }
            }
        }
        // SQLite binds so many values and no more.
        for entries in std::mem::take(&mut self.entries).chunks(1_000) {
            self.chain.append(&mut self.tx, self.keyring.audit(), entries).await?;
        }
        Ok(())
    }

    pub(super) async fn savepoint(&mut self) -> Result<Mark, StoreError> {
        sqlx::query("savepoint one").execute(self.db()).await?;
        Ok(self.mark())
    }

    /// Where it stands, for statements that set the savepoint `one` themselves.
    pub(super) fn mark(&self) -> Mark {
        Mark {
            seq: self.seq,
            kept_seq: self.kept_seq,
            chain: self.chain.clone(),
            entries: self.entries.len(),
            written: self.written.len(),
            made: self.made.len(),
        }
    }

    fn go_back(&mut self, mark: Mark) {
        self.seq = mark.seq;
        self.kept_seq = mark.kept_seq;
        self.chain = mark.chain;
        self.entries.truncate(mark.entries);
        self.written.truncate(mark.written);
        self.made.truncate(mark.made);
    }

    pub(super) async fn release(&mut self) -> Result<(), StoreError> {
        sqlx::query("release one").execute(self.db()).await?;
        Ok(())
    }

    /// Undoes everything since the savepoint.
    pub(super) async fn undo(&mut self, mark: Mark) -> Result<(), StoreError> {
        sqlx::query("rollback to one").execute(self.db()).await?;
        self.release().await?;
        self.go_back(mark);
        Ok(())
    }

    /// Undoes the whole change and begins it once more, for statements that came first and
    /// set no savepoint. The one connection that writes is kept, so nobody comes in between.
    pub(super) async fn begin_again(&mut self, mark: Mark) -> Result<(), StoreError> {
        sqlx::raw_sql("rollback; begin immediate").execute(self.db()).await?;
        self.go_back(mark);
        Ok(())
    }

    pub(super) async fn commit(mut self) -> Result<(), StoreError> {
        self.finish().await?;
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
                "select body, client_id from record where agency_id = ? and record_id = ? and kind = ?"
            }
            Kind::Document(_) => {
                "select body, client_id from document where agency_id = ? and document_id = ? and kind = ?"
            }
            Kind::Task => "select body, client_id from task where agency_id = ? and task_id = ?",
        };
        let agency = self.agency;
        let mut query = sqlx::query(sql).bind(agency.as_bytes().as_slice()).bind(id.as_slice());
        if kind != Kind::Task {
            query = query.bind(kind.word());
        }
        let row = query.fetch_optional(self.db()).await?;
        let Some(row) = row else { return Ok(None) };
        let read = || {
            let client = ClientId::from_bytes(rows::id(&row, 1)?);
            let place = Place { agency, kind: kind.word(), id, client, version: None };
            place.open(&self.key, row.try_get(0)?)
        };
        read().map(Some).map_err(|error| error.in_row(kind.word(), id))
    }

    /// Writes a row unless the same stands there, and announces it in the feed. A record that
    /// stands there stays as it is, whatever this one says; a document gets its next version.
    pub(super) async fn put(&mut self, row: &Row<'_>) -> Result<Put, StoreError> {
        let before = match (self.body(row.kind, row.id).await, row.kind) {
            // Its versions are whole: the next one takes the place of what is damaged.
            (Err(error), Kind::Document(_)) if error.is_damage() && row.version.is_some() => {
                self.damage.note(self.agency, row.kind.word(), row.id, &error);
                Some(Vec::new())
            }
            (before, _) => before?,
        };
        if before.as_deref() == Some(row.body) {
            return Ok(Put::Unchanged);
        }
        if let (Some(before), Kind::Record(kind)) = (&before, row.kind) {
            return Self::stands(kind, before, row);
        }
        match row.kind {
            Kind::Document(kind) if before.is_none() => {
                self.makes("document", [Column::text(kind.word()), Column::bytes(row.id)]);
            }
            Kind::Task if before.is_none() => self.makes("task", [Column::bytes(row.id)]),
            _ => {}
        }
        match row.kind {
            Kind::Record(kind) => self.insert_record(kind, row).await?,
            Kind::Document(kind) => self.put_document(kind, row).await?,
            Kind::Task => self.put_task(row).await?,
        }
        self.announce(row.kind, row.id, row.client).await?;
        Ok(if before.is_some() { Put::Updated } else { Put::Inserted })
    }

    /// What becomes of a record where one stands under its id: that one stays.
    pub(super) fn stands(
        kind: RecordKind,
        before: &[u8],
        row: &Row<'_>,
    ) -> Result<Put, StoreError> {
        if before == row.body {
            return Ok(Put::Unchanged);
        }
        // What the server adds of itself may read differently by now; what was signed counts.
        let same = signed(kind, before)? == signed(kind, row.body)?;
        if !same {
            let id = uuid::Uuid::from_bytes(*row.id);
            tracing::warn!(kind = kind.word(), %id, "read differently now, and stays as it was");
        }
        Ok(if same { Put::Unchanged } else { Put::Kept })
    }

    async fn insert_record(&mut self, kind: RecordKind, row: &Row<'_>) -> Result<(), StoreError> {
        let sealed = self.sealed(row, None);
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
        self.wrote("record", [Column::text(kind.word()), Column::bytes(row.id)]);
        Ok(())
    }

    async fn put_task(&mut self, row: &Row<'_>) -> Result<(), StoreError> {
        let sealed = self.sealed(row, None);
        sqlx::query(
            "insert into task (agency_id, task_id, client_id, body) values (?, ?, ?, ?)
             on conflict (agency_id, task_id)
             do update set body = excluded.body, client_id = excluded.client_id",
        )
        .bind(self.agency.as_bytes().to_vec())
        .bind(row.id.as_slice())
        .bind(row.client.as_bytes().as_slice())
        .bind(sealed)
        .execute(self.db())
        .await?;
        self.wrote("task", [Column::bytes(row.id)]);
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
            self.wrote("client", [Column::bytes(row.client.as_bytes())]);
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
             do update set body = excluded.body, version = excluded.version,
                client_id = excluded.client_id",
        ];
        for (sql, of) in statements.into_iter().zip([Some(version), None]) {
            let sealed = self.sealed(row, of);
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
        let (word, id) = (Column::text(kind.word()), Column::bytes(row.id));
        let client = Column::bytes(row.client.as_bytes());
        self.wrote("document", [word.clone(), id.clone()]);
        self.wrote("document_version", [word, client, id, Column::Number(version)]);
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

    pub(super) fn sealed(&self, row: &Row<'_>, version: Option<i64>) -> Vec<u8> {
        let (agency, kind) = (self.agency, row.kind.word());
        let place = Place { agency, kind, id: row.id, client: row.client, version };
        place.seal(&self.key, row.body)
    }
}

/// What somebody signed, of a row.
fn signed(kind: RecordKind, body: &[u8]) -> Result<Option<serde_json::Value>, StoreError> {
    let mut row: serde_json::Value = serde_json::from_slice(body)?;
    Ok(row.get_mut(kind.field()).map(serde_json::Value::take))
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
