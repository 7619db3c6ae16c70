//! What the call history says: how calls ended that nobody saw end, and which calls passed unseen.

use std::collections::BTreeMap;

use crate::call::InQueue;
use crate::explain::{KnownBy, What};
use crate::leg::{By, Leg};
use crate::polls::IN_FLIGHT;
use crate::settle::{ensure_agent, ensure_queue, touch};
use crate::tick::LINGER;
use crate::{
    About, Call, Cause, Changes, Digest, Direction, Floor, HangupCause, LegId, LegSide, Millis, Origin,
    Outcome, PastCall, Records,
};

impl Floor {
    pub(crate) fn records(&mut self, at: Millis, records: Records) -> Changes {
        let mut changes = Changes::default();
        for record in &records.calls {
            self.record(at, &self.placed(record, at), &mut changes);
        }
        changes.gaps |= self.gaps.fill(records.from, records.until);
        changes
    }

    /// A record's times by this server's clock.
    fn placed(&self, record: &PastCall, at: Millis) -> PastCall {
        let place = |stamped: Millis| self.upstream_clock.place(stamped, at);
        let mut record = record.clone();
        record.started_at = place(record.started_at);
        for time in [&mut record.entered_at, &mut record.handled_at, &mut record.ended_at] {
            *time = time.map(place);
        }
        record.misses.iter_mut().for_each(|miss| miss.at = miss.at.map(place));
        record
    }

    fn record(&mut self, at: Millis, record: &PastCall, changes: &mut Changes) {
        let Some(ended_at) = record.ended_at.filter(|_| record.outcome != Outcome::Unknown) else { return };
        let known = record.legs.iter().find_map(|leg| self.call_of_leg.get(leg)).cloned();
        match known.and_then(|id| self.calls.get(&id)) {
            Some(call) if call.is_live() => {
                let heard_at = call.legs.iter().map(|leg| leg.heard_at).max().unwrap_or_default();
                // Somebody spoke of it later: the record is of an earlier part of it.
                if heard_at <= ended_at + IN_FLIGHT {
                    let id = call.id.clone();
                    self.end_by_record(&id, at, ended_at, record, changes);
                }
            }
            Some(call) if call.outcome == Some(Outcome::Unknown) => {
                let id = call.id.clone();
                self.correct(&id, at, ended_at, record, changes);
            }
            Some(_) => {}
            None => self.passed_unseen(at, ended_at, record, changes),
        }
    }

    fn end_by_record(
        &mut self,
        id: &LegId,
        at: Millis,
        ended_at: Millis,
        record: &PastCall,
        changes: &mut Changes,
    ) {
        self.repair_by_record(id, Cause::EndLost, at, changes);
        self.tell(id, at, record, changes);
        self.settle(id, at, changes);
        self.end_call(id, ended_at, By::Record, changes);
    }

    /// The polls had lost sight of it; now it is known how it ended.
    fn correct(
        &mut self,
        id: &LegId,
        at: Millis,
        ended_at: Millis,
        record: &PastCall,
        changes: &mut Changes,
    ) {
        self.repair_by_record(id, Cause::RecordCorrected, at, changes);
        self.tell(id, at, record, changes);
        let Some(call) = self.calls.get_mut(id) else { return };
        call.outcome = Some(record.outcome);
        call.ended_at = Some(ended_at.max(call.started_at()));
        call.ended_by = By::Record;
        call.facts.note(at, ended_at, None, What::Ended { outcome: record.outcome, by: KnownBy::Record });
        touch(call, changes);
        self.count_in_queue(id, changes);
    }

    fn repair_by_record(&mut self, id: &LegId, cause: Cause, at: Millis, changes: &mut Changes) {
        self.note(id, None, at, What::Repaired(cause));
        self.differences.settle(&About::Call(id.clone()), changes);
        self.differences.repair(About::Call(id.clone()), cause, at, changes);
    }

    /// What the record knows of the call's way, where events did not tell.
    fn tell(&mut self, id: &LegId, at: Millis, record: &PastCall, changes: &mut Changes) {
        if let Some(queue) = &record.queue
            && let Some(call) = self.calls.get_mut(id)
        {
            ensure_queue(&mut self.queues, queue);
            changes.queues.insert(queue.clone());
            if call.queue.is_none() {
                call.queue = Some(queue.clone());
                call.facts.note(at, at, None, What::QueueNamed { queue: queue.clone(), by: KnownBy::Record });
            }
            call.in_queue = InQueue::Confirmed;
        }
        let Some(call) = self.calls.get_mut(id) else { return };
        call.verdict = Some(record.outcome);
        call.rung_by = None;
        if call.first_leg().answered_at.is_none() {
            call.entered_at = call.entered_at.or(record.entered_at);
        }
        if call.answered_at().is_none()
            && let (Some(agent), Some(handled_at)) = (&record.agent, record.handled_at)
        {
            ensure_agent(&mut self.agents, agent, None);
            changes.agents.insert(agent.clone());
            call.handled = Some((agent.clone(), handled_at.max(call.started_at())));
        }
    }

    /// Counts a call that is over into its queue's window, unless it was.
    fn count_in_queue(&mut self, id: &LegId, changes: &mut Changes) {
        let Some(call) = self.calls.get_mut(id) else { return };
        let Some(queue) = call.queue.clone() else { return };
        if call.outcome == Some(Outcome::Abandoned) {
            let (at, waited) = (call.ended_at.unwrap_or_default(), call.waited().unwrap_or_default());
            ensure_queue(&mut self.queues, &queue).record(at, waited, false);
        } else if let Some((_, at, waited)) = call.pickup_to_record() {
            ensure_queue(&mut self.queues, &queue).record(at, waited, true);
        }
        changes.queues.insert(queue);
    }

    /// A call that began and ended while nobody listened. It is shown as ended for as long as others are.
    fn passed_unseen(&mut self, at: Millis, ended_at: Millis, record: &PastCall, changes: &mut Changes) {
        let Some(first) = record.legs.first() else { return };
        let seen = record.legs.iter().any(|leg| self.left.knows(leg) || self.departed.contains_key(leg));
        if seen || !self.gaps.misses(record.started_at, ended_at) {
            return;
        }
        let mut call = Call::new(past_leg(first, record, ended_at));
        call.direction = record.direction;
        call.seen_in_feed = false;
        call.entry_tallied = true;
        call.pickup_tallied = true;
        let id = call.id.clone();
        self.call_of_leg.insert(id.clone(), id.clone());
        self.moved(&id, changes);
        self.calls.insert(id.clone(), call);
        self.tell(&id, at, record, changes);
        if let Some(call) = self.calls.get_mut(&id) {
            call.end(ended_at, ended_at, By::Record);
            call.facts.note(at, ended_at, None, What::Ended { outcome: record.outcome, by: KnownBy::Record });
            touch(call, changes);
        }
        self.count_in_queue(&id, changes);
        for miss in &record.misses {
            let agent = ensure_agent(&mut self.agents, &miss.agent, None);
            agent.misses.add(miss.at.unwrap_or(ended_at), first);
            changes.agents.insert(miss.agent.clone());
        }
        if at - ended_at > LINGER {
            self.forget(&id, changes);
        }
    }
}

fn past_leg(id: &LegId, record: &PastCall, ended_at: Millis) -> Leg {
    let outside = matches!(record.direction, Direction::Inbound | Direction::Unknown);
    Leg {
        id: id.clone(),
        digest: Digest::default(),
        side: Some(LegSide::Inbound),
        origin: if outside { Origin::Outside } else { Origin::Device },
        to_carrier: false,
        agent: None,
        caller_number: record.caller_number.clone(),
        destination: record.line.clone().or_else(|| record.callee_number.clone()),
        created_at: record.started_at.min(ended_at),
        answered_at: None,
        answer_told: false,
        ended: Some((ended_at, HangupCause::Unknown)),
        ended_by: By::Record,
        created_seen: false,
        offered: false,
        soft: false,
        named: BTreeMap::new(),
        heard_at: ended_at,
        doubts: 0,
    }
}
