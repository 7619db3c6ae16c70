//! What is going to happen, in order of time.

use std::collections::BTreeMap;

use super::agent::AgentIndex;
use super::call::{CallKey, Side};
use super::leg::Cause;
use super::queue::QueueIndex;
use crate::moment::Moment;

/// One thing that will happen unless the call or agent has moved on by then.
#[derive(Clone, Debug)]
pub enum Step {
    /// The next caller for a queue; `era` says under which load it was drawn.
    Arrival {
        queue: QueueIndex,
        era: u32,
    },
    EnterQueue(CallKey),
    /// A caller hangs up in the voice menu.
    LeaveMenu(CallKey),
    /// Free agents are offered waiting calls.
    Offer,
    Pickup {
        call: CallKey,
        leg: usize,
    },
    Miss {
        call: CallKey,
        leg: usize,
    },
    PatienceEnds(CallKey),
    TalkEnds {
        call: CallKey,
        by: Side,
    },
    NextOutbound {
        era: u32,
    },
    NextInternal {
        era: u32,
    },
    /// The agent's own phone, rung by click to call, is picked up.
    OwnPhoneAnswers {
        call: CallKey,
    },
    RingFarEnd(CallKey),
    FarEndAnswers(CallKey),
    FarEndFails {
        call: CallKey,
        cause: Cause,
    },
    /// The colleague a call was handed to picks up, or does not.
    TargetAnswers(CallKey),
    TargetFails(CallKey),
    /// An agent who talks hands the call on, in one of the ways there are.
    HandOn(CallKey),
    /// The agent hands the call to the colleague consulted.
    CompleteTransfer(CallKey),
    /// The agent gives up before the far end answers.
    DiallerGivesUp(CallKey),
    BecomesReady {
        agent: AgentIndex,
        since: Moment,
    },
    BreakIsDue {
        agent: AgentIndex,
    },
    ShiftEnds {
        agent: AgentIndex,
    },
    LogsIn {
        agent: AgentIndex,
        since: Moment,
    },
    /// Shifts of a past: the next day's, an agent's first and last hour, and breaks between.
    NewRoster {
        era: u32,
    },
    ShiftBegins {
        agent: AgentIndex,
        era: u32,
    },
    ShiftIsOver {
        agent: AgentIndex,
        era: u32,
    },
    Rest {
        agent: AgentIndex,
        minutes: u64,
        era: u32,
    },
    Story(usize),
}

/// Steps ordered by time; of two at the same moment, the one scheduled first comes first.
#[derive(Debug, Default)]
pub struct Schedule {
    steps: BTreeMap<(Moment, u64), Step>,
    counter: u64,
}

impl Schedule {
    pub fn add(&mut self, at: Moment, step: Step) {
        self.counter += 1;
        self.steps.insert((at, self.counter), step);
    }

    pub fn next_at(&self) -> Option<Moment> {
        self.steps.keys().next().map(|(at, _)| *at)
    }

    /// Takes the earliest step that is due at `now`.
    pub fn take_due(&mut self, now: Moment) -> Option<(Moment, Step)> {
        let due = self.next_at()? <= now;
        let ((at, _), step) = due.then(|| self.steps.pop_first()).flatten()?;
        Some((at, step))
    }
}
