use super::{exit::BadInput, say, user};
use crate::{
    config::StoreArgs,
    store::{Access, Store},
};
use clap::Subcommand;
use domain::id::DeviceId;

/// What to do with phones.
#[derive(Debug, Subcommand)]
pub enum PhoneCommand {
    /// List somebody's phones, the latest first
    List {
        /// Name to sign in with
        login: String,
    },
    /// Void a phone's deposit token, where somebody may have copied it: the phone keeps what
    /// waits, and gets another when its owner signs in. Works beside a running server
    Void {
        /// The phone's id, as `phone list` says it
        phone: DeviceId,
    },
}

pub(super) async fn run(args: &StoreArgs, command: PhoneCommand) -> anyhow::Result<()> {
    match command {
        PhoneCommand::List { login } => {
            let store = Store::open(&args.options(Access::Read)).await?;
            let who = user::known(&store, &login).await?;
            for phone in store.devices_of(who.agency, Some(who.staff)).await? {
                let seen =
                    phone.last_seen_at.map_or("never".to_owned(), |at| at.date().to_string());
                let revoked = phone.revoked.map_or(String::new(), |why| format!("\t({why:?})"));
                let (id, name, enrolled) = (phone.device_id, phone.name, phone.enrolled_at.date());
                say(format_args!("{id}\t{name}\tenrolled {enrolled}\tseen {seen}{revoked}"))?;
            }
        }
        PhoneCommand::Void { phone } => {
            let store = Store::open(&args.options(Access::Beside)).await?;
            let found = store.deposits_of(phone).await?;
            if found.is_empty() {
                let sentence = format!("no phone {phone} is enrolled here. Nothing was changed");
                return Err(BadInput(sentence).into());
            }
            for deposit in &found {
                store.void_token(deposit).await?;
            }
            store.close().await;
            say("voided; what waits stays on the phone until its owner signs in there")?;
        }
    }
    Ok(())
}
