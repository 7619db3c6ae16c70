//! What time alone changes.

use crate::leg::By;
use crate::{About, Call, Cause, Changes, Floor, LegId, Millis, QueueId, What};

/// An ended call stays visible for this long, so that nobody wonders where it went.
pub(crate) const LINGER: Millis = 60_000;
/// Without any word for this long, from events or polls, a leg is taken for dead: its end was lost
/// (`protocols.md` §1.6).
const LOST_AFTER: Millis = 4 * 3_600_000;
/// A call that no queue has and none of our people is on is one that no poll tells of: in a menu, or handed on to a
/// carrier. Nobody stays there for so long without a word; a guess, which any later word takes back.
const LOST_UNSEEN_AFTER: Millis = 30 * 60_000;

impl Floor {
    pub(crate) fn tick(&mut self, at: Millis) -> Changes {
        let mut changes = Changes::default();
        for queue in self.queues.values_mut() {
            if queue.tick(at) {
                changes.queues.insert(queue.id.clone());
            }
        }
        let (mut lost, mut over) = (Vec::new(), Vec::new());
        for call in self.calls.values() {
            match call.closed_at {
                Some(closed_at) if at - closed_at > LINGER => over.push(call.id.clone()),
                Some(_) => {}
                None if is_lost(call, at) => lost.push(call.id.clone()),
                None => changes.queues.extend(self.queue_just_missed(call, at)),
            }
        }
        self.ticked_at = at;
        for id in lost {
            self.note(&id, None, at, What::Repaired(Cause::LongSilence));
            self.differences.repair(About::Call(id.clone()), Cause::LongSilence, at, &mut changes);
            self.end_call(&id, at, By::Polls, &mut changes);
        }
        for id in over {
            self.forget(&id, &mut changes);
            changes.calls.insert(id);
        }
        self.departed.retain(|_, departed| at - departed.at <= LINGER);
        for agent in self.agents.values_mut() {
            if agent.misses.tick(at) {
                changes.agents.insert(agent.id.clone());
            }
        }
        changes.gaps |= self.gaps.tick(at);
        self.note_silence(at, &mut changes);
        changes
    }

    /// The queue whose target a caller has come to wait longer than since the last tick.
    fn queue_just_missed(&self, call: &Call, at: Millis) -> Option<QueueId> {
        let queue = call.queue.as_ref()?;
        let misses_at = call.waits_since()? + self.settings.service_target;
        let just_now = misses_at >= self.ticked_at && misses_at < at;
        (just_now && call.is_waiting()).then(|| queue.clone())
    }

    pub(crate) fn forget(&mut self, id: &LegId, changes: &mut Changes) {
        let Some(call) = self.calls.remove(id) else { return };
        for leg in &call.legs {
            self.call_of_leg.remove(&leg.id);
            self.moved(&leg.id, changes);
            self.forget_links(leg);
        }
        self.differences.settle(&About::Call(id.clone()), changes);
        self.left.keep(call);
    }
}

/// Nobody has told of any of its legs for too long.
fn is_lost(call: &Call, at: Millis) -> bool {
    let silent_for = |least: Millis| call.legs.iter().all(|leg| at - leg.heard_at > least);
    // Every second asks this of every call, and hardly any is silent for the shorter time.
    silent_for(LOST_UNSEEN_AFTER) && silent_for(lost_after(call))
}

fn lost_after(call: &Call) -> Millis {
    let ours = call.queue_knows() || call.legs.iter().any(|leg| leg.is_live() && leg.agent.is_some());
    if ours { LOST_AFTER } else { LOST_UNSEEN_AFTER }
}
