//! The deadlines an agency sets for itself, and the bounds it sets them in.

use crate::wire::v1::Policy;

/// A number of [`Policy`] that an agency may set.
#[derive(Debug, Clone, Copy)]
pub struct Deadline {
    /// Its word: the name of its field on the form and in the policy.
    pub name: &'static str,
    /// The least and the most it may be, in its own unit: hours for `_h`, days for `_d`, seconds for `_s`.
    pub bounds: (u16, u16),
    /// As it is set.
    pub read: fn(&Policy) -> u16,
    /// Sets it.
    pub write: fn(&mut Policy, u16),
}

macro_rules! deadline {
    ($name:ident, $least:literal to $most:literal) => {
        Deadline {
            name: stringify!($name),
            bounds: ($least, $most),
            read: |policy| policy.$name,
            write: |policy, to| policy.$name = to,
        }
    };
}

/// Every one, in the order of the form (domain catalogue C1, `policy_set`). The bounds are ours: they
/// refuse what somebody mistyped, a deadline that is over before it can be met and one that nobody
/// lives to see, and leave the agency's own rule alone. An idle phone locks within a quarter of an
/// hour whatever the agency says.
pub static DEADLINES: [Deadline; 7] = [
    deadline!(note_due_h, 1 to 720),
    deadline!(crisis_note_due_h, 1 to 168),
    deadline!(crisis_followup_h, 1 to 720),
    deadline!(crisis_plan_review_d, 1 to 730),
    deadline!(no_contact_alert_d, 1 to 365),
    deadline!(provider_check_max_age_d, 1 to 365),
    deadline!(idle_lock_s, 30 to 900),
];

impl Deadline {
    /// The policy keeps within its bounds.
    #[must_use]
    pub fn holds(&self, policy: &Policy) -> bool {
        let (least, most) = self.bounds;
        (least..=most).contains(&(self.read)(policy))
    }
}

/// There is one of each name.
impl PartialEq for Deadline {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Deadline {}
