//! The day's counters: AntRing's own, carried forward by what events said since that poll.

use crate::{Counters, Millis};

/// What an event adds to the day before the next poll says so itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tally {
    Entered,
    Handled,
    Abandoned,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Today {
    polled: Counters,
    asked_at: Millis,
    /// What happened after the last poll was asked.
    since: Vec<(Millis, Tally)>,
}

impl Today {
    /// The counters as of now. A counter AntRing never gave stays `None`.
    pub fn counters(&self) -> Counters {
        let more = |tally| {
            u32::try_from(self.since.iter().filter(|(_, other)| *other == tally).count()).unwrap_or(u32::MAX)
        };
        let add = |counter: Option<u32>, tally| counter.map(|count| count.saturating_add(more(tally)));
        Counters {
            received: add(self.polled.received, Tally::Entered),
            handled: add(self.polled.handled, Tally::Handled),
            abandoned: add(self.polled.abandoned, Tally::Abandoned),
            ..self.polled
        }
    }

    pub(crate) fn poll(&mut self, counters: Counters, asked_at: Millis) {
        self.polled = counters;
        self.asked_at = asked_at;
        self.since.retain(|(at, _)| *at > asked_at);
    }

    pub(crate) fn tally(&mut self, at: Millis, tally: Tally) {
        // Without polls nothing would empty the list; a dead dashboard's numbers are marked as old anyway.
        const MOST: usize = 10_000;
        if at > self.asked_at && self.since.len() < MOST {
            self.since.push((at, tally));
        }
    }
}
