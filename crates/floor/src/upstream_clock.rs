//! When a thing upstream really happened, by this server's clock.
//!
//! KAZOO stamps whole seconds by its own clock, which may be off by minutes; arrival is exact to the millisecond
//! but late by whatever the network took. The smallest difference lately seen between the two is the clocks'
//! difference plus next to no delay; with it, a late message can be put back to where it belongs, and a timer
//! that starts at 0:19 or 23:59:23 cannot happen.

use crate::Millis;

/// A message this much later than the promptest ones was delayed, and is dated back.
const PROMPT: Millis = 2_500;
/// The promptest message of this one and the last such span counts, so that a clock that was set is followed.
const SPAN: Millis = 10 * 60_000;
/// A stamp this far off is no time of day but nonsense.
const NONSENSE: u64 = 24 * 3_600_000;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct UpstreamClock {
    /// Smallest `arrived - stamped` of this span, and of the last.
    lead: Option<Millis>,
    lead_before: Option<Millis>,
    span_began: Millis,
}

impl UpstreamClock {
    /// The time at which a message of the feed happened, never after its arrival.
    pub(crate) fn date(&mut self, stamped: Option<Millis>, arrived: Millis) -> Millis {
        let sane = |stamped: &Millis| stamped.abs_diff(arrived) < NONSENSE;
        let Some(stamped) = stamped.filter(sane) else { return arrived };
        if arrived - self.span_began > SPAN {
            self.lead_before = self.lead.take();
            self.span_began = arrived;
        }
        let lead = self.lead.map_or(arrived - stamped, |lead| lead.min(arrived - stamped));
        self.lead = Some(lead);
        let happened = stamped + self.lead_before.map_or(lead, |before| before.min(lead));
        if arrived - happened < PROMPT { arrived } else { happened }
    }

    /// When something began that a poll stamped, never after the poll. Only the feed shows what upstream's clock
    /// reads now, so a poll's stamps are moved by what the feed taught, and only where the clocks clearly differ.
    pub(crate) fn place(&self, stamped: Millis, polled_at: Millis) -> Millis {
        let lead = [self.lead, self.lead_before].into_iter().flatten().min().unwrap_or_default();
        let off = if lead.abs() < PROMPT { 0 } else { lead };
        stamped.saturating_add(off).min(polled_at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prompt_messages_count_from_their_arrival_whatever_upstreams_clock_says() {
        let mut clock = UpstreamClock::default();
        assert_eq!(clock.date(Some(60_000), 1_000_350), 1_000_350);
        assert_eq!(clock.date(Some(61_000), 1_001_100), 1_001_100);
    }

    #[test]
    fn a_late_message_is_dated_back() {
        let mut clock = UpstreamClock::default();
        clock.date(Some(60_000), 100_000);
        assert_eq!(clock.date(Some(61_000), 131_000), 101_000);
    }

    #[test]
    fn no_message_comes_from_the_future() {
        let mut clock = UpstreamClock::default();
        clock.date(Some(60_000), 100_000);
        assert_eq!(clock.date(Some(99_000), 100_500), 100_500);
    }

    #[test]
    fn a_clock_that_was_set_back_is_followed_and_nonsense_is_not() {
        let mut clock = UpstreamClock::default();
        assert_eq!(clock.date(Some(i64::MAX), 1_000), 1_000);
        // A minute fast, then put right.
        clock.date(Some(160_000), 100_000);
        assert_eq!(clock.date(Some(300_000), 300_000), 240_000);
        clock.date(Some(SPAN * 2), SPAN * 2);
        assert_eq!(clock.date(Some(SPAN * 4), SPAN * 4), SPAN * 4);
    }

    #[test]
    fn a_polls_stamps_move_by_what_the_feed_taught() {
        let mut clock = UpstreamClock::default();
        assert_eq!(clock.place(50_000, 90_000), 50_000);
        assert_eq!(clock.place(95_000, 90_000), 90_000);
        clock.date(Some(60_000), 100_000);
        assert_eq!(clock.place(50_000, 110_000), 90_000);
        assert_eq!(clock.place(i64::MAX, 110_000), 110_000);
    }
}
