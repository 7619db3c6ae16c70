//! Agents whom the dashboard has on a call of which no leg to their phone is known: its CREATE or ANSWER was lost.

use crate::explain::{Unjoined, What};
use crate::polls::{BELIEVED_AFTER, IN_FLIGHT};
use crate::{
    About, AgentId, AgentStatus, Cause, Changes, Dashboard, Direction, Floor, LegId, Millis, Status,
};

impl Floor {
    /// Phones that only the dashboard had ringing stop when it says so.
    pub(crate) fn stop_ringing(&mut self, dashboard: &Dashboard, changes: &mut Changes) {
        for call in self.calls.values_mut() {
            let Some((agent, _)) = &call.rung_by else { continue };
            let still =
                dashboard.agents.iter().any(|row| row.agent == *agent && row.status == Status::Ringing);
            if !still || !call.is_live() {
                call.rung_by = None;
                changes.calls.insert(call.id.clone());
                changes.queues.extend(call.queue.clone());
            }
        }
    }

    pub(crate) fn doubt_absence_of_legs(
        &mut self,
        at: Millis,
        asked_at: Millis,
        row: &AgentStatus,
        changes: &mut Changes,
    ) {
        if !matches!(row.status, Status::Ringing | Status::Connected | Status::Outbound) {
            return;
        }
        let Some(agent) = self.agents.get(&row.agent) else { return };
        let since = agent.reported.as_ref().and_then(|reported| reported.since);
        let Some(since) = since.filter(|since| since + IN_FLIGHT < asked_at) else { return };
        let call = row.call.as_ref().and_then(|leg| self.call_of(leg)).filter(|call| call.is_live());
        let call = call.map(|call| call.id.clone());
        self.take_from_wrong_call(&row.agent, call.as_ref(), changes);
        let Some(agent) = self.agents.get(&row.agent) else { return };
        let freed_since = agent.freed.is_some_and(|freed| freed.at + IN_FLIGHT >= asked_at);
        if freed_since {
            return;
        }
        if !self.listening.should_have_told(since) {
            // Nobody could hear the phone begin to ring, so the poll's word is news and no difference.
            if let (Status::Ringing, Some(call), true) = (&row.status, &call, agent.legs.is_empty()) {
                self.rings_unheard(call, &row.agent, since, at, changes);
            }
            return;
        }
        if let Some((ringing, leg)) = agent.legs.first().cloned() {
            if row.status == Status::Connected && agent.legs.len() == 1 {
                let here = call.as_ref().is_none_or(|call| *call == ringing);
                if here && self.rings(&ringing, &leg, asked_at) {
                    self.answer(&ringing, &leg, since, at, changes);
                }
            }
            return;
        }
        self.listening.untold();
        match (&row.status, call) {
            (Status::Connected, Some(call)) => self.talks(&call, &row.agent, since, at, changes),
            (Status::Ringing, Some(call)) => self.is_rung(&call, &row.agent, since, at, changes),
            _ => self.is_busy(row, at, changes),
        }
    }

    /// A guess put the agent's leg into another call than the dashboard has them on.
    fn take_from_wrong_call(&mut self, agent: &AgentId, right: Option<&LegId>, changes: &mut Changes) {
        let Some(right) = right else { return };
        let legs = self.agents.get(agent).map(|agent| agent.legs.clone()).unwrap_or_default();
        for (call, leg) in legs.into_iter().filter(|(call, _)| call != right) {
            self.undo_soft_link(&call, &leg, Unjoined::OtherAgent, changes);
        }
    }

    /// A queue rings this leg, as far as events told.
    fn rings(&self, call: &LegId, leg: &LegId, asked_at: Millis) -> bool {
        let Some(call) = self.calls.get(call).filter(|call| call.queue_knows()) else { return false };
        let rung = call.other_legs().find(|other| other.id == *leg);
        rung.is_some_and(|leg| leg.is_live() && !leg.talked() && leg.heard_at <= asked_at + IN_FLIGHT)
    }

    fn answer(&mut self, call: &LegId, leg: &LegId, since: Millis, at: Millis, changes: &mut Changes) {
        if !self.agent_differs(About::Call(call.clone()), Cause::AnswerLost, at, changes) {
            return;
        }
        if let Some(call) = self.calls.get_mut(call) {
            call.facts.note(at, since, Some(leg), What::Repaired(Cause::AnswerLost));
            if let Some(leg) = call.leg_mut(leg) {
                leg.answered_at = Some(since.max(leg.created_at));
            }
        }
        self.settle(call, at, changes);
    }

    fn talks(&mut self, call_id: &LegId, agent: &AgentId, since: Millis, at: Millis, changes: &mut Changes) {
        let Some(call) = self.calls.get(call_id) else { return };
        // The list of calls says so too, and has been counted there.
        if call.handled.as_ref().is_some_and(|(handled_by, _)| handled_by == agent) {
            return;
        }
        if self.agent_differs(About::Call(call_id.clone()), Cause::AnswerLost, at, changes) {
            if let Some(call) = self.calls.get_mut(call_id) {
                call.facts.note(at, since, None, What::Repaired(Cause::AnswerLost));
                call.rung_by = None;
                call.handle(agent, since);
            }
            self.settle(call_id, at, changes);
        }
    }

    fn is_rung(
        &mut self,
        call_id: &LegId,
        agent: &AgentId,
        since: Millis,
        at: Millis,
        changes: &mut Changes,
    ) {
        let Some(call) = self.calls.get(call_id) else { return };
        if call.rung_by.as_ref().is_some_and(|(rung, _)| rung == agent) {
            return;
        }
        if self.agent_differs(About::Agent(agent.clone()), Cause::StartLost, at, changes) {
            if let Some(call) = self.calls.get_mut(call_id) {
                call.facts.note(at, since, None, What::Repaired(Cause::StartLost));
                call.rung_by = Some((agent.clone(), since));
            }
            self.settle(call_id, at, changes);
        }
    }

    fn rings_unheard(
        &mut self,
        call_id: &LegId,
        agent: &AgentId,
        since: Millis,
        at: Millis,
        changes: &mut Changes,
    ) {
        if let Some(call) = self.calls.get_mut(call_id).filter(|call| call.rung_by.is_none()) {
            call.rung_by = Some((agent.clone(), since));
            self.settle(call_id, at, changes);
        }
    }

    /// On a call that nobody can name: the agent's state is the poll's, and which call it is stays open.
    fn is_busy(&mut self, row: &AgentStatus, at: Millis, changes: &mut Changes) {
        // A leg whose agent nobody knows may be theirs.
        let unattributed = |direction: Direction| direction != Direction::Inbound;
        let may_be_theirs = self
            .calls
            .values()
            .any(|call| call.is_live() && unattributed(call.direction) && call.first_leg().agent.is_none());
        let counted = self.agents.get(&row.agent).and_then(|agent| agent.reported.as_ref());
        if may_be_theirs || counted.is_none_or(|reported| reported.repaired) {
            return;
        }
        if self.agent_differs(About::Agent(row.agent.clone()), Cause::AgentBusy, at, changes)
            && let Some(reported) = self.agents.get_mut(&row.agent).and_then(|agent| agent.reported.as_mut())
        {
            reported.repaired = true;
        }
    }

    /// Notes a difference; true when it was seen often enough to be believed, and then it is counted.
    fn agent_differs(&mut self, about: About, cause: Cause, at: Millis, changes: &mut Changes) -> bool {
        let believed = self.differences.notice(about.clone(), cause, at, changes) >= BELIEVED_AFTER;
        if believed {
            self.differences.repair(about, cause, at, changes);
        }
        believed
    }
}
