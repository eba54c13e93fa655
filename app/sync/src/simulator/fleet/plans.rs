//! Workers save plans, and settle what is open.

use super::Fleet;
use crate::{
    replica::Waiting,
    simulator::{Random, Server, checks::Saved, phone::Phone, plans},
};
use domain::{
    Moment,
    id::{ClientId, OperationId},
    operation::{Operation, Payload},
    wire::v1::CrisisPlanEdit,
};
use std::collections::BTreeSet;

/// Clients whose plans are written in: few, so that people meet.
const IN_MIND: usize = 3;

/// What a worker writes in a plan, if it is a plan that is written.
pub(super) fn operation(
    random: &mut Random,
    phone: &Phone,
    clients: &[ClientId],
    device_seq: u64,
    at: Moment,
) -> Option<Operation> {
    if !random.per_mille(350) {
        return None;
    }
    let mut in_mind = clients.to_vec();
    in_mind.sort_unstable();
    in_mind.truncate(IN_MIND);
    let client = *random.pick(&in_mind)?;
    let edit = plans::edit(random, phone, client, at);
    Some(saved(random, device_seq, at, edit))
}

fn saved(random: &mut Random, device_seq: u64, at: Moment, edit: CrisisPlanEdit) -> Operation {
    let op_id = OperationId::from_bytes(random.bytes());
    Operation::new(op_id, device_seq, at, Payload::CrisisPlanSaved(edit))
}

impl Fleet {
    /// Once all is quiet, somebody settles whatever is open on their plans.
    pub(super) fn settle(&mut self, server: &mut impl Server) -> Result<(), String> {
        let mut settled = BTreeSet::new();
        for index in 0..self.phones.len() {
            let Some(phone) = self.phones.get(index).filter(|phone| !phone.revoked) else {
                continue;
            };
            let busy: Vec<_> = phone.replica.waiting().filter_map(|w| w.document).collect();
            let open = phone.store.plans.values().filter(|plan| !plan.conflicts.is_empty());
            let plans: Vec<_> = open.cloned().collect();
            for plan in plans {
                let Some(phone) = self.phones.get_mut(index) else { continue };
                let at = Moment::new(self.now_ms, 0);
                let mut edit = plans::edit(&mut self.random, phone, plan.client_id, at);
                edit.settles = plan.conflicts.iter().map(|open| open.conflict_id).collect();
                let operation = saved(&mut self.random, self.figures.operations, at, edit.clone());
                let stuck = operation.document().is_some_and(|document| busy.contains(&document));
                if stuck || !settled.insert(plan.client_id) {
                    continue;
                }
                let bytes = server.seal(phone.device, operation.op_id, &operation.to_bytes());
                let waiting = Waiting::new(&operation, &bytes, at);
                let (op_id, hash) = (operation.op_id, waiting.hash);
                self.gateway.watch.wrote(op_id, operation.device_seq, edit);
                phone.save(operation, waiting, bytes);
                let saved = Saved { phone: index, op_id, hash };
                self.saved.get_mut(index).into_iter().for_each(|all| all.push(saved));
                self.figures.operations += 1;
            }
        }
        self.rest(server)?;
        self.check_rest(server, true)?;
        for phone in self.phones.iter().filter(|phone| !phone.revoked) {
            for plan in phone.store.plans.values().filter(|plan| settled.contains(&plan.client_id))
            {
                if !plan.conflicts.is_empty() {
                    let open = &plan.conflicts;
                    return Err(format!("I9: {} cannot be settled: {open:?}", plan.client_id));
                }
            }
        }
        Ok(())
    }
}
