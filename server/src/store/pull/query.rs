use super::{page::Stored, to_u64};
use crate::store::{
    StoreError,
    rows::{self, Kind},
};
use domain::{
    id::{AgencyId, ClientId},
    wire::v1::Digest,
};
use sqlx::{Row as _, SqliteConnection};
use sync::feed::Query;

/// The body of whatever row a feed entry `f` points at. Read outside the
/// ordered part of each query, so that sorting moves ids and not bodies.
macro_rules! with_bodies {
    ($entries:literal, $order:literal) => {
        concat!(
            "with entry as materialized (",
            $entries,
            ")
            select f.client_id, f.seq, f.kind, f.entity_id,
                case f.kind
                    when 'contact' then (select body from contact c
                        where c.agency_id = ?1 and c.contact_id = f.entity_id)
                    when 'addendum' then (select body from contact_addendum a
                        where a.agency_id = ?1 and a.addendum_id = f.entity_id)
                    when 'client' then (select body from client p
                        where p.agency_id = ?1 and p.client_id = f.entity_id)
                    when 'crisis_plan' then (select body from crisis_plan q
                        where q.agency_id = ?1 and q.crisis_plan_id = f.entity_id)
                    else (select body from task t
                        where t.agency_id = ?1 and t.task_id = f.entity_id)
                end
            from entry f order by ",
            $order
        )
    };
}

const SHEETS: &str = with_bodies!(
    "select f.client_id, f.seq, f.kind, f.entity_id
     from json_each(?2) scope
     cross join feed f on f.agency_id = ?1 and f.client_id = unhex(scope.value)
     where f.kind in ('client', 'crisis_plan', 'task')",
    "f.client_id, f.seq"
);

const FILES: &str = with_bodies!(
    "select f.client_id, f.seq, f.kind, f.entity_id
     from json_each(?2) scope
     cross join feed f on f.agency_id = ?1 and f.client_id = unhex(scope.value)
     where f.kind in ('contact', 'addendum') and (f.client_id, f.seq) > (?3, ?4)
     order by f.client_id, f.seq limit ?5",
    "f.client_id, f.seq"
);

const CHANGES: &str = with_bodies!(
    "select f.client_id, f.seq, f.kind, f.entity_id
     from json_each(?2) scope
     cross join feed f on f.agency_id = ?1 and f.client_id = unhex(scope.value)
        and f.seq > ?3 and f.seq <= ?4
     order by f.seq limit ?5",
    "f.seq"
);

/// Reads what `sync::feed` asks for, in the order it asks for.
pub(super) async fn answer(
    db: &mut SqliteConnection,
    agency: AgencyId,
    query: &Query,
) -> Result<Vec<Stored>, StoreError> {
    let start = |sql, clients: &[ClientId]| {
        sqlx::query(sql).bind(agency.as_bytes().to_vec()).bind(hex_list(clients))
    };
    let query = match query {
        Query::Sheets { clients } => start(SHEETS, clients),
        Query::Files { clients, after, limit } => {
            let (client, seq) = after.unwrap_or((ClientId::from_bytes([0; 16]), 0));
            start(FILES, clients)
                .bind(client.as_bytes().to_vec())
                .bind(to_i64(seq))
                .bind(i64::try_from(*limit).unwrap_or(i64::MAX))
        }
        Query::Changes { clients, after, upto, limit } => start(CHANGES, clients)
            .bind(to_i64(*after))
            .bind(to_i64(*upto))
            .bind(i64::try_from(*limit).unwrap_or(i64::MAX)),
    };
    let rows = query.fetch_all(db).await?;
    rows.iter()
        .map(|row| {
            let kind = Kind::parse(row.try_get(2)?);
            Ok(Stored {
                client: ClientId::from_bytes(rows::id(row, 0)?),
                seq: row.try_get(1)?,
                // The table's check lets no other word in.
                kind: kind.unwrap_or(Kind::Task),
                id: rows::id(row, 3)?,
                sealed: row.try_get(4)?,
            })
        })
        .collect()
}

/// Counts what a phone with this scope should hold, from the feed's index alone.
pub(super) async fn digest(
    db: &mut SqliteConnection,
    agency: AgencyId,
    scope: &[ClientId],
) -> Result<Digest, StoreError> {
    let mut digest = Digest::default();
    for client in scope {
        digest.clients.add(client.as_bytes(), 0);
    }
    let rows = sqlx::query(
        "select f.entity_id,
            case f.kind when 'crisis_plan' then (select version from crisis_plan q
                where q.agency_id = ?1 and q.crisis_plan_id = f.entity_id) end
         from json_each(?2) scope
         cross join feed f on f.agency_id = ?1 and f.client_id = unhex(scope.value)
         where f.kind in ('contact', 'crisis_plan')",
    )
    .bind(agency.as_bytes().as_slice())
    .bind(hex_list(scope))
    .fetch_all(db)
    .await?;
    for row in &rows {
        let id = rows::id(row, 0)?;
        match row.try_get::<Option<i64>, _>(1)? {
            Some(version) => {
                digest.crisis_plans.add(&id, u32::try_from(to_u64(version)).unwrap_or_default());
            }
            None => digest.contacts.add(&id, 0),
        }
    }
    Ok(digest)
}

fn to_i64(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The ids as a JSON list of hexadecimal text, for `json_each`.
fn hex_list(clients: &[ClientId]) -> String {
    use std::fmt::Write as _;
    let mut list = String::with_capacity(clients.len() * 36 + 2);
    list.push('[');
    for (at, client) in clients.iter().enumerate() {
        list.push_str(if at == 0 { "\"" } else { ",\"" });
        for byte in client.as_bytes() {
            // Writing to a string does not fail.
            let _ = write!(list, "{byte:02x}");
        }
        list.push('"');
    }
    list.push(']');
    list
}
