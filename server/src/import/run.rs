//! What the command line calls: reads the source, says how it goes, writes the
//! report, and hands the batch back to be loaded.

use super::{Context, ImportError, People, Progress, caseload, hmis, opened, report};
use crate::{files, store::load::Batch};
use domain::record::RecordKind;
use std::{
    io::{self, Read as _, Write},
    path::{Path, PathBuf},
};

/// Where people come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A folder, or zip file, with HUD's HMIS CSV export.
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

/// What was read, and is to be loaded.
#[derive(Debug)]
pub struct Prepared {
    /// What to load; none on a dry run.
    pub batch: Option<Batch>,
    /// How many people the source tells of, and how many of them nobody carries.
    pub people: People,
}

/// Reads the source with progress on stderr and the summary on stdout.
/// Gives the batch to load, or none on a dry run.
///
/// # Errors
/// When the source cannot be read, or the report cannot be written.
pub fn run(options: &Options, context: &Context) -> anyhow::Result<Prepared> {
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
) -> anyhow::Result<Prepared> {
    if let Some(path) = &options.report {
        keep_other_files(path)?;
    }
    // A closed stderr must not stop an import.
    let mut tell = |progress: Progress<'_>| {
        let _ = writeln!(err, "{}: {} of {} rows", progress.file, progress.rows, progress.of);
    };
    let ((batch, report), people_of) = match &options.source {
        Source::Hmis(path) => {
            let files = hmis::Files::open(path)?;
            let needed = ["Client.csv", "Enrollment.csv"].map(ToOwned::to_owned).to_vec();
            (hmis::read(&files, context, &mut tell)?, needed)
        }
        Source::Caseload(path) => {
            let bytes = opened::sheet(path)?;
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            (caseload::read(&name, &bytes, context, &mut tell)?, vec![name.into_owned()])
        }
    };
    if let Some(path) = &options.report {
        // A report says who is in a caseload by line.
        let unwritable = |why: io::Error| {
            ImportError::ReportUnwritable(path.display().to_string(), why.to_string())
        };
        let file = files::replace(path).map_err(unwritable)?;
        report.write_csv(io::BufWriter::new(file)).map_err(unwritable)?;
    }
    write!(out, "{}", report.summary())?;
    for file in people_of {
        if let Some(first) = report.lost(&file) {
            let (line, why) = (first.line, first.why.to_string());
            return Err(ImportError::AllBroken { file, line, why }.into());
        }
    }
    let (staff, clients, contacts) =
        (batch.staff.len(), batch.clients.len(), batch.records.count(RecordKind::Contact));
    let new =
        batch.staff.iter().filter(|new| context.colleague(new.card.staff_id).is_none()).count();
    if new > 0 {
        writeln!(
            out,
            "{new} users of the source become new accounts. If one of them signs in here already \
             under another name, say so with --staff: docs/import.md shows how."
        )?;
    }
    let done = if options.dry_run { "Dry run, nothing was loaded" } else { "To load" };
    writeln!(out, "{done}: {staff} staff, {clients} clients, {contacts} contacts.")?;
    if options.dry_run {
        writeln!(out, "{}", report.people)?;
    }
    Ok(Prepared { batch: (!options.dry_run).then_some(batch), people: report.people })
}

/// A report takes the place of an earlier one, and of nothing else: a slip of the hand on the
/// command line must cost nobody an export, or a database.
pub(crate) fn keep_other_files(path: &Path) -> Result<(), ImportError> {
    let other = || ImportError::ReportOverFile(path.display().to_string());
    if path.is_dir() {
        return Err(other());
    }
    // Not a pipe or a terminal, which hold nothing.
    if !path.is_file() {
        return Ok(());
    }
    let mut begins = Vec::new();
    let header = report::HEADER.join(",");
    let read = std::fs::File::open(path)
        .and_then(|file| file.take(header.len() as u64).read_to_end(&mut begins));
    match read {
        Ok(_) if begins.is_empty() || begins == header.as_bytes() => Ok(()),
        _ => Err(other()),
    }
}
