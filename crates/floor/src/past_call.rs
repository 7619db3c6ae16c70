//! Calls as the history remembers them: what passed while nobody listened.

use crate::{AgentId, Direction, LegId, Millis, Outcome, QueueId, Text};

/// The call history of one stretch of time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Records {
    /// Every call that began in this stretch is among `calls`.
    pub from: Millis,
    pub until: Millis,
    pub calls: Vec<PastCall>,
}

/// One call, as its record tells it. Times are upstream's, to the second.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct PastCall {
    /// The legs that the record names: the caller's by its queue's rows, or any leg by the recording's name
    /// (`protocols.md` §1.6). Never empty: a record that names none cannot be told from another call.
    pub legs: Vec<LegId>,
    pub direction: Direction,
    pub caller_number: Option<Text>,
    pub callee_number: Option<Text>,
    /// The company's number.
    pub line: Option<Text>,
    pub queue: Option<QueueId>,
    pub started_at: Millis,
    pub entered_at: Option<Millis>,
    pub handled_at: Option<Millis>,
    /// `None` while the record does not say that the call is over.
    pub ended_at: Option<Millis>,
    /// Who handled it.
    pub agent: Option<AgentId>,
    pub outcome: Outcome,
    pub misses: Vec<PastMiss>,
}

/// An agent was offered a call and did not take it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct PastMiss {
    pub agent: AgentId,
    pub at: Option<Millis>,
}
