//! A fleet of phones, run wild and then to rest.

use super::{
    Act, Broken, Figures, PhoneBug, Random, Server,
    checks::{self, Saved},
    gateway::{Arrives, Gateway},
    phone::{Phone, Reply},
    script,
};
use crate::replica::{Failure, Next, OutboxChange, Pulled, StuckReason, Waiting, WaitingState};
use domain::{
    Moment,
    id::{ClientId, DeviceId, StaffId},
    operation::{Operation, Payload},
    wire::v1::{PullPage, PushAnswer, ReceiptOutcome},
};
use std::collections::VecDeque;

const DAY_MS: i64 = 86_400_000;
const BEGIN_MS: i64 = 1_764_000_000_000;
/// A backup older than this is not put back: phones keep thirty days.
const OLDEST_BACKUP_MS: i64 = 28 * DAY_MS;
/// Exchanges within which a phone comes to rest once the faults are gone.
const EXCHANGES_TO_REST: usize = 3_000;

/// One run.
#[derive(Debug)]
pub(super) struct Fleet {
    pub(super) phones: Vec<Phone>,
    /// What workers were told is saved, by phone.
    pub(super) saved: Vec<Vec<Saved>>,
    staff: Vec<StaffId>,
    clients: Vec<ClientId>,
    random: Random,
    gateway: Gateway,
    now_ms: i64,
    backup_at_ms: Option<i64>,
    events: VecDeque<String>,
    figures: Figures,
}

/// What a step may have harmed.
enum Touched {
    Phone(usize),
    History,
    Nothing,
}

/// Runs one seed against a server: chaos, then rest, then the last checks.
///
/// # Errors
/// The first invariant that did not hold.
pub fn run(
    seed: u64,
    server: &mut impl Server,
    bug: Option<PhoneBug>,
) -> Result<Figures, Box<Broken>> {
    let mut fleet = Fleet::new(seed, server, bug);
    match fleet.live(server) {
        Ok(()) => Ok(fleet.figures),
        Err(what) => {
            let events = fleet.events.into_iter().collect();
            Err(Box::new(Broken { seed, what, events }))
        }
    }
}

impl Fleet {
    fn new(seed: u64, server: &mut impl Server, bug: Option<PhoneBug>) -> Self {
        let mut random = Random::new(seed);
        let gateway = Gateway::new(&mut random);
        let mut fleet = Self {
            phones: Vec::new(),
            saved: Vec::new(),
            staff: Vec::new(),
            clients: Vec::new(),
            gateway,
            now_ms: BEGIN_MS,
            backup_at_ms: None,
            events: VecDeque::new(),
            figures: Figures { seeds: 1, ..Figures::default() },
            random,
        };
        server.set_clock(Moment::new(fleet.now_ms, 0));
        let phones = 2 + fleet.random.index(7);
        for number in 0..phones {
            // Now and then one worker has two phones.
            let shared = fleet.staff.last().copied().filter(|_| number % 4 == 3);
            let staff = shared.unwrap_or_else(|| StaffId::from_bytes(fleet.random.bytes()));
            let device = DeviceId::from_bytes(fleet.random.bytes());
            fleet.staff.push(staff);
            server.act(Act::Enrol { staff, device });
            fleet.saved.push(Vec::new());
            fleet.phones.push(Phone { bug, ..Phone::new(staff, device) });
        }
        for _ in 0..fleet.random.below(24) {
            fleet.admit(server);
        }
        fleet
    }

    fn live(&mut self, server: &mut impl Server) -> Result<(), String> {
        for step in 0..200 + self.random.below(801) {
            self.figures.steps += 1;
            match self.step(server)? {
                Touched::Phone(index) => {
                    checks::nothing_is_lost(
                        self,
                        server,
                        self.saved.get(index).into_iter().flatten(),
                    )?;
                }
                Touched::History => self.check_all(server)?,
                Touched::Nothing => {}
            }
            if step % 32 == 0 {
                self.check_all(server)?;
            }
        }
        self.calm(server);
        self.rest(server)?;
        self.check_rest(server, false)?;
        // What was set aside goes out once its cause is gone and somebody asks.
        self.gateway.poison.clear();
        self.gateway.max_bytes = usize::MAX;
        for phone in &mut self.phones {
            phone.replica.retry_stuck();
        }
        self.rest(server)?;
        self.check_rest(server, true)
    }

    fn check_all(&self, server: &impl Server) -> Result<(), String> {
        checks::nothing_is_lost(self, server, self.saved.iter().flatten())?;
        checks::nothing_is_doubled(self, server)
    }

    /// One thing happens.
    fn step(&mut self, server: &mut impl Server) -> Result<Touched, String> {
        let index = self.random.index(self.phones.len());
        self.pass_time(server);
        match self.random.below(100) {
            0..=24 => self.save(index, server),
            25..=69 => drop(self.exchange(index, server)?),
            70..=77 => {
                self.note(index, "nudge");
                self.with(index, |phone| phone.replica.nudge());
            }
            78..=81 => {
                self.figures.faults += 1;
                self.note(index, "crash");
                self.with(index, Phone::crash);
            }
            82 | 83 => {
                self.figures.faults += 1;
                let ten_years = 20 * 366 * DAY_MS.unsigned_abs();
                let half = i64::try_from(ten_years / 2).unwrap_or(0);
                let skew = i64::try_from(self.random.below(ten_years)).unwrap_or(0) - half;
                let skew = if self.random.per_mille(300) { 0 } else { skew };
                self.note(index, "clock jumps");
                self.with(index, |phone| phone.skew_ms = skew);
            }
            84 => {
                self.figures.faults += 1;
                self.note(index, "session expires");
                self.with(index, |phone| phone.session = false);
            }
            85..=87 => {
                self.note(index, "signs in");
                self.with(index, Phone::sign_in);
            }
            88 | 89 => {
                let locked = self.random.per_mille(400);
                self.with(index, |phone| {
                    if locked { phone.replica.locked() } else { phone.replica.unlocked() }
                });
            }
            90 => {
                if self.gateway.deliver_late(server, &mut self.random) {
                    self.note(index, "a late request arrives");
                }
                return Ok(Touched::Nothing);
            }
            _ => {
                let restores = self.figures.restores;
                self.desk(server);
                let restored = self.figures.restores > restores;
                return Ok(if restored { Touched::History } else { Touched::Nothing });
            }
        }
        Ok(Touched::Phone(index))
    }

    fn pass_time(&mut self, server: &mut impl Server) {
        let long = self.random.per_mille(8);
        let span = if long { 9 * DAY_MS.unsigned_abs() } else { 60_000 };
        self.now_ms += i64::try_from(self.random.below(span)).unwrap_or(0);
        server.set_clock(Moment::new(self.now_ms, 0));
    }

    /// Something happens at a desk.
    fn desk(&mut self, server: &mut impl Server) {
        let Some(staff) = self.random.pick(&self.staff).copied() else { return };
        let Some(client) = self.random.pick(&self.clients).copied() else {
            return self.admit(server);
        };
        match self.random.below(100) {
            0..=9 => self.admit(server),
            10..=34 => self.act(server, Act::Assign { staff, client }),
            35..=59 => self.act(server, Act::Unassign { staff, client }),
            60..=74 => {
                let plan = script::plan(&mut self.random, client, Moment::new(self.now_ms, 0));
                if server.scope(staff).contains(&client) {
                    self.act(server, Act::PutPlan(Box::new(plan)));
                }
            }
            75..=81 => {
                let sheet = script::client(&mut self.random, client);
                if server.scope(staff).contains(&client) {
                    self.act(server, Act::PutClient(Box::new(sheet)));
                }
            }
            82..=84 => {
                let index = self.random.index(self.phones.len());
                if let Some(phone) = self.phones.get_mut(index) {
                    phone.revoked = true;
                    let device = phone.device;
                    self.act(server, Act::Revoke { device });
                }
            }
            85..=93 => {
                self.backup_at_ms = Some(self.now_ms);
                self.act(server, Act::BackUp);
            }
            _ => {
                if self.backup_at_ms.is_some_and(|at| self.now_ms - at < OLDEST_BACKUP_MS) {
                    self.figures.faults += 1;
                    self.figures.restores += 1;
                    self.act(server, Act::Restore);
                }
            }
        }
    }

    fn admit(&mut self, server: &mut impl Server) {
        let client = ClientId::from_bytes(self.random.bytes());
        self.clients.push(client);
        let sheet = script::client(&mut self.random, client);
        self.act(server, Act::PutClient(Box::new(sheet)));
        if let Some(staff) = self.random.pick(&self.staff).copied() {
            self.act(server, Act::Assign { staff, client });
        }
        if self.random.per_mille(600) {
            let plan = script::plan(&mut self.random, client, Moment::new(self.now_ms, 0));
            self.act(server, Act::PutPlan(Box::new(plan)));
        }
    }

    fn act(&mut self, server: &mut impl Server, act: Act) {
        let name = match &act {
            Act::Enrol { .. } => "enrol".into(),
            Act::PutClient(client) => format!("fact sheet {}", client.client_id),
            Act::PutPlan(plan) => format!("plan of {}", plan.client_id),
            Act::Assign { staff, client } => format!("assign {client} to {staff}"),
            Act::Unassign { staff, client } => format!("take {client} from {staff}"),
            Act::Revoke { device } => format!("revoke {device}"),
            Act::BackUp => "back up".into(),
            Act::Restore => "restore".into(),
        };
        self.say(|| format!("desk: {name}"));
        server.act(act);
    }

    /// A worker writes something and is told that it is saved.
    fn save(&mut self, index: usize, server: &impl Server) {
        let Some(phone) = self.phones.get_mut(index) else { return };
        let random = &mut self.random;
        let at = Moment::new(self.now_ms.saturating_add(phone.skew_ms), -300);
        let device_seq = self.figures.operations;
        let mut operation = script::operation(random, &phone.in_sight(), device_seq, at);
        let other = self.saved.get((index + 1) % self.saved.len().max(1));
        let earlier = other.and_then(|saved| random.pick(saved));
        if let Some(earlier) = earlier
            && random.per_mille(8)
            && matches!(operation.payload, Payload::ContactSigned(_))
        {
            operation.op_id = earlier.op_id; // a phone that was copied
        }
        if phone.store.sealed.contains_key(&operation.op_id) {
            return;
        }
        let sealed = seal(random, server, phone.device, &operation);
        let waiting = Waiting::new(operation.op_id, device_seq, &sealed, at);
        if random.per_mille(10) {
            phone.crash(); // before the write: nobody was told anything
            return;
        }
        if random.per_mille(6) {
            self.gateway.poison.insert(operation.op_id);
        }
        let saved = Saved { phone: index, op_id: operation.op_id, hash: waiting.hash };
        phone.save(operation, waiting, sealed);
        self.saved.get_mut(index).into_iter().for_each(|all| all.push(saved));
        self.figures.operations += 1;
        self.note(index, &format!("saves {}", saved.op_id));
    }

    /// One request, or the answer to one that is on its way.
    fn exchange(&mut self, index: usize, server: &mut impl Server) -> Result<Next, String> {
        let Self { phones, random, gateway, figures, .. } = self;
        let Some(phone) = phones.get_mut(index) else { return Ok(Next::Idle) };
        match phone.reply.take() {
            Some(Reply::Push(answer)) => return self.push_answered(index, answer),
            Some(Reply::Pull(answer)) => return self.pull_answered(index, answer),
            None => {}
        }
        let now_ms = self.now_ms.saturating_add(phone.skew_ms);
        let next = phone.replica.next(now_ms);
        match &next {
            Next::Push { op_ids } => {
                let body = phone.body(op_ids);
                let answer = gateway.push(server, random, figures, body);
                self.note(index, &format!("pushes {}", op_ids.len()));
                match answer {
                    Arrives::Now(answer) => self.push_answered(index, answer)?,
                    Arrives::Later(answer) => {
                        self.with(index, |phone| phone.reply = Some(Reply::Push(answer)));
                        Next::Idle
                    }
                };
            }
            Next::Pull { cursor } => {
                let limit = match random.below(8) {
                    0 => 1 + random.index(4),
                    1 | 2 => 5 + random.index(20),
                    _ => 200,
                };
                let limit = if gateway.wild { limit } else { limit.max(20) };
                let asked = (phone.device, cursor.as_deref(), limit);
                let answer = if phone.session {
                    gateway.pull(server, random, figures, asked)
                } else {
                    Arrives::Now(Err(Failure::SignedOut))
                };
                if let Arrives::Now(Ok(Some(page))) | Arrives::Later(Ok(Some(page))) = &answer {
                    checks::page_is_in_scope(page, &server.scope(phone.staff))?;
                }
                self.note(index, &format!("pulls from {cursor:?}"));
                match answer {
                    Arrives::Now(answer) => self.pull_answered(index, answer)?,
                    Arrives::Later(answer) => {
                        self.with(index, |phone| phone.reply = Some(Reply::Pull(answer)));
                        Next::Idle
                    }
                };
            }
            Next::WaitUntil(_) | Next::Idle => {}
        }
        Ok(next)
    }

    fn push_answered(
        &mut self,
        index: usize,
        answer: Result<PushAnswer, Failure>,
    ) -> Result<Next, String> {
        self.say(|| format!("phone {index}: push answered {:?}", answer.as_ref().map(summary)));
        let Some(phone) = self.phones.get_mut(index) else { return Ok(Next::Idle) };
        let now_ms = self.now_ms.saturating_add(phone.skew_ms);
        let named: Vec<_> = answer
            .iter()
            .flat_map(|answer| &answer.receipts)
            .map(|receipt| receipt.op_id)
            .collect();
        let changes = phone.replica.push_answered(now_ms, self.random.any(), answer);
        for change in &changes {
            if let OutboxChange::Settled(sent) = change
                && !self.gateway.receipts.contains(&(sent.op_id, sent.hash))
            {
                return Err(format!("I4: {} settled without a receipt", sent.op_id));
            }
        }
        if self.gateway.wild && self.random.per_mille(40) {
            self.figures.faults += 1;
            phone.crash();
            self.note(index, "crashes before it writes the receipts");
            return Ok(Next::Idle);
        }
        if phone.bug == Some(PhoneBug::DeletesOnAnyReceipt) {
            named.into_iter().for_each(|op_id| phone.remove(op_id));
        } else {
            phone.write_outbox(changes);
        }
        Ok(Next::Idle)
    }

    fn pull_answered(
        &mut self,
        index: usize,
        answer: Result<Option<PullPage>, Failure>,
    ) -> Result<Next, String> {
        let Some(phone) = self.phones.get_mut(index) else { return Ok(Next::Idle) };
        let now_ms = self.now_ms.saturating_add(phone.skew_ms);
        let jitter = self.random.any();
        let (answer, shelves) = match answer {
            Err(failure) => (Err(failure), None),
            Ok(None) => {
                (Ok(Pulled::NothingNew { server_time: Some(Moment::new(self.now_ms, 0)) }), None)
            }
            Ok(Some(page)) => {
                let (pulled, caseload, touched) = phone.apply(page);
                if matches!(pulled, Pulled::Page { digest_matches: Some(false), .. }) {
                    return Err(format!("I7: phone {index} has another digest than the server"));
                }
                (Ok(pulled), Some((caseload, touched)))
            }
        };
        let before = phone.store.mark.cursor.clone();
        let step = phone.replica.pull_answered(now_ms, jitter, answer);
        let mut crash = || self.gateway.wild && self.random.per_mille(30);
        let (early, torn, failed, late) = (crash(), crash(), crash(), crash());
        self.figures.faults += u64::from(early || torn || failed || late);
        if early {
            phone.crash();
            return Ok(Next::Idle);
        }
        if !torn {
            phone.write_outbox(step.outbox);
        }
        let Some(mark) = step.store else { return Ok(Next::Idle) };
        if failed {
            phone.replica.pull_not_stored(now_ms, jitter);
            return Ok(Next::Idle);
        }
        checks::cursor_goes_on(before.as_deref(), mark.cursor.as_deref())?;
        match shelves {
            Some((caseload, touched)) => phone.write_read_copy(mark, caseload, touched),
            None => phone.store.mark = mark,
        }
        if late || torn {
            phone.crash();
        } else {
            phone.replica.pull_stored();
        }
        Ok(Next::Idle)
    }

    /// The faults are gone: the network works, people sign in, clocks are right.
    fn calm(&mut self, server: &mut impl Server) {
        self.say(|| "calm".into());
        self.gateway.wild = false;
        self.gateway.max_operations = self.gateway.max_operations.max(10);
        while self.gateway.deliver_late(server, &mut self.random) {}
        for phone in &mut self.phones {
            phone.reply = None;
            phone.sign_in();
            phone.replica.unlocked();
        }
    }

    /// I11, I16: everything goes out within a bounded number of exchanges,
    /// whatever lies beside it.
    fn rest(&mut self, server: &mut impl Server) -> Result<(), String> {
        // Twice: what one phone sends late in a round, another pulls in the next.
        for _ in 0..2 {
            for index in 0..self.phones.len() {
                self.with(index, |phone| phone.replica.nudge());
                self.bring_to_rest(index, server)?;
            }
        }
        self.check_all(server)
    }

    fn bring_to_rest(&mut self, index: usize, server: &mut impl Server) -> Result<(), String> {
        let mut waits = 0;
        for _ in 0..EXCHANGES_TO_REST {
            let waiting_for = match self.exchange(index, server)? {
                Next::Idle => return Ok(()),
                Next::WaitUntil(until_ms) => until_ms,
                Next::Push { .. } | Next::Pull { .. } => continue,
            };
            let Some(phone) = self.phones.get(index) else { return Ok(()) };
            let poison = &self.gateway.poison;
            let set_aside = |w: &Waiting| w.is_stuck() || poison.contains(&w.op_id);
            waits += 1;
            if phone.revoked && waits > 100 && phone.replica.waiting().all(set_aside) {
                return Ok(()); // with nothing to pull, it goes on trying
            }
            self.now_ms = self.now_ms.max(waiting_for.saturating_sub(phone.skew_ms));
            server.set_clock(Moment::new(self.now_ms, 0));
        }
        let waiting = self.phones.get(index).map(|phone| phone.replica.waiting().count());
        Err(format!("I16: phone {index} does not come to rest, {waiting:?} waiting"))
    }

    fn check_rest(&mut self, server: &impl Server, healed: bool) -> Result<(), String> {
        for (index, phone) in self.phones.iter().enumerate() {
            for waiting in phone.replica.waiting() {
                let reused = WaitingState::Stuck { reason: StuckReason::IdReused };
                let too_large = WaitingState::Stuck { reason: StuckReason::TooLarge };
                let excused = waiting.state == reused
                    || (!healed && waiting.state == too_large)
                    || self.gateway.poison.contains(&waiting.op_id);
                if !excused {
                    let id = waiting.op_id;
                    return Err(format!("I16: phone {index} could not deliver {id}: {waiting:?}"));
                }
            }
            if !phone.revoked {
                checks::read_copy_is_the_scope(phone, server)?;
            }
        }
        if healed {
            self.count_up(server)?;
        }
        Ok(())
    }

    /// The server has every operation, those included that a restore had taken.
    fn count_up(&mut self, server: &impl Server) -> Result<(), String> {
        for saved in self.saved.iter().flatten() {
            if !server.holds(saved.op_id, saved.hash) {
                let phone = self.phones.get(saved.phone);
                let waits = phone.is_some_and(|phone| {
                    phone.replica.waiting().any(|waiting| waiting.op_id == saved.op_id)
                });
                if !waits {
                    return Err(format!("I1: the fleet did not refill {}", saved.op_id));
                }
                self.figures.stuck += 1;
            } else if server.times_applied(saved.op_id) == 0 {
                self.figures.quarantined += 1;
            }
        }
        Ok(())
    }

    fn with(&mut self, index: usize, change: impl FnOnce(&mut Phone)) {
        if let Some(phone) = self.phones.get_mut(index) {
            change(phone);
        }
    }

    fn note(&mut self, index: usize, event: &str) {
        self.say(|| format!("phone {index}: {event}"));
    }

    fn say(&mut self, event: impl FnOnce() -> String) {
        if self.events.len() >= 60 {
            self.events.pop_front();
        }
        self.events.push_back(event());
    }
}

fn summary(answer: &PushAnswer) -> Vec<ReceiptOutcome> {
    answer.receipts.iter().map(|receipt| receipt.outcome).collect()
}

fn seal(
    random: &mut Random,
    server: &impl Server,
    device: DeviceId,
    operation: &Operation,
) -> Vec<u8> {
    let mut bytes = operation.to_bytes();
    if random.per_mille(10) {
        bytes.truncate(bytes.len() / 2);
    }
    if random.per_mille(3) {
        bytes.resize(45_000, b' ');
    }
    let mut sealed = server.seal(device, operation.op_id, &bytes);
    if random.per_mille(10)
        && let Some(first) = sealed.first_mut()
    {
        *first ^= 0xff;
    }
    sealed
}
