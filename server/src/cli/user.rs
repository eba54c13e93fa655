use super::{
    exit::{BadInput, NotAllRead},
    say,
};
use crate::{
    auth::password,
    clock,
    config::StoreArgs,
    keys, names,
    store::{Access, Batch, Left, Login, NewStaff, Store},
};
use clap::{Subcommand, ValueEnum};
use domain::{
    id::{AgencyId, StaffId},
    wire::v1::{Role, StaffCard},
};
use std::io::Read as _;
use zeroize::Zeroizing;

/// What to do with the people who work at an agency.
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Add somebody; prints a password made up for them, once
    Add {
        /// Name to sign in with
        login: String,
        /// Name as signed under notes
        #[arg(long)]
        name: String,
        /// What they may do
        #[arg(long, default_value = "worker")]
        role: RoleWord,
        /// As printed behind the name, "LCSW"
        #[arg(long, default_value = "")]
        credentials: String,
        /// Where they work; needed when there is more than one agency
        #[arg(long)]
        agency: Option<AgencyId>,
        /// Read the password from standard input instead of making one up
        #[arg(long)]
        password_stdin: bool,
    },
    /// List everybody
    List,
    /// End somebody's work here: password, sessions and turns on call are gone, phones may no
    /// longer read, clients are taken from them; works beside a running server
    End {
        /// Name to sign in with
        login: String,
    },
    /// Let somebody who had left work here again; prints a password made up for them, once
    Return {
        /// Name to sign in with
        login: String,
        /// Read the password from standard input instead of making one up
        #[arg(long)]
        password_stdin: bool,
    },
    /// Take somebody's passkeys and recovery codes away and end all sessions: the password alone signs
    /// them in from then on, until they set up another; works beside a running server
    ResetSecondFactor {
        /// Name to sign in with
        login: String,
    },
    /// Set a new password and end all sessions; prints it, once. Passkeys stay
    Password {
        /// Name to sign in with
        login: String,
        /// Read the password from standard input instead of making one up
        #[arg(long)]
        password_stdin: bool,
    },
}

/// What somebody may do.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum RoleWord {
    /// Works with assigned clients
    Worker,
    /// Also manages the team's phones
    Supervisor,
    /// Adds staff and revokes phones; sees no client
    Administrator,
}

impl From<RoleWord> for Role {
    fn from(word: RoleWord) -> Self {
        match word {
            RoleWord::Worker => Self::Worker,
            RoleWord::Supervisor => Self::Supervisor,
            RoleWord::Administrator => Self::Administrator,
        }
    }
}

pub(super) async fn run(args: &StoreArgs, command: UserCommand) -> anyhow::Result<()> {
    match command {
        UserCommand::Add { login, name, role, credentials, agency, password_stdin } => {
            let no = |what: &str, why| BadInput(format!("this cannot be a name to {what}: {why}"));
            let login = names::checked(&login).map_err(|why| no("sign in with", why))?;
            let name = names::signed(&name).map_err(|why| no("sign notes with", why))?;
            let credentials = match credentials.trim() {
                "" => String::new(),
                written => names::signed(written).map_err(|why| {
                    BadInput(format!("this cannot be printed behind a name: {why}"))
                })?,
            };
            let password = choose(password_stdin, &[&login, &name])?;
            let store = Store::open(&args.options(Access::Beside)).await?;
            let agency = only_agency(&store, agency).await?;
            if store.login(&store.keyring().login_tag(&login)).await?.is_some() {
                return Err(BadInput(format!("{login} signs in here already")).into());
            }
            let ms = u64::try_from(clock::now_ms())?;
            let staff_id = StaffId::from_parts(ms, keys::random());
            let card = StaffCard { staff_id, name, credentials, role: role.into() };
            let mut batch = Batch::of(store.agency(agency).await?);
            let text = Some(password.text.to_string());
            batch.staff.push(NewStaff { card, login, password: text });
            store.load(batch, &mut |_, _| {}).await?;
            store.close().await;
            password.show()?;
        }
        UserCommand::List => {
            let store = Store::open(&args.options(Access::Read)).await?;
            let mut damaged = 0;
            for line in store.staff_lines().await? {
                damaged += usize::from(line.damaged);
                let id = line.card.staff_id;
                let unreadable =
                    if line.damaged { format!("\t(damaged: staff {id})") } else { String::new() };
                let renamed =
                    if line.renamed { "\t(the name had to be changed: tell them)" } else { "" };
                let state = match (line.ended, line.can_sign_in) {
                    (true, _) => "\t(has left)",
                    (false, true) => "",
                    (false, false) => "\t(no password yet)",
                };
                let (login, card) = (line.login, line.card);
                say(format_args!(
                    "{login}\t{:?}\t{}\t{}{state}{renamed}{unreadable}",
                    card.role, card.name, line.agency
                ))?;
            }
            if damaged > 0 {
                let sentence = format!(
                    "of {damaged} people name and login cannot be read; everybody else is listed. Nothing was \
                     changed. Their rows are damaged: the last backup has them whole"
                );
                return Err(NotAllRead(sentence).into());
            }
        }
        UserCommand::Password { login, password_stdin } => {
            let store = Store::open(&args.options(Access::Beside)).await?;
            let known = known(&store, &login).await?;
            if known.ended {
                let sentence = format!(
                    "{login} has left. Nothing was changed. `streetlight user return` lets them work here again"
                );
                return Err(BadInput(sentence).into());
            }
            let password = choose_for(&store, &known, &login, password_stdin).await?;
            store.set_password(&known, &password::hash(&password.text)).await?;
            store.close().await;
            password.show()?;
        }
        UserCommand::ResetSecondFactor { login } => {
            let store = Store::open(&args.options(Access::Beside)).await?;
            let known = known(&store, &login).await?;
            let passkeys = store.reset_second_factor(&known).await?;
            store.close().await;
            say(format_args!(
                "{passkeys} passkeys and all recovery codes of {login} are gone, and they are signed out. \
                 The password alone signs them in now. Whoever asked for this should be {login}: give \
                 them a new password too, if anybody else may know it (streetlight user password {login})"
            ))?;
        }
        UserCommand::End { login } => {
            let store = Store::open(&args.options(Access::Beside)).await?;
            let known = known(&store, &login).await?;
            let left = store.end_staff(&known).await?;
            store.close().await;
            let Some(Left { phones, clients, alone, last_administrator }) = left else {
                return say(format_args!("{login} had left already")).map_err(Into::into);
            };
            say(format_args!(
                "{login} has left: {phones} phones may no longer read, and what they still deliver \
                 waits in the quarantine. {clients} clients were theirs, {} of whom nobody \
                 carries now: give them to somebody with `streetlight client assign`. \
                 `streetlight client list --unassigned` names them again",
                alone.len()
            ))?;
            for client in alone {
                say(client)?;
            }
            if last_administrator {
                say(
                    "nobody is left who is an administrator: the agency's content cannot be changed \
                     until somebody is (streetlight user add --role administrator)",
                )?;
            }
        }
        UserCommand::Return { login, password_stdin } => {
            let store = Store::open(&args.options(Access::Beside)).await?;
            let known = known(&store, &login).await?;
            let password = choose_for(&store, &known, &login, password_stdin).await?;
            if !store.return_staff(&known).await? {
                return Err(BadInput(format!("{login} has not left. Nothing was changed")).into());
            }
            store.set_password(&known, &password::hash(&password.text)).await?;
            store.close().await;
            password.show()?;
        }
    }
    Ok(())
}

/// Who signs in under a name, or did.
pub(super) async fn known(store: &Store, login: &str) -> anyhow::Result<Login> {
    let known = store.login(&store.keyring().login_tag(login)).await?;
    Ok(known.ok_or_else(|| BadInput(format!("nobody signs in as {login}. Nothing was changed")))?)
}

/// A password for somebody who is known, by the rule for what is known of them.
async fn choose_for(
    store: &Store,
    known: &Login,
    login: &str,
    stdin: bool,
) -> anyhow::Result<Password> {
    let content = store.agency(known.agency).await?;
    let card = content.staff.iter().find(|card| card.staff_id == known.staff);
    choose(stdin, &[login, card.map_or("", |card| card.name.as_str())])
}

/// A password, and whether it was made up and must be shown.
struct Password {
    text: Zeroizing<String>,
    made_up: bool,
}

impl Password {
    fn show(&self) -> std::io::Result<()> {
        if self.made_up { say(self.text.as_str()) } else { Ok(()) }
    }
}

fn choose(from_stdin: bool, about: &[&str]) -> anyhow::Result<Password> {
    if !from_stdin {
        return Ok(Password { text: password::generate(), made_up: true });
    }
    let mut text = Zeroizing::new(String::new());
    std::io::stdin().take(4_096).read_to_string(&mut text)?;
    let text = Zeroizing::new(text.lines().next().unwrap_or_default().to_owned());
    password::check(&text, about).map_err(|why| BadInput(why.to_string()))?;
    Ok(Password { text, made_up: false })
}

pub(super) async fn only_agency(
    store: &Store,
    named: Option<AgencyId>,
) -> anyhow::Result<AgencyId> {
    let agencies = store.agencies().await?;
    let sentence = match (named, agencies.as_slice()) {
        (Some(named), known) if known.contains(&named) => return Ok(named),
        (Some(_), _) => "there is no agency with that id",
        (None, [only]) => return Ok(*only),
        (None, []) => "there is no agency yet; run `streetlight agency add NAME` first",
        (None, _) => "there are several agencies; say which with --agency",
    };
    Err(BadInput(sentence.to_owned()).into())
}
