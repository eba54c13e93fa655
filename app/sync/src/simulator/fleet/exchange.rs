//! One request of one phone, and what it does with the answer.

use super::Fleet;
use crate::{
    replica::{Failure, Next, OutboxChange, Pulled},
    simulator::{PhoneBug, Server, checks, gateway::Arrives, phone::Reply},
};
use domain::{
    Moment,
    wire::v1::{PullPage, PushAnswer, ReceiptOutcome},
};

impl Fleet {
    /// One request, or the answer to one that is on its way.
    pub(super) fn exchange(
        &mut self,
        index: usize,
        server: &mut impl Server,
    ) -> Result<Next, String> {
        let Self { phones, random, gateway, figures, .. } = self;
        let Some(phone) = phones.get_mut(index) else { return Ok(Next::Idle) };
        match phone.reply.take() {
            Some(Reply::Push(answer)) => return self.push_answered(index, answer),
            Some(Reply::Pull(answer, told_ms)) => {
                return self.pull_answered(index, *answer, told_ms);
            }
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
                    Arrives::Now(answer) => self.pull_answered(index, answer, self.now_ms)?,
                    Arrives::Later(answer) => {
                        let reply = Reply::Pull(Box::new(answer), self.now_ms);
                        self.with(index, |phone| phone.reply = Some(reply));
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
        phone.show_changes(&changes);
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
        // When the server gave it.
        told_ms: i64,
    ) -> Result<Next, String> {
        let Some(phone) = self.phones.get_mut(index) else { return Ok(Next::Idle) };
        let now_ms = self.now_ms.saturating_add(phone.skew_ms);
        let jitter = self.random.any();
        let (answer, shelves) = match answer {
            Err(failure) => (Err(failure), None),
            Ok(None) => {
                (Ok(Pulled::NothingNew { server_time: Some(Moment::new(told_ms, 0)) }), None)
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
        phone.show_changes(&step.outbox);
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
            None => phone.pulled(mark),
        }
        if late || torn {
            phone.crash();
        } else {
            phone.replica.pull_stored();
        }
        Ok(Next::Idle)
    }
}

fn summary(answer: &PushAnswer) -> Vec<ReceiptOutcome> {
    answer.receipts.iter().map(|receipt| receipt.outcome).collect()
}
