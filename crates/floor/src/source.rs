//! When each source was last heard, and what is wrong with it.

use crate::{Millis, Source, SourceReport, Trouble};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SourceState {
    /// `None`: never since this server started.
    pub heard_at: Option<Millis>,
    /// Cleared when it is heard again.
    pub trouble: Option<Trouble>,
}

/// One state a source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Sources {
    dashboard: SourceState,
    events: SourceState,
    directory: SourceState,
}

impl Sources {
    pub(crate) fn get(&self, source: Source) -> SourceState {
        match source {
            Source::Dashboard => self.dashboard,
            Source::Events => self.events,
            Source::Directory => self.directory,
        }
    }

    pub(crate) fn report(&mut self, source: Source, report: SourceReport, at: Millis) {
        let state = match source {
            Source::Dashboard => &mut self.dashboard,
            Source::Events => &mut self.events,
            Source::Directory => &mut self.directory,
        };
        match report {
            SourceReport::Heard => *state = SourceState { heard_at: Some(at), trouble: None },
            SourceReport::Failed(trouble) => state.trouble = Some(trouble),
        }
    }
}
