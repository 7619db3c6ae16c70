//! What a replay says of itself: that it has come to its end, that nothing is recorded, and why it cannot begin.

use serde::{Deserialize, Serialize};

use crate::rows::Millis;

/// Why a moment cannot be shown again, as a code that the page turns into a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "why", try_from = "Said")]
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

/// As it is read: by its fields, since reading by a tag would buffer it first and make the page's program larger.
#[derive(Deserialize)]
struct Said {
    why: String,
    #[serde(default)]
    from: Option<Millis>,
    #[serde(default)]
    until: Option<Millis>,
    #[serde(default)]
    now: Option<Millis>,
}

impl TryFrom<Said> for NoReplay {
    type Error = &'static str;

    fn try_from(said: Said) -> Result<Self, Self::Error> {
        match (said.why.as_str(), said.from, said.until, said.now) {
            ("before-recording", Some(from), ..) => Ok(Self::BeforeRecording { from }),
            ("future", .., Some(now)) => Ok(Self::Future { now }),
            ("not-recorded", Some(from), Some(until), _) => Ok(Self::NotRecorded { from, until }),
            ("other-version", ..) => Ok(Self::OtherVersion),
            ("no-record", ..) => Ok(Self::NoRecord),
            ("too-many", ..) => Ok(Self::TooMany),
            _ => Err("a reason from a newer server"),
        }
    }
}

/// A replay is never silent for longer than this, so that a browser's clock can follow it.
pub const REPLAY_BEAT_MILLIS: u32 = 1_000;
/// Times faster than life, at most.
pub const FASTEST_REPLAY: u32 = 60;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reason_is_read_as_it_was_written() {
        for why in [
            NoReplay::BeforeRecording { from: 1 },
            NoReplay::Future { now: 2 },
            NoReplay::NotRecorded { from: 1, until: 2 },
            NoReplay::OtherVersion,
            NoReplay::NoRecord,
            NoReplay::TooMany,
        ] {
            let text = serde_json::to_string(&why).expect("JSON");
            assert_eq!(serde_json::from_str::<NoReplay>(&text).expect("a reason"), why, "{text}");
        }
    }
}
