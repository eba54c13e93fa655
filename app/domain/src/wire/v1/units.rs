//! How minutes of service become units: content of an agency that no phone carries.

use super::{Component, Mode, With, is_default};
use crate::json::ReadObject;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What a payer counts as a unit, from a day of service on. Once saved it never changes: whatever
/// takes its place has a number of its own, so that an export can name by which it was counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct UnitRule {
    /// Counts up from 1; the server gives it.
    pub number: u32,
    /// The first day of service that it is for.
    #[serde(with = "crate::day")]
    pub from: NaiveDate,
    /// What the agency calls it, such as the payer's name for it.
    pub name: String,
    /// Units are counted at all. Off, every note has its minutes and no units.
    pub on: bool,
    /// Minutes that one unit stands for.
    pub unit_minutes: u16,
    /// Fewer minutes than these are no unit, however they would be rounded.
    pub min_minutes: u16,
    /// What becomes of minutes beyond the last whole unit.
    pub rounding: Rounding,
    /// Minutes of one staff member with one client, on one day and of one component, are added up before they are
    /// rounded. Those of two people are not: neither has more units than minutes.
    pub same_day: bool,
    /// Units of one client on one day, at most.
    #[serde(default, skip_serializing_if = "is_default")]
    pub cap_day: Option<u16>,
    /// Units of one client in one calendar month, at most.
    #[serde(default, skip_serializing_if = "is_default")]
    pub cap_month: Option<u16>,
    /// By which means a contact has to have been.
    pub modes: Vec<Mode>,
    /// With whom.
    pub with: Vec<With>,
    /// For which function of case management.
    pub components: Vec<Component>,
    /// Minutes on the way are added to those of the contact. Medicaid's case management does not
    /// pay for them (domain catalogue B3).
    #[serde(default, skip_serializing_if = "is_default")]
    pub travel: bool,
}

/// What becomes of minutes beyond the last whole unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// They are no unit.
    Down,
    /// Half a unit or more is one.
    Nearest,
    /// Any of them are one.
    Up,
    /// Eight minutes or more are one, of units of fifteen.
    EightMinute,
}

/// `GET /api/v1/agency/units`: every rule that was saved, the first first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ReadObject)]
pub struct UnitRules {
    /// In the order of their numbers.
    pub rules: Vec<UnitRule>,
}

/// `POST /api/v1/agency/units`: one rule more, and the number of the last one that whoever wrote it
/// had seen, by which the server notices that somebody else was quicker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
#[serde(deny_unknown_fields)]
pub struct SaveUnitRule {
    /// 0 where there was none.
    pub after: u32,
    /// The rule; its number is not read.
    pub rule: UnitRule,
}
