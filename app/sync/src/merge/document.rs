//! A plan with its versions and its open conflicts.

use super::{Clash, Decided, merge_decided};
use domain::{
    Moment,
    crisis_plan::PlanKey,
    effects::PlanSaved,
    id::StaffId,
    wire::v1::{
        ConflictId, ConflictSide, CrisisPlan, CrisisPlanContent, OpenConflict, PlanBase, PlanValue,
        ReceiptOutcome,
    },
};

/// What an edit made of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedPlan {
    /// The plan as it is now, conflicts included.
    pub plan: CrisisPlan,
    /// For the receipt: `Applied`, `Merged` or `Conflict`.
    pub outcome: ReceiptOutcome,
    /// It is another than before: a version to store. Older ones are kept, whole.
    pub changed: bool,
}

/// Makes an edit the next version of a plan.
///
/// `versions` are those of the client's plan from the one the edit is based on,
/// or all, oldest first; the last is the present one, and none means that the client has
/// no plan. `base_applied` says, of an edit based on an earlier edit, that the
/// earlier one took effect here; it means nothing for others.
///
/// An edit from a base that is not known here (the earlier edit is in the
/// quarantine, or a backup was restored) is merged all the same, and more
/// carefully: lines it holds and this plan does not are put in.
#[must_use]
pub fn save(versions: &[CrisisPlan], saved: &PlanSaved, base_applied: bool) -> SavedPlan {
    let base_known = match saved.edit.based_on {
        PlanBase::Nothing => true,
        PlanBase::Version(n) => versions
            .iter()
            .find(|plan| plan.version == n)
            .is_some_and(|plan| saved.edit.before.as_ref() == Some(&plan.content())),
        PlanBase::Edit(_) => base_applied,
    };
    join(versions, saved, base_known)
}

/// The plan as its phone shows it: what the server said, and over it what was
/// saved since, in order of saving. None where there is neither.
///
/// Hand in edits that wait and, so that nothing flickers, those sent since the
/// last completed pull; laying one over a plan that holds it changes nothing.
/// The version stays the server's, 0 before it gave one.
#[must_use]
pub fn plan_with(pulled: Option<&CrisisPlan>, edits: &[PlanSaved]) -> Option<CrisisPlan> {
    let version = pulled.map_or(0, |plan| plan.version);
    let mut shown = pulled.cloned();
    for (at, saved) in edits.iter().enumerate() {
        let base_known = match saved.edit.based_on {
            PlanBase::Nothing => true,
            // Newer than what was pulled: of a history that is gone.
            PlanBase::Version(n) => n <= version,
            PlanBase::Edit(op_id) => edits.iter().take(at).any(|earlier| earlier.op_id == op_id),
        };
        let mut plan = join(shown.as_slice(), saved, base_known).plan;
        plan.version = version;
        shown = Some(plan);
    }
    shown
}

/// What an edit begun now is based on; `before` is then the content of
/// [`plan_with`] with the same arguments.
#[must_use]
pub fn based_on(pulled: Option<&CrisisPlan>, edits: &[PlanSaved]) -> PlanBase {
    let version = pulled.map_or(PlanBase::Nothing, |plan| PlanBase::Version(plan.version));
    edits.last().map_or(version, |saved| PlanBase::Edit(saved.op_id))
}

fn join(versions: &[CrisisPlan], saved: &PlanSaved, base_known: bool) -> SavedPlan {
    let Some(current) = versions.last() else {
        return SavedPlan { plan: first(saved), outcome: ReceiptOutcome::Applied, changed: true };
    };
    let edit = &saved.edit;
    let theirs = current.content();
    let mut base = edit.before.clone();
    if let Some(base) = base.as_mut().filter(|_| !base_known) {
        base.items.retain(|item| theirs.line(item.item_id).is_some());
    }
    let (ours_decided, theirs_decided) = decided(versions, current, saved);
    let decided = Decided { ours: &ours_decided, theirs: &theirs_decided };
    let merged = merge_decided(base.as_ref(), &edit.content, &theirs, decided);
    let mut conflicts = still_open(current, saved, &merged.content);
    let mut opened = false;
    for clash in merged.clashes {
        let told = |open: &OpenConflict| {
            open.conflict_id.key() == clash.key && open.other.value == clash.other
        };
        if !conflicts.iter().any(told) {
            opened = true;
            conflicts.push(open(versions, saved, clash));
        }
    }
    let changed = merged.content != theirs || conflicts != current.conflicts;
    let alone = base.as_ref() == Some(&theirs) || merged.content == edit.content;
    let outcome = match (opened, alone) {
        (true, _) => ReceiptOutcome::Conflict,
        (false, true) => ReceiptOutcome::Applied,
        (false, false) => ReceiptOutcome::Merged,
    };
    let mut plan = current.clone();
    if changed {
        plan = of(saved, merged.content);
        plan.crisis_plan_id = current.crisis_plan_id;
        plan.version = current.version.saturating_add(1);
        plan.conflicts = conflicts;
    }
    SavedPlan { plan, outcome, changed }
}

fn first(saved: &PlanSaved) -> CrisisPlan {
    of(saved, saved.edit.content.clone())
}

/// A version 1 of this content.
fn of(saved: &PlanSaved, content: CrisisPlanContent) -> CrisisPlan {
    CrisisPlan {
        crisis_plan_id: saved.edit.crisis_plan_id,
        client_id: saved.edit.client_id,
        version: 1,
        made_with: content.made_with,
        made_at: saved.edit.at,
        author: saved.author,
        client_agrees: content.client_agrees,
        review_due: content.review_due,
        language: content.language,
        items: content.items,
        advance_directive: content.advance_directive,
        conflicts: Vec::new(),
    }
}

/// Places that one side decided on: ours by what this edit settles; theirs by
/// what was settled since, whether or not this edit settles it too.
fn decided(
    versions: &[CrisisPlan],
    current: &CrisisPlan,
    saved: &PlanSaved,
) -> (Vec<PlanKey>, Vec<PlanKey>) {
    let gone =
        |id: &&ConflictId| !current.conflicts.iter().any(|conflict| conflict.conflict_id == **id);
    let settles = &saved.edit.settles;
    let seen = versions.iter().find(|plan| saved.edit.based_on == PlanBase::Version(plan.version));
    let seen = seen.into_iter().flat_map(|plan| &plan.conflicts);
    let theirs = settles.iter().chain(seen.map(|conflict| &conflict.conflict_id)).filter(gone);
    (settles.iter().map(ConflictId::key).collect(), theirs.map(ConflictId::key).collect())
}

/// The conflicts that stay open over this edit, with what stands in the plan now.
fn still_open(
    current: &CrisisPlan,
    saved: &PlanSaved,
    content: &CrisisPlanContent,
) -> Vec<OpenConflict> {
    let edit = &saved.edit;
    let stays = |conflict: &&OpenConflict| {
        let id = conflict.conflict_id;
        // Whoever wrote the other value has gone on from it.
        let replaced = || {
            let before = edit.before.as_ref().map(|before| before.value(id.key()));
            edit.based_on == PlanBase::Edit(id.edit)
                && before.as_ref() == Some(&conflict.other.value)
                && edit.content.value(id.key()) != conflict.other.value
        };
        !edit.settles.contains(&id) && !replaced()
    };
    let mut open = Vec::new();
    for conflict in current.conflicts.iter().filter(stays) {
        let mut conflict = conflict.clone();
        let value = content.value(conflict.conflict_id.key());
        if value != conflict.kept.value {
            conflict.kept = side(value, saved.author, edit.at);
        }
        if conflict.kept.value != conflict.other.value {
            open.push(conflict);
        }
    }
    open
}

fn open(versions: &[CrisisPlan], saved: &PlanSaved, clash: Clash) -> OpenConflict {
    let PlanKey { item_id, field } = clash.key;
    let ours = |value| side(value, saved.author, saved.edit.at);
    let (kept, other) = if clash.kept_is_ours {
        (ours(clash.kept), written(versions, clash.key, clash.other))
    } else {
        (written(versions, clash.key, clash.kept), ours(clash.other))
    };
    let conflict_id = ConflictId { edit: saved.op_id, item_id, field };
    OpenConflict { conflict_id, kept, other }
}

/// A value that stands in the present version, with who wrote it: whoever made
/// the first of the latest versions that all have it.
fn written(versions: &[CrisisPlan], key: PlanKey, value: PlanValue) -> ConflictSide {
    let (mut author, mut at) = (StaffId::from_bytes([0; 16]), Moment::new(0, 0));
    for plan in versions.iter().rev() {
        if plan.content().value(key) != value {
            break;
        }
        (author, at) = (plan.author, plan.made_at);
    }
    side(value, author, at)
}

const fn side(value: PlanValue, author: StaffId, at: Moment) -> ConflictSide {
    ConflictSide { value, author, at }
}
