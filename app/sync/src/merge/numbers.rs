//! Numbers of lines: the server gives them, one after another, and takes none back (seed
//! 002:137-139). Plan, contacts and reviews speak of a need by its number.

use domain::{
    document::{Cells, Key, Line, NUMBER, Value, Version},
    id::LineId,
    json::Json,
};

/// Gives every line of a new version the number it has had in any earlier one, and a number that
/// was never used to each that had none and is to have one. What a phone says of numbers counts
/// for nothing. `versions` are all there are of the document.
pub fn give(versions: &[Version], cells: &mut Cells) {
    let mut last = versions.iter().flat_map(|version| numbers(&version.cells)).max().unwrap_or(0);
    let numbered: Vec<(LineId, bool)> = cells
        .lines
        .iter()
        .filter(|line| has_number(cells, line))
        .map(|line| (line.id, gets_one(cells, line)))
        .collect();
    for (line, gets_one) in numbered {
        let had = versions.iter().rev().find_map(|version| number(&version.cells, line));
        let number = had.or_else(|| {
            gets_one.then(|| {
                last += 1;
                last
            })
        });
        cells.put(Key::of_line(line, NUMBER), number.map_or(Value::Nothing, value));
    }
}

/// The same, of a version with its conflicts: a whole line on which people disagree is said as it
/// stands in the document, or the next edit would seem to write over it.
pub fn give_in(versions: &[Version], version: &mut Version) {
    give(versions, &mut version.cells);
    for open in &mut version.conflicts {
        open.kept.value = version.cells.value(open.conflict_id.key());
    }
}

/// The cells without any numbers: what people write.
#[must_use]
pub fn without(cells: &Cells) -> Cells {
    let mut bare = cells.clone();
    for line in cells.lines.iter().filter(|line| has_number(cells, line)) {
        bare.put(Key::of_line(line.id, NUMBER), Value::Nothing);
    }
    bare
}

fn value(number: i64) -> Value {
    Value::of("count", Json::Number(number))
}

/// The number of a line, where it has one.
fn number(cells: &Cells, line: LineId) -> Option<i64> {
    match cells.value(Key::of_line(line, NUMBER)) {
        Value::Given { json: Json::Number(number), .. } => Some(number),
        _ => None,
    }
}

fn numbers(cells: &Cells) -> impl Iterator<Item = i64> {
    let numbered = cells.lines.iter().filter(|line| has_number(cells, line));
    numbered.filter_map(|line| number(cells, line.id))
}

/// Whether it stands in a list with numbers.
fn has_number(cells: &Cells, line: &Line) -> bool {
    cells.list_of(line).is_some_and(|list| !list.numbered.is_empty())
}

/// Whether it stands in a group whose lines are numbered.
fn gets_one(cells: &Cells, line: &Line) -> bool {
    let group = cells.group_of(line);
    cells.list_of(line).is_some_and(|list| list.numbered.iter().any(|one| Some(*one) == group))
}
