//! Whether a note was signed in the time that its agency sets.

use crate::wire::v1::{Contact, Policy};

const HOUR_MS: i64 = 3_600_000;

impl Contact {
    /// It was signed later after its end than the agency's hours allow; that of a crisis event has
    /// hours of its own (domain catalogue B3). Both times are the phone's.
    #[must_use]
    pub fn is_late(&self, policy: &Policy) -> bool {
        let of_event = self.closes_task.is_some();
        let hours = if of_event { policy.crisis_note_due_h } else { policy.note_due_h };
        let after = self.signed_at.utc_ms().saturating_sub(self.occurred_end.utc_ms());
        after > i64::from(hours) * HOUR_MS
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Moment,
        id::{ClientId, ContactId, TaskId},
    };

    #[test]
    fn a_note_is_late_a_moment_after_its_hours_and_not_at_their_end() {
        let end = Moment::new(1_764_000_000_000, -300);
        let (note, client) = (ContactId::from_bytes([1; 16]), ClientId::from_bytes([2; 16]));
        let signed = |after_ms: i64, of_event: bool| Contact {
            signed_at: end.plus_ms(after_ms),
            closes_task: of_event.then_some(TaskId::from_bytes([3; 16])),
            ..Contact::at(note, client, end)
        };
        let policy = Policy::default();
        assert!(!signed(72 * HOUR_MS, false).is_late(&policy));
        assert!(signed(72 * HOUR_MS + 1, false).is_late(&policy));
        assert!(!signed(24 * HOUR_MS, true).is_late(&policy));
        assert!(signed(24 * HOUR_MS + 1, true).is_late(&policy));
        assert!(!signed(-HOUR_MS, false).is_late(&policy), "signed before it was over");
    }
}
