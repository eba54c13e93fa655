//! The review of a line of a service plan: what was done, whether it is enough, whether it is
//! good, what has changed, and how it goes on (seeds 002:207-221, 004:64-72).

use crate::{
    document::{
        Absent, Cell, CellName, Cells, Key, Shape, Value, is_said,
        service_plan::{LINES, review_window},
    },
    id::LineId,
    json::Json,
    length::Field,
    problem::{Problem, Wrong},
    record::line_of_plan,
};
use chrono::NaiveDate;

pub use line_of_plan::about;

#[cfg(test)]
mod tests;

/// Of which cells a review is made.
pub const SHAPE: &Shape = &Shape { id: "record_id", facts: FACTS, lists: &[], due: None };

const FACTS: &[Cell] = &[
    // The line of the plan and the need it answers. Number and goal stand here as they were, for
    // whoever reads it after both have changed.
    Cell::new("line", &["line"], "line_of_plan", Absent::Nothing),
    Cell::new("need", &["need"], "item_of_assessment", Absent::Nothing),
    Cell::new("need_number", &["need_number"], "count", Absent::Nothing),
    Cell::words("goal", &["goal"]),
    Cell::day("due", &["due"]),
    Cell::new("manner", &["manner"], "review_manner", Absent::Nothing),
    // The three questions (002:207-210, 000:41).
    Cell::words("done", &["done"]),
    Cell::new("enough", &["enough"], "how_far", Absent::Nothing),
    Cell::new("good", &["good"], "how_far", Absent::Nothing),
    Cell::words("change", &["change"]),
    // Who says what (004:112).
    Cell::words("from_client", &["from_client"]),
    Cell::words("from_provider", &["from_provider"]),
    Cell::words("from_supporters", &["from_supporters"]),
    // Where something is in the way (002:237-241).
    Cell::flag("about_engagement", &["about_engagement"]),
    Cell::flag("about_coordination", &["about_coordination"]),
    Cell::flag("about_services", &["about_services"]),
    Cell::new("outcome", &["outcome"], "review_outcome", Absent::Nothing),
    Cell::words("provider", &["provider"]),
    Cell::day("next_target", &["next_target"]),
    Cell::day("next_review", &["next_review"]),
    Cell::words("outside_reason", &["outside_reason"]),
    Cell::new("next_step", &["next_step"], "next_step", Absent::Nothing),
];

/// What comes of a review (004:68-72).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It goes on as it is, until the next review.
    Continue,
    /// The plan is to be changed.
    Revise,
    /// Somebody else is to provide it, with new dates and a new release.
    SwitchProvider,
    /// What was wanted is there.
    GoalMet,
}

impl Outcome {
    /// In the order to offer them.
    pub const ALL: [Self; 4] = [Self::Continue, Self::Revise, Self::SwitchProvider, Self::GoalMet];

    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Continue => "continue",
            Self::Revise => "revise",
            Self::SwitchProvider => "switch_provider",
            Self::GoalMet => "goal_met",
        }
    }

    /// That of a review; none while nobody has decided.
    #[must_use]
    pub fn of(review: &Cells) -> Option<Self> {
        let value = review.value(Key::fact("outcome"));
        let word = value.as_word()?;
        Self::ALL.into_iter().find(|outcome| outcome.word() == word)
    }

    /// Whether the line is looked at again on a day that the review gives.
    #[must_use]
    pub const fn goes_on(self) -> bool {
        matches!(self, Self::Continue | Self::SwitchProvider)
    }
}

/// A review of a line of this plan that nothing is written in yet, to be held on `today`.
#[must_use]
pub fn begin(plan: &Cells, line: LineId, number: Option<u32>, today: NaiveDate) -> Cells {
    let mut review = line_of_plan::begin(SHAPE, plan, line, number);
    let mut put = |name, value| review.put(Key::fact(name), value);
    put("due", plan.value(Key::of_line(line, "review")));
    put("next_review", Value::day(*review_window(today).end()));
    review
}

/// Whether the next review would be sooner or later than the rule says, counted from `today`.
#[must_use]
pub fn is_outside(review: &Cells, today: NaiveDate) -> bool {
    let next = review.value(Key::fact("next_review")).as_day();
    next.is_some_and(|next| !review_window(today).contains(&next))
}

/// What a review still lacks before it can be signed on `today`.
#[must_use]
pub fn lacks(review: &Cells, today: NaiveDate) -> Vec<Problem> {
    let value = |name| review.value(Key::fact(name));
    let empty = |name| !is_said(&value(name));
    let open = |name| value(name) == Value::Nothing;
    let outcome = Outcome::of(review);
    let goes_on = outcome.is_some_and(Outcome::goes_on);
    let switches = outcome == Some(Outcome::SwitchProvider);
    let to_come = |name| value(name).as_day().is_some_and(|day| day > today);
    let checks = [
        (empty("done"), "done"),
        (open("enough"), "enough"),
        (open("good"), "good"),
        (outcome.is_none(), "outcome"),
        (switches && empty("provider"), "provider"),
        (switches && !to_come("next_target"), "next_target"),
        (goes_on && !to_come("next_review"), "next_review"),
        (goes_on && is_outside(review, today) && empty("outside_reason"), "outside_reason"),
    ];
    let cell = |name| Problem::new(Field::Cell(CellName::new(name)), Wrong::Missing);
    checks.into_iter().filter(|(lacks, _)| *lacks).map(|(_, name)| cell(name)).collect()
}

/// The plan after a review; none where the line is not in it any more. Where the plan is to be
/// revised, somebody writes that by hand: until then it says only that it was reviewed. Why it
/// changes stands in the review.
#[must_use]
pub fn planned(plan: &Cells, review: &Cells, today: NaiveDate) -> Option<Cells> {
    let (_, line) = about(review);
    let line = line.filter(|line| plan.line(*line).is_some_and(|line| line.list == LINES))?;
    let mut next = plan.clone();
    let mut put = |name, value| next.put(Key::of_line(line, name), value);
    let of_review = |name| review.value(Key::fact(name));
    put("reviewed", Value::day(today));
    match Outcome::of(review)? {
        Outcome::Revise => {}
        Outcome::GoalMet => {
            put("disposition", Value::of("disposition", Json::Text("met".to_owned())));
        }
        Outcome::Continue => {
            put("review", of_review("next_review"));
            put("outside_reason", of_review("outside_reason"));
        }
        Outcome::SwitchProvider => {
            put("provider", of_review("provider"));
            put("by_provider", Value::flag(true));
            put("start", Value::day(today));
            put("target", of_review("next_target"));
            put("review", of_review("next_review"));
            put("outside_reason", of_review("outside_reason"));
        }
    }
    Some(next)
}

/// The assessment after a review by which its need is met; none where that changes nothing.
#[must_use]
pub fn assessed(assessment: &Cells, review: &Cells) -> Option<Cells> {
    let (need, _) = about(review);
    let need = need.filter(|need| assessment.line(*need).is_some())?;
    if Outcome::of(review)? != Outcome::GoalMet {
        return None;
    }
    let mut next = assessment.clone();
    let met = Value::of("standing", Json::Text("met".to_owned()));
    next.put(Key::of_line(need, "standing"), met);
    (next != *assessment).then_some(next)
}
