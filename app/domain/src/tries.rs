//! Wrong passcodes: each costs a longer wait, and the last one the key.
//!
//! A passcode of eight digits has to stand against somebody who holds the
//! phone. Waiting slows guessing by hand; the limit ends it. Somebody who can
//! read the phone's files guesses outside the app, against Argon2id alone
//! (docs/threat-model.md).

use crate::json::ReadObject;
use serde::Serialize;

/// Wrong passcodes in a row after which the wrapped key is destroyed.
pub const LIMIT: u8 = 10;

/// Seconds to wait after so many wrong passcodes in a row. Three are free:
/// cold fingers mistype.
const WAITS_S: [i64; LIMIT as usize] = [0, 0, 0, 5, 15, 30, 60, 120, 300, 900];

/// Tries in a row that did not open the phone. Of two counts the greater is of more tries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, ReadObject)]
pub struct Tries {
    wrong: u8,
    last_ms: i64,
}

impl Tries {
    /// Counts a try, before it is made: whoever ends the app in the middle of
    /// one has used it all the same.
    ///
    /// # Errors
    /// Too early: so many seconds to wait. Then nothing is counted, and nothing
    /// may be tried.
    pub fn begin(self, now_ms: i64) -> Result<Self, i64> {
        match self.wait_s(now_ms) {
            0 => Ok(Self { wrong: self.wrong.saturating_add(1), last_ms: now_ms }),
            wait_s => Err(wait_s),
        }
    }

    /// The try that was counted as `mine` opened the phone: it was no wrong one, and ends the
    /// row. What another tab has begun since stays counted.
    #[must_use]
    pub const fn opened(self, mine: Self) -> Self {
        Self { wrong: self.wrong.saturating_sub(mine.wrong), last_ms: self.last_ms }
    }

    /// Seconds until the next try. A clock set back does not shorten the wait,
    /// nor make it longer than it was.
    #[must_use]
    pub fn wait_s(self, now_ms: i64) -> i64 {
        // Past the last one the key is gone, or is being tried in another tab.
        let longest = usize::from(self.wrong.min(LIMIT - 1));
        let wait = WAITS_S.get(longest).copied().unwrap_or(0);
        let passed = (now_ms - self.last_ms).div_euclid(1000);
        if passed < 0 { wait } else { (wait - passed).max(0) }
    }

    /// No further try: the key is to be destroyed.
    #[must_use]
    pub const fn is_over(self) -> bool {
        self.wrong >= LIMIT
    }

    /// Tries left before the key is destroyed.
    #[must_use]
    pub const fn left(self) -> u8 {
        LIMIT.saturating_sub(self.wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(wrong: u8) -> Tries {
        Tries { wrong, last_ms: 1_000_000 }
    }

    #[test]
    fn three_slips_cost_nothing_and_then_every_wait_is_longer() {
        let waits: Vec<i64> = (0..LIMIT).map(|wrong| after(wrong).wait_s(1_000_000)).collect();
        assert_eq!(waits, WAITS_S);
        assert!(waits.windows(2).skip(2).all(|pair| pair.first() < pair.last()));
    }

    #[test]
    fn a_wait_runs_out() {
        assert_eq!(after(4).wait_s(1_010_000), 5);
        assert_eq!(after(4).wait_s(1_015_000), 0);
    }

    #[test]
    fn a_clock_set_back_neither_shortens_nor_lengthens_the_wait() {
        assert_eq!(after(5).wait_s(0), 30);
        assert_eq!(after(5).wait_s(999_999), 30);
    }

    #[test]
    fn a_try_is_counted_once_and_only_when_it_may_be_made() {
        let fourth = after(3).begin(1_005_000);
        assert_eq!(fourth, Ok(Tries { wrong: 4, last_ms: 1_005_000 }));
        assert_eq!(after(3).begin(1_004_999), Err(1));
        // Another tab was as early as this one, and second: it waits, and is not counted.
        assert_eq!(fourth.and_then(|tries| tries.begin(1_005_000)), Err(15));
        assert_eq!(after(LIMIT).begin(1_000_000), Err(900), "the last one is under way elsewhere");
    }

    #[test]
    fn what_opened_the_phone_ends_the_row_and_takes_no_other_tabs_try_with_it() {
        assert_eq!(after(3).opened(after(3)), after(0));
        assert_eq!(after(2).opened(after(1)), after(1), "begun in another tab since");
        assert_eq!(after(0).opened(after(2)), after(0), "another tab was opened meanwhile");
    }

    #[test]
    fn the_tenth_is_the_last() {
        assert!(!after(9).is_over());
        assert_eq!(after(9).left(), 1);
        assert!(after(10).is_over());
        assert!(after(11).is_over());
    }
}
