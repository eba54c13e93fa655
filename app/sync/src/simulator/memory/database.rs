//! What the server of the simulator keeps, and what an operation changes in it.

use super::ServerBug;
use crate::{
    feed::{Assignment, Query},
    ingest::Remembered,
    merge,
    simulator::{DocumentSave, Rows},
};
use domain::{
    Moment,
    document::{DocumentKind, Edit, Version, Versioned},
    effects::{Effect, effects},
    id::{ClientId, CrisisPlanId, DeviceId, OperationId, StaffId, TaskId},
    operation::Operation,
    record::RecordKind,
    wire::v1::{Digest, DocumentBase, PullPage, ReceiptOutcome, SealedOperation, Tally},
};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Clone, Default)]
pub(super) struct Database {
    pub(super) head: u64,
    pub(super) rows: Rows,
    /// Every version of every document, oldest first.
    pub(super) versions: BTreeMap<(DocumentKind, ClientId), Vec<Version>>,
    /// The feed: sequence numbers of rows, both ways.
    pub(super) feed: BTreeMap<u64, (ClientId, RowId)>,
    pub(super) seqs: BTreeMap<RowId, u64>,
    pub(super) assignments: BTreeMap<StaffId, Vec<Assignment>>,
    pub(super) devices: BTreeMap<DeviceId, (StaffId, bool)>,
    pub(super) remembered: BTreeMap<OperationId, (Remembered, Moment)>,
    pub(super) applied: BTreeMap<OperationId, u32>,
    /// What waits for a supervisor, as it came.
    pub(super) quarantine: BTreeMap<OperationId, (DeviceId, SealedOperation)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum RowId {
    Client(ClientId),
    Plan(CrisisPlanId),
    Document(DocumentKind, ClientId),
    Task(TaskId),
    Record(RecordKind, [u8; 16]),
}

impl Database {
    pub(super) fn touch(&mut self, client: ClientId, row: RowId) {
        self.head += 1;
        if let Some(before) = self.seqs.insert(row, self.head) {
            self.feed.remove(&before);
        }
        self.feed.insert(self.head, (client, row));
    }

    pub(super) fn assign(&mut self, staff: StaffId, client: ClientId) {
        if !self.scope(staff).contains(&client) {
            self.head += 1;
            let begun = Assignment { client_id: client, from_seq: self.head, to_seq: None };
            self.assignments.entry(staff).or_default().push(begun);
        }
    }

    pub(super) fn unassign(&mut self, staff: StaffId, client: ClientId) {
        let all = self.assignments.entry(staff).or_default();
        for open in all.iter_mut().filter(|a| a.client_id == client && a.to_seq.is_none()) {
            self.head += 1;
            open.to_seq = Some(self.head);
        }
    }

    pub(super) fn scope(&self, staff: StaffId) -> BTreeSet<ClientId> {
        let all = self.assignments.get(&staff).into_iter().flatten();
        all.filter(|a| a.to_seq.is_none()).map(|a| a.client_id).collect()
    }

    pub(super) fn apply(
        &mut self,
        operation: &Operation,
        author: StaffId,
        (device, now): (DeviceId, Moment),
        bug: Option<ServerBug>,
    ) -> Option<(DocumentSave, ReceiptOutcome)> {
        let mut saved = None;
        *self.applied.entry(operation.op_id).or_default() += 1;
        for effect in effects(operation, author, Some(now)) {
            let client = effect.client_id();
            match effect {
                Effect::Record(row) => {
                    let (kind, id) = (row.kind(), row.record().id());
                    self.touch(client, RowId::Record(kind, id));
                    self.rows.records.insert((kind, id), row);
                }
                Effect::Task(task) => {
                    self.touch(client, RowId::Task(task.task_id));
                    self.rows.tasks.insert(task.task_id, task);
                }
                Effect::TaskClosed(closed) => {
                    let task = self.rows.tasks.get_mut(&closed.task_id);
                    if let Some(task) = task.filter(|task| task.client_id == client) {
                        task.state = closed.state;
                        self.touch(client, RowId::Task(closed.task_id));
                    }
                }
                Effect::Client(row) => {
                    self.assign(author, client);
                    self.put_document(&row);
                }
                Effect::Document(edit) => saved = Some(self.save_document(device, &edit, bug)),
                Effect::Lookup(_) => {}
            }
        }
        saved
    }

    /// Puts a document as its next version, whatever it says of its number.
    pub(super) fn put_document<D: Versioned>(&mut self, document: &D) {
        let mut version = Version::of(document);
        if let Some(before) = self.versions_of(version.kind, version.client_id).last() {
            (version.id, version.number) = (before.id, before.number + 1);
        } else {
            version.number = 1;
        }
        self.keep(version);
    }

    fn versions_of(&mut self, kind: DocumentKind, client: ClientId) -> &mut Vec<Version> {
        self.versions.entry((kind, client)).or_default()
    }

    fn keep(&mut self, version: Version) {
        let client = version.client_id;
        match version.kind {
            DocumentKind::Client => {
                self.touch(client, RowId::Client(client));
                self.rows.clients.insert(client, version.document().expect("a fact sheet"));
            }
            DocumentKind::CrisisPlan => {
                self.touch(client, RowId::Plan(CrisisPlanId::from_bytes(version.id)));
                self.rows.plans.insert(client, version.document().expect("a plan"));
            }
            kind => {
                self.touch(client, RowId::Document(kind, client));
                self.rows.documents.insert((kind, client), version.clone());
            }
        }
        self.versions_of(version.kind, client).push(version);
    }

    pub(super) fn save_document(
        &mut self,
        device: DeviceId,
        edit: &Edit,
        bug: Option<ServerBug>,
    ) -> (DocumentSave, ReceiptOutcome) {
        let base_applied = match edit.based_on {
            DocumentBase::Edit(op_id) => self.applied.contains_key(&op_id),
            _ => false,
        };
        let versions = self.versions_of(edit.kind, edit.client_id);
        let before = versions.last().cloned();
        let mut made = merge::save(versions, edit, base_applied);
        match (bug, &before) {
            (Some(ServerBug::MergeDropsTheirs), Some(before)) => {
                let mut alone = edit.clone();
                alone.before = Some(before.cells.clone());
                made = merge::save(versions, &alone, true);
            }
            (Some(ServerBug::MergeDropsOurs), Some(before))
                if made.outcome != ReceiptOutcome::Applied =>
            {
                made.version = before.clone();
                made.changed = false;
            }
            (Some(ServerBug::NumbersAnew), _) => {
                made.version.cells = merge::numbers::without(&made.version.cells);
                merge::numbers::give(&[], &mut made.version.cells);
            }
            (Some(ServerBug::ForgetsConflicts), _) => made.version.conflicts.clear(),
            _ => {}
        }
        if made.changed {
            self.keep(made.version.clone());
        }
        let (op_id, after) = (edit.op_id, made.version);
        (DocumentSave { device, op_id, before, after, released: false }, made.outcome)
    }

    /// Rows for a query; each with its client and sequence number, in order.
    pub(super) fn answer(&self, query: &Query) -> Vec<(ClientId, u64, RowId)> {
        let all = self.feed.iter().map(|(seq, (client, row))| (*client, *seq, *row));
        let note = |row: &RowId| matches!(row, RowId::Record(..));
        match query {
            Query::Sheets { clients } => {
                all.filter(|(client, _, row)| clients.contains(client) && !note(row)).collect()
            }
            Query::Files { clients, after, limit } => {
                let mut files: Vec<_> = all
                    .filter(|(client, seq, row)| {
                        clients.contains(client)
                            && note(row)
                            && after.is_none_or(|after| (*client, *seq) > after)
                    })
                    .collect();
                files.sort_unstable();
                files.truncate(*limit);
                files
            }
            Query::Changes { clients, after, upto, limit } => self
                .feed
                .range(after + 1..=*upto)
                .map(|(seq, (client, row))| (*client, *seq, *row))
                .filter(|(client, _, _)| clients.contains(client))
                .take(*limit)
                .collect(),
        }
    }

    pub(super) fn put(&self, page: &mut PullPage, row: RowId) {
        match row {
            RowId::Client(id) => page.clients.extend(self.rows.clients.get(&id).cloned()),
            RowId::Plan(id) => {
                let plan = self.rows.plans.values().find(|plan| plan.crisis_plan_id == id);
                page.crisis_plans.extend(plan.cloned());
            }
            RowId::Document(kind, id) => {
                page.documents.extend(self.rows.documents.get(&(kind, id)).cloned());
            }
            RowId::Task(id) => page.tasks.extend(self.rows.tasks.get(&id).cloned()),
            RowId::Record(kind, id) => {
                if let Some(row) = self.rows.records.get(&(kind, id)) {
                    page.put_record(row.clone());
                }
            }
        }
    }

    pub(super) fn digest(&self, scope: &[ClientId]) -> Digest {
        let mut digest = Digest::default();
        for client in scope {
            digest.clients.add(client.as_bytes(), 0);
            if let Some(plan) = self.rows.plans.get(client) {
                digest.crisis_plans.add(plan.crisis_plan_id.as_bytes(), plan.version);
            }
        }
        let mut documents = Tally::default();
        for version in self.rows.documents.values() {
            if scope.binary_search(&version.client_id).is_ok() {
                documents.add(&version.id, version.number);
            }
        }
        digest.documents = Some(documents);
        let (mut records, mut of_cells) = (Tally::default(), Tally::default());
        for ((kind, id), row) in &self.rows.records {
            if scope.binary_search(&row.record().client_id()).is_ok() {
                if kind.is_of_cells() { &mut of_cells } else { &mut records }.add(id, 0);
                if *kind == RecordKind::Contact {
                    digest.contacts.add(id, 0);
                }
            }
        }
        (digest.records, digest.cell_records) = (Some(records), Some(of_cells));
        digest
    }
}
