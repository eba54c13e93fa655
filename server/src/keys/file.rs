use super::Secret;
use crate::files;
use base64ct::{Base64UrlUnpadded, Encoding as _};
use std::{
    io::{self, Write as _},
    path::{Path, PathBuf},
};
use zeroize::Zeroizing;

/// The master key cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// The file cannot be read or written.
    #[error(
        "the master key file {0} cannot be read or written ({1}). Nothing was changed. Check that the file and its folder belong to the user this runs as"
    )]
    Io(PathBuf, #[source] io::Error),
    /// The file holds something else.
    #[error(
        "the file {0} is not a master key. Nothing was changed. Put the key file that belongs to this database in its place"
    )]
    NotAKey(PathBuf),
    /// Others may read it.
    #[error(
        "the master key file {0} can be read by others. Nothing was changed. Run: chmod 600 {0}"
    )]
    TooOpen(PathBuf),
    /// There is a database and no key.
    #[error(
        "the master key file {0} is missing, and the database cannot be read without it. Nothing was changed. Put the key file back (see `key export` in docs/operations.md), or name it with --key-file"
    )]
    Missing(PathBuf),
}

/// Reads the master key, or makes one where there is no database yet.
///
/// # Errors
/// A sentence for the operator.
pub fn load_or_create(path: &Path, may_create: bool) -> Result<Secret, KeyFileError> {
    match std::fs::exists(path) {
        Ok(true) => read_key_file(path),
        Ok(false) if may_create => create(path),
        Ok(false) => Err(KeyFileError::Missing(path.to_owned())),
        Err(error) => Err(KeyFileError::Io(path.to_owned(), error)),
    }
}

/// Reads a master key file: 32 bytes as base64url on one line.
///
/// # Errors
/// A sentence for the operator.
pub fn read_key_file(path: &Path) -> Result<Secret, KeyFileError> {
    let failed = |error| KeyFileError::Io(path.to_owned(), error);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(path).map_err(failed)?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(KeyFileError::TooOpen(path.to_owned()));
        }
    }
    let text = Zeroizing::new(std::fs::read_to_string(path).map_err(failed)?);
    Base64UrlUnpadded::decode_vec(text.trim())
        .ok()
        .and_then(|bytes| <[u8; 32]>::try_from(bytes.as_slice()).ok())
        .map(Zeroizing::new)
        .ok_or_else(|| KeyFileError::NotAKey(path.to_owned()))
}

fn create(path: &Path) -> Result<Secret, KeyFileError> {
    let key: Secret = Zeroizing::new(super::random());
    let text = Zeroizing::new(Base64UrlUnpadded::encode_string(key.as_slice()));
    write_private(path, text.as_bytes())
        .map_err(|error| KeyFileError::Io(path.to_owned(), error))?;
    Ok(key)
}

fn write_private(path: &Path, text: &[u8]) -> io::Result<()> {
    let mut file = files::create(path)?;
    file.write_all(text)?;
    file.write_all(b"\n")?;
    files::keep(&file, path)
}
