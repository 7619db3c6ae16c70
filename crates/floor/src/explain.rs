//! The facts that made a call, in the order in which they were learnt.

use std::collections::VecDeque;

use crate::lookup::Lookup;
use crate::{AgentId, Call, Cause, Floor, HangupCause, LegId, LegSide, Millis, Outcome, QueueId};

/// Facts kept of one call; later ones are only counted.
const MOST_FACTS: usize = 100;
/// Calls that left the board and can still be explained.
const MOST_CALLS: usize = 1_000;

/// How a call came to be what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Explanation {
    /// The call's id on the board.
    pub call: LegId,
    pub legs: Vec<LegId>,
    pub facts: Vec<Fact>,
    /// Facts that were not kept.
    pub more: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Fact {
    /// When it was learnt.
    pub at: Millis,
    /// When it happened, which may be earlier.
    pub happened: Millis,
    /// The leg that it is about; `None` is the whole call.
    pub leg: Option<LegId>,
    pub what: What,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum What {
    Created,
    Answered,
    Destroyed {
        cause: HangupCause,
        /// A leg that arrived at the switch, or one that the switch made.
        side: Option<LegSide>,
        by: KnownBy,
    },
    /// It belongs to the call of this leg.
    Joined {
        rule: Rule,
        to: LegId,
    },
    /// It does not belong to the call of this leg after all.
    Unjoined {
        from: LegId,
        why: Unjoined,
    },
    AgentKnown {
        agent: AgentId,
        by: KnownBy,
    },
    QueueNamed {
        queue: QueueId,
        by: KnownBy,
    },
    ListedWaiting,
    ListedTalking {
        agent: Option<AgentId>,
    },
    /// Polls in a row that should have listed it.
    NotListed {
        times: u8,
    },
    /// The dashboard reports the agent in a state that this leg contradicts.
    StatusContradicts {
        agent: AgentId,
        times: u8,
    },
    Repaired(Cause),
    Ended {
        outcome: Outcome,
        by: KnownBy,
    },
    /// It was taken for ended, and spoke.
    Reopened,
    /// The same was said before.
    Duplicate,
}

/// Where a fact comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum KnownBy {
    /// The event's own words: the leg's id or its variables.
    Event,
    /// An extension or user name in the directory of agents.
    Directory,
    /// The dashboard.
    Poll,
    /// The only queue that the agent works for.
    OnlyQueue,
    /// The call's record in the history.
    Record,
    /// It follows from the call's other legs.
    Legs,
    /// Nobody spoke of it for too long.
    Silence,
}

/// What joined two legs: the rules of `protocols.md` §1.6.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Rule {
    Interaction,
    Member,
    Digest,
    Bridge,
    OtherLeg,
    Transfer,
    /// The same number at the same time: a guess, which can be undone.
    Soft,
}

impl Rule {
    /// Its number in `protocols.md` §1.6.
    pub fn number(self) -> u8 {
        self as u8 + 1
    }
}

/// Why a guessed link was undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Unjoined {
    /// A real link leads elsewhere.
    RealLink,
    /// The caller had left before this leg began.
    NoOverlap,
    /// The call got a leg that surely belongs to it.
    RealAgentLeg,
    /// The dashboard has this agent on another call, or the phone would ring itself.
    OtherAgent,
}

/// A call's facts while it is on the board.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Facts {
    list: Vec<Fact>,
    more: u32,
}

impl Facts {
    pub(crate) fn note(&mut self, at: Millis, happened: Millis, leg: Option<&LegId>, what: What) {
        if self.list.len() < MOST_FACTS {
            if self.list.capacity() == 0 {
                // A queue call of two legs.
                self.list.reserve_exact(12);
            }
            self.list.push(Fact { at, happened, leg: leg.cloned(), what });
        } else {
            self.more = self.more.saturating_add(1);
        }
    }

    /// What every poll says again is a fact once.
    pub(crate) fn note_once(&mut self, at: Millis, happened: Millis, what: What) {
        if !self.list.iter().rev().any(|fact| fact.what == what) {
            self.note(at, happened, None, what);
        }
    }

    /// What is known of one leg, for a call of its own.
    pub(crate) fn about(&self, leg: &LegId) -> Self {
        let of_leg = |fact: &&Fact| fact.leg.as_ref() == Some(leg);
        Self { list: self.list.iter().filter(of_leg).cloned().collect(), more: 0 }
    }

    /// Takes in the facts of a call that turned out to be this one.
    pub(crate) fn absorb(&mut self, other: Self) {
        self.more = self.more.saturating_add(other.more);
        self.list.extend(other.list);
        self.list.sort_by_key(|fact| fact.at);
        let surplus = self.list.len().saturating_sub(MOST_FACTS);
        self.list.truncate(MOST_FACTS);
        self.more = self.more.saturating_add(u32::try_from(surplus).unwrap_or(u32::MAX));
    }
}

/// Calls that left the board, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Left {
    order: VecDeque<LegId>,
    #[cfg_attr(feature = "serde", serde(serialize_with = "crate::sorted::map"))]
    calls: Lookup<LegId, Explanation>,
    #[cfg_attr(feature = "serde", serde(serialize_with = "crate::sorted::map"))]
    call_of_leg: Lookup<LegId, LegId>,
}

impl Left {
    pub(crate) fn keep(&mut self, call: Call) {
        let legs: Vec<LegId> = call.legs.iter().map(|leg| leg.id.clone()).collect();
        for leg in &legs {
            self.call_of_leg.insert(leg.clone(), call.id.clone());
        }
        let Facts { list: facts, more } = call.facts;
        let explanation = Explanation { call: call.id.clone(), legs, facts, more };
        if self.calls.insert(call.id.clone(), explanation).is_none() {
            self.order.push_back(call.id);
        }
        while self.order.len() > MOST_CALLS {
            let oldest = self.order.pop_front().and_then(|id| self.calls.remove(&id));
            for leg in oldest.into_iter().flat_map(|explanation| explanation.legs) {
                if self.call_of_leg.get(&leg).is_some_and(|call| !self.calls.contains_key(call)) {
                    self.call_of_leg.remove(&leg);
                }
            }
        }
    }

    /// Whether a call of this leg was on the board.
    pub(crate) fn knows(&self, leg: &LegId) -> bool {
        self.call_of_leg.contains_key(leg)
    }

    fn explain(&self, leg: &LegId) -> Option<Explanation> {
        self.calls.get(self.call_of_leg.get(leg)?).cloned()
    }
}

impl Floor {
    /// How the call of this leg came to be what it is; the id may be any leg's, of a call on the board or of one of
    /// the last thousand that left it.
    pub fn explain(&self, leg: &LegId) -> Option<Explanation> {
        let Some(call) = self.call_of(leg) else { return self.left.explain(leg) };
        Some(Explanation {
            call: call.id.clone(),
            legs: call.legs.iter().map(|leg| leg.id.clone()).collect(),
            facts: call.facts.list.clone(),
            more: call.facts.more,
        })
    }

    /// Keeps a fact about a call on the board.
    pub(crate) fn note(&mut self, call: &LegId, leg: Option<&LegId>, happened: Millis, what: What) {
        let now = self.now;
        if let Some(call) = self.calls.get_mut(call) {
            call.facts.note(now, happened, leg, what);
        }
    }
}
