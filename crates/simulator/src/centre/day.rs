//! The dashboard's counters, which start again at midnight in Vietnam.

use std::collections::BTreeMap;

use super::stat::AbandonReason;
use crate::moment::Moment;

/// Counts of one calendar day (`protocols.md` §3.4, working definitions).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DayCounters {
    /// Calls that entered a queue.
    pub received: u64,
    /// Calls that rang at least one agent.
    pub offered: u64,
    /// Calls an agent answered.
    pub handled: u64,
    pub abandoned: BTreeMap<AbandonReason, u64>,
    /// Seconds waited by answered calls.
    pub waited_seconds: i64,
    pub longest_wait_seconds: i64,
    /// Finished conversations, and their seconds.
    pub finished: u64,
    pub talked_seconds: i64,
}

impl DayCounters {
    pub fn abandoned_total(&self) -> u64 {
        self.abandoned.values().sum()
    }

    /// Whole seconds, 0 without an answered call.
    pub fn average_wait_seconds(&self) -> i64 {
        average(self.waited_seconds, self.handled)
    }

    /// Whole seconds, 0 without a finished call.
    pub fn average_talk_seconds(&self) -> i64 {
        average(self.talked_seconds, self.finished)
    }
}

fn average(sum: i64, count: u64) -> i64 {
    i64::try_from(count).ok().filter(|count| *count > 0).map_or(0, |count| (sum + count / 2) / count)
}

/// The counters of the day a moment falls into.
#[derive(Clone, Debug)]
pub struct Day {
    number: i64,
    counters: DayCounters,
}

impl Day {
    pub fn of(now: Moment) -> Self {
        Self { number: now.day_in_vietnam(), counters: DayCounters::default() }
    }

    /// Today's counters, to add to; fresh ones when midnight has passed since the last use.
    pub fn at(&mut self, now: Moment) -> &mut DayCounters {
        if self.number != now.day_in_vietnam() {
            *self = Self::of(now);
        }
        &mut self.counters
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_start_again_at_midnight() {
        let evening = Moment::from_unix_seconds(1_769_619_599);
        let mut day = Day::of(evening);
        day.at(evening).received = 12;
        assert_eq!(day.at(evening).received, 12);
        assert_eq!(day.at(evening.after(1.0)).received, 0);
    }
}
