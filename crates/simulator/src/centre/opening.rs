//! Opening the centre: hiring, a past if one is wanted, and the first load.

use super::archive::Archive;
use super::chance::Chance;
use super::schedule::Step;
use super::staff::Staff;
use super::state::{Centre, HISTORY_ROWS};
use super::traffic::Traffic;
use crate::moment::Moment;
use crate::options::{Load, Options};

/// The demo's calls from outside, per agent and minute: busy, with some waiting at the peaks.
const DEMO_CALLS_PER_AGENT: f64 = 0.195;
/// Earlier days a demo remembers, and their calls per minute between 8:00 and 17:30.
const PAST_DAYS: i64 = 3;
const PAST_CALLS_PER_MINUTE: f64 = 0.25;
/// Calls from outside a demo has behind it today, about, before its last quarter of an hour.
const CALLS_TODAY: f64 = 320.0;
/// The demo's present begins this long before it is first seen, so that calls are under way.
const PRESENT_MINUTES: f64 = 15.0;

impl Centre {
    /// A centre as `options` wish it, at the moment `now`.
    pub fn open(options: &Options, now: Moment) -> Self {
        let mut centre = Self::with_its_past(options, now);
        match options.load {
            Load::Quiet => {}
            Load::CallsPerMinute(rate) => centre.set_load(rate),
            Load::Demo if options.past_days > 0 => centre.come_alive(now),
            Load::Demo => centre.live_through_the_past(now),
        }
        centre
    }

    /// Staffed, and with whatever is wanted behind it.
    fn with_its_past(options: &Options, now: Moment) -> Self {
        let today = now.midnight_in_vietnam();
        let first_moment = match options.load {
            _ if options.past_days > 0 => today.after(-86_400.0 * f64::from(options.past_days)),
            Load::Demo => today.after(-86_400.0 * PAST_DAYS as f64 + 8.0 * 3600.0),
            Load::Quiet | Load::CallsPerMinute(_) => now,
        };
        let staff = Staff::hire(
            options.agents,
            options.queues,
            &options.credentials,
            options.wrapup_seconds,
            first_moment,
        );
        let mut centre = Self::with_staff(staff, options.seed, first_moment);
        if options.past_days > 0 {
            let calls = f64::from(options.past_days + 1) * options.past_calls_per_day * 1.5;
            centre.history = Archive::of_at_most(HISTORY_ROWS + calls as usize);
            centre.live_through_days(options.past_days, options.past_calls_per_day, options.seed, now);
        }
        centre
    }

    /// From now on, this many calls a minute from outside, at an even rate; 0 stops them. Calls under way go on.
    pub fn set_load(&mut self, calls_per_minute: f64) {
        let era = self.traffic.era + 1;
        if calls_per_minute > 0.0 {
            self.start_traffic(Traffic::steady(calls_per_minute, self.agents.len(), era));
        } else {
            self.traffic = Traffic { era, ..Traffic::none() };
        }
    }

    fn live_through_the_past(&mut self, now: Moment) {
        self.come_to_life();
        let today = now.midnight_in_vietnam();
        for days_ago in (1..=PAST_DAYS).rev() {
            let midnight = today.after(-86_400.0 * days_ago as f64);
            self.work_until(midnight.after(17.5 * 3600.0), PAST_CALLS_PER_MINUTE);
            self.work_until(midnight.after(32.0 * 3600.0).min(today), 0.0);
        }
        // Earlier days are the same for every demo opened today; the calls of today are each demo's own.
        self.ids = Chance::from_seed(now.unix_millis().cast_unsigned());
        let demo_rate = DEMO_CALLS_PER_AGENT * self.agents.len() as f64;
        let present = now.after(-PRESENT_MINUTES * 60.0);
        let morning = today.after(7.0 * 3600.0).min(present);
        self.work_until(morning, demo_rate.min(0.08));
        let minutes = (present.seconds_since(morning) as f64 / 60.0).max(1.0);
        self.work_until(present, demo_rate.min(CALLS_TODAY / minutes));
        self.start_waves(now);
        self.advance(now);
        self.events_emitted = 0;
    }

    /// The demo's present, after a past that was wanted.
    fn come_alive(&mut self, now: Moment) {
        self.come_to_life();
        self.start_waves(now);
    }

    fn start_waves(&mut self, now: Moment) {
        let demo_rate = DEMO_CALLS_PER_AGENT * self.agents.len() as f64;
        let era = self.traffic.era + 1;
        self.start_traffic(Traffic::with_waves(demo_rate, now.after(-60.0), era));
    }

    fn work_until(&mut self, end: Moment, calls_per_minute: f64) {
        let era = self.traffic.era + 1;
        let traffic = Traffic { calls_per_minute, era, ..Traffic::none() };
        if calls_per_minute > 0.0 {
            self.start_traffic(traffic);
        } else {
            self.traffic = traffic;
        }
        self.advance(end);
    }

    pub(super) fn start_traffic(&mut self, traffic: Traffic) {
        self.traffic = traffic;
        for queue in 0..self.queues.len() {
            self.schedule_arrival(queue);
        }
        self.schedule_outbound();
        self.schedule_internal();
        self.in_seconds(0.0, Step::Offer);
    }
}
