//! Where the dashboard and the floor differ, and what was repaired.
//!
//! A difference that one poll shows may still be on its way through the feed. One that the next poll shows again is
//! real: the poll's word is adopted, and that is counted by its cause. What adopting cannot mend stays in sight.

use std::collections::BTreeMap;

use crate::{AgentId, Changes, LegId, Millis};

/// What a difference is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum About {
    Agent(AgentId),
    /// The call's id on the board.
    Call(LegId),
    Counter(Counter),
}

/// One of the day's counters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Counter {
    Received,
    Handled,
    Abandoned,
}

/// What most likely went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Cause {
    /// A poll lists a call of which events never told, though they should have.
    NeverTold,
    /// Events told of a queue's call that polls do not list: its end was lost.
    NotListed,
    /// The beginning of an agent's leg was lost: the dashboard has the phone ringing, and no leg rings it.
    StartLost,
    /// An agent took a call, and no event said so.
    AnswerLost,
    /// An agent is reported free while a leg to their phone goes on, or hung up while the far end's leg goes on: its
    /// end was lost.
    AgentIdle,
    /// An agent is reported on a call, and no leg of theirs is known.
    AgentBusy,
    /// The call's record says that it is over.
    EndLost,
    /// The day's counters moved otherwise than events told.
    CounterJumped,
    /// Neither events nor polls spoke of a call for so long that its end must have been lost.
    LongSilence,
    /// The call's record knows how it ended, which nobody had seen.
    RecordCorrected,
}

impl Cause {
    pub const ALL: [Self; 10] = [
        Self::NeverTold,
        Self::NotListed,
        Self::StartLost,
        Self::AnswerLost,
        Self::AgentIdle,
        Self::AgentBusy,
        Self::EndLost,
        Self::CounterJumped,
        Self::LongSilence,
        Self::RecordCorrected,
    ];

    /// Its name in logs, metrics and the API.
    pub fn code(self) -> &'static str {
        match self {
            Self::NeverTold => "call-never-told",
            Self::NotListed => "call-not-listed",
            Self::StartLost => "start-lost",
            Self::AnswerLost => "answer-lost",
            Self::AgentIdle => "agent-idle-leg-live",
            Self::AgentBusy => "agent-busy-no-leg",
            Self::EndLost => "end-lost",
            Self::CounterJumped => "counter-jumped",
            Self::LongSilence => "long-silence",
            Self::RecordCorrected => "record-corrected",
        }
    }
}

/// A difference that stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Mismatch {
    pub about: About,
    pub cause: Cause,
    /// When a poll first showed it.
    pub since: Millis,
    /// Polls in a row that showed it.
    pub polls: u8,
}

/// The poll's or the record's word was adopted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    pub about: About,
    pub cause: Cause,
    pub at: Millis,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Differences {
    standing: BTreeMap<(About, Cause), Standing>,
    repairs: BTreeMap<Cause, u64>,
    /// Numbers the polls.
    poll: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct Standing {
    mismatch: Mismatch,
    /// The last poll that showed it.
    poll: u64,
}

impl Differences {
    pub(crate) fn unmatched(&self) -> impl Iterator<Item = &Mismatch> {
        self.standing.values().map(|standing| &standing.mismatch)
    }

    pub(crate) fn repairs(&self) -> &BTreeMap<Cause, u64> {
        &self.repairs
    }

    pub(crate) fn repaired(&self) -> u64 {
        self.repairs.values().sum()
    }

    pub(crate) fn begin_poll(&mut self) {
        self.poll += 1;
    }

    /// The present poll shows a difference. Returns how many polls in a row have.
    pub(crate) fn notice(&mut self, about: About, cause: Cause, at: Millis, changes: &mut Changes) -> u8 {
        changes.drift = true;
        let poll = self.poll;
        let standing = self.standing.entry((about, cause)).or_insert_with_key(|(about, cause)| {
            let mismatch = Mismatch { about: about.clone(), cause: *cause, since: at, polls: 0 };
            Standing { mismatch, poll: 0 }
        });
        // One poll may show the same in two places.
        if standing.poll != poll {
            standing.poll = poll;
            standing.mismatch.polls = standing.mismatch.polls.saturating_add(1);
        }
        standing.mismatch.polls
    }

    /// What the present poll did not show again is over.
    pub(crate) fn end_poll(&mut self, changes: &mut Changes) {
        let before = self.standing.len();
        let poll = self.poll;
        self.standing.retain(|_, standing| standing.poll == poll);
        changes.drift |= self.standing.len() < before;
    }

    /// Whatever differed of it differs no more.
    pub(crate) fn settle(&mut self, about: &About, changes: &mut Changes) {
        if !self.standing.is_empty() {
            let before = self.standing.len();
            self.standing.retain(|(other, _), _| other != about);
            changes.drift |= self.standing.len() < before;
        }
    }

    pub(crate) fn repair(&mut self, about: About, cause: Cause, at: Millis, changes: &mut Changes) {
        let key = (about, cause);
        self.standing.remove(&key);
        *self.repairs.entry(cause).or_default() += 1;
        changes.drift = true;
        changes.repairs.push(Repair { about: key.0, cause, at });
    }
}
