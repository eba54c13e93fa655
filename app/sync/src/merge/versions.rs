//! A document with its versions and its open conflicts.

use super::{Clash, Decided, merge_decided, numbers};
use domain::{
    Moment,
    document::{Cells, Edit, Key, Value, Version},
    id::StaffId,
    wire::v1::{ConflictId, ConflictSide, DocumentBase, OpenConflict, ReceiptOutcome},
};

/// What an edit made of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedDocument {
    /// The document as it is now, conflicts included.
    pub version: Version,
    /// For the receipt: `Applied`, `Merged` or `Conflict`.
    pub outcome: ReceiptOutcome,
    /// It is another than before: a version to store. Older ones are kept, whole.
    pub changed: bool,
}

/// Makes an edit the next version of a document.
///
/// `versions` are those of the document from the one the edit is based on, or all, oldest first;
/// all of them where its lines are numbered ([`has_numbers`](domain::document::Shape::has_numbers)). The last is the present one, and none means that there is no document. `base_applied` says, of
/// an edit based on an earlier edit, that the earlier one took effect here; it means nothing for
/// others.
///
/// An edit from a base that is not known here (the earlier edit is in the
/// quarantine, or a backup was restored) is merged all the same, and more
/// carefully: lines it holds and this document does not are put in.
#[must_use]
pub fn save(versions: &[Version], edit: &Edit, base_applied: bool) -> SavedDocument {
    let says = |version: &Version| edit.before.as_ref() == Some(&version.cells);
    let base_known = match edit.based_on {
        DocumentBase::Nothing => true,
        // From before versions were counted: it is known by its words.
        DocumentBase::Version(0) => versions.iter().any(says),
        DocumentBase::Version(n) => versions.iter().find(|one| one.number == n).is_some_and(says),
        DocumentBase::Edit(_) => base_applied,
    };
    let mut saved = join(versions, edit, base_known);
    if saved.changed {
        numbers::give_in(versions, &mut saved.version);
    }
    saved
}

/// The document as its phone shows it: what the server said, and over it what was
/// saved since, in order of saving. None where there is neither.
///
/// Hand in edits that wait and, so that nothing flickers, those sent since the
/// last completed pull; laying one over a document that holds it changes nothing.
/// The version stays the server's, 0 before it gave one.
#[must_use]
pub fn document_with(pulled: Option<&Version>, edits: &[Edit]) -> Option<Version> {
    let number = pulled.map_or(0, |version| version.number);
    let mut shown = pulled.cloned();
    for (at, edit) in edits.iter().enumerate() {
        let base_known = match edit.based_on {
            DocumentBase::Nothing => true,
            // Newer than what was pulled: of a history that is gone.
            DocumentBase::Version(n) => n <= number,
            DocumentBase::Edit(op_id) => {
                edits.iter().take(at).any(|earlier| earlier.op_id == op_id)
            }
        };
        let mut version = join(shown.as_slice(), edit, base_known).version;
        version.number = number;
        shown = Some(version);
    }
    shown
}

/// What an edit begun now is based on; `before` is then the content of
/// [`document_with`] with the same arguments.
#[must_use]
pub fn based_on(pulled: Option<&Version>, edits: &[Edit]) -> DocumentBase {
    let number = pulled.map_or(DocumentBase::Nothing, |one| DocumentBase::Version(one.number));
    edits.last().map_or(number, |edit| DocumentBase::Edit(edit.op_id))
}

fn join(versions: &[Version], edit: &Edit, base_known: bool) -> SavedDocument {
    let Some(current) = versions.last() else {
        let version = made_by(edit, edit.content.clone());
        return SavedDocument { version, outcome: ReceiptOutcome::Applied, changed: true };
    };
    let theirs = &current.cells;
    let mut base = edit.before.clone();
    if let Some(base) = base.as_mut().filter(|_| !base_known) {
        base.lines.retain(|line| theirs.line(line.id).is_some());
    }
    let (ours_decided, theirs_decided) = decided(versions, current, edit);
    let decided = Decided { ours: &ours_decided, theirs: &theirs_decided };
    let merged = merge_decided(base.as_ref(), &edit.content, theirs, decided);
    let mut conflicts = still_open(current, edit, &merged.content);
    let mut opened = false;
    for clash in merged.clashes {
        let told = |open: &OpenConflict| {
            open.conflict_id.key() == clash.key && open.other.value == clash.other
        };
        if !conflicts.iter().any(told) {
            opened = true;
            conflicts.push(open(versions, edit, clash));
        }
    }
    let changed = merged.content != *theirs || conflicts != current.conflicts;
    // Whoever goes on from words that had no numbers yet meets nobody in them.
    let same = |one: &Cells, two: &Cells| numbers::without(one) == numbers::without(two);
    let alone = base.as_ref().is_some_and(|base| same(base, theirs))
        || same(&merged.content, &edit.content);
    let outcome = match (opened, alone) {
        (true, _) => ReceiptOutcome::Conflict,
        (false, true) => ReceiptOutcome::Applied,
        (false, false) => ReceiptOutcome::Merged,
    };
    let mut version = current.clone();
    if changed {
        version = made_by(edit, merged.content);
        version.id = current.id;
        version.number = current.number.saturating_add(1);
        version.conflicts = conflicts;
    }
    SavedDocument { version, outcome, changed }
}

/// A version 1 with this content.
fn made_by(edit: &Edit, cells: Cells) -> Version {
    Version {
        kind: edit.kind,
        id: edit.id,
        client_id: edit.client_id,
        number: 1,
        made_at: Some(edit.at),
        author: Some(edit.author),
        cells,
        conflicts: Vec::new(),
    }
}

/// Cells that one side decided on: ours by what this edit settles; theirs by
/// what was settled since, whether or not this edit settles it too.
fn decided(versions: &[Version], current: &Version, edit: &Edit) -> (Vec<Key>, Vec<Key>) {
    let gone =
        |id: &&ConflictId| !current.conflicts.iter().any(|conflict| conflict.conflict_id == **id);
    let seen = versions.iter().find(|one| edit.based_on == DocumentBase::Version(one.number));
    let seen = seen.into_iter().flat_map(|one| &one.conflicts);
    let theirs = edit.settles.iter().chain(seen.map(|conflict| &conflict.conflict_id)).filter(gone);
    (edit.settles.iter().map(ConflictId::key).collect(), theirs.map(ConflictId::key).collect())
}

/// The conflicts that stay open over this edit, with what stands in the document now.
fn still_open(current: &Version, edit: &Edit, content: &Cells) -> Vec<OpenConflict> {
    let stays = |conflict: &&OpenConflict| {
        let id = conflict.conflict_id;
        // Whoever wrote the other value has gone on from it.
        let replaced = || {
            let before = edit.before.as_ref().map(|before| before.value(id.key()));
            edit.based_on == DocumentBase::Edit(id.edit)
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
            conflict.kept = side(value, edit.author, edit.at);
        }
        if conflict.kept.value != conflict.other.value {
            open.push(conflict);
        }
    }
    open
}

fn open(versions: &[Version], edit: &Edit, clash: Clash) -> OpenConflict {
    let Key { line, field } = clash.key;
    let ours = |value| side(value, edit.author, edit.at);
    let (kept, other) = if clash.kept_is_ours {
        (ours(clash.kept), written(versions, clash.key, clash.other))
    } else {
        (written(versions, clash.key, clash.kept), ours(clash.other))
    };
    let conflict_id = ConflictId { edit: edit.op_id, line, field };
    OpenConflict { conflict_id, kept, other }
}

/// A value that stands in the present version, with who wrote it: whoever made
/// the first of the latest versions that all have it.
#[must_use]
pub fn written(versions: &[Version], key: Key, value: Value) -> ConflictSide {
    let (mut author, mut at) = (None, None);
    for version in versions.iter().rev() {
        if version.cells.value(key) != value {
            break;
        }
        (author, at) = (version.author, version.made_at);
    }
    let nobody = StaffId::from_bytes([0; 16]);
    side(value, author.unwrap_or(nobody), at.unwrap_or_else(|| Moment::new(0, 0)))
}

const fn side(value: Value, author: StaffId, at: Moment) -> ConflictSide {
    ConflictSide { value, author, at }
}
