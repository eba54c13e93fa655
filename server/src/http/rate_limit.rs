//! How often something may be done: signing in, delivering, enrolling. Kept in
//! memory: it is there to keep processor and disk free; guessing one account is
//! slowed in the store.

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock as _};
use std::{hash::Hash, num::NonZeroU32, sync::Arc, time::Duration};

/// A budget for each `K`.
#[derive(Clone)]
pub struct RateLimit<K: Hash + Eq + Clone>(Arc<DefaultKeyedRateLimiter<K>>);

impl<K: Hash + Eq + Clone> std::fmt::Debug for RateLimit<K> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RateLimit")
    }
}

impl<K: Hash + Eq + Clone> RateLimit<K> {
    /// So many a minute, and as many at once.
    #[must_use]
    pub fn per_minute(attempts: NonZeroU32) -> Self {
        Self(Arc::new(RateLimiter::keyed(Quota::per_minute(attempts))))
    }

    /// So many an hour, and as many at once.
    #[must_use]
    pub fn per_hour(attempts: NonZeroU32) -> Self {
        Self(Arc::new(RateLimiter::keyed(Quota::per_hour(attempts))))
    }

    /// Takes one from the budget of `key`.
    ///
    /// # Errors
    /// How long to wait when it is used up.
    pub fn take(&self, key: &K) -> Result<(), Duration> {
        const MANY: usize = 10_000;
        if self.0.len() > MANY {
            self.0.retain_recent();
        }
        self.0.check_key(key).map_err(|not_until| not_until.wait_time_from(self.0.clock().now()))
    }
}
