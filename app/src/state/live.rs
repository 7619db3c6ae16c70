//! The living board, as every page finds it in its context.

use leptos::prelude::*;
use wire::{Freshness, SourceKind};

use super::{Clock, Model, Pulse};
use crate::visit::{Surface, Visit};

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
    /// Agents, queues, waiting callers, the day's counters.
    pub polled: Pulse,
    /// Calls, and the service level counted from them.
    pub pushed: Pulse,
}

impl Live {
    /// The board as of the page's rendering.
    pub fn at_birth(visit: &Visit) -> Self {
        let model = Model::new(visit.utc_offset_seconds);
        let clock = Clock::standing_at(visit.now);
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
            polled: pulse(SourceKind::Dashboard),
            pushed: pulse(SourceKind::Events),
        }
    }

    /// Whether the board as a whole may not be read as now.
    pub fn is_old(&self) -> bool {
        matches!(self.link.get(), Link::Lost | Link::Refused)
            || self.polled.freshness.get() >= Freshness::Stale
    }
}

/// The living board of this page.
pub fn use_live() -> Live {
    expect_context::<Live>()
}
