//! Putting somebody on the on-call roster.

use crate::{Moment, id::StaffId, json::ReadObject, wire::v1::Shift};
use serde::Serialize;

/// A turn that is not put on the roster yet. Stored sealed after every pause in typing;
/// unknown fields are ignored, so that yesterday's draft opens in tomorrow's app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct TurnDraft {
    /// When it was begun.
    pub written_at: Option<Moment>,
    /// Whose turn it is to be.
    #[serde(default)]
    pub staff_id: Option<StaffId>,
    /// From when, as the form's field has it.
    #[serde(default)]
    pub from: String,
    /// Until when, likewise.
    #[serde(default)]
    pub to: String,
}

/// Milliseconds from now within which a turn is planned: a year.
const AHEAD_MS: i64 = 366 * 86_400_000;

/// What tells of a slip in the date of a turn: then nobody would be on call that night.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unlikely {
    /// It is over.
    Over,
    /// Nobody plans it so early.
    Far,
}

/// Whether a turn that is put on now is one that somebody meant.
#[must_use]
pub fn unlikely(shift: &Shift, now: Moment) -> Option<Unlikely> {
    match () {
        () if shift.to <= now => Some(Unlikely::Over),
        () if shift.from > now.plus_ms(AHEAD_MS) => Some(Unlikely::Far),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::ShiftId;

    #[test]
    fn a_year_that_was_mistyped_is_noticed() {
        let at = |hours: i64| Moment::new(1_764_000_000_000 + hours * 3_600_000, 0);
        let turn = |from, to| Shift {
            shift_id: ShiftId::from_bytes([1; 16]),
            staff_id: StaffId::from_bytes([2; 16]),
            from: at(from),
            to: at(to),
        };
        assert_eq!(unlikely(&turn(-5, 8), at(0)), None, "it has begun");
        assert_eq!(unlikely(&turn(24 * 300, 24 * 300 + 12), at(0)), None);
        assert_eq!(unlikely(&turn(-24 * 365, -24 * 365 + 12), at(0)), Some(Unlikely::Over));
        assert_eq!(unlikely(&turn(24 * 400, 24 * 400 + 12), at(0)), Some(Unlikely::Far));
    }
}
