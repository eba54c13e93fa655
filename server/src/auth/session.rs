use crate::store::SessionFacts;

/// How long a session lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionLimits {
    /// Hours without a request, to ten minutes.
    pub idle_h: u32,
    /// Hours from signing in.
    pub absolute_h: u32,
}

const HOUR_MS: i64 = 60 * 60 * 1_000;

impl SessionLimits {
    /// Whether a session is still good.
    #[must_use]
    pub fn allow(self, facts: &SessionFacts, now_ms: i64) -> bool {
        now_ms - facts.seen_at_ms < i64::from(self.idle_h) * HOUR_MS
            && now_ms - facts.began_at_ms < i64::from(self.absolute_h) * HOUR_MS
    }

    /// Sessions that began, or were seen last, at these times or before are over.
    #[must_use]
    pub fn over_before(self, now_ms: i64) -> (i64, i64) {
        (now_ms - i64::from(self.absolute_h) * HOUR_MS, now_ms - i64::from(self.idle_h) * HOUR_MS)
    }

    /// Seconds after which the browser may forget the cookie.
    #[must_use]
    pub fn max_age_s(self) -> i64 {
        i64::from(self.absolute_h) * 60 * 60
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{
        id::{AgencyId, StaffId},
        wire::v1::Role,
    };

    #[test]
    fn a_session_ends_by_idleness_or_by_age() {
        let limits = SessionLimits { idle_h: 2, absolute_h: 10 };
        let used = |began_at_ms, seen_at_ms, now| {
            let facts = SessionFacts {
                agency: AgencyId::from_bytes([1; 16]),
                staff: StaffId::from_bytes([1; 16]),
                role: Role::Worker,
                device: None,
                began_at_ms,
                seen_at_ms,
                second_missing: false,
            };
            limits.allow(&facts, now)
        };
        assert!(used(0, 0, 2 * HOUR_MS - 1));
        assert!(!used(0, 0, 2 * HOUR_MS));
        assert!(used(0, 9 * HOUR_MS, 10 * HOUR_MS - 1));
        assert!(!used(0, 9 * HOUR_MS, 10 * HOUR_MS));
    }
}
