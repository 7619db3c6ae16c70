//! What one event touched, so that only those rows are looked at again.

use std::collections::BTreeSet;

use crate::{AgentId, LegId, QueueId, Repair};

/// Everything that may look different after an event. An id may name something that is gone by now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    pub agents: BTreeSet<AgentId>,
    pub calls: BTreeSet<LegId>,
    pub queues: BTreeSet<QueueId>,
    pub sources: bool,
    pub today: bool,
    /// A stretch that nobody listened to began, ended, was filled or forgotten.
    pub gaps: bool,
    /// What differs from the dashboard, or what was repaired.
    pub drift: bool,
    pub repairs: Vec<Repair>,
    /// Why the event changed nothing, when it did not fit.
    pub refused: Option<Refusal>,
}

/// Why an event did not fit. Each is counted; none is a fault of this server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The end of a leg that was never seen: the call began and ended out of our sight, or is already off the board.
    EndOfUnknownLeg,
    /// The same was said before.
    Duplicate,
    /// It speaks of a leg that ended.
    AfterEnd,
}

impl Changes {
    pub fn is_empty(&self) -> bool {
        self.agents.is_empty()
            && self.calls.is_empty()
            && self.queues.is_empty()
            && !self.sources
            && !self.today
            && !self.gaps
            && !self.drift
    }

    /// Adds another event's changes to these.
    pub fn merge(&mut self, other: Changes) {
        self.agents.extend(other.agents);
        self.calls.extend(other.calls);
        self.queues.extend(other.queues);
        self.sources |= other.sources;
        self.today |= other.today;
        self.gaps |= other.gaps;
        self.drift |= other.drift;
        self.repairs.extend(other.repairs);
    }

    pub(crate) fn refused(why: Refusal) -> Self {
        Self { refused: Some(why), ..Self::default() }
    }
}
