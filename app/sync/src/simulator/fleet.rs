//! A fleet of phones, run wild and then to rest.

mod documents;
mod exchange;
mod rest;

use super::{
    Act, Broken, Figures, PhoneBug, Random, Server,
    checks::{self, Saved},
    gateway::Gateway,
    phone::Phone,
    script,
};
use crate::replica::Waiting;
use domain::{
    Moment,
    id::{ClientId, DeviceId, StaffId},
    operation::{Operation, Payload},
};
use std::collections::VecDeque;

const DAY_MS: i64 = 86_400_000;
const BEGIN_MS: i64 = 1_764_000_000_000;
/// A backup older than this is not put back: phones keep thirty days.
const OLDEST_BACKUP_MS: i64 = 28 * DAY_MS;

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
                    // Costs as much as all the rest, and what is out of sight stays so for a while.
                    if let Some(phone) = self.phones.get(index).filter(|_| step % 4 == 0) {
                        checks::nothing_is_out_of_sight(index, phone)?;
                    }
                }
                Touched::History => self.check_all(server)?,
                Touched::Nothing => {}
            }
            if let Some(what) = self.gateway.watch.broken.take() {
                return Err(what);
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
        self.check_rest(server, true)?;
        self.settle(server)?;
        self.figures.plan_edits = self.gateway.watch.saves;
        self.figures.conflicts = self.gateway.watch.conflicts;
        Ok(())
    }

    fn check_all(&self, server: &impl Server) -> Result<(), String> {
        if let Some(what) = &self.gateway.watch.broken {
            return Err(what.clone());
        }
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
            10..=34 | 67..=74 => self.act(server, Act::Assign { staff, client }),
            35..=59 => self.act(server, Act::Unassign { staff, client }),
            60..=66 => {
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
            85..=89 => {
                let which = self.random.index(1_000);
                self.act(server, Act::Release { which });
            }
            90..=94 => {
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
            Act::Release { which } => format!("release number {which} of the quarantine"),
            Act::BackUp => "back up".into(),
            Act::Restore => "restore".into(),
        };
        self.say(|| format!("desk: {name}"));
        if matches!(act, Act::Restore) {
            self.gateway.look(server);
            self.gateway.watch.restored();
        }
        server.act(act);
    }

    /// A worker writes something and is told that it is saved.
    fn save(&mut self, index: usize, server: &impl Server) {
        let Some(phone) = self.phones.get_mut(index) else { return };
        let random = &mut self.random;
        let at = Moment::new(self.now_ms.saturating_add(phone.skew_ms), -300);
        let device_seq = self.figures.operations;
        let sight = phone.in_sight();
        let document = documents::operation(random, phone, &sight.clients, device_seq, at);
        let mut operation =
            document.unwrap_or_else(|| script::operation(random, &sight, device_seq, at));
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
        let waiting = Waiting::new(&operation, &sealed, at);
        if random.per_mille(10) {
            phone.crash(); // before the write: nobody was told anything
            return;
        }
        if random.per_mille(6) {
            self.gateway.poison.insert(operation.op_id);
        }
        let saved = Saved { phone: index, op_id: operation.op_id, hash: waiting.hash };
        let edit = operation.payload.edit(operation.op_id, phone.staff);
        phone.save(operation, waiting, sealed);
        if let Some(edit) = edit {
            let shown = phone.shown(edit.kind, edit.client_id);
            self.gateway.watch.shows(shown.as_ref(), &edit);
            self.gateway.watch.wrote(device_seq, edit);
        }
        self.saved.get_mut(index).into_iter().for_each(|all| all.push(saved));
        self.figures.operations += 1;
        self.note(index, &format!("saves {}", saved.op_id));
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
