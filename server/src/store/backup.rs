//! Copies of the database, and going back to one.

mod second_factors;
mod shut;

pub use shut::ShutOut;

use super::{
    Access, Broken, OpenError, OpenOptions, PageAt, Store, StoreError,
    lock::Lock,
    open::{check_key, make_folder, new_epoch, quick_check},
};
use crate::{
    clock, files,
    keys::{self, Keyring},
};
use domain::id::{AgencyId, Epoch};
use sqlx::{ConnectOptions as _, Connection as _, sqlite::SqliteConnectOptions};
use std::{
    collections::HashMap,
    fs::File,
    io,
    path::{Path, PathBuf},
};

/// What a restore did.
#[derive(Debug, Clone)]
pub struct Restored {
    /// The new history; phones notice it and offer again what the backup lacks.
    pub epoch: Epoch,
    /// Where the database that was there before is kept.
    pub kept: Option<PathBuf>,
    /// Whom it does not let in again.
    pub shut_out: ShutOut,
    /// Pages of papers that it knows and of which something is nowhere.
    pub missing: Vec<(PageAt, Broken)>,
}

impl Store {
    /// Writes a consistent copy of the database to a new file, also while the
    /// server is at work, and the pages of papers to a folder beside that. Bodies and pages in it are
    /// as sealed as in the original. Names pages of which something is missing here.
    ///
    /// # Errors
    /// Those of the database, and when the file exists already or cannot be written;
    /// then there is none.
    pub async fn backup(&self, to: &Path) -> Result<Vec<(PageAt, Broken)>, StoreError> {
        let failed = |error| StoreError::File(to.to_owned(), error);
        let plain = files::plain(to);
        let name = plain.to_str().ok_or_else(|| failed(io::ErrorKind::InvalidFilename.into()))?;
        // SQLite fills an empty file, and would make one that everybody may read.
        let file = files::create(&plain).map_err(failed)?;
        let written =
            sqlx::query("vacuum into ?").bind(name.to_owned()).execute(&self.0.readers).await;
        let kept = match written {
            Ok(_) => whole(&file, &plain).map_err(failed),
            Err(error) => Err(error.into()),
        };
        // The copy first: a page that it knows was whole before.
        let papers = match kept {
            Ok(()) => self.back_up_papers(&plain).await,
            Err(error) => Err(error),
        };
        if papers.is_err() {
            let _ = std::fs::remove_file(&plain);
        }
        papers
    }
}

/// Puts a backup in the database's place: checks it first, shuts out whoever was shut out since
/// ([`shut`]), keeps what was there beside it, and begins a new history. `trusted` says that nobody
/// was since; it counts where there is no database to ask.
///
/// # Errors
/// A sentence for the operator; up to the last step nothing was changed.
pub async fn restore(
    options: &OpenOptions,
    backup: &Path,
    trusted: bool,
) -> Result<Restored, OpenError> {
    let unreadable = |error| OpenError::Backup(backup.to_owned(), error);
    let mut source = File::open(backup).map_err(unreadable)?;
    if !source.metadata().map_err(unreadable)?.is_file() {
        return Err(unreadable(io::ErrorKind::InvalidInput.into()));
    }
    let database = &options.database;
    let failed = |error| OpenError::Folder(database.clone(), error);
    make_folder(database)?;
    let lock = Lock::take(database)?;
    let keyring = Keyring::new(&keys::load_or_create(&options.key_file, false)?);
    let fresh = beside(database, "restoring");
    // The bytes, not who may read or write them.
    let mut copy = files::replace(&fresh).map_err(failed)?;
    io::copy(&mut source, &mut copy).and_then(|_| copy.sync_all()).map_err(failed)?;
    drop(copy);
    let prepared = match prepare(options, &keyring, &fresh).await {
        Ok(epoch) => shut_out(options, &fresh, backup, trusted).await.map(|done| (epoch, done)),
        Err(error) => Err(error),
    };
    // All is in the file itself by now; what SQLite and the lock left beside it goes.
    for ending in ["-wal", "-shm", ".lock"] {
        let _ = std::fs::remove_file(with_ending(&fresh, ending));
    }
    let (epoch, (shut_out, missing)) = match prepared {
        Ok(prepared) => prepared,
        Err(error) => {
            let _ = std::fs::remove_file(&fresh);
            return Err(error);
        }
    };
    let kept = move_aside(database).map_err(failed)?;
    std::fs::rename(&fresh, database).map_err(failed)?;
    drop(lock);
    Ok(Restored { epoch, kept, shut_out, missing })
}

/// Shuts out, in the copy of the backup, whoever the database that is there knows to be, and brings the
/// pages of papers back beside those that are there.
async fn shut_out(
    options: &OpenOptions,
    fresh: &Path,
    backup: &Path,
    trusted: bool,
) -> Result<(ShutOut, Vec<(PageAt, Broken)>), OpenError> {
    let former = former(options).await;
    let here = OpenOptions { database: fresh.to_owned(), access: Access::Write, ..options.clone() };
    let store = Store::open(&here).await?;
    let done = match shut::shut(&store, former, trusted).await {
        Ok(shut_out) => store.restore_papers(backup).await.map(|missing| (shut_out, missing)),
        Err(error) => Err(error),
    };
    store.close().await;
    done.map_err(|error| match error {
        StoreError::DiskFull => OpenError::DiskFull(fresh.to_owned()),
        StoreError::File(path, error) => OpenError::Folder(path, error),
        error => OpenError::Corrupt(fresh.to_owned(), error.to_string()),
    })
}

/// What the database that is there, or was when a restore was cut short, knows of who was shut
/// out; none where there is none, or it cannot be read.
async fn former(options: &OpenOptions) -> Option<HashMap<AgencyId, shut::Former>> {
    let database = match options.database.exists() {
        true => options.database.clone(),
        false => last_kept(&options.database).ok()??,
    };
    let there = OpenOptions { database, access: Access::Read, ..options.clone() };
    let read = async {
        let store = Store::open(&there).await.map_err(|error| error.to_string())?;
        let former = shut::former(&store).await.map_err(|error| error.to_string());
        store.close().await;
        former
    };
    match read.await {
        Ok(former) => Some(former),
        Err(error) => {
            tracing::warn!(%error, "the database that is there cannot be asked who was shut out");
            None
        }
    }
}

/// Whether a restore had begun to put a backup in the database's place.
pub(super) fn was_cut_short(database: &Path) -> bool {
    beside(database, "restoring").exists()
}

/// Moves the database aside, with its write-ahead log. The database goes
/// first: without it nothing opens, and the log never lies beside another.
fn move_aside(database: &Path) -> io::Result<Option<PathBuf>> {
    let stamp = clock::now_ms();
    let kept = match database.exists() {
        true => Some(beside(database, &format!("before-restore-{stamp}"))),
        false => last_kept(database)?,
    };
    for ending in ["", "-wal", "-shm"] {
        let from = with_ending(database, ending);
        match &kept {
            Some(kept) if from.exists() => {
                files::close_file(&from);
                std::fs::rename(from, with_ending(kept, ending))?;
            }
            None if from.exists() => std::fs::remove_file(from)?,
            _ => {}
        }
    }
    Ok(kept)
}

/// What a restore that was cut short had moved aside already.
fn last_kept(database: &Path) -> io::Result<Option<PathBuf>> {
    let (Some(folder), Some(name)) = (database.parent(), database.file_name()) else {
        return Ok(None);
    };
    let start = format!("{}.before-restore-", name.to_string_lossy());
    let mut last = None;
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    for entry in std::fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let stamp = name.strip_prefix(&start).and_then(|stamp| stamp.parse::<i64>().ok());
        last = last.max(stamp.map(|stamp| (stamp, folder.join(&name))));
    }
    Ok(last.map(|(_, kept)| kept))
}

/// Checks a copy of the backup and gives it a new history.
async fn prepare(
    options: &OpenOptions,
    keyring: &Keyring,
    fresh: &Path,
) -> Result<Epoch, OpenError> {
    let corrupt = |error: sqlx::Error| OpenError::Corrupt(fresh.to_owned(), error.to_string());
    let mut db = SqliteConnectOptions::new()
        .filename(files::plain(fresh))
        .connect()
        .await
        .map_err(corrupt)?;
    let here = OpenOptions { database: fresh.to_owned(), ..options.clone() };
    quick_check(&here, &mut db).await?;
    check_key(&here, keyring, &mut db).await?;
    let epoch = new_epoch();
    let written = sqlx::query("update history set epoch = ?, began_at_ms = ?")
        .bind(epoch.as_bytes().as_slice())
        .bind(clock::now_ms())
        .execute(&mut db)
        .await
        .map_err(corrupt)?;
    // Sessions of the past are not to come back to life, nor what a browser was known by.
    sqlx::query("delete from session").execute(&mut db).await.map_err(corrupt)?;
    let table = sqlx::query("select 1 from sqlite_schema where name = 'known_browser'");
    if table.fetch_optional(&mut db).await.map_err(corrupt)?.is_some() {
        sqlx::query("delete from known_browser").execute(&mut db).await.map_err(corrupt)?;
    }
    db.close().await.map_err(corrupt)?;
    if written.rows_affected() == 1 {
        Ok(epoch)
    } else {
        Err(OpenError::Corrupt(fresh.to_owned(), "it has no history".to_owned()))
    }
}

/// Something was written, and survives a power cut.
fn whole(file: &File, path: &Path) -> io::Result<()> {
    if file.metadata()?.len() == 0 {
        return Err(io::ErrorKind::WriteZero.into());
    }
    files::keep(file, path)
}

pub(super) fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    with_ending(path, &format!(".{ending}"))
}
