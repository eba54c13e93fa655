//! The short way for what nearly every push holds: records and lookups about the author's own
//! clients. They are written together, a statement a table. Whatever is not quite so plain
//! leaves no trace here and goes the long way, one by one, which alone decides what becomes of it.

use super::{Opened, doubt, statements};
use crate::{
    keys::SealKey,
    store::{
        Deposit, StoreError,
        change::Change,
        own,
        rows::{self, Kind, Place},
    },
};

use domain::{
    Hash, Moment,
    effects::{Effect, effects},
    id::{AgencyId, ClientId},
    operation::{Operation, Payload},
    record::{RecordKind, Target},
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
    /// The record that it is about.
    pub(super) target: Option<(RecordKind, [u8; 16])>,
    pub(super) sealed: Vec<u8>,
    /// Of what is sealed, for the audit log.
    pub(super) hash: Hash,
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
        Payload::CrisisPlanOpened(lookup) => lookup.reason != LookupReason::OnCall,
        payload => {
            payload.record().is_some_and(|(kind, _)| !own::is_indexed(kind) && !kind.is_nobodys())
        }
    };
    // Nothing but the fields can still be wrong.
    let facts = Facts { client_known: true, assigned: true, target_known: true };
    if !plain || from.revoked.is_some() || ingest::judge(operation, &facts).is_err() {
        return None;
    }
    let target = match operation.payload.target() {
        Some(Target::Record(kind, id)) => Some((kind, id)),
        Some(_) => return None,
        None => None,
    };
    let made = effects(operation, from.staff, Some(now));
    // A supervisor is to hear of it.
    let leaves_open =
        |effect: &Effect| matches!(effect, Effect::Record(row) if row.leaves_open_what_was_told());
    if made.iter().any(leaves_open) {
        return None;
    }
    if doubt::asks_for_birth(&made, now) {
        return None;
    }
    let rows = made.iter().filter(|effect| !matches!(effect, Effect::Lookup(_)));
    rows.map(|effect| seal(from.agency, key, effect, target)).collect()
}

fn seal(
    agency: AgencyId,
    key: &SealKey,
    effect: &Effect,
    target: Option<(RecordKind, [u8; 16])>,
) -> Option<Ready> {
    let (kind, id, body, target) = match effect {
        Effect::Record(row) => (Kind::Record(row.kind()), row.record().id(), row.to_json(), target),
        Effect::Task(task) => {
            (Kind::Task, *task.task_id.as_bytes(), serde_json::to_vec(task).ok()?, None)
        }
        // Only the long way looks at what is there.
        _ => return None,
    };
    let client = effect.client_id();
    let place = Place { agency, kind: kind.word(), id: &id, client, version: None };
    let sealed = place.seal(key, &body);
    Some(Ready { kind, id, client, target, hash: Hash::of(&sealed), sealed })
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

/// Every record that another one is about is there, and is that client's.
async fn are_there(change: &mut Change, run: &[Opened]) -> Result<bool, StoreError> {
    // Two addenda may name two clients for one note.
    let targets: BTreeSet<_> = rows_of(run)
        .filter_map(|row| row.target.map(|(kind, id)| (kind, id, row.client)))
        .collect();
    for kind in RecordKind::ALL {
        let wanted: BTreeSet<_> = targets
            .iter()
            .filter(|(of, ..)| of == kind)
            .map(|(_, id, client)| (*id, *client))
            .collect();
        if wanted.is_empty() {
            continue;
        }
        let mut sql = statements::find_records(change.agency, *kind, &wanted);
        let mut found = BTreeSet::new();
        for row in sql.build().fetch_all(change.db()).await? {
            found.insert((rows::id(&row, 0)?, ClientId::from_bytes(rows::id(&row, 1)?)));
        }
        if !wanted.is_subset(&found) {
            return Ok(false);
        }
    }
    Ok(true)
}
