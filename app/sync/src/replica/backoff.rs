//! How long to wait after a failure. Deadlines are by a clock that may jump.

use domain::json::ReadObject;
use serde::Serialize;

/// First span, in milliseconds.
const BASE_MS: u64 = 1_000;
/// Longest span of our own choosing: five minutes.
pub(crate) const CAP_MS: u64 = 300_000;
/// Longest wait a server may ask for: a wrong `Retry-After` must not silence a phone.
const SERVER_CAP_MS: u64 = 900_000;
/// Shortest wait, so that no failure makes a busy loop.
const FLOOR_MS: u64 = 250;

/// A time before which something is not to be tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ReadObject)]
pub(crate) struct Deadline {
    set_at_ms: i64,
    until_ms: i64,
}

impl Deadline {
    /// `wait_ms` from now.
    pub(crate) fn after(now_ms: i64, wait_ms: u64) -> Self {
        let wait = i64::try_from(wait_ms).unwrap_or(i64::MAX);
        Self { set_at_ms: now_ms, until_ms: now_ms.saturating_add(wait) }
    }

    /// As asked for by a server, in seconds.
    pub(crate) fn asked(now_ms: i64, seconds: u32) -> Self {
        Self::after(now_ms, (u64::from(seconds) * 1_000).clamp(FLOOR_MS, SERVER_CAP_MS))
    }

    /// When it ends, if it has not. A clock that went back behind the time
    /// the deadline was set has said nothing worth waiting for.
    pub(crate) const fn pending(self, now_ms: i64) -> Option<i64> {
        if now_ms >= self.set_at_ms && now_ms < self.until_ms { Some(self.until_ms) } else { None }
    }
}

/// Exponential backoff with full jitter (`docs/protocol.md`, "Push").
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Backoff {
    failures: u32,
    own: Option<Deadline>,
    pub(crate) asked: Option<Deadline>,
}

impl Backoff {
    /// Something failed: wait a random part of a span that doubles.
    pub(crate) fn failed(&mut self, now_ms: i64, jitter: u64) {
        let span = BASE_MS.checked_shl(self.failures.min(16)).unwrap_or(CAP_MS).min(CAP_MS);
        self.failures = self.failures.saturating_add(1);
        self.own = Some(Deadline::after(now_ms, (jitter % (span + 1)).max(FLOOR_MS)));
    }

    /// The answer will be the same for a while: wait about as long as we ever do.
    pub(crate) fn settle_down(&mut self, now_ms: i64, jitter: u64) {
        self.own = Some(Deadline::after(now_ms, CAP_MS / 2 + jitter % (CAP_MS / 2)));
    }

    /// The server asked for time.
    pub(crate) fn asked(&mut self, now_ms: i64, jitter: u64, seconds: Option<u32>) {
        self.failed(now_ms, jitter);
        self.asked = seconds.map(|seconds| Deadline::asked(now_ms, seconds));
    }

    /// It worked.
    pub(crate) fn worked(&mut self) {
        *self = Self::default();
    }

    /// Somebody wants it now. What the server asked for still holds.
    pub(crate) fn hurry(&mut self) {
        self.failures = 0;
        self.own = None;
    }

    /// Until when to wait, if at all.
    pub(crate) fn pending(&self, now_ms: i64) -> Option<i64> {
        let pending = |deadline: Option<Deadline>| deadline.and_then(|d| d.pending(now_ms));
        pending(self.own).max(pending(self.asked))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_764_000_000_000;
    const TEN_YEARS: i64 = 10 * 366 * 86_400_000;

    #[test]
    fn spans_double_up_to_five_minutes() {
        let mut backoff = Backoff::default();
        let mut waits = Vec::new();
        for _ in 0..40 {
            backoff.failed(NOW, u64::MAX - 1);
            waits.push(backoff.pending(NOW).map_or(0, |until| until - NOW));
        }
        assert!(waits.iter().all(|wait| (250..=300_000).contains(wait)), "{waits:?}");
        backoff.failed(NOW, 300_000);
        assert_eq!(backoff.pending(NOW), Some(NOW + 300_000));
    }

    #[test]
    fn a_clock_that_jumps_either_way_ends_the_wait() {
        let mut backoff = Backoff::default();
        backoff.failed(NOW, 999);
        assert!(backoff.pending(NOW).is_some());
        assert_eq!(backoff.pending(NOW - TEN_YEARS), None);
        assert_eq!(backoff.pending(NOW + TEN_YEARS), None);
    }

    #[test]
    fn what_the_server_asked_for_outlives_impatience_but_not_a_quarter_of_an_hour() {
        let mut backoff = Backoff::default();
        backoff.asked(NOW, 0, Some(60));
        backoff.hurry();
        assert_eq!(backoff.pending(NOW), Some(NOW + 60_000));
        backoff.asked(NOW, 0, Some(u32::MAX));
        assert_eq!(backoff.pending(NOW), Some(NOW + 900_000));
    }
}
