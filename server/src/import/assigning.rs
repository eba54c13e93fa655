//! Whose a client becomes by what a source says.
//!
//! An import moves the assignment that it made itself, and no other. Where people here gave a
//! client to somebody, or took them from the one an import had named, that stands, whatever the
//! source says afterwards.

use super::Context;
use crate::store::imported::{Made, Person};
use domain::id::{ClientId, StaffId};

/// What is to happen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Decision {
    pub(super) ends: Option<StaffId>,
    pub(super) begins: Option<StaffId>,
    /// Whom the fact sheet names.
    pub(super) primary: Option<StaffId>,
    /// Somebody carries the client afterwards.
    pub(super) carried: bool,
    /// One of them can sign in.
    pub(super) seen: bool,
    /// What the report says of it; nothing where it is as before.
    pub(super) remark: Option<&'static str>,
}

/// Decides by what the source says now: `word` is the worker it names, if it names one who works
/// here, and `open` whether the case is.
pub(super) fn decide(
    context: &Context,
    client: ClientId,
    word: Option<StaffId>,
    open: bool,
) -> Decision {
    let nobody = Vec::new();
    let carried = context.known.carried.get(&client).unwrap_or(&nobody);
    let before = context.known.people.get(&client);
    let own = before.and_then(|before| before.made).filter(|made| carried.contains(made));
    let word = word.filter(|staff| !context.has_left(*staff));
    let mut decision = match (word, own) {
        (Some(word), Some(own)) if own.staff == word => Decision::default(),
        (Some(word), Some(own)) => Decision {
            ends: Some(own.staff),
            begins: carried.iter().all(|made| made.staff != word).then_some(word),
            remark: Some("The source names another worker now: moved to them."),
            ..Decision::default()
        },
        (Some(word), None) => without_own(context, carried, before, word),
        (None, _) => Decision::default(),
    };
    let stay = |made: &&Made| Some(made.staff) != decision.ends;
    let mut after: Vec<StaffId> = carried.iter().filter(stay).map(|made| made.staff).collect();
    after.extend(decision.begins);
    if after.is_empty()
        && open
        && let Some(staff) = context.choices.unassigned_to
    {
        decision.begins = Some(staff);
        decision.remark = Some("Given to whom --unassigned-to names.");
        after.push(staff);
    }
    let named = decision.begins.or(word).filter(|named| after.contains(named));
    decision.primary = named.or_else(|| before.and_then(|before| before.primary));
    decision.carried = !after.is_empty();
    decision.seen = after.iter().any(|staff| context.can_sign_in(*staff));
    decision
}

/// Where there is no assignment that an import made.
fn without_own(
    context: &Context,
    carried: &[Made],
    before: Option<&Person>,
    word: StaffId,
) -> Decision {
    let begins = |remark| Decision { begins: Some(word), remark, ..Decision::default() };
    let stands = |remark| Decision { remark, ..Decision::default() };
    if carried.iter().any(|made| made.staff == word) {
        return Decision::default();
    }
    let said = before.and_then(|before| before.worker);
    let gone = said.is_some_and(|said| context.has_left(said));
    match (carried.is_empty(), said) {
        (true, None) => begins(None),
        (true, Some(said)) if said != word && gone => {
            begins(Some("The worker the source had named has left: given to whom it names now."))
        }
        (_, Some(said)) if said == word => stands(None),
        (false, _) => stands(Some(
            "The source names another worker than those whom people here gave the client to; that \
             stays as it is.",
        )),
        (true, Some(_)) => stands(Some(
            "The source names another worker now, but people here took the client from the one it \
             had named; that stays as it is, and nobody carries them.",
        )),
    }
}

/// Takes a client from whom an import gave them to, because their source no longer has them.
pub(super) fn end(context: &Context, client: ClientId) -> Decision {
    let carried = context.known.carried.get(&client);
    let before = context.known.people.get(&client);
    let is_open = |made: &Made| carried.is_some_and(|carried| carried.contains(made));
    let own = before.and_then(|before| before.made).filter(is_open);
    let others = carried.is_some_and(|carried| carried.iter().any(|made| Some(*made) != own));
    Decision {
        ends: own.map(|own| own.staff),
        primary: before.and_then(|before| before.primary),
        carried: others,
        remark: others.then_some(
            "People here gave the client to somebody, on whose phone they stay: look whether that \
             is still right.",
        ),
        ..Decision::default()
    }
}

#[cfg(test)]
mod tests;
