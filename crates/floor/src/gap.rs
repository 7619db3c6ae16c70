//! Stretches in which nobody listened to the feed.

use std::collections::VecDeque;

use crate::Millis;

const MOST: usize = 100;
/// Records are stamped to the second.
const INEXACT: Millis = 2_000;
const FORGOTTEN_AFTER: Millis = 24 * 3_600_000;

/// Events were missed between these times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Gap {
    /// The feed was last heard.
    pub from: Millis,
    /// It was connected again; `None` while it is down.
    pub until: Option<Millis>,
    /// The call history of the whole stretch has been taken in.
    pub filled: bool,
}

/// Oldest first; only the last may be open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Gaps(VecDeque<Gap>);

impl Gaps {
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Gap> {
        self.0.iter()
    }

    /// The feed failed. False when it was down already.
    pub(crate) fn open(&mut self, from: Millis) -> bool {
        if self.0.back().is_some_and(|gap| gap.until.is_none()) {
            return false;
        }
        self.push(Gap { from, until: None, filled: false });
        true
    }

    /// The feed is back. False when it was not down.
    pub(crate) fn close(&mut self, at: Millis) -> bool {
        match self.0.back_mut().filter(|gap| gap.until.is_none()) {
            Some(gap) => {
                gap.until = Some(at.max(gap.from));
                true
            }
            None => false,
        }
    }

    /// Events were lost on our own side, between the last that was heard and now. A flood is one gap.
    pub(crate) fn overflowed(&mut self, from: Millis, at: Millis) -> bool {
        match self.0.back_mut() {
            Some(gap) if gap.until.is_none() => return false,
            Some(gap) if gap.until.is_some_and(|until| until >= from) => {
                gap.until = Some(at);
                gap.filled = false;
            }
            _ => self.push(Gap { from, until: Some(at), filled: false }),
        }
        true
    }

    /// The call history of a stretch is known: gaps within it are filled.
    pub(crate) fn fill(&mut self, from: Millis, until: Millis) -> bool {
        let mut filled = false;
        for gap in &mut self.0 {
            let within = gap.from >= from && gap.until.is_some_and(|end| end <= until);
            filled |= within && !gap.filled;
            gap.filled |= within;
        }
        filled
    }

    /// Whether a call that began and ended then passed in a stretch that nobody listened to and that is not filled.
    pub(crate) fn misses(&self, began: Millis, ended: Millis) -> bool {
        let within =
            |gap: &Gap| gap.from <= began + INEXACT && gap.until.is_none_or(|until| ended <= until + INEXACT);
        self.0.iter().any(|gap| !gap.filled && within(gap))
    }

    pub(crate) fn tick(&mut self, now: Millis) -> bool {
        let before = self.0.len();
        self.0.retain(|gap| gap.until.is_none_or(|until| now - until <= FORGOTTEN_AFTER));
        self.0.len() < before
    }

    fn push(&mut self, gap: Gap) {
        if self.0.len() == MOST {
            self.0.pop_front();
        }
        self.0.push_back(gap);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_is_one_gap_and_gaps_are_bounded() {
        let mut gaps = Gaps::default();
        assert!(gaps.overflowed(10, 20) && gaps.overflowed(20, 30));
        assert_eq!(gaps.0, [Gap { from: 10, until: Some(30), filled: false }]);
        for at in 0..500 {
            assert!(gaps.open(100 * at + 100) && !gaps.open(0) && gaps.close(100 * at + 150));
        }
        assert_eq!(gaps.0.len(), MOST);
        assert!(gaps.tick(FORGOTTEN_AFTER + 50_100) && gaps.0.is_empty());
    }

    #[test]
    fn only_a_closed_gap_within_the_stretch_is_filled() {
        let mut gaps = Gaps::default();
        gaps.open(100);
        assert!(!gaps.fill(0, 1_000));
        gaps.close(200);
        assert!(!gaps.fill(101, 1_000) && !gaps.fill(0, 199));
        assert!(gaps.fill(100, 200) && !gaps.fill(0, 1_000));
    }
}
