//! Writing a rule: what it begins as, and what keeps it from being saved.

use crate::{
    Moment,
    json::ReadObject,
    length::CONTENT_LINE_MAX_BYTES,
    visible::is_blank,
    wire::v1::{Component, Mode, Rounding, UnitRule, UnitRules, With},
};
use chrono::{Days, NaiveDate};
use serde::Serialize;

/// The longest unit: a day of eight hours.
pub const UNIT_MINUTES_MAX: u16 = 480;
/// Units that a cap may name, at most: more than a month has minutes is none.
pub const CAP_MAX: u16 = 44_640;
/// Rules that an agency may save, at most.
pub const RULES_MAX: usize = 200;
/// Days that a rule may be written ahead or back, at most: a year that was mistyped.
const FAR_D: u64 = 366 * 5;

/// A rule being written, as an administrator's phone keeps it sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct RuleDraft {
    /// When it was begun.
    #[serde(default)]
    pub written_at: Option<Moment>,
    /// The number of the last rule that was there then.
    #[serde(default)]
    pub after: u32,
    /// As typed.
    pub rule: UnitRule,
}

/// What keeps a rule from being saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleProblem {
    /// It has no name.
    Name,
    /// Its name is too long.
    NameTooLong,
    /// Its first day lies more than five years from today.
    From,
    /// A unit has no minutes, or more than [`UNIT_MINUTES_MAX`].
    UnitMinutes,
    /// More minutes are wanted for a unit than a day has.
    MinMinutes,
    /// The rule of eight minutes is one of units of fifteen.
    EightMinute,
    /// A day may have no unit, or more than [`CAP_MAX`].
    CapDay,
    /// A month may have no unit, or more than [`CAP_MAX`].
    CapMonth,
    /// It is on, and counts no means, nobody or no function.
    Nothing,
}

impl UnitRule {
    /// The rule that a form begins with where none was saved: quarters of an hour, rounded down,
    /// with what most payers of case management look at (domain catalogue B3). It is off.
    #[must_use]
    pub fn begin(name: &str, today: NaiveDate) -> Self {
        Self {
            number: 0,
            from: today,
            name: name.to_owned(),
            on: false,
            unit_minutes: 15,
            min_minutes: 15,
            rounding: Rounding::Down,
            same_day: true,
            cap_day: None,
            cap_month: None,
            modes: vec![Mode::FaceToFace, Mode::Phone, Mode::Video],
            with: vec![With::Client, With::Collateral, With::Provider],
            components: vec![
                Component::Assessment,
                Component::Planning,
                Component::Referral,
                Component::Monitoring,
            ],
            travel: false,
        }
    }

    /// The rule that a form begins with after this one: the same, from today on.
    #[must_use]
    pub fn next(&self, today: NaiveDate) -> Self {
        Self { number: 0, from: today, ..self.clone() }
    }

    /// As it is saved: without space around its name, and each of what it counts once.
    #[must_use]
    pub fn tidy(mut self) -> Self {
        fn once<T: Copy + PartialEq>(all: &mut Vec<T>) {
            let mut kept: Vec<T> = Vec::new();
            for one in &*all {
                if !kept.contains(one) {
                    kept.push(*one);
                }
            }
            *all = kept;
        }
        self.name = self.name.trim().to_owned();
        once(&mut self.modes);
        once(&mut self.with);
        once(&mut self.components);
        self
    }
}

impl UnitRules {
    /// The number of the last rule; 0 where there is none.
    #[must_use]
    pub fn last(&self) -> u32 {
        self.rules.iter().map(|rule| rule.number).max().unwrap_or(0)
    }

    /// Adds a rule under the next number. Those before it stay as they are.
    pub fn add(&mut self, rule: UnitRule) {
        self.rules.push(UnitRule { number: self.last().saturating_add(1), ..rule });
    }
}

/// Everything that is wrong with a rule, in the order of the form. `today` is the day of whoever asks.
#[must_use]
pub fn problems(rule: &UnitRule, today: NaiveDate) -> Vec<RuleProblem> {
    let far = Days::new(FAR_D);
    let near = today.checked_sub_days(far).is_none_or(|first| rule.from >= first)
        && today.checked_add_days(far).is_none_or(|last| rule.from <= last);
    let cap = |cap: Option<u16>| cap.is_some_and(|cap| !(1..=CAP_MAX).contains(&cap));
    let nothing = rule.modes.is_empty() || rule.with.is_empty() || rule.components.is_empty();
    [
        (is_blank(&rule.name), RuleProblem::Name),
        (rule.name.trim().len() > CONTENT_LINE_MAX_BYTES, RuleProblem::NameTooLong),
        (!near, RuleProblem::From),
        (!(1..=UNIT_MINUTES_MAX).contains(&rule.unit_minutes), RuleProblem::UnitMinutes),
        (rule.min_minutes > 24 * 60, RuleProblem::MinMinutes),
        (
            rule.rounding == Rounding::EightMinute && rule.unit_minutes != 15,
            RuleProblem::EightMinute,
        ),
        (cap(rule.cap_day), RuleProblem::CapDay),
        (cap(rule.cap_month), RuleProblem::CapMonth),
        (rule.on && nothing, RuleProblem::Nothing),
    ]
    .into_iter()
    .filter_map(|(is, problem)| is.then_some(problem))
    .collect()
}
