//! Offers that an agent did not take (RONA).
//!
//! KAZOO ends an offer that timed out with `NO_ANSWER` or `ORIGINATOR_CANCEL` (`protocols.md` §3.5). The latter also
//! ends it when the caller gives up or a colleague is quicker, so what happened around that moment decides.

use std::collections::VecDeque;

use crate::{AgentId, Call, Changes, Floor, HangupCause, Leg, LegId, LegSide, Millis};

/// The window in which an agent's missed offers are counted.
const WINDOW: Millis = 30 * 60_000;
/// Legs that end for one reason end this close together.
const TOGETHER: Millis = 2_000;
/// Nobody misses as many in half an hour; what claims more is not believed.
const MOST: usize = 1_000;

/// An agent's missed offers of the last half hour, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Misses(VecDeque<(Millis, LegId)>);

impl Misses {
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// False when it was known.
    pub(crate) fn add(&mut self, at: Millis, leg: &LegId) -> bool {
        if self.0.len() >= MOST || self.0.iter().any(|(_, known)| known == leg) {
            return false;
        }
        let place = self.0.partition_point(|(other, _)| *other <= at);
        self.0.insert(place, (at, leg.clone()));
        true
    }

    fn take_back(&mut self, leg: &LegId) -> bool {
        let before = self.0.len();
        self.0.retain(|(_, known)| known != leg);
        self.0.len() < before
    }

    /// Moves the window on. True when a miss fell out of it.
    pub(crate) fn tick(&mut self, now: Millis) -> bool {
        let before = self.0.len();
        while self.0.front().is_some_and(|(at, _)| *at < now - WINDOW) {
            self.0.pop_front();
        }
        self.0.len() < before
    }
}

impl Call {
    /// Agents who were offered it and did not take it, when, and how their phones ended.
    pub fn misses(&self) -> impl Iterator<Item = (&AgentId, Millis, HangupCause)> {
        self.other_legs().filter_map(|leg| {
            let (at, cause) = leg.ended.filter(|_| self.was_missed(leg))?;
            Some((leg.agent.as_ref()?, at, cause))
        })
    }

    /// Phones rang for it and were not picked up: what there is to settle.
    pub(crate) fn has_ended_offers(&self) -> bool {
        self.other_legs().any(|leg| leg.ended.is_some() && !leg.talked())
    }

    fn was_missed(&self, leg: &Leg) -> bool {
        let Some((at, cause)) = leg.ended else { return false };
        let offered = leg.side == Some(LegSide::Outbound) && leg.agent.is_some() && self.queue_knows();
        if !offered || leg.talked() || leg.ended_by != crate::leg::By::Itself {
            return false;
        }
        match cause {
            HangupCause::NoAnswer | HangupCause::Busy | HangupCause::Unreachable => true,
            HangupCause::OriginatorCancelled => {
                let near = |other: Millis| (other - at).abs() <= TOGETHER;
                let caller_left = self.first_leg().ended.is_some_and(|(ended_at, _)| near(ended_at));
                let mut others = self.other_legs().filter(|other| other.id != leg.id);
                !caller_left && !others.any(|other| other.answered_at.is_some_and(near))
            }
            _ => false,
        }
    }
}

impl Floor {
    /// Brings the agents' counts in line with what a call's legs now show.
    pub(crate) fn settle_misses(&mut self, call: &LegId, changes: &mut Changes) {
        let Some(call) = self.calls.get(call) else { return };
        for leg in call.other_legs().filter(|leg| leg.ended.is_some() && !leg.talked()) {
            let Some(agent) = leg.agent.as_ref().and_then(|agent| self.agents.get_mut(agent)) else {
                continue;
            };
            let changed = match leg.ended {
                Some((at, _)) if call.was_missed(leg) => agent.misses.add(at, &leg.id),
                _ => agent.misses.take_back(&leg.id),
            };
            if changed {
                changes.agents.insert(agent.id.clone());
            }
        }
    }
}
