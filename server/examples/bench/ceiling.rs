use crate::{
    Measured, cpu_seconds,
    pushes::{OPERATIONS, SIZE},
};
use sqlx::{
    ConnectOptions as _, Connection as _, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use std::{
    path::{Path, PathBuf},
    time::Instant,
};

/// The rows of a push, a statement a table: SQLite and hardly anything else.
pub const BY_TABLE: &str = "raw SQLite: rows of 50 notes a commit, a statement a table";
/// A statement a row, as plain code has it; the driver takes its time for each.
pub const BY_ROW: &str = "raw SQLite: rows of 50 notes a commit, a statement a row";

/// What a push writes for each operation.
const TABLES: [&str; 4] = ["record", "feed", "audit_event", "operation"];

/// The store's files as they were before the pushes that are compared.
pub struct Ceiling {
    store: PathBuf,
    copies: [PathBuf; 2],
}

impl Ceiling {
    /// Copies the store, while nobody writes to it.
    pub fn before_pushes(folder: &Path, round: usize) -> Self {
        let store = folder.join("streetlight.db");
        let copies = ["table", "row"].map(|name| folder.join(format!("{name}-{round}.db")));
        for copy in &copies {
            for part in ["", "-wal"] {
                let of = |path: &Path| PathBuf::from(format!("{}{part}", path.display()));
                std::fs::copy(of(&store), of(copy)).unwrap();
                // Or the disk is busy with it while the pushes are measured.
                std::fs::File::open(of(copy)).unwrap().sync_all().unwrap();
            }
        }
        Self { store, copies }
    }

    /// Operations a second whose rows SQLite takes by fifties: the very rows
    /// that the pushes wrote, with the same ids, bodies, hashes and audit
    /// entries, into the same tables with the same indexes, foreign keys and
    /// triggers, grown to the same size, by prepared statements in one
    /// transaction a push, with the store's settings and `synchronous=FULL`.
    ///
    /// The rows lie ready in memory. So this is a server that has nothing to
    /// do: no HTTP, no JSON, no seal, no hash, nothing to look up or decide.
    ///
    /// First by a statement a table, then by a statement a row.
    pub fn measure(&self) -> [Measured; 2] {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let [by_table, by_row] = &self.copies;
            let size = i64::try_from(SIZE).unwrap();
            [
                fill(&mut self.ready(by_table).await, size).await,
                fill(&mut self.ready(by_row).await, 1).await,
            ]
        })
    }

    /// Opens a copy with the settings of the store, and lays the rows that it
    /// lacks into memory.
    async fn ready(&self, copy: &Path) -> SqliteConnection {
        let mut db = SqliteConnectOptions::new()
            .filename(copy)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .pragma("secure_delete", "on")
            .pragma("temp_store", "memory")
            .connect()
            .await
            .unwrap();
        sqlx::query("attach ? as pushed")
            .bind(self.store.to_str().unwrap())
            .execute(&mut db)
            .await
            .unwrap();
        let lacking = "attach ':memory:' as ready;
            create table ready.record as select * from pushed.record
                where rowid > (select max(rowid) from main.record) order by rowid;
            create table ready.feed as select * from pushed.feed
                where seq > (select head_seq from main.agency) order by seq;
            create table ready.audit_event as select * from pushed.audit_event
                where seq > (select max(seq) from main.audit_event) order by seq;
            create table ready.operation as select * from pushed.operation
                where op_id not in (select op_id from main.operation) order by op_id;
            detach pushed;
            pragma wal_checkpoint(restart)";
        sqlx::raw_sql(lacking).execute(&mut db).await.unwrap();
        db
    }
}

/// Writes the rows, so many by each statement.
async fn fill(db: &mut SqliteConnection, by: i64) -> Measured {
    let inserts = TABLES.map(|table| {
        format!("insert into main.{table} select * from ready.{table} where rowid between ? and ?")
    });
    let size = i64::try_from(SIZE).unwrap();
    let operations = i64::try_from(OPERATIONS).unwrap();
    let (began, cpu) = (Instant::now(), cpu_seconds());
    for push in 0..operations / size {
        let mut tx = db.begin_with("begin immediate").await.unwrap();
        let mut written = 0;
        for insert in &inserts {
            for step in 0..size / by {
                let first = push * size + step * by + 1;
                let rows = sqlx::query(sqlx::AssertSqlSafe(insert.as_str()))
                    .bind(first)
                    .bind(first + by - 1);
                written += rows.execute(&mut *tx).await.unwrap().rows_affected();
            }
        }
        assert_eq!(written, (SIZE * TABLES.len()) as u64);
        let head = "update agency set head_seq = head_seq + ?";
        sqlx::query(head).bind(size).execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
    }
    Measured::since(began, cpu, OPERATIONS)
}
