//! Bringing an agency's people in from elsewhere: bytes in, a [`Batch`] and a
//! [`Report`] out. Nothing here touches the store.
//!
//! Ids are derived from the keys of the source and the agency's secret ([`ids`]), so reading the same
//! files again gives the same batch, and loading it again changes nothing.
//! A bad row never stops an import: it is skipped and the report says why. A
//! missing file or column stops it before anything is read, in one sentence.

mod assigning;
pub mod caseload;
mod context;
mod dates;
mod error;
mod gathered;
pub mod hmis;
pub mod hsds;
mod ids;
pub use ids::IdSecret;
pub(crate) use ids::derived;
mod languages;
mod opened;
mod placeholder;
mod quote;
pub mod report;
mod run;
mod spoiled;
mod staffing;
mod table;

pub use context::{Choices, Colleague, Context, SystemChoice};
pub use error::{ImportError, Mistake};
pub use report::{Line, People, Report, Verdict};
pub(crate) use run::keep_other_files;
pub use run::{Options, Prepared, Source, prepare, run};
pub use staffing::StaffMap;

use crate::store::load::Batch;

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
