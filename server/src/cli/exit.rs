//! Exit codes, after `sysexits.h` where it has one.

use crate::{
    config::ConfigError,
    import::{ImportError, Mistake},
    keys::KeyFileError,
    store::{OpenError, StoreError},
};
use std::io;

/// The command line cannot be understood.
pub const USAGE: u8 = 64;
const CHECK_FAILED: u8 = 1;
const DATA: u8 = 65;
const NO_INPUT: u8 = 66;
const PORT: u8 = 69;
const INTERNAL: u8 = 70;
const FOLDER: u8 = 73;
const DISK: u8 = 74;
const IN_USE: u8 = 75;
const NEWER: u8 = 76;
const KEY: u8 = 77;
const CONFIG: u8 = 78;

/// What `--help` says of the codes.
pub const HELP: &str = "Exit codes:
   0  done
   1  a check failed: the audit log, or a row it vouches for, was altered
  64  the command line cannot be understood
  65  the database or backup is damaged, or a file to import cannot be understood
  66  a file that is needed is missing
  69  the port cannot be listened on
  70  something else failed
  73  the data folder or another file cannot be written to
  74  the disk is full
  75  another process has the database open
  76  the database was written by a newer version
  77  the master key is missing, unreadable or another one
  78  the configuration is not one to run with";

/// A check of the command itself failed.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct CheckFailed(pub String);

/// The port cannot be had.
#[derive(Debug, thiserror::Error)]
#[error(
    "cannot listen on {0} ({1}). Nothing was changed. Stop whatever uses that port, or choose another with --listen"
)]
pub struct PortTaken(pub std::net::SocketAddr, #[source] pub io::Error);

/// The file for the head of the audit log cannot be had.
#[derive(Debug, thiserror::Error)]
#[error(
    "the file {0} for the head of the audit log cannot be used ({1}). Nothing was changed. Check its folder and whose it is, or start without --audit-head"
)]
pub struct HeadFileFailed(pub std::path::PathBuf, #[source] pub io::Error);

/// The input of a command cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct BadInput(pub String);

/// A file that is to be made cannot be.
#[derive(Debug, thiserror::Error)]
#[error(
    "{0} cannot be written ({1}). Nothing was exported, and no file was replaced. Name a file that is not there yet, in a folder that can be written to"
)]
pub struct NoOutput(pub std::path::PathBuf, #[source] pub io::Error);

/// Some of what was asked for cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct NotAllRead(pub String);

/// A file that was named cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{0} cannot be read ({1}). Nothing was changed. Check the name and whose file it is")]
pub struct MissingInput(pub std::path::PathBuf, #[source] pub io::Error);

/// With which code to end after an error.
#[must_use]
pub fn code(error: &anyhow::Error) -> u8 {
    if let Some(error) = error.downcast_ref::<OpenError>() {
        return of_open(error);
    }
    if let Some(error) = error.downcast_ref::<KeyFileError>() {
        return of_key(error);
    }
    if let Some(error) = error.downcast_ref::<ImportError>() {
        return match error.is_of() {
            Mistake::NoInput => NO_INPUT,
            Mistake::Data => DATA,
            Mistake::NoOutput => FOLDER,
            Mistake::Usage => USAGE,
        };
    }
    match error.downcast_ref::<StoreError>() {
        Some(StoreError::DiskFull) => return DISK,
        Some(StoreError::File(..)) => return FOLDER,
        Some(StoreError::LoginTaken | StoreError::NoLogin(_)) => return USAGE,
        Some(error) if error.is_damage() => return DATA,
        _ => {}
    }
    if error.is::<PortTaken>() {
        PORT
    } else if error.is::<ConfigError>() || error.is::<HeadFileFailed>() {
        CONFIG
    } else if error.is::<CheckFailed>() {
        CHECK_FAILED
    } else if error.is::<BadInput>() {
        USAGE
    } else if error.is::<NoOutput>() {
        FOLDER
    } else if error.is::<NotAllRead>() {
        DATA
    } else if error.is::<MissingInput>() {
        NO_INPUT
    } else {
        INTERNAL
    }
}

const fn of_open(error: &OpenError) -> u8 {
    match error {
        OpenError::InUse(_) => IN_USE,
        OpenError::Missing(_) | OpenError::Backup(..) | OpenError::RestoreCutShort(_) => NO_INPUT,
        OpenError::Folder(..) => FOLDER,
        OpenError::Corrupt(..) => DATA,
        OpenError::Newer(..) => NEWER,
        OpenError::DiskFull(_) => DISK,
        OpenError::Key(error) => of_key(error),
        OpenError::WrongKey(_) => KEY,
        OpenError::OldSqlite(_) | OpenError::Database(..) => INTERNAL,
    }
}

const fn of_key(error: &KeyFileError) -> u8 {
    match error {
        KeyFileError::Io(..) => FOLDER,
        KeyFileError::NotAKey(_) | KeyFileError::TooOpen(_) | KeyFileError::Missing(_) => KEY,
    }
}
