//! A crisis plan while it is written, worker and client together.

use super::{PLAN_MAX_BYTES, keeps_the_rules};
use crate::{
    Moment,
    document::Key,
    id::{ClientId, CrisisPlanId, LineId},
    json::ReadObject,
    length::{self, Field},
    phone,
    problem::{Of, Problem, Wrong, too_long, whole_too_long},
    wire::v1::{
        AdvanceDirective, ConflictId, ConflictSide, CrisisPlan, CrisisPlanContent, CrisisPlanEdit,
        CrisisPlanItem, DocumentBase, MadeWith, OpenConflict,
    },
};
use chrono::Days;
use serde::Serialize;

/// A plan being written. Stored sealed after every pause in typing; unknown
/// fields are ignored, so that yesterday's draft opens in tomorrow's app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ReadObject)]
pub struct PlanDraft {
    /// When writing began.
    pub written_at: Option<Moment>,
    /// The plan's id: of the plan there is, or of the one this begins.
    pub crisis_plan_id: CrisisPlanId,
    /// Whose. A draft never opens on anybody else.
    pub client_id: ClientId,
    /// What was on the screen when writing began, by name.
    pub based_on: DocumentBase,
    /// The same in words; none for a first plan.
    #[serde(default)]
    pub before: Option<CrisisPlanContent>,
    /// The plan as it stands in the form.
    pub content: CrisisPlanContent,
    /// Where two people had written different things when writing began.
    #[serde(default)]
    pub conflicts: Vec<OpenConflict>,
    /// Those of them that somebody has decided since.
    #[serde(default)]
    pub settles: Vec<ConflictId>,
}

impl PlanDraft {
    /// A draft of the first plan of a client. The lines are what is known
    /// already, such as the agency's crisis lines (domain model C5).
    #[must_use]
    pub fn first(
        client_id: ClientId,
        crisis_plan_id: CrisisPlanId,
        language: String,
        items: Vec<CrisisPlanItem>,
        now: Moment,
        review_days: u16,
    ) -> Self {
        let content = CrisisPlanContent {
            made_with: MadeWith::Client,
            client_agrees: false,
            review_due: now.date() + Days::new(u64::from(review_days)),
            language,
            items,
            advance_directive: None,
        };
        Self {
            written_at: Some(now),
            crisis_plan_id,
            client_id,
            based_on: DocumentBase::Nothing,
            before: None,
            content,
            conflicts: Vec::new(),
            settles: Vec::new(),
        }
    }

    /// A draft of the next version of a plan. What the client agreed to was
    /// the version before: whether they agree to this one is asked again.
    #[must_use]
    pub fn next(plan: &CrisisPlan, based_on: DocumentBase, now: Moment) -> Self {
        let before = plan.content();
        Self {
            written_at: Some(now),
            crisis_plan_id: plan.crisis_plan_id,
            client_id: plan.client_id,
            based_on,
            content: CrisisPlanContent { client_agrees: false, ..before.clone() },
            before: Some(before),
            conflicts: plan.conflicts.clone(),
            settles: Vec::new(),
        }
    }

    /// Decides a conflict for one of its two values.
    pub fn settle(&mut self, conflict_id: ConflictId, side: &ConflictSide) {
        self.content.change(|cells| cells.put(conflict_id.key(), side.value.clone()));
        // Where the value has no place any more, nothing was decided.
        let holds = self.content.cells().value(conflict_id.key()) == side.value;
        if holds && !self.settles.contains(&conflict_id) {
            self.settles.push(conflict_id);
        }
    }

    /// Nobody has decided this one yet.
    #[must_use]
    pub fn is_open(&self, conflict: &OpenConflict) -> bool {
        !self.settles.contains(&conflict.conflict_id)
    }

    /// The words that would be saved: lines without any are left out.
    #[must_use]
    pub fn to_save(&self) -> CrisisPlanContent {
        let mut content = self.content.clone();
        content.items.retain(CrisisPlanItem::has_words);
        let empty = |directive: &AdvanceDirective| {
            directive.where_kept.trim().is_empty() && directive.agent.trim().is_empty()
        };
        if content.advance_directive.as_ref().is_some_and(empty) {
            content.advance_directive = None;
        }
        content
    }

    /// What stands in the way of saving. What stood in the plan before, or was
    /// written on another phone, is no reason not to save.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        let edit = self.unchecked(Moment::new(0, 0));
        let content = &edit.content;
        let whole = |wrong| vec![Problem::new(Field::Whole, wrong)];
        if self.before.is_none() && content.items.is_empty() && content.advance_directive.is_none()
        {
            return whole(Wrong::Missing);
        }
        let unchanged = |before: &CrisisPlanContent| {
            let agreed = content.client_agrees || before.client_agrees;
            CrisisPlanContent { client_agrees: agreed, ..content.clone() } == *before
        };
        if self.settles.is_empty() && self.before.as_ref().is_some_and(unchanged) {
            return whole(Wrong::Unchanged);
        }
        let mut problems = Vec::new();
        for line in &content.items {
            for (name, field, words) in line.all_words() {
                let stood = self.stood(line.item_id, name, words);
                // The first version knew no limit: what no server takes any more is asked about.
                if !stood || !length::fits(words) {
                    problems.extend(too_long(Of::Line(line.item_id), [(field, words.as_str())]));
                }
                if stood {
                    continue;
                }
                if matches!(field, Field::Tel | Field::Sms) {
                    let why = phone::problem(words, field == Field::Sms).map(Wrong::Number);
                    problems.extend(why.map(|why| Problem::in_line(line.item_id, field, why)));
                }
            }
        }
        let directive = content.advance_directive.iter().flat_map(|one| {
            [(Field::DirectiveWhere, one.where_kept.as_str()), (Field::DirectiveAgent, &one.agent)]
        });
        problems.extend(too_long(Of::Form, directive));
        if problems.is_empty() {
            let by = content.bytes().saturating_sub(PLAN_MAX_BYTES);
            let words = (by > 0).then_some(Problem::new(Field::Whole, Wrong::TooLong(by)));
            let over = words.or_else(|| whole_too_long(&edit));
            let rules = || {
                (!keeps_the_rules(&edit)).then_some(Problem::new(Field::Lines, Wrong::TooLong(1)))
            };
            problems.extend(over.or_else(rules));
        }
        problems
    }

    /// The edit to save.
    ///
    /// # Errors
    /// What [`Self::problems`] lists.
    pub fn save(&self, at: Moment) -> Result<CrisisPlanEdit, Vec<Problem>> {
        let problems = self.problems();
        if problems.is_empty() { Ok(self.unchecked(at)) } else { Err(problems) }
    }

    /// The edit as it stands, whatever is wrong with it.
    fn unchecked(&self, at: Moment) -> CrisisPlanEdit {
        CrisisPlanEdit {
            crisis_plan_id: self.crisis_plan_id,
            client_id: self.client_id,
            at,
            based_on: self.based_on,
            before: self.before.clone(),
            content: self.to_save(),
            settles: self.settles.clone(),
        }
    }

    /// These words stood in this place when writing began, on one side of a conflict or the other.
    fn stood(&self, line: LineId, name: &'static str, words: &str) -> bool {
        let key = Key::of_line(line, name);
        let holds = |held: &CrisisPlanItem| {
            held.all_words().into_iter().any(|(own, _, held)| own == name && held == words)
        };
        let before = self.before.as_ref().and_then(|before| before.line(line));
        let mut sides = self.conflicts.iter().flat_map(|conflict| {
            let OpenConflict { conflict_id, kept, other } = conflict;
            [(conflict_id.key(), &kept.value), (conflict_id.key(), &other.value)]
        });
        before.is_some_and(holds)
            || sides.any(|(at, value)| match value.read::<CrisisPlanItem>("line") {
                Some(whole) => at.line == Some(line) && holds(&whole),
                None => at == key && value.as_text() == Some(words),
            })
    }
}

impl CrisisPlanItem {
    /// There is anything to read in it.
    #[must_use]
    pub fn has_words(&self) -> bool {
        self.all_words().into_iter().any(|(_, _, words)| !words.trim().is_empty())
    }
}
