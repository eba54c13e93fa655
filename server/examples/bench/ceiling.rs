use crate::Table;
use sqlx::{
    ConnectOptions as _, Connection as _, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use std::{path::Path, time::Instant};

/// A statement a row, as a store that does nothing else would do it.
pub const SEPARATE: &str = "raw ceiling: 50 statements a commit";
/// All rows by one statement: SQLite alone, without a driver.
pub const TOGETHER: &str = "raw ceiling: 1 statement a commit";

const COMMITS: u32 = 60;
const ROWS: u32 = 50;

/// Rows of 1.5 kB a second that SQLite takes by fifties, with the settings of
/// the store and nothing beside: no index, no seal, no audit log, no HTTP.
pub fn measure(table: &mut Table, folder: &Path) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let rates = runtime.block_on(async {
        let mut db = SqliteConnectOptions::new()
            .filename(folder.join("ceiling.db"))
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .pragma("secure_delete", "on")
            .connect()
            .await
            .unwrap();
        let table = "create table t (id integer primary key, body blob not null) strict";
        sqlx::query(table).execute(&mut db).await.unwrap();
        (separate(&mut db).await, together(&mut db).await)
    });
    table.row(SEPARATE, rates.0, "rows/s");
    table.row(TOGETHER, rates.1, "rows/s");
}

async fn separate(db: &mut SqliteConnection) -> f64 {
    let body = vec![0x5a_u8; 1_500];
    let began = Instant::now();
    for _ in 0..COMMITS {
        let mut tx = db.begin_with("begin immediate").await.unwrap();
        for _ in 0..ROWS {
            let insert = sqlx::query("insert into t (body) values (?)").bind(body.as_slice());
            insert.execute(&mut *tx).await.unwrap();
        }
        tx.commit().await.unwrap();
    }
    f64::from(COMMITS * ROWS) / began.elapsed().as_secs_f64()
}

async fn together(db: &mut SqliteConnection) -> f64 {
    let body = vec![0x5a_u8; 1_500];
    let began = Instant::now();
    for _ in 0..COMMITS {
        let mut tx = db.begin_with("begin immediate").await.unwrap();
        let insert = "with recursive n (i) as (select 1 union all select i + 1 from n where i < ?)
             insert into t (body) select ?2 from n";
        sqlx::query(insert).bind(ROWS).bind(body.as_slice()).execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
    }
    f64::from(COMMITS * ROWS) / began.elapsed().as_secs_f64()
}
