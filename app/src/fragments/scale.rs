//! Where times, shares and counts stand on the chart, and how long things are on a bar. Pure.

use wire::Millis;

use crate::explained::{Slot, Trend};

const HOUR: Millis = 3_600_000;
/// At least so much of the day is drawn, so that a morning is no single bar.
const SHORTEST: Millis = 8 * HOUR;

pub const WIDTH: f64 = 720.0;
pub const HEIGHT: f64 = 176.0;
const LEFT: f64 = 34.0;
const RIGHT: f64 = 708.0;
/// Of the service level: its 100 % and its lowest line.
pub const TOP: f64 = 20.0;
const LOWEST: f64 = 110.0;
/// Bars grow from here, as high as [`BARS`].
pub const FLOOR: f64 = 154.0;
const BARS: f64 = 36.0;

/// The part of the day that is drawn, and its measures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    pub from: Millis,
    pub until: Millis,
    /// Percent on the lowest line.
    pub lowest: i64,
    /// Calls on the highest bar.
    pub most: u32,
}

impl Scale {
    pub fn of(trend: &Trend) -> Self {
        let beside = trend.compare.as_ref();
        let shift = beside.map_or(0, |other| trend.from - other.from);
        let others = beside.map_or(&[][..], |other| other.slots.as_slice());
        let busy = |slot: &&Slot| slot.offered + slot.answered + slot.abandoned > 0;
        let first = trend.slots.iter().find(busy).map(|slot| slot.from);
        let first = first.into_iter().chain(others.iter().find(busy).map(|slot| slot.from + shift)).min();
        let last = others.iter().rev().find(busy).map_or(trend.as_of, |slot| slot.until + shift);
        let hour = |at: Millis| trend.from + (at - trend.from).div_euclid(HOUR) * HOUR;
        let until = (hour(last.max(trend.as_of) - 1) + HOUR).min(trend.until);
        let from = first.map_or(trend.from, hour);
        let until = until.max(from + SHORTEST).min(trend.until);
        let from = from.min(until - SHORTEST).max(trend.from);
        let all = || trend.slots.iter().chain(others);
        let worst = all().filter_map(reached).min().unwrap_or(100);
        let lowest = if worst >= 40 {
            40
        } else if worst >= 20 {
            20
        } else {
            0
        };
        let most = trend.slots.iter().map(|slot| slot.offered.max(slot.answered + slot.abandoned)).max();
        Self { from, until, lowest, most: most.unwrap_or(0).max(4) }
    }

    pub fn x(&self, at: Millis) -> f64 {
        let share = (at - self.from) as f64 / (self.until - self.from).max(1) as f64;
        LEFT + share.clamp(0.0, 1.0) * (RIGHT - LEFT)
    }

    pub fn y(&self, percent: i64) -> f64 {
        let share = (percent.clamp(self.lowest, 100) - self.lowest) as f64 / (100 - self.lowest) as f64;
        LOWEST - share * (LOWEST - TOP)
    }

    /// How high a bar of so many calls is.
    pub fn bar(&self, calls: u32) -> f64 {
        f64::from(calls.min(self.most)) / f64::from(self.most) * BARS
    }

    pub fn shows(&self, slot: &Slot) -> bool {
        slot.until > self.from && slot.from < self.until
    }

    /// Whole hours, no closer than their labels need.
    pub fn hours(&self) -> Vec<Millis> {
        let every = if self.until - self.from > 14 * HOUR { 2 * HOUR } else { HOUR };
        let step = usize::try_from(every).unwrap_or(1);
        (self.from..=self.until).step_by(step).collect()
    }

    pub fn percents(&self) -> Vec<i64> {
        [0, 20, 40, 60, 80, 100].into_iter().filter(|percent| *percent >= self.lowest).collect()
    }
}

/// The service level of a slot in whole percent; none where no call ended in it.
pub fn reached(slot: &Slot) -> Option<i64> {
    (slot.service.of > 0).then(|| (slot.service.part * 200 + slot.service.of) / (slot.service.of * 2))
}

/// A part as a length in SVG, of something as wide as the whole.
pub fn length(part: i64, whole: i64) -> String {
    let thousandths = part * 100_000 / whole.max(1);
    format!("{}.{:03}%", thousandths / 1000, thousandths % 1000)
}

/// One decimal is a twentieth of a pixel.
pub fn at(number: f64) -> String {
    format!("{number:.1}")
}
