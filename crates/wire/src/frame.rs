//! Frames: one JSON object a message, as `contract.md` promises them.

use serde::{Deserialize, Serialize};

use crate::board::{Board, Change};
use crate::replay::NoReplay;
use crate::rows::Millis;

/// Where a viewer stands in a board's stream. A new epoch means a new server process: numbers begin anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    pub epoch: String,
    pub seq: u64,
}

/// One message on the live stream. `at` is the server's time of sending (RFC 3339, UTC, milliseconds), by which
/// a browser corrects its own clock. In a replay it is the moment that is shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case", try_from = "Fields")]
#[cfg_attr(
    not(target_arch = "wasm32"), // pointers are half as long there, and the lint is content
    expect(clippy::large_enum_variant, reason = "frames are made and taken apart at once; none are kept in numbers")
)]
pub enum Frame {
    /// Everything, as of `seq`.
    Snapshot { epoch: String, seq: u64, at: String, board: Board },
    /// What changed between `seq - 1` and `seq`.
    Delta { epoch: String, seq: u64, at: String, changes: Vec<Change> },
    /// About the stream itself; it has no place in the sequence.
    Notice { at: String, notice: Notice },
}

/// A frame as it is read. Reading it by its tag would buffer each frame whole before it is understood, and double
/// the page's program: all rows would be read from the text and from that buffer.
#[derive(Deserialize)]
struct Fields {
    #[serde(rename = "type")]
    kind: String,
    at: String,
    #[serde(default)]
    epoch: Option<String>,
    #[serde(default)]
    seq: Option<u64>,
    #[serde(default)]
    board: Option<Board>,
    #[serde(default)]
    changes: Option<Vec<Change>>,
    #[serde(default)]
    notice: Option<Notice>,
}

impl TryFrom<Fields> for Frame {
    type Error = &'static str;

    fn try_from(fields: Fields) -> Result<Self, Self::Error> {
        let Fields { kind, at, epoch, seq, board, changes, notice } = fields;
        match (kind.as_str(), epoch, seq, board, changes, notice) {
            ("snapshot", Some(epoch), Some(seq), Some(board), ..) => {
                Ok(Self::Snapshot { epoch, seq, at, board })
            }
            ("delta", Some(epoch), Some(seq), _, Some(changes), _) => {
                Ok(Self::Delta { epoch, seq, at, changes })
            }
            ("notice", .., Some(notice)) => Ok(Self::Notice { at, notice }),
            _ => Err("a frame of no known type, or one that lacks a field of its type"),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Notice {
    /// Nothing changed, and the server is there: sent when the stream was silent for [`HEARTBEAT_MILLIS`].
    Heartbeat,
    /// The server stops; come back after so many milliseconds (spread, so that not all come at once).
    ComeBack { after_millis: u32 },
    /// A replay has come to the end of what is recorded: what follows is live. The stream ends with it.
    RecordingEnds,
    /// Nothing was recorded between these times; a replay goes on with a snapshot of the later one.
    NotRecorded { from: Millis, until: Millis },
    /// The moment that was asked for cannot be replayed. The stream ends with it.
    NoReplay(NoReplay),
    /// From a newer server; it may be passed over. [`Frame::decode`] makes it, and nobody sends it.
    #[serde(skip)]
    Unknown,
}

/// A stream is never silent for longer than this; a viewer may take twice as long for a lost connection.
pub const HEARTBEAT_MILLIS: u32 = 5_000;

/// Close codes of `/live`, so that a viewer knows whether to return. 1012 and 1013 are IANA-registered
/// (service restart, try again later); from 4000 on they are ours.
pub mod close {
    /// The server restarts: come back.
    pub const RESTART: u16 = 1012;
    /// This viewer read too slowly: come back, with a fresh snapshot.
    pub const TOO_SLOW: u16 = 1013;
    /// Signed out, revoked, or of another role now: load the page again, which shows what is to be done.
    pub const SIGNED_OUT: u16 = 4001;
    /// There is no such board: do not come back by yourself.
    pub const NO_SUCH_BOARD: u16 = 4004;
    /// The replay is over, or could not begin; the notice before says which. Do not come back by yourself.
    pub const REPLAY_ENDS: u16 = 4010;
}

/// How the text of every notice begins.
const NOTICE: &str = r#"{"type":"notice","#;

impl Frame {
    /// The frame's text form.
    ///
    /// # Errors
    /// None in practice: every type of a frame has a JSON form.
    pub fn encode(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// # Errors
    /// When the text is not a frame, for instance from a newer server: take a fresh page.
    pub fn decode(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text).or_else(|error| match text.starts_with(NOTICE) {
            true => Ok(Self::Notice { at: String::new(), notice: Notice::Unknown }),
            false => Err(error),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_read_as_it_was_written() {
        let at = "2026-11-20T07:32:07.250Z".to_owned();
        let frames = [
            Frame::Snapshot { epoch: "e".into(), seq: 7, at: at.clone(), board: Board::empty("all", "CSKH") },
            Frame::Delta {
                epoch: "e".into(),
                seq: 8,
                at: at.clone(),
                changes: vec![Change::CallGone("c".into())],
            },
            Frame::Notice { at, notice: Notice::ComeBack { after_millis: 300 } },
        ];
        for frame in frames {
            let text = frame.encode().expect("JSON");
            assert_eq!(Frame::decode(&text).expect("a frame"), frame, "{text}");
        }
        let notice = Frame::Notice { at: String::new(), notice: Notice::Heartbeat }.encode().expect("JSON");
        assert!(notice.starts_with(NOTICE), "{notice}");
        assert!(
            Frame::decode(r#"{"type":"delta","at":"","seq":1,"changes":[]}"#).is_err(),
            "it has no epoch"
        );
        assert!(Frame::decode(r#"{"type":"party","at":""}"#).is_err());
    }

    #[test]
    fn a_notice_that_nobody_knows_yet_is_passed_over() {
        for text in [r#""party""#, r#"{"party":{"until":7}}"#] {
            let frame = format!(r#"{{"type":"notice","at":"","notice":{text}}}"#);
            let read = Frame::decode(&frame).expect("a notice");
            assert!(matches!(read, Frame::Notice { notice: Notice::Unknown, .. }), "{read:?}");
        }
        let known = Notice::NoReplay(NoReplay::NotRecorded { from: 1, until: 2 });
        let text = r#"{"no-replay":{"why":"not-recorded","from":1,"until":2}}"#;
        assert_eq!(serde_json::to_string(&known).expect("JSON"), text);
        assert_eq!(serde_json::from_str::<Notice>(text).expect("a notice"), known);
        assert_eq!(serde_json::from_str::<Notice>(r#""heartbeat""#).expect("a notice"), Notice::Heartbeat);
    }
}
