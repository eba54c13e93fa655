//! Files and folders of ours. What is in them is about people, so they are their
//! owner's alone, however the shell that started us is set up; and what somebody
//! calls a file is a path, whatever else it looks like.

use std::{
    fs::{DirBuilder, File, OpenOptions, Permissions, metadata, set_permissions},
    io,
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
};

const OTHERS: u32 = 0o077;
const STICKY: u32 = 0o1000;
const FILE: u32 = 0o600;
const FOLDER: u32 = 0o700;

/// Makes a folder with those above it, or closes the one that is there to others.
///
/// # Errors
/// When it cannot be made.
pub fn make_folder(folder: &Path) -> io::Result<()> {
    if folder.as_os_str().is_empty() {
        return Ok(());
    }
    if folder.is_dir() {
        close(folder, FOLDER);
        return Ok(());
    }
    DirBuilder::new().recursive(true).mode(FOLDER).create(folder)
}

/// Makes a file that is not there yet.
///
/// # Errors
/// When it is there, or cannot be made.
pub fn create(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(FILE).open(path)
}

/// Makes a file anew, whatever of it is there.
///
/// # Errors
/// When it cannot be made.
pub fn replace(path: &Path) -> io::Result<File> {
    // One that may not be written is made writable: it is ours.
    close_file(path);
    OpenOptions::new().write(true).create(true).truncate(true).mode(FILE).open(path)
}

/// Brings a file, and the name it has, through a power cut.
///
/// # Errors
/// Those of the disk.
pub fn keep(file: &File, path: &Path) -> io::Result<()> {
    file.sync_all()?;
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => File::open(folder)?.sync_all(),
        _ => File::open(".")?.sync_all(),
    }
}

/// Leaves a file to its owner alone, where it is there.
pub fn close_file(path: &Path) {
    if path.is_file() {
        close(path, FILE);
    }
}

/// Only what is open to others, or closed to ourselves, is changed. A folder that is
/// meant for everybody, such as `/tmp`, is not ours to close.
fn close(path: &Path, mode: u32) {
    let Ok(found) = metadata(path).map(|facts| facts.permissions().mode()) else { return };
    if found & STICKY != 0 || found & (OTHERS | mode) == mode {
        return;
    }
    match set_permissions(path, Permissions::from_mode(mode)) {
        Ok(()) => tracing::info!(path = %path.display(), "is now its owner's alone"),
        Err(error) => tracing::warn!(
            path = %path.display(), %error,
            "can be read by others on this machine, and that could not be changed: make it belong to the user this runs as"
        ),
    }
}

/// A path as SQLite takes it for nothing but a path: it reads `file:…` as an address
/// and `:memory:` as no file at all, unless a folder stands in front.
#[must_use]
pub fn plain(path: &Path) -> PathBuf {
    if path.is_absolute() { path.to_owned() } else { Path::new(".").join(path) }
}
