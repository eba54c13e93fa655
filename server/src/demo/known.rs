//! Which needs a note is about: those that were known on its day, and fit what it tells.

use super::{Dice, cast::Persona};
use chrono::NaiveDate;

/// A need by its number, as notes know it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    pub(super) number: u16,
    pub(super) domain: &'static str,
    pub(super) since: NaiveDate,
    /// Met or gone by then.
    pub(super) until: Option<NaiveDate>,
}

impl Persona {
    /// Numbers of needs for a note about these parts of life; of any, where it names none.
    pub(super) fn need_nos(
        &self,
        about: &[&'static str],
        day: NaiveDate,
        dice: &mut Dice,
    ) -> Vec<u16> {
        let open = |need: &&Known| need.since <= day && need.until.is_none_or(|until| day <= until);
        let known: Vec<Known> = self.needs.iter().filter(open).copied().collect();
        let fits: Vec<Known> =
            known.iter().filter(|need| about.contains(&need.domain)).copied().collect();
        // What people talk about does not keep to what the visit was for.
        let (from, chance) = match (fits.is_empty(), about.is_empty()) {
            (false, _) => (&fits, 94),
            (true, true) => (&known, 80),
            (true, false) => (&known, 52),
        };
        if from.is_empty() || !dice.chance(chance) {
            return Vec::new();
        }
        let count = 1 + usize::from(from.len() > 1 && dice.chance(18));
        dice.some(from, count).into_iter().map(|need| need.number).collect()
    }
}
