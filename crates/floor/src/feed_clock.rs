//! When a thing on the feed really happened, by this server's clock.
//!
//! KAZOO stamps whole seconds by its own clock, which may be off by minutes; arrival is exact to the millisecond
//! but late by whatever the network took. The smallest difference ever seen between the two is the clocks'
//! difference plus next to no delay; with it, a late message can be put back to where it belongs, and a timer
//! that starts at 0:19 or 23:59:23 cannot happen.

use crate::Millis;

/// A message this much later than the promptest ones was delayed, and is dated back.
const PROMPT: Millis = 2_500;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct FeedClock {
    /// Smallest `arrived - stamped` so far.
    lead: Option<Millis>,
}

impl FeedClock {
    /// The server-clock time at which a message stamped `stamped` by upstream happened, never after its arrival.
    pub(crate) fn date(&mut self, stamped: Option<Millis>, arrived: Millis) -> Millis {
        let Some(stamped) = stamped else { return arrived };
        let lead = self.lead.map_or(arrived - stamped, |lead| lead.min(arrived - stamped));
        self.lead = Some(lead);
        let happened = stamped + lead;
        if arrived - happened < PROMPT { arrived } else { happened }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prompt_messages_count_from_their_arrival_whatever_upstreams_clock_says() {
        let mut clock = FeedClock::default();
        assert_eq!(clock.date(Some(60_000), 1_000_350), 1_000_350);
        assert_eq!(clock.date(Some(61_000), 1_001_100), 1_001_100);
    }

    #[test]
    fn a_late_message_is_dated_back() {
        let mut clock = FeedClock::default();
        clock.date(Some(60_000), 100_000);
        assert_eq!(clock.date(Some(61_000), 131_000), 101_000);
    }

    #[test]
    fn no_message_comes_from_the_future() {
        let mut clock = FeedClock::default();
        clock.date(Some(60_000), 100_000);
        assert_eq!(clock.date(Some(99_000), 100_500), 100_500);
    }
}
