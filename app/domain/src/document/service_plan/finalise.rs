//! What a plan still lacks before it can be called finished.

use super::{LINES, STRATEGIES, is_outside, line_about};
use crate::{
    document::{Cells, Key, Value, assessment},
    id::LineId,
};

/// Something that a plan lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// The need, barrier or strength that it is about; none where it is about the whole plan.
    pub item: Option<LineId>,
    /// The line of the plan, where there is one.
    pub line: Option<LineId>,
    /// What is missing.
    pub missing: Missing,
}

/// What a plan can lack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Missing {
    /// A need that nothing is said about.
    Line,
    /// Why a need is put off, or that the client does not want it looked at.
    Reason,
    /// A goal, in the client's words or in objective ones.
    Goal,
    /// What is to be done.
    Activities,
    /// Who does it.
    Actors,
    /// What is to be different then.
    Change,
    /// The day by which the goal is to be reached.
    Target,
    /// When to see whether it works.
    Review,
    /// Why it is looked at sooner or later than the rule says.
    OutsideReason,
    /// How a barrier is overcome or a strength is built on. It is said, and holds nobody up.
    Strategy,
    /// Whether the client agrees.
    Agreement,
    /// The name under it, where they are said to have signed.
    Signature,
    /// The need is not in the assessment any more.
    Need,
}

impl Missing {
    /// Whether a plan without it can be finished.
    #[must_use]
    pub const fn may_be_left(self) -> bool {
        matches!(self, Self::Strategy | Self::Need)
    }
}

/// What a plan lacks to answer an assessment, need by need in the client's order. Every need that
/// is open is in the plan, put off or declined, the last two with a reason; what is in the plan
/// says who does what, to what end and by when (002:158-163, domain model SP1 to SP3, C7).
#[must_use]
pub fn gaps(plan: &Cells, assessed: Option<&Cells>) -> Vec<Gap> {
    let items = assessed.map(assessment::items).unwrap_or_default();
    let mut gaps = Vec::new();
    for item in items.iter().filter(|item| item.is_open) {
        let gap = |line, missing| Gap { item: Some(item.id), line, missing };
        match item.kind.as_str() {
            "need" => match line_about(plan, LINES, item.id) {
                Some(line) => {
                    gaps.extend(lacks(plan, line).into_iter().map(|it| gap(Some(line), it)));
                }
                None => gaps.push(gap(None, Missing::Line)),
            },
            "barrier" | "strength" => {
                let strategy = line_about(plan, STRATEGIES, item.id);
                if strategy.is_none_or(|line| is_empty(plan, line, "text")) {
                    gaps.push(gap(strategy, Missing::Strategy));
                }
            }
            _ => {}
        }
    }
    for line in plan.lines.iter().filter(|line| line.list == LINES) {
        let need = plan.value(Key::of_line(line.id, "need"));
        let id = need.as_word().and_then(|id| id.parse().ok());
        if !items.iter().any(|item| Some(item.id) == id) {
            gaps.push(Gap { item: id, line: Some(line.id), missing: Missing::Need });
        }
    }
    let of_all = |missing| Gap { item: None, line: None, missing };
    match plan.value(Key::fact("agreement")).as_word() {
        None => gaps.push(of_all(Missing::Agreement)),
        Some("signed") if plan.value(Key::fact("signature")) == Value::Nothing => {
            gaps.push(of_all(Missing::Signature));
        }
        Some(_) => {}
    }
    gaps
}

fn is_empty(plan: &Cells, line: LineId, cell: &'static str) -> bool {
    plan.value(Key::of_line(line, cell)).as_text().is_none_or(|text| text.trim().is_empty())
}

/// What one line lacks.
fn lacks(plan: &Cells, line: LineId) -> Vec<Missing> {
    let empty = |cell| is_empty(plan, line, cell);
    let day = |cell| plan.value(Key::of_line(line, cell)).as_day();
    let word = |cell| plan.value(Key::of_line(line, cell)).as_word().map(str::to_owned);
    let is = |cell| plan.value(Key::of_line(line, cell)).is_yes();
    match word("disposition").as_deref() {
        Some("in_plan") => {}
        Some("met") => return Vec::new(),
        Some(_) => return empty("reason").then_some(Missing::Reason).into_iter().collect(),
        None => return vec![Missing::Line],
    }
    let actors = ["by_client", "by_case_manager", "by_provider", "by_supporter"];
    let checks = [
        (empty("own") && empty("goal"), Missing::Goal),
        (empty("activities"), Missing::Activities),
        (!actors.into_iter().any(is), Missing::Actors),
        (empty("change"), Missing::Change),
        (day("target").is_none(), Missing::Target),
        (day("review").is_none() || day("start").is_none(), Missing::Review),
        (is_outside(plan, line) && empty("outside_reason"), Missing::OutsideReason),
    ];
    checks.into_iter().filter_map(|(lacks, what)| lacks.then_some(what)).collect()
}
