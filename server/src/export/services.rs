//! Notes as services: who did what for whom, when, and for how long; and what was left out.

use super::{
    columns::Columns,
    left_out::{self, LeftOut, Reason},
};
use crate::store::{Notes, Reading, StoreError};
use app::words::Language;
use chrono::NaiveDate;
use domain::{contact::layouts::Layout, id::ContactId, units::reckon};
use std::{collections::BTreeMap, io};

/// What to export.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// The first day of service.
    pub from: NaiveDate,
    /// The last one.
    pub to: NaiveDate,
    /// The words of notes too, in this order and with names in this language.
    pub layout: Option<(Layout, Language)>,
}

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Done {
    /// Notes in the file.
    pub services: usize,
    /// Notes that are not, and why.
    pub left_out: Vec<LeftOut>,
    /// Units by the number of the rule that they were counted by.
    pub units: BTreeMap<u32, u64>,
    /// Notes in the file that share time with another of the same staff member.
    pub overlapping: usize,
    /// Items in the quarantine, of whatever day.
    pub quarantined: i64,
}

impl Done {
    /// How many were left out for a reason.
    #[must_use]
    pub fn count(&self, reason: Reason) -> usize {
        self.left_out.iter().filter(|one| one.reason == reason).count()
    }

    /// Notes of the period: those in the file and those left out, but for those of which nobody
    /// knows the day.
    #[must_use]
    pub fn of_period(&self) -> usize {
        self.services + self.left_out.len() - self.count(Reason::Unreadable)
    }

    /// Writes what was left out.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn report(&self, to: impl io::Write) -> io::Result<()> {
        left_out::write(&self.left_out, to)
    }
}

/// Something failed half-way.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file.
    #[error(transparent)]
    File(#[from] io::Error),
}

impl From<csv::Error> for Failed {
    fn from(error: csv::Error) -> Self {
        Self::File(error.into())
    }
}

/// Writes every service of the period as a row, in the order of their days, and says what was left out.
/// All notes of the agency are counted, whatever the period: so a note has the same units in each export.
///
/// # Errors
/// Those of the database and of the writer.
pub async fn services(
    mut reading: Reading,
    options: Options,
    mut to: impl io::Write,
) -> Result<Done, Failed> {
    let notes = reading.notes().await?;
    let reckoned = reckon(&notes.rules, &notes.efforts);
    let mut done = Done { quarantined: notes.quarantined, ..Done::default() };
    let mut wanted = Vec::new();
    for (effort, one) in notes.efforts.iter().zip(&reckoned) {
        if !(options.from..=options.to).contains(&effort.day()) {
            continue;
        }
        match effort.void {
            None => wanted.push((effort, one)),
            Some(void) => done.left_out.push(LeftOut {
                note: effort.contact_id,
                date: effort.day().to_string(),
                staff: effort.staff.to_string(),
                reason: Reason::Void(void),
            }),
        }
    }
    wanted.sort_by_key(|(effort, _)| (effort.day(), effort.start, effort.contact_id));
    done.left_out.sort_by(|one, other| (&one.date, one.note).cmp(&(&other.date, other.note)));
    done.left_out.extend(unreadable(&notes));
    let columns = Columns { notes: &notes, layout: options.layout };
    // Without this mark a spreadsheet reads letters with accents as two others.
    to.write_all("\u{feff}".as_bytes())?;
    let mut table =
        csv::WriterBuilder::new().quote_style(csv::QuoteStyle::NonNumeric).from_writer(to);
    table.write_record(columns.names())?;
    for (effort, one) in wanted {
        let row = reading.note(effort.contact_id).await?;
        table.write_record(columns.cells(&row, one))?;
        done.services += 1;
        done.overlapping += usize::from(one.overlaps.is_some());
        if let Some(rule) = one.rule {
            *done.units.entry(rule).or_default() += u64::from(one.units);
        }
    }
    table.flush()?;
    Ok(done)
}

fn unreadable(notes: &Notes) -> impl Iterator<Item = LeftOut> {
    notes.unreadable.iter().map(|id| LeftOut {
        note: ContactId::from_bytes(*id),
        date: String::new(),
        staff: String::new(),
        reason: Reason::Unreadable,
    })
}
