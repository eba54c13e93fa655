//! How often something may be done: signing in, delivering, enrolling. Kept in
//! memory: it is there to keep processor and disk free; guessing one account is
//! slowed in the store.

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock as _};
use std::{
    hash::Hash,
    num::NonZeroU32,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// A budget for each `K`.
#[derive(Clone)]
pub struct RateLimit<K: Hash + Eq + Clone> {
    of: Arc<DefaultKeyedRateLimiter<K>>,
    began: Instant,
    /// When those that are as new again were forgotten last.
    pruned_ms: Arc<AtomicU64>,
}

impl<K: Hash + Eq + Clone> std::fmt::Debug for RateLimit<K> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RateLimit")
    }
}

impl<K: Hash + Eq + Clone> RateLimit<K> {
    /// So many a minute, and as many at once.
    #[must_use]
    pub fn per_minute(attempts: NonZeroU32) -> Self {
        Self::of(Quota::per_minute(attempts))
    }

    /// So many an hour, and as many at once.
    #[must_use]
    pub fn per_hour(attempts: NonZeroU32) -> Self {
        Self::of(Quota::per_hour(attempts))
    }

    fn of(quota: Quota) -> Self {
        Self {
            of: Arc::new(RateLimiter::keyed(quota)),
            began: Instant::now(),
            pruned_ms: Arc::default(),
        }
    }

    /// Takes one from the budget of `key`.
    ///
    /// # Errors
    /// How long to wait when it is used up.
    pub fn take(&self, key: &K) -> Result<(), Duration> {
        const MANY: usize = 10_000;
        /// Going through all of them is no work for every request.
        const EVERY_MS: u64 = 1_000;
        let Self { of, began, pruned_ms } = self;
        let now_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        let before = pruned_ms.load(Ordering::Relaxed);
        if now_ms >= before.saturating_add(EVERY_MS)
            && pruned_ms
                .compare_exchange(before, now_ms, Ordering::Relaxed, Ordering::Relaxed)
                .is_ok()
            && of.len() > MANY
        {
            of.retain_recent();
        }
        of.check_key(key).map_err(|not_until| not_until.wait_time_from(of.clock().now()))
    }
}
