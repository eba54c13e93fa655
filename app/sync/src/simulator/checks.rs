//! What must hold after every step, and what once everything is quiet.

use super::{Rows, Server, fleet::Fleet, phone::Phone};
use crate::feed::Cursor;
use domain::{
    Hash,
    id::{ClientId, OperationId},
    wire::v1::{PullPage, ReceiptOutcome},
};
use std::collections::BTreeSet;

/// An operation that a worker was told is saved.
#[derive(Debug, Clone, Copy)]
pub(super) struct Saved {
    pub(super) phone: usize,
    pub(super) op_id: OperationId,
    pub(super) hash: Hash,
}

/// I1: in the phone's store or on the server, at all times.
pub(super) fn nothing_is_lost<'a>(
    fleet: &Fleet,
    server: &impl Server,
    saved: impl IntoIterator<Item = &'a Saved>,
) -> Result<(), String> {
    for saved in saved {
        let phone = fleet.phones.get(saved.phone);
        let on_phone = phone.is_some_and(|phone| phone.holds(saved.op_id, saved.hash));
        if !on_phone && !server.holds(saved.op_id, saved.hash) {
            return Err(format!("I1: {} of phone {} is lost", saved.op_id, saved.phone));
        }
    }
    Ok(())
}

/// I2: in effect at most once.
pub(super) fn nothing_is_doubled(fleet: &Fleet, server: &impl Server) -> Result<(), String> {
    for saved in fleet.saved.iter().flatten() {
        if server.times_applied(saved.op_id) > 1 {
            return Err(format!("I2: {} took effect twice", saved.op_id));
        }
    }
    Ok(())
}

/// I12: a page tells of nobody out of scope.
pub(super) fn page_is_in_scope(page: &PullPage, scope: &BTreeSet<ClientId>) -> Result<(), String> {
    let clients = page.clients.iter().map(|row| row.client_id);
    let all = clients
        .chain(page.crisis_plans.iter().map(|row| row.client_id))
        .chain(page.documents.iter().map(|version| version.client_id))
        .chain(page.tasks.iter().map(|row| row.client_id))
        .chain(page.clients_of_records());
    for client in all {
        if !scope.contains(&client) {
            return Err(format!("I12: a page tells of {client}, who is not in scope"));
        }
    }
    Ok(())
}

/// I6: within one history a cursor never goes back, except to the beginning.
pub(super) fn cursor_goes_on(before: Option<&str>, after: Option<&str>) -> Result<(), String> {
    let read = |text: Option<&str>| text.and_then(|text| text.parse::<Cursor>().ok());
    if let (Some(before), Some(after)) = (read(before), read(after))
        && before.epoch == after.epoch
        && after.since < before.since
    {
        return Err(format!("I6: the cursor went back from {before} to {after}"));
    }
    Ok(())
}

/// I18: a phone knows of everything it delivered whether a supervisor still has to look at it.
pub(super) fn releases_are_known(
    index: usize,
    phone: &Phone,
    server: &impl Server,
) -> Result<(), String> {
    for sent in phone.replica.sent() {
        let kept = matches!(sent.outcome, ReceiptOutcome::Quarantined { .. });
        if kept && !server.is_quarantined(sent.op_id) {
            return Err(format!(
                "I18: phone {index} does not know that {} took effect",
                sent.op_id
            ));
        }
    }
    Ok(())
}

/// I19: what was saved on a phone shows on it at all times, whatever its clock says: in its read
/// copy or laid over it.
pub(super) fn nothing_is_out_of_sight(index: usize, phone: &Phone) -> Result<(), String> {
    let store = &phone.store;
    for (op_id, operation) in &store.operations {
        if phone.pending.holds(*op_id) {
            continue;
        }
        let hidden = match store.sent.get(op_id) {
            // Nothing but a pull takes what a server applied from where it was laid over.
            None => true,
            Some(sent) if matches!(sent.outcome, ReceiptOutcome::Quarantined { .. }) => true,
            // While a pull brings pages, the file of somebody new in scope is not whole.
            Some(_) => !store.pulling && !phone.shows(operation),
        };
        if hidden {
            return Err(format!("I19: {op_id} is out of sight on phone {index}"));
        }
    }
    Ok(())
}

/// I5, I7: the read copy is the scope, whole.
pub(super) fn read_copy_is_the_scope(phone: &Phone, server: &impl Server) -> Result<(), String> {
    let here = phone.rows();
    let there = server.rows(phone.staff);
    if here == there {
        return Ok(());
    }
    let Rows { clients, plans, documents, tasks, records } = &there;
    Err(format!(
        "I7: the read copy of {} differs: clients {}, plans {}, documents {}, tasks {}, records {}",
        phone.device,
        difference(&here.clients, clients),
        difference(&here.plans, plans),
        difference(&here.documents, documents),
        difference(&here.tasks, tasks),
        difference(&here.records, records),
    ))
}

fn difference<K: Ord, V: PartialEq>(
    here: &std::collections::BTreeMap<K, V>,
    there: &std::collections::BTreeMap<K, V>,
) -> String {
    if here == there {
        return "equal".into();
    }
    let missing = there.keys().filter(|key| !here.contains_key(key)).count();
    let extra = here.keys().filter(|key| !there.contains_key(key)).count();
    format!("{missing} missing, {extra} too many, {} of {}", here.len(), there.len())
}
