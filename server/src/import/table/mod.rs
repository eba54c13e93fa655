//! Reading a sheet as people really send it: with or without a byte-order
//! mark, in UTF-8, UTF-16 or a Windows code page, with commas, semicolons or
//! tabs, cut off in the middle, pasted together from two.

mod header;
mod records;
mod row;
mod strays;
mod text;

pub(super) use header::listed;
pub(super) use row::Row;

use super::{ImportError, OnProgress, Progress, Report, Verdict, dates::Order};
use header::{Above, Header};
use records::{Form, Record};
use std::{borrow::Cow, sync::Arc};
use text::CELL_MAX_BYTES;

/// What an importer reads of a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Columns {
    /// Without these it cannot be understood.
    pub(super) required: &'static [&'static str],
    /// All that are read.
    pub(super) read: &'static [&'static str],
    /// Those in which a line break is nothing unusual.
    pub(super) long: &'static [&'static str],
    /// Those that hold days.
    pub(super) days: &'static [&'static str],
    /// Whether columns that are not read are worth a word: they are where people make the
    /// sheet, and not where a standard has hundreds.
    pub(super) names_others: bool,
}

/// A sheet whose first line names the columns.
#[derive(Debug)]
pub(super) struct Table<'a> {
    pub(super) file: Arc<str>,
    bytes: Cow<'a, [u8]>,
    header: Header,
    records: Vec<Record>,
    /// Lines that are no rows, and why.
    broken: Vec<(u64, String)>,
    /// Lines between rows that are left out on purpose, and why.
    aside: Vec<(u64, String)>,
    /// Worth knowing, with the line it is about: 0 for the file as a whole.
    remarks: Vec<(u64, String)>,
}

impl<'a> Table<'a> {
    pub(super) fn read(
        file: &str,
        source: &'a [u8],
        columns: &Columns,
        on_progress: OnProgress<'_>,
    ) -> Result<Self, ImportError> {
        let bytes = text::single_bytes(source);
        let mut remarks = Vec::new();
        if std::str::from_utf8(&bytes).is_err() {
            let why = "It is not saved as UTF-8: letters with accents were read as older Windows \
                       programs write them. Look at a name or place that has one.";
            remarks.push((0, why.to_owned()));
        }
        let mut above = Vec::new();
        let (header, from, line) = Header::read(file, &bytes, columns, &mut above)?;
        remarks.extend(header.remarks(columns));
        let takes_breaks = |n: usize| header.takes_breaks(n, columns);
        let width = records::width(&bytes, from, header.delimiter, &header.names);
        let named = header.names.len();
        let delimiter = header.delimiter;
        let form = Form { delimiter, width, named, takes_breaks: &takes_breaks };
        let found = records::find(&bytes, from, line, &form);
        let strays::Sorted { records, mut broken, mut aside } =
            strays::sort(&bytes, &header, columns, found);
        for Above { line, is_title } in above {
            let why = "It stands above the line with the names of the columns.".to_owned();
            if is_title { aside.push((line, why)) } else { broken.push((line, why)) }
        }
        on_progress(Progress { file, rows: 0, of: records.len() });
        let file = Arc::from(file);
        let mut table = Self { file, bytes, header, records, broken, aside, remarks };
        let long = table.long_cells();
        table.remarks.extend(long);
        Ok(table)
    }

    /// Every row.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        (1..).zip(&self.records).map(|(number, record)| self.row(number, record))
    }

    pub(super) const fn len(&self) -> usize {
        self.records.len()
    }

    fn row<'r>(&'r self, number: usize, record: &Record) -> Row<'r> {
        let mut cells = Vec::with_capacity(self.header.names.len());
        // Every record was split once already.
        let _ = records::split(&self.bytes, record.at, self.header.delimiter, &mut cells);
        Row::new(self, cells, number, record.line)
    }

    /// The order of day and month in those of these columns that the file has.
    pub(super) fn order(&self, columns: &[&str]) -> Order {
        let mut order = Order::default();
        for row in self.rows() {
            for column in columns {
                order.learn(&row.get(column));
            }
        }
        order
    }

    /// How many lines are no rows, though they may have been.
    pub(super) const fn broken(&self) -> usize {
        self.broken.len()
    }

    /// The first line that is no row, and why.
    pub(super) fn first_broken(&self) -> Option<(u64, &str)> {
        self.broken.first().map(|(line, why)| (*line, why.as_str()))
    }

    /// Puts into the report what is no row, and what is worth knowing of the file.
    pub(super) fn tell(&self, report: &mut Report) {
        for (line, why) in &self.remarks {
            let what = if *line == 0 { "file" } else { "cell" };
            report.add((&self.file, *line), what, Verdict::Changed, why.clone());
        }
        for (line, why) in &self.broken {
            report.broken((&self.file, *line), "row", why.clone());
        }
        for (line, why) in &self.aside {
            report.add((&self.file, *line), "row", Verdict::Skipped, why.clone());
        }
    }

    /// Cells of which only the beginning is kept.
    fn long_cells(&self) -> Vec<(u64, String)> {
        let mut long = Vec::new();
        let mut ends = self.records.iter().skip(1).map(|next| next.at).chain([self.bytes.len()]);
        for (number, record) in (1..).zip(&self.records) {
            // Few rows are so long: only those are looked at again.
            let end = ends.next().unwrap_or_default();
            if end.saturating_sub(record.at) <= CELL_MAX_BYTES {
                continue;
            }
            let row = self.row(number, record);
            long.extend(row.long_cells().map(|column| {
                let why = format!(
                    "{column} is longer than {CELL_MAX_BYTES} bytes; the rest of it was left out."
                );
                (record.line, why)
            }));
        }
        long
    }
}
