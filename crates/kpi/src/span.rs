//! Stretches of time, and their slots.

use crate::Millis;

pub const QUARTER_HOUR: Millis = 15 * 60_000;
pub const HALF_HOUR: Millis = 30 * 60_000;

/// From `from` up to, and without, `until`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub from: Millis,
    pub until: Millis,
}

impl Span {
    /// The last `length` milliseconds, with the present one.
    pub fn rolling(now: Millis, length: Millis) -> Self {
        Self { from: now + 1 - length, until: now + 1 }
    }

    pub fn contains(&self, at: Millis) -> bool {
        self.from <= at && at < self.until
    }

    /// In milliseconds; never negative.
    pub fn length(&self) -> Millis {
        (self.until - self.from).max(0)
    }

    /// What is over of it, with the present millisecond.
    pub fn so_far(&self, now: Millis) -> Self {
        Self { from: self.from, until: self.until.min(now + 1).max(self.from) }
    }

    /// The instant at which numbers of an instant are taken: now, or its last one. `None` before it begins.
    pub fn instant(&self, now: Millis) -> Option<Millis> {
        let instant = now.min(self.until - 1);
        (self.from <= instant).then_some(instant)
    }

    /// Equal slots from its start on; the last is shorter where it does not come out even. A day of 23 h has 92
    /// quarters of an hour, one of 25 h has 100.
    pub fn slots(self, length: Millis) -> impl Iterator<Item = Self> {
        let length = length.max(1);
        let starts = std::iter::successors(Some(self.from), move |from| Some(from + length));
        starts
            .take_while(move |from| *from < self.until)
            .map(move |from| Self { from, until: self.until.min(from + length) })
    }
}
