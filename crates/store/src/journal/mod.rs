//! The journal: every event that the floor applied, in order, with keyframes to begin from. Bodies are opaque here.

mod read;
pub(crate) mod segment;
mod write;

use std::fmt;

use kpi::Millis;

pub(crate) use read::{end, entries, newest_keyframe, span};
pub(crate) use write::{append, put_keyframe};

/// An entry's place in the journal: the first is 1, and each is one more than the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Position(pub i64);

impl Position {
    /// Before the first entry.
    pub const START: Self = Self(0);
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What is to be kept of one event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub at: Millis,
    pub body: Vec<u8>,
}

/// An entry as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    pub position: Position,
    pub at: Millis,
    pub body: Vec<u8>,
}

/// The floor as it stood after the entry at `position`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keyframe {
    pub position: Position,
    pub at: Millis,
    /// Which version of the body's format; another one's keyframes are not found.
    pub format: u32,
    pub body: Vec<u8>,
}

/// From where to where the journal reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JournalSpan {
    pub first: Position,
    pub from: Millis,
    pub last: Position,
    /// The time of the last entry.
    pub until: Millis,
}
