//! The living board, as every page finds it in its context.

use leptos::prelude::*;
use wire::{Freshness, Millis, SourceKind};

use super::{Clock, Model, Pulse};
use crate::visit::{Replay, Surface, Visit};

/// The line between this page and the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// Not yet heard; what the page shows came with its HTML.
    Opening,
    Live,
    Lost,
    /// The server has no such board; it is no use to ask again.
    Refused,
}

#[derive(Clone, Copy)]
pub struct Live {
    pub model: Model,
    pub clock: Clock,
    pub link: RwSignal<Link>,
    /// How the stream to this page is masked.
    pub surface: RwSignal<Surface>,
    /// The moment that the board is asked to show; `None`: now.
    pub replay: RwSignal<Option<Replay>>,
    /// What is on the page was once and is no more: from the moment it is asked for, until a live board is here.
    pub past: RwSignal<bool>,
    /// A replay has come to the end of what is recorded: the page goes on to now.
    pub ended: RwSignal<bool>,
    /// Agents, queues, waiting callers, the day's counters.
    pub polled: Pulse,
    /// Calls, and the service level counted from them.
    pub pushed: Pulse,
}

impl Live {
    /// The board as of the page's rendering.
    pub fn at_birth(visit: &Visit) -> Self {
        let model = Model::new(visit.utc_offset_seconds);
        let clock = Clock::standing_at(visit.replay.map_or(visit.now, |replay| replay.at));
        if let Some(snapshot) = &visit.wire_snapshot {
            model.take(snapshot.clone());
        }
        let link = RwSignal::new(Link::Opening);
        let pulse = |kind| Pulse::of(kind, model.sources, link, model.last_frame, clock.now);
        Self {
            model,
            clock,
            link,
            surface: RwSignal::new(visit.surface),
            replay: RwSignal::new(visit.replay),
            past: RwSignal::new(visit.replay.is_some()),
            ended: RwSignal::new(false),
            polled: pulse(SourceKind::Dashboard),
            pushed: pulse(SourceKind::Events),
        }
    }

    /// The moment that the board shows, for a link to it.
    pub fn standing_at(&self) -> Millis {
        match self.replay.get() {
            Some(replay) if replay.speed == 0 => replay.at,
            _ => self.clock.now.get(),
        }
    }

    /// Whether the board as a whole may not be read as now.
    pub fn is_old(&self) -> bool {
        // A replay that has ended is no lost line; its own banner says what it is.
        let link = self.link.get();
        (link == Link::Lost || (link == Link::Refused && !self.past.get()))
            || self.polled.freshness.get() >= Freshness::Stale
    }
}

/// The living board of this page.
pub fn use_live() -> Live {
    expect_context::<Live>()
}
