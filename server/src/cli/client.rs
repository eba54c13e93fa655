use super::{exit::BadInput, say, user};
use crate::{
    config::StoreArgs,
    store::{Access, Assigned, Store},
};
use clap::{Args, Subcommand};
use domain::id::{AgencyId, ClientId};

/// What to do with clients.
#[derive(Debug, Subcommand)]
pub enum ClientCommand {
    /// Give a client to a worker or supervisor; works beside a running server
    Assign(Pair),
    /// Take a client from somebody; works beside a running server
    Unassign(Pair),
    /// List clients by id, a line each
    List {
        /// Only those whom nobody carries
        #[arg(long, required = true)]
        unassigned: bool,
        /// The agency's id, where there are several
        #[arg(long)]
        agency: Option<AgencyId>,
    },
}

/// Who, and which client.
#[derive(Debug, Args)]
pub struct Pair {
    /// Name to sign in with
    login: String,
    /// The client's id: the last part of the address of their page in the app
    client: ClientId,
}

pub(super) async fn run(args: &StoreArgs, command: ClientCommand) -> anyhow::Result<()> {
    let (Pair { login, client }, gives) = match command {
        ClientCommand::Assign(pair) => (pair, true),
        ClientCommand::Unassign(pair) => (pair, false),
        ClientCommand::List { agency, .. } => {
            let store = Store::open(&args.options(Access::Read)).await?;
            let agency = user::only_agency(&store, agency).await?;
            for client in store.unassigned(agency).await? {
                say(client)?;
            }
            return Ok(());
        }
    };
    let store = Store::open(&args.options(Access::Beside)).await?;
    let who = user::known(&store, &login).await?;
    if gives {
        match store.give_client(who.agency, who.staff, client).await? {
            Assigned::Done => {
                say("given; the client's file goes to their phones with the next pull")?;
            }
            Assigned::Already => {
                say(format_args!("{login} carries that client already. Nothing was changed"))?;
            }
            Assigned::NoClient => {
                let sentence =
                    format!("there is no client {client} at this agency. Nothing was changed");
                return Err(BadInput(sentence).into());
            }
            Assigned::NoStaff => {
                let sentence = format!(
                    "{login} carries no clients: an administrator, or somebody who has left. Nothing was changed"
                );
                return Err(BadInput(sentence).into());
            }
        }
    } else if store.unassign(who.agency, who.staff, client).await? {
        say("taken; the client's file leaves their phones with the next pull")?;
    } else {
        say(format_args!("{login} does not carry that client. Nothing was changed"))?;
    }
    store.close().await;
    Ok(())
}
