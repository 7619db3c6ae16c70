//! The server's time in the browser: one tick a second for every timer on the page.

use leptos::prelude::*;
use wire::Millis;

/// How long an observation of the clocks' difference counts; twice that, and it is forgotten.
const WINDOW: Millis = 5 * 60 * 1000;

#[derive(Clone, Copy)]
pub struct Clock {
    /// The server's time, whole seconds once the page ticks.
    pub now: RwSignal<Millis>,
    skew: StoredValue<Skew>,
    pace: StoredValue<Option<Pace>>,
}

/// How the time of a replay goes on from the last moment that a frame told.
#[derive(Debug, Clone, Copy)]
struct Pace {
    speed: u32,
    at: Millis,
    local: Millis,
}

impl Clock {
    /// Stands at the server's time of rendering until the first tick, so that server and browser draw the same.
    pub fn standing_at(now: Millis) -> Self {
        Self {
            now: RwSignal::new(now),
            skew: StoredValue::new(Skew::default()),
            pace: StoredValue::new(None),
        }
    }

    /// Notes that a frame sent at `sent` by the server's clock came in at `local` by this machine's. In a replay
    /// `sent` is the moment that is shown.
    pub fn observe(&self, sent: Millis, local: Millis) {
        match self.pace.get_value() {
            Some(pace) => self.pace.set_value(Some(Pace { at: sent, local, ..pace })),
            None => self.skew.update_value(|skew| skew.observe(sent, local)),
        }
    }

    /// From now on this is the time of a replay; `None`: of now again.
    pub fn replay(&self, replay: Option<(Millis, u32)>, local: Millis) {
        self.pace.set_value(replay.map(|(at, speed)| Pace { speed, at, local }));
        self.tick(local);
    }

    /// Ticks: `local` is this machine's time.
    pub fn tick(&self, local: Millis) {
        let now = self.at(local);
        self.now.set(now - now.rem_euclid(1000));
    }

    /// The server's time when this machine's clock shows `local`.
    pub fn at(&self, local: Millis) -> Millis {
        match self.pace.get_value() {
            Some(pace) => pace.at + (local - pace.local).max(0) * Millis::from(pace.speed),
            None => local - self.skew.with_value(Skew::offset),
        }
    }
}

/// This machine's clock minus the server's. A frame on its way only makes the difference look greater, so the
/// smallest one seen lately is the nearest; it may be of either sign.
#[derive(Debug, Clone, Default)]
struct Skew {
    smallest: Option<Millis>,
    smallest_before: Option<Millis>,
    window_began: Millis,
}

impl Skew {
    fn observe(&mut self, sent: Millis, local: Millis) {
        let offset = local - sent;
        if (local - self.window_began).abs() > WINDOW {
            self.smallest_before = self.smallest.take();
            self.window_began = local;
        }
        self.smallest = Some(self.smallest.map_or(offset, |smallest| smallest.min(offset)));
    }

    fn offset(&self) -> Millis {
        match (self.smallest, self.smallest_before) {
            (Some(now), Some(before)) => now.min(before),
            (now, before) => now.or(before).unwrap_or(0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_is_corrected_both_ways_by_the_quickest_frame() {
        for wrong in [-90_000, 0, 90_000] {
            let mut skew = Skew::default();
            for delay in [80, 30, 400] {
                skew.observe(1_000_000 + delay, 1_000_000 + wrong + delay + delay);
            }
            assert_eq!(skew.offset(), wrong + 30);
        }
    }

    #[test]
    fn a_replays_time_goes_on_from_its_frames_at_its_own_speed() {
        let owner = Owner::new();
        owner.set();
        let clock = Clock::standing_at(0);
        clock.observe(1_000_000, 1_090_000);
        clock.replay(Some((500_000, 60)), 1_100_000);
        assert_eq!((clock.now.get_untracked(), clock.at(1_101_000)), (500_000, 560_000));
        clock.observe(563_000, 1_101_000);
        assert_eq!(clock.at(1_101_500), 593_000);
        clock.replay(Some((500_000, 0)), 1_102_000);
        assert_eq!(clock.at(1_200_000), 500_000, "it stands still");
        clock.replay(None, 1_300_000);
        assert_eq!(clock.at(1_300_000), 1_210_000, "the live clock is as it was");
    }

    #[test]
    fn a_clock_set_anew_is_believed_after_a_while() {
        let mut skew = Skew::default();
        skew.observe(0, 10);
        for minute in 1..=12 {
            let sent = minute * 60_000;
            skew.observe(sent, sent + 5_000);
        }
        assert_eq!(skew.offset(), 5_000);
    }
}
