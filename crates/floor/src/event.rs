//! Everything that can change the floor, in the words of the field.
//!
//! `antring::translate` makes these from the vendor's payloads; nothing here knows how AntRing spells a thing.

use crate::{AgentId, LegId, Millis, QueueId, Records, Text};

/// One thing that happened, and when this server learnt of it.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Event {
    /// This server's clock. Never runs backwards within one journal.
    pub at: Millis,
    pub what: Happening,
}

#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Happening {
    /// From the event feed: one leg was created, answered or destroyed.
    Leg(Box<LegEvent>),
    /// A dashboard poll: the truth as AntRing saw it when it answered.
    Dashboard(Box<Dashboard>),
    /// The whole directory of agents; who is missing has left the company.
    Agents(Vec<AgentEntry>),
    /// The whole list of queues.
    Queues(Vec<QueueEntry>),
    /// The call history of a stretch, usually one that nobody listened to.
    Records(Box<Records>),
    /// A source spoke, came back or failed.
    Source(Source, SourceReport),
    /// Time passed. Ended calls leave the board, and windows move on.
    Tick,
}

// --- the feed ---------------------------------------------------------------------------------------------------

/// One channel event (`protocols.md` §1.5). A leg is not a call, and its answer is not an agent's pickup.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct LegEvent {
    pub leg: LegId,
    pub kind: LegEventKind,
    /// Upstream's clock, to the second (KAZOO stamps whole seconds).
    pub happened_at: Option<Millis>,
    pub side: Option<LegSide>,
    pub origin: Origin,
    /// The leg goes out to a carrier (`Resource-ID`, or `Global-Resource` true).
    pub to_carrier: bool,
    pub caller_number: Option<Text>,
    pub caller_name: Option<Text>,
    pub destination: Option<Text>,
    /// The agent whose phone this leg is, when the leg's id or its variables say so.
    pub agent: Option<AgentId>,
    pub queue: Option<QueueId>,
    pub links: Links,
    /// MD5 of this leg's own id: an agent's leg names the caller's leg by it (§1.6).
    pub digest: Digest,
    /// Unique to the message, where upstream numbers its messages: duplicates are recognised by it.
    pub message: Option<Text>,
}

#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum LegEventKind {
    Created,
    Answered,
    Destroyed {
        cause: HangupCause,
        /// Seconds that two parties were connected, as upstream bills it.
        billed_seconds: Option<u32>,
    },
}

/// Seen from the switch: `Inbound` legs arrive at it (a caller, or an agent's phone that dials), `Outbound` legs
/// are made by it. It says nothing of the call's business direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum LegSide {
    Inbound,
    Outbound,
}

/// Where a leg that arrives at the switch comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Origin {
    /// From a carrier: `Inception` is present, or `Authorizing-Type` is `resource`.
    Outside,
    /// From a device or user of the company.
    Device,
    #[default]
    Unknown,
}

/// What ties a leg to others, in the order in which the floor trusts them (§1.6).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Links {
    /// `Call-Interaction-ID`: equal on all legs of a call (KAZOO 4).
    pub interaction: Option<Text>,
    /// `Member-Call-ID`: the caller's leg (KAZOO 4.3).
    pub member: Option<LegId>,
    /// The caller's leg, by the digest in an agent leg's own id.
    pub member_digest: Option<Digest>,
    /// `Bridge-ID`: usually the first leg's id.
    pub bridge: Option<LegId>,
    /// `Other-Leg-Call-ID`.
    pub other_leg: Option<LegId>,
    /// `Replaced-By`: the leg that goes on in its stead after a transfer.
    pub replaced_by: Option<LegId>,
    /// The legs that `Transfer-History` names.
    pub transfer_history: Vec<LegId>,
}

/// An MD5 digest, as KAZOO puts it into agent legs' ids. No security rests on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Digest(pub [u8; 16]);

/// Why a leg ended, in the buckets of `protocols.md` §3.5.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum HangupCause {
    Normal,
    /// The calling side gave up while it rang.
    OriginatorCancelled,
    Busy,
    NoAnswer,
    /// Another phone answered first.
    AnsweredElsewhere,
    Transferred,
    Unreachable,
    Network,
    Unknown,
}

// --- the polls --------------------------------------------------------------------------------------------------

/// One answer of the dashboard.
#[derive(Debug, Clone, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Dashboard {
    /// When the question was sent: what events said after that is newer than this answer.
    pub asked_at: Millis,
    /// Agents who are missing are logged out (documented).
    pub agents: Vec<AgentStatus>,
    pub counters: Counters,
    /// Callers waiting in queues. The rows' shape is inferred (§3.4), so absence alone proves nothing until a
    /// row has been seen to match a call.
    pub waiting: Vec<QueuedCall>,
    /// Queue calls that an agent talks on.
    pub talking: Vec<QueuedCall>,
}

#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct AgentStatus {
    pub agent: AgentId,
    pub username: Option<Text>,
    pub name: Option<Text>,
    pub status: Status,
    pub since: Option<Millis>,
    /// The site's word for a break ("Nghỉ trưa").
    pub pause_reason: Option<Text>,
    pub call: Option<LegId>,
    pub caller_number: Option<Text>,
    pub queue: Option<QueueId>,
}

/// ACDC's agent statuses (`protocols.md` §3.1).
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Status {
    /// Just signed in, not yet offered calls; may linger.
    LoggedIn,
    Ready,
    /// A queue call rings at the agent's phone.
    Ringing,
    /// Talks to a queue caller.
    Connected,
    /// On a call that came through no queue.
    Outbound,
    WrapUp,
    Paused,
    /// Will sign out after the present call.
    LoggingOut,
    LoggedOut,
    /// A word that KAZOO 3.22 and 4.3 do not have.
    Other(Text),
}

#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct QueuedCall {
    /// The caller's leg.
    pub call: LegId,
    pub digest: Digest,
    pub queue: Option<QueueId>,
    pub caller_number: Option<Text>,
    pub entered_at: Option<Millis>,
    /// Absent while waiting.
    pub agent: Option<AgentId>,
    pub handled_at: Option<Millis>,
}

/// The dashboard's counters. AntRing defines none of them; `None` is "not said", which is not zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Counters {
    pub received: Option<u32>,
    pub offered: Option<u32>,
    pub handled: Option<u32>,
    pub abandoned: Option<u32>,
    /// Seconds.
    pub average_wait: Option<u32>,
    /// Seconds.
    pub longest_wait: Option<u32>,
    /// Seconds.
    pub average_talk: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct AgentEntry {
    pub id: AgentId,
    pub username: Option<Text>,
    pub name: Text,
    pub extensions: Vec<Text>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct QueueEntry {
    pub id: QueueId,
    pub name: Text,
    pub agents: Vec<AgentId>,
}

// --- the sources ------------------------------------------------------------------------------------------------

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Source {
    Dashboard,
    Events,
    Directory,
    /// Not of the present: whether what happens is being kept on disk. It is heard while it is.
    History,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum SourceReport {
    /// It said something (a heartbeat counts: silence of a quiet night is not a dead feed).
    Heard,
    /// The feed was connected, or connected again: from here on it should tell of everything.
    Connected,
    /// Events were lost on this server's side: they came faster than they could be taken in.
    Overflowed,
    Failed(Trouble),
}

/// Why a source gives nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Trouble {
    HostNotFound,
    Refused,
    TimedOut,
    Rejected,
    TokenRefused,
    Quota,
    UpstreamFault,
    Garbled,
    /// The server's certificate is signed by nobody this machine trusts, or is not in date, or not its own.
    Untrusted,
    Lost,
    /// The disk of the history is full.
    DiskFull,
    /// The history has grown to the size it was allowed.
    SizeReached,
    /// The history cannot be written for another reason, which the log tells.
    CannotWrite,
    /// Connected, but no event for a while, though the dashboard shows calls. The floor itself finds this out.
    Silent,
}
