//! One row of a sheet.

use super::{
    Table,
    records::Cell,
    text::{self, CELL_MAX_BYTES},
};
use crate::import::{OnProgress, Progress, spoiled};

/// One row of a [`Table`].
#[derive(Debug, Clone)]
pub(in crate::import) struct Row<'a> {
    table: &'a Table<'a>,
    cells: Vec<Cell>,
    number: usize,
    line: u64,
}

impl<'a> Row<'a> {
    pub(super) const fn new(
        table: &'a Table<'a>,
        cells: Vec<Cell>,
        number: usize,
        line: u64,
    ) -> Self {
        Self { table, cells, number, line }
    }

    /// File and line, for the report.
    pub(in crate::import) fn at(&self) -> (&'a std::sync::Arc<str>, u64) {
        (&self.table.file, self.line)
    }

    /// The trimmed cell; empty when the column is not there.
    pub(in crate::import) fn get(&self, column: &str) -> String {
        let cell = self.table.header.at(column).and_then(|index| self.cells.get(index));
        let text = cell.map(|cell| text::kept(&self.bytes(cell))).unwrap_or_default();
        spoiled::kept_as_text(&text).map(ToOwned::to_owned).unwrap_or(text)
    }

    /// Of a sheet with several columns it fills one: a merged heading looks like that.
    pub(in crate::import) fn is_one_cell_of_many(&self) -> bool {
        let filled = self.cells.iter().filter(|cell| !text::kept(&self.bytes(cell)).is_empty());
        self.cells.len() > 2 && filled.take(2).count() == 1
    }

    /// A cell that holds the key of something.
    pub(in crate::import) fn key(&self, column: &str) -> String {
        spoiled::plain_key(&self.get(column)).to_owned()
    }

    /// A whole number; none when the cell holds anything else.
    pub(in crate::import) fn code(&self, column: &str) -> Option<u32> {
        let cell = self.get(column);
        cell.strip_suffix(".0").unwrap_or(&cell).parse().ok()
    }

    /// Says how far the reading has come, every thousand rows and at the end.
    pub(in crate::import) fn tell(&self, on_progress: OnProgress<'_>) {
        let (rows, of) = (self.number, self.table.len());
        if rows.is_multiple_of(1_000) || rows == of {
            on_progress(Progress { file: &self.table.file, rows, of });
        }
    }

    /// Names of the columns of which only the beginning is kept.
    pub(super) fn long_cells(&self) -> impl Iterator<Item = &str> {
        let header = &self.table.header;
        let long = header.names.iter().zip(&self.cells).enumerate().filter(|(n, (_, cell))| {
            cell.at.len() > CELL_MAX_BYTES
                && header.is_read(*n)
                && text::whole(&self.bytes(cell)).len() > CELL_MAX_BYTES
        });
        long.map(|(_, (name, _))| name.as_str())
    }

    /// What a cell holds: in quotation marks each of them is written twice.
    fn bytes(&self, cell: &Cell) -> std::borrow::Cow<'_, [u8]> {
        let bytes = self.table.bytes.get(cell.at.clone()).unwrap_or_default();
        if !cell.quoted || !bytes.contains(&b'"') {
            return bytes.into();
        }
        let mut plain = Vec::with_capacity(bytes.len());
        let mut doubled = false;
        for byte in bytes {
            doubled = *byte == b'"' && !doubled;
            if !doubled {
                plain.push(*byte);
            }
        }
        plain.into()
    }
}
