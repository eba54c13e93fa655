//! Where the records of a sheet begin and end, and which lines are none.
//!
//! A quotation mark too many makes a reader that trusts it swallow the lines behind it, and puts
//! what stands there into somebody else's cells. So a line is a record only if it has as many
//! cells as the header; a record of several lines only if, beyond that, each break stands in a
//! cell for which one is nothing unusual. Whatever is neither is named, line by line, and reading
//! goes on with the next line.

use super::text;
use std::ops::Range;

/// A cell as it lies in the bytes, without the quotation marks around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) at: Range<usize>,
    pub(super) quoted: bool,
}

/// One record and the lines it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) line: u64,
    pub(super) at: usize,
}

/// A line that is no record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Broken {
    pub(super) line: u64,
    pub(super) at: usize,
    pub(super) why: String,
}

/// What a record must look like.
pub(super) struct Form<'a> {
    pub(super) delimiter: u8,
    /// Cells of a row.
    pub(super) width: usize,
    /// Cells of the header: those behind them are empty in every row.
    pub(super) named: usize,
    /// Whether a line break is nothing unusual in the cell of this number.
    pub(super) takes_breaks: &'a dyn Fn(usize) -> bool,
}

/// Most lines that one record may take: more is a quotation mark that is never closed.
const LINES_MAX: usize = 200;

/// Most bytes that one record of several lines may take.
const BYTES_MAX: usize = 1 << 20;

/// The end of the line that begins here, and where the next one begins.
pub(super) fn line_end(bytes: &[u8], from: usize) -> (usize, usize) {
    let rest = bytes.get(from..).unwrap_or_default();
    match rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')) {
        None => (bytes.len(), bytes.len()),
        Some(length) => {
            let pair = rest.get(length..length + 2) == Some(b"\r\n");
            (from + length, from + length + 1 + usize::from(pair))
        }
    }
}

/// Splits one record. Gives its cells and where the next begins; `Err` with how far it was read
/// when quotation marks stand where none may.
pub(super) fn split(
    bytes: &[u8],
    from: usize,
    delimiter: u8,
    cells: &mut Vec<Cell>,
) -> Result<usize, usize> {
    cells.clear();
    let (mut at, mut lines) = (from, 0);
    loop {
        if bytes.get(at) != Some(&b'"') {
            let begins = at;
            while bytes.get(at).is_some_and(|b| *b != delimiter && !matches!(b, b'\n' | b'\r')) {
                at += 1;
            }
            cells.push(Cell { at: begins..at, quoted: false });
        } else {
            let begins = at + 1;
            at = begins;
            loop {
                match bytes.get(at) {
                    None => return Err(at),
                    Some(b'"') if bytes.get(at + 1) == Some(&b'"') => at += 2,
                    Some(b'"') => break,
                    Some(b'\n' | b'\r') => {
                        lines += 1;
                        at = line_end(bytes, at).1;
                        if lines > LINES_MAX || at - from > BYTES_MAX {
                            return Err(at);
                        }
                    }
                    Some(_) => at += 1,
                }
            }
            cells.push(Cell { at: begins..at, quoted: true });
            at += 1;
        }
        match bytes.get(at) {
            None => return Ok(at),
            Some(b'\n' | b'\r') => return Ok(line_end(bytes, at).1),
            Some(byte) if *byte == delimiter => at += 1,
            Some(_) => return Err(at),
        }
    }
}

/// What the lines from here on are.
pub(super) struct Split {
    pub(super) records: Vec<Record>,
    pub(super) broken: Vec<Broken>,
}

/// Finds every record from a place on, whose line has this number.
pub(super) fn find(bytes: &[u8], from: usize, line: u64, form: &Form<'_>) -> Split {
    let mut found = Split { records: Vec::new(), broken: Vec::new() };
    let (mut at, mut line) = (from, line);
    let (mut cells, mut in_doubt_to) = (Vec::new(), 0);
    while at < bytes.len() {
        let (end, next_line) = line_end(bytes, at);
        let read = split(bytes, at, form.delimiter, &mut cells);
        let whole = match read {
            Ok(next) if next <= next_line => Some(next),
            Ok(next) if at >= in_doubt_to && is_record_of_lines(bytes, at..next, &cells, form) => {
                Some(next)
            }
            Ok(next) => {
                in_doubt_to = in_doubt_to.max(next);
                None
            }
            Err(wrong) => {
                in_doubt_to = in_doubt_to.max(doubt_ends(bytes, wrong, form.delimiter));
                None
            }
        };
        let Some(next) = whole else {
            let why = why_not(bytes, at..end, read, &cells, form);
            found.broken.push(Broken { line, at, why });
            (at, line) = (next_line, line + 1);
            continue;
        };
        // Behind a quotation mark that is wrong, another may belong to it.
        let bare = at < in_doubt_to
            && cells.iter().any(|cell| {
                !cell.quoted && bytes.get(cell.at.clone()).is_some_and(|cell| cell.contains(&b'"'))
            });
        if bytes.get(at..next).is_none_or(|record| is_blank(record, form.delimiter)) {
            // Nothing is lost with it.
        } else if bare {
            let why = "A quotation mark on an earlier line has no partner there, and this line \
                       may belong to it. Put each cell with a quotation mark in order."
                .to_owned();
            found.broken.push(Broken { line, at, why });
        } else if cells.len() != form.width || holds_more(bytes, &cells, form) {
            let why = wrong_number(cells.len(), form.named);
            found.broken.push(Broken { line, at, why });
        } else {
            found.records.push(Record { line, at });
        }
        while at < next {
            (at, line) = (line_end(bytes, at).1, line + 1);
        }
    }
    found
}

/// How far lines are in doubt behind a quotation mark that has no partner. The mark before the
/// byte where that was found out may begin a cell of its own line: then that line is sound.
fn doubt_ends(bytes: &[u8], wrong: usize, delimiter: u8) -> usize {
    let Some(mark) = wrong.checked_sub(1) else { return wrong };
    let before = mark.checked_sub(1).and_then(|at| bytes.get(at));
    let begins = before.is_none_or(|byte| *byte == delimiter || matches!(byte, b'\n' | b'\r'));
    if !begins || wrong >= bytes.len() {
        return wrong;
    }
    let line = bytes.get(..mark).unwrap_or_default();
    line.iter().rposition(|byte| matches!(byte, b'\n' | b'\r')).map_or(0, |at| at + 1)
}

/// Whether a record of several lines can be believed: as many cells as the header has, each
/// break where one is nothing unusual, and not each of its lines a whole row by itself.
fn is_record_of_lines(bytes: &[u8], at: Range<usize>, cells: &[Cell], form: &Form<'_>) -> bool {
    let breaks = |cell: &Cell| {
        let cell = bytes.get(cell.at.clone()).unwrap_or_default();
        cell.iter().any(|byte| matches!(byte, b'\n' | b'\r'))
    };
    let usual = cells.iter().enumerate().all(|(n, cell)| !breaks(cell) || (form.takes_breaks)(n));
    if cells.len() != form.width || !usual {
        return false;
    }
    let mut from = at.start;
    let mut all_whole = true;
    while from < at.end {
        let (end, next) = line_end(bytes, from);
        let line = bytes.get(from..end).unwrap_or_default();
        let separators = line.iter().filter(|byte| **byte == form.delimiter).count();
        all_whole &= separators + 1 >= form.width;
        from = next;
    }
    !all_whole
}

fn why_not(
    bytes: &[u8],
    line: Range<usize>,
    read: Result<usize, usize>,
    cells: &[Cell],
    form: &Form<'_>,
) -> String {
    match read {
        Err(at) if at <= line.end && at < bytes.len() => {
            "A cell goes on behind its closing quotation mark. Inside a cell in quotation marks \
             each of them is written twice."
                .to_owned()
        }
        Err(_) => "A cell begins with a quotation mark that is never closed, or closed in the \
                   wrong place; the file may be cut off there."
            .to_owned(),
        Ok(_) if cells.len() != form.width => {
            "A cell in quotation marks goes on over the next lines, and so the row would have \
             another number of cells than the header. Each of these lines is left out."
                .to_owned()
        }
        Ok(_) => "A cell in quotation marks goes on over the next lines, where a line break \
                  cannot belong. Each of these lines is left out."
            .to_owned(),
    }
}

fn wrong_number(found: usize, width: usize) -> String {
    let cells = if found == 1 { "cell" } else { "cells" };
    let why = if found < width {
        "It may be cut off, or a line break stands in a cell"
    } else {
        "A cell that holds a separator must stand in quotation marks"
    };
    format!("The row has {found} {cells} where the header names {width}. {why}.")
}

/// How many cells the rows have: as many as the header, or, where a program writes an empty one
/// at the end of each row or of the header alone, as many as all of them.
pub(super) fn width(bytes: &[u8], from: usize, delimiter: u8, names: &[String]) -> usize {
    const SAMPLE: usize = 50;
    const LEAST: usize = 10;
    let named = names.iter().rposition(|name| !name.is_empty()).map_or(0, |last| last + 1);
    let (mut at, mut cells, mut counts) = (from, Vec::new(), Vec::new());
    while at < bytes.len() && counts.len() < SAMPLE {
        let next = line_end(bytes, at).1;
        let line = bytes.get(at..next).unwrap_or_default();
        if !is_blank(line, delimiter)
            && split(bytes, at, delimiter, &mut cells).is_ok_and(|end| end <= next)
        {
            counts.push(cells.len());
        }
        at = next;
    }
    match counts.first() {
        Some(first)
            if counts.len() >= LEAST && *first >= named && counts.iter().all(|n| n == first) =>
        {
            *first
        }
        _ => names.len(),
    }
}

/// A cell behind the last column holds something: what stands before it has moved.
fn holds_more(bytes: &[u8], cells: &[Cell], form: &Form<'_>) -> bool {
    let mut behind = cells.iter().skip(form.named);
    behind.any(|cell| !text::whole(bytes.get(cell.at.clone()).unwrap_or_default()).is_empty())
}

fn is_blank(line: &[u8], delimiter: u8) -> bool {
    line.split(|byte| *byte == delimiter).all(|cell| {
        cell.iter().all(|byte| *byte == b'"' || byte.is_ascii_whitespace())
            || text::whole(cell).is_empty()
    })
}
