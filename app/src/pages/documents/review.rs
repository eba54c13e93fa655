//! What a review says and asks.

use crate::{
    parts::chain::{Chain, Known},
    parts::{
        cells,
        document_values::review::{WORDS, choices},
        next_step::{put_next_step, short_name},
        signing::{Questionnaire, Questions},
    },
    place::{DocumentScreen, Screen},
    state::AppState,
    words::review::{Words, words},
};
use chrono::{Days, NaiveDate};
use domain::{
    Moment,
    document::{Cells, DocumentDraft, DocumentKind, Key, assessment},
    id::LineId,
    length::Field,
    operation::Payload,
    problem::Problem,
    record::{
        RecordDraft, RecordKind,
        review::{self, Outcome},
    },
    wire::v1::CellRecord,
};
use leptos::prelude::*;

/// Days until a new release is to be there: nothing goes to the new provider before.
const RELEASE_WITHIN: Days = Days::new(7);

/// The review.
pub(super) const QUESTIONNAIRE: Questionnaire = Questionnaire {
    kind: RecordKind::Review,
    words: WORDS,
    parts,
    choices,
    asks,
    about: "line",
    in_heading: &ABOUT,
    heading,
    begin,
    problems: |draft, _, today| review::lacks(&draft.content, today),
    says,
    intro: |app| own(app).intro,
    gone: |app| own(app).not_in_plan,
    stands_alone: false,
    elsewhere: |app, other| {
        own(app).other_begun(other.value(Key::fact("goal")).as_text().unwrap_or_default())
    },
    above: |_, _| None,
    changed: |_, _, _| {},
    last,
    follows,
    missed,
    back: Screen::Needs,
    beside: |_, _, _| None,
    then,
};

/// Facts that say what a review is about; its heading shows them.
pub(super) const ABOUT: [&str; 4] = ["line", "need", "need_number", "goal"];

fn own(app: AppState) -> &'static Words {
    words(app.language.get_untracked())
}

fn parts(app: AppState) -> Vec<Questions> {
    let s = own(app);
    let facts = |heading, facts| Questions { heading, hint: |_, _| "".into(), facts };
    vec![
        facts(s.questions, &["done", "enough", "good", "change"]),
        facts(s.voices, &["from_client", "from_provider", "from_supporters", "manner"]),
        facts(s.in_the_way, &["about_engagement", "about_coordination", "about_services"]),
        facts(s.next, &["outcome", "provider", "next_target", "next_review", "outside_reason"]),
    ]
}

/// What is asked follows from how it goes on.
fn asks(review: &Cells, name: &str, today: NaiveDate) -> bool {
    let outcome = Outcome::of(review);
    match name {
        "provider" | "next_target" => outcome == Some(Outcome::SwitchProvider),
        "next_review" => outcome.is_some_and(Outcome::goes_on),
        "outside_reason" => {
            outcome.is_some_and(Outcome::goes_on) && review::is_outside(review, today)
        }
        _ => true,
    }
}

/// What it is about: the number of the need and the goal, as they stood.
fn heading(app: AppState, review: &Cells) -> AnyView {
    let said = |name| cells::value(app, WORDS, &review.value(Key::fact(name)));
    let number = (review.value(Key::fact("need_number")).parts().is_some())
        .then(|| view! { <span class="need-number">{said("need_number")}</span> });
    view! { <p class="numbered">{number}<span>{said("goal")}</span></p> }.into_any()
}

fn begin(_: AppState, chain: &Chain, line: Option<LineId>, today: NaiveDate) -> Option<Cells> {
    let line = line?;
    let plan = chain.planned().filter(|plan| plan.line(line).is_some())?;
    let need = plan.value(Key::of_line(line, "need"));
    let need: Option<LineId> = need.as_word().and_then(|id| id.parse().ok());
    let number = need.zip(chain.assessed()).and_then(|(need, all)| assessment::number(all, need));
    Some(review::begin(plan, line, number, today))
}

/// A new provider may be told nothing before there is a release: that is the next step.
fn last(app: AppState, draft: &mut RecordDraft, today: NaiveDate) {
    let (s, review) = (own(app), &mut draft.content);
    let next = (Outcome::of(review) == Some(Outcome::SwitchProvider)).then(|| {
        let text = match short_name(review, "provider") {
            named if named.is_empty() => s.release_for_new.to_owned(),
            named => s.release_for(&named),
        };
        (text, today.checked_add_days(RELEASE_WITHIN).unwrap_or(today))
    });
    put_next_step(review, next);
}

/// The versions of plan and assessment that follow from a review.
fn follows(chain: &Chain, review: &Cells, now: Moment) -> Vec<Payload> {
    let edit = |known: &Known, next: Option<Cells>| {
        let (Some(version), based_on) = known else { return None };
        let draft =
            DocumentDraft { content: next?, ..DocumentDraft::next(version, *based_on, now) };
        draft.save(now).ok().map(Payload::DocumentSaved)
    };
    let next = |plan| review::planned(plan, review, now.date());
    let plan = edit(&chain.plan, chain.planned().and_then(next));
    let met = chain.assessed().and_then(|assessed| review::assessed(assessed, review));
    [plan, edit(&chain.assessment, met)].into_iter().flatten().collect()
}

/// That the plan stays as it is, although the review says otherwise.
fn missed(app: AppState, chain: &Chain, review: &Cells, now: Moment) -> &'static str {
    let made = follows(chain, review, now);
    let plan = |payload: &Payload| matches!(payload, Payload::DocumentSaved(edit) if edit.kind == DocumentKind::ServicePlan);
    if made.iter().any(plan) { "" } else { own(app).plan_stays }
}

/// Where to go on: to the need, or to the plan that is to be changed.
fn then(app: AppState, record: &CellRecord) -> Screen {
    let (client_id, review) = (record.client_id, &record.cells());
    if Outcome::of(review) == Some(Outcome::Revise) {
        app.tell(own(app).revise_next);
        return Screen::Document(client_id, DocumentKind::ServicePlan, DocumentScreen::Edit);
    }
    match review::about(review).0 {
        Some(need) => Screen::Need(client_id, need),
        None => Screen::Client(client_id),
    }
}

fn says(app: AppState, problem: Problem) -> &'static str {
    let s = own(app);
    let Field::Cell(name) = problem.field else { return "" };
    match name.as_str() {
        "done" => s.lacks_done,
        "enough" => s.lacks_enough,
        "good" => s.lacks_good,
        "provider" => s.lacks_provider,
        "next_target" => s.lacks_next_target,
        "next_review" => s.lacks_next_review,
        "outside_reason" => s.lacks_outside_reason,
        _ => s.lacks_outcome,
    }
}
