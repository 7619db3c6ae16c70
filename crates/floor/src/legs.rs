//! What the feed says: legs are created, answered and destroyed.
//!
//! Nothing here trusts the order of arrival: a leg is made by whichever of its events comes first, and what an
//! event teaches is kept whenever it comes.

use crate::explain::{KnownBy, What};
use crate::leg::By;
use crate::{AgentId, Changes, Floor, Leg, LegEvent, LegEventKind, LegId, LegSide, Millis, Origin, Refusal};

/// A leg that is created this soon after the end of its call was late on the way, and has ended with it.
const LATE: Millis = 5_000;

/// A leg whose end overtook everything else that was said of it.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Departed {
    pub at: Millis,
    happened: Millis,
    end: Box<LegEvent>,
}

/// An event is compared whole; floats are not among its fields.
impl Eq for Departed {}

/// What an event of a known leg taught.
enum Learnt {
    News,
    Nothing,
    ItsEndWasInferred,
}

impl Floor {
    pub(crate) fn leg(&mut self, at: Millis, event: LegEvent) -> Changes {
        let happened = self.upstream_clock.date(event.happened_at, at);
        let mut changes = Changes::default();
        let told = match &event.message {
            Some(message) if !self.recent.is_new(message) => Err(Refusal::Duplicate),
            _ => self.leg_changes(at, happened, &event, &mut changes),
        };
        if let Err(why) = told {
            changes = Changes::refused(why);
            if why == Refusal::Duplicate
                && let Some(call) = self.call_of_leg.get(&event.leg).cloned()
            {
                self.note(&call, Some(&event.leg), happened, What::Duplicate);
            }
        }
        self.feed_told(at, &mut changes);
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
            news |= self.name_queue(&call_id, queue, KnownBy::Event, changes);
        }
        if !news {
            return Err(Refusal::Duplicate);
        }
        self.doubt_soft_links(&call_id, changes);
        self.settle(&call_id, happened, changes);
        if let Some(departed) = self.departed.remove(&event.leg) {
            // Where that end was heard again meanwhile, it is no news.
            let _ = self.leg_changes(at, departed.happened, &departed.end, changes);
        }
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
                By::Call | By::Polls | By::Record if ends => {
                    call.confirm_end(&event.leg);
                    return Ok(Learnt::ItsEndWasInferred);
                }
                By::Itself | By::Call | By::Record => return Err(Refusal::AfterEnd),
                By::Polls => {
                    call.reopen();
                    call.facts.note(at, at, None, What::Reopened);
                }
            }
            news = true;
        }
        let Some(leg) = call.legs.iter_mut().find(|leg| leg.id == event.leg) else {
            return Ok(Learnt::Nothing);
        };
        let was = leg.agent.clone();
        news |= leg.learn(event, agent);
        if leg.agent.is_some() && leg.agent != was {
            let by = if event.agent.is_some() { KnownBy::Event } else { KnownBy::Directory };
            let known = leg.agent.clone().map(|agent| What::AgentKnown { agent, by });
            known.into_iter().for_each(|what| call.facts.note(at, happened, Some(&event.leg), what));
        }
        // It is no agent's phone after all.
        if let Some(was) = was.filter(|was| leg.agent.as_ref() != Some(was)) {
            if let Some(agent) = self.agents.get_mut(&was) {
                agent.legs.retain(|(_, other)| *other != event.leg);
            }
            changes.agents.insert(was);
        }
        let happens = leg.happen(&event.kind, happened);
        if happens && !ends {
            call.facts.note(at, happened, Some(&event.leg), what(&event.kind, leg.side));
        }
        call.seen_in_feed = true;
        news |= happens;
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
            let departed = Departed { at, happened, end: Box::new(event.clone()) };
            self.departed.entry(event.leg.clone()).or_insert(departed);
            return Err(Refusal::EndOfUnknownLeg);
        }
        let late = |ended_at: Millis| at - ended_at < LATE && event.kind == LegEventKind::Created;
        let departed = self.departed.get(&event.leg);
        if departed.is_some_and(|departed| at - departed.at > LATE)
            || self.offer_came_too_late(event).is_some_and(late)
        {
            return Err(Refusal::AfterEnd);
        }
        let mut leg = Leg::new(event, at, happened);
        leg.learn(event, self.agent_of(event));
        let known = leg.agent.clone();
        let told = what(&event.kind, leg.side);
        let call_id = self.place_leg(leg, event, (happened, told), changes);
        if let Some(agent) = known {
            let by = if event.agent.is_some() { KnownBy::Event } else { KnownBy::Directory };
            self.note(&call_id, Some(&event.leg), happened, What::AgentKnown { agent, by });
        }
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

fn what(kind: &LegEventKind, side: Option<LegSide>) -> What {
    match kind {
        LegEventKind::Created => What::Created,
        LegEventKind::Answered => What::Answered,
        LegEventKind::Destroyed { cause, .. } => What::Destroyed { cause: *cause, side, by: KnownBy::Event },
    }
}
