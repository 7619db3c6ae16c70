//! What there is, looked at and not changed: for the start, and for whoever asks before it.

use std::path::{Path, PathBuf};

use crate::sqlite::Examined;
use crate::{OpenError, StoreSettings, open, place, sqlite};

/// What was seen of a store's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    pub file: PathBuf,
    /// The file's size.
    pub bytes: u64,
    pub state: State,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// There is none yet, or nothing in it.
    Nothing,
    Sound,
    /// Sound, of an earlier version of the tables: the next start brings it up to date.
    Older {
        from: i64,
        to: i64,
    },
    /// The next start moves it aside and begins anew; in words of SQLite what is wrong.
    Damaged(String),
}

/// Looks at the store of these settings, also beside a server that runs. Reads the whole file: seconds for gigabytes.
///
/// # Errors
/// A sentence for the operator: it could not be opened by this program.
pub async fn look(settings: &StoreSettings) -> Result<Seen, OpenError> {
    let file = place::file_of(&settings.url, &settings.data_dir)?;
    let state = at(&file).await?;
    let bytes = std::fs::metadata(&file).map_or(0, |meta| meta.len());
    Ok(Seen { file, bytes, state })
}

pub(crate) async fn at(file: &Path) -> Result<State, OpenError> {
    if !file.try_exists().map_err(|error| OpenError::Place { path: file.to_owned(), error })? {
        return Ok(State::Nothing);
    }
    let known = open::newest();
    match sqlite::examine(file).await {
        Ok(Examined::Empty) => Ok(State::Nothing),
        Ok(Examined::Sound { version }) if version > known => {
            Err(OpenError::Newer { path: file.to_owned(), found: version, known })
        }
        Ok(Examined::Sound { version }) if version == known => Ok(State::Sound),
        Ok(Examined::Sound { version }) => Ok(State::Older { from: version, to: known }),
        Ok(Examined::Damaged(why)) => Ok(State::Damaged(why)),
        Ok(Examined::Foreign) => Err(OpenError::Foreign { path: file.to_owned() }),
        Err(error) => Err(OpenError::Database { path: file.to_owned(), error: error.into() }),
    }
}
