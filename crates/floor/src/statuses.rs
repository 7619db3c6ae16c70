//! What the dashboard says of agents.

use std::collections::BTreeSet;

use crate::agent::Reported;
use crate::leg::By;
use crate::polls::{BELIEVED_AFTER, IN_FLIGHT};
use crate::settle::ensure_agent;
use crate::{
    AgentId, AgentStatus, Changes, Dashboard, Direction, Floor, HangupCause, Leg, LegId, LegSide, Millis,
    Status,
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
        for row in &dashboard.agents {
            let name = row.name.as_ref().or(row.username.as_ref());
            let since = row.since.map(|since| self.upstream_clock.place(since, at));
            let agent = ensure_agent(&mut self.agents, &row.agent, name);
            agent.report(Reported {
                asked_at: dashboard.asked_at,
                status: row.status.clone(),
                stamped: row.since,
                since,
                reason: row.pause_reason.clone(),
                call: row.call.clone(),
                queue: row.queue.clone(),
            });
            changes.agents.insert(row.agent.clone());
            self.doubt_legs(at, dashboard.asked_at, row, listed_calls, changes);
        }
        let listed: BTreeSet<&AgentId> = dashboard.agents.iter().map(|row| &row.agent).collect();
        for agent in self.agents.values_mut().filter(|agent| !listed.contains(&agent.id)) {
            agent.report(Reported {
                asked_at: dashboard.asked_at,
                status: Status::LoggedOut,
                stamped: None,
                since: None,
                reason: None,
                call: None,
                queue: None,
            });
            changes.agents.insert(agent.id.clone());
        }
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
        for (call_id, leg_id) in agent.legs.clone() {
            let Some(call) = self.calls.get_mut(&call_id) else { continue };
            let queued = call.direction == Direction::Inbound && call.queue_knows();
            let Some(leg) = call.legs.iter_mut().find(|leg| leg.id == leg_id) else { continue };
            let kind = Kind::of(leg, queued);
            if matches!(row.status, Status::Ringing | Status::Connected | Status::Outbound) {
                leg.doubts = 0;
                leg.heard_at = leg.heard_at.max(asked_at);
            }
            let trusted = match (kind, &row.status) {
                (Kind::Offer, Status::Ringing) => set(&mut self.trust.ringing),
                (Kind::QueueTalk, Status::Connected) => set(&mut self.trust.connected),
                (Kind::OtherTalk, Status::Outbound) => set(&mut self.trust.outbound),
                (Kind::Offer, _) => self.trust.ringing,
                (Kind::QueueTalk, _) => self.trust.connected,
                (Kind::OtherTalk, _) => self.trust.outbound,
                (Kind::OtherRing, _) => false,
            };
            let idle = kind.is_over_when(&row.status);
            if !trusted || !idle || leg.heard_at + IN_FLIGHT > asked_at {
                continue;
            }
            leg.doubts += 1;
            if leg.doubts < BELIEVED_AFTER {
                continue;
            }
            self.repaired += 1;
            self.end_leg(&call_id, &leg_id, at, HangupCause::Unknown, By::Polls, changes);
            let Some(call) = self.calls.get(&call_id) else { continue };
            let another_agent = call.legs.iter().any(|leg| leg.is_live() && leg.agent.is_some());
            if kind != Kind::Offer && !another_agent && !listed_calls.contains(&call_id) {
                // The end of the other side was lost with it.
                self.end_call(&call_id, at, By::Polls, changes);
            } else {
                self.settle(&call_id, at, changes);
            }
        }
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
    fn is_over_when(self, status: &Status) -> bool {
        match status {
            Status::LoggedIn | Status::Ready | Status::WrapUp => true,
            Status::Paused | Status::LoggedOut => matches!(self, Self::Offer | Self::QueueTalk),
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
