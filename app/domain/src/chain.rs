//! The chain from a need to what is done about it: "assessment, plan, notes, updates" (002:358-368).
//! What is broken in it is named, so that nobody finds out at an audit, or in a crisis.

use crate::document::{
    Cells, Key,
    assessment::Item,
    service_plan::{LINES, line_about},
};
use chrono::NaiveDate;

/// Days without a contact about a need after which its chain counts as broken (domain model C8).
pub const SILENT_AFTER_DAYS: i64 = 60;

/// Where the chain of a need is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Break {
    /// No plan says anything of it.
    NotPlanned,
    /// It is in the plan without a day for its review.
    NoReviewDay,
    /// It was to be reviewed by this day.
    ReviewOverdue(NaiveDate),
    /// Nobody has written of any contact about it.
    NoContact,
    /// The last contact about it was on this day.
    SilentSince(NaiveDate),
}

/// What is broken in the chain of a need on `today`, first things first; nothing for a need that
/// is met or gone, and for one that is put off or declined. `last_contact` is the day of the last
/// contact about it.
#[must_use]
pub fn breaks(
    need: &Item,
    plan: Option<&Cells>,
    last_contact: Option<NaiveDate>,
    today: NaiveDate,
) -> Vec<Break> {
    if !need.is_open {
        return Vec::new();
    }
    let line = plan.and_then(|plan| Some((plan, line_about(plan, LINES, need.id)?)));
    let Some((plan, line)) = line else { return vec![Break::NotPlanned] };
    let value = |name| plan.value(Key::of_line(line, name));
    match value("disposition").as_word() {
        Some("in_plan") => {}
        None => return vec![Break::NotPlanned],
        Some(_) => return Vec::new(),
    }
    let review = match value("review").as_day() {
        None => Some(Break::NoReviewDay),
        Some(day) => (day < today).then_some(Break::ReviewOverdue(day)),
    };
    let is_silent = |since: NaiveDate| (today - since).num_days() > SILENT_AFTER_DAYS;
    let begun = value("start").as_day();
    let contact = match last_contact {
        Some(last) => is_silent(last).then_some(Break::SilentSince(last)),
        // What begins next week cannot have been worked on yet.
        None => begun.is_none_or(|begun| begun <= today).then_some(Break::NoContact),
    };
    review.into_iter().chain(contact).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        document::{Value, service_plan::SHAPE},
        id::LineId,
        json::Json,
    };

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn need() -> Item {
        Item {
            id: LineId::from_bytes([7; 16]),
            kind: "need".to_owned(),
            number: Some(2),
            said: "A door that locks".to_owned(),
            is_open: true,
        }
    }

    fn plan(disposition: &str, start: &str, review: &str) -> Cells {
        let mut plan = Cells::empty(SHAPE);
        let line = plan.add_line_about(LINES, &need().id.to_string()).expect("a list");
        let word = Value::of("disposition", Json::Text(disposition.to_owned()));
        plan.put(Key::of_line(line, "disposition"), word);
        plan.put(Key::of_line(line, "start"), Value::day(day(start)));
        if !review.is_empty() {
            plan.put(Key::of_line(line, "review"), Value::day(day(review)));
        }
        plan
    }

    #[test]
    fn each_break_is_named() {
        let today = day("2026-03-02");
        let going_on = plan("in_plan", "2025-12-01", "2026-03-02");
        let late = plan("in_plan", "2025-12-01", "2026-03-01");
        let undated = plan("in_plan", "2025-12-01", "");
        let to_come = plan("in_plan", "2026-03-03", "2026-05-01");
        let recent = Some(day("2026-01-01"));
        for (plan, last, broken) in [
            (None, recent, &[Break::NotPlanned][..]),
            (Some(&Cells::empty(SHAPE)), recent, &[Break::NotPlanned]),
            (Some(&going_on), recent, &[]),
            (Some(&going_on), Some(day("2025-12-31")), &[Break::SilentSince(day("2025-12-31"))]),
            (Some(&going_on), None, &[Break::NoContact]),
            (Some(&to_come), None, &[]),
            (Some(&late), recent, &[Break::ReviewOverdue(day("2026-03-01"))]),
            (Some(&undated), None, &[Break::NoReviewDay, Break::NoContact]),
            (Some(&plan("deferred", "2025-12-01", "")), None, &[]),
            (Some(&plan("declined", "2025-12-01", "")), None, &[]),
        ] {
            assert_eq!(breaks(&need(), plan, last, today), broken);
        }
        let met = Item { is_open: false, ..need() };
        assert_eq!(breaks(&met, None, None, today), []);
    }
}
