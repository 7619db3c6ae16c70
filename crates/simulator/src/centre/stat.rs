//! Rows of the queue's statistics: KAZOO ACDC's call stats as AntRing stores them (`protocols.md` §3.3).

use super::agent::AgentIndex;
use super::call::Side;
use super::queue::QueueIndex;
use crate::moment::Moment;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatStatus {
    Waiting,
    Handled,
    Processed,
    Abandoned,
}

impl StatStatus {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Handled => "handled",
            Self::Processed => "processed",
            Self::Abandoned => "abandoned",
        }
    }
}

/// Why a caller left a queue unanswered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AbandonReason {
    /// The caller hung up.
    Hangup,
    /// The queue's longest wait was reached.
    Timeout,
    /// The caller pressed a key to leave.
    Exit,
}

impl AbandonReason {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Hangup => "member_hangup",
            Self::Timeout => "member_timeout",
            Self::Exit => "member_exit",
        }
    }
}

/// An offer an agent did not take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Miss {
    pub agent: AgentIndex,
    pub reason: &'static str,
    pub at: Moment,
}

#[derive(Clone, Debug)]
pub struct CallStat {
    /// AntRing's MongoDB id: 24 hex characters.
    pub id: String,
    pub call_id: String,
    pub queue: QueueIndex,
    pub caller_number: String,
    pub status: StatStatus,
    pub entered: Moment,
    pub handled: Option<Moment>,
    pub processed: Option<Moment>,
    pub abandoned: Option<(Moment, AbandonReason)>,
    pub agent: Option<AgentIndex>,
    pub hung_up_by: Option<Side>,
    pub misses: Vec<Miss>,
    /// Whether at least one phone has rung for the call.
    pub offered: bool,
}

impl CallStat {
    /// Seconds from entering to being answered or giving up; `None` while the call waits.
    pub fn wait_seconds(&self) -> Option<i64> {
        let end = self.handled.or(self.abandoned.map(|(at, _)| at))?;
        Some(end.seconds_since(self.entered))
    }

    pub fn talk_seconds(&self) -> Option<i64> {
        Some(self.processed?.seconds_since(self.handled?))
    }
}
