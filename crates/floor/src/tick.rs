//! What time alone changes.

use crate::leg::By;
use crate::{Call, Changes, Floor, LegId, Millis};

/// An ended call stays visible for this long, so that nobody wonders where it went.
const LINGER: Millis = 60_000;
/// Without any word for this long, from events or polls, a leg is taken for dead: its end was lost
/// (`protocols.md` §1.6).
const LOST_AFTER: Millis = 4 * 3_600_000;

impl Floor {
    pub(crate) fn tick(&mut self, at: Millis) -> Changes {
        self.ticked_at = at;
        let mut changes = Changes::default();
        for queue in self.queues.values_mut() {
            queue.tick(at);
            changes.queues.insert(queue.id.clone());
        }
        let lost =
            |call: &&Call| call.is_live() && call.legs.iter().all(|leg| at - leg.heard_at > LOST_AFTER);
        let lost: Vec<LegId> = self.calls.values().filter(lost).map(|call| call.id.clone()).collect();
        for id in lost {
            self.repaired += 1;
            self.end_call(&id, at, By::Polls, &mut changes);
        }
        self.forget_ended(at, &mut changes);
        self.departed.retain(|_, departed_at| at - *departed_at <= LINGER);
        changes
    }

    fn forget_ended(&mut self, at: Millis, changes: &mut Changes) {
        let over = |call: &&Call| call.closed_at.is_some_and(|closed_at| at - closed_at > LINGER);
        let over: Vec<LegId> = self.calls.values().filter(over).map(|call| call.id.clone()).collect();
        for id in over {
            let legs = self.calls.remove(&id).map(|call| call.legs).unwrap_or_default();
            for leg in legs {
                self.call_of_leg.remove(&leg.id);
                self.forget_links(leg);
            }
            changes.calls.insert(id);
        }
    }
}
