//! An agent: what the dashboard reported, corrected by the agent's live legs.

use crate::misses::Misses;
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
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
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
    pub(crate) misses: Misses,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Reported {
    pub asked_at: Millis,
    pub status: Status,
    /// As upstream stamped it.
    pub stamped: Option<Millis>,
    /// By this server's clock.
    pub since: Option<Millis>,
    pub reason: Option<Text>,
    pub call: Option<LegId>,
    pub queue: Option<QueueId>,
    /// That no leg bears it out has been counted.
    pub repaired: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Freed {
    pub at: Millis,
    /// The agent talked on it; else their phone rang in vain, which ends no other call of theirs.
    pub talked: bool,
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
            misses: Misses::default(),
        }
    }

    /// A poll's word, which replaces the one before.
    pub(crate) fn report(&mut self, mut reported: Reported) {
        let same = self
            .reported
            .as_ref()
            .filter(|was| was.status == reported.status && was.stamped == reported.stamped);
        reported.repaired = same.is_some_and(|was| was.repaired);
        reported.since = match &self.reported {
            // The same status goes on from where it was first placed: a time that is looked at does not wander.
            Some(was) if same.is_some() => was.since,
            // Seen to change at some time since the last poll, or when a leg's end had it change.
            Some(_) => {
                let guess = Some(self.doing(None)).filter(|guess| guess.state == reported.state());
                reported.since.or(guess.and_then(|guess| guess.since)).or(Some(reported.asked_at))
            }
            None => reported.since,
        };
        self.reported = Some(reported);
    }

    /// A leg of this agent ended at `at`.
    pub(crate) fn free(&mut self, at: Millis, talked: bool, wraps_up: bool) {
        let talk_ended = self.freed.filter(|freed| freed.talked && Some(freed.at) > self.asked_at());
        // A phone that rang in vain does not undo the end of a talk.
        if talked || talk_ended.is_none() {
            self.freed = Some(Freed { at, talked, wraps_up });
        }
    }

    /// Offers of the last half hour that this agent did not take: nobody answered, or the phone refused.
    pub fn missed(&self) -> usize {
        self.misses.count()
    }

    /// Not signed in, as far as polls tell.
    pub(crate) fn is_offline(&self) -> bool {
        self.reported.as_ref().is_none_or(|reported| reported.status == Status::LoggedOut)
    }

    pub(crate) fn reported_call(&self) -> Option<&LegId> {
        self.reported.as_ref().and_then(|reported| reported.call.as_ref())
    }

    fn asked_at(&self) -> Option<Millis> {
        self.reported.as_ref().map(|reported| reported.asked_at)
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
        reported.doing()
    }
}

impl Reported {
    fn doing(&self) -> Doing {
        Doing {
            state: self.state(),
            since: self.since,
            reason: self.reason.clone(),
            call: self.call.clone(),
            queue: self.queue.clone(),
        }
    }

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
            AgentState::OnCall if freed.talked && self.status == Status::LoggingOut => {
                Doing::plain(AgentState::Offline, Some(freed.at))
            }
            AgentState::Ringing if !freed.talked => Doing::plain(AgentState::Available, Some(freed.at)),
            // Not touched by this leg's end: the pause, the absence, the other call goes on.
            AgentState::Paused | AgentState::Offline | AgentState::Unknown => self.doing(),
            _ if !freed.talked => self.doing(),
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
