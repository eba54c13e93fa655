//! Rows, columns and ways drawn by lot, from one seed.

use super::{copy_of, lived_in, opened};
use crate::{
    faults::{amount, write_down},
    support::options,
};
use server::{
    audit::{COVERED, Covered, Finding, Heads},
    store::{Access, OpenError, OpenOptions, Store},
};
use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection};
use std::path::Path;
use uuid::Uuid;

/// splitmix64: the same numbers from the same seed on every machine.
struct Lots(u64);

impl Lots {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % u64::try_from(limit.max(1)).unwrap()).unwrap()
    }

    fn one_of<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        of.get(self.below(of.len())).unwrap()
    }
}

/// Columns that may be changed: those that the imprint is of, and the key.
fn columns(table: &Covered) -> Vec<&'static str> {
    let own = |column: &&&str| !column.contains("select");
    ["agency_id"].iter().chain(table.key).chain(table.rest.iter().filter(own)).copied().collect()
}

/// Which row, as `verify-audit` names it, and where it is.
struct Picked {
    named: String,
    place: String,
}

async fn pick(db: &mut SqliteConnection, lots: &mut Lots, table: &Covered) -> Option<Picked> {
    let count = format!("select count(*) from {} where agency_id = {NORTH}", table.table);
    let rows: i64 = sqlx::query_scalar(AssertSqlSafe(count)).fetch_one(&mut *db).await.unwrap();
    if rows == 0 {
        return None;
    }
    let at = lots.below(usize::try_from(rows).unwrap());
    let mut named = table.table.to_owned();
    let mut place = format!("agency_id = {NORTH}");
    for column in table.key {
        let value = format!(
            "select quote({column}) from {} where agency_id = {NORTH} order by {} limit 1 offset {at}",
            table.table,
            table.key.join(", "),
        );
        let quoted: String =
            sqlx::query_scalar(AssertSqlSafe(value)).fetch_one(&mut *db).await.unwrap();
        let plain = quoted.trim_start_matches('X').trim_matches('\'');
        let id = Uuid::parse_str(plain).map(|id| id.to_string());
        named = format!("{named} {}", id.unwrap_or_else(|_| plain.to_lowercase()));
        place = format!("{place} and {column} = {quoted}");
    }
    Some(Picked { named, place })
}

const NORTH: &str = "x'65656565656565656565656565656565'";
const SOUTH: &str = "x'66666666666666666666666666666666'";

/// A statement that does something to that row; what comes out may be what was there.
async fn way(db: &mut SqliteConnection, lots: &mut Lots, table: &Covered, row: &Picked) -> String {
    let (name, place) = (table.table, &row.place);
    let columns = columns(table);
    let column = *lots.one_of(&columns);
    match lots.below(7) {
        0 => format!("delete from {name} where {place}"),
        1 => format!("update {name} set agency_id = {SOUTH} where {place}"),
        2 => match column {
            "role" => format!("update {name} set role = 'administrator' where {place}"),
            "kind" => format!("update {name} set kind = 'addendum' where {place}"),
            _ => format!(
                "update {name} set {column} = case typeof({column})
                    when 'integer' then {column} + 1 when 'text' then {column} || 'x'
                    when 'blob' then zeroblob(length({column})) else null end where {place}"
            ),
        },
        // Two rows exchange a column.
        3 => {
            let Some(other) = pick(db, lots, table).await else { return String::new() };
            format!(
                "create temp table held as select {column} as value from {name} where {place};
                 update {name} set {column} = (select {column} from {name} where {}) where {place};
                 update {name} set {column} = (select value from held) where {}",
                other.place, other.place
            )
        }
        // As it was on an earlier day.
        4 => {
            let set: Vec<_> = columns
                .iter()
                .map(|column| {
                    format!("{column} = (select {column} from earlier.{name} where {place})")
                })
                .collect();
            format!(
                "update {name} set {} where {place} and exists
                    (select 1 from earlier.{name} where {place})",
                set.join(", ")
            )
        }
        5 if table.rest.iter().any(|column| column.contains("feed")) => {
            let id = table.key.last().unwrap();
            format!(
                "update feed set seq = seq + 1000 where entity_id = (select {id} from {name} where {place})"
            )
        }
        _ => format!(
            "delete from audit_event where agency_id = {NORTH} and seq >
                (select max(seq) - {} from audit_event where agency_id = {NORTH})",
            lots.below(5) + 1
        ),
    }
}

/// Everything in the tables that counts, to see whether anything was changed at all.
async fn picture(db: &mut SqliteConnection) -> String {
    let mut picture = String::new();
    let feed = ("feed", vec!["entity_id", "seq", "client_id"]);
    let log = ("audit_event", vec!["seq"]);
    let tables = COVERED.iter().map(|table| (table.table, columns(table)));
    for (table, columns) in tables.chain([feed, log]) {
        let quoted: Vec<_> = columns.iter().map(|column| format!("quote({column})")).collect();
        let sql = format!("select {} from {table} order by 1", quoted.join(" || ','  || "));
        let rows: Vec<String> =
            sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(&mut *db).await.unwrap();
        picture.push_str(&rows.join("\n"));
    }
    picture
}

/// Does one thing to the file; none where it came to nothing.
async fn once(folder: &Path, earlier: &Path, lots: &mut Lots) -> Option<(String, String)> {
    let mut db = opened(folder).await;
    let earlier = earlier.join("streetlight.db");
    let attach = format!("attach '{}' as earlier", earlier.display());
    sqlx::raw_sql(AssertSqlSafe(attach)).execute(&mut db).await.unwrap();
    let before = picture(&mut db).await;
    let table = lots.one_of(&COVERED);
    let row = pick(&mut db, lots, table).await?;
    let sql = way(&mut db, lots, table, &row).await;
    let done = sqlx::raw_sql(AssertSqlSafe(sql.clone())).execute(&mut db).await;
    let after = picture(&mut db).await;
    let _ = db.close().await;
    // An id that is taken, or the same as it was.
    (done.is_ok() && before != after).then_some((sql, row.named))
}

#[tokio::test]
async fn any_row_in_any_way_is_found_and_named() {
    let (folder, earlier) = lived_in().await;
    let read = |folder: &Path| OpenOptions { access: Access::Read, ..options(folder) };
    let store = Store::open(&read(folder.path())).await.unwrap();
    let heads = store.heads().await.unwrap();
    let (north, (seq, hash)) = heads.into_iter().next().unwrap();
    let kept = Heads::from([(seq, hash)]);
    store.close().await;
    let (wanted, mut done) = (amount("STREETLIGHT_TAMPERINGS", 300), 0);
    let mut tables = std::collections::BTreeSet::new();
    let mut seed = 0;
    while done < wanted {
        seed += 1;
        let copy = copy_of(folder.path());
        let mut lots = Lots(seed);
        let Some((sql, named)) = once(copy.path(), earlier.path(), &mut lots).await else {
            continue;
        };
        let store = match Store::open(&read(copy.path())).await {
            Ok(store) => store,
            // Nothing opens without the agency's own key, and nobody overlooks that.
            Err(OpenError::WrongKey(_)) if named == "agency" => {
                done += 1;
                continue;
            }
            Err(error) => panic!("seed {seed}: {error} after {sql}"),
        };
        let found = store.verify_audit_with(north, &kept).await.unwrap();
        store.close().await;
        let is_cut = |finding: &Finding| matches!(finding, Finding::Cut { .. });
        let is_named = match sql.starts_with("delete from audit_event") {
            true => found.findings.iter().any(is_cut),
            false => found.findings.iter().any(|finding| finding.to_string().starts_with(&named)),
        };
        assert!(is_named, "seed {seed}: {named} after {sql}: {:?}", found.findings);
        tables.insert(named.split(' ').next().unwrap_or_default().to_owned());
        done += 1;
    }
    assert!(done < 100 || tables.len() == COVERED.len(), "not every table was drawn: {tables:?}");
    write_down(&serde_json::json!({
        "fault": "rows and audit log changed by hand", "injected": done, "operations": done,
        "lost": 0, "duplicated": 0, "stuck": 0,
    }));
}
