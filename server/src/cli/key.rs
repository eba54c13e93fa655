use super::{exit::BadInput, say};
use crate::{
    config::StoreArgs,
    keys::read_key_file,
    store::{Access, OpenError},
};
use clap::Subcommand;
use domain::Hash;
use std::path::PathBuf;

/// What to do with the master key.
#[derive(Debug, Subcommand)]
pub enum KeyCommand {
    /// Print where the key is and its fingerprint, never the key
    Show,
    /// Copy the key to a new file, to be kept apart from backups
    Export {
        /// The new file
        file: PathBuf,
    },
}

pub(super) fn run(args: &StoreArgs, command: KeyCommand) -> anyhow::Result<()> {
    let path = args.options(Access::Read).key_file;
    if !path.exists() {
        return Err(OpenError::Missing(path).into());
    }
    let key = read_key_file(&path)?;
    match command {
        KeyCommand::Show => {
            let print = serde_json::to_value(Hash::of(key.as_slice()))?;
            let print = print.as_str().unwrap_or_default().chars().take(16).collect::<String>();
            say(format_args!("{}\tfingerprint {print}", path.display()))?;
        }
        KeyCommand::Export { file } => {
            if file.exists() {
                let sentence = format!("{} exists already. Nothing was changed", file.display());
                return Err(BadInput(sentence).into());
            }
            // Permissions are copied with the file: only its owner may read it.
            std::fs::copy(&path, &file)?;
            say(format_args!(
                "the key is in {}; whoever has it and a backup can read every file",
                file.display()
            ))?;
        }
    }
    Ok(())
}
