//! How far somebody's assessment and plan have come, and what of them is broken on purpose: a
//! demonstration in which every chain is whole shows nobody what the app says of one that is not.

use super::{Dice, cast::Persona, notes::service_day_after};
use chrono::{Days, NaiveDate};
use domain::wire::v1::Stage;

/// How much was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    /// One wish, heard on the street.
    Short,
    /// Half of it, while it is being found out whether somebody is eligible.
    Begun,
    Whole,
}

/// What a plan and the assessment have come apart in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Broken {
    /// A need that came up after the plan was finished has no line in it.
    NeedWithoutLine,
    /// A need was met, and its line goes on.
    LineOfMetNeed,
}

/// Days of an assessment.
#[derive(Debug, Clone, Copy)]
pub(super) struct Course {
    pub(super) depth: Depth,
    pub(super) assessed: NaiveDate,
    /// When it was gone over again.
    pub(super) again: Option<NaiveDate>,
    pub(super) broken: Option<Broken>,
    pub(super) plan: Option<Planned>,
}

/// Days of a plan.
#[derive(Debug, Clone, Copy)]
pub(super) struct Planned {
    pub(super) is_finished: bool,
    /// When an earlier version of it was finished.
    pub(super) before: Option<NaiveDate>,
    pub(super) made: NaiveDate,
    pub(super) start: NaiveDate,
    /// The first day on which to look at it again.
    pub(super) review: NaiveDate,
}

/// None for somebody of whom nothing is written yet.
pub(super) fn course(persona: &Persona, today: NaiveDate, dice: &mut Dice) -> Option<Course> {
    let number = persona.number;
    let opened = persona.client.opened_on.unwrap_or(today);
    let after = |day: NaiveDate, from, to, dice: &mut Dice| {
        let days = u8::try_from(dice.between(from, to)).unwrap_or(1);
        service_day_after(day, days).min(today)
    };
    let assessed = after(opened, 4, 16, dice);
    let only = |depth| Course { depth, assessed, again: None, broken: None, plan: None };
    match persona.client.stage {
        Stage::Active | Stage::OnHold | Stage::DischargePlanning => {}
        Stage::EligibilityPending => return Some(only(Depth::Begun)),
        _ => return (number % 20 == 10).then(|| only(Depth::Short)),
    }
    let broken = match number % 20 {
        5 => Some(Broken::NeedWithoutLine),
        9 => Some(Broken::LineOfMetNeed),
        _ => None,
    };
    let planned = planned(persona, assessed, today, dice);
    let has_plan = number % 20 != 13;
    let made = if has_plan { planned.made } else { today };
    let again = match broken {
        Some(_) => Some(after(planned.made, 4, 9, dice)),
        None if (made - assessed).num_days() > 40 && dice.chance(65) => {
            Some(service_day_after(made - Days::new(16), u8::try_from(dice.below(12)).unwrap_or(1)))
        }
        None => None,
    };
    let plan = has_plan.then_some(planned);
    Some(Course { depth: Depth::Whole, assessed, again, broken, plan })
}

/// Days of a plan, from the day on which it is to be looked at again: the fact sheet has one.
fn planned(persona: &Persona, assessed: NaiveDate, today: NaiveDate, dice: &mut Dice) -> Planned {
    let number = persona.number;
    let in_days = dice.between(8, 60);
    let review = persona.client.review_due.unwrap_or(today + Days::new(in_days.unsigned_abs()));
    let ahead = (review - today).num_days();
    // Nobody sets a day on a weekend, unless it is the one that is to be today.
    let review = if ahead > 0 { service_day_after(review, 0) } else { review };
    let span = match number % 60 {
        SOONER => 20,
        LATER => 97,
        _ => dice.between((ahead + 15).max(34), 86 + ahead.min(0)),
    };
    let start = service_day_after(review - Days::new(span.unsigned_abs()), 0).max(assessed);
    let made = service_day_after(start - Days::new(dice.below(4) as u64), 0).max(assessed);
    let before = service_day_after(made - Days::new(dice.between(70, 110).unsigned_abs()), 0);
    let is_old = (before - assessed).num_days() > 5;
    let is_finished = !matches!(number % 20, 3) && number % 60 != 17;
    let before = (is_old && is_finished && dice.chance(60)).then_some(before);
    Planned { is_finished, before, made, start, review }
}

/// Whose plan is looked at sooner than the rule says, and whose later.
pub(super) const SOONER: usize = 15;
const LATER: usize = 55;

/// Whether there is a need that no note is about: the chain ends at the plan.
pub(super) const fn leaves_one_out(persona: &Persona) -> bool {
    persona.number % 12 == 1
}
