use super::{
    exit::{BadInput, NoOutput, NotAllRead},
    hsds::{self, HsdsTo},
    say, user,
};
use crate::{
    config::StoreArgs,
    export::{self, Done, Failed, Options, Reason},
    files,
    store::{Access, Store},
};
use app::words::Language;
use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};
use domain::{
    contact::layouts::Layout,
    id::{AgencyId, StaffId},
};
use serde_json::json;
use std::{
    fs::{self, File},
    io::{self, BufWriter, Write as _},
    path::{Path, PathBuf},
};

/// What to export.
#[derive(Debug, Subcommand)]
pub enum ExportCommand {
    /// Contacts as services, a row each: who, when, where, how long, for what, units, and signature.
    /// docs/operations.md describes the columns
    Services(ServicesArgs),
    /// The directory of services, as a package of the Human Services Data Specification
    Hsds(HsdsTo),
}

/// Which services, and where to.
#[derive(Debug, Args)]
pub struct ServicesArgs {
    /// The first day of service, such as 2026-03-01
    #[arg(long)]
    from: NaiveDate,
    /// The last day of service
    #[arg(long)]
    to: NaiveDate,
    /// The new CSV file; what is there already is never replaced
    #[arg(long)]
    out: PathBuf,
    /// Write what was left out, and why, to this new CSV file instead of listing it on standard error
    #[arg(long)]
    report: Option<PathBuf>,
    /// Export what was written too, under the headings of this layout
    #[arg(long)]
    layout: Option<LayoutWord>,
    /// Language of what stands above each text of a note, with `--layout`
    #[arg(long, default_value = "en", requires = "layout")]
    language: LanguageWord,
    /// Who asked for it, by the name they sign in with; the audit log keeps it
    #[arg(long)]
    by: Option<String>,
    /// Of which agency; needed when there is more than one
    #[arg(long)]
    agency: Option<AgencyId>,
}

/// A layout of notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LayoutWord {
    /// Goal, intervention, response, plan
    Girp,
    /// Data, assessment, plan
    Dap,
    /// Behavior, intervention, response, plan
    Birp,
    /// Subjective, objective, assessment, plan
    Soap,
}

impl From<LayoutWord> for Layout {
    fn from(word: LayoutWord) -> Self {
        match word {
            LayoutWord::Girp => Self::Girp,
            LayoutWord::Dap => Self::Dap,
            LayoutWord::Birp => Self::Birp,
            LayoutWord::Soap => Self::Soap,
        }
    }
}

/// A language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LanguageWord {
    /// English
    En,
    /// Spanish
    Es,
}

impl From<LanguageWord> for Language {
    fn from(word: LanguageWord) -> Self {
        match word {
            LanguageWord::En => Self::English,
            LanguageWord::Es => Self::Spanish,
        }
    }
}

pub(super) async fn run(args: &StoreArgs, command: ExportCommand) -> anyhow::Result<()> {
    let asked = match command {
        ExportCommand::Services(asked) => asked,
        ExportCommand::Hsds(to) => return hsds::export(args, to).await,
    };
    if asked.from > asked.to {
        let sentence = format!("{} lies after {}. Nothing was exported", asked.from, asked.to);
        return Err(BadInput(sentence).into());
    }
    let store = Store::open(&args.options(Access::Beside)).await?;
    let done = services(&store, asked).await;
    store.close().await;
    done
}

/// Files of the export. Those that were begun are gone again where it comes to nothing: half an export
/// looks like a whole one.
struct Files(Vec<PathBuf>);

impl Files {
    fn create(&mut self, path: &Path) -> Result<File, NoOutput> {
        let file = files::create(path).map_err(|error| NoOutput(path.to_owned(), error))?;
        self.0.push(path.to_owned());
        Ok(file)
    }

    /// They are whole, and stay.
    fn keep(mut self) {
        self.0.clear();
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        for path in &self.0 {
            if let Err(error) = fs::remove_file(path) {
                tracing::warn!(path = %path.display(), %error, "is not whole and could not be removed: remove it");
            }
        }
    }
}

async fn services(store: &Store, asked: ServicesArgs) -> anyhow::Result<()> {
    let agency = user::only_agency(store, asked.agency).await?;
    let by = match &asked.by {
        Some(login) => {
            let known = user::known(store, login).await?;
            if known.agency != agency {
                let sentence = format!("{login} works at another agency. Nothing was exported");
                return Err(BadInput(sentence).into());
            }
            Some(known.staff)
        }
        None => None,
    };
    let mut files = Files(Vec::new());
    let out = files.create(&asked.out)?;
    let report = match &asked.report {
        Some(path) => Some((path, files.create(path)?)),
        None => None,
    };
    let options = Options {
        from: asked.from,
        to: asked.to,
        layout: asked.layout.map(|layout| (layout.into(), asked.language.into())),
    };
    let no_output = |path: &Path| {
        let path = path.to_owned();
        move |error: io::Error| NoOutput(path, error)
    };
    let reading = store.read_services(agency).await?;
    let done = match export::services(reading, options, BufWriter::new(&out)).await {
        Ok(done) => done,
        Err(Failed::Store(error)) => return Err(error.into()),
        Err(Failed::File(error)) => return Err(no_output(&asked.out)(error).into()),
    };
    files::keep(&out, &asked.out).map_err(no_output(&asked.out))?;
    if let Some((path, file)) = &report {
        done.report(BufWriter::new(file))
            .and_then(|()| files::keep(file, path))
            .map_err(no_output(path))?;
    }
    // Nothing leaves before it is written down that it does.
    write_down(store, agency, by, &asked, &done).await?;
    files.keep();
    tell(&asked, &done)
}

async fn write_down(
    store: &Store,
    agency: AgencyId,
    by: Option<StaffId>,
    asked: &ServicesArgs,
    done: &Done,
) -> anyhow::Result<()> {
    let layout = asked.layout.map(|layout| Layout::from(layout).word());
    let what = json!({
        "from": asked.from, "to": asked.to, "layout": layout,
        "services": done.services, "left_out": done.left_out.len(),
    });
    Ok(store.exported(agency, by, what).await?)
}

fn tell(asked: &ServicesArgs, done: &Done) -> anyhow::Result<()> {
    let of_period = done.of_period();
    let out = asked.out.display();
    say(format_args!(
        "{of_period} notes from {} to {}: {} in {out}, {} left out.",
        asked.from,
        asked.to,
        done.services,
        of_period - done.services
    ))?;
    for reason in Reason::ALL {
        let count = done.count(reason);
        if count > 0 {
            say(format_args!("{count} {}: {}", reason.word(), reason.sentence()))?;
        }
    }
    for (rule, units) in &done.units {
        say(format_args!("{units} units by rule {rule}."))?;
    }
    if done.units.is_empty() && done.services > 0 {
        say("No units: no rule is for these days. An administrator writes one in the app.")?;
    }
    if done.overlapping > 0 {
        say(format_args!(
            "{} notes share time with another of the same staff member: see overlaps_with.",
            done.overlapping
        ))?;
    }
    if done.quarantined > 0 {
        say(format_args!(
            "{} items wait in the quarantine. If there are notes among them, they are in no export before a supervisor has looked.",
            done.quarantined
        ))?;
    }
    match &asked.report {
        Some(report) => say(format_args!("What was left out: {}", report.display()))?,
        None if !done.left_out.is_empty() => done.report(io::stderr().lock())?,
        None => {}
    }
    io::stdout().flush()?;
    let unreadable = done.count(Reason::Unreadable);
    if unreadable == 0 {
        return Ok(());
    }
    let sentence = format!(
        "{unreadable} rows of the database cannot be read, and may belong to these days. Everything else is in {out}. \
         Run `streetlight verify-audit`, and look for them in the last backup"
    );
    Err(NotAllRead(sentence).into())
}
