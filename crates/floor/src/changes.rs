//! What one event touched, so that only those rows are looked at again.

use std::collections::BTreeSet;

use crate::{AgentId, LegId, QueueId};

/// Everything that may look different after an event. An id may name something that is gone by now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    pub agents: BTreeSet<AgentId>,
    pub calls: BTreeSet<LegId>,
    pub queues: BTreeSet<QueueId>,
    pub sources: bool,
    pub today: bool,
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
    }

    /// Adds another event's changes to these.
    pub fn merge(&mut self, other: Changes) {
        self.agents.extend(other.agents);
        self.calls.extend(other.calls);
        self.queues.extend(other.queues);
        self.sources |= other.sources;
        self.today |= other.today;
    }

    pub(crate) fn refused(why: Refusal) -> Self {
        Self { refused: Some(why), ..Self::default() }
    }
}
