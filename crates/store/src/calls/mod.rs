//! Calls, found by what a person asks for: when, queue, agent, result, direction, number.

mod finding;
mod query;
mod read;
mod words;
mod write;

pub(crate) use finding::LONG;
pub(crate) use query::{count, find, with_keys};
pub(crate) use words::{state, state_word};
pub(crate) use write::{put, remove};

use std::collections::BTreeSet;

use crate::Span;
use kpi::{CallResult, Direction, Text};

/// Which calls are wanted. What is `None` does not matter; the default is all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CallQuery {
    pub when: Option<When>,
    /// They went through this queue.
    pub queue: Option<Text>,
    /// They went through at least one of these, whatever else is asked for.
    pub among: Option<BTreeSet<Text>>,
    /// This agent talked on them, last or earlier.
    pub agent: Option<Text>,
    pub result: Option<CallResult>,
    pub direction: Option<Direction>,
    /// The far party's number begins or ends so. 0xx, 84xx and +84xx are the same; other signs do not matter. With
    /// less than three digits it must be the whole number.
    pub number: Option<Text>,
    /// At most so many; 0 means all.
    pub limit: usize,
    /// So many are passed over.
    pub offset: usize,
}

/// Which of a call's times lies in a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Its start.
    Started(Span),
    /// It was live, or a passage or a miss of it was, for a moment at least.
    Active(Span),
}
