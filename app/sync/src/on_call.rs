//! What a phone remembers of its worker's turn on the on-call roster, and when
//! it asks about it.

use domain::{Moment, json::ReadObject};
use serde::Serialize;

/// Milliseconds after which a phone on call asks again: how long a turn that was
/// taken off the roster, or a changed plan, may go unnoticed while there is a network.
const ASK_DURING_TURN_MS: i64 = 10 * 60_000;
/// Milliseconds after which any other phone asks again.
const ASK_OTHERWISE_MS: i64 = 60 * 60_000;

/// A turn, as the head of [`domain::wire::v1::TeamPlans`] tells of it: that much
/// is read without reading a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct Turn {
    /// When it ends; nothing of it is on the phone from then on.
    pub until: Moment,
    /// Which state of the plans lies here.
    pub tag: String,
}

/// When the server last said something about turns, and what. Lies in the clear
/// beside the sealed plans, so that they can be removed in time while the phone
/// is locked; tells of no client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct TurnMark {
    /// When it was asked, by the phone.
    pub asked: Moment,
    /// The turn that is on; none when none is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turn: Option<Turn>,
}

impl Turn {
    /// It has ended: its plans are to be gone. By the server's clock, as far as the phone has heard of
    /// it: the end is the server's word, and a phone's own clock may be hours off.
    #[must_use]
    pub fn is_over(&self, server_now: Moment) -> bool {
        server_now >= self.until
    }
}

impl TurnMark {
    /// It is time to ask again. A clock that was set back is no reason to wait.
    #[must_use]
    pub fn is_due(&self, now: Moment, server_ahead_ms: i64) -> bool {
        let after_ms = match &self.turn {
            // The next one may have begun.
            Some(turn) if turn.is_over(now.plus_ms(server_ahead_ms)) => 0,
            Some(_) => ASK_DURING_TURN_MS,
            None => ASK_OTHERWISE_MS,
        };
        now >= self.asked.plus_ms(after_ms) || now < self.asked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> Moment {
        Moment::new(minutes * 60_000, 0)
    }

    #[test]
    fn a_phone_on_call_asks_every_ten_minutes_and_any_other_every_hour() {
        let off = TurnMark { asked: at(100), turn: None };
        assert!(!off.is_due(at(159), 0) && off.is_due(at(160), 0));
        let turn = Turn { until: at(500), tag: "a".to_owned() };
        let on = TurnMark { turn: Some(turn), ..off };
        assert!(!on.is_due(at(109), 0) && on.is_due(at(110), 0));
        let over = TurnMark { asked: at(499), ..on.clone() };
        assert!(
            !over.is_due(at(499), 0) && over.is_due(at(500), 0),
            "at once when the turn is over"
        );
        assert!(on.is_due(at(99), 0), "the clock was set back");
        // A phone whose clock is 45 minutes ahead.
        let ahead = TurnMark { asked: at(541), ..over };
        assert!(
            !ahead.is_due(at(544), -45 * 60_000) && ahead.is_due(at(545), -45 * 60_000),
            "the server's clock ends the turn"
        );
    }

    #[test]
    fn a_turn_is_over_at_its_last_moment() {
        let turn = Turn { until: at(5), tag: String::new() };
        assert!(!turn.is_over(Moment::new(5 * 60_000 - 1, 0)));
        assert!(turn.is_over(at(5)));
    }
}
