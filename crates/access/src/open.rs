//! From a path to an [`Access`], and how every change of it is made.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, RwLock};

use sqlx::migrate::Migrator;
use tokio::sync::{Mutex, MutexGuard};

use crate::back_off::BackOff;
use crate::memory::Memory;
use crate::pairing::Pending;
use crate::password::Hasher;
use crate::sqlite::{self, Connection, Pool};
use crate::{AccessError, Rules};

static MIGRATIONS: Migrator = sqlx::migrate!();

/// Why accounts cannot be opened, as a sentence for the operator.
#[derive(Debug, thiserror::Error)]
#[error("{} cannot be used for accounts: {error}", path.display())]
pub struct OpenError {
    pub path: PathBuf,
    pub error: Box<dyn std::error::Error + Send + Sync>,
}

/// Who may come in, and what they hold. Cheap to clone; what a request asks is answered from memory.
#[derive(Clone)]
pub struct Access {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) rules: Rules,
    pub(crate) memory: RwLock<Memory>,
    pub(crate) back_off: std::sync::Mutex<BackOff>,
    pub(crate) pending: std::sync::Mutex<Pending>,
    pub(crate) hasher: Hasher,
    pub(crate) pool: Pool,
    /// Something was committed that memory may not show yet: its task was cancelled in between.
    stale: AtomicBool,
    desk: Mutex<Desk>,
}

/// The one connection that writes.
struct Desk {
    connection: Connection,
    /// A turn was begun; if it is still so at the next, that one was dropped halfway.
    is_open: bool,
    /// Of other processes' commits, as far as they were read.
    version: i64,
}

impl std::fmt::Debug for Access {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Access")
    }
}

impl Access {
    /// Opens the file, or makes it. Several processes may have it open.
    ///
    /// # Errors
    /// A sentence: no permission, another program's file, a newer Callboard's, or damaged. It is left as it is.
    pub async fn open(file: &Path, rules: Rules) -> Result<Self, OpenError> {
        let failed = |error| OpenError { path: file.to_owned(), error };
        sqlite::make(file).map_err(|error| failed(error.into()))?;
        let (connection, version) = prepare(file).await.map_err(|error| failed(error.into()))?;
        let inner = Inner {
            rules,
            memory: RwLock::default(),
            back_off: std::sync::Mutex::default(),
            pending: std::sync::Mutex::default(),
            hasher: Hasher::new(),
            pool: sqlite::reading(file),
            stale: AtomicBool::new(false),
            desk: Mutex::new(Desk { connection, is_open: false, version }),
        };
        let access = Self { inner: Arc::new(inner) };
        let mut desk = access.inner.desk.lock().await;
        access.reload(&mut desk).await.map_err(|error| failed(error.into()))?;
        drop(desk);
        Ok(access)
    }

    /// Begins a change. Nothing of it counts until it is [committed](Turn::commit).
    pub(crate) async fn turn(&self) -> Result<Turn<'_>, AccessError> {
        let mut desk = self.inner.desk.lock().await;
        desk.close_a_dropped_turn().await?;
        // SQLite must know at once that it will write, or two processes would wait for each other.
        // Marked first: whoever is cut off meanwhile may have begun all the same.
        desk.is_open = true;
        sqlx::query("BEGIN IMMEDIATE").execute(&mut desk.connection).await?;
        Ok(Turn { access: self, desk })
    }

    /// Takes in what other processes have committed since the last time.
    pub(crate) async fn take_in(&self) -> Result<(), AccessError> {
        let mut desk = self.inner.desk.lock().await;
        desk.close_a_dropped_turn().await?;
        let version = sqlite::version(&mut desk.connection).await?;
        if version != desk.version || self.inner.stale.load(Ordering::Acquire) {
            self.reload(&mut desk).await?;
            desk.version = version;
        }
        Ok(())
    }

    async fn reload(&self, desk: &mut Desk) -> Result<(), AccessError> {
        let kept = crate::memory::read(&mut desk.connection).await?;
        self.memory_mut().replace(kept, &self.inner.rules);
        self.inner.stale.store(false, Ordering::Release);
        Ok(())
    }
}

impl Desk {
    async fn close_a_dropped_turn(&mut self) -> Result<(), AccessError> {
        if self.is_open {
            // It fails when SQLite has rolled back by itself; then there is nothing to do.
            let _ = sqlx::query("ROLLBACK").execute(&mut self.connection).await;
            self.is_open = false;
        }
        Ok(())
    }
}

async fn prepare(file: &Path) -> Result<(Connection, i64), AccessError> {
    let mut connection = sqlite::writing(file).await?;
    if sqlite::examine(&mut connection).await? {
        sqlite::mark_as_ours(&mut connection).await?;
    }
    MIGRATIONS
        .run_direct(None, &mut connection, false)
        .await
        .map_err(|error| AccessError::Disk(error.into()))?;
    let version = sqlite::version(&mut connection).await?;
    Ok((connection, version))
}

/// One change, of which all or nothing is kept.
pub(crate) struct Turn<'a> {
    access: &'a Access,
    desk: MutexGuard<'a, Desk>,
}

impl Turn<'_> {
    pub(crate) fn on(&mut self) -> &mut Connection {
        &mut self.desk.connection
    }

    /// Keeps the change and shows it: who lost something by it has lost it when this returns.
    pub(crate) async fn commit(mut self) -> Result<(), AccessError> {
        self.access.inner.stale.store(true, Ordering::Release);
        sqlx::query("COMMIT").execute(&mut self.desk.connection).await?;
        self.desk.is_open = false;
        self.access.reload(&mut self.desk).await
    }

    /// For what memory does not hold: the audit, and the times of last use.
    pub(crate) async fn commit_without_reload(mut self) -> Result<(), AccessError> {
        sqlx::query("COMMIT").execute(&mut self.desk.connection).await?;
        self.desk.is_open = false;
        Ok(())
    }
}
