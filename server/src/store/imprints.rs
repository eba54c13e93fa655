//! What the audit log keeps of rows: read back when a change is done, and taken down once for
//! all rows from before the log covered any.

use super::{Store, StoreError, change::Change};
use crate::{
    audit::{Action, COVERED, Covered, Entry, Imprint, RowKey, Who},
    clock,
};
use domain::id::AgencyId;
use sqlx::{AssertSqlSafe, SqliteConnection};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Rows in one query, and in one entry of a stock-taking.
const PAGE: u32 = 100;

/// A row that was written, and with which of the change's entries.
pub(super) struct Finished {
    pub(super) with: usize,
    pub(super) row: RowKey<'static>,
    pub(super) before: Option<Imprint>,
    pub(super) imprint: Imprint,
}

/// Makes a connection that writes keep rows as they were before a change.
pub(super) async fn keep_former(db: &mut SqliteConnection) -> sqlx::Result<()> {
    for covered in &COVERED {
        sqlx::raw_sql(AssertSqlSafe(covered.keep_former())).execute(&mut *db).await?;
    }
    Ok(())
}

/// The imprints of rows as they stand now and as they stood before, each row once, with the last
/// of the numbers it came with.
pub(super) async fn of(
    db: &mut SqliteConnection,
    agency: AgencyId,
    key: &[u8],
    written: Vec<(usize, RowKey<'static>)>,
    made: &HashSet<Vec<u8>>,
) -> Result<Vec<Finished>, StoreError> {
    // Those of a table lie side by side: its number comes first.
    let written: BTreeMap<_, _> =
        written.into_iter().map(|(with, row)| (row.to_bytes(), (with, row))).collect();
    let rows: Vec<&RowKey<'static>> = written.values().map(|(_, row)| row).collect();
    let mut stand = HashMap::with_capacity(rows.len());
    let mut stood = HashMap::new();
    for of_table in rows.chunk_by(|one, next| one.covered.code == next.covered.code) {
        let Some(covered) = of_table.first().map(|row| row.covered) else { continue };
        let mut former = covered.former(agency);
        for row in former.build().fetch_all(&mut *db).await? {
            let (row, imprint) = covered.read(key, agency, &row)?;
            // The first is from before the change.
            stood.entry(row.to_bytes()).or_insert(imprint);
        }
        let forget = AssertSqlSafe(format!("delete from former_{}", covered.table));
        sqlx::query(forget).execute(&mut *db).await?;
        // So many at a time, and the connection keeps what it prepared for the usual numbers.
        for rows in of_table.chunks(if of_table.len() > 1_000 { 250 } else { 50 }) {
            let mut sql = covered.find(agency, rows);
            for row in sql.build().fetch_all(&mut *db).await? {
                let (row, imprint) = covered.read(key, agency, &row)?;
                stand.insert(row.to_bytes(), imprint);
            }
        }
    }
    let imprint = |bytes: &Vec<u8>| stand.get(bytes).copied().unwrap_or(Imprint::GONE);
    let rows = written.into_iter().map(|(bytes, (with, row))| Finished {
        with,
        row,
        before: stood.get(&bytes).copied().filter(|_| !made.contains(&bytes)),
        imprint: imprint(&bytes),
    });
    Ok(rows.collect())
}

/// Takes down the rows of every agency that was there before the log covered rows: once, all or
/// none. Whoever makes the server do it again does not hide what they did: `verify-audit` takes
/// no second stock.
pub(super) async fn take_stock(store: &Store) -> Result<(), StoreError> {
    let waiting = sqlx::query("select agency_id from agency where stock_taken = 0");
    for row in waiting.fetch_all(&store.0.writer).await? {
        take_stock_of(store, AgencyId::from_bytes(super::rows::id(&row, 0)?)).await?;
    }
    Ok(())
}

async fn take_stock_of(store: &Store, agency: AgencyId) -> Result<(), StoreError> {
    tracing::info!(%agency, "taking down what rows there are, so that verify-audit knows them from now on");
    let mut change = Change::begin(store, agency).await?;
    for covered in &COVERED {
        let mut after = None;
        loop {
            let Some((entry, last)) = page(&mut change, covered, after.as_ref()).await? else {
                break;
            };
            change.audit_now(entry).await?;
            after = Some(last);
            if covered.key.is_empty() {
                break;
            }
        }
    }
    // One without rows says that this was all.
    let object = ("agency", Some(*agency.as_bytes()));
    let end = Entry::done(clock::now_ms(), Who::default(), Action::StockTaken, object);
    change.audit_now(end).await?;
    sqlx::query("update agency set stock_taken = 1 where agency_id = ?")
        .bind(agency.as_bytes().as_slice())
        .execute(change.db())
        .await?;
    change.commit().await
}

/// An entry with the next rows of a table, and the last of them; none where there is no more.
async fn page(
    change: &mut Change,
    covered: &'static Covered,
    after: Option<&RowKey<'static>>,
) -> Result<Option<(Entry, RowKey<'static>)>, StoreError> {
    let agency = change.agency;
    let object = (covered.table, None);
    let mut entry = Entry::done(clock::now_ms(), Who::default(), Action::StockTaken, object);
    let mut last = None;
    let mut sql = covered.page(agency, after, PAGE);
    let rows = sql.build().persistent(false).fetch_all(change.db()).await?;
    for row in &rows {
        let (row, imprint) = covered.read(change.imprint_key(), agency, row)?;
        entry.rows.add(&row, imprint);
        last = Some(row);
    }
    Ok(last.map(|last| (entry, last.into_owned())))
}
