//! The end of a run: the faults stop, everything has to arrive.

use super::Fleet;
use crate::{
    replica::{Next, StuckReason, Waiting, WaitingState},
    simulator::{Server, checks, phone::Phone},
};
use domain::Moment;

/// Exchanges within which a phone comes to rest once the faults are gone.
const EXCHANGES_TO_REST: usize = 3_000;

impl Fleet {
    /// The faults are gone: the network works, people sign in, clocks are right.
    pub(super) fn calm(&mut self, server: &mut impl Server) {
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
    pub(super) fn rest(&mut self, server: &mut impl Server) -> Result<(), String> {
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
            let held_back = |w: &Waiting| is_held_back(phone, w, set_aside);
            if phone.revoked
                && waits > 100
                && phone.replica.waiting().all(|w| set_aside(w) || held_back(w))
            {
                return Ok(()); // with nothing to pull, it goes on trying
            }
            self.now_ms = self.now_ms.max(waiting_for.saturating_sub(phone.skew_ms));
            server.set_clock(Moment::new(self.now_ms, 0));
        }
        let waiting = self.phones.get(index).map(|phone| phone.replica.waiting().count());
        Err(format!("I16: phone {index} does not come to rest, {waiting:?} waiting"))
    }

    pub(super) fn check_rest(&mut self, server: &impl Server, healed: bool) -> Result<(), String> {
        for (index, phone) in self.phones.iter().enumerate() {
            for waiting in phone.replica.waiting() {
                let reused = WaitingState::Stuck { reason: StuckReason::IdReused };
                let too_large = WaitingState::Stuck { reason: StuckReason::TooLarge };
                let excused = |waiting: &Waiting| {
                    waiting.state == reused
                        || (!healed && waiting.state == too_large)
                        || self.gateway.poison.contains(&waiting.op_id)
                };
                if !excused(waiting) && !is_held_back(phone, waiting, excused) {
                    let id = waiting.op_id;
                    return Err(format!("I16: phone {index} could not deliver {id}: {waiting:?}"));
                }
            }
            checks::releases_are_known(index, phone, server)?;
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
}

/// It waits for an earlier edit of its document that is not going out.
fn is_held_back(phone: &Phone, waiting: &Waiting, stays: impl Fn(&Waiting) -> bool) -> bool {
    let same = |w: &&Waiting| w.document == waiting.document && w.device_seq < waiting.device_seq;
    waiting.document.is_some() && phone.replica.waiting().filter(same).any(stays)
}
