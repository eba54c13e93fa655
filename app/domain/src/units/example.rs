//! What a rule makes of a few notes that are made up: the same code counts them as counts real ones.

use super::{Effort, Reckoned, reckon};
use crate::{
    Moment,
    id::{ClientId, ContactId, StaffId},
    wire::v1::{Component, Mode, Outcome, UnitRule, UnitRules, With},
};

/// A note of the example.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// One visit of so many minutes.
    Visit(u32),
    /// The first or a further one of several on a day, with the same client and for the same
    /// function.
    SameDay(u32),
    /// A visit with so many minutes on the way.
    Travel(u32, u32),
    /// One that took place while another did.
    Overlap(u32),
    /// An hour in which nobody was there.
    NobodyThere(u32),
}

/// It, and what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example {
    /// What it is.
    pub shown: Shown,
    /// What the rule makes of it.
    pub reckoned: Reckoned,
}

/// In the order in which they are shown. Each but those of one day stands on a day of its own.
const NOTES: [Shown; 10] = [
    Shown::Visit(7),
    Shown::Visit(8),
    Shown::Visit(15),
    Shown::Visit(23),
    Shown::Visit(53),
    Shown::SameDay(10),
    Shown::SameDay(10),
    Shown::Travel(30, 40),
    Shown::Overlap(30),
    Shown::NobodyThere(60),
];

/// What a rule makes of them, as if it were on.
#[must_use]
pub fn examples(rule: &UnitRule) -> Vec<Example> {
    let rule = UnitRule { number: 1, from: chrono::NaiveDate::MIN, on: true, ..rule.clone() };
    let efforts: Vec<_> = (0..).zip(NOTES).map(|(at, shown)| effort(&rule, at, shown)).collect();
    let reckoned = reckon(&UnitRules { rules: vec![rule] }, &efforts);
    NOTES.into_iter().zip(reckoned).map(|(shown, reckoned)| Example { shown, reckoned }).collect()
}

fn effort(rule: &UnitRule, at: u8, shown: Shown) -> Effort {
    // Two of one day, an hour apart; and the one that overlaps is with somebody else, in the last
    // quarter of an hour of the one with a way.
    let (day, hour, travel, minutes, client) = match shown {
        Shown::Visit(minutes) | Shown::NobodyThere(minutes) => (at, 0, 0, minutes, 1),
        Shown::SameDay(minutes) => (5, at, 0, minutes, 1),
        Shown::Travel(minutes, travel) => (8, 0, travel, minutes, 1),
        Shown::Overlap(minutes) => (8, 0, 0, minutes, 2),
    };
    // The first of a month, so that a cap of the month is of these alone.
    let start = 1_767_225_600_000 + i64::from(day) * 86_400_000 + i64::from(hour) * 3_600_000;
    let start = if matches!(shown, Shown::Overlap(_)) { start + 15 * 60_000 } else { start };
    let start = Moment::new(start, 0);
    Effort {
        contact_id: ContactId::from_bytes([at; 16]),
        client_id: ClientId::from_bytes([client; 16]),
        staff: StaffId::from_bytes([1; 16]),
        taken: at.into(),
        start,
        end: start.plus_ms(i64::from(minutes) * 60_000),
        travel,
        with: rule.with.first().copied().unwrap_or(With::Client),
        mode: rule.modes.first().copied().unwrap_or(Mode::FaceToFace),
        outcome: if matches!(shown, Shown::NobodyThere(_)) {
            Outcome::AttemptedNoAnswer
        } else {
            Outcome::Completed
        },
        component: rule.components.first().copied().unwrap_or(Component::Monitoring),
        void: None,
    }
}
