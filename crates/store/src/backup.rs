//! A copy of a whole SQLite file, taken while it is written.

use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};

use crate::{OpenError, StoreSettings, lock, place, sqlite};

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    pub file: PathBuf,
    pub bytes: u64,
}

#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("{} exists already; a backup overwrites nothing, so name another file", .0.display())]
    Exists(PathBuf),
    #[error("{} cannot be written: {error}", path.display())]
    File { path: PathBuf, error: std::io::Error },
    #[error("there is nothing at {} yet", .0.display())]
    Nothing(PathBuf),
    #[error(transparent)]
    Url(OpenError),
    #[error("the store could not be copied: {0}")]
    Copy(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Copies the store of these settings, which a server may have open.
///
/// # Errors
/// A sentence for the operator; no half-written file is left behind.
pub async fn backup(settings: &StoreSettings, to: &Path) -> Result<Backup, BackupError> {
    let from = place::file_of(&settings.url, &settings.data_dir).map_err(BackupError::Url)?;
    copy(&from, to).await
}

/// Copies any SQLite file of this program, which a server may have open.
///
/// # Errors
/// As [`backup`].
pub async fn copy(from: &Path, to: &Path) -> Result<Backup, BackupError> {
    if !from.is_file() {
        return Err(BackupError::Nothing(from.to_owned()));
    }
    if to.symlink_metadata().is_ok() {
        return Err(BackupError::Exists(to.to_owned()));
    }
    // It gets its name when it is whole, so that a backup that is there is a good one.
    let part = lock::beside(to, "part");
    let copied = write(from, &part, to).await;
    let _ = fs::remove_file(&part);
    copied
}

async fn write(from: &Path, part: &Path, to: &Path) -> Result<Backup, BackupError> {
    let failed = |error| BackupError::File { path: part.to_owned(), error };
    let _ = fs::remove_file(part);
    lock::private(OpenOptions::new().write(true).create_new(true)).open(part).map_err(failed)?;
    sqlite::copy(from, part).await.map_err(|error| BackupError::Copy(error.into()))?;
    let file = File::open(part).map_err(failed)?;
    file.sync_all().map_err(failed)?;
    // A second name, unlike a new one, is refused when it is taken.
    fs::hard_link(part, to).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => BackupError::Exists(to.to_owned()),
        _ => BackupError::File { path: to.to_owned(), error },
    })?;
    let bytes = file.metadata().map_err(failed)?.len();
    Ok(Backup { file: to.to_owned(), bytes })
}
