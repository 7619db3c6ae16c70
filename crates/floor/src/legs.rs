//! What the feed says: legs are created, answered and destroyed, and belong together as calls.
//!
//! Legs are joined by the first link that hits (`protocols.md` §1.6). Two calls that turn out to be one are merged
//! at any later time; the caller's leg, or the phone that dialled, gives the merged call its name.

use crate::call::InQueue;
use crate::today::Tally;
use crate::{
    AgentId, Call, Changes, Digest, Direction, Floor, Leg, LegEvent, LegEventKind, LegId, LegSide, Millis,
    Origin, Refusal, Source, SourceReport, Text,
};

/// Legs without any link are taken for one call when they begin this close together and name the same number.
const SOFT_LINK: Millis = 5_000;
/// Numbers this long are not extensions.
const OUTSIDE_DIGITS: usize = 7;

impl Floor {
    pub(crate) fn leg(&mut self, at: Millis, event: LegEvent) -> Changes {
        self.sources.report(Source::Events, SourceReport::Heard, at);
        let mut changes = self.leg_changes(at, event);
        changes.sources = true;
        changes
    }

    fn leg_changes(&mut self, at: Millis, event: LegEvent) -> Changes {
        let happened = self.feed_clock.date(event.happened_at, at);
        let mut changes = Changes::default();
        let known = self.call_of_leg.get(&event.leg).cloned();
        let call_id = match known {
            Some(call_id) => match self.update_leg(&call_id, at, happened, &event, &mut changes) {
                Some(refusal) => return Changes::refused(refusal),
                None => self.follow_links(call_id, &event, &mut changes),
            },
            None if matches!(event.kind, LegEventKind::Destroyed { .. }) => {
                return Changes::refused(Refusal::EndOfUnknownLeg);
            }
            None => self.new_leg(at, happened, &event, &mut changes),
        };
        if let Some(queue) = &event.queue {
            self.name_queue(&call_id, queue, &mut changes);
        }
        self.settle(&call_id, happened, &mut changes);
        changes
    }

    fn update_leg(
        &mut self,
        call_id: &LegId,
        at: Millis,
        happened: Millis,
        event: &LegEvent,
        changes: &mut Changes,
    ) -> Option<Refusal> {
        let agent = self.agent_of(event);
        let leg = self.calls.get_mut(call_id)?.legs.iter_mut().find(|leg| leg.id == event.leg)?;
        if !leg.is_live() {
            let repeated = matches!(event.kind, LegEventKind::Destroyed { .. });
            return Some(if repeated { Refusal::Duplicate } else { Refusal::AfterEnd });
        }
        leg.heard_at = at;
        leg.doubts = 0;
        leg.learn(event, agent);
        match event.kind {
            LegEventKind::Created => {
                // Its answer overtook it: the leg began no later than this.
                leg.created_at = leg.created_at.min(happened);
            }
            LegEventKind::Answered if leg.answered_at.is_some() => return Some(Refusal::Duplicate),
            LegEventKind::Answered => leg.answered_at = Some(happened),
            LegEventKind::Destroyed { cause, .. } => {
                let id = leg.id.clone();
                self.end_leg(call_id, &id, happened, cause, changes);
            }
        }
        None
    }

    fn new_leg(&mut self, at: Millis, happened: Millis, event: &LegEvent, changes: &mut Changes) -> LegId {
        let mut leg = Leg::new(event, at, happened);
        leg.learn(event, self.agent_of(event));
        let call_id = match self.call_linked_to(event).or_else(|| self.call_softly_linked_to(&leg)) {
            Some(call_id) => {
                if let Some(call) = self.calls.get_mut(&call_id) {
                    call.legs.push(leg);
                }
                call_id
            }
            None => {
                self.calls.insert(event.leg.clone(), Call::new(leg));
                event.leg.clone()
            }
        };
        self.call_of_leg.insert(event.leg.clone(), call_id.clone());
        self.leg_of_digest.insert(event.digest, event.leg.clone());
        if let Some(interaction) = &event.links.interaction {
            self.call_of_interaction.entry(interaction.clone()).or_insert_with(|| call_id.clone());
        }
        if let Some(digest) = event.links.member_digest
            && !self.leg_of_digest.contains_key(&digest)
        {
            self.awaited.insert(digest, call_id.clone());
        }
        // An agent's leg that came before its caller's is waiting for this one.
        match self.awaited.remove(&event.digest) {
            Some(orphan) => self.merge(call_id, orphan, changes),
            None => call_id,
        }
    }

    /// Later events of a leg may carry links that its first did not.
    fn follow_links(&mut self, call_id: LegId, event: &LegEvent, changes: &mut Changes) -> LegId {
        match self.call_linked_to(event) {
            Some(other) if other != call_id => self.merge(other, call_id, changes),
            _ => call_id,
        }
    }

    /// The rules of `protocols.md` §1.6, in order. Only live calls take new legs.
    fn call_linked_to(&self, event: &LegEvent) -> Option<LegId> {
        let links = &event.links;
        let by_leg = |leg: &LegId| self.call_of_leg.get(leg).cloned();
        let by_digest = |digest: &Digest| by_leg(self.leg_of_digest.get(digest)?);
        // A caller's own leg may carry a bridge of another call; only legs the switch makes are joined by it.
        let made_by_switch = event.side == Some(LegSide::Outbound);
        let bridge = links.bridge.as_ref().filter(|bridge| made_by_switch && **bridge != event.leg);
        let candidates = [
            links
                .interaction
                .as_ref()
                .and_then(|interaction| self.call_of_interaction.get(interaction).cloned()),
            links.member.as_ref().and_then(by_leg),
            links.member_digest.as_ref().and_then(by_digest),
            bridge.and_then(by_leg),
            links.other_leg.as_ref().and_then(by_leg),
        ];
        candidates.into_iter().flatten().find(|id| self.calls.get(id).is_some_and(Call::is_live))
    }

    /// With the seven documented keys alone nothing ties two legs: the same number at the same time, from
    /// opposite sides, must do.
    fn call_softly_linked_to(&self, leg: &Leg) -> Option<LegId> {
        if leg.side != Some(LegSide::Outbound) {
            return None;
        }
        let alike = |call: &&Call| {
            let first = call.first_leg();
            let same = |one: &Option<Text>, other: &Option<Text>| one.is_some() && one == other;
            call.is_live()
                && call.legs.len() == 1
                && first.side == Some(LegSide::Inbound)
                && (leg.created_at - first.created_at).abs() <= SOFT_LINK
                && (same(&first.destination, &leg.destination)
                    || same(&first.caller_number, &leg.caller_number))
        };
        self.calls.values().find(alike).map(|call| call.id.clone())
    }

    /// Makes one call of two and returns its id. The one that a caller or a dialling phone began stays.
    fn merge(&mut self, one: LegId, other: LegId, changes: &mut Changes) -> LegId {
        if one == other {
            return one;
        }
        let begins = |id: &LegId| {
            let first = self.calls.get(id).map(Call::first_leg);
            first.map(|leg| (leg.side != Some(LegSide::Inbound), leg.created_at))
        };
        let (stays, goes) = if begins(&one) <= begins(&other) { (one, other) } else { (other, one) };
        let Some(gone) = self.calls.remove(&goes) else { return stays };
        let Some(call) = self.calls.get_mut(&stays) else { return stays };
        for leg in &gone.legs {
            self.call_of_leg.insert(leg.id.clone(), stays.clone());
            if let Some(agent) = leg.agent.as_ref().and_then(|agent| self.agents.get_mut(agent)) {
                agent.legs.retain(|(_, other)| *other != leg.id);
            }
        }
        call.legs.extend(gone.legs);
        call.queue = call.queue.take().or(gone.queue);
        call.entered_at = call.entered_at.or(gone.entered_at);
        call.handled = call.handled.take().or(gone.handled);
        call.entry_tallied |= gone.entry_tallied;
        call.pickup_recorded |= gone.pickup_recorded;
        self.call_of_interaction
            .values_mut()
            .filter(|call| **call == goes)
            .for_each(|call| *call = stays.clone());
        self.awaited.retain(|_, call| *call != goes);
        changes.calls.insert(goes);
        stays
    }

    pub(crate) fn name_queue(&mut self, call_id: &LegId, queue: &crate::QueueId, changes: &mut Changes) {
        self.ensure_queue(queue);
        let Some(call) = self.calls.get_mut(call_id) else { return };
        if call.queue.as_ref() != Some(queue) {
            changes.queues.extend(call.queue.replace(queue.clone()));
            changes.queues.insert(queue.clone());
        }
        call.in_queue = InQueue::Confirmed;
    }

    /// After any change to a call: what follows from its legs.
    pub(crate) fn settle(&mut self, call_id: &LegId, at: Millis, changes: &mut Changes) {
        changes.calls.insert(call_id.clone());
        let Some(call) = self.calls.get(call_id) else { return };
        let direction = self.direction_of(call);
        let rung = call
            .legs
            .iter()
            .filter(|leg| leg.is_live())
            .filter_map(|leg| Some((leg.agent.clone()?, leg.id.clone())));
        let rung: Vec<(AgentId, LegId)> = rung.collect();
        for (agent_id, leg) in rung {
            let agent = self.ensure_agent(&agent_id, None);
            if !agent.legs.iter().any(|(_, other)| *other == leg) {
                agent.legs.push((call_id.clone(), leg));
            }
            changes.agents.insert(agent_id);
        }
        let Some(call) = self.calls.get_mut(call_id) else { return };
        call.direction = direction;
        if direction == Direction::Inbound {
            self.settle_queue(call_id, at, changes);
        }
        let Some(call) = self.calls.get(call_id) else { return };
        let first_ended = call.first_leg().ended.map(|(ended_at, _)| ended_at);
        let someone_talks = call.legs.iter().any(|leg| leg.is_live() && leg.answered_at.is_some());
        if call.legs.iter().all(|leg| !leg.is_live()) {
            let last = call.legs.iter().filter_map(|leg| leg.ended.map(|(ended_at, _)| ended_at)).max();
            self.end_call(call_id, last.unwrap_or(at), None, changes);
        } else if let Some(ended_at) = first_ended
            && !someone_talks
        {
            // The caller is gone: a phone that still rings for nobody stops by itself.
            self.end_call(call_id, ended_at, None, changes);
        }
    }

    /// Queue, entry and pickup of a call from outside.
    fn settle_queue(&mut self, call_id: &LegId, at: Millis, changes: &mut Changes) {
        let Some(call) = self.calls.get(call_id) else { return };
        let ringing = call.other_legs().find_map(|leg| leg.agent.clone());
        if call.queue.is_none()
            && let Some(agent) = &ringing
            && let Some(only) = self.only_queue_of(agent)
        {
            self.name_queue(call_id, &only, changes);
        }
        let Some(call) = self.calls.get_mut(call_id) else { return };
        if ringing.is_some() {
            call.in_queue = InQueue::Confirmed;
        }
        if call.in_queue == InQueue::Confirmed && !call.entry_tallied {
            call.entry_tallied = true;
            self.today.tally(at, Tally::Entered);
            changes.today = true;
        }
        changes.queues.extend(call.queue.clone());
        if !call.pickup_recorded
            && let (Some(queue), Some(answered_at), Some(waited)) =
                (call.queue.clone(), call.answered_at(), call.waited())
        {
            call.pickup_recorded = true;
            self.today.tally(answered_at, Tally::Handled);
            self.ensure_queue(&queue).record(answered_at, waited, true);
            changes.today = true;
        }
    }

    fn direction_of(&self, call: &Call) -> Direction {
        let first = call.first_leg();
        if call.legs.iter().any(|leg| leg.to_carrier) {
            return Direction::Outbound;
        }
        if first.origin == Origin::Outside {
            return Direction::Inbound;
        }
        if first.side == Some(LegSide::Outbound) {
            // Made by the switch and not to a carrier: an agent is rung for a caller whose leg was not seen.
            return if first.agent.is_some() { Direction::Inbound } else { Direction::Unknown };
        }
        let from_phone = first.origin == Origin::Device || first.agent.is_some();
        match (from_phone, &first.destination) {
            (false, _) => Direction::Inbound,
            (true, Some(number)) if self.who.contains_key(number) => Direction::Internal,
            (true, Some(number)) if digits(number) >= OUTSIDE_DIGITS => Direction::Outbound,
            (true, Some(_)) => Direction::Internal,
            (true, None) => Direction::Unknown,
        }
    }

    /// Whose phone a leg is: said by the leg itself, else found in the directory by extension or user name.
    fn agent_of(&self, event: &LegEvent) -> Option<AgentId> {
        if event.to_carrier || event.origin == Origin::Outside {
            return None;
        }
        if event.agent.is_some() {
            return event.agent.clone();
        }
        let word = match event.side {
            Some(LegSide::Outbound) => event.destination.as_ref(),
            Some(LegSide::Inbound) => event.caller_number.as_ref(),
            None => None,
        };
        self.who.get(word?).cloned()
    }

    fn only_queue_of(&self, agent: &AgentId) -> Option<crate::QueueId> {
        let mut queues = self.queues.values().filter(|queue| queue.agents.contains(agent));
        let only = queues.next()?;
        queues.next().is_none().then(|| only.id.clone())
    }
}

impl Leg {
    fn new(event: &LegEvent, at: Millis, happened: Millis) -> Self {
        Self {
            id: event.leg.clone(),
            digest: event.digest,
            side: None,
            origin: Origin::Unknown,
            to_carrier: false,
            agent: None,
            caller_number: None,
            destination: None,
            created_at: happened,
            answered_at: matches!(event.kind, LegEventKind::Answered).then_some(happened),
            ended: None,
            heard_at: at,
            doubts: 0,
        }
    }

    /// Takes in what an event knows of the leg; what is known already stays.
    fn learn(&mut self, event: &LegEvent, agent: Option<AgentId>) {
        self.side = self.side.or(event.side);
        if self.origin == Origin::Unknown {
            self.origin = event.origin;
        }
        self.to_carrier |= event.to_carrier;
        if self.to_carrier || self.origin == Origin::Outside {
            self.agent = None;
        } else if self.agent.is_none() {
            self.agent = agent;
        }
        if self.caller_number.is_none() {
            self.caller_number.clone_from(&event.caller_number);
        }
        if self.destination.is_none() {
            self.destination.clone_from(&event.destination);
        }
    }
}

fn digits(number: &str) -> usize {
    number.chars().filter(char::is_ascii_digit).count()
}
