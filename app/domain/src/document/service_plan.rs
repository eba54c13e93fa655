//! The service plan: what is to be done about each numbered need, by whom and until when
//! (seeds 002:145-170, 004:64-72).

mod finalise;
#[cfg(test)]
mod tests;

pub use finalise::{Gap, Missing, gaps};

use super::{Absent, Cell, Cells, Due, Key, List, SIGNATURE, Shape, Version};
use crate::{
    id::LineId,
    wire::v1::{Client, KnownBy, OutsideReview},
};
use chrono::{Days, NaiveDate};
use std::ops::RangeInclusive;

/// Which of the lists holds a line for each need.
pub const LINES: usize = 0;
/// Which of the lists says how a barrier is overcome or a strength is built on.
pub const STRATEGIES: usize = 1;

/// The state of a plan that was finished and is not being changed.
pub const FINISHED: &str = "finished";

/// Of which cells a service plan is made.
pub const SHAPE: &Shape = &Shape {
    id: "document_id",
    facts: FACTS,
    lists: LISTS,
    due: Some(Due { list: LINES, day: "review", going_on: ("disposition", "in_plan") }),
};

const FACTS: &[Cell] = &[
    Cell::new("state", &["state"], "plan_state", Absent::Nothing),
    // Why a finished plan was changed (004:103-104).
    Cell::words("change_reason", &["change_reason"]).anew(),
    // The meeting before a plan is finished (004:29-30).
    Cell::day("staffing_on", &["staffing_on"]),
    Cell::words("staffing_people", &["staffing_people"]),
    Cell::new("advocate", &["advocate"], "advocate", Absent::Nothing),
    Cell::words("staffing_decisions", &["staffing_decisions"]),
    Cell::new("agreement", &["agreement"], "agreement", Absent::Nothing),
    // Drawn on the screen, and on which day: one answer.
    Cell::new("signature", &["signature", "signed_on"], SIGNATURE, Absent::Nothing),
    Cell::words("agreement_note", &["agreement_note"]),
    Cell::words("language", &["language"]),
];

const LISTS: &[List] = &[
    List {
        key: "lines",
        id: "line_id",
        words: "need",
        sort: "plan_line",
        groups: None,
        numbered: &[],
        history_of: None,
        cells: &[
            Cell::new("need", &["need"], "item_of_assessment", Absent::Never),
            Cell::new("disposition", &["disposition"], "disposition", Absent::Nothing),
            Cell::words("reason", &["reason"]),
            Cell::words("own", &["own"]),
            Cell::words("goal", &["goal"]),
            Cell::words("activities", &["activities"]),
            Cell::flag("by_client", &["by_client"]),
            Cell::flag("by_case_manager", &["by_case_manager"]),
            Cell::flag("by_provider", &["by_provider"]),
            Cell::flag("by_supporter", &["by_supporter"]),
            Cell::words("provider", &["provider"]),
            Cell::words("funding", &["funding"]),
            Cell::words("change", &["change"]),
            Cell::day("start", &["start"]),
            Cell::day("target", &["target"]),
            // When it was looked at last; the next review counts from there.
            Cell::day("reviewed", &["reviewed"]),
            Cell::day("review", &["review"]),
            Cell::words("outside_reason", &["outside_reason"]),
        ],
    },
    List {
        key: "strategies",
        id: "line_id",
        words: "item",
        sort: "strategy",
        groups: None,
        numbered: &[],
        history_of: None,
        cells: &[
            Cell::new("item", &["item"], "item_of_assessment", Absent::Never),
            Cell::words("text", &["text"]),
        ],
    },
];

/// The line of a list that is about this need, barrier or strength.
#[must_use]
pub fn line_about(plan: &Cells, list: usize, item: LineId) -> Option<LineId> {
    let item = item.to_string();
    let mut lines = plan.lines_in(list, None);
    let line = lines.find(|line| {
        let cell = plan.list_of(line).map_or("", |list| list.words);
        plan.value(Key::of_line(line.id, cell)).as_word() == Some(&item)
    });
    line.map(|line| line.id)
}

/// Days on which a service that began, or was last reviewed, on `start` is to be reviewed: not
/// before there is anything to see, and not too late to change it (004:67). Both ends are
/// included.
#[must_use]
pub fn review_window(start: NaiveDate) -> RangeInclusive<NaiveDate> {
    let after = |days| start.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX);
    after(30)..=after(90)
}

/// Whether a line is to be reviewed sooner or later than the rule says: counted from its last
/// review, and before the first from its start.
#[must_use]
pub fn is_outside(plan: &Cells, line: LineId) -> bool {
    days_outside(plan, line).is_some()
}

fn days_outside(plan: &Cells, line: LineId) -> Option<(NaiveDate, NaiveDate)> {
    let day = |name| plan.value(Key::of_line(line, name)).as_day();
    let (from, review) = (day("reviewed").or(day("start"))?, day("review")?);
    (!review_window(from).contains(&review)).then_some((from, review))
}

/// Lines that go on and are to be reviewed outside of the time of the rule, for a supervisor to
/// look at. `preferred_name` is that of whose plan it is.
#[must_use]
pub fn outside(plan: &Version, client: &Client) -> Vec<OutsideReview> {
    let cells = &plan.cells;
    let of_line = |line: LineId| {
        let value = |name| cells.value(Key::of_line(line, name));
        let text = |name| value(name).as_text().unwrap_or_default().to_owned();
        if value("disposition").as_word() != Some("in_plan") {
            return None;
        }
        let (from, review) = days_outside(cells, line)?;
        let own = text("own");
        Some(OutsideReview {
            client_id: plan.client_id,
            preferred_name: client.preferred_name.clone(),
            known_by: KnownBy::of(client),
            line,
            goal: if own.trim().is_empty() { text("goal") } else { own },
            from,
            review,
            reason: text("outside_reason"),
            author: plan.author,
            made_at: plan.made_at,
        })
    };
    cells.lines_in(LINES, None).filter_map(|line| of_line(line.id)).collect()
}
