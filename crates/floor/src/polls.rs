//! What the dashboard says of calls: it corrects what events guessed.
//!
//! A poll is the truth of the moment it was asked, so whatever events said after that stands. Its lists are only
//! half documented (`protocols.md` §3.4), so their silence is believed only once the site has shown that it speaks:
//! trust is earned, kind by kind, by a row that agrees with an event. What a poll ended wrongly, any later word
//! brings back.

use std::collections::BTreeSet;

use crate::call::InQueue;
use crate::explain::What;
use crate::leg::By;
use crate::{
    About, Call, CallState, Cause, Changes, Dashboard, Direction, Floor, LegId, Millis, QueuedCall, Source,
    SourceReport,
};

/// An answer may be this much older than the events it seems to contradict.
pub(crate) const IN_FLIGHT: Millis = 2_000;
/// Contradictions in a row before an event's word is dropped.
pub(crate) const BELIEVED_AFTER: u8 = 2;
/// A caller who was handed on is with a phone or a queue by then, or gone: a guess, which any later word takes back.
const HANDED_ON_FOR: Millis = 120_000;
/// KAZOO's lists of calls come in pages of 25 (§3.3): a list of whole pages may have been cut, so that who is
/// missing from it proves nothing.
const PAGE: usize = 25;

/// What this site's dashboard has been seen to report truthfully.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Trust {
    pub waiting_calls: bool,
    pub talking_calls: bool,
    pub ringing: bool,
    pub connected: bool,
    pub outbound: bool,
}

impl Floor {
    pub(crate) fn dashboard(&mut self, at: Millis, dashboard: Dashboard) -> Changes {
        self.sources.report(Source::Dashboard, SourceReport::Heard, at);
        let mut changes = Changes { sources: true, today: true, ..Changes::default() };
        self.differences.begin_poll();
        let mut listed = BTreeSet::new();
        for row in &dashboard.waiting {
            listed.insert(self.waiting_row(at, dashboard.asked_at, row, &mut changes));
        }
        for row in &dashboard.talking {
            listed.insert(self.talking_row(at, dashboard.asked_at, row, &mut changes));
        }
        self.absent_calls(at, &dashboard, &listed, &mut changes);
        self.left_alone(at, dashboard.asked_at, &listed, &mut changes);
        self.agent_statuses(at, &dashboard, &listed, &mut changes);
        self.counters(at, &dashboard, &mut changes);
        self.differences.end_poll(&mut changes);
        self.listening.polled(dashboard.asked_at);
        self.note_silence(at, &mut changes);
        changes
    }

    /// A poll shows that events of a call were lost: counted once the next poll shows it too. What the row says is on
    /// the board already.
    pub(crate) fn call_differs(
        &mut self,
        id: &LegId,
        cause: Cause,
        at: Millis,
        changes: &mut Changes,
    ) -> bool {
        let repaired = |call: &Call| call.repaired.contains(&cause);
        if self.calls.get(id).is_none_or(repaired) {
            return false;
        }
        let about = About::Call(id.clone());
        if self.differences.notice(about.clone(), cause, at, changes) < BELIEVED_AFTER {
            return false;
        }
        self.differences.repair(about, cause, at, changes);
        if let Some(call) = self.calls.get_mut(id) {
            call.repaired.push(cause);
            call.facts.note(at, at, None, What::Repaired(cause));
        }
        true
    }

    /// Calls that the lists should hold and do not.
    fn absent_calls(
        &mut self,
        at: Millis,
        dashboard: &Dashboard,
        listed: &BTreeSet<LegId>,
        changes: &mut Changes,
    ) {
        let whole = |rows: &[QueuedCall]| rows.is_empty() || !rows.len().is_multiple_of(PAGE);
        let waiting_is_whole = whole(&dashboard.waiting);
        let talking_is_whole = whole(&dashboard.talking);
        let mut over = Vec::new();
        for call in self.calls.values_mut() {
            let heard_at = call.legs.iter().map(|leg| leg.heard_at).max().unwrap_or_default();
            if !call.is_live()
                || call.direction != Direction::Inbound
                || listed.contains(&call.id)
                || call.has_left_its_queue()
                || heard_at + IN_FLIGHT >= dashboard.asked_at
            {
                continue;
            }
            let trusted = match call.state() {
                CallState::Waiting | CallState::Ringing => waiting_is_whole && self.trust.waiting_calls,
                CallState::Talking => talking_is_whole && self.trust.talking_calls,
                CallState::Arriving | CallState::Ended => false,
            };
            // A call that only a poll told of has no other proof of life.
            let trusted = trusted || (!call.seen_in_feed && waiting_is_whole && talking_is_whole);
            match call.in_queue {
                _ if !trusted => {}
                InQueue::Presumed if call.state() == CallState::Waiting => {
                    call.in_queue = InQueue::Denied;
                    changes.calls.insert(call.id.clone());
                }
                // Not a queue's call, so it need not be listed.
                InQueue::Presumed | InQueue::Denied => {}
                InQueue::Confirmed if !call.seen_in_feed && !self.listening.is_on() => {
                    // Polls told of it, and polls alone can tell that it is over: nothing differs.
                    call.absences += 1;
                    if call.absences >= BELIEVED_AFTER {
                        over.push((call.id.clone(), false));
                    }
                }
                InQueue::Confirmed => {
                    let about = About::Call(call.id.clone());
                    let times = self.differences.notice(about, Cause::NotListed, at, changes);
                    call.facts.note(at, dashboard.asked_at, None, What::NotListed { times });
                    if times >= BELIEVED_AFTER
                        || self.listening.was_deaf_between(heard_at, dashboard.asked_at)
                    {
                        over.push((call.id.clone(), true));
                    }
                }
            }
        }
        for (id, differed) in over {
            if differed {
                self.note(&id, None, at, What::Repaired(Cause::NotListed));
                self.differences.repair(About::Call(id.clone()), Cause::NotListed, at, changes);
            }
            self.end_call(&id, at, By::Polls, changes);
        }
    }

    /// Calls of which one leg goes on that the dashboard tells nothing of: its end was lost. The polls only give it
    /// the time to come.
    fn left_alone(&mut self, at: Millis, asked_at: Millis, listed: &BTreeSet<LegId>, changes: &mut Changes) {
        let alone = |call: &Call| {
            if call.far_end_alone_since().is_some_and(|since| since + IN_FLIGHT < asked_at) {
                return Some((call.id.clone(), Cause::AgentIdle));
            }
            let handed_on = call.handed_on_to_nobody_at().filter(|_| !listed.contains(&call.id));
            let silent = handed_on.is_some_and(|handed_on_at| handed_on_at + HANDED_ON_FOR < asked_at);
            silent.then(|| (call.id.clone(), Cause::NotListed))
        };
        let left: Vec<(LegId, Cause)> =
            self.calls.values().filter(|call| call.is_live()).filter_map(alone).collect();
        for (id, cause) in left {
            let about = About::Call(id.clone());
            if self.differences.notice(about.clone(), cause, at, changes) >= BELIEVED_AFTER {
                self.note(&id, None, at, What::Repaired(cause));
                self.differences.repair(about, cause, at, changes);
                self.end_call(&id, at, By::Polls, changes);
            }
        }
    }
}
