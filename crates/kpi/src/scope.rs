//! Whose numbers.

use std::collections::BTreeSet;

use crate::{Miss, Passage, Text};

/// The whole centre, one queue, one agent, or one agent in one queue.
///
/// An agent's passages are those that they answered, and an agent's calls those that they talked on.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scope {
    pub queue: Option<Text>,
    pub agent: Option<Text>,
    /// Of these queues alone, whatever else is asked for.
    pub among: Option<BTreeSet<Text>>,
}

impl Scope {
    /// Every queue and every agent.
    pub fn centre() -> Self {
        Self::default()
    }

    pub fn queue(id: impl Into<Text>) -> Self {
        Self { queue: Some(id.into()), ..Self::default() }
    }

    pub fn agent(id: impl Into<Text>) -> Self {
        Self { agent: Some(id.into()), ..Self::default() }
    }

    /// Neither one queue is asked for nor some.
    pub fn is_of_all_queues(&self) -> bool {
        self.queue.is_none() && self.among.is_none()
    }

    pub fn has_queue(&self, queue: Option<&Text>) -> bool {
        let among = self.among.as_ref();
        holds(&self.queue, queue)
            && among.is_none_or(|among| queue.is_some_and(|queue| among.contains(queue)))
    }

    pub(crate) fn has_passage(&self, passage: &Passage, answered_by: Option<&Text>) -> bool {
        self.has_queue(passage.queue.as_ref()) && holds(&self.agent, answered_by)
    }

    pub(crate) fn has_miss(&self, miss: &Miss) -> bool {
        self.has_queue(miss.queue.as_ref()) && holds(&self.agent, Some(&miss.agent))
    }
}

/// True when nobody in particular is asked for, or just this one.
pub(crate) fn holds(asked: &Option<Text>, is: Option<&Text>) -> bool {
    asked.as_ref().is_none_or(|asked| is == Some(asked))
}
