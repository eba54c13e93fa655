//! How often one address may try to sign in. Kept in memory: it is there to
//! keep the processor free; guessing one account is slowed in the store.

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock as _};
use std::{net::IpAddr, num::NonZeroU32, sync::Arc, time::Duration};

/// A budget an address.
#[derive(Clone)]
pub struct RateLimit(Arc<DefaultKeyedRateLimiter<IpAddr>>);

impl std::fmt::Debug for RateLimit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RateLimit")
    }
}

impl RateLimit {
    /// So many a minute, and as many at once.
    #[must_use]
    pub fn per_minute(attempts: NonZeroU32) -> Self {
        Self(Arc::new(RateLimiter::keyed(Quota::per_minute(attempts))))
    }

    /// Takes one from the address's budget.
    ///
    /// # Errors
    /// How long to wait when it is used up.
    pub fn take(&self, ip: IpAddr) -> Result<(), Duration> {
        const MANY: usize = 10_000;
        if self.0.len() > MANY {
            self.0.retain_recent();
        }
        self.0.check_key(&ip).map_err(|not_until| not_until.wait_time_from(self.0.clock().now()))
    }
}
