//! A past of whole days: every call of it is lived through as those of the present are.

use super::chance::Chance;
use super::state::Centre;
use super::traffic::Traffic;
use super::week;
use crate::moment::Moment;

/// Events of the past are not sent; they are dropped each time so much of it has passed.
const STRIDE_SECONDS: f64 = 3600.0;

impl Centre {
    /// Lives through so many whole days before today, and through today until `now`. The same seed and dates give the
    /// same past. What is under way at `now` goes on; who was off comes to work.
    pub(super) fn live_through_days(&mut self, days: u32, calls_per_day: f64, seed: u64, now: Moment) {
        let era = self.traffic.era + 1;
        let peak = week::peak_per_minute(days, calls_per_day, now.midnight_in_vietnam());
        self.start_traffic(Traffic::by_the_week(peak, self.on_duty_at_the_peak(), era));
        self.work_by_the_roster();
        while self.now < now {
            self.advance(self.now.after(STRIDE_SECONDS).min(now));
        }
        // The past is the same whenever the day is opened; the calls to come are each opening's own.
        self.ids = Chance::from_seed(seed ^ now.unix_millis().cast_unsigned());
        self.traffic = Traffic { era: era + 1, ..Traffic::none() };
        self.everybody_comes_to_work();
        self.advance(now);
        self.events_emitted = 0;
    }
}
