//! Minutes of service and what a payer makes of them. Minutes are the fact; units are reckoned by
//! rules that an agency writes and dates (domain catalogue B3), and nothing here says that anybody
//! pays for them.
//!
//! Notes are gone through in the order in which the server took them, and each gets the units that
//! it adds to those before it. So a note that comes late never changes what was counted of an
//! earlier one: what was sent to a payer stays right.

mod example;
mod hours;
mod rule;
#[cfg(test)]
mod tests;
mod used;

pub use example::{Example, Shown, examples};
pub use rule::{CAP_MAX, RULES_MAX, RuleDraft, RuleProblem, UNIT_MINUTES_MAX, problems};
pub use used::used;

use crate::{
    Moment,
    id::{ClientId, ContactId, StaffId},
    span::Span,
    wire::v1::{Component, ContactRow, Mode, Outcome, Rounding, UnitRule, UnitRules, With},
};
use chrono::{Datelike, NaiveDate};
use hours::Hours;
use std::collections::BTreeMap;

/// A note as far as it is counted: who was how long with whom, and what became of the note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    /// Which note.
    pub contact_id: ContactId,
    /// About whom.
    pub client_id: ClientId,
    /// Whose time it was.
    pub staff: StaffId,
    /// Its place in the order in which the server took notes.
    pub taken: i64,
    /// When the contact began.
    pub start: Moment,
    /// When it ended.
    pub end: Moment,
    /// Minutes on the way there and back.
    pub travel: u32,
    /// Whom it was with.
    pub with: With,
    /// By what means.
    pub mode: Mode,
    /// Whether it came about.
    pub outcome: Outcome,
    /// Function of case management.
    pub component: Component,
    /// Why the note as such counts for nothing.
    pub void: Option<Void>,
}

/// Why a note counts for nothing, whatever a payer says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Void {
    /// It was marked as entered in error.
    EnteredInError,
    /// It came from another system, which counts it itself.
    Imported,
    /// Its day cannot be believed ([`crate::dated`]).
    InDoubt,
}

/// What keeps a note from units, or from more of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// The note counts for nothing.
    Void(Void),
    /// It did not come about: effort, and never billed.
    NotCompleted,
    /// No rule is for its day.
    NoRule,
    /// The rule for its day is switched off.
    Off,
    /// The rule does not count contacts with these people.
    With,
    /// Nor by this means.
    Mode,
    /// Nor for this function.
    Component,
    /// It took no time.
    NoTime,
    /// All of its time was another note's of the same staff member before.
    Overlap,
    /// So few minutes are no unit.
    TooShort,
    /// Its minutes make no further unit.
    Rounded,
    /// The client has all units of that day.
    CapDay,
    /// The client has all units of that month.
    CapMonth,
}

/// What was made of a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reckoned {
    /// Which note.
    pub contact_id: ContactId,
    /// Minutes that it lasted by the clock.
    pub minutes: u32,
    /// Minutes that a rule looked at: without those that another note of the same staff member
    /// has, and with those on the way where the rule wants them.
    pub counted: u32,
    /// The units that it adds.
    pub units: u32,
    /// The number of the rule for its day.
    pub rule: Option<u32>,
    /// What kept it from units, or from more of them.
    pub why: Option<Why>,
    /// Another note of the same staff member that takes up some of the same time.
    pub overlaps: Option<ContactId>,
}

/// Minutes on the way that are believed, at most: a day.
const TRAVEL_MOST: u32 = 24 * 60;

impl Effort {
    /// What counts of a note. `taken` is its place in the server's order.
    #[must_use]
    pub fn of(row: &ContactRow, taken: i64, void: Option<Void>) -> Self {
        let contact = &row.contact;
        let void = void.or_else(|| row.is_in_doubt().then_some(Void::InDoubt));
        Self {
            contact_id: contact.contact_id,
            client_id: contact.client_id,
            staff: row.author,
            taken,
            start: contact.occurred_start,
            end: contact.occurred_end,
            travel: contact.travel_minutes.unwrap_or_default().min(TRAVEL_MOST),
            with: contact.with,
            mode: contact.mode,
            outcome: contact.outcome,
            component: contact.component,
            void,
        }
    }

    /// The day of service: the one on which it began, by the clock that hung there. A visit over
    /// midnight is whole on that day.
    #[must_use]
    pub fn day(&self) -> NaiveDate {
        self.start.date()
    }

    /// How long it lasted, by the clock; a clock that is put forward or back meanwhile changes nothing.
    #[must_use]
    pub fn minutes(&self) -> u32 {
        Span::new(self.start, self.end).minutes()
    }

    /// It took somebody's time: what did not come about, or is no note, stands in no other's way.
    const fn takes_time(&self) -> bool {
        self.void.is_none() && matches!(self.outcome, Outcome::Completed)
    }
}

impl UnitRules {
    /// The rule for a day of service: the one that begins last by then; of two that begin on one
    /// day, the one that was saved later.
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> Option<&UnitRule> {
        self.rules
            .iter()
            .filter(|rule| rule.from <= day)
            .max_by_key(|rule| (rule.from, rule.number))
    }
}

/// What each note comes to, in the order in which they were handed in. All notes of the agency are
/// wanted, or at least those of whole months: a cap and an overlap ask for others.
#[must_use]
pub fn reckon(rules: &UnitRules, notes: &[Effort]) -> Vec<Reckoned> {
    let overlaps = hours::overlaps(notes.iter().filter(|note| note.takes_time()));
    let mut order: Vec<_> = (0..notes.len()).collect();
    let place = |at: &usize| notes.get(*at).map(|note| (note.taken, note.contact_id));
    order.sort_by_key(place);
    let mut counting = Counting { rules, sums: Sums::default() };
    let mut reckoned: Vec<_> = order
        .into_iter()
        .filter_map(|at| Some((at, counting.reckon(notes.get(at)?))))
        .map(|(at, one)| (at, Reckoned { overlaps: overlaps.get(&one.contact_id).copied(), ..one }))
        .collect();
    reckoned.sort_by_key(|(at, _)| *at);
    reckoned.into_iter().map(|(_, one)| one).collect()
}

/// What is counted so far.
#[derive(Default)]
struct Sums {
    hours: BTreeMap<StaffId, Hours>,
    same_day: BTreeMap<(StaffId, ClientId, NaiveDate, u8), u32>,
    days: BTreeMap<(ClientId, NaiveDate), u32>,
    months: BTreeMap<(ClientId, i32, u32), u32>,
}

struct Counting<'a> {
    rules: &'a UnitRules,
    sums: Sums,
}

impl Counting<'_> {
    fn reckon(&mut self, note: &Effort) -> Reckoned {
        let rule = self.rules.on(note.day());
        let mut one = Reckoned {
            contact_id: note.contact_id,
            minutes: note.minutes(),
            counted: 0,
            units: 0,
            rule: rule.map(|rule| rule.number),
            why: None,
            overlaps: None,
        };
        let counts = match (note.whatever_the_rule(), rule) {
            (Some(why), _) => Err(why),
            (None, None) => Err(Why::NoRule),
            (None, Some(rule)) => rule.takes(note).map(|()| rule),
        };
        match counts {
            Ok(rule) => self.count(rule, note, &mut one),
            Err(why) => one.why = Some(why),
        }
        one
    }

    fn count(&mut self, rule: &UnitRule, note: &Effort, one: &mut Reckoned) {
        let own = self.sums.hours.entry(note.staff).or_default().take(note.start, note.end);
        // Several notes of one visit have one way there.
        let travels = rule.travel && own == one.minutes;
        one.counted = own.saturating_add(if travels { note.travel } else { 0 });
        let before = if rule.same_day {
            let key = (note.staff, note.client_id, note.day(), note.component as u8);
            let sum = self.sums.same_day.entry(key).or_default();
            let before = *sum;
            *sum = sum.saturating_add(one.counted);
            before
        } else {
            0
        };
        let all = before.saturating_add(one.counted);
        let adds = rule.units_of(all).saturating_sub(rule.units_of(before));
        let day = self.sums.days.entry((note.client_id, note.day())).or_default();
        let month = (note.client_id, note.day().year(), note.day().month());
        let month = self.sums.months.entry(month).or_default();
        let left = |cap: Option<u16>, had: u32| {
            cap.map_or(u32::MAX, |cap| u32::from(cap).saturating_sub(had))
        };
        let (of_day, of_month) = (left(rule.cap_day, *day), left(rule.cap_month, *month));
        one.units = adds.min(of_day).min(of_month);
        *day = day.saturating_add(one.units);
        *month = month.saturating_add(one.units);
        one.why = match () {
            () if adds > of_day && of_day <= of_month => Some(Why::CapDay),
            () if adds > of_month => Some(Why::CapMonth),
            () if adds > 0 => None,
            () if one.counted == 0 && one.minutes > 0 => Some(Why::Overlap),
            () if one.counted == 0 => Some(Why::NoTime),
            () if all < u32::from(rule.min_minutes) => Some(Why::TooShort),
            () => Some(Why::Rounded),
        };
    }
}

impl Effort {
    /// What keeps it from units without asking any rule.
    fn whatever_the_rule(&self) -> Option<Why> {
        let void = self.void.map(Why::Void);
        void.or_else(|| (self.outcome != Outcome::Completed).then_some(Why::NotCompleted))
    }
}

impl UnitRule {
    /// Whether it counts a note that came about.
    fn takes(&self, note: &Effort) -> Result<(), Why> {
        let not = |is: bool, why| if is { Ok(()) } else { Err(why) };
        not(self.on, Why::Off)?;
        not(self.with.contains(&note.with), Why::With)?;
        not(self.modes.contains(&note.mode), Why::Mode)?;
        not(self.components.contains(&note.component), Why::Component)
    }

    /// Units of so many minutes; never more than there are minutes, and never fewer for more of them.
    #[must_use]
    pub fn units_of(&self, minutes: u32) -> u32 {
        let unit = u32::from(self.unit_minutes);
        if unit == 0 || minutes < u32::from(self.min_minutes) {
            return 0;
        }
        let (whole, rest) = (minutes / unit, minutes % unit);
        let one_more = match self.rounding {
            Rounding::Down => false,
            Rounding::Nearest => rest * 2 >= unit && rest > 0,
            Rounding::Up => rest > 0,
            Rounding::EightMinute => rest >= 8,
        };
        whole + u32::from(one_more)
    }
}
