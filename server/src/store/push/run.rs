//! The short way for what nearly every push holds: new notes, addenda and
//! lookups about the author's own clients. They are written together, a
//! statement a table. Whatever is not quite so plain leaves no trace here and
//! goes the long way, one by one, which alone decides what becomes of it.

use super::{Opened, doubt, statements};
use crate::{
    keys::SealKey,
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
    wire::v1::LookupReason,
};
use sqlx::{QueryBuilder, Row as _};
use std::collections::BTreeSet;
use sync::ingest::{self, Facts};

/// A row that an operation brings, sealed before the database is held.
pub(super) struct Ready {
    pub(super) kind: Kind,
    pub(super) id: [u8; 16],
    pub(super) client: ClientId,
    /// The note that an addendum is to.
    pub(super) contact: Option<[u8; 16]>,
    pub(super) sealed: Vec<u8>,
}

/// Seals the rows of a plain operation; none for any other.
pub(super) fn ready(
    from: &Deposit,
    key: &SealKey,
    operation: &Operation,
    now: Moment,
) -> Option<Vec<Ready>> {
    let plain = match &operation.payload {
        // One on call is taken down for a supervisor as well.
        Payload::CrisisPlanOpened(lookup) if lookup.reason == LookupReason::OnCall => false,
        Payload::ContactSigned(_) | Payload::AddendumSigned(_) | Payload::CrisisPlanOpened(_) => {
            // Nothing but the fields can still be wrong.
            let facts = Facts { client_known: true, assigned: true, target_known: true };
            from.revoked.is_none() && ingest::judge(operation, &facts).is_ok()
        }
        Payload::TaskClosed(_)
        | Payload::ClientMet(_)
        | Payload::CrisisPlanSaved(_)
        | Payload::CrisisEventEnded(_)
        | Payload::SupportPersonSaved(_) => false,
    };
    if !plain {
        return None;
    }
    let made = effects(operation, from.staff, Some(now));
    if doubt::asks_for_birth(&made, now) {
        return None;
    }
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
        // The note of a crisis event closes a task: it goes the long way.
        Effect::TaskClosed(_)
        | Effect::Client(_)
        | Effect::CrisisPlan(_)
        | Effect::CrisisEvent(_)
        | Effect::SupportPerson(_)
        | Effect::Lookup(_) => {
            return None;
        }
    };
    let sealed = rows::seal(key, agency, kind.word(), id, &body.ok()?);
    Some(Ready { kind, id: *id, client: effect.client_id(), contact, sealed })
}

/// Takes a run of plain operations together; says whether it could. If not,
/// everything is as it was before. Whether all clients are the author's may be
/// known of the whole push already; the first run needs no savepoint.
pub(super) async fn take(
    change: &mut Change,
    from: &Deposit,
    run: &[Opened],
    all_own: bool,
    is_first: bool,
    now: Moment,
) -> Result<bool, StoreError> {
    if !(all_own || are_own(change, from, run).await?) || !are_there(change, run).await? {
        return Ok(false);
    }
    let mark = change.mark();
    let mut sql = statements::write(change, from, run, is_first, now);
    match sql.build().execute(change.db()).await.map_err(StoreError::from) {
        Ok(_) => Ok(true),
        // An operation is known or comes twice, or an id is taken.
        Err(error) if error.is_constraint() => {
            if is_first {
                change.begin_again(mark).await?;
            } else {
                change.undo(mark).await?;
            }
            Ok(false)
        }
        Err(error) => Err(error),
    }
}

pub(super) fn rows_of(run: &[Opened]) -> impl Iterator<Item = &Ready> {
    run.iter().filter_map(|opened| opened.ready.as_ref()).flatten()
}

pub(super) fn operations_of(run: &[Opened]) -> impl Iterator<Item = &Operation> {
    run.iter().filter_map(|opened| opened.read.as_ref().ok())
}

/// Whom these operations are about.
pub(super) fn clients_of<'a>(opened: impl IntoIterator<Item = &'a Opened>) -> BTreeSet<ClientId> {
    let read = opened.into_iter().filter_map(|opened| opened.read.as_ref().ok());
    read.map(Operation::client_id).collect()
}

/// Every client is assigned to the author.
async fn are_own(change: &mut Change, from: &Deposit, run: &[Opened]) -> Result<bool, StoreError> {
    let clients = clients_of(run);
    let mut sql = QueryBuilder::new("");
    statements::count_own(&mut sql, change.agency, from.staff, &clients);
    let own: i64 = sql.build().fetch_one(change.db()).await?.try_get(0)?;
    Ok(usize::try_from(own) == Ok(clients.len()))
}

/// Every note that is added to is there, and is that client's.
async fn are_there(change: &mut Change, run: &[Opened]) -> Result<bool, StoreError> {
    // Two addenda may name two clients for one note.
    let targets: BTreeSet<_> =
        rows_of(run).filter_map(|row| Some((row.contact?, row.client))).collect();
    if targets.is_empty() {
        return Ok(true);
    }
    let mut sql = statements::find_contacts(change.agency, &targets);
    let mut found = BTreeSet::new();
    for row in sql.build().fetch_all(change.db()).await? {
        found.insert((rows::id(&row, 0)?, ClientId::from_bytes(rows::id(&row, 1)?)));
    }
    Ok(targets.is_subset(&found))
}
