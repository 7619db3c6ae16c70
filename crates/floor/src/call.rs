//! A call: one or several legs that belong together. Where it stands is read off them in `standing`.

use crate::explain::Facts;
use crate::leg::By;
use crate::{AgentId, Cause, Leg, LegId, LegSide, Millis, QueueId, Text};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Direction {
    Inbound,
    Outbound,
    Internal,
    Unknown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallState {
    /// At the switch, not (yet) in a queue: greeting, menu, ringing a person directly.
    Arriving,
    Waiting,
    /// An agent's phone rings (inbound), or the far party's does (outbound).
    Ringing,
    Talking,
    Ended,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Outcome {
    Answered,
    /// The caller left while waiting in a queue.
    Abandoned,
    /// Ended before it reached a queue.
    LeftEarly,
    Busy,
    NoAnswer,
    Failed,
    /// Its end was missed: later polls no longer listed it.
    Unknown,
}

/// What is known of a call's place in a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) enum InQueue {
    /// Its leg was answered, which a queue does, and a menu too.
    Presumed,
    /// A poll listed it, an event named the queue, or an agent's phone rang for it.
    Confirmed,
    /// A poll that lists waiting calls did not list it: it is in a menu.
    Denied,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Call {
    /// The first leg's id.
    pub id: LegId,
    pub legs: Vec<Leg>,
    pub direction: Direction,
    pub queue: Option<QueueId>,
    /// When it entered the queue, where that was seen.
    pub entered_at: Option<Millis>,
    pub(crate) in_queue: InQueue,
    /// An agent who talks on it though no leg of theirs was seen: the dashboard said so.
    pub handled: Option<(AgentId, Millis)>,
    /// An agent whose phone rings for it though no leg to it was seen: the dashboard said so.
    pub rung_by: Option<(AgentId, Millis)>,
    /// It went back to a queue after somebody had talked on it: a transfer.
    pub(crate) waits_again: Option<Millis>,
    pub outcome: Option<Outcome>,
    pub ended_at: Option<Millis>,
    pub(crate) ended_by: By,
    /// This server's time when the end became known, which may be later than the end.
    pub(crate) closed_at: Option<Millis>,
    /// Events told of it, not a poll alone.
    pub(crate) seen_in_feed: bool,
    /// Events should have told of its beginning.
    pub(crate) expected: bool,
    /// Repairs of it that have been counted.
    pub(crate) repaired: Vec<Cause>,
    /// What its record says of its end.
    pub(crate) verdict: Option<Outcome>,
    pub(crate) facts: Facts,
    /// Polls in a row that should have listed it and did not, while nobody listened to the feed.
    pub(crate) absences: u8,
    /// The day's counters know of its queue entry.
    pub(crate) entry_tallied: bool,
    pub(crate) pickup_tallied: bool,
    /// Its queue's window knows of its pickup.
    pub(crate) pickup_recorded: bool,
}

impl Call {
    pub(crate) fn new(leg: Leg) -> Self {
        Self {
            id: leg.id.clone(),
            legs: vec![leg],
            direction: Direction::Unknown,
            queue: None,
            entered_at: None,
            in_queue: InQueue::Presumed,
            handled: None,
            rung_by: None,
            waits_again: None,
            outcome: None,
            ended_at: None,
            ended_by: By::Call,
            closed_at: None,
            seen_in_feed: true,
            expected: true,
            repaired: Vec::new(),
            verdict: None,
            facts: Facts::default(),
            absences: 0,
            entry_tallied: false,
            pickup_tallied: false,
            pickup_recorded: false,
        }
    }

    /// The leg that began the call: the caller's, or the phone that dialled.
    pub fn first_leg(&self) -> &Leg {
        // A call is made from a leg and legs are only ever added.
        self.legs.first().expect("a call has at least one leg")
    }

    pub(crate) fn leg(&self, id: &LegId) -> Option<&Leg> {
        self.legs.iter().find(|leg| leg.id == *id)
    }

    pub(crate) fn leg_mut(&mut self, id: &LegId) -> Option<&mut Leg> {
        self.legs.iter_mut().find(|leg| leg.id == *id)
    }

    pub fn started_at(&self) -> Millis {
        self.legs.iter().map(|leg| leg.created_at).min().unwrap_or_default()
    }

    pub fn is_live(&self) -> bool {
        self.ended_at.is_none()
    }

    pub fn state(&self) -> CallState {
        self.standing().state
    }

    /// When the present state began. Waiting and ringing count from the queue entry: the caller's own patience.
    pub fn since(&self) -> Millis {
        self.standing().since
    }

    /// The agent who is rung, or talks, or talked.
    pub fn agent(&self) -> Option<AgentId> {
        self.standing().agent
    }

    /// The far party's number: who called us, or whom we call.
    pub fn number(&self) -> Option<&Text> {
        match self.direction {
            Direction::Outbound | Direction::Internal => {
                // A click to call rings its own agent first; the number is on the leg to the far party.
                let far =
                    self.legs.iter().find(|leg| leg.agent.is_none() && leg.side == Some(LegSide::Outbound));
                let dialled = Some(self.first_leg()).filter(|first| first.side != Some(LegSide::Outbound));
                dialled.or(far).unwrap_or(self.first_leg()).destination.as_ref()
            }
            Direction::Inbound | Direction::Unknown => {
                self.legs.iter().find_map(|leg| leg.caller_number.as_ref())
            }
        }
    }

    /// The company number that was called.
    pub fn line(&self) -> Option<&Text> {
        match self.direction {
            Direction::Inbound => {
                let first = self.first_leg();
                (first.side == Some(LegSide::Inbound)).then_some(first.destination.as_ref()).flatten()
            }
            _ => None,
        }
    }

    /// All but the leg that began the call; an agent's leg counts even when it is all that was seen.
    pub(crate) fn other_legs(&self) -> impl DoubleEndedIterator<Item = &Leg> {
        let orphan = matches!(self.direction, Direction::Inbound | Direction::Unknown)
            && self.first_leg().side == Some(LegSide::Outbound);
        self.legs.iter().skip(usize::from(!orphan))
    }

    /// An agent talked to the caller and handed them on to a phone that no queue rings: the queue lists it no more.
    pub(crate) fn has_left_its_queue(&self) -> bool {
        let talk_ended = self.other_legs().any(|leg| leg.talked() && !leg.is_live());
        talk_ended && self.other_legs().any(|leg| leg.is_live() && leg.agent.is_some() && !leg.offered)
    }

    /// A queue has the caller, or had: an event or a poll said so.
    pub fn queue_knows(&self) -> bool {
        self.in_queue == InQueue::Confirmed
    }

    /// A poll says that an agent took it. Their leg is the proof where it was seen to ring.
    pub(crate) fn handle(&mut self, agent: &AgentId, at: Millis) {
        let rung =
            self.legs.iter_mut().skip(1).find(|leg| leg.is_live() && leg.agent.as_ref() == Some(agent));
        match rung {
            Some(leg) => leg.answered_at = Some(at.max(leg.created_at)),
            None => self.handled = Some((agent.clone(), at)),
        }
    }

    /// The agent whom a queue rings, or rang, for this call. Where legs do not say that a queue made them, the
    /// caller's leg tells: a queue answers it before it rings anyone, and a phone that is dialled directly does not.
    pub(crate) fn offered_to(&self) -> Option<&AgentId> {
        let taken_in = self.first_leg().answered_at.filter(|_| self.in_queue == InQueue::Presumed);
        let by_queue =
            |leg: &&Leg| leg.offered || taken_in.is_some_and(|taken_in| taken_in <= leg.created_at);
        self.other_legs().filter(by_queue).find_map(|leg| leg.agent.as_ref())
    }

    /// When it ended, if its legs say so.
    pub(crate) fn is_over(&self, now: Millis) -> Option<Millis> {
        let mut live = self.legs.iter().filter(|leg| leg.is_live()).peekable();
        if live.peek().is_none() {
            let ends = self.legs.iter().filter_map(|leg| leg.ended.map(|(ended_at, _)| ended_at));
            return Some(ends.max().unwrap_or(now));
        }
        // The caller is gone: a phone that still rings for nobody stops by itself.
        let first_ended = self.first_leg().ended.map(|(ended_at, _)| ended_at);
        first_ended.filter(|_| live.all(|leg| leg.answered_at.is_none()))
    }

    pub(crate) fn end(&mut self, at: Millis, now: Millis, by: By) {
        self.ended_at = Some(at);
        self.closed_at = Some(now);
        self.ended_by = by;
        // A caller who was only waiting when the polls lost sight of the call may have been served, or not.
        let judged = self.judge();
        let unsure = by == By::Polls && judged != Outcome::Answered;
        let judged = if unsure { Outcome::Unknown } else { judged };
        self.outcome = Some(self.verdict.unwrap_or(judged));
    }

    /// The end of a leg that was inferred has been heard.
    pub(crate) fn confirm_end(&mut self, leg: &LegId) {
        if let Some(leg) = self.leg_mut(leg) {
            leg.ended_by = By::Itself;
        }
        if !self.is_live() && self.legs.iter().all(|leg| leg.ended_by == By::Itself) {
            self.ended_by = By::Itself;
        }
    }

    /// The polls were mistaken: whatever they ended goes on.
    pub(crate) fn reopen(&mut self) {
        self.ended_at = None;
        self.closed_at = None;
        self.outcome = None;
        self.verdict = None;
        self.absences = 0;
        for leg in self.legs.iter_mut().filter(|leg| matches!(leg.ended_by, By::Polls | By::Record)) {
            leg.ended = None;
            leg.doubts = 0;
        }
    }

    /// Takes in another call that turned out to be this one.
    pub(crate) fn absorb(&mut self, gone: Self) {
        self.legs.extend(gone.legs);
        self.queue = self.queue.take().or(gone.queue);
        self.entered_at = self.entered_at.or(gone.entered_at);
        self.handled = self.handled.take().or(gone.handled);
        self.rung_by = self.rung_by.take().or(gone.rung_by);
        self.waits_again = self.waits_again.or(gone.waits_again);
        self.facts.absorb(gone.facts);
        self.repaired.extend(gone.repaired);
        if gone.in_queue == InQueue::Confirmed {
            self.in_queue = InQueue::Confirmed;
        }
        self.seen_in_feed |= gone.seen_in_feed;
        self.absences = 0;
        self.entry_tallied |= gone.entry_tallied;
        self.pickup_tallied |= gone.pickup_tallied;
        self.pickup_recorded |= gone.pickup_recorded;
    }
}
