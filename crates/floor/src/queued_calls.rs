//! The dashboard's rows of queue calls: who waits, and who talks with whom.

use std::collections::BTreeMap;

use crate::call::InQueue;
use crate::explain::{KnownBy, Rule, What};
use crate::leg::By;
use crate::links::Link;
use crate::polls::IN_FLIGHT;
use crate::today::Tally;
use crate::{Call, Cause, Changes, Floor, Leg, LegId, LegSide, Millis, Origin, QueuedCall};

/// Entry times come in whole seconds of another clock. Only a caller who was answered clearly before the entry was
/// in a menu first.
const MENU: Millis = 5_000;
/// Most callers have left a menu by then.
const IN_MENU: Millis = 15_000;

impl Floor {
    pub(crate) fn waiting_row(
        &mut self,
        at: Millis,
        asked_at: Millis,
        row: &QueuedCall,
        changes: &mut Changes,
    ) -> LegId {
        let (call_id, told) = self.call_of_row(at, asked_at, row, changes);
        self.trust.waiting_calls |= told;
        let entered_at = row.entered_at.map(|entered_at| self.upstream_clock.place(entered_at, at));
        if let Some(call) = self.calls.get_mut(&call_id) {
            call.facts.note_once(at, asked_at, What::ListedWaiting);
            // Somebody has talked on it, and now it is in a queue again.
            let talk_ended = call.talk_ended_at().filter(|ended_at| ended_at + IN_FLIGHT < asked_at);
            let handed_on =
                talk_ended.or(entered_at.filter(|entered_at| call.was_handled_before(*entered_at)));
            if let Some(handed_on) = handed_on.filter(|at| call.is_after_wait(*at) && call.is_live()) {
                call.wait_again(entered_at.map_or(handed_on, |entered_at| entered_at.max(handed_on)));
                call.entry_tallied = true;
                self.today.is_counted(Tally::Entered);
            }
        }
        if let Some(call) = self.calls.get_mut(&call_id)
            && let Some(entered_at) = entered_at
        {
            // Our own sight of the answer is sharper, unless it was a menu that answered.
            let answered_at = call.first_leg().answered_at;
            let menu = answered_at.is_none_or(|answered_at| entered_at - answered_at > MENU);
            if menu && call.waits_again.is_none() {
                call.entered_at.get_or_insert(entered_at);
            }
        }
        self.settle(&call_id, at, changes);
        call_id
    }

    pub(crate) fn talking_row(
        &mut self,
        at: Millis,
        asked_at: Millis,
        row: &QueuedCall,
        changes: &mut Changes,
    ) -> LegId {
        let (call_id, told) = self.call_of_row(at, asked_at, row, changes);
        self.trust.talking_calls |= told;
        let clock = &self.upstream_clock;
        let handled_at = row.handled_at.map_or(asked_at, |handled_at| clock.place(handled_at, at));
        if let Some(call) = self.calls.get_mut(&call_id).filter(|call| call.is_live()) {
            call.facts.note_once(at, asked_at, What::ListedTalking { agent: row.agent.clone() });
            // Picked up before our time: AntRing's counters have it, our window has not.
            call.pickup_tallied |= !call.seen_in_feed;
            call.pickup_recorded |= !call.seen_in_feed;
            if call.first_leg().answered_at.is_none() {
                let entered_at = row.entered_at.map(|entered_at| clock.place(entered_at, at));
                call.entered_at = call.entered_at.or(entered_at);
            }
            if let Some(agent) = row.agent.as_ref().filter(|_| call.is_news(handled_at)) {
                call.handle(agent, handled_at);
            }
            let told = call.other_legs().any(|leg| leg.answer_told && leg.agent.is_some());
            let expected = call.seen_in_feed || !call.expected;
            if !told
                && expected
                && row.agent.is_some()
                && handled_at + IN_FLIGHT < asked_at
                && self.listening.should_have_told(handled_at)
            {
                self.call_differs(&call_id, Cause::AnswerLost, at, changes);
            }
        }
        self.settle(&call_id, at, changes);
        call_id
    }

    /// The call a row speaks of, made where events never told of it, and whether events told.
    fn call_of_row(
        &mut self,
        at: Millis,
        asked_at: Millis,
        row: &QueuedCall,
        changes: &mut Changes,
    ) -> (LegId, bool) {
        let known = self.call_of_leg.get(&row.call).cloned();
        let call_id = known.unwrap_or_else(|| self.call_named_by_row(at, asked_at, row, changes));
        let Some(call) = self.calls.get_mut(&call_id) else { return (call_id, false) };
        let told = call.seen_in_feed;
        if !call.is_live() && call.ended_by == By::Polls && call.closed_at < Some(asked_at) {
            call.reopen();
            call.facts.note(at, at, None, What::Reopened);
        }
        let lost = call.is_live() && !told && call.expected && call.started_at() + IN_FLIGHT < asked_at;
        if let Some(queue) = &row.queue {
            self.name_queue(&call_id, queue, KnownBy::Poll, changes);
        }
        if lost {
            self.call_differs(&call_id, Cause::NeverTold, at, changes);
        }
        if let Some(call) = self.calls.get_mut(&call_id).filter(|call| call.is_live()) {
            call.in_queue = InQueue::Confirmed;
            if !std::mem::replace(&mut call.entry_tallied, true) {
                self.today.is_counted(Tally::Entered);
            }
            call.absences = 0;
            for leg in call.legs.iter_mut().filter(|leg| leg.id == row.call) {
                leg.heard_at = leg.heard_at.max(asked_at);
            }
        }
        (call_id, told)
    }

    /// Events may have told of an agent's leg alone: the caller's, which the row names, begins the call and gives it
    /// its name.
    fn call_named_by_row(
        &mut self,
        at: Millis,
        asked_at: Millis,
        row: &QueuedCall,
        changes: &mut Changes,
    ) -> LegId {
        let agents = self.leg_of_link.get(&Link::Digest(row.digest)).cloned();
        let told = agents.as_ref().and_then(|agents| self.call_of(agents));
        let Some((agents, told)) = agents.zip(told.map(|call| call.id.clone())) else {
            return self.call_from_row(at, asked_at, row, changes);
        };
        if self.calls.get(&told).is_none_or(|call| call.first_leg().side != Some(LegSide::Outbound)) {
            return told;
        }
        let listed = self.call_from_row(at, asked_at, row, changes);
        let call_id = self.merge(told, listed, changes);
        self.note(&call_id, Some(&agents), at, What::Joined { rule: Rule::Digest, to: row.call.clone() });
        call_id
    }

    /// A call that events never told of: it was under way before we listened, or its events were lost.
    fn call_from_row(
        &mut self,
        at: Millis,
        asked_at: Millis,
        row: &QueuedCall,
        changes: &mut Changes,
    ) -> LegId {
        let entered_at = self.upstream_clock.place(row.entered_at.unwrap_or(asked_at), at);
        let mut call = Call::new(Leg {
            id: row.call.clone(),
            digest: row.digest,
            side: Some(LegSide::Inbound),
            origin: Origin::Outside,
            to_carrier: false,
            agent: None,
            caller_number: row.caller_number.clone(),
            destination: None,
            created_at: entered_at,
            answered_at: None,
            answer_told: false,
            ended: None,
            ended_by: By::Itself,
            created_seen: false,
            offered: false,
            soft: false,
            named: BTreeMap::new(),
            heard_at: at,
            doubts: 0,
        });
        call.entered_at = Some(entered_at);
        call.seen_in_feed = false;
        // Whoever had been in a menu before the feed was connected entered the queue out of its sight.
        call.expected = self.listening.should_have_told(entered_at - IN_MENU);
        if call.expected {
            self.listening.untold();
        }
        self.calls.insert(row.call.clone(), call);
        self.call_of_leg.insert(row.call.clone(), row.call.clone());
        self.moved(&row.call, changes);
        self.leg_of_link.insert(Link::Digest(row.digest), row.call.clone());
        row.call.clone()
    }
}
