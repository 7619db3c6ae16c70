//! Rows: one agent, queue, call or source as a viewer sees it.
//!
//! Each row has a part that seldom changes (its name) and a part that does (its state). Deltas carry the second
//! alone, as `…Now`: a change then costs some hundred bytes, whatever the name's length.

use serde::{Deserialize, Serialize};

use crate::freshness::Freshness;

/// Milliseconds since 1970-01-01 UTC, by the server's clock.
pub type Millis = i64;

/// What an agent is doing, in the ten states of the visual language that concern people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AgentState {
    Available,
    Ringing,
    OnCall,
    WrapUp,
    Paused,
    Offline,
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentRow {
    pub id: String,
    /// Full name, family name first, as the directory has it.
    pub name: String,
    /// What the agent signs in with, where the directory says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extensions: Vec<String>,
    /// Ids of the queues this agent serves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub queues: Vec<String>,
    pub state: AgentState,
    /// When this state began; absent where upstream does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Millis>,
    /// Why the agent paused, in the site's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The call the agent rings for or talks on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<String>,
    /// The queue that call came through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue: Option<String>,
    /// Offers of a queue that this agent let ring in vain within the last 30 minutes.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub missed: u32,
}

/// The changing part of an [`AgentRow`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentNow {
    pub id: String,
    pub state: AgentState,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Millis>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue: Option<String>,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub missed: u32,
}

/// A part of a whole, kept as both numbers: shares are summed, never averaged, and "3/4" is told from "75 %".
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    pub part: u32,
    pub of: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueRow {
    pub id: String,
    pub name: String,
    /// Callers in the queue, not yet talking to an agent; includes those an agent rings for.
    pub waiting: u32,
    /// Of those waiting: an agent rings for them now.
    pub ringing: u32,
    /// When the caller now waiting longest entered the queue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oldest: Option<Millis>,
    /// The entry was not seen, so `oldest` counts from the start of the call.
    #[serde(default, skip_serializing_if = "is_false")]
    pub oldest_from_call_start: bool,
    /// Service level (SL-2) of the last 30 minutes, from the calls this server saw.
    pub service: Share,
    /// Abandoned of offered in the same window.
    pub abandoned: Share,
}

/// The changing part of a [`QueueRow`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueNow {
    pub id: String,
    pub waiting: u32,
    pub ringing: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oldest: Option<Millis>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub oldest_from_call_start: bool,
    pub service: Share,
    pub abandoned: Share,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    Inbound,
    Outbound,
    Internal,
    Unknown,
}

/// Where a call stands. `Arriving`: it reached the switch and no queue is known yet (greeting, menu).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CallState {
    Arriving,
    Waiting,
    Ringing,
    Talking,
    Ended,
}

/// How a call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Two people spoke.
    Answered,
    /// The caller left while waiting in a queue.
    Abandoned,
    /// It ended before it reached a queue.
    LeftEarly,
    Busy,
    NoAnswer,
    Failed,
    /// Nobody told how: the end itself was missed, and a later poll no longer listed the call.
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallRow {
    /// The upstream `call_id` of the call's first leg.
    pub id: String,
    /// Upstream `call_id`s of the legs known when this row was sent; the first is `id`.
    pub legs: Vec<String>,
    pub direction: Direction,
    /// The far party's number, masked where the surface asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The company number the call came in on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<String>,
    pub started: Millis,
    pub state: CallState,
    /// When this state began. Waiting counts from the queue entry, through every offer to an agent.
    pub since: Millis,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue: Option<String>,
    /// It waits in a queue that neither event nor poll has named yet.
    #[serde(default, skip_serializing_if = "is_false")]
    pub unplaced: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// How long the caller waited, once known, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waited: Option<Millis>,
    /// How long two people spoke, once the call ended, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub talked: Option<Millis>,
    /// Agents whose phones rang for it in vain.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub missed: u32,
}

/// The changing part of a [`CallRow`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallNow {
    pub id: String,
    pub state: CallState,
    pub since: Millis,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue: Option<String>,
    /// It waits in a queue that neither event nor poll has named yet.
    #[serde(default, skip_serializing_if = "is_false")]
    pub unplaced: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waited: Option<Millis>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub talked: Option<Millis>,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub missed: u32,
}

/// AntRing's own counters of the day, as its dashboard gives them, carried forward by the events since that poll.
/// `None` is "AntRing did not say", which is not zero. AntRing defines none of them (`protocols.md` §3.4).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Today {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offered: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handled: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub abandoned: Option<u32>,
    /// Seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub average_wait: Option<u32>,
    /// Seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longest_wait: Option<u32>,
    /// Seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub average_talk: Option<u32>,
}

/// Where numbers come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceKind {
    /// Polled: agents' statuses, waiting calls, the day's counters.
    Dashboard,
    /// Pushed: call legs as they are created, answered and destroyed.
    Events,
    /// Polled seldom: names of agents and queues, and who serves what.
    Directory,
    /// Not a source of live numbers: whether what happens is being kept on disk. Heard while it is.
    History,
}

/// Why a source gives nothing, as a code that the page turns into a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Problem {
    /// Not connected yet since the server started.
    Starting,
    /// The host name does not resolve.
    HostNotFound,
    /// Nothing listens there, or it cannot be reached.
    Refused,
    TimedOut,
    /// AntRing refused the request: usually a wrong app id, secret, domain or e-mail (it documents no 401).
    Rejected,
    /// AntRing refused the event token.
    TokenRefused,
    /// Over AntRing's request quota (503).
    Quota,
    /// AntRing answered with a fault of its own (500 and the like).
    UpstreamFault,
    /// The answer could not be read.
    Garbled,
    /// The connection was lost and is being made again.
    Lost,
    /// Connected, but no event comes while the dashboard shows calls: usually a wrong account id.
    Silent,
    /// The server's certificate is signed by nobody this machine trusts, or is not in date, or not its own.
    Untrusted,
    /// The disk of the history is full.
    DiskFull,
    /// The history has grown to the size it was allowed (`store.max_size`).
    SizeReached,
    /// The history cannot be written for another reason, which the server's log tells.
    CannotWrite,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRow {
    pub source: SourceKind,
    /// When it was last heard, to the second.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heard: Option<Millis>,
    /// How often it should be heard, in milliseconds.
    pub every: u32,
    /// How old it was when this row was sent, for readers that do not count by themselves.
    pub state: Freshness,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<Problem>,
}

pub(crate) fn is_false(flag: &bool) -> bool {
    !flag
}

fn is_zero(count: &u32) -> bool {
    *count == 0
}

impl AgentRow {
    /// The part that a delta carries.
    pub fn now(&self) -> AgentNow {
        AgentNow {
            id: self.id.clone(),
            state: self.state,
            since: self.since,
            reason: self.reason.clone(),
            call: self.call.clone(),
            queue: self.queue.clone(),
            missed: self.missed,
        }
    }

    pub(crate) fn set(&mut self, now: &AgentNow) {
        self.state = now.state;
        self.since = now.since;
        self.reason.clone_from(&now.reason);
        self.call.clone_from(&now.call);
        self.queue.clone_from(&now.queue);
        self.missed = now.missed;
    }
}

impl QueueRow {
    /// The part that a delta carries.
    pub fn now(&self) -> QueueNow {
        QueueNow {
            id: self.id.clone(),
            waiting: self.waiting,
            ringing: self.ringing,
            oldest: self.oldest,
            oldest_from_call_start: self.oldest_from_call_start,
            service: self.service,
            abandoned: self.abandoned,
        }
    }

    pub(crate) fn set(&mut self, now: &QueueNow) {
        self.waiting = now.waiting;
        self.ringing = now.ringing;
        self.oldest = now.oldest;
        self.oldest_from_call_start = now.oldest_from_call_start;
        self.service = now.service;
        self.abandoned = now.abandoned;
    }
}

impl CallRow {
    /// The part that a delta carries.
    pub fn now(&self) -> CallNow {
        CallNow {
            id: self.id.clone(),
            state: self.state,
            since: self.since,
            queue: self.queue.clone(),
            unplaced: self.unplaced,
            agent: self.agent.clone(),
            outcome: self.outcome,
            waited: self.waited,
            talked: self.talked,
            missed: self.missed,
        }
    }

    pub(crate) fn set(&mut self, now: &CallNow) {
        self.state = now.state;
        self.since = now.since;
        self.queue.clone_from(&now.queue);
        self.unplaced = now.unplaced;
        self.agent.clone_from(&now.agent);
        self.outcome = now.outcome;
        self.waited = now.waited;
        self.talked = now.talked;
        self.missed = now.missed;
    }
}
