//! A queue, and what its last half hour was like.

use std::collections::{BTreeSet, VecDeque};

use crate::{AgentId, Millis, QueueId, Text};

/// The window of the live service level.
const WINDOW: Millis = 30 * 60 * 1000;

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Queue {
    pub id: QueueId,
    pub name: Text,
    pub agents: BTreeSet<AgentId>,
    /// Callers who were answered or left within the window, oldest first.
    left: VecDeque<Left>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct Left {
    at: Millis,
    waited: Millis,
    answered: bool,
}

/// A part of a whole. Kept as both numbers: shares are summed over queues, never averaged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    pub part: u32,
    pub of: u32,
}

/// A queue's numbers at one moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QueueNow {
    pub waiting: u32,
    /// Of those waiting, an agent rings for them.
    pub ringing: u32,
    /// When the one waiting longest entered.
    pub oldest: Option<Millis>,
    /// That entry was not seen, so the time counts from the start of the call.
    pub oldest_from_call_start: bool,
    pub service: Share,
    pub abandoned: Share,
}

impl Queue {
    pub(crate) fn new(id: QueueId, name: Text) -> Self {
        Self { id, name, agents: BTreeSet::new(), left: VecDeque::new() }
    }

    pub(crate) fn record(&mut self, at: Millis, waited: Millis, answered: bool) {
        // What is told late belongs before what was told in time.
        let place = self.left.partition_point(|left| left.at <= at);
        self.left.insert(place, Left { at, waited: waited.max(0), answered });
    }

    /// Nobody left it within the window.
    pub(crate) fn is_quiet(&self) -> bool {
        self.left.is_empty()
    }

    /// Moves the window on. True when someone fell out of it.
    pub(crate) fn tick(&mut self, now: Millis) -> bool {
        let before = self.left.len();
        while self.left.front().is_some_and(|left| left.at < now - WINDOW) {
            self.left.pop_front();
        }
        self.left.len() < before
    }

    /// Service level SL-2 (`kpi.md` 3.1): answered within the target, of answered plus abandoned without the short
    /// abandons. Callers still waiting past the target are in the denominator now, as they can no longer be met.
    pub(crate) fn service(&self, target: Millis, short: Millis, waiting_past_target: u32) -> Share {
        let mut share = Share { part: 0, of: waiting_past_target };
        for left in &self.left {
            if left.answered {
                share.of += 1;
                share.part += u32::from(left.waited <= target);
            } else if left.waited >= short {
                share.of += 1;
            }
        }
        share
    }

    /// Abandoned of those who left the queue in the window, short abandons left out of both.
    pub(crate) fn abandoned(&self, short: Millis) -> Share {
        let mut share = Share::default();
        for left in &self.left {
            if left.answered {
                share.of += 1;
            } else if left.waited >= short {
                share.of += 1;
                share.part += 1;
            }
        }
        share
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The ICMI / Call Centre Helper example of `kpi.md` 3.1: A=1000, B=60, within 20 s: 860 and 20, under 5 s: 10.
    #[test]
    fn the_published_example_gives_81_9_percent() {
        let mut queue = Queue::new("q".into(), "Q".into());
        let mut leave = |count, waited, answered| (0..count).for_each(|_| queue.record(0, waited, answered));
        leave(860, 10_000, true);
        leave(140, 30_000, true);
        leave(10, 2_000, false);
        leave(10, 12_000, false);
        leave(40, 40_000, false);
        assert_eq!(queue.service(20_000, 5_000, 0), Share { part: 860, of: 1050 });
    }

    #[test]
    fn the_window_moves_on() {
        let mut queue = Queue::new("q".into(), "Q".into());
        queue.record(0, 1_000, true);
        queue.tick(WINDOW);
        assert_eq!(queue.service(20_000, 5_000, 0).of, 1);
        queue.tick(WINDOW + 1);
        assert_eq!(queue.service(20_000, 5_000, 0).of, 0);
    }

    #[test]
    fn a_caller_past_the_target_counts_before_anyone_answers() {
        let queue = Queue::new("q".into(), "Q".into());
        assert_eq!(queue.service(20_000, 5_000, 2), Share { part: 0, of: 2 });
    }
}
