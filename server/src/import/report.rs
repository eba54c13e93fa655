//! What became of each row, in words a person can act on.

use std::{collections::BTreeMap, fmt, io};

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
    pub file: String,
    /// Line on which the row begins, the header being line 1; 0 for the whole file.
    pub line: u64,
    /// What sort of thing it holds.
    pub what: &'static str,
    /// What became of it.
    pub verdict: Verdict,
    /// Why, as a sentence.
    pub why: String,
}

/// Every row of an import in the order read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// One entry a row.
    pub lines: Vec<Line>,
}

impl Report {
    pub(super) fn add(
        &mut self,
        (file, line): (&str, u64),
        what: &'static str,
        verdict: Verdict,
        why: impl Into<String>,
    ) {
        self.lines.push(Line { file: file.to_owned(), line, what, verdict, why: why.into() });
    }

    /// How many rows had this verdict.
    #[must_use]
    pub fn count(&self, verdict: Verdict) -> usize {
        self.lines.iter().filter(|line| line.verdict == verdict).count()
    }

    /// Writes every row as CSV, a header line first.
    ///
    /// # Errors
    /// Only those of the writer.
    pub fn write_csv(&self, to: impl io::Write) -> io::Result<()> {
        let mut csv = csv::Writer::from_writer(to);
        csv.write_record(["file", "line", "what", "verdict", "why"])?;
        for line in &self.lines {
            csv.write_record([
                harmless(&line.file),
                line.line.to_string(),
                line.what.to_owned(),
                line.verdict.to_string(),
                harmless(&line.why),
            ])?;
        }
        csv.flush()
    }

    /// A short table: what was taken, changed and skipped, and the commonest reasons.
    #[must_use]
    pub fn summary(&self) -> String {
        let mut counts: BTreeMap<(&str, &str), [usize; 3]> = BTreeMap::new();
        let mut reasons: BTreeMap<(Verdict, &str, &str), usize> = BTreeMap::new();
        for line in &self.lines {
            let of = counts.entry((&line.file, line.what)).or_default();
            if let Some(count) = of.get_mut(line.verdict as usize) {
                *count += 1;
            }
            if line.verdict != Verdict::Taken {
                *reasons.entry((line.verdict, &line.file, &line.why)).or_default() += 1;
            }
        }
        let mut text = format!("{:42} {:>7} {:>7} {:>7}\n", "", "taken", "changed", "skipped");
        for ((file, what), [taken, changed, skipped]) in counts {
            let name = format!("{file}: {what}");
            text += &format!("{name:42} {taken:>7} {changed:>7} {skipped:>7}\n");
        }
        let mut reasons: Vec<_> = reasons.into_iter().collect();
        reasons.sort_by_key(|((verdict, ..), count)| {
            (std::cmp::Reverse(*verdict), usize::MAX - count)
        });
        for ((verdict, file, why), count) in reasons.iter().take(SHOWN) {
            text += &format!("{count:>6} x {verdict}, {file}: {why}\n");
        }
        if reasons.len() > SHOWN {
            text += &format!(
                "       and {} other reasons; --report FILE lists every row\n",
                reasons.len() - SHOWN
            );
        }
        text
    }
}

/// Reasons that fit under a summary.
const SHOWN: usize = 12;

/// A cell that no spreadsheet takes for a formula.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_that_looks_like_a_formula_stays_text() {
        let mut report = Report::default();
        report.add(("Client.csv", 2), "client", Verdict::Skipped, "=HYPERLINK(1)");
        let mut bytes = Vec::new();
        report.write_csv(&mut bytes).expect("a vector takes everything");
        assert_eq!(
            String::from_utf8_lossy(&bytes),
            "file,line,what,verdict,why\nClient.csv,2,client,skipped,'=HYPERLINK(1)\n"
        );
    }

    #[test]
    fn the_summary_counts_by_file_and_says_why() {
        let mut report = Report::default();
        report.add(("Client.csv", 2), "client", Verdict::Taken, "As it stood.");
        report.add(("Client.csv", 3), "client", Verdict::Skipped, "Deleted in the source.");
        let text = report.summary();
        assert!(text.contains("Client.csv: client"), "{text}");
        assert!(text.contains("1 x skipped, Client.csv: Deleted in the source."), "{text}");
    }
}
