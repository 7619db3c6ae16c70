//! The day's counters: AntRing's own, carried forward by what events said since that poll.

use crate::{Counters, Millis};

/// What an event adds to the day before the next poll says so itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) enum Tally {
    Entered,
    Handled,
    Abandoned,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Today {
    polled: Counters,
    asked_at: Millis,
    /// When a poll first showed counters that had begun anew: the day changed upstream.
    pub(crate) began_at: Option<Millis>,
    /// What happened after the last poll was asked.
    since: Vec<(Millis, Tally)>,
    /// What polls should have counted since the one before, besides that: it was told late, or by the poll itself.
    late: [u32; 3],
}

/// How far one counter moved between two polls, and how far events say it should have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Movement {
    pub moved: u32,
    pub told: u32,
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

    /// Takes in a poll's counters. A counter that fell below the last poll's is a new day, never a mistake.
    /// Returns how received, handled and abandoned moved, unless there is nothing to compare them with.
    pub(crate) fn poll(&mut self, counters: Counters, asked_at: Millis) -> Option<[Option<Movement>; 3]> {
        let new_day = fell(&self.polled, &counters);
        if new_day {
            self.began_at = Some(asked_at);
        }
        let mut told = std::mem::take(&mut self.late);
        for (_, tally) in self.since.iter().filter(|(at, _)| *at <= asked_at) {
            told[*tally as usize] += 1;
        }
        let before = std::mem::replace(&mut self.polled, counters);
        let is_first = std::mem::replace(&mut self.asked_at, asked_at) == 0;
        self.since.retain(|(at, _)| *at > asked_at);
        let movement = |before: Option<u32>, now: Option<u32>, tally: Tally| {
            let moved = now?.checked_sub(before?)?;
            Some(Movement { moved, told: told[tally as usize] })
        };
        (!is_first && !new_day).then(|| {
            [
                movement(before.received, counters.received, Tally::Entered),
                movement(before.handled, counters.handled, Tally::Handled),
                movement(before.abandoned, counters.abandoned, Tally::Abandoned),
            ]
        })
    }

    /// The counters know of this already: a poll told of it, or the event came late.
    pub(crate) fn is_counted(&mut self, tally: Tally) {
        self.late[tally as usize] = self.late[tally as usize].saturating_add(1);
    }

    pub(crate) fn tally(&mut self, at: Millis, tally: Tally) {
        // Without polls nothing would empty the list; a dead dashboard's numbers are marked as old anyway.
        const MOST: usize = 10_000;
        if at <= self.asked_at {
            self.is_counted(tally);
        } else if self.since.len() < MOST {
            self.since.push((at, tally));
        }
    }
}

fn fell(before: &Counters, now: &Counters) -> bool {
    let fell =
        |before: Option<u32>, now: Option<u32>| before.zip(now).is_some_and(|(before, now)| now < before);
    fell(before.received, now.received)
        || fell(before.handled, now.handled)
        || fell(before.abandoned, now.abandoned)
}
