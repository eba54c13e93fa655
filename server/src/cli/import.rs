use super::{exit::BadInput, progress, say};
use crate::{
    clock,
    config::StoreArgs,
    import::{
        self, Choices, Colleague, Context, IdSecret, Options, Source, StaffMap, SystemChoice,
    },
    names,
    store::{Access, Counts, Loaded, OpenOptions, Store},
};
use clap::{Args, Subcommand};
use domain::{id::AgencyId, record::RecordKind, wire::v1::Role};
use std::path::{Path, PathBuf};

/// Where people come from.
#[derive(Debug, Subcommand)]
pub enum ImportCommand {
    /// Read HUD's HMIS CSV export
    Hmis {
        /// Folder with Client.csv, Enrollment.csv and the others, or the zip file they came in
        folder: PathBuf,
        /// A sheet with the columns UserID and login: which colleague a user of the HMIS is
        #[arg(long)]
        staff: Option<PathBuf>,
        /// This is another HMIS than the one imported from before: keep its people apart
        #[arg(long)]
        another_system: bool,
        /// This is the HMIS imported from before, though it calls itself otherwise
        #[arg(long, conflicts_with = "another_system")]
        same_system: bool,
        /// How
        #[command(flatten)]
        how: ImportArgs,
    },
    /// Read a directory of services: a package of the Human Services Data Specification (Open
    /// Referral HSDS 3), as 211 centres publish it
    Hsds(super::hsds::HsdsArgs),
    /// Read a caseload sheet; docs/import.md describes its columns
    Caseload {
        /// The CSV file
        file: PathBuf,
        /// A name for the sheet, where there are several whose keys are of different people;
        /// always the same for the same sheet
        #[arg(long, default_value = "")]
        sheet: String,
        /// How
        #[command(flatten)]
        how: ImportArgs,
    },
}

/// How to import.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// Write what became of each row to this CSV file; it takes the place of an earlier report
    /// and of no other file
    #[arg(long)]
    report: Option<PathBuf>,
    /// Read and report, and load nothing
    #[arg(long)]
    dry_run: bool,
    /// Give those whom nobody carries to whoever signs in by this name, until the source names
    /// somebody
    #[arg(long)]
    unassigned_to: Option<String>,
    /// Into which agency; needed when there is more than one
    #[arg(long)]
    agency: Option<AgencyId>,
    /// Minutes that the clocks of the source are ahead of UTC, for its times have no zone: -300 in
    /// New York in winter, -480 in Los Angeles. Give the same number each time, in summer too, or
    /// contacts come again with other times
    #[arg(long, default_value_t = -300, allow_hyphen_values = true,
        value_parser = clap::value_parser!(i16).range(-720..=840))]
    utc_offset_minutes: i16,
}

pub(super) async fn run(args: &StoreArgs, command: ImportCommand) -> anyhow::Result<()> {
    let (source, how, staff, system, sheet) = match command {
        ImportCommand::Hmis { folder, how, staff, another_system, same_system } => {
            let system = match (another_system, same_system) {
                (true, _) => SystemChoice::Another,
                (_, true) => SystemChoice::Same,
                _ => SystemChoice::Ask,
            };
            (Source::Hmis(folder), how, staff, system, String::new())
        }
        ImportCommand::Hsds(how) => return super::hsds::import(args, how).await,
        ImportCommand::Caseload { file, how, sheet } => {
            (Source::Caseload(file), how, None, SystemChoice::Ask, sheet)
        }
    };
    // One thing is read after another; each connection that reads keeps pages of its own.
    let options = OpenOptions { readers: 1, ..args.options(Access::Write) };
    let store = Store::open(&options).await?;
    let done = import(&store, source, how, staff.as_deref(), (system, sheet)).await;
    // Whether it went well or not: a refusal is to leave nothing open.
    store.close().await;
    done
}

async fn import(
    store: &Store,
    source: Source,
    how: ImportArgs,
    staff: Option<&Path>,
    (system, sheet): (SystemChoice, String),
) -> anyhow::Result<()> {
    let agency_id = super::user::only_agency(store, how.agency).await?;
    let mut context = context(store, agency_id, how.utc_offset_minutes).await?;
    context.choices = Choices {
        staff: match staff {
            Some(path) => StaffMap::read(path, &context)?,
            None => StaffMap::default(),
        },
        unassigned_to: match how.unassigned_to {
            Some(login) => Some(carrier(&context, &login)?.staff_id),
            None => None,
        },
        system,
        sheet,
    };
    let options = Options { source, report: how.report, dry_run: how.dry_run };
    let prepared = import::run(&options, &context)?;
    // What is known of the people here is not held while those of the source are loaded.
    drop(context);
    if let Some(batch) = prepared.batch {
        let loaded = store.load(batch, &mut progress("rows loaded")).await?;
        tell(&loaded)?;
        say(prepared.people)?;
    }
    Ok(())
}

/// What the import has to know of the agency.
async fn context(store: &Store, agency: AgencyId, offset_min: i16) -> anyhow::Result<Context> {
    let ids = IdSecret::new(store.keyring().import_ids(agency));
    let mut context = Context::new(store.agency(agency).await?, ids, clock::now(), offset_min);
    context.known = store.known_to_imports(agency).await?;
    let staff = store.staff_lines().await?.into_iter().filter(|line| line.agency == agency);
    context.colleagues = staff
        .map(|line| Colleague {
            staff_id: line.card.staff_id,
            login: names::normal(&line.login),
            name: line.card.name,
            carries: line.card.role != Role::Administrator,
            has_left: line.ended,
            can_sign_in: line.can_sign_in,
        })
        .collect();
    Ok(context)
}

fn carrier<'a>(context: &'a Context, login: &str) -> Result<&'a Colleague, BadInput> {
    match context.login(login) {
        Some(known) if known.carries && !known.has_left => Ok(known),
        Some(_) => Err(BadInput(format!(
            "{login} carries no clients: an administrator, or somebody who has left. Nothing was imported"
        ))),
        None => Err(BadInput(format!("nobody signs in as {login}. Nothing was imported"))),
    }
}

fn tell(loaded: &Loaded) -> std::io::Result<()> {
    let contacts = |counts: Counts| counts.of(RecordKind::Contact);
    say(format_args!(
        "New: {} clients, {} contacts. Changed: {} clients. As before: {} clients, {} contacts.",
        loaded.inserted.clients,
        contacts(loaded.inserted),
        loaded.updated.clients,
        loaded.unchanged.clients,
        contacts(loaded.unchanged),
    ))?;
    say(format_args!(
        "Assignments: {} began, {} ended.",
        loaded.inserted.assignments, loaded.ended
    ))?;
    let taken_back = loaded.inserted.of(RecordKind::Addendum);
    if taken_back > 0 {
        say(format_args!(
            "{taken_back} contacts that the source deleted or gave to somebody else are marked as entered in error.",
        ))?;
    }
    if contacts(loaded.kept) > 0 {
        say(format_args!(
            "{} contacts read differently now. What was taken before stays as it is: write an addendum where it is wrong.",
            contacts(loaded.kept)
        ))?;
    }
    Ok(())
}
