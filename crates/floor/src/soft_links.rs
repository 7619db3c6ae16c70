//! Guessed links (`protocols.md` §1.6, 7), which give way to whatever contradicts them.

use crate::explain::{Unjoined, What};
use crate::{Call, Changes, Floor, Leg, LegId, LegSide, Millis, Text};

/// Legs without any link are taken for one call when they begin this close together and name the same number.
const SOFT_LINK: Millis = 5_000;
/// Times come in whole seconds, or late.
const INEXACT: Millis = 2_000;

impl Floor {
    /// With the seven documented keys alone nothing ties two legs: the same number at the same time, from
    /// opposite sides, must do.
    pub(crate) fn call_softly_linked_to(&self, leg: &Leg) -> Option<LegId> {
        if leg.side != Some(LegSide::Outbound) {
            return None;
        }
        let same = |one: &Option<Text>, other: &Option<Text>| one.is_some() && one == other;
        let apart = |call: &Call| (leg.created_at - call.first_leg().created_at).abs();
        let alike = |call: &&Call| {
            let first = call.first_leg();
            apart(call) <= SOFT_LINK
                && call.is_live()
                && first.side == Some(LegSide::Inbound)
                && (same(&first.destination, &leg.destination)
                    || same(&first.caller_number, &leg.caller_number))
                && call.answered_at().is_none()
        };
        let nearest = self.calls.values().filter(alike).min_by_key(|call| apart(call));
        nearest.map(|call| call.id.clone())
    }

    /// A guessed link gives way to a real one: only the leg moves. False when the leg was no guess.
    pub(crate) fn take_soft_leg(
        &mut self,
        from: &LegId,
        leg_id: &LegId,
        to: &LegId,
        changes: &mut Changes,
    ) -> bool {
        let Some(call) = self.calls.get_mut(from) else { return false };
        // The first leg names its call and was guessed of nothing.
        let soft = call.legs.iter().skip(1).position(|leg| leg.id == *leg_id && leg.soft);
        let Some(at) = soft.map(|after_first| after_first + 1) else { return false };
        let mut leg = call.legs.remove(at);
        leg.soft = false;
        let why = Unjoined::RealLink;
        call.facts.note(self.now, self.now, Some(leg_id), What::Unjoined { from: from.clone(), why });
        self.unlist(&leg);
        if let Some(call) = self.calls.get_mut(to) {
            call.legs.push(leg);
        }
        self.call_of_leg.insert(leg_id.clone(), to.clone());
        self.moved(leg_id, changes);
        let now = self.now;
        self.settle(from, now, changes);
        true
    }

    /// Undoes a call's guesses that its other legs contradict.
    pub(crate) fn doubt_soft_links(&mut self, call_id: &LegId, changes: &mut Changes) {
        let Some(call) = self.calls.get(call_id).filter(|call| call.legs.iter().any(|leg| leg.soft)) else {
            return;
        };
        let wrong: Vec<(LegId, Unjoined)> = call
            .legs
            .iter()
            .skip(1)
            .filter(|leg| leg.soft)
            .filter_map(|leg| Some((leg.id.clone(), contradiction(call, leg)?)))
            .collect();
        for (leg, why) in wrong {
            self.undo_soft_link(call_id, &leg, why, changes);
        }
    }

    /// A guessed leg goes into a call of its own.
    pub(crate) fn undo_soft_link(
        &mut self,
        from: &LegId,
        leg_id: &LegId,
        why: Unjoined,
        changes: &mut Changes,
    ) {
        let now = self.now;
        let Some(call) = self.calls.get_mut(from) else { return };
        let Some(at) = call.legs.iter().skip(1).position(|leg| leg.id == *leg_id && leg.soft) else { return };
        let mut leg = call.legs.remove(at + 1);
        leg.soft = false;
        call.facts.note(now, now, Some(leg_id), What::Unjoined { from: from.clone(), why });
        changes.queues.extend(call.queue.clone());
        let facts = call.facts.about(leg_id);
        self.unlist(&leg);
        let mut own = Call::new(leg);
        own.facts = facts;
        self.calls.insert(leg_id.clone(), own);
        self.call_of_leg.insert(leg_id.clone(), leg_id.clone());
        self.moved(leg_id, changes);
        self.settle(from, now, changes);
        self.settle(leg_id, now, changes);
    }
}

fn contradiction(call: &Call, leg: &Leg) -> Option<Unjoined> {
    let first = call.first_leg();
    if first.ended.is_some_and(|(ended_at, _)| ended_at + INEXACT < leg.created_at) {
        return Some(Unjoined::NoOverlap);
    }
    if leg.agent.is_some() && leg.agent == first.agent {
        return Some(Unjoined::OtherAgent);
    }
    let surely_an_agents = |other: &Leg| !other.soft && other.offered && other.agent.is_some();
    if call.legs.iter().skip(1).any(surely_an_agents) {
        return Some(Unjoined::RealAgentLeg);
    }
    None
}
