use super::OpenError;
use crate::files;
use std::{
    fs::{File, TryLockError},
    path::Path,
};

/// Keeps every other process away from a database, until dropped. The
/// operating system lets go of it when the process dies, however it dies.
#[derive(Debug)]
pub(super) struct Lock(#[expect(dead_code, reason = "the open file is the lock")] File);

impl Lock {
    /// Takes the lock beside the database.
    pub(super) fn take(database: &Path) -> Result<Self, OpenError> {
        let mut name = database.as_os_str().to_owned();
        name.push(".lock");
        let file = files::replace(Path::new(&name))
            .map_err(|error| OpenError::Folder(database.to_owned(), error))?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => Err(OpenError::InUse(database.to_owned())),
            Err(TryLockError::Error(error)) => Err(OpenError::Folder(database.to_owned(), error)),
        }
    }
}
