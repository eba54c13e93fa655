//! Wrong passcodes: each costs a longer wait, and the last one the key.
//!
//! A passcode of eight digits has to stand against somebody who holds the
//! phone. Waiting slows guessing by hand; the limit ends it. Somebody who can
//! read the phone's files guesses outside the app, against Argon2id alone
//! (docs/threat-model.md).

use serde::{Deserialize, Serialize};

/// Wrong passcodes in a row after which the wrapped key is destroyed.
pub const LIMIT: u8 = 10;

/// Seconds to wait after so many wrong passcodes in a row. Three are free:
/// cold fingers mistype.
const WAITS_S: [i64; LIMIT as usize] = [0, 0, 0, 5, 15, 30, 60, 120, 300, 900];

/// Tries in a row that did not open the phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tries {
    wrong: u8,
    last_ms: i64,
}

impl Tries {
    /// Counts a try, before it is made: whoever ends the app in the middle of
    /// one has used it all the same.
    #[must_use]
    pub fn begun(self, now_ms: i64) -> Self {
        Self { wrong: self.wrong.saturating_add(1), last_ms: now_ms }
    }

    /// Seconds until the next try. A clock set back does not shorten the wait,
    /// nor make it longer than it was.
    #[must_use]
    pub fn wait_s(self, now_ms: i64) -> i64 {
        let wait = WAITS_S.get(usize::from(self.wrong)).copied().unwrap_or(0);
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
        (0..wrong).fold(Tries::default(), |tries, _| tries.begun(1_000_000))
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
    fn the_tenth_is_the_last() {
        assert!(!after(9).is_over());
        assert_eq!(after(9).left(), 1);
        assert!(after(10).is_over());
        assert!(after(11).is_over());
    }
}
