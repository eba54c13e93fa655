use crate::{
    keys::{KeyFileError, SealBroken},
    names::NameProblem,
};
use sqlx::sqlite::SqliteError;
use std::{io, path::PathBuf};

/// The store cannot be opened: one sentence for whoever runs the server.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process has it.
    #[error(
        "another process has the database {0} open. Nothing was changed. Stop that process first, or wait until it has ended"
    )]
    InUse(PathBuf),
    /// There is no database, and this command does not make one.
    #[error("there is no database at {0}. Nothing was changed. Name the right folder with --data")]
    Missing(PathBuf),
    /// The backup cannot be read.
    #[error(
        "the backup {0} cannot be read ({1}). Nothing was changed. Check the name, and whose file it is"
    )]
    Backup(PathBuf, #[source] io::Error),
    /// A restore has moved the database aside and not put the backup in its place.
    #[error(
        "a restore of the database {0} was cut short, and there is none in its place now. Nothing is lost: what was there is kept beside it as `.before-restore-…`. Run `streetlight restore` with the backup again to go on"
    )]
    RestoreCutShort(PathBuf),
    /// The folder cannot be written to.
    #[error(
        "the folder of {0} cannot be written to ({1}). Nothing was changed. Make it belong to the user this runs as, or name another with --data"
    )]
    Folder(PathBuf, #[source] io::Error),
    /// The file is damaged or something else.
    #[error(
        "the database {0} is damaged or not a database ({1}). Nothing was changed, and phones keep what they have not delivered. Keep the file, and restore the last backup with `streetlight restore`"
    )]
    Corrupt(PathBuf, String),
    /// The file was written by a newer version.
    #[error(
        "the database {0} was written by a newer version of streetlight (migration {1}). Nothing was changed. Run that version, or restore a backup made with this one"
    )]
    Newer(PathBuf, i64),
    /// The disk is full.
    #[error(
        "the disk that holds {0} is full. What was acknowledged is safe, and phones keep the rest. Make room and start again"
    )]
    DiskFull(PathBuf),
    /// SQLite itself is too old.
    #[error(
        "this build holds SQLite {0}, which can damage a database; 3.51.3 or newer is needed. Nothing was changed. Build again with the locked dependencies"
    )]
    OldSqlite(String),
    /// The master key.
    #[error(transparent)]
    Key(#[from] KeyFileError),
    /// The master key is another one.
    #[error(
        "the master key in {0} is not the one this database was written with. Nothing was changed. Put the right key file in place"
    )]
    WrongKey(PathBuf),
    /// Anything else the database says.
    #[error("the database {0} cannot be opened ({1}). Nothing was changed")]
    Database(PathBuf, #[source] sqlx::Error),
}

/// Something failed in the open store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The disk is full: nothing was written; what was acknowledged is safe.
    #[error("the disk is full")]
    DiskFull,
    /// The disk is read-only or fails: nothing was written; what was acknowledged is safe.
    #[error("the disk takes nothing: {0}")]
    DiskFails(#[source] sqlx::Error),
    /// Too many want the database at once: nothing was written; try again.
    #[error("the database is busy")]
    Busy,
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(#[source] sqlx::Error),
    /// A body does not open: the file was tampered with, or the key is another.
    #[error("a stored row does not open")]
    Seal(#[from] SealBroken),
    /// One change does so much and no more, as everybody waits for it: the rest comes with another.
    #[error("this is too much for one change")]
    TooMuch,
    /// One row is damaged: which, and how.
    #[error("a stored row is damaged: {table} {id} ({cause})")]
    Damaged {
        /// Its table, or the kind of what lies in it.
        table: &'static str,
        /// Its id.
        id: uuid::Uuid,
        /// What is wrong with it.
        cause: Box<Self>,
    },
    /// A body is not what was stored.
    #[error("a stored row cannot be read")]
    Body(#[from] serde_json::Error),
    /// A document is not of its kind.
    #[error("a stored document cannot be read")]
    Document(#[from] domain::json::Unreadable),
    /// A file beside the database cannot be written.
    #[error(
        "the file {0} cannot be written ({1}). Nothing was changed. Name one that is not there yet, in a folder that may be written to"
    )]
    File(PathBuf, #[source] io::Error),
    /// Nobody can sign in under such a name.
    #[error("this cannot be a name to sign in with: {0}")]
    NoLogin(#[from] NameProblem),
    /// Two people cannot sign in under one name.
    #[error("somebody else signs in under that name already")]
    LoginTaken,
    /// The blocking part of the work came to an untimely end.
    #[error("the work was cut short")]
    CutShort,
}

/// SQLite's result code for a full disk.
const SQLITE_FULL: i32 = 13;

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        const SQLITE_BUSY: i32 = 5;
        const SQLITE_READONLY: i32 = 8;
        const SQLITE_IOERR: i32 = 10;
        match code(&error) {
            _ if matches!(error, sqlx::Error::PoolTimedOut) => Self::Busy,
            Some(SQLITE_BUSY) => Self::Busy,
            Some(SQLITE_FULL) => Self::DiskFull,
            Some(SQLITE_READONLY | SQLITE_IOERR) => Self::DiskFails(error),
            _ => Self::Database(error),
        }
    }
}

impl From<tokio::task::JoinError> for StoreError {
    fn from(_: tokio::task::JoinError) -> Self {
        Self::CutShort
    }
}

pub(super) fn code(error: &sqlx::Error) -> Option<i32> {
    let database = error.as_database_error()?.try_downcast_ref::<SqliteError>()?;
    // Extended codes carry the plain one in their low byte.
    sqlx::error::DatabaseError::code(database)?.parse::<i32>().ok().map(|code| code & 0xff)
}

pub(super) fn is_full(error: &sqlx::Error) -> bool {
    code(error) == Some(SQLITE_FULL)
}

impl StoreError {
    /// One row does not hold what it must, or does not open: the others do.
    #[must_use]
    pub const fn is_damage(&self) -> bool {
        use sqlx::Error::{ColumnDecode, Decode};
        matches!(
            self,
            Self::Seal(_)
                | Self::Body(_)
                | Self::Document(_)
                | Self::Damaged { .. }
                | Self::Database(Decode(_) | ColumnDecode { .. })
        )
    }

    /// The same, and which row it is, where one is damaged.
    #[must_use]
    pub(super) fn in_row(self, table: &'static str, id: &[u8; 16]) -> Self {
        match self {
            known @ Self::Damaged { .. } => known,
            other if other.is_damage() => {
                Self::Damaged { table, id: uuid::Uuid::from_bytes(*id), cause: Box::new(other) }
            }
            other => other,
        }
    }

    /// Which row is damaged, where it is known.
    pub(super) const fn damaged_row(&self) -> Option<(&'static str, uuid::Uuid)> {
        match self {
            Self::Damaged { table, id, .. } => Some((*table, *id)),
            _ => None,
        }
    }

    /// A rule of the tables was broken, rather than the machine failing.
    pub(super) fn is_constraint(&self) -> bool {
        const SQLITE_CONSTRAINT: i32 = 19;
        const SQLITE_MISMATCH: i32 = 20;
        match self {
            Self::Database(error) => {
                matches!(code(error), Some(SQLITE_CONSTRAINT | SQLITE_MISMATCH))
            }
            _ => false,
        }
    }
}
