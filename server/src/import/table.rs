//! Reading a sheet as people really send it: with or without a byte-order
//! mark, in UTF-8, UTF-16 or a Windows code page, with commas, semicolons or
//! tabs, cut off in the middle.

use super::{ImportError, OnProgress, Progress};
use std::collections::HashMap;

/// A sheet whose first line names the columns.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) file: String,
    columns: HashMap<String, usize>,
    names: Vec<String>,
    /// Each with the line it begins on.
    records: Vec<(u64, csv::ByteRecord)>,
    /// Worth knowing, with the line it is about: 0 for the file as a whole.
    pub(super) remarks: Vec<(u64, String)>,
}

/// One row of a [`Table`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a> {
    table: &'a Table,
    record: &'a csv::ByteRecord,
    number: usize,
    line: u64,
}

impl Table {
    pub(super) fn read(
        file: &str,
        bytes: &[u8],
        required: &[&str],
        on_progress: OnProgress<'_>,
    ) -> Result<Self, ImportError> {
        let mut remarks = Vec::new();
        let utf8 = from_utf16(bytes);
        let bytes = utf8.as_deref().unwrap_or(bytes);
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let (bytes, lines_before) = without_separator_line(bytes);
        if std::str::from_utf8(bytes).is_err() {
            let why = "Not all of it is UTF-8; those cells were read as Windows-1252.";
            remarks.push((0, why.to_owned()));
        }
        if bytes.iter().filter(|byte| **byte == b'"').count() % 2 == 1 {
            let why = "A quotation mark is never closed; the file may be cut off.";
            remarks.push((0, why.to_owned()));
        }
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter(bytes))
            .flexible(true)
            .has_headers(false)
            .from_reader(bytes);
        let mut records = reader.byte_records().filter_map(Result::ok);
        let header = records.by_ref().find(|record| !is_blank(record));
        let Some(header) = header else {
            return Err(ImportError::NoHeader { file: file.to_owned() });
        };
        let names: Vec<String> = header.iter().map(text).collect();
        let mut columns = HashMap::new();
        for (index, name) in names.iter().enumerate() {
            columns.entry(plain(name)).or_insert(index);
        }
        if let Some(column) = required.iter().find(|name| !columns.contains_key(&plain(name))) {
            return Err(ImportError::MissingColumn {
                file: file.to_owned(),
                column: (*column).to_owned(),
                found: listed(names.iter().map(String::as_str)),
            });
        }
        let mut lines = Lines { bytes, at: 0, line: lines_before + 1 };
        let records: Vec<_> = records
            .filter(|record| !is_blank(record))
            .map(|record| (lines.of(&record), record))
            .collect();
        for (line, record) in &records {
            // Few are: only those are read a second time.
            let long = names.iter().zip(record).filter(|(_, cell)| {
                cell.len() > CELL_MAX_BYTES && whole(cell).len() > CELL_MAX_BYTES
            });
            remarks.extend(long.map(|(column, _)| {
                let why = format!(
                    "{column} is longer than {CELL_MAX_BYTES} bytes; the rest of it was left out."
                );
                (*line, why)
            }));
        }
        on_progress(Progress { file, rows: 0, of: records.len() });
        Ok(Self { file: file.to_owned(), columns, names, records, remarks })
    }

    /// Every row.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        let numbered = (1..).zip(&self.records);
        numbered.map(|(number, (line, record))| Row { table: self, record, number, line: *line })
    }
}

impl<'a> Row<'a> {
    /// File and line, for the report.
    pub(super) fn at(&self) -> (&'a str, u64) {
        (&self.table.file, self.line)
    }

    /// The trimmed cell; empty when the column or the cell is not there.
    pub(super) fn get(&self, column: &str) -> String {
        let index = self.table.columns.get(&plain(column));
        index.and_then(|index| self.record.get(*index)).map(text).unwrap_or_default()
    }

    /// A whole number; none when the cell holds anything else.
    pub(super) fn code(&self, column: &str) -> Option<u32> {
        let cell = self.get(column);
        cell.strip_suffix(".0").unwrap_or(&cell).parse().ok()
    }

    /// Says how far the reading has come, every thousand rows and at the end.
    pub(super) fn tell(&self, on_progress: OnProgress<'_>) {
        let (rows, of) = (self.number, self.table.records.len());
        if rows.is_multiple_of(1_000) || rows == of {
            on_progress(Progress { file: &self.table.file, rows, of });
        }
    }

    /// The row ends before the columns do.
    pub(super) fn is_cut_off(&self) -> bool {
        self.record.len() < self.table.names.len()
    }
}

/// Counts lines as an editor does. The reader's own count takes the second half
/// of a CRLF for part of the next record, and is one short for every row.
struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
}

impl Lines<'_> {
    fn of(&mut self, record: &csv::ByteRecord) -> u64 {
        let begins = record.position().map_or(0, |position| position.byte());
        let begins = usize::try_from(begins).unwrap_or(usize::MAX);
        while let Some(byte) = self.bytes.get(self.at) {
            let ends_line = match byte {
                b'\n' => true,
                b'\r' => self.bytes.get(self.at + 1) != Some(&b'\n'),
                _ => false,
            };
            if self.at >= begins && !matches!(byte, b'\n' | b'\r') {
                break;
            }
            self.line += u64::from(ends_line);
            self.at += 1;
        }
        self.line
    }
}

/// Letters and digits of a column's name, in lower case.
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn is_blank(record: &csv::ByteRecord) -> bool {
    record.iter().all(|cell| text(cell).is_empty())
}

/// Up to twelve names in a sentence.
pub(super) fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
    let shown = names.iter().take(12).copied().collect::<Vec<_>>().join(", ");
    match names.len() {
        0 => "nothing".to_owned(),
        1..=12 => shown,
        more => format!("{shown} and {} more", more - 12),
    }
}

/// The longest cell that is kept, in bytes; well within what a note's field takes.
const CELL_MAX_BYTES: usize = 16 * 1024;

/// A cell as text, as much of it as is kept.
fn text(cell: &[u8]) -> String {
    let mut text = whole(cell);
    text.truncate(text.floor_char_boundary(CELL_MAX_BYTES));
    text.truncate(text.trim_end().len());
    text
}

/// All of it: UTF-8 where it is, Windows-1252 where not, without control characters.
fn whole(cell: &[u8]) -> String {
    let decoded = std::str::from_utf8(cell)
        .map_or_else(|_| cell.iter().map(|byte| windows_1252(*byte)).collect(), ToOwned::to_owned);
    let kept = |c: &char| *c != '\u{feff}' && (!c.is_control() || matches!(c, '\n' | '\t'));
    decoded.chars().filter(kept).collect::<String>().trim().to_owned()
}

/// The high bytes that differ from Latin-1 (WHATWG Encoding, index windows-1252).
fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH.get(usize::from(byte - 0x80)).copied().unwrap_or('?'),
        other => char::from(other),
    }
}

/// Excel's "Unicode text" is UTF-16 with a byte-order mark.
fn from_utf16(bytes: &[u8]) -> Option<Vec<u8>> {
    let big_endian = match bytes {
        [0xff, 0xfe, ..] => false,
        [0xfe, 0xff, ..] => true,
        _ => return None,
    };
    let units =
        bytes.get(2..)?.as_chunks::<2>().0.iter().map(|pair| {
            if big_endian { u16::from_be_bytes(*pair) } else { u16::from_le_bytes(*pair) }
        });
    let text: String = char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect();
    Some(text.into_bytes())
}

/// Excel may begin a file with a line `sep=;`.
fn without_separator_line(bytes: &[u8]) -> (&[u8], u64) {
    let end = bytes.iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |at| at + 1);
    match bytes.split_at_checked(end) {
        Some((first, rest)) if first.len() <= 8 && first.starts_with(b"sep=") => (rest, 1),
        _ => (bytes, 0),
    }
}

/// Whichever of the three occurs most in the first line that says anything.
fn delimiter(bytes: &[u8]) -> u8 {
    let first = bytes.split(|byte| *byte == b'\n').find(|line| !line.trim_ascii().is_empty());
    let count = |delimiter: u8| {
        first.map_or(0, |line| line.iter().filter(|byte| **byte == delimiter).count())
    };
    // Of equals the last wins: a comma, as in a sheet of one column.
    [b'\t', b';', b','].into_iter().max_by_key(|delimiter| count(*delimiter)).unwrap_or(b',')
}
