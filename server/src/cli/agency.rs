use super::say;
use crate::{
    clock,
    config::StoreArgs,
    keys,
    store::{Access, Batch, Store},
};
use chrono::NaiveDate;
use clap::Subcommand;
use domain::{
    id::AgencyId,
    wire::v1::{Agency, CrisisLine, CrisisProtocol, Policy},
};

/// What to do with agencies.
#[derive(Debug, Subcommand)]
pub enum AgencyCommand {
    /// Set up an agency and print its id
    Add {
        /// As it calls itself
        name: String,
    },
}

pub(super) async fn run(args: &StoreArgs, command: AgencyCommand) -> anyhow::Result<()> {
    let AgencyCommand::Add { name } = command;
    let store = Store::open(&args.options(Access::Write)).await?;
    let ms = u64::try_from(clock::now_ms())?;
    let agency = Agency {
        agency_id: AgencyId::from_parts(ms, keys::random()),
        name,
        lines: vec![lifeline()],
        protocol: CrisisProtocol::default(),
        policy: Policy::default(),
        staff: Vec::new(),
    };
    let id = agency.agency_id;
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
