//! What was made on this phone and is not in its read copy yet.
//!
//! It is laid over the read copy on every screen, so that nothing a worker saved is ever out of
//! sight: neither while it waits, nor between the server's receipt and the pull that brings it
//! back, nor while a supervisor has it. What the read copy holds already is laid over it only
//! where the read copy is being built anew.
//!
//! Whether a pull has brought something back is counted in pulls, never worked out from times:
//! the receipt bears the server's clock, and the phone's may be hours off.

#[cfg(test)]
mod tests;

use crate::{
    merge::{based_on, document_with},
    read_copy::{Caseload, ClientFile},
    replica::{OutboxChange, Sent, SyncMark, Waiting, WaitingState},
};
use domain::{
    Moment,
    document::{DocumentKind, Edit, Version, Versioned},
    effects::{Effect, effects},
    id::{ClientId, OperationId, StaffId},
    operation::{Operation, Payload},
    order,
    record::Target,
    wire::v1::{Client, DocumentBase, QuarantineCode, ReceiptOutcome},
};
use std::collections::BTreeSet;

/// Where an operation is that the read copy does not show by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PendingState {
    /// On this phone.
    Waiting(WaitingState),
    /// At the server since `at`, by the server's clock; a pull brings it back.
    Received {
        /// When the server took it.
        at: Moment,
        /// As in [`Sent::pulls`].
        pulls: u64,
    },
    /// At the server since then, waiting for a supervisor.
    Quarantined(Moment, QuarantineCode),
}

/// An operation laid over the read copy.
#[derive(Debug, Clone, PartialEq)]
pub struct Pending {
    /// What it is.
    pub operation: Operation,
    /// Where it is.
    pub state: PendingState,
}

/// Everything that was made on this phone and is not in its read copy.
#[derive(Debug, Clone, Default)]
pub struct PendingWork {
    /// In order of saving.
    items: Vec<Pending>,
    /// Unsent, and not readable by this build of the app.
    unreadable: Vec<OperationId>,
    /// Unsent records of which not even the id can be read.
    nameless: usize,
    /// As in [`SyncMark::pulls`].
    pulls: u64,
    /// See [`Self::changes`].
    changes: u64,
}

impl PendingState {
    /// Where something sent is; none when the read copy shows it. `mark` is the one stored
    /// with that read copy.
    #[must_use]
    pub fn of(sent: &Sent, mark: &SyncMark) -> Option<Self> {
        if mark.epoch.is_some_and(|epoch| epoch != sent.epoch) {
            // Another history received it: the replica offers it again.
            return Some(Self::Waiting(WaitingState::Queued));
        }
        let state = Self::at_the_server(sent);
        let is_shown = matches!(state, Self::Received { pulls, .. } if pulls < mark.pulls);
        (!is_shown || mark.full).then_some(state)
    }

    const fn at_the_server(sent: &Sent) -> Self {
        match sent.outcome {
            ReceiptOutcome::Quarantined { code } => Self::Quarantined(sent.received_at, code),
            _ => Self::Received { at: sent.received_at, pulls: sent.pulls },
        }
    }
}

impl Pending {
    /// It is still only on this phone.
    #[must_use]
    pub const fn is_unsent(&self) -> bool {
        matches!(self.state, PendingState::Waiting(_))
    }

    /// Somebody has to look at it.
    #[must_use]
    pub const fn needs_attention(&self) -> bool {
        matches!(
            self.state,
            PendingState::Quarantined(..) | PendingState::Waiting(WaitingState::Stuck { .. })
        )
    }
}

impl PendingWork {
    /// Nothing yet, over a read copy that has come as far as `mark`.
    #[must_use]
    pub fn over(mark: &SyncMark) -> Self {
        Self { pulls: mark.pulls, ..Self::default() }
    }

    /// Lays an operation over the read copy, in place of what lay there under its id.
    pub fn put(&mut self, operation: Operation, state: PendingState) {
        self.remove(operation.op_id);
        let place = |item: &Pending| item.operation.device_seq <= operation.device_seq;
        let at = self.items.partition_point(place);
        self.items.insert(at, Pending { operation, state });
        self.changes += 1;
    }

    /// How often anything here has become another: where this is the same, so is what is laid over
    /// the read copy.
    #[must_use]
    pub const fn changes(&self) -> u64 {
        self.changes
    }

    /// Takes note of what waits. One that this build of the app cannot read is counted: it is
    /// sent all the same, and until then not everything is.
    pub fn put_waiting(&mut self, about: &Waiting, operation: Option<Operation>) {
        match operation {
            Some(operation) => self.put(operation, PendingState::Waiting(about.state)),
            None if self.holds(about.op_id) => {}
            None => {
                self.unreadable.push(about.op_id);
                self.changes += 1;
            }
        }
    }

    /// Takes note of unsent records that a newer app wrote and this one can make nothing of.
    pub const fn put_nameless(&mut self, records: usize) {
        self.changes += (self.nameless != records) as u64;
        self.nameless = records;
    }

    /// Somebody gave it up.
    pub fn remove(&mut self, op_id: OperationId) {
        let held = (self.items.len(), self.unreadable.len());
        self.items.retain(|item| item.operation.op_id != op_id);
        self.unreadable.retain(|held| *held != op_id);
        self.changes += u64::from((self.items.len(), self.unreadable.len()) != held);
    }

    /// Takes in what became of operations. Answers those that are not here, because the read copy
    /// showed them until now or a write failed: each is to be opened and handed to [`Self::put`].
    #[must_use]
    pub fn changed(&mut self, changes: &[OutboxChange]) -> Vec<(OperationId, PendingState)> {
        let mut back = Vec::new();
        for change in changes {
            let (op_id, state) = match change {
                OutboxChange::Settled(sent) | OutboxChange::Learned(sent) => {
                    if self.unreadable.contains(&sent.op_id) {
                        self.remove(sent.op_id);
                        continue;
                    }
                    (sent.op_id, PendingState::at_the_server(sent))
                }
                OutboxChange::Tried(waiting)
                | OutboxChange::Stuck(waiting)
                | OutboxChange::Reoffer(waiting) => {
                    (waiting.op_id, PendingState::Waiting(waiting.state))
                }
                OutboxChange::Forget(_) | OutboxChange::Asked(_) => continue,
            };
            match self.items.iter_mut().find(|item| item.operation.op_id == op_id) {
                Some(item) => {
                    self.changes += u64::from(item.state != state);
                    item.state = state;
                }
                None if self.unreadable.contains(&op_id) => {}
                None => back.push((op_id, state)),
            }
        }
        back
    }

    /// The read copy is stored together with this mark: what it brought back goes.
    pub fn pulled(&mut self, mark: &SyncMark) {
        let held = self.items.len();
        // What was received is shown, or not, by how many pulls there were.
        let tells = self.pulls != mark.pulls && held > 0;
        self.pulls = mark.pulls;
        if !mark.full {
            let waits = |state| !matches!(state, PendingState::Received { pulls, .. } if pulls < mark.pulls);
            self.items.retain(|item| waits(item.state));
        }
        self.changes += u64::from(tells || self.items.len() != held);
    }

    /// Whether this operation is here, readable or not.
    #[must_use]
    pub fn holds(&self, op_id: OperationId) -> bool {
        self.iter().any(|item| item.operation.op_id == op_id) || self.unreadable.contains(&op_id)
    }

    /// Every operation that can be shown, in order of saving: a later one is laid over an earlier
    /// one, whatever the phone's clock said.
    pub fn iter(&self) -> impl Iterator<Item = &Pending> {
        self.items.iter()
    }

    /// How many operations only this phone is known to hold, those included that this build of
    /// the app cannot show.
    #[must_use]
    pub fn unsent(&self) -> usize {
        self.iter().filter(|item| item.is_unsent()).count() + self.unreadable()
    }

    /// How many of the unsent this build of the app cannot show.
    #[must_use]
    pub fn unreadable(&self) -> usize {
        self.unreadable.len() + self.nameless
    }

    /// How many somebody has to look at.
    #[must_use]
    pub fn needing_attention(&self) -> usize {
        self.iter().filter(|item| item.needs_attention()).count()
    }

    /// Lays everything over the lists. Only ever in memory: what is stored is what the server said.
    pub fn lay_over_caseload(&self, author: StaffId, caseload: &mut Caseload) {
        for (item, effect) in self.effects(author) {
            let lies_over = match &effect {
                // A task ticked off before the last pull may have been opened again since.
                Effect::TaskClosed(_) => !self.was_pulled(item),
                Effect::Document(edit) => {
                    self.lies_over(item, caseload.has_pulled(edit.kind, edit.client_id))
                }
                _ => true,
            };
            if lies_over {
                caseload.overlay(&effect);
            }
        }
        let edited = self.iter().filter_map(|item| match &item.operation.payload {
            Payload::FactSheetSaved(edit) => Some(edit.client_id),
            _ => None,
        });
        for client_id in order::set(edited) {
            if let Some(entry) = caseload.clients.get_mut(&client_id)
                && let (Some(client), _) =
                    self.lay_over_document(author, client_id, Some(&entry.client))
            {
                entry.client = client;
            }
        }
    }

    /// Lays everything about a client over their file.
    pub fn lay_over_file(&self, author: StaffId, client_id: ClientId, file: &mut ClientFile) {
        for (_, effect) in self.effects(author) {
            if effect.client_id() == client_id {
                file.overlay(&effect);
            }
        }
    }

    /// A client's document with every edit made here laid over it, and what an edit begun
    /// now is based on. `pulled` is the document as the server said it. What a supervisor has is
    /// not in it ([`Self::set_aside`]): an edit based on it would clash with the server's document
    /// again and again.
    #[must_use]
    pub fn lay_over_document<D: Versioned>(
        &self,
        author: StaffId,
        client_id: ClientId,
        pulled: Option<&D>,
    ) -> (Option<D>, DocumentBase) {
        let pulled = pulled.map(Version::of);
        let (shown, based_on) =
            self.lay_over_version(author, (D::KIND, client_id), pulled.as_ref());
        // What was laid over it is made of cells that were read as this type.
        (shown.and_then(|version| version.document().ok()), based_on)
    }

    /// The same of a document of any kind, as a version of it.
    #[must_use]
    pub fn lay_over_version(
        &self,
        author: StaffId,
        (kind, client_id): (DocumentKind, ClientId),
        pulled: Option<&Version>,
    ) -> (Option<Version>, DocumentBase) {
        let edits = self.edits(author, kind, client_id, pulled.is_some());
        (document_with(pulled, &edits), based_on(pulled, &edits))
    }

    /// A client's fact sheet with every edit made here laid over it, and what an edit begun now is
    /// based on. Of somebody met on this phone there may be none at the server yet.
    #[must_use]
    pub fn lay_over_fact_sheet(
        &self,
        author: StaffId,
        client_id: ClientId,
        pulled: Option<&Client>,
    ) -> (Option<Client>, DocumentBase) {
        let met = || {
            self.effects(author).into_iter().find_map(|(_, effect)| match effect {
                Effect::Client(client) if client.client_id == client_id => Some(client),
                _ => None,
            })
        };
        let pulled = pulled.cloned().or_else(met);
        self.lay_over_document(author, client_id, pulled.as_ref())
    }

    /// Edits of a client's document that are to be laid over what was pulled.
    fn edits(
        &self,
        author: StaffId,
        kind: DocumentKind,
        client_id: ClientId,
        is_pulled: bool,
    ) -> Vec<Edit> {
        let edit = |item: &Pending| item.operation.payload.edit(item.operation.op_id, author);
        let edits = self.iter().filter(|item| self.lies_over(item, is_pulled)).filter_map(edit);
        edits.filter(|edit| edit.kind == kind && edit.client_id == client_id).collect()
    }

    /// Edits of a client's document that wait for a supervisor and are not in it.
    pub fn set_aside(&self, kind: DocumentKind, client_id: ClientId) -> impl Iterator<Item = Edit> {
        // Every one of them is by whoever holds the phone.
        let author = StaffId::from_bytes([0; 16]);
        let aside = |item: &&Pending| matches!(item.state, PendingState::Quarantined(..));
        let edits = self.iter().filter(aside);
        let edits =
            edits.filter_map(move |item| item.operation.payload.edit(item.operation.op_id, author));
        edits.filter(move |edit| edit.kind == kind && edit.client_id == client_id)
    }

    /// Whether an edit of a client's document waits to be sent.
    #[must_use]
    pub fn is_waiting(&self, kind: DocumentKind, client_id: ClientId) -> bool {
        let is_of = |item: &Pending| matches!(item.operation.payload.target(), Some(Target::Document(of, _)) if of == kind);
        self.iter().any(|item| {
            matches!(item.state, PendingState::Waiting(_))
                && item.operation.client_id() == client_id
                && is_of(item)
        })
    }

    /// An edit is to be laid over its document: a supervisor does not have it, and it is not in
    /// what was pulled.
    const fn lies_over(&self, item: &Pending, is_pulled: bool) -> bool {
        let is_aside = matches!(item.state, PendingState::Quarantined(..));
        !(is_aside || is_pulled && self.was_pulled(item))
    }

    /// A pull brought it back before; it is here because the read copy is being built anew.
    const fn was_pulled(&self, item: &Pending) -> bool {
        matches!(item.state, PendingState::Received { pulls, .. } if pulls < self.pulls)
    }

    /// Whose file or documents read differently for what was made here.
    #[must_use]
    pub fn written_about(&self, author: StaffId) -> BTreeSet<ClientId> {
        let all = self.effects(author).into_iter().filter(|(_, effect)| {
            matches!(effect, Effect::Record(_) | Effect::Document(_) | Effect::Client(_))
        });
        order::set(all.map(|(_, effect)| effect.client_id()))
    }

    /// What the operations change.
    fn effects(&self, author: StaffId) -> Vec<(&Pending, Effect)> {
        let mut all = Vec::new();
        for item in &self.items {
            for effect in effects(&item.operation, author, None) {
                all.push((item, effect));
            }
        }
        all
    }
}
