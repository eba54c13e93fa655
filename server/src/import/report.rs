//! What became of each row, in words a person can act on.

mod summary;

use crate::export::cells::harmless;
use std::{borrow::Cow, collections::HashMap, fmt, io, sync::Arc};
pub use summary::People;

/// What became of one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// As it stood.
    Taken,
    /// With something left out or read in a way worth checking.
    Changed,
    /// Not at all.
    Skipped,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Taken => "taken",
            Self::Changed => "changed",
            Self::Skipped => "skipped",
        })
    }
}

/// One row of the source and what became of it. Names no person: the file and
/// line lead to the row for those who may open it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Name of the file.
    pub file: Arc<str>,
    /// Line on which the row begins, the header being line 1; 0 for the whole file.
    pub line: u64,
    /// What sort of thing it holds.
    pub what: &'static str,
    /// What became of it.
    pub verdict: Verdict,
    /// Why, as a sentence.
    pub why: Cow<'static, str>,
    /// It was skipped because it could not be read, and not on purpose.
    pub broken: bool,
}

/// Every row of an import in the order read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// One entry a row.
    pub lines: Vec<Line>,
    /// The people the source tells of, once each.
    pub people: People,
}

impl Report {
    pub(super) fn add(
        &mut self,
        (file, line): (&Arc<str>, u64),
        what: &'static str,
        verdict: Verdict,
        why: impl Into<Cow<'static, str>>,
    ) {
        let (file, why) = (Arc::clone(file), why.into());
        self.lines.push(Line { file, line, what, verdict, why, broken: false });
    }

    /// What became of a row, as whoever loaded it knows.
    pub fn say(
        &mut self,
        at: (&Arc<str>, u64),
        what: &'static str,
        verdict: Verdict,
        why: impl Into<Cow<'static, str>>,
    ) {
        self.add(at, what, verdict, why);
    }

    /// A row that cannot be read.
    pub(super) fn broken(
        &mut self,
        at: (&Arc<str>, u64),
        what: &'static str,
        why: impl Into<Cow<'static, str>>,
    ) {
        self.add(at, what, Verdict::Skipped, why);
        self.lines.iter_mut().next_back().into_iter().for_each(|line| line.broken = true);
    }

    /// By file, and those of a file by line, as whoever looks them up goes through them.
    pub(super) fn sort(&mut self) {
        let mut places: HashMap<Arc<str>, usize> = HashMap::new();
        for line in &self.lines {
            let next = places.len();
            places.entry(Arc::clone(&line.file)).or_insert(next);
        }
        self.lines.sort_by_cached_key(|line| (places.get(&line.file).copied(), line.line));
    }

    /// How many rows had this verdict.
    #[must_use]
    pub fn count(&self, verdict: Verdict) -> usize {
        self.lines.iter().filter(|line| line.verdict == verdict).count()
    }

    /// The first line of a file of which not one row could be read, though it has some.
    #[must_use]
    pub fn lost(&self, file: &str) -> Option<&Line> {
        let mut rows = self
            .lines
            .iter()
            .filter(|line| line.line > 0 && &*line.file == file && line.what != "cell");
        let first = rows.clone().find(|line| line.broken);
        first.filter(|_| rows.all(|line| line.verdict == Verdict::Skipped))
    }

    /// Writes every row as CSV, a header line first.
    ///
    /// # Errors
    /// Only those of the writer.
    pub fn write_csv(&self, to: impl io::Write) -> io::Result<()> {
        let mut writer = csv::Writer::from_writer(to);
        writer.write_record(HEADER)?;
        for Line { file, line, what, verdict, why, .. } in &self.lines {
            writer.write_record([
                &*harmless(file),
                &line.to_string(),
                *what,
                &verdict.to_string(),
                &harmless(why),
            ])?;
        }
        writer.flush()
    }
}

/// What a report begins with.
pub(super) const HEADER: [&str; 5] = ["file", "line", "what", "verdict", "why"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_that_looks_like_a_formula_stays_text() {
        let mut report = Report::default();
        report.add((&"Client.csv".into(), 2), "client", Verdict::Skipped, "=HYPERLINK(1)");
        let mut bytes = Vec::new();
        report.write_csv(&mut bytes).expect("a vector takes everything");
        assert_eq!(
            String::from_utf8_lossy(&bytes),
            "file,line,what,verdict,why\nClient.csv,2,client,skipped,'=HYPERLINK(1)\n"
        );
    }

    #[test]
    fn a_file_is_lost_when_rows_are_broken_and_none_is_taken() {
        let (mut report, file) = (Report::default(), "Enrollment.csv".into());
        report.add((&file, 2), "enrollment", Verdict::Skipped, "Deleted in the source.");
        assert_eq!(report.lost("Enrollment.csv"), None, "that was on purpose");
        report.broken((&file, 3), "enrollment", "No date.");
        assert_eq!(report.lost("Enrollment.csv").map(|line| line.line), Some(3));
        report.add((&file, 4), "enrollment", Verdict::Taken, "");
        assert_eq!(report.lost("Enrollment.csv"), None);
    }
}
