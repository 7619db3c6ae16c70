//! What the dashboard says: it corrects what events guessed.
//!
//! A poll is the truth of the moment it was asked, so whatever events said after that stands. Its lists are only
//! half documented (`protocols.md` §3.4), so their silence is believed only once the site has shown that it speaks:
//! trust is earned, kind by kind, by a row that agrees with an event.

use crate::agent::Reported;
use crate::call::InQueue;
use crate::{
    AgentId, AgentStatus, Call, CallState, Changes, Dashboard, Direction, Floor, HangupCause, Leg, LegId,
    LegSide, Millis, Origin, Outcome, QueuedCall, Source, SourceReport, Status,
};

/// An answer may be this much older than the events it seems to contradict.
const IN_FLIGHT: Millis = 2_000;
/// Contradictions in a row before an event's word is dropped.
const BELIEVED_AFTER: u8 = 2;

/// What this site's dashboard has been seen to report truthfully.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Trust {
    waiting_calls: bool,
    talking_calls: bool,
    ringing: bool,
    connected: bool,
    outbound: bool,
}

impl Floor {
    pub(crate) fn dashboard(&mut self, at: Millis, dashboard: Dashboard) -> Changes {
        self.sources.report(Source::Dashboard, SourceReport::Heard, at);
        let mut changes = Changes { sources: true, today: true, ..Changes::default() };
        self.today.poll(dashboard.counters, dashboard.asked_at);
        for row in &dashboard.waiting {
            self.waiting_row(at, dashboard.asked_at, row, &mut changes);
        }
        for row in &dashboard.talking {
            self.talking_row(at, dashboard.asked_at, row, &mut changes);
        }
        self.absent_calls(at, &dashboard, &mut changes);
        self.agent_statuses(at, &dashboard, &mut changes);
        changes
    }

    fn waiting_row(&mut self, at: Millis, asked_at: Millis, row: &QueuedCall, changes: &mut Changes) {
        let known = self.call_in_row(row);
        self.trust.waiting_calls |= known.is_some();
        let Some(call_id) = known.or_else(|| self.call_from_row(at, asked_at, row)) else { return };
        if let Some(queue) = &row.queue {
            self.name_queue(&call_id, queue, changes);
        }
        let Some(call) = self.calls.get_mut(&call_id) else { return };
        if !call.is_live() {
            return;
        }
        call.in_queue = InQueue::Confirmed;
        call.entry_tallied = true;
        call.absences = 0;
        // Entry times come in whole seconds of upstream's clock; our own sight of the answer is sharper.
        if call.first_leg().answered_at.is_none() {
            call.entered_at = call.entered_at.or(row.entered_at.map(|entered| entered.min(at)));
        }
        self.settle(&call_id, at, changes);
    }

    fn talking_row(&mut self, at: Millis, asked_at: Millis, row: &QueuedCall, changes: &mut Changes) {
        let known = self.call_in_row(row);
        self.trust.talking_calls |= known.is_some();
        let new = known.is_none();
        let Some(call_id) = known.or_else(|| self.call_from_row(at, asked_at, row)) else { return };
        if let Some(queue) = &row.queue {
            self.name_queue(&call_id, queue, changes);
        }
        let Some(call) = self.calls.get_mut(&call_id) else { return };
        if !call.is_live() {
            return;
        }
        call.in_queue = InQueue::Confirmed;
        call.entry_tallied = true;
        call.absences = 0;
        // Its pickup was before our time: AntRing's counters have it, our window has not.
        call.pickup_recorded |= new;
        call.entered_at = call.entered_at.or(row.entered_at.map(|entered| entered.min(at)));
        if call.handled.is_none()
            && call.answered_at().is_none()
            && let Some(agent) = &row.agent
        {
            call.handled = Some((agent.clone(), row.handled_at.unwrap_or(asked_at).min(at)));
        }
        self.settle(&call_id, at, changes);
    }

    fn call_in_row(&self, row: &QueuedCall) -> Option<LegId> {
        let leg = self.call_of_leg.contains_key(&row.call).then_some(&row.call);
        let leg = leg.or_else(|| self.leg_of_digest.get(&row.digest))?;
        self.call_of_leg.get(leg).cloned()
    }

    /// A call that events never told of: it was under way before we listened, or its events were lost.
    fn call_from_row(&mut self, at: Millis, asked_at: Millis, row: &QueuedCall) -> Option<LegId> {
        let entered_at = row.entered_at.unwrap_or(asked_at).min(at);
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
            ended: None,
            heard_at: at,
            doubts: 0,
        });
        call.direction = Direction::Inbound;
        call.entered_at = Some(entered_at);
        self.calls.insert(row.call.clone(), call);
        self.call_of_leg.insert(row.call.clone(), row.call.clone());
        self.leg_of_digest.insert(row.digest, row.call.clone());
        Some(row.call.clone())
    }

    /// Calls that the lists should hold and do not.
    fn absent_calls(&mut self, at: Millis, dashboard: &Dashboard, changes: &mut Changes) {
        let listed = |call: &Call| {
            let mut rows = dashboard.waiting.iter().chain(&dashboard.talking);
            rows.any(|row| call.legs.iter().any(|leg| leg.id == row.call || leg.digest == row.digest))
        };
        let settled = |call: &&Call| {
            let heard_at = call.legs.iter().map(|leg| leg.heard_at).max().unwrap_or_default();
            call.is_live()
                && call.direction == Direction::Inbound
                && heard_at + IN_FLIGHT < dashboard.asked_at
        };
        let absent: Vec<LegId> = self
            .calls
            .values()
            .filter(settled)
            .filter(|call| !listed(call))
            .map(|call| call.id.clone())
            .collect();
        for id in absent {
            let Some(call) = self.calls.get_mut(&id) else { continue };
            let trusted = match call.state() {
                CallState::Waiting | CallState::Ringing => self.trust.waiting_calls,
                CallState::Talking => self.trust.talking_calls && call.queue.is_some(),
                CallState::Arriving | CallState::Ended => false,
            };
            if !trusted {
                continue;
            }
            if call.in_queue == InQueue::Presumed {
                call.in_queue = InQueue::Denied;
                changes.calls.insert(id);
                continue;
            }
            call.absences += 1;
            if call.absences >= BELIEVED_AFTER {
                self.repaired += 1;
                self.end_call(&id, at, Some(Outcome::Unknown), changes);
            }
        }
    }

    fn agent_statuses(&mut self, at: Millis, dashboard: &Dashboard, changes: &mut Changes) {
        for row in &dashboard.agents {
            let agent = self.ensure_agent(&row.agent, row.name.as_ref().or(row.username.as_ref()));
            let reported = Reported {
                asked_at: dashboard.asked_at,
                status: row.status.clone(),
                since: row.since.map(|since| since.min(at)),
                reason: row.pause_reason.clone(),
                call: row.call.clone(),
                queue: row.queue.clone(),
            };
            agent.reported = Some(agent.keep_since(reported));
            changes.agents.insert(row.agent.clone());
            self.doubt_legs(at, dashboard.asked_at, row, changes);
        }
        let listed: std::collections::BTreeSet<&AgentId> =
            dashboard.agents.iter().map(|row| &row.agent).collect();
        let gone: Vec<AgentId> = self.agents.keys().filter(|id| !listed.contains(id)).cloned().collect();
        for id in gone {
            let Some(agent) = self.agents.get_mut(&id) else { continue };
            let was = agent.reported.as_ref().filter(|was| was.status == Status::LoggedOut);
            let since = match (&was, &agent.reported) {
                (Some(was), _) => was.since,
                // Seen to go: at some time since the last poll.
                (None, Some(_)) => Some(dashboard.asked_at),
                (None, None) => None,
            };
            agent.reported = Some(Reported {
                asked_at: dashboard.asked_at,
                status: Status::LoggedOut,
                since,
                reason: None,
                call: None,
                queue: None,
            });
            changes.agents.insert(id);
        }
    }

    /// A leg that goes on while its agent is reported idle lost its end, once this site is known to report such.
    fn doubt_legs(&mut self, at: Millis, asked_at: Millis, row: &AgentStatus, changes: &mut Changes) {
        let Some(agent) = self.agents.get(&row.agent) else { return };
        for (call_id, leg_id) in agent.legs.clone() {
            let Some(call) = self.calls.get_mut(&call_id) else { continue };
            let Some(leg) = call.legs.iter_mut().find(|leg| leg.id == leg_id) else { continue };
            let trusted = match (leg.side, leg.answered_at) {
                (Some(LegSide::Outbound), None) => &mut self.trust.ringing,
                (Some(LegSide::Outbound), Some(_)) => &mut self.trust.connected,
                _ => &mut self.trust.outbound,
            };
            match row.status {
                Status::Ringing | Status::Connected | Status::Outbound => {
                    *trusted = true;
                    leg.doubts = 0;
                }
                Status::Other(_) | Status::LoggingOut => {}
                _ if !*trusted || leg.heard_at + IN_FLIGHT > asked_at => {}
                _ => {
                    leg.doubts += 1;
                    if leg.doubts >= BELIEVED_AFTER {
                        self.repaired += 1;
                        self.end_leg(&call_id, &leg_id, at, HangupCause::Unknown, changes);
                        self.settle(&call_id, at, changes);
                    }
                }
            }
        }
    }
}

impl crate::Agent {
    /// Where a report gives no start, the same status goes on from where it was first seen.
    fn keep_since(&self, mut reported: Reported) -> Reported {
        if reported.since.is_none() {
            reported.since = match &self.reported {
                Some(was) if was.status == reported.status => was.since,
                Some(_) => Some(reported.asked_at),
                None => None,
            };
        }
        reported
    }
}
