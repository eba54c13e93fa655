//! One document out of two people's edits.
//!
//! Three-way, cell by cell: what one side changed is taken, what both changed
//! alike is taken once, and where they differ **both values stay**: the server's
//! in the document, the other as an open conflict, until a person settles it. No
//! clock decides. See `docs/decisions/0010-crisis-plan-merge.md`.
//!
//! | function | whose | what |
//! |---|---|---|
//! | [`merge`] | both | the rule itself, over cells |
//! | [`save`] | server | an edit becomes the next version |
//! | [`numbers::give`] | server | the numbers of its lines |
//! | [`document_with`], [`based_on`] | phone | the document with what was not sent yet; what a new edit begins from |

pub mod numbers;
mod order;
#[cfg(test)]
mod tests;
mod versions;

pub use versions::{SavedDocument, based_on, document_with, save, written};

use domain::document::{Cell, Cells, Key, Line, NUMBER, Value};

/// Two edits of one document, joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// What the document says now.
    pub content: Cells,
    /// Where both sides spoke and said different things.
    pub clashes: Vec<Clash>,
}

/// One value on which two sides differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// Where.
    pub key: Key,
    /// What the merged document says.
    pub kept: Value,
    /// What it does not say.
    pub other: Value,
    /// The kept value is our side's: a line they took out and we wrote in.
    pub kept_is_ours: bool,
}

/// Values that somebody decided on, whether or not they changed: settling a
/// conflict by leaving what stands there is a decision too.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Decided<'a> {
    pub(crate) ours: &'a [Key],
    pub(crate) theirs: &'a [Key],
}

/// Joins our edit and theirs, both begun from `base`; without one, from nothing.
///
/// Lines are matched by id, so the same words written twice stay twice. A line
/// that one side took out and the other wrote in stays, as a clash. `theirs` is
/// what is at the server already. The result has its lines group by group.
#[must_use]
pub fn merge(base: Option<&Cells>, ours: &Cells, theirs: &Cells) -> Merged {
    merge_decided(base, ours, theirs, Decided::default())
}

pub(crate) fn merge_decided(
    base: Option<&Cells>,
    ours: &Cells,
    theirs: &Cells,
    decided: Decided<'_>,
) -> Merged {
    let mut join = Join { base, ours, theirs, decided, clashes: Vec::new() };
    let mut content = theirs.clone();
    for key in theirs.fact_keys() {
        content.put(key, join.value(key));
    }
    let added = ours.lines.iter().filter(|line| theirs.line(line.id).is_none());
    let both: Vec<&Line> = theirs.lines.iter().chain(added).collect();
    content.lines = both.iter().map(|line| (*line).clone()).collect();
    let kept: Vec<bool> = both.iter().map(|line| join.line(line, &mut content)).collect();
    let mut kept = kept.into_iter();
    content.lines.retain(|_| kept.next().unwrap_or(true));
    content.lines = order::arrange(&content, base, ours, theirs);
    Merged { content, clashes: join.clashes }
}

struct Join<'a> {
    base: Option<&'a Cells>,
    ours: &'a Cells,
    theirs: &'a Cells,
    decided: Decided<'a>,
    clashes: Vec<Clash>,
}

impl Join<'_> {
    /// Joins a line, which is either side's, where it stands in `content`; false where it goes.
    fn line(&mut self, held: &Line, content: &mut Cells) -> bool {
        let line = |side: &Cells| side.line(held.id).is_some();
        let (ours, theirs) = (line(self.ours), line(self.theirs));
        if ours && theirs {
            for (key, cell) in self.written(held) {
                let hidden = cell.hides.and_then(|by| self.kept_hidden(key, held, by));
                content.put(key, hidden.unwrap_or_else(|| self.value(key)));
            }
            return true;
        }
        if !self.base.is_some_and(line) {
            return true; // one side's own
        }
        let key = Key::line(held.id);
        let (side, decided) =
            if ours { (self.ours, self.decided.ours) } else { (self.theirs, self.decided.theirs) };
        let kept = side.value(key);
        if !self.wrote(side, held, key) && !decided.contains(&key) {
            return false;
        }
        self.clashes.push(Clash { key, kept, other: Value::Nothing, kept_is_ours: ours });
        true
    }

    /// The answer that keeps a line from somebody, where one side opened the line and the other,
    /// for whom it was hidden, wrote in it: neither knew what they would show. It is a clash, in
    /// which the line stays hidden whoever came first.
    fn kept_hidden(&mut self, key: Key, line: &Line, by: bool) -> Option<Value> {
        let (hides, opens) = (Value::flag(by), Value::flag(!by));
        if self.before(key) != hides {
            return None;
        }
        let sides = (self.ours.value(key), self.theirs.value(key));
        let (opened_by_ours, writer) = match sides {
            (ours, theirs) if ours == opens && theirs == hides => (true, self.theirs),
            (ours, theirs) if ours == hides && theirs == opens => (false, self.ours),
            _ => return None,
        };
        self.wrote(writer, line, key).then(|| {
            let kept_is_ours = !opened_by_ours;
            self.clashes.push(Clash { key, kept: hides.clone(), other: opens, kept_is_ours });
            hides
        })
    }

    /// The cells of a line in which people write. Its number is the server's: what a phone says of
    /// it, or does not know of it yet, is nobody's word.
    fn written(&self, line: &Line) -> impl Iterator<Item = (Key, &'static Cell)> + use<> {
        let list = self.theirs.list_of(line);
        let numbered = list.is_some_and(|list| !list.numbered.is_empty());
        let cells = list.map(|list| list.cells).unwrap_or_default();
        let keys = self.theirs.line_keys(line).zip(cells);
        keys.filter(move |(_, cell)| !(numbered && cell.name == NUMBER))
    }

    /// Whether a side wrote in a line that both began with, elsewhere than in this cell.
    fn wrote(&self, side: &Cells, line: &Line, but: Key) -> bool {
        let other = |key: Key| self.before(key) != side.value(key);
        self.written(line).any(|(key, _)| key != but && other(key))
    }

    /// What is to stand in one cell.
    fn value(&mut self, key: Key) -> Value {
        let (ours, theirs) = (self.ours.value(key), self.theirs.value(key));
        if ours == theirs {
            return theirs;
        }
        let before = self.before(key);
        if before == ours && !self.decided.ours.contains(&key) {
            return theirs;
        }
        if before == theirs && !self.decided.theirs.contains(&key) {
            return ours;
        }
        self.clashes.push(Clash { key, kept: theirs.clone(), other: ours, kept_is_ours: false });
        theirs
    }

    /// What stood there when both began. Where there was nothing yet, what nobody touches stands
    /// in it: two who begin one line disagree about what both wrote, not about what one left alone.
    fn before(&self, key: Key) -> Value {
        let there = |base: &&Cells| key.line.is_none_or(|line| base.line(line).is_some());
        let base = self.base.filter(there);
        base.map_or_else(|| self.theirs.blank(key), |base| base.value(key))
    }
}
