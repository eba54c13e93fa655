//! `import hsds` and `export hsds`: the directory of services, from and for whoever publishes one.

use super::{exit::BadInput, say};
use crate::{
    config::StoreArgs,
    files,
    import::{
        IdSecret, ImportError, Report, Verdict,
        hsds::{self, Ids, Package},
    },
    store::{Access, LoadedServices, OpenOptions, SourceService, Store},
};
use clap::Args;
use domain::{id::AgencyId, wire::v1::Service};
use std::{
    collections::BTreeSet,
    io,
    path::{Path, PathBuf},
};

/// How to import a package.
#[derive(Debug, Args)]
pub struct HsdsArgs {
    /// Folder or zip file with services.csv and the other tables, or a JSON file with services
    package: PathBuf,
    /// A name for whoever publishes it, where there are several; always the same for the same
    #[arg(long, default_value = "HSDS")]
    source: String,
    /// Write what became of each service to this CSV file; it takes the place of an earlier report
    /// and of no other file
    #[arg(long)]
    report: Option<PathBuf>,
    /// Read and report, and load nothing
    #[arg(long)]
    dry_run: bool,
    /// Into which agency; needed when there is more than one
    #[arg(long)]
    agency: Option<AgencyId>,
}

/// Where the directory goes.
#[derive(Debug, Args)]
pub struct HsdsTo {
    /// A new folder for the CSV tables, or a new file whose name ends in .json
    to: PathBuf,
    /// Of which agency; needed when there is more than one
    #[arg(long)]
    agency: Option<AgencyId>,
}

pub(super) async fn import(args: &StoreArgs, how: HsdsArgs) -> anyhow::Result<()> {
    let options = OpenOptions { readers: 1, ..args.options(Access::Write) };
    let store = Store::open(&options).await?;
    let done = read_in(&store, &how).await;
    store.close().await;
    done
}

async fn read_in(store: &Store, how: &HsdsArgs) -> anyhow::Result<()> {
    let agency = super::user::only_agency(store, how.agency).await?;
    if let Some(path) = &how.report {
        crate::import::keep_other_files(path)?;
    }
    let here: BTreeSet<_> =
        store.services(agency).await?.iter().map(|service| service.service_id).collect();
    let secret = IdSecret::new(store.keyring().import_ids(agency));
    let ids = Ids { source: &how.source, agency, secret: &secret, here: &here };
    let Package { services, mut report, places } = hsds::read(&how.package, &ids)?;
    let loaded = store.load_services(agency, &how.source, &services, !how.dry_run).await?;
    tell_of(&mut report, &services, &places, &loaded);
    if let Some(path) = &how.report {
        let unwritable = |why: io::Error| {
            ImportError::ReportUnwritable(path.display().to_string(), why.to_string())
        };
        let file = files::replace(path).map_err(unwritable)?;
        report.write_csv(io::BufWriter::new(file)).map_err(unwritable)?;
    }
    let left_out = report.lines.iter().filter(|line| line.verdict == Verdict::Skipped).count();
    let cells = report.lines.iter().filter(|line| line.what == "cell").count();
    say(format_args!(
        "{}New: {} services. Changed: {}. As before: {}. Left out: {left_out} rows, {cells} cells.",
        if how.dry_run { "Dry run, nothing was loaded. " } else { "" },
        loaded.new.len(),
        loaded.changed.len(),
        loaded.unchanged,
    ))?;
    if !loaded.kept.is_empty() {
        say(format_args!(
            "{} services say something else here than in the package. What people here wrote stands.",
            loaded.kept.len()
        ))?;
    }
    if !loaded.gone.is_empty() {
        say(format_args!(
            "{} services that came from {} are not in it any more. They stay as they are: close them in the app where they are gone.",
            loaded.gone.len(),
            how.source
        ))?;
    }
    Ok(())
}

/// Adds what became of each service.
fn tell_of(
    report: &mut Report,
    services: &[SourceService],
    places: &hsds::Places,
    loaded: &LoadedServices,
) {
    let new: BTreeSet<_> = loaded.new.iter().collect();
    let changed: BTreeSet<_> = loaded.changed.iter().collect();
    for SourceService(service) in services {
        let id = &service.service_id;
        let Some((file, line)) = places.get(id) else { continue };
        let kept = loaded.kept.iter().find(|(kept, _)| kept == id);
        let (verdict, why) = match (new.contains(id), changed.contains(id), kept) {
            (true, ..) => (Verdict::Taken, "New.".to_owned()),
            (_, changed, Some((_, fields))) => {
                let what = if changed { "Changed, but for" } else { "Left as it is here:" };
                let fields = fields.join(", ");
                (Verdict::Changed, format!("{what} {fields}, which people here wrote."))
            }
            (_, true, None) => (Verdict::Taken, "Changed.".to_owned()),
            (_, false, None) => (Verdict::Taken, "As before.".to_owned()),
        };
        report.say((file, *line), "service", verdict, why);
    }
}

pub(super) async fn export(args: &StoreArgs, to: HsdsTo) -> anyhow::Result<()> {
    let HsdsTo { to, agency } = to;
    let options = OpenOptions { readers: 1, ..args.options(Access::Read) };
    let store = Store::open(&options).await?;
    let done = write_out(&store, &to, agency).await;
    store.close().await;
    done
}

async fn write_out(store: &Store, to: &Path, agency: Option<AgencyId>) -> anyhow::Result<()> {
    let agency = super::user::only_agency(store, agency).await?;
    if to.exists() {
        return Err(BadInput(format!(
            "{} is there already. Nothing was written. Name a folder or file that is not",
            to.display()
        ))
        .into());
    }
    let services = store.services(agency).await?;
    let shown: Vec<&Service> =
        services.iter().filter(|service| service.same_as.is_none()).collect();
    let written = if to.extension().is_some_and(|extension| extension == "json") {
        hsds::write_json(to, &shown)
    } else {
        hsds::write_tables(to, &shown)
    };
    written.map_err(|why| crate::store::StoreError::File(to.to_owned(), why))?;
    say(format_args!("{} services written to {}.", shown.len(), to.display()))?;
    Ok(())
}
