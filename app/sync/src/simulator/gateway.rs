//! What lies between a phone and the server: a network and a proxy that lie.

use super::{Figures, Random, Server, watch::Watch};
use crate::replica::Failure;
use domain::{
    Hash,
    id::{DeviceId, OperationId},
    wire::v1::{PullPage, Push, PushAnswer, Receipt, ReceiptOutcome},
};
use std::collections::BTreeSet;

/// The way to the server, and what it does to requests.
#[derive(Debug)]
pub(super) struct Gateway {
    /// Faults happen; false once the chaos is over.
    pub(super) wild: bool,
    /// Operations on which the server falls over.
    pub(super) poison: BTreeSet<OperationId>,
    /// The proxy takes no more operations and no more bytes than this.
    pub(super) max_operations: usize,
    pub(super) max_bytes: usize,
    /// Terminal receipts that the server gave.
    pub(super) receipts: BTreeSet<(OperationId, Hash)>,
    /// Looks at each plan that is saved on the other side.
    pub(super) watch: Watch,
    /// Requests the phone has given up on and the network has not.
    late: Vec<Push>,
}

/// When the phone hears of it.
#[derive(Debug)]
pub(super) enum Arrives<T> {
    /// Now.
    Now(T),
    /// After other things have happened.
    Later(T),
}

enum Fate {
    Fine,
    RequestLost,
    ReplyLost,
    Twice,
    Late,
    Slow,
    NotHandled(Failure),
    HandledAnd(Failure),
}

impl Gateway {
    /// Judges the documents that were saved at the server since it was looked at last.
    pub(super) fn look(&mut self, server: &mut impl Server) {
        for save in server.document_saves() {
            let again = self.receipts.iter().any(|(op_id, _)| *op_id == save.op_id);
            self.watch.took(&save, again);
        }
    }

    pub(super) fn new(random: &mut Random) -> Self {
        let max_operations = if random.per_mille(300) { 1 + random.index(12) } else { 50 };
        Self {
            wild: true,
            poison: BTreeSet::new(),
            max_operations,
            max_bytes: if random.per_mille(300) { 8_000 } else { 40_000 },
            receipts: BTreeSet::new(),
            watch: Watch::default(),
            late: Vec::new(),
        }
    }

    fn fate(&self, random: &mut Random, figures: &mut Figures) -> Fate {
        if !self.wild {
            return Fate::Fine;
        }
        let fate = match random.below(40) {
            0 | 1 => Fate::RequestLost,
            2 | 3 => Fate::ReplyLost,
            4 => Fate::Twice,
            5 => Fate::Late,
            6..=8 => Fate::Slow,
            9 => Fate::NotHandled(Failure::Faulty),
            10 => Fate::HandledAnd(Failure::Faulty),
            11 => {
                let retry_after_s = random
                    .per_mille(500)
                    .then(|| u32::try_from(random.below(1 << 32)).unwrap_or(u32::MAX));
                Fate::NotHandled(Failure::Busy { retry_after_s })
            }
            12 => Fate::NotHandled(Failure::AppTooOld),
            _ => return Fate::Fine,
        };
        figures.faults += 1;
        fate
    }

    /// Sends a push on its way.
    pub(super) fn push(
        &mut self,
        server: &mut impl Server,
        random: &mut Random,
        figures: &mut Figures,
        push: Push,
    ) -> Arrives<Result<PushAnswer, Failure>> {
        match self.fate(random, figures) {
            Fate::Fine => Arrives::Now(self.handle(server, random, &push)),
            Fate::RequestLost => Arrives::Now(Err(gone(random))),
            Fate::ReplyLost => {
                let _lost = self.handle(server, random, &push);
                Arrives::Now(Err(gone(random)))
            }
            Fate::Twice => {
                let _first = self.handle(server, random, &push);
                Arrives::Now(self.handle(server, random, &push))
            }
            Fate::Late => {
                self.late.push(push);
                Arrives::Now(Err(Failure::TimedOut))
            }
            Fate::Slow => Arrives::Later(self.handle(server, random, &push)),
            Fate::NotHandled(failure) => Arrives::Now(Err(failure)),
            Fate::HandledAnd(failure) => {
                let _lost = self.handle(server, random, &push);
                Arrives::Now(Err(failure))
            }
        }
    }

    /// Sends a pull on its way.
    pub(super) fn pull(
        &self,
        server: &mut impl Server,
        random: &mut Random,
        figures: &mut Figures,
        (device, cursor, limit): (DeviceId, Option<&str>, usize),
    ) -> Arrives<Result<Option<PullPage>, Failure>> {
        match self.fate(random, figures) {
            Fate::Fine => Arrives::Now(server.pull(device, cursor, limit)),
            Fate::Slow => Arrives::Later(server.pull(device, cursor, limit)),
            Fate::NotHandled(failure) | Fate::HandledAnd(failure) => Arrives::Now(Err(failure)),
            Fate::RequestLost | Fate::ReplyLost | Fate::Twice | Fate::Late => {
                Arrives::Now(Err(gone(random)))
            }
        }
    }

    /// Lets a request arrive that its phone has long given up on.
    pub(super) fn deliver_late(&mut self, server: &mut impl Server, random: &mut Random) -> bool {
        if self.late.is_empty() {
            return false;
        }
        let push = self.late.swap_remove(random.index(self.late.len()));
        let _nobody_listens = self.handle(server, random, &push);
        true
    }

    fn handle(
        &mut self,
        server: &mut impl Server,
        random: &mut Random,
        push: &Push,
    ) -> Result<PushAnswer, Failure> {
        let bytes: usize = push.operations.iter().map(|op| op.sealed.len()).sum();
        if push.operations.len() > self.max_operations || bytes > self.max_bytes {
            return Err(Failure::TooLarge);
        }
        if push.operations.iter().any(|op| self.poison.contains(&op.op_id)) {
            return Err(Failure::Faulty);
        }
        let mut push = push.clone();
        let mut put_off = Vec::new();
        if self.wild && random.per_mille(60) {
            put_off = push.operations.split_off(random.index(push.operations.len()));
        }
        let mut answer = server.push(&push)?;
        self.look(server);
        for receipt in &answer.receipts {
            self.receipts.insert((receipt.op_id, receipt.hash));
        }
        // Some the server asks for later, of some it says nothing.
        for (index, sealed) in put_off.iter().enumerate().filter(|(index, _)| index % 2 == 0) {
            answer.receipts.push(Receipt {
                op_id: sealed.op_id,
                hash: Hash::of(&sealed.sealed),
                outcome: ReceiptOutcome::Retry { after: if index == 0 { 1 } else { 40 } },
                received_at: answer.server_time,
            });
        }
        Ok(answer)
    }
}

fn gone(random: &mut Random) -> Failure {
    if random.per_mille(500) { Failure::Unreachable } else { Failure::TimedOut }
}
