mod quarantine;

use super::{Act, PlanSave, Rows, Server};
use crate::{
    feed::{Assignment, Cursor, Pull, Query},
    ingest::{self, Facts, Remembered},
    merge,
    replica::Failure,
};
use domain::{
    Hash, Moment,
    effects::{Effect, PlanSaved, effects},
    id::{
        AddendumId, ClientId, ContactId, CrisisEventId, CrisisPlanId, DeviceId, Epoch, OperationId,
        StaffId, TaskId,
    },
    operation::{Operation, Payload},
    wire::v1::{
        CrisisPlan, Digest, PlanBase, PullPage, Push, PushAnswer, QuarantineCode, Receipt,
        ReceiptOutcome, SealedOperation,
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
    plan_saves: Vec<PlanSave>,
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
    /// What two people wrote is not kept beside what stands.
    ForgetsConflicts,
    /// What a supervisor releases takes effect twice.
    ReleasesTwice,
    /// The receipt of something released still says that it is in the quarantine.
    HidesReleases,
}

#[derive(Debug, Clone, Default)]
struct Database {
    head: u64,
    rows: Rows,
    /// Every version of every plan, oldest first.
    versions: BTreeMap<ClientId, Vec<CrisisPlan>>,
    /// The feed: sequence numbers of rows, both ways.
    feed: BTreeMap<u64, (ClientId, RowId)>,
    seqs: BTreeMap<RowId, u64>,
    assignments: BTreeMap<StaffId, Vec<Assignment>>,
    devices: BTreeMap<DeviceId, (StaffId, bool)>,
    remembered: BTreeMap<OperationId, (Remembered, Moment)>,
    applied: BTreeMap<OperationId, u32>,
    /// What waits for a supervisor, as it came.
    quarantine: BTreeMap<OperationId, (DeviceId, SealedOperation)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum RowId {
    Client(ClientId),
    Plan(CrisisPlanId),
    Task(TaskId),
    Contact(ContactId),
    Addendum(AddendumId),
    CrisisEvent(CrisisEventId),
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            db: Database::default(),
            backup: None,
            epoch: 1,
            now: Moment::new(0, 0),
            plan_saves: Vec::new(),
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
                self.plan_saves.extend(saves.map(|(save, _)| save));
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
            target_known: match &operation.payload {
                Payload::AddendumSigned(addendum) => {
                    self.db.rows.contacts.contains_key(&addendum.contact_id)
                }
                Payload::TaskClosed(closed) => self.db.rows.tasks.contains_key(&closed.task_id),
                Payload::CrisisPlanSaved(edit) => {
                    let mut plans = self.db.rows.plans.values();
                    let same = plans.find(|plan| plan.crisis_plan_id == edit.crisis_plan_id);
                    same.is_none_or(|plan| plan.client_id == edit.client_id)
                }
                _ => true,
            },
        }
    }
}

impl Database {
    fn touch(&mut self, client: ClientId, row: RowId) {
        self.head += 1;
        if let Some(before) = self.seqs.insert(row, self.head) {
            self.feed.remove(&before);
        }
        self.feed.insert(self.head, (client, row));
    }

    fn assign(&mut self, staff: StaffId, client: ClientId) {
        if !self.scope(staff).contains(&client) {
            self.head += 1;
            let begun = Assignment { client_id: client, from_seq: self.head, to_seq: None };
            self.assignments.entry(staff).or_default().push(begun);
        }
    }

    fn unassign(&mut self, staff: StaffId, client: ClientId) {
        let all = self.assignments.entry(staff).or_default();
        for open in all.iter_mut().filter(|a| a.client_id == client && a.to_seq.is_none()) {
            self.head += 1;
            open.to_seq = Some(self.head);
        }
    }

    fn scope(&self, staff: StaffId) -> BTreeSet<ClientId> {
        let all = self.assignments.get(&staff).into_iter().flatten();
        all.filter(|a| a.to_seq.is_none()).map(|a| a.client_id).collect()
    }

    fn apply(
        &mut self,
        operation: &Operation,
        author: StaffId,
        (device, now): (DeviceId, Moment),
        bug: Option<ServerBug>,
    ) -> Option<(PlanSave, ReceiptOutcome)> {
        let mut plan_saved = None;
        *self.applied.entry(operation.op_id).or_default() += 1;
        for effect in effects(operation, author, Some(now)) {
            let client = effect.client_id();
            match effect {
                Effect::Contact(row) => {
                    self.touch(client, RowId::Contact(row.contact.contact_id));
                    self.rows.contacts.insert(row.contact.contact_id, row);
                }
                Effect::Addendum(row) => {
                    self.touch(client, RowId::Addendum(row.addendum.addendum_id));
                    self.rows.addenda.insert(row.addendum.addendum_id, row);
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
                Effect::CrisisEvent(row) => {
                    let id = row.crisis_event.crisis_event_id;
                    self.touch(client, RowId::CrisisEvent(id));
                    self.rows.crisis_events.insert(id, row);
                }
                Effect::Client(row) => {
                    self.assign(author, client);
                    self.touch(client, RowId::Client(client));
                    self.rows.clients.insert(client, row);
                }
                Effect::CrisisPlan(saved) => plan_saved = Some(self.save_plan(device, &saved, bug)),
                Effect::Lookup(_) => {}
            }
        }
        plan_saved
    }

    fn save_plan(
        &mut self,
        device: DeviceId,
        saved: &PlanSaved,
        bug: Option<ServerBug>,
    ) -> (PlanSave, ReceiptOutcome) {
        let client = saved.edit.client_id;
        let base_applied = match saved.edit.based_on {
            PlanBase::Edit(op_id) => self.applied.contains_key(&op_id),
            _ => false,
        };
        let versions = self.versions.entry(client).or_default();
        let before = versions.last().cloned();
        let mut made = merge::save(versions, saved, base_applied);
        match (bug, &before) {
            (Some(ServerBug::MergeDropsTheirs), Some(before)) => {
                let mut alone = saved.clone();
                alone.edit.before = Some(before.content());
                made = merge::save(versions, &alone, true);
            }
            (Some(ServerBug::MergeDropsOurs), Some(before))
                if made.outcome != ReceiptOutcome::Applied =>
            {
                made.plan = before.clone();
                made.changed = false;
            }
            (Some(ServerBug::ForgetsConflicts), _) => made.plan.conflicts.clear(),
            _ => {}
        }
        if made.changed {
            versions.push(made.plan.clone());
            self.touch(client, RowId::Plan(made.plan.crisis_plan_id));
            self.rows.plans.insert(client, made.plan.clone());
        }
        let save =
            PlanSave { device, op_id: saved.op_id, before, after: made.plan, released: false };
        (save, made.outcome)
    }

    /// Rows for a query; each with its client and sequence number, in order.
    fn answer(&self, query: &Query) -> Vec<(ClientId, u64, RowId)> {
        let all = self.feed.iter().map(|(seq, (client, row))| (*client, *seq, *row));
        let note = |row: &RowId| {
            matches!(row, RowId::Contact(_) | RowId::Addendum(_) | RowId::CrisisEvent(_))
        };
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

    fn put(&self, page: &mut PullPage, row: RowId) {
        match row {
            RowId::Client(id) => page.clients.extend(self.rows.clients.get(&id).cloned()),
            RowId::Plan(id) => {
                let plan = self.rows.plans.values().find(|plan| plan.crisis_plan_id == id);
                page.crisis_plans.extend(plan.cloned());
            }
            RowId::Task(id) => page.tasks.extend(self.rows.tasks.get(&id).cloned()),
            RowId::Contact(id) => page.contacts.extend(self.rows.contacts.get(&id).cloned()),
            RowId::Addendum(id) => page.addenda.extend(self.rows.addenda.get(&id).cloned()),
            RowId::CrisisEvent(id) => {
                page.crisis_events.extend(self.rows.crisis_events.get(&id).cloned());
            }
        }
    }

    fn digest(&self, scope: &[ClientId]) -> Digest {
        let mut digest = Digest::default();
        for client in scope {
            digest.clients.add(client.as_bytes(), 0);
            if let Some(plan) = self.rows.plans.get(client) {
                digest.crisis_plans.add(plan.crisis_plan_id.as_bytes(), plan.version);
            }
        }
        for row in self.rows.contacts.values() {
            if scope.binary_search(&row.contact.client_id).is_ok() {
                digest.contacts.add(row.contact.contact_id.as_bytes(), 0);
            }
        }
        digest
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
            epoch: self.epoch(),
            reset: pull.is_reset(),
            agency: None,
            evict: pull.evict().to_vec(),
            clients: Vec::new(),
            crisis_plans: Vec::new(),
            tasks: Vec::new(),
            contacts: Vec::new(),
            addenda: Vec::new(),
            crisis_events: Vec::new(),
            next_cursor: String::new(),
            has_more: false,
            digest: None,
            server_time: self.now,
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
            Act::PutClient(client) => {
                self.db.touch(client.client_id, RowId::Client(client.client_id));
                self.db.rows.clients.insert(client.client_id, *client);
            }
            Act::PutPlan(mut plan) => {
                let before = self.db.rows.plans.get(&plan.client_id);
                plan.version = before.map_or(1, |before| before.version + 1);
                if let Some(before) = before {
                    plan.crisis_plan_id = before.crisis_plan_id;
                }
                let versions = self.db.versions.entry(plan.client_id).or_default();
                versions.push((*plan).clone());
                self.db.touch(plan.client_id, RowId::Plan(plan.crisis_plan_id));
                self.db.rows.plans.insert(plan.client_id, *plan);
            }
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

    fn plan_saves(&mut self) -> Vec<PlanSave> {
        std::mem::take(&mut self.plan_saves)
    }

    fn scope(&self, staff: StaffId) -> BTreeSet<ClientId> {
        self.db.scope(staff)
    }

    fn rows(&self, staff: StaffId) -> Rows {
        let scope = self.db.scope(staff);
        let Rows { clients, plans, tasks, contacts, addenda, crisis_events } = &self.db.rows;
        Rows {
            clients: some_of(clients, |client| scope.contains(&client.client_id)),
            plans: some_of(plans, |plan| scope.contains(&plan.client_id)),
            tasks: some_of(tasks, |task| scope.contains(&task.client_id)),
            contacts: some_of(contacts, |row| scope.contains(&row.contact.client_id)),
            addenda: some_of(addenda, |row| scope.contains(&row.addendum.client_id)),
            crisis_events: some_of(crisis_events, |row| {
                scope.contains(&row.crisis_event.client_id)
            }),
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
