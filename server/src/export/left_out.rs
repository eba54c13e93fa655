//! Notes that an export of services leaves out, and why.

use domain::{id::ContactId, units::Void};
use std::io;

/// Why a note is not among the services.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// It counts for nothing.
    Void(Void),
    /// It cannot be read, so that nobody knows of which day it is.
    Unreadable,
}

impl Reason {
    /// Every reason, in the order in which they are counted.
    pub const ALL: [Self; 4] = [
        Self::Void(Void::EnteredInError),
        Self::Void(Void::Imported),
        Self::Void(Void::InDoubt),
        Self::Unreadable,
    ];

    /// Its word in the report.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Void(Void::EnteredInError) => "entered_in_error",
            Self::Void(Void::Imported) => "imported",
            Self::Void(Void::InDoubt) => "date_in_doubt",
            Self::Unreadable => "unreadable",
        }
    }

    /// What it means, and what can be done about it.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Void(Void::EnteredInError) => {
                "Marked as entered in error. It stays in the client's file and counts for nothing."
            }
            Self::Void(Void::Imported) => {
                "Came with an import. The system that it came from counts it."
            }
            Self::Void(Void::InDoubt) => {
                "Its day cannot be right. Its author marks it as entered in error and writes it anew."
            }
            Self::Unreadable => {
                "Cannot be read, so its day is unknown. Run verify-audit, and look at the last backup."
            }
        }
    }
}

/// A note that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Which.
    pub note: ContactId,
    /// Its day; none where it cannot be read.
    pub date: String,
    /// Who signed it, by the key that the export has too.
    pub staff: String,
    /// Why.
    pub reason: Reason,
}

/// The columns of the report.
const COLUMNS: [&str; 5] = ["note", "date", "staff", "reason", "what_it_means"];

/// Writes a row a note as CSV, a header first. It names nobody: ids lead to notes for those who may
/// open them.
///
/// # Errors
/// Those of the writer.
pub(super) fn write(left_out: &[LeftOut], to: impl io::Write) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(to);
    table.write_record(COLUMNS)?;
    for LeftOut { note, date, staff, reason } in left_out {
        let note = note.to_string();
        table.write_record([&note, date, staff, reason.word(), reason.sentence()])?;
    }
    table.flush()
}
