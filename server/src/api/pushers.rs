//! How often a phone may deliver, such that a thief of its token takes nothing from it.

use crate::http::rate_limit::RateLimit;
use domain::id::{DeviceId, StaffId};
use std::{net::IpAddr, num::NonZeroU32, time::Duration};

/// How much more a person's phones may deliver together, and all at one address, than one
/// phone may.
const TOGETHER: NonZeroU32 = NonZeroU32::new(10).expect("ten is not zero");

/// What a delivery shows besides the token, which is easily copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Hand {
    /// The phone's own session, which no script can read.
    Session,
    /// Nothing but where it comes from.
    Address(IpAddr),
}

/// The budgets.
#[derive(Debug, Clone)]
pub struct Pushers {
    phone: RateLimit<(DeviceId, Hand)>,
    worker: RateLimit<(StaffId, bool)>,
    address: RateLimit<IpAddr>,
}

impl Pushers {
    /// With what one phone may deliver a minute.
    #[must_use]
    pub fn new(one: NonZeroU32) -> Self {
        Self {
            phone: RateLimit::per_minute(one),
            worker: RateLimit::per_minute(one.saturating_mul(TOGETHER)),
            address: RateLimit::per_minute(one.saturating_mul(TOGETHER)),
        }
    }

    /// Takes one delivery. Those with a session count for themselves, over all phones of the
    /// person too, and the address is not asked: a thief who sits beside them, or everywhere
    /// else, uses up nothing of theirs.
    ///
    /// # Errors
    /// How long to wait.
    pub fn take(&self, phone: DeviceId, owner: StaffId, hand: Hand) -> Result<(), Duration> {
        if let Hand::Address(address) = hand {
            self.address.take(&address)?;
        }
        self.phone.take(&(phone, hand))?;
        self.worker.take(&(owner, hand == Hand::Session))
    }
}
