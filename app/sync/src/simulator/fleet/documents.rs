//! Workers save documents, and settle what is open.

use super::Fleet;
use crate::{
    replica::Waiting,
    simulator::{Random, Server, checks::Saved, documents, phone::Phone},
};
use domain::{
    Moment,
    document::DocumentKind,
    id::{ClientId, OperationId},
    operation::{Operation, Payload},
    wire::v1::OpenConflict,
};
use std::collections::BTreeSet;

/// Clients whose documents are written in: few, so that people meet.
const IN_MIND: usize = 2;

/// What a worker writes in a document, if it is a document that is written.
pub(super) fn operation(
    random: &mut Random,
    phone: &Phone,
    clients: &[ClientId],
    device_seq: u64,
    at: Moment,
) -> Option<Operation> {
    if !random.per_mille(500) {
        return None;
    }
    let mut in_mind = clients.to_vec();
    in_mind.sort_unstable();
    in_mind.truncate(IN_MIND);
    let client = *random.pick(&in_mind)?;
    let kind = *random.pick(DocumentKind::ALL)?;
    let payload = documents::edit(random, phone, kind, client, at)?;
    Some(saved(random, device_seq, at, payload))
}

fn saved(random: &mut Random, device_seq: u64, at: Moment, payload: Payload) -> Operation {
    let op_id = OperationId::from_bytes(random.bytes());
    Operation::new(op_id, device_seq, at, payload)
}

impl Fleet {
    /// Once all is quiet, somebody settles whatever is open on their documents.
    pub(super) fn settle(&mut self, server: &mut impl Server) -> Result<(), String> {
        let mut settled = BTreeSet::new();
        for index in 0..self.phones.len() {
            let Some(phone) = self.phones.get(index).filter(|phone| !phone.revoked) else {
                continue;
            };
            let busy: Vec<_> = phone.replica.waiting().filter_map(|w| w.document).collect();
            for (kind, client, open) in open(phone) {
                let Some(phone) = self.phones.get_mut(index) else { continue };
                let at = Moment::new(self.now_ms, 0);
                let edit = documents::edit(&mut self.random, phone, kind, client, at);
                let Some(mut payload) = edit else { continue };
                documents::settle_all(&mut payload, &open);
                let operation = saved(&mut self.random, self.figures.operations, at, payload);
                let stuck = operation.document().is_some_and(|document| busy.contains(&document));
                if stuck || !settled.insert((kind, client)) {
                    continue;
                }
                let bytes = server.seal(phone.device, operation.op_id, &operation.to_bytes());
                let waiting = Waiting::new(&operation, &bytes, at);
                let (op_id, hash) = (operation.op_id, waiting.hash);
                let edit = operation.payload.edit(op_id, phone.staff);
                edit.into_iter()
                    .for_each(|edit| self.gateway.watch.wrote(operation.device_seq, edit));
                phone.save(operation, waiting, bytes);
                let saved = Saved { phone: index, op_id, hash };
                self.saved.get_mut(index).into_iter().for_each(|all| all.push(saved));
                self.figures.operations += 1;
            }
        }
        self.rest(server)?;
        self.check_rest(server, true)?;
        for phone in self.phones.iter().filter(|phone| !phone.revoked) {
            for (kind, client, open) in open(phone) {
                if settled.contains(&(kind, client)) {
                    return Err(format!("I9: {kind:?} of {client} cannot be settled: {open:?}"));
                }
            }
        }
        Ok(())
    }
}

/// The documents in a phone's read copy on which people disagree.
fn open(phone: &Phone) -> Vec<(DocumentKind, ClientId, Vec<OpenConflict>)> {
    let plans = phone.store.plans.values();
    let plans = plans.map(|plan| (DocumentKind::CrisisPlan, plan.client_id, &plan.conflicts));
    let sheets = phone.store.caseload.clients.values().map(|entry| &entry.client);
    let sheets = sheets.map(|sheet| (DocumentKind::Client, sheet.client_id, &sheet.conflicts));
    let others = phone.store.documents.values();
    let others = others.map(|version| (version.kind, version.client_id, &version.conflicts));
    let all = plans.chain(sheets).chain(others).filter(|(_, _, open)| !open.is_empty());
    all.map(|(kind, client, open)| (kind, client, open.clone())).collect()
}
