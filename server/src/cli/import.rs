use super::{progress, say};
use crate::{
    clock,
    config::StoreArgs,
    import::{self, Context, IdSecret, Options, Source},
    names,
    store::{Access, Counts, Store},
};
use clap::{Args, Subcommand};
use domain::{id::AgencyId, record::RecordKind};
use std::path::PathBuf;

/// Where people come from.
#[derive(Debug, Subcommand)]
pub enum ImportCommand {
    /// Read HUD's HMIS CSV export
    Hmis {
        /// Folder with Client.csv, Enrollment.csv and the others
        folder: PathBuf,
        /// How
        #[command(flatten)]
        how: ImportArgs,
    },
    /// Read a caseload sheet; docs/import.md describes its columns
    Caseload {
        /// The CSV file
        file: PathBuf,
        /// How
        #[command(flatten)]
        how: ImportArgs,
    },
}

/// How to import.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// Write what became of each row to this CSV file
    #[arg(long)]
    report: Option<PathBuf>,
    /// Read and report, and load nothing
    #[arg(long)]
    dry_run: bool,
    /// Into which agency; needed when there is more than one
    #[arg(long)]
    agency: Option<AgencyId>,
    /// Minutes that local time is ahead of UTC, for files without a time zone;
    /// always the same number, so that importing again changes nothing
    #[arg(long, default_value_t = -300, allow_hyphen_values = true)]
    utc_offset_minutes: i16,
}

pub(super) async fn run(args: &StoreArgs, command: ImportCommand) -> anyhow::Result<()> {
    let (source, how) = match command {
        ImportCommand::Hmis { folder, how } => (Source::Hmis(folder), how),
        ImportCommand::Caseload { file, how } => (Source::Caseload(file), how),
    };
    let store = Store::open(&args.options(Access::Write)).await?;
    let agency_id = super::user::only_agency(&store, how.agency).await?;
    let staff = store.staff_lines().await?;
    let context = Context {
        agency: store.agency(agency_id).await?,
        logins: staff
            .into_iter()
            .filter(|line| line.agency == agency_id)
            .map(|line| (names::normal(&line.login), line.card.staff_id))
            .collect(),
        known: store.imported_ids(agency_id).await?,
        ids: IdSecret::new(store.keyring().import_ids(agency_id)),
        now: clock::now(),
        offset_min: how.utc_offset_minutes,
    };
    let options = Options { source, report: how.report, dry_run: how.dry_run };
    if let Some(batch) = import::run(&options, &context)? {
        let loaded = store.load(batch, &mut progress("rows loaded")).await?;
        let contacts = |counts: Counts| counts.of(RecordKind::Contact);
        say(format_args!(
            "New: {} clients, {} contacts. Changed: {} clients. As before: {} clients, {} contacts.",
            loaded.inserted.clients,
            contacts(loaded.inserted),
            loaded.updated.clients,
            loaded.unchanged.clients,
            contacts(loaded.unchanged),
        ))?;
        if contacts(loaded.kept) > 0 {
            say(format_args!(
                "{} contacts read differently now. What was taken before stays as it is: write an addendum where it is wrong.",
                contacts(loaded.kept)
            ))?;
        }
    }
    store.close().await;
    Ok(())
}
