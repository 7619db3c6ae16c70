//! What a replay says of itself: that it has come to its end, that nothing is recorded, and why it cannot begin.

use serde::{Deserialize, Serialize};

use crate::rows::Millis;

/// Why a moment cannot be shown again, as a code that the page turns into a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "why")]
pub enum NoReplay {
    /// Recording began later.
    BeforeRecording { from: Millis },
    /// It has not happened yet.
    Future { now: Millis },
    /// Nothing was recorded between these times: the server was not running, or could not write.
    NotRecorded { from: Millis, until: Millis },
    /// It was recorded by another version of this server, in a form that this one does not read.
    OtherVersion,
    /// This server keeps no record, or cannot read it now.
    NoRecord,
    /// As many replays run as this server allows; one that ends makes room.
    TooMany,
}

/// A replay is never silent for longer than this, so that a browser's clock can follow it.
pub const REPLAY_BEAT_MILLIS: u32 = 1_000;
/// Times faster than life, at most.
pub const FASTEST_REPLAY: u32 = 60;
