//! Commands, one file each.

mod agency;
mod backup;
mod client;
mod deliver;
mod demo;
pub mod exit;
mod export;
mod heads_kept;
mod hsds;
mod import;
mod key;
mod phone;
mod serve;
mod user;
mod verify_audit;

use crate::config::{LogFormat, ServeArgs, StoreArgs};
use clap::{Parser, Subcommand};
use std::{
    io::{self, Write as _},
    path::PathBuf,
};

/// Streetlight: offline-first notes and crisis plans for outreach workers.
#[derive(Debug, Parser)]
#[command(name = "streetlight", version, about, after_help = exit::HELP)]
pub struct Cli {
    /// Where the data lie.
    #[command(flatten)]
    pub store: StoreArgs,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the server
    Serve(ServeArgs),
    /// Set up an agency
    #[command(subcommand)]
    Agency(agency::AgencyCommand),
    /// Add, list and end the people who work at an agency, and set passwords
    #[command(subcommand)]
    User(user::UserCommand),
    /// Give clients to workers and take them away
    #[command(subcommand)]
    Client(client::ClientCommand),
    /// List phones, mark one as lost, and void what it delivers by
    #[command(subcommand)]
    Phone(phone::PhoneCommand),
    /// Create the demonstration agency, with invented people, in an empty data folder
    Demo {
        /// Two workers with five clients each, for trying things out
        #[arg(long)]
        small: bool,
    },
    /// Bring people, or services, in from another system, all or nothing
    #[command(subcommand)]
    Import(import::ImportCommand),
    /// Write what a funder, an auditor or a colleague elsewhere asks for to new files; works beside a
    /// running server
    #[command(subcommand)]
    Export(export::ExportCommand),
    /// Write a consistent copy of the database to a new file, also while serving
    Backup {
        /// The new file
        file: PathBuf,
    },
    /// Go back to a backup; the present database is kept beside it
    Restore {
        /// A file made by `backup`
        file: PathBuf,
        /// Nobody left, no phone was lost and no password was changed since the backup was made:
        /// let in whoever it lets in, where there is no database here to ask
        #[arg(long)]
        trust_backup: bool,
    },
    /// Take the sealed copy that a phone saved when it could not reach the server
    Deliver {
        /// The file that the phone saved
        file: PathBuf,
    },
    /// Show or export the master key
    #[command(subcommand)]
    Key(key::KeyCommand),
    /// Check that no entry of the audit log, and no row it vouches for, was altered or taken out
    VerifyAudit {
        /// The file that `serve --audit-head` writes
        #[arg(long)]
        head: Option<PathBuf>,
    },
}

/// Runs a command.
///
/// # Errors
/// One sentence for the operator; [`exit::code`] says with which code to end.
pub fn run(cli: Cli) -> anyhow::Result<()> {
    start_log(cli.store.log);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async move {
        match cli.command {
            Command::Serve(args) => serve::run(&cli.store, &args).await,
            Command::Agency(command) => agency::run(&cli.store, command).await,
            Command::User(command) => user::run(&cli.store, command).await,
            Command::Client(command) => client::run(&cli.store, command).await,
            Command::Phone(command) => phone::run(&cli.store, command).await,
            Command::Demo { small } => demo::run(&cli.store, small).await,
            Command::Import(command) => import::run(&cli.store, command).await,
            Command::Export(command) => export::run(&cli.store, command).await,
            Command::Backup { file } => backup::backup(&cli.store, &file).await,
            Command::Restore { file, trust_backup } => {
                backup::restore(&cli.store, &file, trust_backup).await
            }
            Command::Deliver { file } => deliver::run(&cli.store, &file).await,
            Command::Key(command) => key::run(&cli.store, command),
            Command::VerifyAudit { head } => verify_audit::run(&cli.store, head.as_deref()).await,
        }
    })
}

fn start_log(format: LogFormat) {
    let filter = tracing_subscriber::EnvFilter::try_from_env("STREETLIGHT_LOG_FILTER")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    // A second start in one process, as in tests, keeps the first log.
    let _ = match format {
        LogFormat::Json => log.json().flatten_event(true).try_init(),
        LogFormat::Text => log.with_ansi(false).try_init(),
    };
}

/// Says something on standard output.
fn say(line: impl std::fmt::Display) -> io::Result<()> {
    writeln!(io::stdout(), "{line}")
}

/// A progress callback for long work: a line on standard error now and then.
fn progress(what: &'static str) -> impl FnMut(usize, usize) + Send {
    let mut told = 0;
    move |done, total| {
        if done == total || done > told + total / 4 {
            told = done;
            // A closed standard error must not stop the work.
            let _ = writeln!(io::stderr(), "{done} of {total} {what}");
        }
    }
}
