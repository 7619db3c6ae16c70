//! Where a call stands, read off its legs: nothing here is remembered, so nothing can fall out of step.

use crate::call::InQueue;
use crate::{AgentId, Call, CallState, Direction, HangupCause, Leg, Millis, Outcome};

/// Where a call stands, since when, and with whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Standing {
    pub state: CallState,
    pub since: Millis,
    pub agent: Option<AgentId>,
}

impl Call {
    pub(crate) fn standing(&self) -> Standing {
        if let Some(ended_at) = self.ended_at {
            return Standing { state: CallState::Ended, since: ended_at, agent: self.last_agent() };
        }
        match self.direction {
            Direction::Outbound | Direction::Internal => self.standing_from_a_phone(),
            Direction::Inbound | Direction::Unknown => self.standing_from_a_caller(),
        }
    }

    fn standing_from_a_caller(&self) -> Standing {
        let live = |leg: &&Leg| leg.agent.is_some() && leg.is_live();
        if let Some(leg) = self.other_legs().filter(live).find(|leg| leg.talked()) {
            let since = leg.answered_at.unwrap_or(leg.created_at);
            return Standing { state: CallState::Talking, since, agent: leg.agent.clone() };
        }
        let again = self.waits_again.unwrap_or(Millis::MIN);
        if let Some((agent, since)) = self.handled.as_ref().filter(|(_, since)| *since >= again) {
            return Standing { state: CallState::Talking, since: *since, agent: Some(agent.clone()) };
        }
        if let Some(leg) = self.other_legs().rfind(live) {
            // A second agent who is rung after the first talked is rung since then; the wait is over.
            let waits_since = self.waits_since().filter(|_| self.picked_up_at().is_none());
            let since = waits_since.unwrap_or(leg.created_at);
            return Standing { state: CallState::Ringing, since, agent: leg.agent.clone() };
        }
        if let Some((agent, since)) = &self.rung_by {
            let waits_since = self.waits_since().filter(|_| self.picked_up_at().is_none());
            let since = waits_since.unwrap_or(*since);
            return Standing { state: CallState::Ringing, since, agent: Some(agent.clone()) };
        }
        let last = self.other_legs().rfind(|leg| leg.answered_at.is_some_and(|at| at >= again));
        if let Some(leg) = last {
            let since = leg.answered_at.unwrap_or(leg.created_at);
            // Handed on, to whom or where will show.
            if let Some((handed_on_at, HangupCause::Transferred)) = leg.ended {
                return Standing { state: CallState::Arriving, since: handed_on_at, agent: None };
            }
            // The agent hung up a moment before the caller's own leg ends.
            return Standing { state: CallState::Talking, since, agent: leg.agent.clone() };
        }
        let entered = self.first_leg().answered_at.is_some() || self.in_queue == InQueue::Confirmed;
        let since = self.waits_since().unwrap_or_default();
        match self.in_queue {
            InQueue::Presumed | InQueue::Confirmed if entered => {
                Standing { state: CallState::Waiting, since, agent: None }
            }
            _ => Standing { state: CallState::Arriving, since: self.started_at(), agent: None },
        }
    }

    fn standing_from_a_phone(&self) -> Standing {
        let agent = self.first_leg().agent.clone();
        match self.answered_at() {
            Some(since) => Standing { state: CallState::Talking, since, agent },
            None => Standing { state: CallState::Ringing, since: self.started_at(), agent },
        }
    }

    fn last_agent(&self) -> Option<AgentId> {
        match self.direction {
            Direction::Outbound | Direction::Internal => self.first_leg().agent.clone(),
            Direction::Inbound | Direction::Unknown => {
                let talked = self.other_legs().rfind(|leg| leg.talked()).and_then(|leg| leg.agent.clone());
                talked.or(self.handled.as_ref().map(|(agent, _)| agent.clone()))
            }
        }
    }

    /// How it ended, from what its legs did (`protocols.md` §3.5: the hang-up cause alone cannot tell an abandon).
    pub(crate) fn judge(&self) -> Outcome {
        if self.answered_at().is_some() {
            return Outcome::Answered;
        }
        match self.direction {
            Direction::Inbound | Direction::Unknown => {
                if self.in_queue == InQueue::Confirmed {
                    Outcome::Abandoned
                } else if self.other_legs().any(|leg| leg.agent.is_some()) {
                    // Somebody's own phone rang, not a queue's offer.
                    Outcome::NoAnswer
                } else {
                    Outcome::LeftEarly
                }
            }
            Direction::Outbound | Direction::Internal => {
                let far = self.legs.last().unwrap_or(self.first_leg());
                match far.ended.map_or(HangupCause::Unknown, |(_, cause)| cause) {
                    HangupCause::Busy => Outcome::Busy,
                    HangupCause::NoAnswer | HangupCause::OriginatorCancelled | HangupCause::Normal => {
                        Outcome::NoAnswer
                    }
                    _ => Outcome::Failed,
                }
            }
        }
    }
}
