//! What the answer to a pull means for the mark, and for the outbox.

use super::{Failure, Flight, OutboxChange, Phase, Replica, records::SyncMark};
use domain::{Moment, id::Epoch, wire::v1::PullPage};

/// What matters to the replica in an answer to a pull; the rows are the caller's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pulled {
    /// 204: nothing since the cursor.
    NothingNew {
        /// The server's clock, where the answer told it.
        server_time: Option<Moment>,
    },
    /// 200, and the page has been applied to the read copy in memory.
    Page {
        /// The server's history.
        epoch: Epoch,
        /// To send next time.
        next_cursor: String,
        /// Another page waits.
        has_more: bool,
        /// The read copy was dropped before this page.
        reset: bool,
        /// On the last page, whether the digest of the read copy is the
        /// server's; none where the page carried no digest.
        digest_matches: Option<bool>,
        /// The server's clock.
        server_time: Moment,
    },
}

impl Pulled {
    /// What matters in a page; `digest_matches` as in [`Self::Page`].
    #[must_use]
    pub fn page(page: &PullPage, digest_matches: Option<bool>) -> Self {
        Self::Page {
            epoch: page.epoch,
            next_cursor: page.next_cursor.clone(),
            has_more: page.has_more,
            reset: page.reset,
            digest_matches,
            server_time: page.server_time,
        }
    }
}

/// What to store after an answer to a pull.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PullStep {
    /// The mark to write together with the page's shelves, in one transaction;
    /// then call [`Replica::pull_stored`], or [`Replica::pull_not_stored`] when
    /// the transaction failed. None when the attempt failed: write no shelves.
    pub store: Option<SyncMark>,
    /// For the outbox, in the same transaction or one of its own.
    pub outbox: Vec<OutboxChange>,
}

impl Replica {
    /// Takes the answer to [`super::Next::Pull`]. `jitter` is any random number.
    pub fn pull_answered(
        &mut self,
        now_ms: i64,
        jitter: u64,
        answer: Result<Pulled, Failure>,
    ) -> PullStep {
        self.flight = Flight::None;
        self.pull_is_next = false;
        match answer {
            Ok(Pulled::NothingNew { server_time }) => {
                let outbox = self.heard(now_ms, server_time, None);
                let store = SyncMark { full: false, ..self.mark.clone() };
                self.keep(now_ms, store, false, outbox)
            }
            Ok(Pulled::Page { has_more: true, ref next_cursor, .. })
                if self.mark.cursor.as_ref() == Some(next_cursor) =>
            {
                // A page that leads to itself would be asked for for ever.
                self.pull_failed(now_ms, jitter, Failure::Faulty)
            }
            Ok(Pulled::Page {
                epoch,
                next_cursor,
                has_more,
                reset,
                digest_matches,
                server_time,
            }) => {
                let outbox = self.heard(now_ms, Some(server_time), Some(epoch));
                let full = reset || self.mark.full || self.mark.cursor.is_none();
                let mut store = SyncMark {
                    cursor: Some(next_cursor),
                    full: full && has_more,
                    ..self.mark.clone()
                };
                let mut again = has_more;
                if let Some(matches) = digest_matches.filter(|_| !has_more) {
                    if !matches && !full && !store.differs {
                        store.cursor = None;
                        again = true;
                    } else {
                        store.differs = !matches;
                    }
                }
                self.keep(now_ms, store, again, outbox)
            }
            Err(failure) => self.pull_failed(now_ms, jitter, failure),
        }
    }

    /// The page's shelves and its mark are on the phone.
    pub fn pull_stored(&mut self) {
        if let Flight::Storing(step) = std::mem::take(&mut self.flight) {
            // The epoch may have moved on through a push meanwhile.
            self.mark = SyncMark { epoch: self.mark.epoch, ..step.mark };
            self.pull_wanted = step.again;
            self.pull_wait.worked();
        }
    }

    /// The page's shelves could not be written: the same page is asked for
    /// again, later. Read the caseload from the store once more before that.
    pub fn pull_not_stored(&mut self, now_ms: i64, jitter: u64) {
        self.flight = Flight::None;
        self.pull_wanted = true;
        self.pull_wait.failed(now_ms, jitter);
    }

    fn keep(
        &mut self,
        now_ms: i64,
        mut mark: SyncMark,
        again: bool,
        outbox: Vec<OutboxChange>,
    ) -> PullStep {
        self.outbox.answers.any += 1;
        self.pull_obstacle = None;
        if !again {
            mark.last_completed = Some(Moment::new(now_ms, 0));
            mark.pulls = mark.pulls.saturating_add(1);
        }
        self.flight = Flight::Storing(Box::new(super::Storing { mark: mark.clone(), again }));
        PullStep { store: Some(mark), outbox }
    }

    fn pull_failed(&mut self, now_ms: i64, jitter: u64, failure: Failure) -> PullStep {
        match failure {
            Failure::SignedOut => self.stop_pulling(Phase::SignInNeeded),
            Failure::DeviceRevoked => self.stop_pulling(Phase::DeviceRevoked),
            Failure::AppTooOld => {
                self.pull_obstacle = Some(Phase::AppTooOld);
                self.pull_wait.settle_down(now_ms, jitter);
            }
            Failure::Busy { retry_after_s } => {
                self.pull_wait.asked(now_ms, jitter, retry_after_s);
            }
            Failure::TooLarge | Failure::Faulty | Failure::TimedOut | Failure::Unreachable => {
                self.pull_wait.failed(now_ms, jitter);
            }
        }
        PullStep { store: None, outbox: self.asked_anew().into_iter().collect() }
    }

    /// Nothing will come before somebody acts; but it was a sensible answer.
    fn stop_pulling(&mut self, obstacle: Phase) {
        self.outbox.answers.any += 1;
        self.pull_obstacle = Some(obstacle);
        self.pull_stopped = true;
    }
}
