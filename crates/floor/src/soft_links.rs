//! Guessed links (`protocols.md` §1.6, 7), which give way to whatever contradicts them.

use crate::explain::{Unjoined, What};
use crate::{Call, Changes, Floor, HangupCause, Leg, LegEvent, LegEventKind, LegId, LegSide, Millis, Text};

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
        // A caller who was just handed on is who a phone rings for next.
        let goes_on = |call: &&Call| {
            call.is_live()
                && same(&call.first_leg().caller_number, &leg.caller_number)
                && handed_on(call, leg).is_some()
        };
        let handed_on_last = || self.calls.values().filter(goes_on).max_by_key(|call| handed_on(call, leg));
        nearest.or_else(handed_on_last).map(|call| call.id.clone())
    }

    /// An agent who joins a caller and the colleague they asked leaves both calls at once, each leg ending as
    /// transferred. Where no key says so, that makes the two calls one: the other of them. What was guessed of the
    /// two has proved itself.
    pub(crate) fn handed_over_with(&mut self, call_id: &LegId, event: &LegEvent) -> Option<LegId> {
        let LegEventKind::Destroyed { cause: HangupCause::Transferred, .. } = event.kind else { return None };
        let call = self.calls.get(call_id)?;
        let leg = call.leg(&event.leg)?;
        let (agent, (left_at, _)) = (leg.agent.clone()?, leg.ended?);
        let dialled = |call: &Call| call.first_leg().agent.as_ref() == Some(&agent);
        let left_too = |other: &Leg| {
            other.agent.as_ref() == Some(&agent)
                && other.ended.is_some_and(|(at, cause)| {
                    cause == HangupCause::Transferred && (at - left_at).abs() <= INEXACT
                })
        };
        let other = self.calls.values().find(|other| {
            other.id != call.id
                && other.is_live()
                && dialled(other) != dialled(call)
                && other.legs.iter().any(left_too)
        });
        let other = other?.id.clone();
        for id in [call_id, &other] {
            let legs = self.calls.get_mut(id).into_iter().flat_map(|call| call.legs.iter_mut());
            legs.for_each(|leg| leg.soft = false);
        }
        Some(other)
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

/// When somebody handed the caller on, shortly before this leg began: their own leg ended with it.
fn handed_on(call: &Call, leg: &Leg) -> Option<Millis> {
    let shortly_before = |at: Millis| (-INEXACT..=SOFT_LINK).contains(&(leg.created_at - at));
    let ends = call.other_legs().filter(|other| other.id != leg.id).filter_map(|other| other.ended);
    ends.filter(|(at, cause)| *cause == HangupCause::Transferred && shortly_before(*at))
        .map(|(at, _)| at)
        .max()
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
    // Once it was handed on, the call goes to phones that no queue rings.
    if call.legs.iter().skip(1).any(surely_an_agents) && handed_on(call, leg).is_none() {
        return Some(Unjoined::RealAgentLeg);
    }
    None
}
