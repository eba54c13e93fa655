//! The end of a report, for somebody who only knows the source.

use super::{Report, Verdict};
use std::{collections::BTreeMap, fmt};

/// The people a source tells of, once each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct People {
    /// Taken as they stand.
    pub taken: usize,
    /// Taken, with something left out or worth checking.
    pub changed: usize,
    /// Not taken.
    pub skipped: usize,
    /// Of those taken whose case is open: nobody carries them.
    pub nobody: usize,
    /// Of those taken whose case is open: whoever carries them cannot sign in yet.
    pub unseen: usize,
}

impl People {
    pub(in crate::import) const fn add(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Taken => self.taken += 1,
            Verdict::Changed => self.changed += 1,
            Verdict::Skipped => self.skipped += 1,
        }
    }
}

impl fmt::Display for People {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { taken, changed, skipped, nobody, unseen } = self;
        write!(
            f,
            "People: {taken} taken as they stand, {changed} with something to check, {skipped} \
             skipped; {nobody} {} assigned to nobody",
            are(*nobody)
        )?;
        if *nobody > 0 {
            write!(
                f,
                ", and on nobody's phone: run it again with --unassigned-to LOGIN to give them to somebody"
            )?;
        }
        if *unseen > 0 {
            write!(
                f,
                "; {unseen} {} with accounts that have no password yet, and on nobody's phone either: \
                 set one with `user password LOGIN`, or say with --staff who they are",
                are(*unseen)
            )?;
        }
        write!(f, ".")
    }
}

const fn are(count: usize) -> &'static str {
    if count == 1 { "is" } else { "are" }
}

impl Report {
    /// How many rows of each file were taken, changed and skipped, and the commonest reasons.
    #[must_use]
    pub fn summary(&self) -> String {
        let mut counts: BTreeMap<(&str, &str), [usize; 3]> = BTreeMap::new();
        let mut reasons: BTreeMap<(Verdict, &str, String), (usize, &str)> = BTreeMap::new();
        for line in &self.lines {
            let of = counts.entry((&line.file, line.what)).or_default();
            if let Some(count) = of.get_mut(line.verdict as usize) {
                *count += 1;
            }
            if line.verdict != Verdict::Taken {
                let reason = (line.verdict, &*line.file, without_quotes(&line.why));
                reasons.entry(reason).or_insert((0, &line.why)).0 += 1;
            }
        }
        let mut text = format!("{:42} {:>7} {:>7} {:>7}\n", "", "taken", "changed", "skipped");
        for ((file, what), [taken, changed, skipped]) in counts {
            let name = format!("{file}: {what}");
            text += &format!("{name:42} {taken:>7} {changed:>7} {skipped:>7}\n");
        }
        text += "changed: taken, with something left out or worth checking.\n";
        let mut reasons: Vec<_> = reasons.into_iter().collect();
        reasons.sort_by_key(|((verdict, ..), (count, _))| {
            (std::cmp::Reverse(*verdict), usize::MAX - count)
        });
        for ((verdict, file, _), (count, why)) in reasons.iter().take(SHOWN) {
            let such = if *count > 1 && why.contains('“') { " (and others like it)" } else { "" };
            text += &format!("{count:>6} x {verdict}, {file}: {why}{such}\n");
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

/// A reason without the cells that it quotes: the same for all rows of its kind.
fn without_quotes(why: &str) -> String {
    let mut quoted = false;
    why.chars()
        .filter(|c| {
            quoted = match c {
                '“' => true,
                '”' => false,
                _ => quoted,
            };
            !quoted && !c.is_ascii_digit()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_counts_by_file_and_says_why() {
        let (mut report, file) = (Report::default(), "Client.csv".into());
        report.add((&file, 2), "client", Verdict::Taken, "As it stood.");
        report.add((&file, 3), "client", Verdict::Skipped, "Deleted in the source.");
        report.add((&file, 4), "client", Verdict::Changed, "DOB “soon” is no date.");
        report.add((&file, 5), "client", Verdict::Changed, "DOB “never” is no date.");
        let text = report.summary();
        assert!(text.contains("Client.csv: client"), "{text}");
        assert!(text.contains("1 x skipped, Client.csv: Deleted in the source."), "{text}");
        assert!(text.contains("2 x changed, Client.csv: DOB “soon” is no date. (and"), "{text}");
    }

    #[test]
    fn the_last_line_counts_people_and_says_what_to_do() {
        let people = People { taken: 3, changed: 2, skipped: 1, nobody: 4, unseen: 5 };
        let text = people.to_string();
        assert!(
            text.starts_with("People: 3 taken as they stand, 2 with something to check"),
            "{text}"
        );
        assert!(text.contains("4 are assigned to nobody"), "{text}");
        assert!(text.contains("--unassigned-to"), "{text}");
        assert!(text.contains("5 are with accounts that have no password yet"), "{text}");
    }
}
