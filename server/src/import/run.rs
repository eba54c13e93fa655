//! What the command line calls: reads the source, says how it goes, writes the
//! report, and hands the batch back to be loaded.

use super::{Context, ImportError, Progress, caseload, hmis};
use crate::{files, store::load::Batch};
use anyhow::Context as _;
use std::{
    io::{self, Write},
    path::PathBuf,
};

/// Where people come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A folder with HUD's HMIS CSV export.
    Hmis(PathBuf),
    /// A caseload sheet.
    Caseload(PathBuf),
}

/// How to import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// From where.
    pub source: Source,
    /// Where to write what became of each row; nowhere if none.
    pub report: Option<PathBuf>,
    /// Read and report, and load nothing.
    pub dry_run: bool,
}

/// Reads the source with progress on stderr and the summary on stdout.
/// Gives the batch to load, or none on a dry run.
///
/// # Errors
/// When the source cannot be read, or the report cannot be written.
pub fn run(options: &Options, context: &Context) -> anyhow::Result<Option<Batch>> {
    prepare(options, context, &mut io::stdout().lock(), &mut io::stderr().lock())
}

/// [`run`] with the streams handed in.
///
/// # Errors
/// As [`run`].
pub fn prepare(
    options: &Options,
    context: &Context,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> anyhow::Result<Option<Batch>> {
    // A closed stderr must not stop an import.
    let mut tell = |progress: Progress<'_>| {
        let _ = writeln!(err, "{}: {} of {} rows", progress.file, progress.rows, progress.of);
    };
    let (batch, report) = match &options.source {
        Source::Hmis(folder) => hmis::read(&hmis::Files::from_dir(folder)?, context, &mut tell)?,
        Source::Caseload(path) => {
            let bytes = std::fs::read(path).map_err(|why| ImportError::Unreadable {
                file: path.display().to_string(),
                why: why.to_string(),
            })?;
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            caseload::read(&name, &bytes, context, &mut tell)?
        }
    };
    if let Some(path) = &options.report {
        // A report says who is in a caseload by line.
        let file =
            files::replace(path).with_context(|| format!("cannot write {}", path.display()))?;
        report.write_csv(io::BufWriter::new(file))?;
    }
    write!(out, "{}", report.summary())?;
    let (staff, clients, contacts) =
        (batch.staff.len(), batch.clients.len(), batch.contacts().count());
    let done = if options.dry_run { "Dry run, nothing was loaded" } else { "To load" };
    writeln!(out, "{done}: {staff} staff, {clients} clients, {contacts} contacts.")?;
    Ok((!options.dry_run).then_some(batch))
}
