//! Bringing an agency's people in from elsewhere: bytes in, a [`Batch`] and a
//! [`Report`] out. Nothing here touches the store.
//!
//! Ids are derived from the keys of the source and the agency's secret ([`ids`]), so reading the same
//! files again gives the same batch, and loading it again changes nothing.
//! A bad row never stops an import: it is skipped and the report says why. A
//! missing file or column stops it before anything is read, in one sentence.

pub mod caseload;
mod dates;
pub mod hmis;
mod ids;
pub use ids::IdSecret;
pub(crate) use ids::derived;
mod languages;
pub mod report;
mod run;
mod table;

pub use report::{Line, Report, Verdict};
pub use run::{Options, Source, prepare, run};

use crate::store::load::Batch;
use domain::{Moment, id::StaffId, wire::v1::Agency};
use std::collections::{BTreeMap, BTreeSet};

/// What an import needs to know of the agency it imports into.
#[derive(Debug, Clone)]
pub struct Context {
    /// The agency as the store has it; handed on unchanged in the batch.
    pub agency: Agency,
    /// Sign-in names already taken, as [`crate::names::normal`] writes them, and by whom.
    pub logins: BTreeMap<String, StaffId>,
    /// Ids of everybody and everything an import may have brought, so that who came
    /// under a former rule of making ids is found again.
    pub known: BTreeSet<[u8; 16]>,
    /// What ids are made with.
    pub ids: IdSecret,
    /// The present moment; dates after it are not believed.
    pub now: Moment,
    /// Minutes local time is ahead of UTC, for sources that give no zone.
    /// A fixed number, so that the same file reads the same in summer and winter.
    pub offset_min: i16,
}

/// How far an import has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress<'a> {
    /// The file being read.
    pub file: &'a str,
    /// Rows read so far.
    pub rows: usize,
    /// Rows in the file.
    pub of: usize,
}

/// Called now and then while an import goes on.
pub type OnProgress<'a> = &'a mut dyn FnMut(Progress<'_>);

/// What [`hmis::read`] and [`caseload::read`] give.
pub type Outcome = Result<(Batch, Report), ImportError>;

/// Why nothing was imported. Each is one sentence for the person at the keyboard.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// A file the import cannot do without is not there.
    #[error("{file} is missing: the folder holds {found}. Nothing was imported.")]
    MissingFile {
        /// The file looked for.
        file: String,
        /// What is there instead.
        found: String,
    },
    /// The file has no first line with column names.
    #[error("{file} has no first line with column names, it is empty. Nothing was imported.")]
    NoHeader {
        /// The file.
        file: String,
    },
    /// A column the import cannot do without is not there.
    #[error("{file} has no column {column}: its columns are {found}. Nothing was imported.")]
    MissingColumn {
        /// The file.
        file: String,
        /// The column looked for.
        column: String,
        /// The columns there are.
        found: String,
    },
    /// The file or folder cannot be read.
    #[error("{file} cannot be read: {why}. Nothing was imported.")]
    Unreadable {
        /// The file or folder.
        file: String,
        /// What the system says.
        why: String,
    },
}
