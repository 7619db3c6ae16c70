//! A call's way through a queue, and what of it is still to be counted. Each is counted once.

use std::collections::BTreeMap;

use crate::call::InQueue;
use crate::explain::{KnownBy, What};
use crate::{AgentId, Call, Millis, QueueId};

impl Call {
    /// Finds out from its legs whether a queue has it. True when that was not known to the day's counters.
    pub(crate) fn enters_queue(
        &mut self,
        memberships: &BTreeMap<AgentId, Vec<QueueId>>,
        now: Millis,
    ) -> bool {
        if let Some(agent) = self.offered_to() {
            // An agent of one queue alone can only be rung by that one.
            let only =
                memberships.get(agent).filter(|queues| queues.len() == 1).and_then(|queues| queues.first());
            if self.queue.is_none()
                && let Some(queue) = only.cloned()
            {
                let by = KnownBy::OnlyQueue;
                self.facts.note(now, now, None, What::QueueNamed { queue: queue.clone(), by });
                self.queue = Some(queue);
            }
            self.in_queue = InQueue::Confirmed;
        }
        self.queue_knows() && !std::mem::replace(&mut self.entry_tallied, true)
    }

    pub(crate) fn pickup_to_tally(&mut self) -> Option<Millis> {
        let answered_at = self.picked_up_at().filter(|_| self.queue_knows() && !self.pickup_tallied)?;
        self.pickup_tallied = true;
        Some(answered_at)
    }

    /// The queue, the pickup and the wait, once all are known.
    pub(crate) fn pickup_to_record(&mut self) -> Option<(&QueueId, Millis, Millis)> {
        if self.pickup_recorded || !self.queue_knows() || self.queue.is_none() {
            return None;
        }
        let answered_at = self.picked_up_at()?;
        let waited = (answered_at - self.waits_since()?).max(0);
        self.pickup_recorded = true;
        Some((self.queue.as_ref()?, answered_at, waited))
    }
}
