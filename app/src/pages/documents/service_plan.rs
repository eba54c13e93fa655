//! What the service plan says and asks.

use super::outline::{Holds, Outline, Part};
use crate::{
    parts::document_values::{
        Around, item_name,
        service_plan::{WORDS, choices},
    },
    place::Screen,
    state::AppState,
    words::service_plan::{Words, words},
};
use domain::{
    document::{
        CellName, Cells, DocumentDraft, DocumentKind, Key, Line, Value,
        service_plan::{self, Gap, Missing, gaps},
    },
    id::{ClientId, LineId},
    length::Field,
    problem::{Of, Problem, Wrong},
};
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
    lacks,
    leads,
    read_by_client: &["goal", "activities", "change", "text"],
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
        facts(
            s.agreement_of_client,
            s.agreement_hint,
            &["agreement", "signature", "agreement_note"],
        ),
        facts(s.standing, s.standing_hint, &["state", "change_reason"]),
    ]
}

fn asks(cells: &Cells, line: Option<LineId>, name: CellName) -> bool {
    let Some(line) = line else {
        let agreement = cells.value(Key::fact("agreement"));
        return name != *"signature" || agreement.as_word() == Some("signed");
    };
    let disposition = cells.value(Key::of_line(line, "disposition"));
    let is_about_strategy =
        cells.line(line).is_some_and(|line| line.list == service_plan::STRATEGIES);
    match (name.as_str(), disposition.as_word()) {
        _ if is_about_strategy => true,
        ("disposition", _) => true,
        ("reason", word) => matches!(word, Some("deferred" | "declined")),
        ("outside_reason", Some("in_plan")) => service_plan::is_outside(cells, line),
        // A review says it.
        ("reviewed", _) => false,
        ("provider", Some("in_plan")) => cells.value(Key::of_line(line, "by_provider")).is_yes(),
        (_, word) => word == Some("in_plan"),
    }
}

/// A line about a need leads to that need.
fn leads(client_id: ClientId, cells: &Cells, line: &Line) -> Option<Screen> {
    let need = cells.value(Key::of_line(line.id, "need"));
    need.as_word()?.parse().ok().map(|need| Screen::Need(client_id, need))
}

/// What a plan that is called finished lacks all the same: a need may have been added on another
/// phone since.
fn lacks(plan: &Cells, around: &Around) -> Vec<(String, &'static str)> {
    if !is_finished(plan) {
        return Vec::new();
    }
    let open = gaps(plan, around.assessed.as_deref());
    let said = |gap: Gap| {
        let name = gap.item.and_then(|item| around.item(&item.to_string()));
        (name.unwrap_or_default(), says(around.app, at(gap)))
    };
    open.into_iter().filter(|gap| !gap.missing.may_be_left()).map(said).collect()
}

fn is_finished(plan: &Cells) -> bool {
    plan.value(Key::fact("state")).as_word() == Some("finished")
}

/// A plan that is called finished lacks nothing, and one that was finished says why it changes.
fn problems(draft: &DocumentDraft, around: &Around) -> Vec<Problem> {
    let now = draft.to_save();
    let mut problems = Vec::new();
    if is_finished(&now) {
        // It answers an assessment, and one that is not at hand cannot be answered.
        if around.assessed.is_none() {
            problems.push(cell(None, "state"));
        }
        let open = gaps(&now, around.assessed.as_deref());
        problems.extend(open.into_iter().filter(|gap| !gap.missing.may_be_left()).map(at));
    }
    let text = |cells: &Cells, name| cells.value(Key::fact(name)).as_text().map(str::to_owned);
    // A name stands for what it was written under.
    let drawn = now.value(Key::fact("signature"));
    let is_old = drawn != Value::Nothing
        && draft.before.as_ref().is_some_and(|before| {
            before.value(Key::fact("signature")) == drawn && before.lines != now.lines
        });
    if is_old && now.value(Key::fact("agreement")).as_word() == Some("signed") {
        let field = Field::Cell(CellName::new("signature"));
        problems.push(Problem::new(field, Wrong::Unchanged));
    }
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
        Missing::Signature => return cell(None, "signature"),
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
        "signature" if problem.wrong == Wrong::Unchanged => s.signed_before,
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
        "signature" => s.lacks_signature,
        "state" => s.lacks_assessment,
        _ => s.lacks_change_reason,
    }
}
