//! The only place that reads the time. Everything else is handed a [`Moment`].

use std::time::Duration;

use crate::moment::Moment;

/// The time in a simulator: it may run faster than the world's, and begin elsewhere.
#[derive(Clone, Debug)]
pub struct Clock {
    /// The world's time when this clock was started, and what it showed then.
    started: Moment,
    opened: Moment,
    speed: f64,
}

impl Clock {
    /// Shows `opens_at`, or the world's time, and runs `speed` times as fast from here on.
    pub fn start(speed: f64, opens_at: Option<Moment>) -> Self {
        let started = world_now();
        Self { started, opened: opens_at.unwrap_or(started), speed }
    }

    /// The current time, to the millisecond.
    pub fn now(&self) -> Moment {
        self.shown_at(world_now())
    }

    /// How long the world takes to pass this much of the simulator's time.
    pub fn in_the_world(&self, simulated: Duration) -> Duration {
        simulated.div_f64(self.speed)
    }

    /// How long it is until this clock shows `moment`; nothing when it has.
    pub fn until(&self, moment: Moment) -> Duration {
        let millis = moment.unix_millis().saturating_sub(self.now().unix_millis());
        self.in_the_world(Duration::from_millis(u64::try_from(millis).unwrap_or(0)))
    }

    fn shown_at(&self, world: Moment) -> Moment {
        let passed = (world.unix_millis() - self.started.unix_millis()) as f64 / 1000.0;
        self.opened.after(passed * self.speed)
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the simulator has no server::clock; this is its own single reading"
)]
fn world_now() -> Moment {
    Moment::from_unix_millis(jiff::Timestamp::now().as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fast_clock_shows_more_time_than_passes() {
        let opened = Moment::from_unix_seconds(1_770_352_873);
        let clock = Clock::start(20.0, Some(opened));
        assert_eq!(clock.shown_at(clock.started.after(180.0)), opened.after(3600.0));
        assert_eq!(clock.in_the_world(Duration::from_secs(5)), Duration::from_millis(250));
        assert!(clock.until(opened.after(40.0)) <= Duration::from_secs(2));
        assert_eq!(clock.until(opened), Duration::ZERO);
    }
}
