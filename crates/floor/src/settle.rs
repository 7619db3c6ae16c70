//! What follows from a call's legs: its direction, its queue, its pickup, its end.

use crate::agent::Agent;
use crate::call::InQueue;
use crate::explain::{KnownBy, What};
use crate::leg::By;
use crate::today::Tally;
use crate::{
    About, AgentId, Call, Changes, Direction, Floor, HangupCause, Leg, LegId, LegSide, Millis, Origin,
    Outcome, Queue, QueueId, Text,
};
use std::collections::BTreeMap;

/// Numbers this long are not extensions.
const OUTSIDE_DIGITS: usize = 7;

impl Floor {
    /// After any change to a call: what follows from its legs.
    pub(crate) fn settle(&mut self, call_id: &LegId, at: Millis, changes: &mut Changes) {
        let Some(call) = self.calls.get_mut(call_id) else { return };
        if !call.is_live() {
            touch(call, changes);
            self.settle_misses(call_id, changes);
            return;
        }
        call.follow_transfer();
        call.direction = direction_of(call, &self.who);
        if call.direction == Direction::Internal {
            call.recognise_colleague(at, &self.who);
        }
        for leg in call.legs.iter().filter(|leg| leg.is_live()) {
            let Some(id) = &leg.agent else { continue };
            let agent = ensure_agent(&mut self.agents, id, None);
            if !agent.legs.iter().any(|(_, other)| *other == leg.id) {
                agent.legs.push((call_id.clone(), leg.id.clone()));
            }
        }
        if call.direction == Direction::Inbound {
            if call.enters_queue(&self.memberships, self.now) {
                self.today.tally(at, Tally::Entered);
                changes.today = true;
            }
            if let Some(answered_at) = call.pickup_to_tally() {
                self.today.tally(answered_at, Tally::Handled);
                changes.today = true;
            }
            if let Some((queue, answered_at, waited)) = call.pickup_to_record() {
                ensure_queue(&mut self.queues, queue).record(answered_at, waited, true);
            }
        }
        touch(call, changes);
        let over = call.is_over(at);
        if let Some(ended_at) = over {
            self.end_call(call_id, ended_at, By::Call, changes);
        } else if !call.has_ended_offers() {
            return;
        }
        self.settle_misses(call_id, changes);
    }

    /// Puts a call into a queue. False when it was known to be there.
    pub(crate) fn name_queue(
        &mut self,
        call_id: &LegId,
        queue: &QueueId,
        by: KnownBy,
        changes: &mut Changes,
    ) -> bool {
        let now = self.now;
        let Some(call) = self.calls.get_mut(call_id).filter(|call| call.is_live()) else { return false };
        ensure_queue(&mut self.queues, queue);
        let same = call.queue.as_ref() == Some(queue);
        let known = same && call.in_queue == InQueue::Confirmed;
        if !same {
            call.facts.note(now, now, None, What::QueueNamed { queue: queue.clone(), by });
        }
        changes.queues.extend(call.queue.replace(queue.clone()));
        call.in_queue = InQueue::Confirmed;
        !known
    }

    /// Ends a call: judges it, counts it, frees its agents. Legs still open end with it.
    pub(crate) fn end_call(&mut self, id: &LegId, at: Millis, by: By, changes: &mut Changes) {
        let now = self.now;
        let Some(call) = self.calls.get_mut(id).filter(|call| call.is_live()) else { return };
        self.differences.settle(&About::Call(id.clone()), changes);
        let open = call.legs.iter().filter(|leg| leg.is_live());
        let open: Vec<LegId> = open.map(|leg| leg.id.clone()).collect();
        call.end(at, now, by);
        if let Some(outcome) = call.outcome {
            call.facts.note(now, at, None, What::Ended { outcome, by: by.known_by() });
        }
        let abandoned = call.outcome == Some(Outcome::Abandoned);
        let left_again = call.waits_again.filter(|_| call.picked_up_at().is_none() && by != By::Polls);
        let waited = left_again.map(|since| (at - since).max(0));
        if let Some(waited) = waited.or_else(|| call.waited().filter(|_| abandoned)) {
            self.today.tally(at, Tally::Abandoned);
            changes.today = true;
            if let Some(queue) = &call.queue {
                ensure_queue(&mut self.queues, queue).record(at, waited, false);
            }
        }
        touch(call, changes);
        // Whoever talked on it without a leg that was seen is free too.
        if let Some(agent) = call.handled.as_ref().and_then(|(agent, _)| self.agents.get_mut(agent))
            && by != By::Polls
            && agent.reported_call().is_none_or(|reported| call.leg(reported).is_some())
        {
            agent.free(if by == By::Record { at } else { now }, true, true);
            changes.agents.insert(agent.id.clone());
        }
        for leg in open {
            self.end_leg(id, &leg, at, HangupCause::OriginatorCancelled, by, changes);
        }
    }

    pub(crate) fn end_leg(
        &mut self,
        call_id: &LegId,
        leg_id: &LegId,
        at: Millis,
        cause: HangupCause,
        by: By,
        changes: &mut Changes,
    ) {
        let Some(call) = self.calls.get_mut(call_id) else { return };
        let through_queue = call.in_queue == InQueue::Confirmed;
        let Some(leg) = call.legs.iter_mut().find(|leg| leg.id == *leg_id && leg.is_live()) else { return };
        leg.ended = Some((at, cause));
        leg.ended_by = by;
        let what = What::Destroyed { cause, side: leg.side, by: by.known_by() };
        call.facts.note(self.now, at, Some(leg_id), what);
        let Some(agent_id) = &leg.agent else { return };
        let Some(agent) = self.agents.get_mut(agent_id) else { return };
        let dialled = leg.side == Some(LegSide::Inbound);
        let talked = dialled || leg.answered_at.is_some();
        agent.legs.retain(|(_, other)| other != leg_id);
        // A poll that ends a leg also says what its agent does now.
        if by != By::Polls {
            // A record comes long after the end that it tells of.
            let freed_at = if by == By::Record { at } else { self.now };
            agent.free(freed_at, talked, talked && through_queue && !dialled);
        }
        changes.agents.insert(agent_id.clone());
    }
}

/// Notes everything that shows a call: itself, its queue, and the agents with a live leg of it.
pub(crate) fn touch(call: &Call, changes: &mut Changes) {
    changes.calls.insert(call.id.clone());
    changes.queues.extend(call.queue.clone());
    let agents = call.legs.iter().filter(|leg| leg.is_live()).filter_map(|leg| leg.agent.clone());
    changes.agents.extend(agents);
}

/// Someone named for the first time gets a row under the only name known.
pub(crate) fn ensure_agent<'a>(
    agents: &'a mut BTreeMap<AgentId, Agent>,
    id: &AgentId,
    name: Option<&Text>,
) -> &'a mut Agent {
    agents.entry(id.clone()).or_insert_with(|| {
        let name = name.cloned().unwrap_or_else(|| short(id.as_str()));
        Agent::new(id.clone(), name)
    })
}

pub(crate) fn ensure_queue<'a>(queues: &'a mut BTreeMap<QueueId, Queue>, id: &QueueId) -> &'a mut Queue {
    queues.entry(id.clone()).or_insert_with(|| Queue::new(id.clone(), short(id.as_str())))
}

/// A name for what nobody has named: the first eight characters of its id (`protocols.md` §1.4, 21).
fn short(id: &str) -> Text {
    id.chars().take(8).collect::<String>().into()
}

impl Call {
    /// With the seven documented keys the leg to a colleague's phone names a SIP user, which no endpoint lists, until
    /// it is answered. The leg that dialled names the extension.
    fn recognise_colleague(&mut self, at: Millis, who: &BTreeMap<Text, AgentId>) {
        let dialled = self.first_leg().destination.as_ref().and_then(|number| who.get(number));
        let (Some(colleague), [_, far]) = (dialled.cloned(), self.legs.as_mut_slice()) else { return };
        if far.side == Some(LegSide::Outbound) && far.agent.is_none() {
            far.agent = Some(colleague.clone());
            let known = What::AgentKnown { agent: colleague, by: KnownBy::Directory };
            self.facts.note(at, at, Some(&self.legs[1].id), known);
        }
    }
}

fn direction_of(call: &Call, who: &BTreeMap<Text, AgentId>) -> Direction {
    let first = call.first_leg();
    // Whoever waits in a queue is a caller, a colleague too.
    let queued = call.in_queue == InQueue::Confirmed || call.legs.iter().any(|leg| leg.offered);
    if queued || first.origin == Origin::Outside {
        return Direction::Inbound;
    }
    let calls_out = |leg: &Leg| {
        let long = leg.destination.as_ref().is_some_and(|number| digits(number) >= OUTSIDE_DIGITS);
        leg.to_carrier
            || (first.side == Some(LegSide::Outbound) && first.agent.is_some() && long && leg.agent.is_none())
    };
    if call.legs.iter().any(calls_out) {
        return Direction::Outbound;
    }
    if first.side == Some(LegSide::Outbound) {
        // Made by the switch, for someone who was not seen: a caller, or a click-to-call that rings its own
        // agent first.
        return Direction::Unknown;
    }
    let from_phone = first.origin == Origin::Device || first.agent.is_some();
    match (from_phone, &first.destination) {
        (false, _) => Direction::Inbound,
        (true, Some(number)) if who.contains_key(number) => Direction::Internal,
        (true, Some(number)) if digits(number) >= OUTSIDE_DIGITS => Direction::Outbound,
        (true, Some(_)) => Direction::Internal,
        (true, None) => Direction::Unknown,
    }
}

fn digits(number: &str) -> usize {
    number.chars().filter(char::is_ascii_digit).count()
}
