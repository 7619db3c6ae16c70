use std::collections::BTreeSet;

use kpi::{CallResult, Direction, Millis, Text};

use crate::Span;

/// Which calls are wanted, and in which order. What is `None` does not matter; the default is all of them, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CallQuery {
    pub when: Option<When>,
    /// They went through this queue.
    pub queue: Option<Text>,
    /// They went through at least one of these, whatever else is asked for.
    pub among: Option<BTreeSet<Text>>,
    /// This agent talked on them, last or earlier.
    pub agent: Option<Text>,
    /// They have to do with one of these.
    pub about: Option<About>,
    /// The call with this key, or that has a leg of this id.
    pub key: Option<Text>,
    pub result: Option<CallResult>,
    pub direction: Option<Direction>,
    /// The far party's number begins or ends so. 0xx, 84xx and +84xx are the same; other signs do not matter. With
    /// less than three digits it must be the whole number.
    pub number: Option<Text>,
    pub sort: Sort,
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

/// One of these agents talked on it, or it went through one of these queues. Of nobody and nothing there are no calls.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    pub agents: BTreeSet<Text>,
    pub queues: BTreeSet<Text>,
}

/// The order of calls. Those that have no such value come last either way; of two with one value the one that started
/// later comes first, or last if `ascending`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sort {
    pub by: SortBy,
    pub ascending: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SortBy {
    #[default]
    Started,
    /// [`kpi::Call::last_wait`]
    Waited,
    /// [`kpi::Call::last_talk`]
    Talked,
}

/// How many calls there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    pub calls: u64,
    /// If not, there are more than `calls`; to count them all would take too long.
    pub is_exact: bool,
}

/// Behind a call in an order: where a list that is read in parts goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bookmark {
    pub(crate) value: Option<Millis>,
    pub(crate) started: Millis,
    pub(crate) id: i64,
}
