mod database;
mod quarantine;

use super::{Act, DocumentSave, Rows, Server};
use crate::{
    feed::{Cursor, Pull, Query},
    ingest::{self, Facts, Remembered},
    replica::Failure,
};
use database::Database;
use domain::{
    Hash, Moment,
    id::{ClientId, DeviceId, Epoch, OperationId, StaffId, TaskId},
    operation::Operation,
    record::Target,
    wire::v1::{
        PullPage, Push, PushAnswer, QuarantineCode, Receipt, ReceiptOutcome, SealedOperation,
    },
};
use std::collections::{BTreeMap, BTreeSet};

/// A server whose database is a few maps.
#[derive(Debug, Clone)]
pub struct Memory {
    db: Database,
    backup: Option<Box<Database>>,
    epoch: u8,
    now: Moment,
    document_saves: Vec<DocumentSave>,
    /// Bugs to put in, for the test of the tests.
    pub bug: Option<ServerBug>,
}

/// A bug that the simulator must find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServerBug {
    /// An operation that comes twice takes effect twice.
    AppliesTwice,
    /// A page that is full leaves out its last row.
    LosesTheLastRowOfAPage,
    /// A restore goes on with the old history's name.
    KeepsTheEpoch,
    /// What cannot be applied is answered and not kept.
    ForgetsTheQuarantine,
    /// Clients who left the scope stay on the phone.
    NeverEvicts,
    /// An edit of a plan stands as it came, whatever others wrote.
    MergeDropsTheirs,
    /// An edit of a plan that others wrote in meanwhile changes nothing.
    MergeDropsOurs,
    /// A line gets the number that is free now, whichever it had.
    NumbersAnew,
    /// What two people wrote is not kept beside what stands.
    ForgetsConflicts,
    /// What a supervisor releases takes effect twice.
    ReleasesTwice,
    /// The receipt of something released still says that it is in the quarantine.
    HidesReleases,
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            db: Database::default(),
            backup: None,
            epoch: 1,
            now: Moment::new(0, 0),
            document_saves: Vec::new(),
            bug: None,
        }
    }
}

impl Memory {
    fn epoch(&self) -> Epoch {
        Epoch::from_bytes([self.epoch; 16])
    }

    fn take(&mut self, device: DeviceId, sealed: &SealedOperation) -> Receipt {
        let hash = Hash::of(&sealed.sealed);
        let op_id = sealed.op_id;
        let known = self.db.remembered.get(&op_id).copied();
        let known = known.filter(|_| self.bug != Some(ServerBug::AppliesTwice));
        if let Some((remembered, received_at)) = known
            && let Some(outcome) = ingest::repeat(hash, Some(remembered))
        {
            return Receipt { op_id, hash: remembered.hash, outcome, received_at };
        }
        let verdict = self.judge(device, sealed);
        let quarantined = verdict.as_ref().err().copied();
        if quarantined.is_none() || self.bug != Some(ServerBug::ForgetsTheQuarantine) {
            let remembered = Remembered { hash, quarantined };
            self.db.remembered.insert(op_id, (remembered, self.now));
        }
        let outcome = match verdict {
            Ok((operation, author)) => {
                let saves = self.db.apply(&operation, author, (device, self.now), self.bug);
                let outcome = saves.as_ref().map(|(_, outcome)| *outcome);
                self.document_saves.extend(saves.map(|(save, _)| save));
                outcome.unwrap_or(ReceiptOutcome::Applied)
            }
            Err(code) => {
                self.db.quarantine.insert(op_id, (device, sealed.clone()));
                ReceiptOutcome::Quarantined { code }
            }
        };
        Receipt { op_id, hash, outcome, received_at: self.now }
    }

    fn judge(
        &self,
        device: DeviceId,
        sealed: &SealedOperation,
    ) -> Result<(Operation, StaffId), QuarantineCode> {
        let (author, revoked) =
            *self.db.devices.get(&device).ok_or(QuarantineCode::DeviceRevoked)?;
        if revoked {
            return Err(QuarantineCode::DeviceRevoked);
        }
        let unsealed = match sealed.sealed.as_slice() {
            [1, bytes @ ..] => Some(bytes),
            _ => None,
        };
        let operation = ingest::read(sealed.op_id, unsealed)?;
        ingest::judge(&operation, &self.facts(&operation, author))?;
        Ok((operation, author))
    }

    fn facts(&self, operation: &Operation, author: StaffId) -> Facts {
        let client = operation.client_id();
        Facts {
            client_known: self.db.rows.clients.contains_key(&client),
            assigned: self.db.scope(author).contains(&client),
            target_known: operation.payload.target().is_none_or(|target| match target {
                Target::Record(kind, id) => {
                    let row = self.db.rows.records.get(&(kind, id));
                    row.is_some_and(|row| row.record().client_id() == client)
                }
                Target::Task(id) => {
                    let task = self.db.rows.tasks.get(&TaskId::from_bytes(id));
                    task.is_some_and(|task| task.client_id == client)
                }
                Target::Document(kind, id) => {
                    let mut all = self.db.versions.iter().filter(|((own, _), _)| *own == kind);
                    let same = all.find(|(_, versions)| versions.iter().any(|one| one.id == id));
                    same.is_none_or(|((_, owner), _)| *owner == client)
                }
            }),
        }
    }
}

impl Server for Memory {
    fn seal(&self, _: DeviceId, _: OperationId, operation: &[u8]) -> Vec<u8> {
        std::iter::once(1).chain(operation.iter().copied()).collect()
    }

    fn push(&mut self, push: &Push) -> Result<PushAnswer, Failure> {
        let take = |sealed| self.take(push.device_id, sealed);
        let mut receipts: Vec<_> = push.operations.iter().map(take).collect();
        receipts.extend(push.asks.iter().filter_map(|op_id| self.receipt(*op_id)));
        Ok(PushAnswer { receipts, server_time: self.now, epoch: self.epoch() })
    }

    fn pull(
        &mut self,
        device: DeviceId,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Option<PullPage>, Failure> {
        let (staff, revoked) = *self.db.devices.get(&device).ok_or(Failure::SignedOut)?;
        if revoked {
            return Err(Failure::DeviceRevoked);
        }
        let cursor = cursor.map(str::parse::<Cursor>);
        let assignments = self.db.assignments.get(&staff).map_or(&[][..], Vec::as_slice);
        let begun = Pull::begin(cursor, self.epoch(), self.db.head, assignments, limit);
        let Some(mut pull) = begun else { return Ok(None) };
        let mut page = PullPage {
            reset: pull.is_reset(),
            evict: pull.evict().to_vec(),
            ..PullPage::new(self.epoch(), self.now)
        };
        if self.bug == Some(ServerBug::NeverEvicts) {
            page.evict.clear();
        }
        while let Some(query) = pull.next_query() {
            let mut rows = self.db.answer(&query);
            let last = rows.last().copied();
            match &query {
                Query::Sheets { clients } => pull.took_sheets(clients),
                Query::Files { .. } => pull.took_files(rows.len(), last.map(|(c, s, _)| (c, s))),
                Query::Changes { limit, .. } => {
                    pull.took_changes(rows.len(), last.map(|(_, seq, _)| seq));
                    if self.bug == Some(ServerBug::LosesTheLastRowOfAPage) && rows.len() == *limit {
                        rows.pop();
                    }
                }
            }
            for (_, _, row) in rows {
                self.db.put(&mut page, row);
            }
        }
        page.has_more = pull.has_more();
        page.next_cursor = pull.cursor().to_string();
        page.digest = pull.wants_digest().then(|| self.db.digest(&pull.scope()));
        Ok(Some(page))
    }

    fn act(&mut self, act: Act) {
        match act {
            Act::Enrol { staff, device } => {
                self.db.devices.insert(device, (staff, false));
            }
            Act::PutClient(client) => self.db.put_document(&*client),
            Act::PutPlan(plan) => self.db.put_document(&*plan),
            Act::Assign { staff, client } => {
                // Somebody met after the backup is not here any more.
                if self.db.rows.clients.contains_key(&client) {
                    self.db.assign(staff, client);
                }
            }
            Act::Unassign { staff, client } => self.db.unassign(staff, client),
            Act::Revoke { device } => {
                if let Some((_, revoked)) = self.db.devices.get_mut(&device) {
                    *revoked = true;
                }
            }
            Act::Release { which } => self.release(which),
            Act::BackUp => self.backup = Some(Box::new(self.db.clone())),
            Act::Restore => {
                if let Some(backup) = &self.backup {
                    self.db = (**backup).clone();
                    if self.bug != Some(ServerBug::KeepsTheEpoch) {
                        self.epoch += 1;
                    }
                }
            }
        }
    }

    fn set_clock(&mut self, now: Moment) {
        self.now = now;
    }

    fn holds(&self, op_id: OperationId, hash: Hash) -> bool {
        self.db.remembered.get(&op_id).is_some_and(|(remembered, _)| remembered.hash == hash)
    }

    fn times_applied(&self, op_id: OperationId) -> u32 {
        self.db.applied.get(&op_id).copied().unwrap_or(0)
    }

    fn is_quarantined(&self, op_id: OperationId) -> bool {
        self.db.remembered.get(&op_id).is_some_and(|(known, _)| known.quarantined.is_some())
    }

    fn document_saves(&mut self) -> Vec<DocumentSave> {
        std::mem::take(&mut self.document_saves)
    }

    fn scope(&self, staff: StaffId) -> BTreeSet<ClientId> {
        self.db.scope(staff)
    }

    fn rows(&self, staff: StaffId) -> Rows {
        let scope = self.db.scope(staff);
        let Rows { clients, plans, documents, tasks, records } = &self.db.rows;
        Rows {
            clients: some_of(clients, |client| scope.contains(&client.client_id)),
            plans: some_of(plans, |plan| scope.contains(&plan.client_id)),
            documents: some_of(documents, |version| scope.contains(&version.client_id)),
            tasks: some_of(tasks, |task| scope.contains(&task.client_id)),
            records: some_of(records, |row| scope.contains(&row.record().client_id())),
        }
    }
}

fn some_of<K: Ord + Copy, V: Clone>(
    all: &BTreeMap<K, V>,
    wanted: impl Fn(&V) -> bool,
) -> BTreeMap<K, V> {
    let some = all.iter().filter(|(_, row)| wanted(row));
    some.map(|(id, row)| (*id, row.clone())).collect()
}
