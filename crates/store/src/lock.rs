//! One server on one database: a lock that the system takes back when the process ends, however it ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use crate::OpenError;

/// Held as long as the store is open.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

/// # Errors
/// Another process holds it, or the file cannot be made.
pub(crate) fn take(database: &Path) -> Result<Lock, OpenError> {
    // Not the database itself: closing any handle of a file would release the locks that SQLite holds on it.
    let path = beside(database, "lock");
    let file = private(OpenOptions::new().write(true).create(true).truncate(false))
        .open(&path)
        .map_err(|error| OpenError::Place { path: path.clone(), error })?;
    match file.try_lock() {
        Ok(()) => Ok(Lock { _file: file }),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse { path: database.to_owned() }),
        Err(TryLockError::Error(error)) => Err(OpenError::Place { path, error }),
    }
}

/// `callboard.db` → `callboard.db.lock`
pub(crate) fn beside(database: &Path, what: &str) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(".");
    name.push(what);
    name.into()
}

/// Files hold customers' numbers: their owner's only.
pub(crate) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}
