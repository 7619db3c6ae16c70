use std::path::PathBuf;
use std::time::Duration;

use kpi::Millis;

/// Where and how much is kept.
#[derive(Debug, Clone)]
pub struct StoreSettings {
    /// `sqlite:callboard.db`: a file in `data_dir`, or an absolute path.
    pub url: String,
    pub data_dir: PathBuf,
    pub retention: Retention,
    /// The database file may grow to so many bytes (its write-ahead log, some 4 MB, comes on top). `None`: to what the
    /// disk holds.
    pub max_size: Option<u64>,
    /// What is held in memory while the disk takes nothing.
    pub hold: Hold,
    pub effort: Effort,
    /// The time: milliseconds since 1970-01-01 UTC.
    pub now: fn() -> Millis,
}

impl StoreSettings {
    pub fn new(url: &str, data_dir: impl Into<PathBuf>, now: fn() -> Millis) -> Self {
        Self {
            url: url.to_owned(),
            data_dir: data_dir.into(),
            retention: Retention::default(),
            max_size: None,
            hold: Hold::default(),
            effort: Effort::default(),
            now,
        }
    }
}

/// How long things are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    /// Journal and keyframes: so far back the board can be replayed.
    pub journal_days: u32,
    /// Calls and agents' stints: so far back numbers open.
    pub calls_days: u32,
}

impl Default for Retention {
    fn default() -> Self {
        Self { journal_days: 14, calls_days: 400 }
    }
}

/// How much is looked at to find and count calls, before it is done in another way or not to the end. Answers are the same
/// whatever is said here, but for long counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    /// A filter that leaves so many or fewer has its rows looked at one by one: some ten milliseconds.
    pub few: u32,
    /// So many or fewer are always counted exactly.
    pub counted: u32,
    /// So much of an index may be walked to count exactly.
    pub walked: u32,
}

impl Default for Effort {
    fn default() -> Self {
        Self { few: 20_000, counted: 10_000, walked: 200_000 }
    }
}

/// The bounds of what is held in memory while the disk takes nothing, and how often it is tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hold {
    /// So many requests.
    pub requests: usize,
    /// So many bytes. Of these the journal may take three quarters, so that calls are held longest.
    pub bytes: usize,
    pub retry_every: Duration,
}

impl Default for Hold {
    /// At 4 kB/s, which 120 agents make, four hours of journal.
    fn default() -> Self {
        Self { requests: 100_000, bytes: 80 * 1024 * 1024, retry_every: Duration::from_secs(3) }
    }
}
