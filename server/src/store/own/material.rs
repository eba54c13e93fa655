//! What a client's view is made of, from what the store has of them. What of it is shown is decided by
//! `domain::own::view`.

use super::Way;
use crate::{
    clock,
    store::{
        StoreError,
        change::Change,
        rows::{self, Place},
        staff::agency_in,
    },
};
use domain::{
    Moment,
    document::{Cells, DocumentKind, Key, Version, service_plan},
    id::StaffId,
    own::{Happened, Material},
    record::RecordKind,
    wire::v1::{CellRecordRow, Client, CrisisPlan, OwnEvent, OwnView, Stage, Task},
};
use serde::de::DeserializeOwned;
use sqlx::Row as _;

/// Of what happened to ways, so much is shown; all of it is in the audit log.
const EVENTS_SHOWN: i64 = 100;

/// Bodies of a kind of row about a client, opened, oldest change first.
async fn bodies(
    change: &mut Change,
    way: Way,
    (kind, sql): (&str, &'static str),
) -> Result<Vec<Vec<u8>>, StoreError> {
    let found = sqlx::query(sql)
        .bind(way.agency.as_bytes().as_slice())
        .bind(way.client.as_bytes().as_slice())
        .bind(kind)
        .fetch_all(change.db())
        .await?;
    let key = change.key.clone();
    let open = |row: &sqlx::sqlite::SqliteRow| {
        let id = rows::id(row, 0)?;
        let place = Place { agency: way.agency, kind, id: &id, client: way.client, version: None };
        place.open(&key, row.try_get(1)?)
    };
    found.iter().map(open).collect()
}

const DOCUMENTS: &str = "select d.document_id, d.body from feed f
    join document d on d.agency_id = f.agency_id and d.kind = f.kind and d.document_id = f.entity_id
    where f.agency_id = ? and f.client_id = ? and f.kind = ? order by f.seq";
const RECORDS: &str = "select r.record_id, r.body from feed f
    join record r on r.agency_id = f.agency_id and r.kind = f.kind and r.record_id = f.entity_id
    where f.agency_id = ? and f.client_id = ? and f.kind = ? order by f.seq";
const TASKS: &str = "select t.task_id, t.body from feed f
    join task t on t.agency_id = f.agency_id and t.task_id = f.entity_id
    where f.agency_id = ? and f.client_id = ? and f.kind = ? order by f.seq";

/// The client's records of a kind.
pub(super) async fn records(
    change: &mut Change,
    way: Way,
    kind: RecordKind,
) -> Result<Vec<CellRecordRow>, StoreError> {
    let bodies = bodies(change, way, (kind.word(), RECORDS)).await?;
    bodies.iter().map(|body| read(body)).collect()
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, StoreError> {
    Ok(serde_json::from_slice(body)?)
}

async fn last<T: DeserializeOwned>(
    change: &mut Change,
    way: Way,
    kind: DocumentKind,
) -> Result<Option<T>, StoreError> {
    let bodies = bodies(change, way, (kind.word(), DOCUMENTS)).await?;
    bodies.last().map(|body| read(body)).transpose()
}

/// The client's fact sheet.
pub(super) async fn client(change: &mut Change, way: Way) -> Result<Client, StoreError> {
    let client = last(change, way, DocumentKind::Client).await?;
    client.ok_or_else(|| rows::damaged("a way to a plan leads to a client without a sheet").into())
}

/// Whether the client's case is closed.
pub(super) async fn is_closed(change: &mut Change, way: Way) -> Result<bool, StoreError> {
    Ok(client(change, way).await?.stage == Stage::Closed)
}

/// The plan as it was when it was finished last: while somebody changes it, that is the one the client
/// knows.
async fn finished(change: &mut Change, way: Way) -> Result<Option<Cells>, StoreError> {
    let kind = DocumentKind::ServicePlan;
    let found = sqlx::query(
        "select v.document_id, v.version, v.body from document d
         join document_version v on v.agency_id = d.agency_id and v.kind = d.kind
            and v.client_id = d.client_id and v.document_id = d.document_id
         where d.agency_id = ?1 and d.kind = ?3 and d.document_id in
            (select entity_id from feed where agency_id = ?1 and client_id = ?2 and kind = ?3)
         order by v.version desc",
    )
    .bind(way.agency.as_bytes().as_slice())
    .bind(way.client.as_bytes().as_slice())
    .bind(kind.word())
    .fetch_all(change.db())
    .await?;
    for row in &found {
        let (id, version) = (rows::id(row, 0)?, Some(row.try_get(1)?));
        let place =
            Place { agency: way.agency, kind: kind.word(), id: &id, client: way.client, version };
        let body = place.open(&change.key, row.try_get(2)?)?;
        // One that only a newer server can read is passed over.
        let Ok(plan) = Version::read(kind, &body) else { continue };
        let state = plan.cells.value(Key::fact("state"));
        if state.as_word() == Some(service_plan::FINISHED) {
            return Ok(Some(plan.cells));
        }
    }
    Ok(None)
}

/// What the client sees now.
pub(super) async fn view(
    change: &mut Change,
    way: Way,
    made: &Cells,
) -> Result<OwnView, StoreError> {
    let client = client(change, way).await?;
    let crisis_plan: Option<CrisisPlan> = last(change, way, DocumentKind::CrisisPlan).await?;
    let service_plan = finished(change, way).await?;
    let tasks = bodies(change, way, ("task", TASKS)).await?;
    let tasks = tasks.iter().map(|body| read::<Task>(body)).collect::<Result<Vec<_>, _>>()?;
    let mut records = Vec::<CellRecordRow>::new();
    let kinds = [
        RecordKind::ClientMessage,
        RecordKind::MessageAnswer,
        RecordKind::Release,
        RecordKind::ReleaseEnded,
        RecordKind::Appointment,
    ];
    for kind in kinds {
        records.extend(self::records(change, way, kind).await?);
    }
    let key = change.key.clone();
    let damage = change.damage.clone();
    let agency = agency_in(change.db(), way.agency, &key, &damage).await?;
    let of = Material {
        client: &client,
        crisis_plan: crisis_plan.as_ref(),
        service_plan: service_plan.as_ref(),
        tasks: &tasks,
        records: &records,
        access: Some(made),
        agency: &agency,
    };
    let name = |staff: StaffId| {
        let card = agency.staff.iter().find(|card| card.staff_id == staff);
        card.map(|card| card.name.clone()).unwrap_or_default()
    };
    let log = events(change, way, name).await?;
    Ok(OwnView { log, ..domain::own::view(of, clock::now()) })
}

async fn events(
    change: &mut Change,
    way: Way,
    name: impl Fn(StaffId) -> String,
) -> Result<Vec<OwnEvent>, StoreError> {
    let found = sqlx::query(
        "select at_ms, what, staff_id from client_access_event
         where agency_id = ? and client_id = ? order by number desc limit ?",
    )
    .bind(way.agency.as_bytes().as_slice())
    .bind(way.client.as_bytes().as_slice())
    .bind(EVENTS_SHOWN)
    .fetch_all(change.db())
    .await?;
    let mut events = Vec::with_capacity(found.len());
    for row in &found {
        let by = rows::id_or_none(row, 2)?.map(StaffId::from_bytes).map(&name);
        let Some(what) = Happened::of(row.try_get(1)?) else { continue };
        let at = Moment::new(row.try_get(0)?, 0);
        events.push(OwnEvent { at, what, by: by.unwrap_or_default() });
    }
    Ok(events)
}
