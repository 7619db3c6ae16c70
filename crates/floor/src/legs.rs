//! What the feed says: legs are created, answered and destroyed.
//!
//! Nothing here trusts the order of arrival: a leg is made by whichever of its events comes first, and what an
//! event teaches is kept whenever it comes.

use crate::leg::By;
use crate::{
    AgentId, Changes, Floor, Leg, LegEvent, LegEventKind, LegId, LegSide, Millis, Origin, Refusal, Source,
    SourceReport,
};

/// A leg that is created this soon after the end of its call was late on the way, and has ended with it.
const LATE: Millis = 5_000;

impl Floor {
    pub(crate) fn leg(&mut self, at: Millis, event: LegEvent) -> Changes {
        self.sources.report(Source::Events, SourceReport::Heard, at);
        let happened = self.upstream_clock.date(event.happened_at, at);
        let mut changes = Changes::default();
        if let Err(why) = self.leg_changes(at, happened, &event, &mut changes) {
            changes = Changes::refused(why);
        }
        changes.sources = true;
        changes
    }

    fn leg_changes(
        &mut self,
        at: Millis,
        happened: Millis,
        event: &LegEvent,
        changes: &mut Changes,
    ) -> Result<(), Refusal> {
        let mut news = true;
        let call_id = match self.call_of_leg.get(&event.leg).cloned() {
            Some(call_id) => {
                let lives_after_all = self.hear_again(&call_id, event)?;
                news = self.learn(&call_id, at, happened, event, changes) || lives_after_all;
                let (call_id, joined) = self.follow_links(call_id, event, changes);
                news |= joined;
                call_id
            }
            None => self.new_leg(at, happened, event, changes)?,
        };
        self.remember_links(&call_id, event);
        if let Some(queue) = &event.queue {
            news |= self.name_queue(&call_id, queue, changes);
        }
        if !news {
            return Err(Refusal::Duplicate);
        }
        self.settle(&call_id, happened, changes);
        Ok(())
    }

    /// Whether to listen to another event of a known leg. True when it proves an end wrong.
    fn hear_again(&mut self, call_id: &LegId, event: &LegEvent) -> Result<bool, Refusal> {
        let ends = matches!(event.kind, LegEventKind::Destroyed { .. });
        let leg = self.calls.get(call_id).and_then(|call| call.leg(&event.leg));
        match leg.filter(|leg| !leg.is_live()).map(|leg| leg.ended_by) {
            None => Ok(false),
            // Its end was inferred, and here it is.
            Some(By::Call | By::Polls) if ends => Ok(false),
            Some(By::Polls) => {
                if let Some(call) = self.calls.get_mut(call_id) {
                    call.reopen();
                }
                Ok(true)
            }
            Some(_) if ends => Err(Refusal::Duplicate),
            Some(_) => Err(Refusal::AfterEnd),
        }
    }

    /// Takes in an event of a known leg. False when it teaches nothing.
    fn learn(
        &mut self,
        call_id: &LegId,
        at: Millis,
        happened: Millis,
        event: &LegEvent,
        changes: &mut Changes,
    ) -> bool {
        let agent = self.agent_of(event);
        let Some(call) = self.calls.get_mut(call_id) else { return false };
        let Some(leg) = call.leg_mut(&event.leg) else { return false };
        if !leg.is_live() {
            // Only an inferred end comes here, and only to be confirmed.
            leg.ended_by = By::Itself;
            if call.legs.iter().all(|leg| leg.ended_by == By::Itself) {
                call.ended_by = By::Itself;
            }
            return true;
        }
        let was = leg.agent.clone();
        let mut news = leg.learn(event, agent);
        // It is no agent's phone after all.
        if let Some(was) = was.filter(|was| leg.agent.as_ref() != Some(was)) {
            if let Some(agent) = self.agents.get_mut(&was) {
                agent.legs.retain(|(_, other)| *other != event.leg);
            }
            changes.agents.insert(was);
        }
        match event.kind {
            LegEventKind::Created if !leg.created_seen => {
                // Its answer overtook it: the leg began no later than this.
                leg.created_at = leg.created_at.min(happened);
                leg.created_seen = true;
                news = true;
            }
            LegEventKind::Created => {}
            LegEventKind::Answered => {
                news |= leg.answered_at.is_none();
                leg.answered_at.get_or_insert(happened);
            }
            LegEventKind::Destroyed { cause, billed_seconds } => {
                // Its answer was lost, yet it was billed for talk. (A caller's own leg is billed in the queue too.)
                if leg.side == Some(LegSide::Outbound)
                    && leg.answered_at.is_none()
                    && let Some(seconds) = billed_seconds.filter(|seconds| *seconds > 0)
                {
                    leg.answered_at = Some((happened - Millis::from(seconds) * 1000).max(leg.created_at));
                }
                self.end_leg(call_id, &event.leg, happened, cause, By::Itself, changes);
                return true;
            }
        }
        if news {
            leg.heard_at = at;
            leg.doubts = 0;
        }
        news
    }

    fn new_leg(
        &mut self,
        at: Millis,
        happened: Millis,
        event: &LegEvent,
        changes: &mut Changes,
    ) -> Result<LegId, Refusal> {
        if matches!(event.kind, LegEventKind::Destroyed { .. }) {
            self.departed.insert(event.leg.clone(), at);
            return Err(Refusal::EndOfUnknownLeg);
        }
        let late = |ended_at: Millis| at - ended_at < LATE && event.kind == LegEventKind::Created;
        if self.departed.contains_key(&event.leg) || self.offer_came_too_late(event).is_some_and(late) {
            return Err(Refusal::AfterEnd);
        }
        let mut leg = Leg::new(event, at, happened);
        leg.learn(event, self.agent_of(event));
        let call_id = self.place_leg(leg, event, changes);
        Ok(call_id)
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
}
