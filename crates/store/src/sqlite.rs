//! What is SQLite's own: how it is opened, examined, backed up, and what its errors mean.

use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{Sqlite, SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection as _, Row as _};

use crate::Trouble;

pub(crate) type Database = Sqlite;
pub(crate) type Connection = sqlx::SqliteConnection;
pub(crate) type Pool = sqlx::SqlitePool;
pub(crate) type Row = sqlx::sqlite::SqliteRow;

/// "Call" in a file's header: it is Callboard's.
const APPLICATION: i64 = 0x4361_6C6C;
/// How long another process, a backup say, may keep the database busy.
const BUSY: Duration = Duration::from_secs(5);
/// Requests rarely read at the same time.
const READERS: u32 = 4;
const ROWS_AHEAD: usize = 1024;
/// Of each reader, in KiB: indexes of some hundred thousand calls.
const PAGES_KEPT: &str = "-16384";
/// After a backup or a long read the write-ahead log is cut down to this.
const LOG_AT_REST: &str = "16777216";
/// The bytes of a page, SQLite's own choice.
const PAGE: u64 = 4096;

/// What a file was found to be, without changing it.
#[derive(Debug)]
pub(crate) enum Examined {
    Empty,
    Sound {
        version: i64,
    },
    Damaged(String),
    /// A sound database of something else.
    Foreign,
}

fn options(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(file)
        .busy_timeout(BUSY)
        .foreign_keys(true)
        .disable_statement_logging()
}

/// The one connection that writes. What it commits is on the disk: the log is flushed at each commit.
pub(crate) async fn writing(file: &Path, max_size: Option<u64>) -> Result<Connection, sqlx::Error> {
    let mut options = options(file)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .pragma("journal_size_limit", LOG_AT_REST);
    if let Some(bytes) = max_size {
        options = options.pragma("max_page_count", (bytes / PAGE).max(1).to_string());
    }
    options.connect().await
}

/// Writes into the header whose file it is. Not at each start: a full disk must not stop it.
pub(crate) async fn mark_as_ours(connection: &mut Connection) -> Result<(), sqlx::Error> {
    let pragma = sqlx::AssertSqlSafe(format!("PRAGMA application_id = {APPLICATION}"));
    sqlx::query(pragma).execute(connection).await.map(|_| ())
}

pub(crate) fn reading(file: &Path) -> Pool {
    // Rows come from a thread of their own; fifty at a time, the usual number, is a switch of threads for each fifty.
    SqlitePoolOptions::new()
        .max_connections(READERS)
        .acquire_timeout(Duration::from_secs(30))
        .connect_lazy_with(
            options(file).read_only(true).row_buffer_size(ROWS_AHEAD).pragma("cache_size", PAGES_KEPT),
        )
}

/// Begins a transaction that will write: SQLite must know at once, or two would wait for each other.
pub(crate) const BEGIN: &str = "BEGIN IMMEDIATE";

/// Looks at a file with its log, changing neither.
///
/// # Errors
/// It cannot be looked at: locked, no permission, the disk fails.
pub(crate) async fn examine(file: &Path) -> Result<Examined, sqlx::Error> {
    if std::fs::metadata(file).is_ok_and(|meta| meta.len() == 0) {
        return Ok(Examined::Empty);
    }
    // A connection that may not write does not carry the log over into the database when it closes.
    let looked_at = async {
        let mut connection = options(file).read_only(true).connect().await?;
        let examined = examined(&mut connection).await;
        let closed = connection.close().await;
        examined.and_then(|examined| closed.map(|()| examined))
    };
    match looked_at.await {
        Err(error) if trouble(&error) == Some(Trouble::Damaged) => Ok(Examined::Damaged(said(&error))),
        other => other,
    }
}

async fn examined(connection: &mut Connection) -> Result<Examined, sqlx::Error> {
    let rows = sqlx::query("PRAGMA quick_check(3)").fetch_all(&mut *connection).await?;
    let found: Vec<String> = rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?;
    if found.len() != 1 || found[0] != "ok" {
        return Ok(Examined::Damaged(found.join("; ").replace('\n', " ")));
    }
    let tables: Vec<String> = sqlx::query("SELECT name FROM sqlite_master WHERE type = 'table'")
        .fetch_all(&mut *connection)
        .await?
        .iter()
        .map(|row| row.try_get(0))
        .collect::<Result<_, _>>()?;
    if tables.is_empty() {
        return Ok(Examined::Empty);
    }
    let application: i64 =
        sqlx::query("PRAGMA application_id").fetch_one(&mut *connection).await?.try_get(0)?;
    if application != APPLICATION || !tables.iter().any(|table| table == "_sqlx_migrations") {
        return Ok(Examined::Foreign);
    }
    let version: Option<i64> =
        sqlx::query("SELECT MAX(version) FROM _sqlx_migrations").fetch_one(connection).await?.try_get(0)?;
    Ok(Examined::Sound { version: version.unwrap_or(0) })
}

/// Copies the database as it is at this moment into a file that is empty or not there, while others write on.
pub(crate) async fn copy(from: &Path, to: &Path) -> Result<(), sqlx::Error> {
    let mut connection = options(from).read_only(true).connect().await?;
    let copied =
        sqlx::query("VACUUM INTO $1").bind(to.to_string_lossy().into_owned()).execute(&mut connection).await;
    connection.close().await?;
    copied.map(|_| ())
}

/// What an error means if it is the disk's. `None`: the statement itself was refused, and would be again.
pub(crate) fn trouble(error: &sqlx::Error) -> Option<Trouble> {
    let failing = || Some(Trouble::Failing(said(error)));
    match error {
        sqlx::Error::Database(database) => {
            let code: i32 = database.code()?.parse().ok()?;
            // https://www.sqlite.org/rescode.html: the primary code is the low byte.
            match code & 0xFF {
                5 | 6 => Some(Trouble::Locked),
                8 => Some(Trouble::ReadOnly),
                11 | 26 => Some(Trouble::Damaged),
                13 => Some(Trouble::DiskFull),
                // No memory, interrupted, the disk, cannot open, protocol of locks, no permission.
                7 | 9 | 10 | 14 | 15 | 3 => failing(),
                _ => None,
            }
        }
        sqlx::Error::Io(_)
        | sqlx::Error::WorkerCrashed
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::Protocol(_) => failing(),
        _ => None,
    }
}

fn said(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Database(database) => database.message().to_owned(),
        other => other.to_string(),
    }
}

/// Whether a full database is full by the settings and not by the disk.
pub(crate) async fn is_at_its_size(pool: &Pool, max_size: u64) -> bool {
    let pages = sqlx::query("PRAGMA page_count").fetch_one(pool).await;
    let pages: Result<i64, _> = pages.and_then(|row| row.try_get(0));
    // One statement may want many pages at once, so the last few are never used up exactly.
    pages.is_ok_and(|pages| (pages.unsigned_abs() + 64).saturating_mul(PAGE) >= max_size)
}
