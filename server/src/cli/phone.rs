use super::{exit::BadInput, say, user};
use crate::{
    audit::Who,
    config::StoreArgs,
    names::in_one_line,
    store::{Access, Deposit, Store},
};
use clap::Subcommand;
use domain::{id::DeviceId, wire::v1::Revoked};

/// What to do with phones.
#[derive(Debug, Subcommand)]
pub enum PhoneCommand {
    /// List somebody's phones, the latest first
    List {
        /// Name to sign in with
        login: String,
    },
    /// Mark a phone as lost: it reads nothing more, and every session that was ever on it ends.
    /// Works beside a running server
    Lost {
        /// The phone's id, as `phone list` says it
        phone: DeviceId,
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
                let others: Vec<_> = phone.same_sign_in.iter().map(DeviceId::to_string).collect();
                let others = match others.is_empty() {
                    true => String::new(),
                    false => format!("\tsame sign-in as {}", others.join(", ")),
                };
                let (id, name, enrolled) =
                    (phone.device_id, in_one_line(&phone.name), phone.enrolled_at.date());
                say(format_args!(
                    "{id}\t{name}\tenrolled {enrolled}\tseen {seen}{revoked}{others}"
                ))?;
            }
        }
        PhoneCommand::Lost { phone } => {
            let store = Store::open(&args.options(Access::Beside)).await?;
            for deposit in found(&store, phone).await? {
                lose(&store, &deposit).await?;
            }
            store.close().await;
        }
        PhoneCommand::Void { phone } => {
            let store = Store::open(&args.options(Access::Beside)).await?;
            for deposit in found(&store, phone).await? {
                store.void_token(&deposit).await?;
            }
            store.close().await;
            say("voided; what waits stays on the phone until its owner signs in there")?;
        }
    }
    Ok(())
}

/// The phones with this id, one an agency; at least one.
async fn found(store: &Store, phone: DeviceId) -> anyhow::Result<Vec<Deposit>> {
    let found = store.deposits_of(phone).await?;
    match found.is_empty() {
        true => {
            let sentence = format!("no phone {phone} is enrolled here. Nothing was changed");
            Err(BadInput(sentence).into())
        }
        false => Ok(found),
    }
}

/// Marks a phone as lost, and says what that does not do by itself.
async fn lose(store: &Store, lost: &Deposit) -> anyhow::Result<()> {
    let (agency, phone) = (lost.agency(), lost.device());
    store.revoke(agency, Who::default(), phone, Revoked::Lost).await?;
    say("marked as lost; it reads nothing more, and every session that was ever on it is over")?;
    let phones = store.devices_of(agency, Some(lost.staff())).await?;
    for other in &phones {
        if other.revoked.is_none() && other.same_sign_in.contains(&phone) {
            let (id, name, enrolled) =
                (other.device_id, in_one_line(&other.name), other.enrolled_at.date());
            say(format_args!(
                "look at {name}, enrolled {enrolled}: it was signed in together with this one. If its \
                 owner does not have it in hand: streetlight phone lost {id}"
            ))?;
        }
    }
    let people = store.staff_lines().await?;
    let owner =
        people.iter().find(|line| (line.agency, line.card.staff_id) == (agency, lost.staff()));
    if let Some(owner) = owner.filter(|owner| !owner.ended) {
        say(format_args!(
            "whoever has it may know the password. A new one, which ends every other session too: \
             streetlight user password {}",
            owner.login
        ))?;
    }
    Ok(())
}
