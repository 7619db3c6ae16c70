//! What the dashboard says of agents.

use std::collections::BTreeSet;

use crate::agent::Reported;
use crate::explain::What;
use crate::leg::By;
use crate::polls::{BELIEVED_AFTER, IN_FLIGHT};
use crate::settle::ensure_agent;
use crate::{
    About, AgentId, AgentStatus, Cause, Changes, Dashboard, Direction, Floor, HangupCause, Leg, LegId,
    LegSide, Millis, Status,
};

impl Floor {
    pub(crate) fn agent_statuses(
        &mut self,
        at: Millis,
        dashboard: &Dashboard,
        listed_calls: &BTreeSet<LegId>,
        changes: &mut Changes,
    ) {
        // That everybody left at once is believed when the next poll says so too.
        let everybody_left = dashboard.agents.is_empty();
        if everybody_left && !std::mem::replace(&mut self.nobody_listed, true) {
            return;
        }
        self.nobody_listed = everybody_left;
        self.stop_ringing(dashboard, changes);
        for row in &dashboard.agents {
            self.report(at, dashboard.asked_at, row, changes);
            self.doubt_legs(at, dashboard.asked_at, row, listed_calls, changes);
            self.doubt_absence_of_legs(at, dashboard.asked_at, row, changes);
        }
        let listed: BTreeSet<&AgentId> = dashboard.agents.iter().map(|row| &row.agent).collect();
        let missing = self.agents.keys().filter(|id| !listed.contains(id)).cloned();
        for agent in missing.collect::<Vec<_>>() {
            let row = signed_out(agent);
            self.report(at, dashboard.asked_at, &row, changes);
            self.doubt_legs(at, dashboard.asked_at, &row, listed_calls, changes);
        }
    }

    fn report(&mut self, at: Millis, asked_at: Millis, row: &AgentStatus, changes: &mut Changes) {
        let name = row.name.as_ref().or(row.username.as_ref());
        let since = row.since.map(|since| self.upstream_clock.place(since, at));
        let agent = ensure_agent(&mut self.agents, &row.agent, name);
        let was = agent.reported_call().cloned();
        if was != row.call {
            if let Some(agents) = was.as_ref().and_then(|call| self.reporting.get_mut(call)) {
                agents.remove(&row.agent);
            }
            self.reporting.retain(|_, agents| !agents.is_empty());
            if let Some(call) = &row.call {
                self.reporting.entry(call.clone()).or_default().insert(row.agent.clone());
            }
        }
        agent.report(Reported {
            asked_at,
            status: row.status.clone(),
            stamped: row.since,
            since,
            reason: row.pause_reason.clone(),
            call: row.call.clone(),
            queue: row.queue.clone(),
            repaired: false,
        });
        changes.agents.insert(row.agent.clone());
    }

    /// A leg that goes on while its agent is reported idle lost its end, once this site is known to report such.
    fn doubt_legs(
        &mut self,
        at: Millis,
        asked_at: Millis,
        row: &AgentStatus,
        listed_calls: &BTreeSet<LegId>,
        changes: &mut Changes,
    ) {
        let Some(agent) = self.agents.get(&row.agent).filter(|agent| !agent.legs.is_empty()) else { return };
        let status_since = agent.reported.as_ref().and_then(|reported| reported.since);
        let elsewhere = row.call.as_ref().and_then(|leg| Some(self.call_of(leg)?.id.clone()));
        for (call_id, leg_id) in agent.legs.clone() {
            let Some(call) = self.calls.get_mut(&call_id) else { continue };
            let queued = call.direction == Direction::Inbound && call.queue_knows();
            let Some(leg) = call.legs.iter_mut().find(|leg| leg.id == leg_id) else { continue };
            let kind = Kind::of(leg, queued);
            let elsewhere = elsewhere.as_ref().is_some_and(|call| *call != call_id);
            let busy = matches!(row.status, Status::Ringing | Status::Connected | Status::Outbound);
            // A status that began after the leg was up is another call's; a consultation begins after it.
            let began = leg.answered_at.unwrap_or(leg.created_at);
            let newer = status_since.is_some_and(|since| since > began + IN_FLIGHT);
            let moved_on = kind == Kind::OtherTalk && busy && newer;
            if busy && !elsewhere && !moved_on {
                leg.doubts = 0;
                leg.heard_at = leg.heard_at.max(asked_at);
            }
            let trusted = match (kind, &row.status) {
                (Kind::Offer, Status::Ringing) => set(&mut self.trust.ringing),
                (Kind::QueueTalk, Status::Connected) => set(&mut self.trust.connected),
                (Kind::OtherTalk, Status::Outbound) if !moved_on => set(&mut self.trust.outbound),
                (Kind::Offer, _) => self.trust.ringing,
                (Kind::QueueTalk, _) => self.trust.connected,
                (Kind::OtherTalk, _) => self.trust.outbound,
                (Kind::OtherRing, _) => false,
            };
            // A pause and a sign-out are applied when a call ends (`protocols.md` §3.1), so one that began after
            // the leg ended it.
            let applied = status_since.is_some_and(|since| since > leg.created_at + IN_FLIGHT);
            let idle = kind.is_over_when(&row.status, applied) || (busy && elsewhere && queued) || moved_on;
            if !trusted || !idle || leg.heard_at + IN_FLIGHT > asked_at {
                continue;
            }
            leg.doubts = leg.doubts.saturating_add(1);
            let times = leg.doubts;
            let what = What::StatusContradicts { agent: row.agent.clone(), times };
            call.facts.note(at, asked_at, Some(&leg_id), what);
            let about = About::Agent(row.agent.clone());
            self.differences.notice(about.clone(), Cause::AgentIdle, at, changes);
            if times < BELIEVED_AFTER {
                continue;
            }
            self.note(&call_id, Some(&leg_id), at, What::Repaired(Cause::AgentIdle));
            self.differences.repair(about, Cause::AgentIdle, at, changes);
            self.end_leg(&call_id, &leg_id, at, HangupCause::Unknown, By::Polls, changes);
            let Some(call) = self.calls.get(&call_id) else { continue };
            let agents = call.legs.iter().filter(|leg| leg.is_live() && leg.agent.is_some()).count();
            // Between colleagues, whoever is left has nobody to talk to.
            let goes_on = agents > usize::from(call.direction == Direction::Internal);
            if kind != Kind::Offer && !goes_on && !listed_calls.contains(&call_id) {
                // The end of the other side was lost with it.
                self.end_call(&call_id, at, By::Polls, changes);
            } else {
                self.settle(&call_id, at, changes);
            }
        }
    }
}

/// Agents who are missing from the dashboard are signed out (`protocols.md` §1.3).
fn signed_out(agent: AgentId) -> AgentStatus {
    AgentStatus {
        agent,
        username: None,
        name: None,
        status: Status::LoggedOut,
        since: None,
        pause_reason: None,
        call: None,
        caller_number: None,
        queue: None,
    }
}

/// What ACDC would say of an agent with a leg like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A queue rings the phone: `connecting`.
    Offer,
    /// `connected`.
    QueueTalk,
    /// Something else rings the phone: ACDC says nothing of it.
    OtherRing,
    /// `outbound`.
    OtherTalk,
}

impl Kind {
    fn of(leg: &Leg, queued: bool) -> Self {
        let rung = leg.side == Some(LegSide::Outbound);
        match (rung && queued, leg.answered_at) {
            (true, None) => Self::Offer,
            (true, Some(_)) => Self::QueueTalk,
            (false, None) if rung => Self::OtherRing,
            (false, _) => Self::OtherTalk,
        }
    }

    /// A pause or a sign-out does not end a call that came through no queue; idleness and after-call time do.
    fn is_over_when(self, status: &Status, applied_since: bool) -> bool {
        match status {
            Status::LoggedIn | Status::Ready | Status::WrapUp => true,
            Status::Paused | Status::LoggedOut => {
                matches!(self, Self::Offer | Self::QueueTalk) || applied_since
            }
            Status::Ringing
            | Status::Connected
            | Status::Outbound
            | Status::LoggingOut
            | Status::Other(_) => false,
        }
    }
}

fn set(flag: &mut bool) -> bool {
    *flag = true;
    true
}
