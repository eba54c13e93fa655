use super::{
    exit::{BadInput, CheckFailed},
    say,
};
use crate::{
    config::StoreArgs,
    store::{Access, Broken, PageAt, ShutOut, Store, restore as restore_store},
};
use std::path::Path;

pub(super) async fn backup(args: &StoreArgs, file: &Path) -> anyhow::Result<()> {
    if std::fs::symlink_metadata(file).is_ok() {
        let sentence = format!(
            "{} exists already. Nothing was changed. Name a file that does not exist",
            file.display()
        );
        return Err(BadInput(sentence).into());
    }
    let store = Store::open(&args.options(Access::Read)).await?;
    let broken = store.backup(file).await?;
    let papers = format!("{}.papers", file.display());
    let with = match Path::new(&papers).is_dir() {
        true => format!(" and, with the pictures of papers, {papers}: keep both together"),
        false => String::new(),
    };
    say(format_args!(
        "backup written to {}{with}; it is useless without the master key, which is not in it",
        file.display()
    ))?;
    say_what_is_broken(&broken)?;
    match broken.as_slice() {
        [] => Ok(()),
        _ => Err(CheckFailed(
            "not every picture of a paper is on this server's disk as it was received; what is missing is named \
             above. The backup holds everything else. Look for the files in an earlier backup"
                .to_owned(),
        )
        .into()),
    }
}

pub(super) async fn restore(args: &StoreArgs, file: &Path, trusted: bool) -> anyhow::Result<()> {
    let restored = restore_store(&args.options(Access::Write), file, trusted).await?;
    if let Some(kept) = &restored.kept {
        say(format_args!("the database that was there is kept as {}", kept.display()))?;
    }
    say(format_args!(
        "restored; history {} begins. Phones will offer again what the backup lacks",
        restored.epoch
    ))?;
    say_what_is_broken(&restored.missing)?;
    say_who_is_shut_out(&restored.shut_out, trusted)?;
    Ok(())
}

/// Names each page of a paper that is not here as it was received.
fn say_what_is_broken(broken: &[(PageAt, Broken)]) -> std::io::Result<()> {
    for (at, broken) in broken {
        say(format_args!("{}\t{at}: {broken}", at.agency))?;
    }
    Ok(())
}

fn say_who_is_shut_out(shut: &ShutOut, trusted: bool) -> std::io::Result<()> {
    if !shut.compared && trusted {
        return say(
            "there was no database to ask who left, which phones were lost and which passwords were \
             changed since the backup was made: it is trusted, as you said",
        );
    }
    if !shut.compared {
        say(
            "there was no database to ask who left, which phones were lost and which passwords were \
             changed since the backup was made. So no password and no phone of the backup lets \
             anybody in: first `streetlight user end LOGIN` for whoever left, then `streetlight user \
             password LOGIN` for everybody else. Phones keep what they have, and deliver it once their \
             owners have signed in",
        )?;
        return Ok(());
    }
    for (many, what) in [
        (shut.ended.len(), "people left since the backup was made, and stay out"),
        (shut.phones, "phones were lost or given up since, and read nothing"),
        (shut.tokens, "phones deliver again once their owners have signed in"),
        (shut.clients, "clients were taken from somebody since, and stay so"),
        (shut.turns, "turns on call are off the roster, or end sooner"),
        (shut.ways, "links to clients' own plans are ended"),
    ] {
        if many > 0 {
            say(format_args!("{many} {what}"))?;
        }
    }
    for login in &shut.passwords {
        say(format_args!(
            "{login} needs a new password: it, or the role, was changed since (`streetlight user password {login}`)"
        ))?;
    }
    Ok(())
}
