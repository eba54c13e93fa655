use super::{Rows, script::InSight};
use crate::{
    pending::{PendingState, PendingWork},
    read_copy::{self, Caseload, Changes, ClientFile, Shelf},
    replica::{Asked, OutboxChange, Pulled, Replica, Sent, SyncMark, Waiting},
};
use domain::{
    Hash,
    document::{DocumentKind, Version},
    effects::{Effect, effects},
    id::{ClientId, DeviceId, OperationId, StaffId},
    operation::Operation,
    record::RecordRow,
    wire::v1::{CrisisPlan, PullPage, Push, PushAnswer, SealedOperation},
};
use std::collections::BTreeMap;

/// A bug that the simulator must find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhoneBug {
    /// Removes an operation on any receipt with its id.
    DeletesOnAnyReceipt,
    /// Removes what was received instead of keeping it for thirty days.
    KeepsNothing,
    /// Writes the mark without the shelves.
    ForgetsTheShelves,
    /// Does not note which document an edit is of.
    ForgetsTheDocument,
    /// After a start, takes for pulled whatever was sent before the last pull, by two clocks.
    ComparesClocks,
}

/// One phone: a durable store and what it has in memory.
#[derive(Debug)]
pub(super) struct Phone {
    pub(super) staff: StaffId,
    pub(super) device: DeviceId,
    pub(super) skew_ms: i64,
    pub(super) session: bool,
    pub(super) revoked: bool,
    pub(super) replica: Replica,
    pub(super) pending: PendingWork,
    pub(super) store: Store,
    pub(super) reply: Option<Reply>,
    pub(super) bug: Option<PhoneBug>,
}

/// An answer that is on its way.
#[derive(Debug)]
pub(super) enum Reply {
    Push(Result<PushAnswer, crate::replica::Failure>),
    /// And when the server gave it: that is the time it tells, however late it comes.
    Pull(Box<Result<Option<PullPage>, crate::replica::Failure>>, i64),
}

/// What outlives a crash.
#[derive(Debug, Clone, Default)]
pub(super) struct Store {
    pub(super) sealed: BTreeMap<OperationId, (Hash, Vec<u8>)>,
    pub(super) waiting: BTreeMap<OperationId, Waiting>,
    pub(super) sent: BTreeMap<OperationId, Sent>,
    pub(super) mark: SyncMark,
    pub(super) asked: Asked,
    /// The pull under way has brought pages and has more.
    pub(super) pulling: bool,
    pub(super) caseload: Caseload,
    pub(super) plans: BTreeMap<ClientId, CrisisPlan>,
    pub(super) documents: BTreeMap<(DocumentKind, ClientId), Version>,
    pub(super) files: BTreeMap<ClientId, ClientFile>,
    /// What the seals hold.
    pub(super) operations: BTreeMap<OperationId, Operation>,
}

impl Phone {
    pub(super) fn new(staff: StaffId, device: DeviceId) -> Self {
        Self {
            staff,
            device,
            skew_ms: 0,
            session: true,
            revoked: false,
            replica: Replica::wake(Vec::new(), Vec::new(), SyncMark::default()),
            pending: PendingWork::default(),
            store: Store::default(),
            reply: None,
            bug: None,
        }
    }

    /// Everything in memory is gone; the app starts again.
    pub(super) fn crash(&mut self) {
        self.reply = None;
        let waiting = self.store.waiting.values().cloned().collect();
        let sent = self.store.sent.values().cloned().collect();
        let replica = Replica::wake(waiting, sent, self.store.mark.clone());
        self.replica = replica.asked_to_wait(self.store.asked);
        self.pending = self.pending_work();
    }

    /// What is laid over the read copy, from what is stored alone.
    fn pending_work(&self) -> PendingWork {
        let Store { waiting, sent, operations, mark, .. } = &self.store;
        let mut pending = PendingWork::over(mark);
        for about in waiting.values() {
            pending.put_waiting(about, operations.get(&about.op_id).cloned());
        }
        let last_pull = mark.last_completed;
        for sent in sent.values() {
            let late = last_pull.is_none_or(|pulled| sent.received_at > pulled);
            let state = match self.bug {
                Some(PhoneBug::ComparesClocks) if !late => None,
                _ => PendingState::of(sent, mark),
            };
            if let (Some(state), Some(operation)) = (state, operations.get(&sent.op_id)) {
                pending.put(operation.clone(), state);
            }
        }
        pending
    }

    pub(super) fn save(&mut self, operation: Operation, mut waiting: Waiting, sealed: Vec<u8>) {
        if self.bug == Some(PhoneBug::ForgetsTheDocument) {
            waiting.document = None;
        }
        self.store.sealed.insert(waiting.op_id, (Hash::of(&sealed), sealed));
        self.store.waiting.insert(waiting.op_id, waiting.clone());
        self.store.operations.insert(waiting.op_id, operation.clone());
        self.pending.put_waiting(&waiting, Some(operation));
        self.replica.saved(waiting);
    }

    pub(super) fn body(&self, op_ids: &[OperationId]) -> Push {
        let sealed = |op_id: &OperationId| SealedOperation {
            op_id: *op_id,
            sealed: self
                .store
                .sealed
                .get(op_id)
                .map(|(_, bytes)| bytes.clone())
                .unwrap_or_default(),
        };
        let operations = op_ids.iter().map(sealed).collect();
        Push { device_id: self.device, operations, asks: self.replica.asks() }
    }

    /// These very bytes are in the store.
    pub(super) fn holds(&self, op_id: OperationId, hash: Hash) -> bool {
        self.store.sealed.get(&op_id).is_some_and(|(held, _)| *held == hash)
    }

    /// What became of operations, on the screens: they follow the replica, whether or not the
    /// disk does.
    pub(super) fn show_changes(&mut self, changes: &[OutboxChange]) {
        for (op_id, state) in self.pending.changed(changes) {
            if let Some(operation) = self.store.operations.get(&op_id) {
                self.pending.put(operation.clone(), state);
            }
        }
    }

    pub(super) fn write_outbox(&mut self, changes: Vec<OutboxChange>) {
        for change in changes {
            match change {
                OutboxChange::Settled(sent) if self.bug == Some(PhoneBug::KeepsNothing) => {
                    self.remove(sent.op_id);
                }
                OutboxChange::Settled(sent) => {
                    self.store.waiting.remove(&sent.op_id);
                    self.store.sent.insert(sent.op_id, sent);
                }
                OutboxChange::Learned(sent) => drop(self.store.sent.insert(sent.op_id, sent)),
                OutboxChange::Tried(waiting)
                | OutboxChange::Stuck(waiting)
                | OutboxChange::Reoffer(waiting) => {
                    self.store.sent.remove(&waiting.op_id);
                    self.store.waiting.insert(waiting.op_id, waiting);
                }
                OutboxChange::Forget(op_id) => self.remove(op_id),
                OutboxChange::Asked(asked) => self.store.asked = asked,
            }
        }
    }

    pub(super) fn remove(&mut self, op_id: OperationId) {
        self.store.waiting.remove(&op_id);
        self.store.sent.remove(&op_id);
        self.store.sealed.remove(&op_id);
        self.store.operations.remove(&op_id);
        self.pending.remove(op_id);
    }

    /// Applies a page in memory, as the app does before it writes.
    pub(super) fn apply(&self, page: PullPage) -> (Pulled, Caseload, Touched) {
        let mut caseload = self.store.caseload.clone();
        let touched = read_copy::files_touched(&page);
        let mut files: BTreeMap<_, _> = touched
            .into_iter()
            .filter_map(|client| Some((client, self.store.files.get(&client)?.clone())))
            .collect();
        let digest = page.digest;
        let mut pulled = Pulled::page(&page, None);
        let changes = read_copy::apply(page, Vec::new(), &mut caseload, &mut files);
        if let Pulled::Page { digest_matches, .. } = &mut pulled {
            *digest_matches = digest.and_then(|digest| caseload.agrees_with(digest));
        }
        (pulled, caseload, (changes, files))
    }

    pub(super) fn pulled(&mut self, mark: SyncMark) {
        self.pending.pulled(&mark);
        self.store.pulling = mark.pulls == self.store.mark.pulls;
        self.store.mark = mark;
    }

    /// Shelves and mark, in one transaction.
    pub(super) fn write_read_copy(
        &mut self,
        mark: SyncMark,
        caseload: Caseload,
        (changes, mut files): Touched,
    ) {
        self.pulled(mark);
        if self.bug == Some(PhoneBug::ForgetsTheShelves) {
            return;
        }
        self.store.caseload = caseload;
        if changes.reset {
            self.store.plans.clear();
            self.store.documents.clear();
            self.store.files.clear();
        }
        for shelf in changes.removed {
            match shelf {
                Shelf::Caseload => {}
                Shelf::Plan(client) => drop(self.store.plans.remove(&client)),
                Shelf::File(client) => drop(self.store.files.remove(&client)),
                Shelf::Document(kind, client) => {
                    drop(self.store.documents.remove(&(kind, client)));
                }
            }
        }
        for plan in changes.plans {
            self.store.plans.insert(plan.client_id, plan);
        }
        for version in changes.documents {
            self.store.documents.insert((version.kind, version.client_id), version);
        }
        for client in changes.files {
            if let Some(file) = files.remove(&client) {
                self.store.files.insert(client, file);
            }
        }
    }

    /// Every row of this operation is in the read copy, or its client is not in scope.
    pub(super) fn shows(&self, operation: &Operation) -> bool {
        let Store { caseload, plans, documents, files, .. } = &self.store;
        let client = operation.client_id();
        if !caseload.clients.contains_key(&client) {
            return true;
        }
        let nothing = ClientFile::default();
        let file = files.get(&client).unwrap_or(&nothing);
        effects(operation, self.staff, None).iter().all(|effect| match effect {
            Effect::Task(task) => caseload.tasks.contains_key(&task.task_id),
            Effect::Document(edit) if edit.kind == DocumentKind::CrisisPlan => {
                plans.contains_key(&client)
            }
            Effect::Document(edit) if edit.kind.is_of_cells() => {
                documents.contains_key(&(edit.kind, client))
            }
            other => file.holds(other),
        })
    }

    /// Everything on the phone that the server said, to compare.
    pub(super) fn rows(&self) -> Rows {
        let mut rows = Rows {
            plans: self.store.plans.clone(),
            documents: self.store.documents.clone(),
            tasks: self.store.caseload.tasks.clone(),
            ..Rows::default()
        };
        for (client, entry) in &self.store.caseload.clients {
            rows.clients.insert(*client, entry.client.clone());
        }
        for file in self.store.files.values() {
            let records = file.all();
            rows.records.extend(records.map(|row| ((row.kind(), row.record().id()), row)));
        }
        rows
    }

    /// What the worker can write about: the read copy and the unsent.
    pub(super) fn in_sight(&self) -> InSight {
        let caseload = &self.store.caseload;
        let contacts = self.store.files.values().flat_map(|file| &file.contacts);
        let people = self.store.files.values().flat_map(|file| &file.support_people);
        let mut sight = InSight {
            clients: caseload.clients.keys().copied().collect(),
            contacts: contacts.map(|row| (row.contact.contact_id, row.contact.client_id)).collect(),
            tasks: caseload.tasks.values().map(|task| (task.task_id, task.client_id)).collect(),
            support_people: people.map(|row| row.support_person.clone()).collect(),
        };
        let made = self.pending.iter().map(|item| &item.operation);
        for effect in made.flat_map(|operation| effects(operation, self.staff, None)) {
            match effect {
                Effect::Client(row) => sight.clients.push(row.client_id),
                Effect::Record(RecordRow::Contact(row)) => {
                    sight.contacts.push((row.contact.contact_id, row.contact.client_id));
                }
                Effect::Record(RecordRow::SupportPerson(row)) => {
                    sight.support_people.push(row.support_person);
                }
                Effect::Task(row) => sight.tasks.push((row.task_id, row.client_id)),
                Effect::Record(_)
                | Effect::TaskClosed(_)
                | Effect::Document(_)
                | Effect::Lookup(_) => {}
            }
        }
        sight
    }
}

/// What a page does to plans and files, and the files it touches.
pub(super) type Touched = (Changes, BTreeMap<ClientId, ClientFile>);

impl Phone {
    /// Somebody signs in; a revoked phone gets a session that reads nothing.
    pub(super) fn sign_in(&mut self) {
        self.session = true;
        self.replica.signed_in();
    }
}
