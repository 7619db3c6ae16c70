//! How far the board can be trusted: where its sources disagree, and when nobody listened.

use serde::{Deserialize, Serialize};

use crate::rows::Millis;

/// What events told against what polls say (`go-beyond.md` 3).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drift {
    /// Differences that stand now: agents, calls or counters of which events and dashboard say different things.
    pub unmatched: u32,
    /// Differences that the dashboard's word settled, since the server started.
    pub repaired: u64,
}

/// A stretch of time in which no events came: what happened in it is known from polls and the call history only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    pub from: Millis,
    /// Absent while it lasts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Millis>,
    /// The call history has told which calls came and went in it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub filled: bool,
}
