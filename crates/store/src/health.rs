use std::fmt;

use kpi::Millis;

/// Whether what is handed in is being kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Health {
    /// Also all that was held for a while.
    Kept,
    /// The disk takes nothing since then. What comes is held in memory as long as that has room; it is tried again
    /// every few seconds.
    NotKept { since: Millis, why: Trouble },
}

/// Why the disk takes nothing. Shown as a sentence; [`Trouble::id`] is for programs and translations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    DiskFull,
    /// The file has grown to the `max_size` of the settings, in bytes.
    MaxSize(u64),
    ReadOnly,
    /// Another program holds the database.
    Locked,
    /// The file is damaged. At the next start it is moved aside.
    Damaged,
    /// Anything else that disks say.
    Failing(String),
}

impl Trouble {
    /// A word that never changes.
    pub fn id(&self) -> &'static str {
        match self {
            Self::DiskFull => "disk-full",
            Self::MaxSize(_) => "max-size",
            Self::ReadOnly => "read-only",
            Self::Locked => "locked",
            Self::Damaged => "damaged",
            Self::Failing(_) => "failing",
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DiskFull => write!(f, "the disk is full"),
            Self::MaxSize(bytes) => {
                write!(f, "the store has grown to its store.max_size of {} MB", bytes / (1024 * 1024))
            }
            Self::ReadOnly => write!(f, "the disk is read-only"),
            Self::Locked => write!(f, "another program holds the database"),
            Self::Damaged => {
                write!(f, "the database is damaged; a restart moves it aside and begins a new one")
            }
            Self::Failing(said) => write!(f, "the disk fails: {said}"),
        }
    }
}
