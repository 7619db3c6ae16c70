//! What numbers are counted from. Facts have no opinion: whether a wait was short enough is a rule's business.

use crate::{Millis, Text};

/// All that is counted from. `calls` may be calls, references or shared ones; neither list need be in order.
#[derive(Debug)]
pub struct Facts<'a, C = Call> {
    pub calls: &'a [C],
    pub stints: &'a [Stint],
}

impl<C> Clone for Facts<'_, C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<C> Copy for Facts<'_, C> {}

/// One human call, live or ended, with all that is known of it from the feed and from AntRing's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The upstream `call_id` of its first leg. A record that names no leg is known by `h:` and its own values.
    pub key: Text,
    pub started: Millis,
    /// `None` while it lasts.
    pub ended: Option<Millis>,
    pub direction: Direction,
    /// The far party's number, unmasked.
    pub number: Option<Text>,
    /// The company's number that the call came in on.
    pub line: Option<Text>,
    /// Who talked on it last: an agent's id.
    pub agent: Option<Text>,
    pub result: CallResult,
    /// Two people spoke for so long; `None` while unknown.
    pub talked: Option<Millis>,
    /// The recording's name, for `play_recording`.
    pub recording: Option<Text>,
    /// Upstream ids of its legs, the first first.
    pub legs: Vec<Text>,
    /// Its ways through queues, in the order of entry.
    pub passages: Vec<Passage>,
    /// Offers that an agent did not take.
    pub misses: Vec<Miss>,
    /// What vouches for it.
    pub join: Join,
}

impl Call {
    /// How long the caller waited in the last queue, which decided; `None` without one, and while the caller waits.
    pub fn last_wait(&self) -> Option<Millis> {
        let last = self.passages.last()?;
        Some((last.left.as_ref()?.at() - last.entered).max(0))
    }

    /// The last queue's own word of the talk, else the whole call's.
    pub fn last_talk(&self) -> Option<Millis> {
        let by_queue = self.passages.last().and_then(|last| match &last.left {
            Some(Left::Answered { talked, .. }) => *talked,
            _ => None,
        });
        by_queue.or(self.talked)
    }
}

/// The business direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    Inbound,
    Outbound,
    Internal,
    Unknown,
}

/// How a call ended, or that it has not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CallResult {
    Live,
    /// Two people spoke.
    Answered,
    /// The caller left while waiting in a queue.
    Abandoned,
    /// It ended before it reached a queue (greeting, menu).
    LeftEarly,
    Busy,
    /// Nobody picked up, or the calling side gave up.
    NoAnswer,
    Failed,
    /// Its end was missed, and no record has told it.
    Unknown,
}

/// What vouches for a call: the feed, AntRing's history, or both, and then how they were joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Join {
    /// Events and polls only; the history has not told of it (yet).
    FeedOnly,
    /// The history only: it passed while nobody listened.
    HistoryOnly,
    /// The record's `queue_stat.call_id` is one of its legs.
    ByQueue,
    /// The recording's name holds the id of one of its legs (`protocols.md` §1.6).
    ByRecording,
    /// Same number, same direction, same time: likely, not certain.
    Soft,
}

/// A call's way through one queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// The queue's id; `None` while neither event nor poll has named it.
    pub queue: Option<Text>,
    pub entered: Millis,
    /// The entry was not seen: `entered` is the start of the call.
    pub entered_is_call_start: bool,
    /// It came from another queue of the same call.
    pub transferred_in: bool,
    /// `None` while the caller waits.
    pub left: Option<Left>,
}

impl Passage {
    /// Who picked up, if somebody did and it is known who.
    pub fn answered_by(&self) -> Option<&Text> {
        match &self.left {
            Some(Left::Answered { agent, .. }) => agent.as_ref(),
            _ => None,
        }
    }
}

/// How, and when, a caller left a queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Left {
    /// An agent picked up; `talked` once that talk is over and known.
    Answered { at: Millis, agent: Option<Text>, talked: Option<Millis> },
    /// The caller hung up while waiting.
    Abandoned { at: Millis },
    /// To another queue, to voicemail, out by time-out or by a key.
    FlowedOut { at: Millis },
    /// The caller is gone, and nobody told how: what the balance shows as unmatched.
    Unknown { at: Millis },
}

impl Left {
    pub fn at(&self) -> Millis {
        match self {
            Self::Answered { at, .. }
            | Self::Abandoned { at }
            | Self::FlowedOut { at }
            | Self::Unknown { at } => *at,
        }
    }
}

/// An agent was offered a queue's call and did not take it (RONA).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Miss {
    pub agent: Text,
    /// The start of the call, where upstream does not say when.
    pub at: Millis,
    pub queue: Option<Text>,
}

/// A stretch in which an agent was in one state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stint {
    pub agent: Text,
    pub state: State,
    pub from: Millis,
    /// `None` while it lasts.
    pub until: Option<Millis>,
}

/// An agent's states, as the board has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    Available,
    Ringing,
    OnCall,
    WrapUp,
    Paused,
    Offline,
    Unknown,
}
