//! A call: one or several legs that belong together, and where it stands.

use crate::{AgentId, Digest, HangupCause, LegId, LegSide, Millis, Origin, QueueId, Text};

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

/// One channel at the switch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leg {
    pub id: LegId,
    pub(crate) digest: Digest,
    pub side: Option<LegSide>,
    pub origin: Origin,
    pub to_carrier: bool,
    /// The agent whose phone this is.
    pub agent: Option<AgentId>,
    pub caller_number: Option<Text>,
    pub destination: Option<Text>,
    pub created_at: Millis,
    pub answered_at: Option<Millis>,
    pub ended: Option<(Millis, HangupCause)>,
    /// This server's time of the last event on it.
    pub(crate) heard_at: Millis,
    /// Polls in a row that contradicted it.
    pub(crate) doubts: u8,
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
    /// Polls in a row that should have listed it and did not.
    pub(crate) absences: u8,
    /// The day's counters know of its queue entry.
    pub(crate) entry_tallied: bool,
    pub(crate) pickup_recorded: bool,
}

/// Where a call stands, since when, and with whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Standing {
    pub state: CallState,
    pub since: Millis,
    pub agent: Option<AgentId>,
}

impl Leg {
    pub fn is_live(&self) -> bool {
        self.ended.is_none()
    }

    fn talked(&self) -> bool {
        self.answered_at.is_some()
    }
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
            absences: 0,
            entry_tallied: false,
            pickup_recorded: false,
        }
    }

    /// The leg that began the call: the caller's, or the phone that dialled.
    pub fn first_leg(&self) -> &Leg {
        // A call is made from a leg and legs are only ever added.
        self.legs.first().expect("a call has at least one leg")
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
            Direction::Outbound | Direction::Internal => self.first_leg().destination.as_ref(),
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
        let leg = self.other_legs().filter_map(|leg| leg.answered_at).min();
        leg.or(self.handled.as_ref().map(|(_, at)| *at))
    }

    /// Milliseconds in the queue, once it is over.
    pub fn waited(&self) -> Option<Millis> {
        if !matches!(self.direction, Direction::Inbound | Direction::Unknown) {
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
        matches!(self.direction, Direction::Inbound | Direction::Unknown)
            && matches!(self.state(), CallState::Waiting | CallState::Ringing)
    }

    /// The queue entry where it was seen, else the start of the call.
    pub fn waits_since(&self) -> Option<Millis> {
        self.entered_at.or(self.first_leg().answered_at).or(Some(self.started_at()))
    }

    pub fn queue_entry_known(&self) -> bool {
        self.entered_at.is_some() || self.first_leg().answered_at.is_some()
    }

    pub(crate) fn standing(&self) -> Standing {
        if let Some(ended_at) = self.ended_at {
            return Standing { state: CallState::Ended, since: ended_at, agent: self.last_agent() };
        }
        match self.direction {
            Direction::Outbound | Direction::Internal => self.standing_from_a_phone(),
            Direction::Inbound | Direction::Unknown => self.standing_from_a_caller(),
        }
    }

    fn standing_from_a_caller(&self) -> Standing {
        let live = |leg: &&Leg| leg.agent.is_some() && leg.is_live();
        if let Some(leg) = self.other_legs().filter(live).find(|leg| leg.talked()) {
            let since = leg.answered_at.unwrap_or(leg.created_at);
            return Standing { state: CallState::Talking, since, agent: leg.agent.clone() };
        }
        if let Some(leg) = self.other_legs().filter(live).next_back() {
            let since = self.waits_since().unwrap_or(leg.created_at);
            return Standing { state: CallState::Ringing, since, agent: leg.agent.clone() };
        }
        if let Some((agent, since)) = &self.handled {
            return Standing { state: CallState::Talking, since: *since, agent: Some(agent.clone()) };
        }
        // The agent hung up a moment before the caller's own leg ends.
        if let Some(leg) = self.other_legs().filter(|leg| leg.talked()).next_back() {
            let since = leg.answered_at.unwrap_or(leg.created_at);
            return Standing { state: CallState::Talking, since, agent: leg.agent.clone() };
        }
        let entered = self.first_leg().answered_at.is_some() || self.in_queue == InQueue::Confirmed;
        let since = self.waits_since().unwrap_or_default();
        match self.in_queue {
            InQueue::Presumed | InQueue::Confirmed if entered => {
                Standing { state: CallState::Waiting, since, agent: None }
            }
            _ => Standing { state: CallState::Arriving, since: self.started_at(), agent: None },
        }
    }

    fn standing_from_a_phone(&self) -> Standing {
        let agent = self.first_leg().agent.clone();
        match self.other_legs().filter_map(|leg| leg.answered_at).min() {
            Some(since) => Standing { state: CallState::Talking, since, agent },
            None => Standing { state: CallState::Ringing, since: self.started_at(), agent },
        }
    }

    /// All but the leg that began the call; an agent's leg counts even when it is all that was seen.
    pub(crate) fn other_legs(&self) -> impl DoubleEndedIterator<Item = &Leg> {
        let orphan = matches!(self.direction, Direction::Inbound | Direction::Unknown)
            && self.first_leg().side == Some(LegSide::Outbound);
        self.legs.iter().skip(usize::from(!orphan))
    }

    fn last_agent(&self) -> Option<AgentId> {
        match self.direction {
            Direction::Outbound | Direction::Internal => self.first_leg().agent.clone(),
            Direction::Inbound | Direction::Unknown => {
                let talked = self
                    .other_legs()
                    .filter(|leg| leg.talked())
                    .next_back()
                    .and_then(|leg| leg.agent.clone());
                talked.or(self.handled.as_ref().map(|(agent, _)| agent.clone()))
            }
        }
    }

    /// How it ended, from what its legs did (`protocols.md` §3.5: the hang-up cause alone cannot tell an abandon).
    pub(crate) fn judge(&self) -> Outcome {
        if self.answered_at().is_some() {
            return Outcome::Answered;
        }
        match self.direction {
            Direction::Inbound | Direction::Unknown => {
                let rang = self.other_legs().any(|leg| leg.agent.is_some());
                if rang || self.queue.is_some() || self.in_queue == InQueue::Confirmed {
                    Outcome::Abandoned
                } else {
                    Outcome::LeftEarly
                }
            }
            Direction::Outbound | Direction::Internal => {
                let far = self.legs.last().unwrap_or(self.first_leg());
                match far.ended.map_or(HangupCause::Unknown, |(_, cause)| cause) {
                    HangupCause::Busy => Outcome::Busy,
                    HangupCause::NoAnswer | HangupCause::OriginatorCancelled | HangupCause::Normal => {
                        Outcome::NoAnswer
                    }
                    _ => Outcome::Failed,
                }
            }
        }
    }
}
