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

/// What an event of a known leg taught.
enum Learnt {
    News,
    Nothing,
    ItsEndWasInferred,
}

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
        let (call_id, mut news) = match self.call_of_leg.get(&event.leg).cloned() {
            Some(call_id) => match self.learn(&call_id, at, happened, event, changes)? {
                Learnt::ItsEndWasInferred => {
                    changes.calls.insert(call_id);
                    return Ok(());
                }
                Learnt::Nothing => self.follow_links(call_id, event, changes),
                Learnt::News => (self.follow_links(call_id, event, changes).0, true),
            },
            None => (self.new_leg(at, happened, event, changes)?, true),
        };
        if let Some(queue) = &event.queue {
            news |= self.name_queue(&call_id, queue, changes);
        }
        if !news {
            return Err(Refusal::Duplicate);
        }
        self.settle(&call_id, happened, changes);
        Ok(())
    }

    /// Takes in another event of a known leg.
    fn learn(
        &mut self,
        call_id: &LegId,
        at: Millis,
        happened: Millis,
        event: &LegEvent,
        changes: &mut Changes,
    ) -> Result<Learnt, Refusal> {
        let agent = self.agent_of(event);
        let ends = matches!(event.kind, LegEventKind::Destroyed { .. });
        let Some(call) = self.calls.get_mut(call_id) else { return Ok(Learnt::Nothing) };
        let mut news = false;
        if let Some(ended_by) = call.leg(&event.leg).filter(|leg| !leg.is_live()).map(|leg| leg.ended_by) {
            match ended_by {
                By::Itself if ends => return Err(Refusal::Duplicate),
                By::Call | By::Polls if ends => {
                    call.confirm_end(&event.leg);
                    return Ok(Learnt::ItsEndWasInferred);
                }
                By::Itself | By::Call => return Err(Refusal::AfterEnd),
                By::Polls => call.reopen(),
            }
            news = true;
        }
        let Some(leg) = call.leg_mut(&event.leg) else { return Ok(Learnt::Nothing) };
        let was = leg.agent.clone();
        news |= leg.learn(event, agent);
        // It is no agent's phone after all.
        if let Some(was) = was.filter(|was| leg.agent.as_ref() != Some(was)) {
            if let Some(agent) = self.agents.get_mut(&was) {
                agent.legs.retain(|(_, other)| *other != event.leg);
            }
            changes.agents.insert(was);
        }
        news |= leg.happen(&event.kind, happened);
        if let LegEventKind::Destroyed { cause, .. } = event.kind {
            self.end_leg(call_id, &event.leg, happened, cause, By::Itself, changes);
        } else if news {
            leg.heard_at = at;
            leg.doubts = 0;
        }
        Ok(if news { Learnt::News } else { Learnt::Nothing })
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
