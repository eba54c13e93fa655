use super::{exit::BadInput, say};
use crate::{
    config::StoreArgs,
    store::{Access, Store, restore as restore_store},
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
    store.backup(file).await?;
    say(format_args!(
        "backup written to {}; it is useless without the master key, which is not in it",
        file.display()
    ))?;
    Ok(())
}

pub(super) async fn restore(args: &StoreArgs, file: &Path) -> anyhow::Result<()> {
    let restored = restore_store(&args.options(Access::Write), file).await?;
    if let Some(kept) = restored.kept {
        say(format_args!("the database that was there is kept as {}", kept.display()))?;
    }
    say(format_args!(
        "restored; history {} begins. Phones will offer again what the backup lacks",
        restored.epoch
    ))?;
    Ok(())
}
