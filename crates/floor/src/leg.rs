//! A leg: one channel at the switch, and what its events have taught.

use std::collections::BTreeMap;

use crate::explain::Rule;
use crate::links::{Link, is_offer};
use crate::{
    AgentId, Digest, HangupCause, KnownBy, LegEvent, LegEventKind, LegId, LegSide, Millis, Origin, Text,
};

/// One channel at the switch.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
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
    /// Its own ANSWER was heard; a poll or a bill may tell of the talk too.
    pub(crate) answer_told: bool,
    pub ended: Option<(Millis, HangupCause)>,
    /// How its end is known. Says nothing while it is live.
    pub(crate) ended_by: By,
    pub(crate) created_seen: bool,
    /// A queue rings an agent with it: it names the caller's leg.
    pub(crate) offered: bool,
    /// It was joined to its call by a guess.
    pub(crate) soft: bool,
    /// Links under which legs that come later find it.
    pub(crate) named: BTreeMap<Link, Rule>,
    /// This server's time of the last word on it, by event or poll.
    pub(crate) heard_at: Millis,
    /// Polls in a row that contradicted it.
    pub(crate) doubts: u8,
}

/// How an end is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) enum By {
    /// The leg's own DESTROY.
    Itself,
    /// It followed from the end of the others.
    Call,
    /// Polls, or hours of silence. Any later word proves it wrong.
    Polls,
    /// The call's record in the history.
    Record,
}

impl By {
    pub(crate) fn known_by(self) -> KnownBy {
        match self {
            Self::Itself => KnownBy::Event,
            Self::Call => KnownBy::Legs,
            Self::Polls => KnownBy::Poll,
            Self::Record => KnownBy::Record,
        }
    }
}

impl Leg {
    pub fn is_live(&self) -> bool {
        self.ended.is_none()
    }

    /// The extension or user name that tells whose phone it is, while nobody knows.
    pub(crate) fn phone(&self) -> Option<&Text> {
        if self.agent.is_some() || self.to_carrier || self.origin == Origin::Outside {
            return None;
        }
        match self.side? {
            LegSide::Outbound => self.destination.as_ref(),
            LegSide::Inbound => self.caller_number.as_ref(),
        }
    }

    pub(crate) fn talked(&self) -> bool {
        self.answered_at.is_some()
    }

    pub(crate) fn new(event: &LegEvent, at: Millis, happened: Millis) -> Self {
        Self {
            id: event.leg.clone(),
            digest: event.digest,
            side: None,
            origin: Origin::Unknown,
            to_carrier: false,
            agent: None,
            caller_number: None,
            destination: None,
            created_at: happened,
            answered_at: matches!(event.kind, LegEventKind::Answered).then_some(happened),
            answer_told: matches!(event.kind, LegEventKind::Answered),
            ended: None,
            ended_by: By::Itself,
            created_seen: matches!(event.kind, LegEventKind::Created),
            offered: false,
            soft: false,
            named: BTreeMap::new(),
            heard_at: at,
            doubts: 0,
        }
    }

    /// Takes in what happened to it. True when it was news; an end always is, and is noted by the call.
    pub(crate) fn happen(&mut self, kind: &LegEventKind, happened: Millis) -> bool {
        match kind {
            LegEventKind::Created if self.created_seen => false,
            LegEventKind::Created => {
                // Its answer overtook it: the leg began no later than this.
                self.created_at = self.created_at.min(happened);
                self.created_seen = true;
                true
            }
            LegEventKind::Answered => {
                let news = !self.answer_told;
                self.answer_told = true;
                self.answered_at.get_or_insert(happened);
                news
            }
            LegEventKind::Destroyed { billed_seconds, .. } => {
                // Its answer was lost, yet it was billed for talk. (A caller's own leg is billed in the queue too.)
                let billed =
                    billed_seconds.filter(|seconds| *seconds > 0 && self.side == Some(LegSide::Outbound));
                if let (None, Some(seconds)) = (self.answered_at, billed) {
                    self.answered_at = Some((happened - Millis::from(seconds) * 1000).max(self.created_at));
                    self.answer_told = true;
                }
                true
            }
        }
    }

    /// Takes in what an event knows of the leg; what is known already stays. True when something was new.
    pub(crate) fn learn(&mut self, event: &LegEvent, agent: Option<AgentId>) -> bool {
        let mut news = false;
        news |= fill(&mut self.side, event.side.as_ref());
        if self.origin == Origin::Unknown {
            news |= event.origin != Origin::Unknown;
            self.origin = event.origin;
        }
        news |= raise(&mut self.to_carrier, event.to_carrier);
        news |= raise(&mut self.offered, is_offer(event));
        if self.to_carrier || self.origin == Origin::Outside {
            news |= self.agent.take().is_some();
        } else {
            news |= fill(&mut self.agent, agent.as_ref());
        }
        news |= fill(&mut self.caller_number, event.caller_number.as_ref());
        news |= fill(&mut self.destination, event.destination.as_ref());
        news
    }
}

fn fill<T: Clone>(slot: &mut Option<T>, value: Option<&T>) -> bool {
    let fills = slot.is_none() && value.is_some();
    if fills {
        *slot = value.cloned();
    }
    fills
}

fn raise(flag: &mut bool, value: bool) -> bool {
    let raises = value && !*flag;
    *flag |= value;
    raises
}
