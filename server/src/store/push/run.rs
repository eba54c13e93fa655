//! The short way for what nearly every push holds: new notes, addenda and
//! lookups about the author's own clients. They are written together, a
//! statement a table. Whatever is not quite so plain leaves no trace here and
//! goes the long way, one by one, which alone decides what becomes of it.

use super::{Opened, audit_entry};
use crate::{
    keys::{SealKey, hex},
    store::{
        Deposit, StoreError,
        change::Change,
        rows::{self, Kind},
    },
};

use domain::{
    Moment,
    effects::{Effect, effects},
    id::{AgencyId, ClientId},
    operation::{Operation, Payload},
};
use serde_json::{Value, json};
use sqlx::Row as _;
use std::collections::BTreeSet;
use sync::ingest::{self, Facts};

/// A row that an operation brings, sealed before the database is held.
pub(super) struct Ready {
    kind: Kind,
    id: [u8; 16],
    client: ClientId,
    /// The note that an addendum is to.
    contact: Option<[u8; 16]>,
    sealed: Vec<u8>,
}

/// Seals the rows of a plain operation; none for any other.
pub(super) fn ready(
    from: &Deposit,
    key: &SealKey,
    operation: &Operation,
    now: Moment,
) -> Option<Vec<Ready>> {
    let plain = match operation.payload {
        Payload::ContactSigned(_) | Payload::AddendumSigned(_) | Payload::CrisisPlanOpened(_) => {
            // Nothing but the fields can still be wrong.
            let facts = Facts { client_known: true, assigned: true, target_known: true };
            from.revoked.is_none() && ingest::judge(operation, &facts).is_ok()
        }
        Payload::TaskClosed(_) | Payload::ClientMet(_) => false,
    };
    if !plain {
        return None;
    }
    let made = effects(operation, from.staff, Some(now));
    let rows = made.iter().filter(|effect| !matches!(effect, Effect::Lookup(_)));
    rows.map(|effect| seal(from.agency, key, effect)).collect()
}

fn seal(agency: AgencyId, key: &SealKey, effect: &Effect) -> Option<Ready> {
    let (kind, id, contact, body) = match effect {
        Effect::Contact(row) => {
            (Kind::Contact, row.contact.contact_id.as_bytes(), None, serde_json::to_vec(row))
        }
        Effect::Addendum(row) => {
            let contact = Some(*row.addendum.contact_id.as_bytes());
            let id = row.addendum.addendum_id.as_bytes();
            (Kind::Addendum, id, contact, serde_json::to_vec(row))
        }
        Effect::Task(task) => (Kind::Task, task.task_id.as_bytes(), None, serde_json::to_vec(task)),
        Effect::TaskClosed(_) | Effect::Client(_) | Effect::Lookup(_) => return None,
    };
    let sealed = rows::seal(key, agency, kind.word(), id, &body.ok()?);
    Some(Ready { kind, id: *id, client: effect.client_id(), contact, sealed })
}

/// Takes a run of plain operations together; says whether it could. If not,
/// everything is as it was before.
pub(super) async fn take(
    change: &mut Change,
    from: &Deposit,
    run: &[Opened],
    now: Moment,
) -> Result<bool, StoreError> {
    if !is_new_and_own(change, from, run).await? {
        return Ok(false);
    }
    let mark = change.savepoint().await?;
    match write(change, from, run, now).await {
        Ok(()) => {
            change.release().await?;
            Ok(true)
        }
        // An id is taken, or a note that was added to is not there yet.
        Err(error) if error.is_constraint() => {
            change.undo(mark).await?;
            Ok(false)
        }
        Err(error) => Err(error),
    }
}

fn rows_of(run: &[Opened]) -> impl Iterator<Item = &Ready> {
    run.iter().filter_map(|opened| opened.ready.as_ref()).flatten()
}

/// No operation is known or comes twice, every client is assigned to the
/// author, and every note that is added to is that client's.
async fn is_new_and_own(
    change: &mut Change,
    from: &Deposit,
    run: &[Opened],
) -> Result<bool, StoreError> {
    let ids: BTreeSet<_> = run.iter().map(|opened| opened.sealed.op_id).collect();
    if ids.len() < run.len() {
        return Ok(false);
    }
    let ids: Vec<_> = ids.iter().map(|id| hex(id.as_bytes())).collect();
    let read = run.iter().filter_map(|opened| opened.read.as_ref().ok());
    let clients: BTreeSet<_> = read.map(Operation::client_id).collect();
    let clients: Vec<_> = clients.iter().map(|id| hex(id.as_bytes())).collect();
    let targets: Vec<_> = rows_of(run)
        .filter_map(|row| Some(json!([hex(&row.contact?), hex(row.client.as_bytes())])))
        .collect();
    let row = sqlx::query(
        "select
            not exists (select 1 from json_each(?2) o cross join operation p
                on p.agency_id = ?1 and p.op_id = unhex(o.value))
            and not exists (select 1 from json_each(?3) c where not exists (
                select 1 from case_assignment a where a.agency_id = ?1 and a.staff_id = ?5
                    and a.client_id = unhex(c.value) and a.to_seq is null))
            and not exists (select 1 from json_each(?4) t where not exists (
                select 1 from contact n where n.agency_id = ?1
                    and n.contact_id = unhex(t.value->>0) and n.client_id = unhex(t.value->>1)))",
    )
    .bind(change.agency.as_bytes().to_vec())
    .bind(json!(ids).to_string())
    .bind(json!(clients).to_string())
    .bind(Value::from(targets).to_string())
    .bind(from.staff.as_bytes().as_slice())
    .fetch_one(change.db())
    .await?;
    Ok(row.try_get(0)?)
}

async fn write(
    change: &mut Change,
    from: &Deposit,
    run: &[Opened],
    now: Moment,
) -> Result<(), StoreError> {
    for kind in [Kind::Contact, Kind::Task, Kind::Addendum] {
        insert(change, kind, run).await?;
    }
    let fed: Vec<_> = rows_of(run)
        .map(|row| json!([row.kind.word(), hex(&row.id), hex(row.client.as_bytes())]))
        .collect();
    let first = change.next_seqs(fed.len());
    let agency = change.agency.as_bytes().to_vec();
    sqlx::query(
        "insert into feed (agency_id, kind, entity_id, client_id, seq)
         select ?1, value->>0, unhex(value->>1), unhex(value->>2), ?3 + key from json_each(?2)",
    )
    .bind(agency.as_slice())
    .bind(Value::from(fed).to_string())
    .bind(first)
    .execute(change.db())
    .await?;
    let read = run.iter().filter_map(|opened| opened.read.as_ref().ok());
    let entries: Vec<_> = read.map(|operation| audit_entry(from, operation, now)).collect();
    change.audit_all(&entries).await?;
    let taken = run
        .iter()
        .map(|opened| json!([hex(opened.sealed.op_id.as_bytes()), hex(opened.hash.as_bytes())]));
    sqlx::query(
        "insert into operation (agency_id, op_id, device_id, hash, received_at_ms)
         select ?1, unhex(value->>0), ?3, unhex(value->>1), ?4 from json_each(?2)",
    )
    .bind(agency.as_slice())
    .bind(taken.collect::<Value>().to_string())
    .bind(from.device.as_bytes().as_slice())
    .bind(now.utc_ms())
    .execute(change.db())
    .await?;
    Ok(())
}

/// Inserts all rows of one kind, their bodies laid end to end.
async fn insert(change: &mut Change, kind: Kind, run: &[Opened]) -> Result<(), StoreError> {
    let (mut places, mut bodies) = (Vec::new(), Vec::new());
    for row in rows_of(run).filter(|row| row.kind == kind) {
        places.push(json!([
            hex(&row.id),
            hex(row.client.as_bytes()),
            bodies.len() + 1,
            row.sealed.len(),
            row.contact.map(|id| hex(&id)),
        ]));
        bodies.extend_from_slice(&row.sealed);
    }
    if places.is_empty() {
        return Ok(());
    }
    let sql = match kind {
        Kind::Contact => {
            "insert into contact (agency_id, contact_id, client_id, body)
             select ?1, unhex(value->>0), unhex(value->>1), substr(?3, value->>2, value->>3)
             from json_each(?2)"
        }
        Kind::Task => {
            "insert into task (agency_id, task_id, client_id, body)
             select ?1, unhex(value->>0), unhex(value->>1), substr(?3, value->>2, value->>3)
             from json_each(?2)"
        }
        Kind::Addendum => {
            "insert into contact_addendum (agency_id, addendum_id, client_id, body, contact_id)
             select ?1, unhex(value->>0), unhex(value->>1), substr(?3, value->>2, value->>3),
                unhex(value->>4)
             from json_each(?2)"
        }
        Kind::Client | Kind::CrisisPlan => return Ok(()),
    };
    let agency = change.agency.as_bytes().to_vec();
    sqlx::query(sql)
        .bind(agency)
        .bind(Value::from(places).to_string())
        .bind(bodies)
        .execute(change.db())
        .await?;
    Ok(())
}
