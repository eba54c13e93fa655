use super::{exit::BadInput, say, user::only_agency};
use crate::{
    clock,
    config::StoreArgs,
    keys, names,
    store::{Access, Batch, Store},
};
use chrono::NaiveDate;
use clap::{Subcommand, ValueEnum};
use domain::{
    id::AgencyId,
    wire::v1::{Agency, CrisisLine},
};

/// What to do with agencies.
#[derive(Debug, Subcommand)]
pub enum AgencyCommand {
    /// Set up an agency and print its id
    Add {
        /// As it calls itself
        name: String,
    },
    /// Say whether supervisors and administrators need a second factor beside their password; works
    /// beside a running server
    SecondFactor {
        /// `on` or `off`
        required: Required,
        /// Which agency; needed when there is more than one
        #[arg(long)]
        agency: Option<AgencyId>,
    },
}

/// Whether something is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Required {
    /// It is
    On,
    /// It is not
    Off,
}

pub(super) async fn run(args: &StoreArgs, command: AgencyCommand) -> anyhow::Result<()> {
    match command {
        AgencyCommand::Add { name } => add(args, name).await,
        AgencyCommand::SecondFactor { required, agency } => {
            let store = Store::open(&args.options(Access::Beside)).await?;
            let agency = only_agency(&store, agency).await?;
            store.require_second_factor(agency, required == Required::On).await?;
            store.close().await;
            say(match required {
                Required::On => {
                    "supervisors and administrators need a passkey from now on: whoever has none is asked to \
                     set one up after the next sign-in, and gets nothing new before"
                }
                Required::Off => {
                    "the password is enough again; passkeys that were set up still count"
                }
            })?;
            Ok(())
        }
    }
}

async fn add(args: &StoreArgs, name: String) -> anyhow::Result<()> {
    let name = names::signed(&name)
        .map_err(|why| BadInput(format!("this cannot be the name of an agency: {why}")))?;
    let store = Store::open(&args.options(Access::Write)).await?;
    let ms = u64::try_from(clock::now_ms())?;
    let id = AgencyId::from_parts(ms, keys::random());
    let agency = Agency { lines: vec![lifeline()], ..Agency::new(id, name) };
    store.load(Batch::of(agency), &mut |_, _| {}).await?;
    store.close().await;
    say(id)?;
    Ok(())
}

/// The United States' national line, so that no lock screen is without a
/// number. Nobody here has called it: the date says so until somebody does.
fn lifeline() -> CrisisLine {
    CrisisLine {
        label: "988".to_owned(),
        tel: "988".to_owned(),
        sms: "988".to_owned(),
        hint: String::new(),
        language: "en".to_owned(),
        last_checked: NaiveDate::default(),
    }
}
