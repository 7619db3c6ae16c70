//! Whose numbers.

use crate::{Miss, Passage, Text};

/// The whole centre, one queue, one agent, or one agent in one queue.
///
/// An agent's passages are those that they answered, and an agent's calls those that they talked on.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scope {
    pub queue: Option<Text>,
    pub agent: Option<Text>,
}

impl Scope {
    /// Every queue and every agent.
    pub fn centre() -> Self {
        Self::default()
    }

    pub fn queue(id: impl Into<Text>) -> Self {
        Self { queue: Some(id.into()), agent: None }
    }

    pub fn agent(id: impl Into<Text>) -> Self {
        Self { queue: None, agent: Some(id.into()) }
    }

    pub(crate) fn has_passage(&self, passage: &Passage, answered_by: Option<&Text>) -> bool {
        holds(&self.queue, passage.queue.as_ref()) && holds(&self.agent, answered_by)
    }

    pub(crate) fn has_miss(&self, miss: &Miss) -> bool {
        holds(&self.queue, miss.queue.as_ref()) && holds(&self.agent, Some(&miss.agent))
    }
}

/// True when nobody in particular is asked for, or just this one.
pub(crate) fn holds(asked: &Option<Text>, is: Option<&Text>) -> bool {
    asked.as_ref().is_none_or(|asked| is == Some(asked))
}
