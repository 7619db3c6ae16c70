//! Finished calls, as `/call/histories` reports them (`protocols.md` §1.3).

use super::agent::AgentIndex;
use super::call::Kind;
use super::stat::CallStat;
use crate::moment::Moment;

/// One end of a finished call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Party {
    Number(String),
    /// An agent, with the number the record shows.
    Agent {
        agent: AgentIndex,
        number: String,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Success,
    /// The call ended in the voice menu or the queue, without a person.
    Ivr,
    Cancelled,
    Busy,
    Unsuccess,
}

impl Outcome {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Success => "SUCCESS",
            Self::Ivr => "IVR",
            Self::Cancelled => "CANCELLED",
            Self::Busy => "BUSY",
            Self::Unsuccess => "UNSUCCESS",
        }
    }
}

#[derive(Clone, Debug)]
pub struct CallRecord {
    /// The A-leg's Call-ID. AntRing's rows do not carry it; the recording's name is made of it.
    pub call_id: String,
    pub caller: Party,
    pub callee: Party,
    /// Internal calls are `one_one`, all others `trunking`.
    pub internal: bool,
    pub did_number: Option<String>,
    /// True for calls from outside (`to_ab`).
    pub inbound: bool,
    pub outcome: Outcome,
    pub started: Moment,
    pub ended: Moment,
    /// Seconds of conversation (or of listening to the menu and the queue).
    pub billing_seconds: i64,
    pub recorded: bool,
    /// Rows of queues the call was in before it was handed on, the first first.
    pub earlier_stats: Vec<CallStat>,
    pub stat: Option<CallStat>,
}

impl CallRecord {
    /// `call_recording_<Call-ID>.mp3`, for calls somebody talked on (`protocols.md` §1.6).
    pub fn recording(&self) -> Option<String> {
        self.recorded.then(|| format!("call_recording_{}.mp3", self.call_id))
    }

    pub const fn kind(&self) -> Kind {
        match (self.internal, self.inbound) {
            (true, _) => Kind::Internal,
            (false, true) => Kind::Inbound,
            (false, false) => Kind::Outbound,
        }
    }

    /// Its rows in the queues' statistics, the first first.
    pub fn stats(&self) -> impl Iterator<Item = &CallStat> {
        self.earlier_stats.iter().chain(&self.stat)
    }

    pub fn duration_seconds(&self) -> i64 {
        self.ended.seconds_since(self.started)
    }
}
