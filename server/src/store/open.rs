use super::{
    Inner, OpenError, Store, backup,
    error::{code, is_full},
    imprints,
    lock::Lock,
    logins,
    papers::Folder,
    rows,
};
use crate::{
    files,
    keys::{self, Keyring},
};
use domain::id::{AgencyId, Epoch};
use sqlx::{
    ConnectOptions as _, Connection as _, Row as _, SqliteConnection,
    migrate::{MigrateError, Migrator},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

static MIGRATIONS: Migrator = sqlx::migrate!();

/// The first SQLite without the bug that loses pages when two connections
/// reset the write-ahead log at once.
const OLDEST_SQLITE: (u32, u32, u32) = (3, 51, 3);

/// What the opener means to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Read and write, alone; makes the database where there is none.
    Write,
    /// Read and write: alone where nobody else has it, else beside the server that does.
    /// The database is there already.
    Beside,
    /// Read only, beside whoever writes.
    Read,
}

/// Where the store is and how to open it.
#[derive(Debug, Clone)]
pub struct OpenOptions {
    /// The database file.
    pub database: PathBuf,
    /// The file with the master key.
    pub key_file: PathBuf,
    /// What for.
    pub access: Access,
    /// Connections that read, at most.
    pub readers: u32,
}

impl OpenOptions {
    /// The store in a data folder, for reading and writing.
    #[must_use]
    pub fn in_folder(data: &Path) -> Self {
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self {
            database: data.join("streetlight.db"),
            key_file: data.join("master.key"),
            access: Access::Write,
            // Two more than there are large pulls at once, see `AppState`.
            readers: u32::try_from(cores + 2).unwrap_or(4),
        }
    }

    fn connect(&self) -> SqliteConnectOptions {
        SqliteConnectOptions::new()
            .filename(files::plain(&self.database))
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5))
            .pragma("secure_delete", "on")
            .pragma("trusted_schema", "off")
            // An import touches more pages than the two megabytes that are usual, again and again.
            .pragma("cache_size", "-6000")
            // What a savepoint may have to undo does not go through a file.
            .pragma("temp_store", "memory")
            .disable_statement_logging()
    }

    fn connect_to_read(&self) -> SqliteConnectOptions {
        // The journal mode is the file's own; a reader must not try to set it.
        SqliteConnectOptions::new()
            .filename(files::plain(&self.database))
            .read_only(true)
            .busy_timeout(Duration::from_secs(5))
            .pragma("trusted_schema", "off")
            .pragma("cache_size", "-16000")
            .row_buffer_size(512)
            .disable_statement_logging()
    }

    fn failed(&self, error: sqlx::Error) -> OpenError {
        const SQLITE_PERM: i32 = 3;
        const SQLITE_READONLY: i32 = 8;
        const SQLITE_CORRUPT: i32 = 11;
        const SQLITE_CANTOPEN: i32 = 14;
        const SQLITE_NOTADB: i32 = 26;
        let path = self.database.clone();
        match code(&error) {
            _ if is_full(&error) => OpenError::DiskFull(path),
            Some(SQLITE_CORRUPT | SQLITE_NOTADB) => OpenError::Corrupt(path, error.to_string()),
            Some(SQLITE_PERM | SQLITE_READONLY | SQLITE_CANTOPEN) => {
                OpenError::Folder(path, std::io::Error::other(error))
            }
            _ => OpenError::Database(path, error),
        }
    }
}

impl Store {
    /// Opens the store: takes the lock, checks the file, brings it to this
    /// version's shape.
    ///
    /// # Errors
    /// A sentence that says what happened, what is safe and what to do.
    pub async fn open(options: &OpenOptions) -> Result<Self, OpenError> {
        let failed = |error| options.failed(error);
        let exists = options.database.exists();
        // An empty database in this place would hide the one that was moved aside.
        if !exists && backup::was_cut_short(&options.database) {
            return Err(OpenError::RestoreCutShort(options.database.clone()));
        }
        let (lock, may_create) = match options.access {
            Access::Write => {
                make_folder(&options.database)?;
                (Some(Lock::take(&options.database)?), !exists)
            }
            Access::Read | Access::Beside if !exists => {
                return Err(OpenError::Missing(options.database.clone()));
            }
            Access::Beside => (beside(&options.database)?, false),
            Access::Read => (None, false),
        };
        let master = keys::load_or_create(&options.key_file, may_create)?;
        let reading = options.connect_to_read();
        let alone = lock.is_some();
        let writing = match options.access {
            Access::Write => options.connect().create_if_missing(true),
            Access::Beside => options.connect(),
            Access::Read => reading.clone(),
        };
        if alone {
            close_files(&options.database, exists)?;
        }
        let mut first = writing.connect().await.map_err(failed)?;
        check_sqlite(&mut first).await.map_err(failed)??;
        if exists {
            quick_check(options, &mut first).await?;
        }
        check_version(options, &mut first, alone).await?;
        if alone {
            MIGRATIONS.run(&mut first).await.map_err(|error| match error {
                MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => {
                    options.failed(error)
                }
                other => OpenError::Corrupt(options.database.clone(), other.to_string()),
            })?;
        }
        let epoch = history(&mut first).await.map_err(failed)?;
        let keyring = Keyring::new(&master);
        check_key(options, &keyring, &mut first).await?;
        first.close().await.map_err(failed)?;

        // A file does not hang up: asking each time whether it is there costs
        // as much as a query.
        let pool = |most| {
            SqlitePoolOptions::new()
                .max_connections(most)
                .acquire_timeout(Duration::from_secs(20))
                .test_before_acquire(false)
                // SQLite undoes a transaction by itself when the disk fails, and
                // the connection goes on counting it: it would begin no other.
                .before_acquire(|db, _| Box::pin(async { Ok(!db.is_in_transaction()) }))
        };
        let store = Self(Arc::new(Inner {
            writer: match options.access {
                Access::Read => pool(1),
                Access::Write | Access::Beside => pool(1)
                    .after_connect(|db, _| Box::pin(async { imprints::keep_former(db).await })),
            }
            .connect_lazy_with(writing),
            readers: pool(options.readers.max(1)).connect_lazy_with(reading),
            keyring,
            epoch,
            papers: Folder::beside(&options.database),
            damage: Default::default(),
            looks: Default::default(),
            agency_keys: Default::default(),
            _lock: lock,
        }));
        if alone && let Err(error) = imprints::take_stock(&store).await {
            // The chain is whole all the same, and people need the server.
            tracing::error!(%error, "what rows there are could not be taken down: verify-audit does not know them yet; the next start goes on");
        }
        if alone && let Err(error) = logins::mend(&store).await {
            // Everybody whose name was in its normal form signs in as before.
            tracing::warn!(%error, "names to sign in with could not all be mended; the next start goes on");
        }
        Ok(store)
    }
}

/// Refuses a master key that the file was not written with.
pub(super) async fn check_key(
    options: &OpenOptions,
    keyring: &Keyring,
    db: &mut SqliteConnection,
) -> Result<(), OpenError> {
    let first = sqlx::query("select agency_id, sealed_key from agency limit 1")
        .fetch_optional(db)
        .await
        .map_err(|error| options.failed(error))?;
    let Some(row) = first else { return Ok(()) };
    let opened = rows::id(&row, 0).ok().and_then(|id| {
        let sealed = row.try_get::<&[u8], _>(1).ok()?;
        keyring.open_agency_key(AgencyId::from_bytes(id), sealed).ok()
    });
    opened.map(|_| ()).ok_or_else(|| OpenError::WrongKey(options.key_file.clone()))
}

pub(super) fn make_folder(database: &Path) -> Result<(), OpenError> {
    let made = database.parent().map_or(Ok(()), files::make_folder);
    made.map_err(|error| OpenError::Folder(database.to_owned(), error))
}

/// The lock where it can be had; none beside a server. A restore is no server: what is
/// written while it is at work would be moved aside with the rest.
fn beside(database: &Path) -> Result<Option<Lock>, OpenError> {
    match Lock::take(database) {
        Ok(lock) => Ok(Some(lock)),
        Err(OpenError::InUse(_)) if !backup::was_cut_short(database) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The database and what SQLite lays beside it, which takes over who may read it.
fn close_files(database: &Path, exists: bool) -> Result<(), OpenError> {
    if !exists {
        let made = files::create(database);
        made.map_err(|error| OpenError::Folder(database.to_owned(), error))?;
    }
    for ending in ["", "-wal", "-shm"] {
        files::close_file(&backup::with_ending(database, ending));
    }
    Ok(())
}

async fn check_sqlite(db: &mut SqliteConnection) -> sqlx::Result<Result<(), OpenError>> {
    let row = sqlx::query("select sqlite_version()").fetch_one(db).await?;
    let version: String = row.try_get(0)?;
    let mut parts = version.split('.').map(|part| part.parse().unwrap_or(0));
    let mut part = || parts.next().unwrap_or(0);
    let found = (part(), part(), part());
    Ok(if found >= OLDEST_SQLITE { Ok(()) } else { Err(OpenError::OldSqlite(version)) })
}

/// Reads every page of the file; seconds for a gigabyte.
pub(super) async fn quick_check(
    options: &OpenOptions,
    db: &mut SqliteConnection,
) -> Result<(), OpenError> {
    let row = sqlx::query("pragma quick_check(1)")
        .fetch_one(db)
        .await
        .map_err(|error| options.failed(error))?;
    let verdict: String = row.try_get(0).map_err(|error| options.failed(error))?;
    if verdict == "ok" {
        Ok(())
    } else {
        Err(OpenError::Corrupt(options.database.clone(), verdict.replace('\n', " ")))
    }
}

/// Refuses a file with migrations that this version does not know.
async fn check_version(
    options: &OpenOptions,
    db: &mut SqliteConnection,
    alone: bool,
) -> Result<(), OpenError> {
    let failed = |error| options.failed(error);
    let table = sqlx::query("select 1 from sqlite_schema where name = '_sqlx_migrations'")
        .fetch_optional(&mut *db)
        .await
        .map_err(failed)?;
    if table.is_none() {
        return Ok(());
    }
    let row = sqlx::query("select coalesce(max(version), 0) from _sqlx_migrations")
        .fetch_one(db)
        .await
        .map_err(failed)?;
    let newest: i64 = row.try_get(0).map_err(failed)?;
    let last = MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or(0);
    // A server of another version serves; what this one writes it may not understand.
    if options.access == Access::Beside && !alone && newest < last {
        return Err(OpenError::InUse(options.database.clone()));
    }
    if alone && newest != 0 && newest < last {
        tracing::info!(
            from = newest,
            to = last,
            "bringing the database to this version's shape, whole or not at all: minutes for a large one"
        );
    }
    if newest == 0 || MIGRATIONS.version_exists(newest) {
        Ok(())
    } else {
        Err(OpenError::Newer(options.database.clone(), newest))
    }
}

async fn history(db: &mut SqliteConnection) -> sqlx::Result<Epoch> {
    let known = sqlx::query("select epoch from history").fetch_optional(&mut *db).await?;
    if let Some(row) = known {
        return rows::id(&row, 0).map(Epoch::from_bytes);
    }
    let epoch = new_epoch();
    sqlx::query("insert into history (one, epoch, began_at_ms) values (1, ?, ?)")
        .bind(epoch.as_bytes().as_slice())
        .bind(crate::clock::now_ms())
        .execute(db)
        .await?;
    Ok(epoch)
}

/// A name for a new history.
pub(super) fn new_epoch() -> Epoch {
    let ms = u64::try_from(crate::clock::now_ms()).unwrap_or_default();
    Epoch::from_parts(ms, keys::random())
}
