//! The line that names the columns.

use super::{Columns, ImportError, records, text};
use std::collections::{BTreeSet, HashMap};

/// The names of the columns, and where each is found.
#[derive(Debug)]
pub(super) struct Header {
    pub(super) delimiter: u8,
    pub(super) names: Vec<String>,
    pub(super) plain: Vec<String>,
    columns: HashMap<String, usize>,
    /// By their places, whether anything is read of them.
    read: Vec<bool>,
    line: u64,
}

/// A line that says something above the one with the names of the columns.
pub(super) struct Above {
    pub(super) line: u64,
    /// It has one cell, as titles have, and can be nobody's row.
    pub(super) is_title: bool,
}

/// So many lines may stand above the header: a title, who printed it, when.
const ABOVE_MAX: u64 = 20;

/// So many columns are named in one sentence.
const NAMED_MAX: usize = 40;

impl Header {
    /// Finds the first line that says anything; where columns are missing in it, the first of those
    /// below that has them all, and then the lines above it are put into `above`. Gives where the
    /// next line begins, and its number.
    pub(super) fn read(
        file: &str,
        bytes: &[u8],
        columns: &Columns,
        above: &mut Vec<Above>,
    ) -> Result<(Self, usize, u64), ImportError> {
        let (mut from, mut line, mut told) = (0, 1, None);
        let blank = |line: &[u8]| text::whole(line).chars().all(|c| ",;|\t\" ".contains(c));
        let begins = loop {
            let (end, next) = records::line_end(bytes, from);
            let this = bytes.get(from..end).unwrap_or_default();
            if let Some([delimiter]) = this.strip_prefix(b"sep=") {
                told = Some(*delimiter);
            } else if !blank(this) {
                break from;
            } else if next >= bytes.len() {
                return Err(ImportError::NoHeader { file: file.to_owned() });
            }
            (from, line) = (next, line + 1);
        };
        let missing = match Self::on_line(file, bytes, (begins, line), told, columns) {
            Err(missing @ ImportError::MissingColumn { .. }) => missing,
            other => return other,
        };
        let (mut at, mut number, mut lines) = (begins, line, Vec::new());
        while at < bytes.len() && number < line + ABOVE_MAX {
            let (end, next) = records::line_end(bytes, at);
            lines.push((number, at..end));
            (at, number) = (next, number + 1);
            if let Ok(found) = Self::on_line(file, bytes, (at, number), told, columns) {
                for (line, at) in lines {
                    let cells =
                        bytes.get(at).unwrap_or_default().split(|b| *b == found.0.delimiter);
                    let cells = cells.filter(|cell| !blank(cell)).count();
                    above.extend((cells > 0).then_some(Above { line, is_title: cells == 1 }));
                }
                return Ok(found);
            }
        }
        Err(missing)
    }

    /// The header on the line that begins here and has this number.
    fn on_line(
        file: &str,
        bytes: &[u8],
        (begins, line): (usize, u64),
        told: Option<u8>,
        columns: &Columns,
    ) -> Result<(Self, usize, u64), ImportError> {
        let candidates = told.map_or_else(|| vec![b',', b';', b'\t', b'|'], |told| vec![told]);
        let wanted: BTreeSet<String> = columns.read.iter().map(|name| plain(name)).collect();
        let best = candidates.into_iter().map(|delimiter| {
            let mut cells = Vec::new();
            let end = records::split(bytes, begins, delimiter, &mut cells);
            // A header with a quotation mark out of place is still the first line.
            let next = end.unwrap_or_else(|_| records::line_end(bytes, begins).1);
            let cell = |cell: &records::Cell| {
                let cell = bytes.get(cell.at.clone()).unwrap_or_default();
                text::kept(cell).replace("\"\"", "\"")
            };
            let names: Vec<String> = cells.iter().map(cell).collect();
            let found = names.iter().filter(|name| wanted.contains(&plain(name))).count();
            (found, names.len(), delimiter, names, next)
        });
        // The one by which most columns are known; of equals the first.
        let best =
            best.reduce(|best, next| if (next.0, next.1) > (best.0, best.1) { next } else { best });
        let Some((_, _, delimiter, names, next)) = best else {
            return Err(ImportError::NoHeader { file: file.to_owned() });
        };
        let header = Self::of(delimiter, names, line, columns);
        if let Some(column) = columns.required.iter().find(|name| header.at(name).is_none()) {
            return Err(ImportError::MissingColumn {
                file: file.to_owned(),
                column: (*column).to_owned(),
                found: listed(header.names.iter().map(String::as_str)),
            });
        }
        let (mut at, mut line) = (begins, line);
        while at < next {
            (at, line) = (records::line_end(bytes, at).1, line + 1);
        }
        Ok((header, next, line))
    }

    fn of(delimiter: u8, names: Vec<String>, line: u64, known: &Columns) -> Self {
        let plain: Vec<String> = names.iter().map(|name| plain(name)).collect();
        let mut columns = HashMap::new();
        for (index, name) in plain.iter().enumerate() {
            columns.entry(name.clone()).or_insert(index);
        }
        // As the importers ask for them, so that nobody has to spell a name anew for each cell.
        for name in known.read.iter().chain(known.days) {
            if let Some(index) = columns.get(&self::plain(name)).copied() {
                columns.insert((*name).to_owned(), index);
            }
        }
        let is_read = |name: &String| known.read.iter().any(|column| self::plain(column) == *name);
        let read = plain.iter().map(is_read).collect();
        Self { delimiter, names, plain, columns, read, line }
    }

    /// The place of a column.
    pub(super) fn at(&self, column: &str) -> Option<usize> {
        self.columns.get(column).or_else(|| self.columns.get(&plain(column))).copied()
    }

    /// Whether anything is read of the column in this place.
    pub(super) fn is_read(&self, n: usize) -> bool {
        self.read.get(n).copied().unwrap_or_default()
    }

    /// Nothing is read of a column that is not read, so a line break in it does no harm.
    pub(super) fn takes_breaks(&self, n: usize, columns: &Columns) -> bool {
        let long = |found: &String| columns.long.iter().any(|name| plain(name) == *found);
        !self.is_read(n) || self.plain.get(n).is_some_and(long)
    }

    /// Columns that are there twice, and columns that are not read.
    pub(super) fn remarks(&self, columns: &Columns) -> Vec<(u64, String)> {
        let mut remarks = Vec::new();
        for (index, name) in self.plain.iter().enumerate() {
            if self.is_read(index) && self.columns.get(name) != Some(&index) {
                let first = self.columns.get(name).map_or(0, |first| first + 1);
                let name = self.names.get(index).map_or("", String::as_str);
                remarks.push(format!(
                    "Two columns are called {name}: the one in place {first} was read, the one in \
                     place {} was not. Give it a name of its own.",
                    index + 1
                ));
            }
        }
        let unread: Vec<String> =
            self.names.iter().filter_map(|name| unread(name, columns)).collect();
        if columns.names_others && !unread.is_empty() {
            let shown = unread.iter().take(NAMED_MAX).cloned().collect::<Vec<_>>().join(", ");
            let more = unread.len().saturating_sub(NAMED_MAX);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            remarks.push(format!(
                "Nothing was read of these columns: {shown}{more}. Only the names in \
                 docs/import.md are known."
            ));
        }
        remarks.into_iter().map(|remark| (self.line, remark)).collect()
    }
}

/// A column that is not read, with the one that may be meant.
fn unread(name: &str, columns: &Columns) -> Option<String> {
    let found = plain(name);
    let read = |column: &&&str| plain(column) == found;
    if found.is_empty() || columns.read.iter().any(|column| read(&column)) {
        return None;
    }
    let near = columns.read.iter().filter(|column| {
        let column = plain(column);
        column.len() >= 3 && (found.contains(&column) || column.contains(&found))
    });
    // Of several the one that is most of it.
    let near = near.max_by_key(|column| column.len());
    Some(near.map_or_else(|| name.to_owned(), |near| format!("{name} (is {near} meant?)")))
}

/// Letters and digits of a column's name, in lower case.
pub(super) fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Up to twelve names in a sentence.
pub(in crate::import) fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
    let shown = names.iter().take(12).copied().collect::<Vec<_>>().join(", ");
    match names.len() {
        0 => "nothing".to_owned(),
        1..=12 => shown,
        more => format!("{shown} and {} more", more - 12),
    }
}
