//! How the file is opened. Several processes may: the server, and the command line beside it.

use std::fs::{DirBuilder, OpenOptions};
use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Row};

use crate::AccessError;

pub(crate) type Connection = sqlx::SqliteConnection;
pub(crate) type Pool = sqlx::SqlitePool;

/// "Door" in a file's header: it is Callboard's accounts and nothing else.
const APPLICATION: i64 = 0x446F_6F72;
/// How long another process may keep the database busy.
const BUSY: Duration = Duration::from_secs(5);

fn options(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(file)
        .busy_timeout(BUSY)
        .foreign_keys(true)
        .disable_statement_logging()
}

/// The one connection of this process that writes. What it commits is on the disk.
pub(crate) async fn writing(file: &Path) -> Result<Connection, sqlx::Error> {
    let options = options(file)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        // What was deleted, a session say, is not left readable in the file.
        .pragma("secure_delete", "ON");
    options.connect().await
}

/// For the audit's long lists; everything else is answered from memory.
pub(crate) fn reading(file: &Path) -> Pool {
    SqlitePoolOptions::new()
        .max_connections(2)
        .acquire_timeout(Duration::from_secs(30))
        .connect_lazy_with(options(file).read_only(true))
}

/// Whether the file is new, and whether it is ours.
///
/// # Errors
/// It is a database of something else, or damaged: accounts never silently begin anew.
pub(crate) async fn examine(connection: &mut Connection) -> Result<bool, AccessError> {
    let refuse = |why: &str| Err(AccessError::Disk(why.into()));
    let checked: String =
        sqlx::query("PRAGMA quick_check(1)").fetch_one(&mut *connection).await?.try_get(0)?;
    if checked != "ok" {
        return refuse(&format!("it is damaged ({checked}); put a backup of it in its place"));
    }
    let application: i64 =
        sqlx::query("PRAGMA application_id").fetch_one(&mut *connection).await?.try_get(0)?;
    let tables: i64 =
        sqlx::query("SELECT COUNT(*) FROM sqlite_master").fetch_one(&mut *connection).await?.try_get(0)?;
    match (application, tables) {
        (APPLICATION, _) => Ok(false),
        (0, 0) => Ok(true),
        _ => refuse("it is a database of another program"),
    }
}

pub(crate) async fn mark_as_ours(connection: &mut Connection) -> Result<(), sqlx::Error> {
    let pragma = sqlx::AssertSqlSafe(format!("PRAGMA application_id = {APPLICATION}"));
    sqlx::query(pragma).execute(connection).await.map(|_| ())
}

/// Rises when another connection has committed something, and only then.
pub(crate) async fn version(connection: &mut Connection) -> Result<i64, sqlx::Error> {
    sqlx::query("PRAGMA data_version").fetch_one(connection).await?.try_get(0)
}

/// Its owner's only, and its directory too if it is new.
pub(crate) fn make(file: &Path) -> std::io::Result<()> {
    if let Some(directory) = file.parent() {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(directory)?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file).map(|_| ())
}
