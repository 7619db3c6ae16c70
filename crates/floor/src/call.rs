//! A call: one or several legs that belong together. Where it stands is read off them in `standing`.

use crate::leg::By;
use crate::{AgentId, Leg, LegId, LegSide, Millis, QueueId, Text};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
pub(crate) enum InQueue {
    /// Its leg was answered, which a queue does, and a menu too.
    Presumed,
    /// A poll listed it, an event named the queue, or an agent's phone rang for it.
    Confirmed,
    /// A poll that lists waiting calls did not list it: it is in a menu.
    Denied,
}

#[derive(Debug, Clone, PartialEq, Eq)]
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
    pub outcome: Option<Outcome>,
    pub ended_at: Option<Millis>,
    pub(crate) ended_by: By,
    /// This server's time when the end became known, which may be later than the end.
    pub(crate) closed_at: Option<Millis>,
    /// Events told of it, not a poll alone.
    pub(crate) seen_in_feed: bool,
    /// Polls in a row that should have listed it and did not.
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
            outcome: None,
            ended_at: None,
            ended_by: By::Call,
            closed_at: None,
            seen_in_feed: true,
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

    /// When an agent (or, going out, the far party) answered.
    pub fn answered_at(&self) -> Option<Millis> {
        if self.goes_out() && self.legs.len() == 1 {
            // The far party's leg is kept from us: the phone that dialled was put through to something.
            return self.first_leg().answered_at;
        }
        let leg = self.other_legs().filter_map(|leg| leg.answered_at).min();
        leg.or(self.handled.as_ref().map(|(_, at)| *at))
    }

    fn goes_out(&self) -> bool {
        matches!(self.direction, Direction::Outbound | Direction::Internal)
    }

    /// Milliseconds in the queue, once it is over.
    pub fn waited(&self) -> Option<Millis> {
        if self.goes_out() || !self.queue_knows() {
            return None;
        }
        let until = self.answered_at().or(self.ended_at)?;
        Some((until - self.waits_since()?).max(0))
    }

    /// Milliseconds of talk, once the call is over.
    pub fn talked(&self) -> Option<Millis> {
        Some((self.ended_at? - self.answered_at()?).max(0))
    }

    /// Waits in a queue and has not been picked up.
    pub fn is_waiting(&self) -> bool {
        !self.goes_out()
            && self.answered_at().is_none()
            && match self.state() {
                CallState::Waiting => true,
                CallState::Ringing => self.in_queue == InQueue::Confirmed,
                CallState::Arriving | CallState::Talking | CallState::Ended => false,
            }
    }

    /// The queue entry where it was seen, else the start of the call.
    pub fn waits_since(&self) -> Option<Millis> {
        self.entered_at.or(self.first_leg().answered_at).or(Some(self.started_at()))
    }

    pub fn queue_entry_known(&self) -> bool {
        self.entered_at.is_some() || self.first_leg().answered_at.is_some()
    }

    /// All but the leg that began the call; an agent's leg counts even when it is all that was seen.
    pub(crate) fn other_legs(&self) -> impl DoubleEndedIterator<Item = &Leg> {
        let orphan = matches!(self.direction, Direction::Inbound | Direction::Unknown)
            && self.first_leg().side == Some(LegSide::Outbound);
        self.legs.iter().skip(usize::from(!orphan))
    }

    pub(crate) fn queue_knows(&self) -> bool {
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
        self.outcome = Some(if unsure { Outcome::Unknown } else { judged });
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
        self.absences = 0;
        for leg in self.legs.iter_mut().filter(|leg| leg.ended_by == By::Polls) {
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
