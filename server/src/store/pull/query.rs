use super::block::{Block, ids};
use crate::{
    keys::hex,
    store::{StoreError, damage::Damage, rows::Kind},
};
use domain::{
    document::DocumentKind,
    id::{AgencyId, ClientId},
    record::RecordKind,
    wire::v1::{Digest, Tally},
};
use sqlx::{Row as _, SqliteConnection};
use std::{cell::Cell, collections::BTreeSet};
use sync::feed::Query;

/// Reads the rows that feed entries point at and lays them together, see
/// [`Block::read`]. Bodies are read outside the ordered part, so that sorting
/// moves ids and not bodies; `limit -1` keeps each from being read twice. Of the rows
/// only so many as `?2` bytes hold are read, and one at least: SQLite knows the length of a
/// body without reading it. The last column is how many there were.
///
/// `group_concat` lays blobs together byte for byte as long as they leave it
/// as a blob; were it ever otherwise, no seal would open.
macro_rules! laid_together {
    ($entries:literal, $order:literal) => {
        concat!(
            "with entry as materialized (",
            $entries,
            "),
            sized as (
                select e.*, coalesce(
                    (select length(body) from record r where r.agency_id = ?1
                        and r.kind = e.kind and r.record_id = e.entity_id),
                    (select length(body) from document d where d.agency_id = ?1
                        and d.kind = e.kind and d.document_id = e.entity_id),
                    (select length(body) from task t where e.kind = 'task'
                        and t.agency_id = ?1 and t.task_id = e.entity_id), 0) as size
                from entry e limit -1
            ),
            placed as (
                select client_id, seq, kind, entity_id, size,
                    sum(size) over (order by ",
            $order,
            " rows unbounded preceding) as upto
                from sized
            ),
            found as (
                select f.client_id, f.seq, f.kind, f.entity_id,
                    coalesce(
                        (select body from record r where r.agency_id = ?1
                            and r.kind = f.kind and r.record_id = f.entity_id),
                        (select body from document d where d.agency_id = ?1
                            and d.kind = f.kind and d.document_id = f.entity_id),
                        (select body from task t where f.kind = 'task'
                            and t.agency_id = ?1 and t.task_id = f.entity_id)
                    ) as body
                from placed f where upto <= ?2 or upto = size limit -1
            )
            select cast(group_concat(client_id, '') as blob), group_concat(seq),
                group_concat(replace(kind, ',', '?')),
                cast(group_concat(iif(length(entity_id) = 16, entity_id, zeroblob(16)), '') as blob),
                group_concat(coalesce(length(body), -1)), cast(group_concat(body, '') as blob),
                (select count(*) from entry)
            from found"
        )
    };
}

const SHEETS: &str = laid_together!(
    "select f.client_id, f.seq, f.kind, f.entity_id
     from json_each(?3) scope
     cross join feed f on f.agency_id = ?1 and f.client_id = unhex(scope.value)
     where f.kind not in (select value from json_each(?4))
     order by f.client_id, f.seq",
    "client_id, seq"
);

// The plus sign makes SQLite go client by client along the index, which is
// the order asked for, rather than through everybody else's rows or a sort.
const FILES: &str = laid_together!(
    "select f.client_id, f.seq, f.kind, f.entity_id
     from feed f indexed by feed_by_client
     where f.agency_id = ?1 and f.client_id in (select unhex(value) from json_each(?3))
        and f.kind in (select value from json_each(?7))
        and (+f.client_id, f.seq) > (?4, ?5)
     order by f.client_id, f.seq limit ?6",
    "client_id, seq"
);

const CHANGES: &str = laid_together!(
    "select f.client_id, f.seq, f.kind, f.entity_id
     from json_each(?3) scope
     cross join feed f on f.agency_id = ?1 and f.client_id = unhex(scope.value)
        and f.seq > ?4 and f.seq <= ?5
     order by f.seq limit ?6",
    "seq"
);

/// Reads what `sync::feed` asks for, in the order it asks for, as far as so many bytes go
/// and one row at least.
pub(super) async fn answer(
    db: &mut SqliteConnection,
    agency: AgencyId,
    query: &Query,
    bytes: usize,
) -> Result<Block, StoreError> {
    let bytes = i64::try_from(bytes).unwrap_or(i64::MAX).max(1);
    let start = |sql, clients: &[ClientId]| {
        sqlx::query(sql).bind(agency.as_bytes().to_vec()).bind(bytes).bind(hex_list(clients))
    };
    let query = match query {
        Query::Sheets { clients } => start(SHEETS, clients).bind(records(|_| true)),
        Query::Files { clients, after, limit } => {
            let (client, seq) = after.unwrap_or((ClientId::from_bytes([0; 16]), 0));
            start(FILES, clients)
                .bind(client.as_bytes().to_vec())
                .bind(to_i64(seq))
                .bind(i64::try_from(*limit).unwrap_or(i64::MAX))
                .bind(records(|_| true))
        }
        Query::Changes { clients, after, upto, limit } => start(CHANGES, clients)
            .bind(to_i64(*after))
            .bind(to_i64(*upto))
            .bind(i64::try_from(*limit).unwrap_or(i64::MAX)),
    };
    Block::read(&query.fetch_one(db).await?)
}

/// Counts what a phone with this scope should hold, from the feed's index alone. None where a row of it
/// does not open: a phone that fetched it while it did has the last good copy outside of the backups, and
/// one that counts something else would begin anew and lose it.
pub(super) async fn digest(
    db: &mut SqliteConnection,
    agency: AgencyId,
    scope: &[ClientId],
    damage: &Damage,
) -> Result<Option<Digest>, StoreError> {
    let row = sqlx::query(
        "select cast(group_concat(f.entity_id, '') filter (where f.kind = 'contact') as blob),
            cast(group_concat(f.entity_id, '') filter (where f.kind = 'crisis_plan') as blob),
            group_concat(coalesce((select version from document d where d.agency_id = ?1
                and d.kind = 'crisis_plan' and d.document_id = f.entity_id), -1))
                filter (where f.kind = 'crisis_plan'),
            cast(group_concat(f.entity_id, '')
                filter (where f.kind in (select value from json_each(?3))) as blob),
            cast(group_concat(f.entity_id, '')
                filter (where f.kind in (select value from json_each(?4))) as blob),
            group_concat(coalesce((select version from document d where d.agency_id = ?1
                and d.kind = f.kind and d.document_id = f.entity_id), -1))
                filter (where f.kind in (select value from json_each(?4))),
            cast(group_concat(f.entity_id, '')
                filter (where f.kind in (select value from json_each(?5))) as blob)
         from json_each(?2) scope
         cross join feed f on f.agency_id = ?1 and f.client_id = unhex(scope.value)
         where f.kind = 'crisis_plan' or f.kind in (select value from json_each(?3))
            or f.kind in (select value from json_each(?4))
            or f.kind in (select value from json_each(?5))",
    )
    .bind(agency.as_bytes().as_slice())
    .bind(hex_list(scope))
    .bind(records(|kind| !kind.is_of_cells()))
    .bind(documents())
    .bind(records(RecordKind::is_of_cells))
    .fetch_one(db)
    .await?;
    let all_open = Cell::new(true);
    let opens = |damaged: &BTreeSet<[u8; 16]>, id: &[u8; 16]| {
        let opens = !damaged.contains(id);
        all_open.set(all_open.get() && opens);
        opens
    };
    let damaged = |of: Kind| damage.ids(agency, |kind| kind == of.word());
    let mut digest = Digest::default();
    let sheets = damaged(Kind::CLIENT);
    for client in scope.iter().map(ClientId::as_bytes).filter(|id| opens(&sheets, id)) {
        digest.clients.add(client, 0);
    }
    let column = |at| row.try_get::<Option<&[u8]>, _>(at).map(Option::unwrap_or_default);
    let records = damage.ids(agency, |kind| matches!(Kind::parse(kind), Some(Kind::Record(_))));
    let all = |ids_at| -> Result<Tally, StoreError> {
        let mut all = Tally::default();
        for id in ids(column(ids_at)?)?.iter().filter(|id| opens(&records, id)) {
            all.add(id, 0);
        }
        Ok(all)
    };
    digest.contacts = all(0)?;
    (digest.records, digest.cell_records) = (Some(all(3)?), Some(all(6)?));
    let versioned = |ids_at: usize, damaged: &BTreeSet<_>| -> Result<Tally, StoreError> {
        let versions = row.try_get::<Option<&str>, _>(ids_at + 1)?.unwrap_or_default();
        Ok(counted(ids(column(ids_at)?)?, versions, |id| opens(damaged, id)))
    };
    digest.crisis_plans = versioned(1, &damaged(Kind::CRISIS_PLAN))?;
    let of_cells = |kind| matches!(Kind::parse(kind), Some(Kind::Document(kind)) if DocumentKind::OF_CELLS.contains(&kind));
    digest.documents = Some(versioned(4, &damage.ids(agency, of_cells))?);
    Ok(all_open.get().then_some(digest))
}

/// Documents with their versions, which stand in the order of the ids. One that the feed knows and
/// the documents do not has none, and no phone has it either.
fn counted(ids: &[[u8; 16]], versions: &str, opens: impl Fn(&[u8; 16]) -> bool) -> Tally {
    let mut tally = Tally::default();
    for (id, version) in ids.iter().zip(versions.split(',').map(str::parse)) {
        if let Ok(version) = version
            && opens(id)
        {
            tally.add(id, version);
        }
    }
    tally
}

/// The words of some kinds of record as a JSON list, for `json_each`: all of them come after fact
/// sheets, plans and tasks.
fn records(of: fn(RecordKind) -> bool) -> String {
    let kinds = RecordKind::ALL.iter().filter(|kind| of(**kind));
    let words: Vec<_> = kinds.map(|kind| kind.word()).collect();
    serde_json::Value::from(words).to_string()
}

/// The words of documents that are made of their cells alone.
fn documents() -> String {
    let words: Vec<_> = DocumentKind::OF_CELLS.iter().map(|kind| kind.word()).collect();
    serde_json::Value::from(words).to_string()
}

fn to_i64(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The ids as a JSON list of hexadecimal text, for `json_each`.
fn hex_list(clients: &[ClientId]) -> String {
    let ids: Vec<_> = clients.iter().map(|client| hex(client.as_bytes())).collect();
    serde_json::Value::from(ids).to_string()
}
