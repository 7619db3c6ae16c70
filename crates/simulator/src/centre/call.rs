//! A human call and the legs it is made of (`protocols.md` §1.6).

use super::agent::AgentIndex;
use super::leg::Leg;
use super::queue::QueueIndex;
use super::stat::CallStat;
use crate::moment::Moment;

/// Numbers calls in the order in which they began.
pub type CallKey = u64;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// From outside, into a queue.
    Inbound,
    /// An agent calls a customer.
    Outbound,
    /// One agent calls another.
    Internal,
}

impl Kind {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Inbound => "inbound",
            Self::Outbound => "outbound",
            Self::Internal => "internal",
        }
    }
}

/// Where a call stands. Whether a phone rings is read from the legs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The first leg exists and is not answered.
    Arriving,
    /// The voice menu answered; no queue yet.
    Menu,
    /// In a queue.
    Waiting,
    /// Handed to a colleague, whose phone rings.
    Transferring,
    /// An agent's outbound or internal call whose far end has not answered.
    Dialling,
    Talking,
}

impl Stage {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Arriving => "arriving",
            Self::Menu => "menu",
            Self::Waiting => "waiting",
            Self::Transferring => "transferring",
            Self::Dialling => "dialling",
            Self::Talking => "talking",
        }
    }
}

/// Who hung up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Caller,
    Agent,
}

#[derive(Clone, Debug)]
pub struct Call {
    pub key: CallKey,
    pub kind: Kind,
    pub stage: Stage,
    /// A held call does nothing by itself: a script drives it.
    pub held: bool,
    pub started: Moment,
    /// As the switch sees it: the customer's number, or the agent's extension.
    pub caller_number: String,
    /// The number dialled: a company number, a customer's number, or an extension.
    pub called_number: String,
    pub queue: Option<QueueIndex>,
    /// The agent who talks or, for a call an agent makes, the agent who dials.
    pub agent: Option<AgentIndex>,
    /// The agent an internal call is for.
    pub other_agent: Option<AgentIndex>,
    /// The first is the A-leg.
    pub legs: Vec<Leg>,
    /// The row this call has in the queue's statistics, once it entered one.
    pub stat: Option<CallStat>,
    /// When the two people began to talk.
    pub talk_began: Option<Moment>,
    /// When the first of several conversations began, once the call was handed on.
    pub first_talk_began: Option<Moment>,
    /// Rows of queues the call has left for another agent or queue.
    pub earlier_stats: Vec<CallStat>,
    /// The call in which the agent asks a colleague, while this one is on hold.
    pub consultation: Option<CallKey>,
    /// The call this one is a consultation for.
    pub consulted_for: Option<CallKey>,
    /// KAZOO 4's Call-Interaction-ID.
    pub interaction_id: String,
}

impl Call {
    /// The Call-ID of the first leg, by which scripts name a call.
    pub fn id(&self) -> &str {
        &self.legs[0].id
    }

    /// Legs that ring an agent's phone now, as (leg index, agent).
    pub fn ringing(&self) -> Vec<(usize, AgentIndex)> {
        let rings = |(index, leg): (usize, &Leg)| {
            let agent = leg.agent.filter(|_| index > 0 && leg.answered.is_none() && leg.ended.is_none())?;
            Some((index, agent))
        };
        self.legs.iter().enumerate().filter_map(rings).collect()
    }

    /// True when the call waits in a queue and no phone rings for it.
    pub fn wants_an_agent(&self) -> bool {
        self.stage == Stage::Waiting && !self.held && self.ringing().is_empty()
    }
}
