//! I9 and I10, looked at each time a document is saved at the server: whoever
//! merges, nobody's words are replaced by somebody who had not seen them.

use crate::merge::{merge, numbers};
use domain::{
    document::{CellName, Cells, Difference, DocumentKind, Edit, Key, NUMBER, Value, Version},
    id::{ClientId, DeviceId, LineId, OperationId},
    json::Json,
    wire::v1::{DocumentBase, OpenConflict},
};
use std::collections::{BTreeMap, BTreeSet};

/// That an edit of a document took effect.
#[derive(Debug, Clone)]
pub struct DocumentSave {
    /// Whose phone it came from.
    pub device: DeviceId,
    /// The edit.
    pub op_id: OperationId,
    /// The document before; none where there was none.
    pub before: Option<Version>,
    /// The document after.
    pub after: Version,
    /// A supervisor let it take effect, late and in any order.
    pub released: bool,
}

/// Knows what was saved on the phones, and judges what a server makes of it.
#[derive(Debug, Default)]
pub(super) struct Watch {
    edits: BTreeMap<OperationId, (u64, Edit)>,
    last: BTreeMap<(DeviceId, DocumentKind, ClientId), u64>,
    /// The numbers that were given, and to which lines.
    numbers: BTreeMap<(DocumentKind, ClientId), BTreeMap<LineId, i64>>,
    /// On what people disagreed at any time.
    disputed: BTreeSet<Disputed>,
    /// The first thing that was wrong.
    pub(super) broken: Option<String>,
    pub(super) saves: u64,
    pub(super) conflicts: u64,
}

impl Watch {
    /// A worker was told that this is saved.
    pub(super) fn wrote(&mut self, device_seq: u64, edit: Edit) {
        self.edits.insert(edit.op_id, (device_seq, edit));
    }

    /// A server made a version of it; `again` after a restore had taken it away.
    pub(super) fn took(&mut self, save: &DocumentSave, again: bool) {
        let Some((device_seq, edit)) = self.edits.get(&save.op_id) else { return };
        self.saves += 1;
        self.conflicts +=
            u64::from(save.after.conflicts.iter().any(|c| c.conflict_id.edit == save.op_id));
        let last = self.last.entry((save.device, edit.kind, edit.client_id)).or_default();
        let in_order = again || save.released || *last < *device_seq + 1;
        *last = (*last).max(*device_seq + 1);
        let numbers = self.numbers.entry((edit.kind, edit.client_id)).or_default();
        let verdict = match in_order {
            true => nobodys_words_vanish(save, edit)
                .and_then(|()| numbers_stay(numbers, &save.after))
                .and_then(|()| nobody_disagrees_about_nothing(save, edit, &self.disputed)),
            false => Err("I10: before an earlier edit of the same phone".into()),
        };
        let open = save.after.conflicts.iter().map(|open| disputed(edit, open.conflict_id.key()));
        self.disputed.extend(open);
        if let Err(what) = verdict {
            self.broken.get_or_insert(format!("{what}: edit {}", save.op_id));
        }
    }

    /// A backup was restored: numbers that were given since are given again.
    pub(super) fn restored(&mut self) {
        self.numbers.clear();
    }

    /// The phone shows at once what was saved on it.
    pub(super) fn shows(&mut self, shown: Option<&Version>, edit: &Edit) {
        let in_groups = |cells: &Cells| merge(None, cells, cells).content;
        if shown.map(|shown| in_groups(&shown.cells)) != Some(in_groups(&edit.content)) {
            self.broken.get_or_insert("I9: what was saved does not show on its phone".into());
        }
    }
}

/// I20: a line keeps the number it was given, and no two ever had the same.
fn numbers_stay(given: &mut BTreeMap<LineId, i64>, after: &Version) -> Result<(), String> {
    for line in &after.cells.lines {
        let Value::Given { json: Json::Number(number), .. } =
            after.cells.value(Key::of_line(line.id, NUMBER))
        else {
            continue;
        };
        if given.iter().any(|(held, taken)| *taken == number && *held != line.id) {
            return Err(format!("I20: {number} was given before"));
        }
        if given.insert(line.id, number).is_some_and(|before| before != number) {
            return Err(format!("I20: {:?} has another number than before", line.id));
        }
    }
    Ok(())
}

/// A cell of a client's document.
type Disputed = (DocumentKind, ClientId, Option<LineId>, &'static str);

const fn disputed(edit: &Edit, key: Key) -> Disputed {
    (edit.kind, edit.client_id, key.line, key.field.as_str())
}

/// I21: where an edit opens a conflict, two people wrote: none is about a number, which is the
/// server's, none about a line that one took out and nobody wrote in, and none about what one of
/// two who began alike left alone. Unless somebody decided on it.
fn nobody_disagrees_about_nothing(
    save: &DocumentSave,
    edit: &Edit,
    decided: &BTreeSet<Disputed>,
) -> Result<(), String> {
    let after = &save.after.cells;
    let opened = save.after.conflicts.iter().filter(|open| open.conflict_id.edit == save.op_id);
    for open in opened {
        let key = open.conflict_id.key();
        let line = key.line.and_then(|line| after.line(line));
        let list = line.and_then(|line| after.list_of(line));
        if key.field == NUMBER && list.is_some_and(|list| !list.numbered.is_empty()) {
            return Err(format!("I21: two people disagree about a number: {key:?}"));
        }
        let settled = edit.settles.iter().any(|held| held.key() == key);
        if settled || decided.contains(&disputed(edit, key)) {
            continue;
        }
        let bare = |cells: &Cells| numbers::without(cells).line(key.line?).cloned();
        let seen = edit.before.as_ref().and_then(bare);
        let there = save.before.as_ref().and_then(|before| bare(&before.cells));
        let mut sides = [there, bare(&edit.content)].into_iter();
        let wrote = sides.any(|now| now.is_some() && now != seen);
        if key.field == CellName::LINE && !wrote {
            return Err(format!("I21: nobody wrote in the line: {key:?}"));
        }
        let from_nothing = seen.is_none() && (key.line.is_some() || edit.before.is_none());
        let blank = after.blank(key);
        let mut sides = [&open.kept.value, &open.other.value].into_iter();
        if key.field != CellName::LINE && from_nothing && sides.any(|side| *side == blank) {
            return Err(format!("I21: one of them left it alone: {key:?}"));
        }
    }
    Ok(())
}

fn nobodys_words_vanish(save: &DocumentSave, edit: &Edit) -> Result<(), String> {
    // Numbers are the server's.
    let after = &numbers::without(&save.after.cells);
    let edit = &Edit {
        before: edit.before.as_ref().map(numbers::without),
        content: numbers::without(&edit.content),
        ..edit.clone()
    };
    let Some(before) = &save.before else {
        let whole = *after == edit.content;
        return if whole { Ok(()) } else { Err("I9: a first one is not what was saved".into()) };
    };
    let open = |key: Key, value: &Value| {
        let holds = |c: &OpenConflict| {
            c.conflict_id.key() == key && (c.kept.value == *value || c.other.value == *value)
        };
        save.after.conflicts.iter().any(holds)
    };
    // What was entered is in the document or open.
    let seen = edit.before.clone().unwrap_or_else(|| Cells::empty(edit.content.shape));
    let entered = Difference::between(&seen, &edit.content);
    let added = entered.added.iter().filter_map(|id| edit.content.line(*id));
    let added = added.flat_map(|line| edit.content.line_keys(line));
    let added = added.map(|key| (key, edit.content.value(key)));
    // What nobody touched is nobody's word.
    let added = added.filter(|(key, value)| *value != edit.content.blank(*key));
    let changed = entered.changed.iter().map(|changed| (changed.key, changed.to.clone()));
    for (key, value) in changed.chain(added) {
        if after.value(key) != value && !open(key, &value) {
            return Err(format!("I9: {value:?} was entered at {key:?} and is nowhere"));
        }
    }
    // What was there is there, or open, or was replaced by somebody who had seen it.
    let before_cells = numbers::without(&before.cells);
    let made = Difference::between(&before_cells, after);
    for changed in &made.changed {
        let begun = match changed.key.line.filter(|line| seen.line(*line).is_none()) {
            Some(_) => after.blank(changed.key),
            None => seen.value(changed.key),
        };
        let replaced = begun == changed.from && edit.content.value(changed.key) == changed.to;
        if !replaced && !open(changed.key, &changed.from) {
            return Err(format!("I9: {:?} was replaced unseen", changed.from));
        }
    }
    for gone in &made.removed {
        let was_seen = seen.line(*gone).is_some() && seen.line(*gone) == before_cells.line(*gone);
        if !was_seen || edit.content.line(*gone).is_some() {
            return Err(format!("I9: {gone:?} was taken out unseen"));
        }
    }
    for conflict in &before.conflicts {
        let id = conflict.conflict_id;
        let stays = save
            .after
            .conflicts
            .iter()
            .any(|held| held.conflict_id == id && held.other == conflict.other);
        let settled = edit.settles.contains(&id)
            || edit.based_on == DocumentBase::Edit(id.edit)
            || after.value(id.key()) == conflict.other.value;
        if !stays && !settled {
            return Err(format!("I9: {id:?} is not open any more and nobody settled it"));
        }
    }
    Ok(())
}
