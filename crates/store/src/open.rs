//! From settings to a store that works, or a sentence why not. Nothing is ever deleted or overwritten here.

use std::fmt;
use std::fs::{self, DirBuilder, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sqlx::migrate::Migrator;
use tokio::sync::watch;

use crate::handle::Inner;
use crate::housekeeping::Housekeeper;
use crate::inbox::Inbox;
use crate::look::{self, State};
use crate::sqlite::Connection;
use crate::writer::Writer;
use crate::{Health, Position, Store, StoreSettings, journal, lock, place, sqlite};

static MIGRATIONS: Migrator = sqlx::migrate!();

/// Why the store cannot be opened. Each is a sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("store.url {url:?} cannot be used: {why}")]
    Url { url: String, why: String },
    #[error("{} cannot be used for the store: {error}", path.display())]
    Place { path: PathBuf, error: std::io::Error },
    #[error(
        "{} is in use by another Callboard; stop it, or give this one its own server.data_dir", path.display()
    )]
    InUse { path: PathBuf },
    #[error(
        "{} was written by a newer Callboard (its version {found}, this one knows {known}); it is untouched: \
         use the newer program, or another store.url", path.display()
    )]
    Newer { path: PathBuf, found: i64, known: i64 },
    #[error("{} is a database of another program; it is untouched: choose another store.url", path.display())]
    Foreign { path: PathBuf },
    #[error("{} cannot be opened: {error}", path.display())]
    Database { path: PathBuf, error: Box<dyn std::error::Error + Send + Sync> },
}

/// What was found at the start. Shown as a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    pub file: PathBuf,
    pub found: Found,
    /// The journal's last entry: its position and time.
    pub journal: Option<(Position, kpi::Millis)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// Nothing was there.
    Nothing,
    Sound,
    /// Sound, and brought from one version of its tables to another.
    Older {
        from: i64,
        to: i64,
    },
    /// It was moved aside, and a new store begun.
    Damaged {
        moved_to: PathBuf,
        why: String,
    },
}

impl fmt::Display for Opened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = self.file.display();
        match &self.found {
            Found::Nothing => write!(f, "{file} is new"),
            Found::Sound => write!(f, "{file} is sound"),
            Found::Older { from, to } => {
                write!(f, "{file} is sound, and was brought from version {from} to {to}")
            }
            Found::Damaged { moved_to, why } => write!(
                f,
                "{file} was damaged ({why}); it is kept as {}, and a new store was begun: history begins anew",
                moved_to.display()
            ),
        }
    }
}

pub(crate) async fn open(settings: &StoreSettings) -> Result<(Store, Opened), OpenError> {
    let file = place::file_of(&settings.url, &settings.data_dir)?;
    if let Some(directory) = file.parent() {
        make(directory).map_err(|error| OpenError::Place { path: directory.to_owned(), error })?;
    }
    let lock = lock::take(&file)?;
    let found = prepare(&file, settings).await?;
    let failed = |error: sqlx::Error| OpenError::Database { path: file.clone(), error: error.into() };

    let mut connection = sqlite::writing(&file, settings.max_size).await.map_err(failed)?;
    if found != Found::Sound {
        sqlite::mark_as_ours(&mut connection).await.map_err(failed)?;
    }
    migrate(&file, &mut connection).await?;
    let journal = journal::end(&mut connection).await.map_err(failed)?;

    let pool = sqlite::reading(&file);
    let inbox = Arc::new(Inbox::new(settings.hold));
    let (sender, health) = watch::channel(Health::Kept);
    let writer = Writer {
        file: file.clone(),
        max_size: settings.max_size,
        hold: settings.hold,
        now: settings.now,
        inbox: inbox.clone(),
        pool: pool.clone(),
        health: sender,
        connection: Some(connection),
        end: journal.map_or(Position::START, |(end, _)| end),
        maybe: None,
        _lock: lock,
    };
    let writer = tokio::sync::Mutex::new(Some(tokio::spawn(writer.run())));
    let housekeeper =
        Arc::new(Housekeeper::new(inbox.clone(), pool.clone(), settings.retention, settings.now));
    let housekeeping = tokio::spawn(housekeeper.clone().run());
    let inner = Inner {
        file: file.clone(),
        now: settings.now,
        inbox,
        pool,
        effort: settings.effort,
        health,
        writer,
        housekeeper,
        housekeeping,
    };
    Ok((Store { inner: Arc::new(inner) }, Opened { file, found, journal }))
}

/// Sees to it that there is a file that can be opened.
async fn prepare(file: &Path, settings: &StoreSettings) -> Result<Found, OpenError> {
    let at = |error| OpenError::Place { path: file.to_owned(), error };
    match look::at(file).await? {
        State::Nothing => {
            create(file).map_err(at)?;
            Ok(Found::Nothing)
        }
        State::Sound => Ok(Found::Sound),
        State::Older { from, to } => Ok(Found::Older { from, to }),
        State::Damaged(why) => {
            let moved_to = move_aside(file, (settings.now)()).map_err(at)?;
            create(file).map_err(at)?;
            Ok(Found::Damaged { moved_to, why })
        }
    }
}

/// The version that this program's tables have.
pub(crate) fn newest() -> i64 {
    MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or(0)
}

async fn migrate(file: &Path, connection: &mut Connection) -> Result<(), OpenError> {
    // `run` takes anything that can be acquired, and the compiler cannot show that its future may be spawned.
    MIGRATIONS
        .run_direct(None, connection, false)
        .await
        .map_err(|error| OpenError::Database { path: file.to_owned(), error: error.into() })
}

/// It will hold customers' numbers: its owner's only. A directory that is there stays as it is.
fn make(directory: &Path) -> std::io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(directory)
}

/// SQLite gives its log the rights of the database.
fn create(file: &Path) -> std::io::Result<()> {
    lock::private(OpenOptions::new().write(true).create(true).truncate(false)).open(file).map(|_| ())
}

/// Under a name with the time; its log goes with it, for whoever wants to rescue what can be rescued.
fn move_aside(file: &Path, now: kpi::Millis) -> std::io::Result<PathBuf> {
    let at = jiff::Timestamp::from_millisecond(now).unwrap_or_default().strftime("%Y%m%dT%H%M%SZ");
    let mut aside = lock::beside(file, &format!("damaged-{at}"));
    let mut another = 1;
    while aside.symlink_metadata().is_ok() {
        another += 1;
        aside = lock::beside(file, &format!("damaged-{at}-{another}"));
    }
    // The log first: it must never be left beside a new database.
    for part in ["-wal", "-shm"] {
        let of = |path: &Path| {
            let mut name = path.as_os_str().to_owned();
            name.push(part);
            PathBuf::from(name)
        };
        match fs::rename(of(file), of(&aside)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    fs::rename(file, &aside)?;
    Ok(aside)
}
