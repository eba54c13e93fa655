//! What the service plan says and asks.

use super::outline::{Holds, Outline, Part};
use crate::{
    parts::document_values::{
        Around, item_name,
        service_plan::{WORDS, choices},
    },
    state::AppState,
    words::service_plan::{Words, words},
};
use domain::{
    document::{
        CellName, Cells, DocumentDraft, DocumentKind, Key,
        service_plan::{self, Gap, Missing, gaps},
    },
    id::LineId,
    length::Field,
    problem::{Of, Problem, Wrong},
};
use leptos::prelude::*;
use std::borrow::Cow;

/// The service plan.
pub(super) const OUTLINE: Outline = Outline {
    kind: DocumentKind::ServicePlan,
    words: WORDS,
    parts,
    choices,
    asks,
    problems,
    says,
    about: |app| own(app).about,
};

fn own(app: AppState) -> &'static Words {
    words(app.language.get_untracked())
}

fn parts(around: &Around) -> Vec<Part> {
    let s = own(around.app);
    let items = around.items();
    let of_kinds = |kinds: &[&str]| {
        let open = items.iter().filter(|item| item.is_open && kinds.contains(&item.kind.as_str()));
        open.map(|item| (Cow::Owned(item.id.to_string()), item_name(item))).collect::<Vec<_>>()
    };
    let needs = of_kinds(&["need"]);
    let needs_hint = if needs.is_empty() { s.no_needs_yet } else { s.needs_hint };
    let facts = |heading, hint, names| Part { heading, hint, holds: Holds::Facts(names) };
    vec![
        Part {
            heading: s.needs,
            hint: needs_hint,
            holds: Holds::About { list: service_plan::LINES, things: needs },
        },
        Part {
            heading: s.strategies,
            hint: s.strategies_hint,
            holds: Holds::About {
                list: service_plan::STRATEGIES,
                things: of_kinds(&["barrier", "strength"]),
            },
        },
        facts(
            s.staffing,
            s.staffing_hint,
            &["staffing_on", "staffing_people", "advocate", "staffing_decisions"],
        ),
        facts(s.agreement_of_client, "", &["agreement", "agreement_note"]),
        facts(s.standing, s.standing_hint, &["state", "change_reason"]),
    ]
}

fn asks(cells: &Cells, line: LineId, name: CellName) -> bool {
    let disposition = cells.value(Key::of_line(line, "disposition"));
    let is_about_strategy =
        cells.line(line).is_some_and(|line| line.list == service_plan::STRATEGIES);
    match (name.as_str(), disposition.as_word()) {
        _ if is_about_strategy => true,
        ("disposition", _) => true,
        ("reason", word) => matches!(word, Some("deferred" | "declined")),
        ("outside_reason", Some("in_plan")) => is_outside(cells, line),
        ("provider", Some("in_plan")) => cells.value(Key::of_line(line, "by_provider")).is_yes(),
        (_, word) => word == Some("in_plan"),
    }
}

/// Whether a line is looked at again sooner or later than the rule says.
fn is_outside(cells: &Cells, line: LineId) -> bool {
    let day = |name| cells.value(Key::of_line(line, name)).as_day();
    match (day("start"), day("review")) {
        (Some(start), Some(review)) => !service_plan::review_window(start).contains(&review),
        _ => false,
    }
}

/// A plan that is called finished lacks nothing, and one that was finished says why it changes.
fn problems(draft: &DocumentDraft, around: &Around) -> Vec<Problem> {
    let word = |cells: &Cells, name| cells.value(Key::fact(name)).as_word().map(str::to_owned);
    let is_finished = |cells: &Cells| word(cells, "state").as_deref() == Some("finished");
    let now = draft.to_save();
    let mut problems = Vec::new();
    if is_finished(&now) {
        let open = gaps(&now, around.assessed.as_deref());
        problems.extend(open.into_iter().filter(|gap| !gap.missing.may_be_left()).map(at));
    }
    let text = |cells: &Cells, name| cells.value(Key::fact(name)).as_text().map(str::to_owned);
    if let Some(before) = draft.before.as_ref().filter(|before| is_finished(before)) {
        let reason = text(&now, "change_reason").unwrap_or_default();
        if reason.trim().is_empty() || text(before, "change_reason").as_ref() == Some(&reason) {
            problems.push(cell(None, "change_reason"));
        }
    }
    problems
}

fn cell(line: Option<LineId>, name: &'static str) -> Problem {
    let of = line.map_or(Of::Form, Of::Line);
    Problem { field: Field::Cell(CellName::new(name)), of, wrong: Wrong::Missing }
}

/// Where a gap is filled.
fn at(gap: Gap) -> Problem {
    let name = match gap.missing {
        Missing::Line | Missing::Need => "disposition",
        Missing::Reason => "reason",
        Missing::Goal => "own",
        Missing::Activities => "activities",
        Missing::Actors => "by_client",
        Missing::Change => "change",
        Missing::Target => "target",
        Missing::Review => "review",
        Missing::OutsideReason => "outside_reason",
        Missing::Strategy => "text",
        Missing::Agreement => return cell(None, "agreement"),
    };
    let about = gap.item.and_then(|item| {
        let mut cells = Cells::empty(DocumentKind::ServicePlan.shape());
        cells.add_line_about(service_plan::LINES, &item.to_string())
    });
    cell(gap.line.or(about), name)
}

fn says(app: AppState, problem: Problem) -> &'static str {
    let s = own(app);
    let Field::Cell(name) = problem.field else { return "" };
    match name.as_str() {
        "disposition" => s.lacks_line,
        "reason" => s.lacks_reason,
        "own" => s.lacks_goal,
        "activities" => s.lacks_activities,
        "by_client" => s.lacks_actors,
        "change" => s.lacks_change,
        "target" => s.lacks_target,
        "review" => s.lacks_review,
        "outside_reason" => s.lacks_outside_reason,
        "agreement" => s.lacks_agreement,
        _ => s.lacks_change_reason,
    }
}
