//! An agent: what the dashboard reported, corrected by the agent's live legs.

use crate::{AgentId, LegId, Millis, QueueId, Status, Text};

/// What an agent is doing. The dashboard's eight words and the legs' evidence end in these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgentState {
    Available,
    Ringing,
    OnCall,
    WrapUp,
    Paused,
    Offline,
    /// No poll has spoken of this agent, or it used a word nobody knows.
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agent {
    pub id: AgentId,
    pub username: Option<Text>,
    pub name: Text,
    pub extensions: Vec<Text>,
    /// The last dashboard's word.
    pub(crate) reported: Option<Reported>,
    /// Live legs to this agent's phone: (call, leg).
    pub(crate) legs: Vec<(LegId, LegId)>,
    /// When the last leg ended, and how: newer than the dashboard's word until the next poll.
    pub(crate) freed: Option<Freed>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reported {
    pub asked_at: Millis,
    pub status: Status,
    pub since: Option<Millis>,
    pub reason: Option<Text>,
    pub call: Option<LegId>,
    pub queue: Option<QueueId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Freed {
    pub at: Millis,
    /// A queue call was talked on: ACDC gives wrap-up time after it.
    pub wraps_up: bool,
}

/// One live leg of an agent, as far as the agent's state depends on it.
pub(crate) struct LiveLeg<'a> {
    pub call: &'a LegId,
    pub queue: Option<&'a QueueId>,
    pub since: Millis,
    pub talking: bool,
}

/// An agent's state with everything that belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doing {
    pub state: AgentState,
    pub since: Option<Millis>,
    pub reason: Option<Text>,
    pub call: Option<LegId>,
    pub queue: Option<QueueId>,
}

impl Agent {
    pub(crate) fn new(id: AgentId, name: Text) -> Self {
        Self {
            id,
            username: None,
            name,
            extensions: Vec::new(),
            reported: None,
            legs: Vec::new(),
            freed: None,
        }
    }

    /// A live leg beats the report: an agent on a call is never shown as available. Without one, the newer of
    /// the report and the last leg's end decides.
    pub(crate) fn doing(&self, leg: Option<LiveLeg<'_>>) -> Doing {
        if let Some(leg) = leg {
            return Doing {
                state: if leg.talking { AgentState::OnCall } else { AgentState::Ringing },
                since: Some(leg.since),
                reason: None,
                call: Some(leg.call.clone()),
                queue: leg.queue.cloned(),
            };
        }
        let Some(reported) = &self.reported else {
            return Doing::plain(AgentState::Unknown, None);
        };
        if let Some(freed) = self.freed
            && freed.at > reported.asked_at
        {
            return reported.after(freed);
        }
        Doing {
            state: reported.state(),
            since: reported.since,
            reason: reported.reason.clone(),
            call: reported.call.clone(),
            queue: reported.queue.clone(),
        }
    }
}

impl Reported {
    fn state(&self) -> AgentState {
        match self.status {
            Status::LoggedIn | Status::Ready => AgentState::Available,
            Status::Ringing => AgentState::Ringing,
            Status::Connected | Status::Outbound | Status::LoggingOut => AgentState::OnCall,
            Status::WrapUp => AgentState::WrapUp,
            Status::Paused => AgentState::Paused,
            Status::LoggedOut => AgentState::Offline,
            Status::Other(_) => AgentState::Unknown,
        }
    }

    /// What most likely follows the end of a leg until the next poll says what does.
    fn after(&self, freed: Freed) -> Doing {
        match self.state() {
            // Not touched by a call's end: the pause or the absence goes on.
            state @ (AgentState::Paused | AgentState::Offline | AgentState::Unknown) => {
                Doing { reason: self.reason.clone(), ..Doing::plain(state, self.since) }
            }
            _ if freed.wraps_up => Doing::plain(AgentState::WrapUp, Some(freed.at)),
            _ => Doing::plain(AgentState::Available, Some(freed.at)),
        }
    }
}

impl Doing {
    fn plain(state: AgentState, since: Option<Millis>) -> Self {
        Self { state, since, reason: None, call: None, queue: None }
    }
}
