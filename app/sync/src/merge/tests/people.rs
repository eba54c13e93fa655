//! Documents of any kind, and what people do to them.

use domain::{
    document::{Absent, Cell, CellName, Cells, Difference, DocumentKind, Key, NUMBER, Value},
    id::LineId,
    json::Json,
};
use proptest::prelude::*;

/// A document and two edits of it, neither of which saw the other.
#[derive(Clone)]
pub(super) struct Pair {
    pub(super) base: Cells,
    pub(super) ours: Cells,
    pub(super) theirs: Cells,
}

impl std::fmt::Debug for Pair {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (side, cells) in [("base", &self.base), ("ours", &self.ours), ("theirs", &self.theirs)]
        {
            let facts: Vec<_> = cells.fact_keys().map(|key| cells.value(key)).collect();
            writeln!(f, "{side}: {facts:?}")?;
            for line in &cells.lines {
                let said: Vec<_> = cells
                    .line_keys(line)
                    .map(|key| (key.field.as_str(), cells.value(key)))
                    .filter(|(_, value)| *value != Value::Nothing)
                    .collect();
                writeln!(f, "  {} {:x?} {said:?}", line.list, &line.id.as_bytes()[..2])?;
            }
        }
        Ok(())
    }
}

/// One thing done to a document. Numbers wrap, so that few of them meet often.
#[derive(Debug, Clone)]
enum Step {
    Write { line: usize, field: usize, word: u8 },
    TakeOut { line: usize },
    Swap { line: usize },
    Add { list: usize, group: usize, word: u8 },
    Fact { field: usize, word: u8 },
}

const WORDS: [&str; 5] = ["", "Walk with me.", "Call my sister.", "No sirens 🙂", "El perro"];

fn word(n: u8) -> String {
    WORDS[usize::from(n) % WORDS.len()].into()
}

/// Something that may stand in a field. A merge knows of words no more than whether they are the
/// same, so a level of care or a day may be any words here.
fn value(field: &Cell, groups: &[&str], n: u8) -> Value {
    if field.absent == Absent::Nothing && n.is_multiple_of(4) {
        return Value::Nothing;
    }
    let json = match field.keys {
        [_] if !groups.is_empty() => Json::Text(groups[usize::from(n) % groups.len()].into()),
        [_] if field.sort == "flag" => Json::Bool(n.is_multiple_of(2)),
        [_] => Json::Text(word(n)),
        keys => Json::Object(vec![(keys[usize::from(n) % 2].to_owned(), Json::Text(word(n)))]),
    };
    Value::of(field.sort, json)
}

/// The first groups of a list, so that lines meet in them.
fn groups(cells: &Cells, list: usize) -> (Option<CellName>, Vec<&'static str>) {
    match cells.shape.lists[list].groups {
        Some((field, groups)) => {
            (Some(CellName::new(field)), groups.iter().copied().take(3).collect())
        }
        None => (None, Vec::new()),
    }
}

/// Whether the server writes in it, and nobody else.
fn is_number(cells: &Cells, list: usize, field: &Cell) -> bool {
    field.name == NUMBER && !cells.shape.lists[list].numbered.is_empty()
}

impl Step {
    fn take(&self, cells: &mut Cells, fresh: LineId) {
        let lines = cells.lines.len().max(1);
        match *self {
            Self::Write { line, field, word } => {
                let Some(line) = cells.lines.get(line % lines).cloned() else { return };
                let fields = cells.shape.lists[line.list].cells;
                let (group, groups) = groups(cells, line.list);
                // Every field is written, words more than the rest.
                let mut middle = fields.iter().skip(fields.len() / 2);
                let words = middle.find(|field| field.sort != "flag");
                let words = words.unwrap_or(&fields[fields.len() / 2]);
                let field = fields.get(field.wrapping_sub(2)).unwrap_or(words);
                if is_number(cells, line.list, field) {
                    return; // Nobody writes it.
                }
                let of_group = group.is_some_and(|group| group == field.name);
                let groups = if of_group { groups } else { Vec::new() };
                let key = Key::of_line(line.id, field.name);
                cells.put(key, value(field, &groups, word));
            }
            Self::TakeOut { line } => {
                let at = line % lines;
                if at < cells.lines.len() {
                    cells.lines.remove(at);
                }
            }
            Self::Swap { line } => {
                let at = line % lines;
                let Some(moved) = cells.lines.get(at) else { return };
                let place = |line| (cells.group_of(line).map(str::to_owned), moved.list);
                let mut below = cells.lines.iter().skip(at + 1);
                let below =
                    below.position(|line| line.list == moved.list && place(line) == place(moved));
                if let Some(below) = below {
                    cells.lines.swap(at, at + 1 + below);
                }
            }
            Self::Add { list, group, word: n } => {
                let list = list % cells.shape.lists.len();
                let (field, groups) = groups(cells, list);
                cells.add_line(list, fresh);
                if let Some(field) = field {
                    let group = Json::Text(groups[group % groups.len()].into());
                    let sort = cells.shape.lists[list].cells[0].sort;
                    cells.put(Key { line: Some(fresh), field }, Value::of(sort, group));
                }
                let fields = cells.shape.lists[list].cells;
                let free = |one: &&Cell| {
                    field.is_none_or(|of| of != one.name) && !is_number(cells, list, one)
                };
                let words = fields.iter().find(free);
                if let Some(words) = words {
                    cells.put(Key::of_line(fresh, words.name), value(words, &[], n));
                }
            }
            Self::Fact { field, word } => {
                let facts = cells.shape.facts;
                let field = &facts[field % facts.len()];
                cells.put(Key::fact(field.name), value(field, &[], word));
            }
        }
    }
}

fn groups_field(cells: &Cells, list: usize) -> Option<CellName> {
    groups(cells, list).0
}

fn step() -> impl Strategy<Value = Step> {
    // Some lines and fields are on everybody's mind.
    let n = || prop_oneof![0..2_usize, 0..24_usize];
    prop_oneof![
        8 => (n(), n(), 0..12_u8).prop_map(|(line, field, word)| Step::Write { line, field, word }),
        2 => n().prop_map(|line| Step::TakeOut { line }),
        4 => n().prop_map(|line| Step::Swap { line }),
        2 => (n(), n(), 0..12_u8).prop_map(|(list, group, word)| Step::Add { list, group, word }),
        1 => (n(), 0..12_u8).prop_map(|(field, word)| Step::Fact { field, word }),
    ]
}

/// One sitting: some steps, saved with the lines list by list and group by group.
fn sitting(begun: &Cells, who: u8, steps: &[Step]) -> Cells {
    let mut cells = begun.clone();
    for (n, step) in (0_u8..).zip(steps) {
        // New ids are not in order of time or person, as on two phones.
        let first = n.wrapping_mul(83).wrapping_add(who.wrapping_mul(151));
        let mut id = [who; 16];
        id[0] = first;
        id[15] = n;
        step.take(&mut cells, LineId::from_bytes(id));
    }
    in_groups(&mut cells);
    cells
}

fn in_groups(cells: &mut Cells) {
    let mut lines = std::mem::take(&mut cells.lines);
    lines.sort_by_key(|line| {
        let groups = cells.shape.lists[line.list].groups.map(|(_, groups)| groups);
        let group = cells.group_of(line);
        let at = groups.and_then(|groups| groups.iter().position(|one| group == Some(one)));
        (line.list, at)
    });
    cells.lines = lines;
}

/// Two people with the same document before them, each with a few steps.
pub(super) fn pair(kind: DocumentKind) -> impl Strategy<Value = Pair> {
    let steps = |most| prop::collection::vec(step(), 0..most);
    let lines = prop::collection::vec((0..3_usize, 0..3_usize, 0..12_u8), 1..7);
    let begun = lines.prop_map(move |lines| {
        let added = |(list, group, word)| Step::Add { list, group, word };
        let lines: Vec<Step> = lines.into_iter().map(added).collect();
        sitting(&nothing(kind), 1, &lines)
    });
    (begun, steps(4), steps(9), steps(9)).prop_map(|(begun, lived, our, their)| {
        let base = sitting(&begun, 2, &lived);
        let (ours, theirs) = (sitting(&base, 3, &our), sitting(&base, 4, &their));
        Pair { base, ours, theirs }
    })
}

pub(super) fn nothing(kind: DocumentKind) -> Cells {
    Cells::read(kind.shape(), &Json::Object(Vec::new()))
}

/// Lines changed places, within a group or to another.
pub(super) fn moves(from: &Cells, to: &Cells) -> bool {
    let difference = Difference::between(from, to);
    let group = |key: Key| {
        let line = key.line.and_then(|line| to.line(line));
        line.is_some_and(|line| groups_field(to, line.list) == Some(key.field))
    };
    !difference.moved.is_empty() || difference.changed.iter().any(|changed| group(changed.key))
}
