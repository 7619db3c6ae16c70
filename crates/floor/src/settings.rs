//! What numbers and ages are held against.

use crate::{Millis, Source};

/// All times in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Settings {
    /// Callers answered within this time meet the service level.
    pub service_target: Millis,
    /// Callers who leave sooner are not counted as abandoned.
    pub short_abandon: Millis,
    pub periods: Periods,
    /// A feed that beats and tells of nothing for this long, while the dashboard shows calls that it should have told
    /// of, is subscribed to nothing (`protocols.md` §2.3: success and a wrong account id both look like silence).
    pub silent_after: Millis,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            service_target: 20_000,
            short_abandon: 5_000,
            periods: Periods::default(),
            silent_after: 3 * 60_000,
        }
    }
}

/// How often each source should be heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Periods {
    pub dashboard: Millis,
    pub events: Millis,
    pub directory: Millis,
    pub history: Millis,
}

impl Default for Periods {
    fn default() -> Self {
        Self { dashboard: 5_000, events: 15_000, directory: 60_000, history: 600_000 }
    }
}

impl Periods {
    pub fn of(&self, source: Source) -> Millis {
        match source {
            Source::Dashboard => self.dashboard,
            Source::Events => self.events,
            Source::Directory => self.directory,
            Source::History => self.history,
        }
    }
}
