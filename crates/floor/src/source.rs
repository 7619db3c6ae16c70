//! When each source was last heard, how old that makes it, and what is wrong with it.

use crate::settings::Periods;
use crate::{Millis, Source, SourceReport, Trouble};

/// What has not been heard for this long says nothing of the present.
const LOST: Millis = 15 * 60_000;

/// How far a source may be believed (`go-beyond.md` 1).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Freshness {
    /// Heard within twice its period.
    Live,
    /// Within five times.
    Late,
    /// Longer ago.
    Stale,
    /// Longer than 15 minutes ago, or never.
    #[default]
    Unknown,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct SourceState {
    /// `None`: never since this server started.
    pub heard_at: Option<Millis>,
    /// Cleared when it is heard again; [`Trouble::Silent`] by the next leg event.
    pub trouble: Option<Trouble>,
    /// As of the last event or tick.
    pub freshness: Freshness,
}

/// One state a source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Sources([SourceState; 4]);

const ALL: [Source; 4] = [Source::Dashboard, Source::Events, Source::Directory, Source::History];

impl Sources {
    pub(crate) fn get(&self, source: Source) -> SourceState {
        self.0[source as usize]
    }

    pub(crate) fn report(&mut self, source: Source, report: SourceReport, at: Millis) {
        let state = &mut self.0[source as usize];
        match report {
            SourceReport::Heard | SourceReport::Overflowed => {
                state.heard_at = Some(at);
                // A heartbeat proves the connection, not the subscription.
                state.trouble = state.trouble.filter(|trouble| *trouble == Trouble::Silent);
            }
            SourceReport::Connected => {
                state.heard_at = Some(at);
                state.trouble = None;
            }
            SourceReport::Failed(trouble) => state.trouble = Some(trouble),
        }
    }

    /// The feed told of a leg: it is connected, and subscribed.
    pub(crate) fn told(&mut self, at: Millis) {
        self.report(Source::Events, SourceReport::Connected, at);
    }

    /// Grows older. True when a state changed by that.
    pub(crate) fn age(&mut self, now: Millis, periods: &Periods) -> bool {
        let mut changed = false;
        for source in ALL {
            let state = &mut self.0[source as usize];
            let freshness = freshness(state.heard_at, periods.of(source), now);
            changed |= state.freshness != freshness;
            state.freshness = freshness;
        }
        changed
    }
}

fn freshness(heard_at: Option<Millis>, period: Millis, now: Millis) -> Freshness {
    let Some(heard_at) = heard_at else { return Freshness::Unknown };
    let age = now - heard_at;
    if age > LOST {
        Freshness::Unknown
    } else if age <= period.saturating_mul(2) {
        Freshness::Live
    } else if age <= period.saturating_mul(5) {
        Freshness::Late
    } else {
        Freshness::Stale
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_grows_old_by_its_own_period() {
        let age = |seconds: Millis, period| freshness(Some(0), period, seconds * 1000);
        assert_eq!([age(10, 5_000), age(11, 5_000), age(25, 5_000)], {
            [Freshness::Live, Freshness::Late, Freshness::Late]
        });
        assert_eq!([age(26, 5_000), age(900, 5_000), age(901, 5_000)], {
            [Freshness::Stale, Freshness::Stale, Freshness::Unknown]
        });
        assert_eq!(age(901, 600_000), Freshness::Unknown);
        assert_eq!(freshness(None, 5_000, 0), Freshness::Unknown);
    }

    #[test]
    fn a_heartbeat_does_not_end_a_silence_and_a_leg_does() {
        let mut sources = Sources::default();
        sources.report(Source::Events, SourceReport::Failed(Trouble::Silent), 1);
        sources.report(Source::Events, SourceReport::Heard, 2);
        assert_eq!(sources.get(Source::Events).trouble, Some(Trouble::Silent));
        sources.told(3);
        assert_eq!(sources.get(Source::Events).trouble, None);
    }
}
