//! What a supervisor does with the quarantine.

use super::{Memory, ServerBug};
use crate::{ingest, simulator::DocumentSave};
use domain::{
    id::OperationId,
    wire::v1::{QuarantineCode, Receipt, ReceiptOutcome},
};

impl Memory {
    /// The present word on an operation that a phone asks about.
    pub(super) fn receipt(&self, op_id: OperationId) -> Option<Receipt> {
        let (remembered, received_at) = *self.db.remembered.get(&op_id)?;
        let mut outcome = ingest::repeat(remembered.hash, Some(remembered))?;
        if self.bug == Some(ServerBug::HidesReleases) {
            outcome = ReceiptOutcome::Quarantined { code: QuarantineCode::NotAssigned };
        }
        Some(Receipt { op_id, hash: remembered.hash, outcome, received_at })
    }

    /// Gives the client to the author and lets the operation take effect, where it can.
    pub(super) fn release(&mut self, which: usize) {
        let count = self.db.quarantine.len().max(1);
        let Some(op_id) = self.db.quarantine.keys().nth(which % count).copied() else { return };
        let Some((device, sealed)) = self.db.quarantine.get(&op_id).cloned() else { return };
        let Some((author, _)) = self.db.devices.get(&device).copied() else { return };
        let unsealed = match sealed.sealed.as_slice() {
            [1, bytes @ ..] => Some(bytes),
            _ => None,
        };
        let Ok(operation) = ingest::read(op_id, unsealed) else { return };
        let client = operation.client_id();
        if self.db.rows.clients.contains_key(&client) {
            self.db.assign(author, client);
        }
        let facts = self.facts(&operation, author);
        if ingest::judge(&operation, &facts).is_err() {
            return;
        }
        let Some((remembered, received_at)) = self.db.remembered.get_mut(&op_id) else { return };
        remembered.quarantined = None;
        let received_at = *received_at;
        self.db.quarantine.remove(&op_id);
        if self.bug == Some(ServerBug::ReleasesTwice) {
            self.db.apply(&operation, author, (device, received_at), self.bug);
        }
        let saves = self.db.apply(&operation, author, (device, received_at), self.bug);
        self.document_saves.extend(saves.map(|(save, _)| DocumentSave { released: true, ..save }));
    }
}
