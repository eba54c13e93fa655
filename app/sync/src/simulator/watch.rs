//! I9 and I10, looked at each time a plan is saved at the server: whoever
//! merges, nobody's words are replaced by somebody who had not seen them.

use domain::{
    crisis_plan::{Difference, PlanKey},
    id::{ClientId, DeviceId, OperationId},
    wire::v1::{
        CrisisPlan, CrisisPlanContent, CrisisPlanEdit, OpenConflict, PlanBase, PlanField, PlanValue,
    },
};
use std::collections::BTreeMap;

/// That an edit of a plan took effect.
#[derive(Debug, Clone)]
pub struct PlanSave {
    /// Whose phone it came from.
    pub device: DeviceId,
    /// The edit.
    pub op_id: OperationId,
    /// The plan before; none where there was none.
    pub before: Option<CrisisPlan>,
    /// The plan after.
    pub after: CrisisPlan,
    /// A supervisor let it take effect, late and in any order.
    pub released: bool,
}

/// Knows what was saved on the phones, and judges what a server makes of it.
#[derive(Debug, Default)]
pub(super) struct Watch {
    edits: BTreeMap<OperationId, (u64, CrisisPlanEdit)>,
    last: BTreeMap<(DeviceId, ClientId), u64>,
    /// The first thing that was wrong.
    pub(super) broken: Option<String>,
    pub(super) saves: u64,
    pub(super) conflicts: u64,
}

impl Watch {
    /// A worker was told that this is saved.
    pub(super) fn wrote(&mut self, op_id: OperationId, device_seq: u64, edit: CrisisPlanEdit) {
        self.edits.insert(op_id, (device_seq, edit));
    }

    /// A server made a version of it; `again` after a restore had taken it away.
    pub(super) fn took(&mut self, save: &PlanSave, again: bool) {
        let Some((device_seq, edit)) = self.edits.get(&save.op_id) else { return };
        self.saves += 1;
        self.conflicts +=
            u64::from(save.after.conflicts.iter().any(|c| c.conflict_id.edit == save.op_id));
        let last = self.last.entry((save.device, edit.client_id)).or_default();
        let in_order = again || save.released || *last < *device_seq + 1;
        *last = (*last).max(*device_seq + 1);
        let verdict = match in_order {
            true => nobodys_words_vanish(save, edit),
            false => Err("I10: before an earlier edit of the same phone".into()),
        };
        if let Err(what) = verdict {
            self.broken.get_or_insert(format!("{what}: edit {}", save.op_id));
        }
    }

    /// The phone shows at once what was saved on it.
    pub(super) fn shows(&mut self, shown: Option<&CrisisPlan>, edit: &CrisisPlanEdit) {
        let by_section = |content: &CrisisPlanContent| {
            let mut content = content.clone();
            content.items.sort_by_key(|item| item.section);
            content
        };
        let shown = shown.map(|plan| by_section(&plan.content()));
        if shown != Some(by_section(&edit.content)) {
            self.broken.get_or_insert("I9: a saved plan does not show on its phone".into());
        }
    }
}

fn nobodys_words_vanish(save: &PlanSave, edit: &CrisisPlanEdit) -> Result<(), String> {
    let after = save.after.content();
    let Some(plan) = &save.before else {
        let whole = after == edit.content;
        return if whole { Ok(()) } else { Err("I9: a first plan is not what was saved".into()) };
    };
    let open = |key: PlanKey, value: &PlanValue| {
        let holds = |c: &OpenConflict| {
            c.conflict_id.key() == key && (c.kept.value == *value || c.other.value == *value)
        };
        save.after.conflicts.iter().any(holds)
    };
    // What was entered is in the plan or open.
    let seen = edit.before.clone().unwrap_or_else(|| bare(&edit.content));
    let entered = Difference::between(&seen, &edit.content);
    let added = entered.added.iter().flat_map(|item| {
        PlanField::OF_LINE
            .map(|field| (PlanKey { item_id: Some(item.item_id), field }, item.value(field)))
    });
    let changed = entered.changed.iter().map(|changed| (changed.key, changed.to.clone()));
    for (key, value) in changed.chain(added) {
        if after.value(key) != value && !open(key, &value) {
            return Err(format!("I9: {value:?} was entered at {key:?} and is nowhere"));
        }
    }
    // What was there is there, or open, or was replaced by somebody who had seen it.
    let before = plan.content();
    let made = Difference::between(&before, &after);
    for changed in &made.changed {
        let replaced = seen.value(changed.key) == changed.from
            && edit.content.value(changed.key) == changed.to;
        if !replaced && !open(changed.key, &changed.from) {
            return Err(format!("I9: {:?} was replaced unseen", changed.from));
        }
    }
    for gone in &made.removed {
        let seen = seen.line(gone.item_id) == Some(gone);
        if !seen || edit.content.line(gone.item_id).is_some() {
            return Err(format!("I9: {:?} was taken out unseen", gone.item_id));
        }
    }
    for conflict in &plan.conflicts {
        let id = conflict.conflict_id;
        let stays = save
            .after
            .conflicts
            .iter()
            .any(|held| held.conflict_id == id && held.other == conflict.other);
        let settled = edit.settles.contains(&id)
            || edit.based_on == PlanBase::Edit(id.edit)
            || after.value(id.key()) == conflict.other.value;
        if !stays && !settled {
            return Err(format!("I9: {id:?} is not open any more and nobody settled it"));
        }
    }
    Ok(())
}

/// A plan of which nobody has said anything that this one says.
fn bare(content: &CrisisPlanContent) -> CrisisPlanContent {
    CrisisPlanContent { items: Vec::new(), ..content.clone() }
}
